//! The limit on backends holds for the whole process, so its test has a program of its own.

use bignum::{Backend, Modulus, Uint};

#[test]
fn nothing_quicker_than_the_limit_is_chosen() {
    let unlimited = Backend::detect();
    for (place, most) in Backend::ALL.into_iter().enumerate() {
        Backend::limit(most);
        let mut allowed = Backend::ALL[..=place].iter().copied();
        let expected = allowed.rfind(|backend| backend.is_available());
        assert_eq!(Some(Backend::detect()), expected);
        let modulus = Modulus::new(&Uint::from_u64(9)).unwrap();
        assert_eq!(Some(modulus.backend()), expected);
    }
    assert_eq!(Backend::detect(), unlimited);
}

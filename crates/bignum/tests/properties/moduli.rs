//! Residues behave as those of `num-bigint` do, powers as those of `crypto-bigint` too, on every backend.

use bignum::{Backend, Modulus, ModulusError, Uint};
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::samples::{big, moduli, numbers};

/// A modulus on every backend this machine has.
fn on_each_backend(n: &Uint) -> impl Iterator<Item = Modulus> {
    Backend::ALL
        .into_iter()
        .filter(|backend| backend.is_available())
        .map(|backend| Modulus::with_backend(n, backend).unwrap())
}

/// The same by `crypto-bigint`, to which `num-bigint` is no relative.
fn pow_of_crypto_bigint(base: &Uint, exponent: &Uint, n: &Uint) -> BigUint {
    let boxed = |number: &Uint| {
        let bytes = number
            .resized(n.width().max(number.width()))
            .limbs()
            .iter()
            .rev()
            .flat_map(|limb| limb.to_be_bytes())
            .collect::<Vec<u8>>();
        let bits = u32::try_from(8 * bytes.len()).unwrap();
        BoxedUint::from_be_slice(&bytes, bits).unwrap()
    };
    let params = BoxedMontyParams::new(Odd::new(boxed(n)).unwrap());
    let power = BoxedMontyForm::new(boxed(base), &params).pow(&boxed(exponent));
    BigUint::from_bytes_be(&power.retrieve().to_be_bytes())
}

proptest! {
    #[test]
    fn residues_are_right(n in moduli(1..20), a in numbers(0..50), b in numbers(0..50)) {
        let (x, y) = (big(&a) % big(&n), big(&b) % big(&n));
        for modulus in on_each_backend(&n) {
            let (a, b) = (modulus.reduce(&a), modulus.reduce(&b));
            prop_assert_eq!((big(&a), big(&b)), (x.clone(), y.clone()));
            prop_assert_eq!(big(&modulus.mul(&a, &b)), &x * &y % big(&n));
            prop_assert_eq!(big(&modulus.square(&a)), &x * &x % big(&n));
            prop_assert_eq!(big(&modulus.add(&a, &b)), (&x + &y) % big(&n));
            prop_assert_eq!(big(&modulus.sub(&a, &b)), (&x + big(&n) - &y) % big(&n));
            prop_assert_eq!(big(&modulus.neg(&a)), (big(&n) - &x) % big(&n));
        }
    }

    #[test]
    fn powers_are_right(n in moduli(1..14), a in numbers(0..14), e in numbers(0..8)) {
        let expected = big(&a).modpow(&big(&e), &big(&n));
        for modulus in on_each_backend(&n) {
            let base = modulus.reduce(&a);
            prop_assert_eq!(big(&modulus.pow(&base, &e)), expected.clone());
            prop_assert_eq!(big(&modulus.pow_vartime(&base, &e)), expected.clone());
            let bits = e.bits_vartime();
            prop_assert_eq!(big(&modulus.pow_bounded(&base, &e, bits)), expected.clone());
            prop_assert_eq!(pow_of_crypto_bigint(&base, &e, modulus.value()), expected.clone());
        }
    }

    #[test]
    fn a_bound_on_an_exponent_cuts_it_there(n in moduli(1..4), a in numbers(0..4), e in numbers(1..4), bits in 0_usize..200) {
        let modulus = Modulus::new(&n).unwrap();
        let base = modulus.reduce(&a);
        prop_assert_eq!(modulus.pow_bounded(&base, &e, bits), modulus.pow(&base, &e.low_bits(bits)));
    }
}

#[test]
fn edges_of_the_residues_are_right() {
    for width in [1, 2, 3, 8, 9, 16, 31, 33] {
        for n in [vec![u64::MAX; width], {
            let mut low = vec![0; width];
            low[width - 1] = 1 << 63;
            low[0] |= 3;
            low
        }] {
            let n = Uint::from_limbs(n);
            let last = n.sub(&Uint::one(1)).unwrap();
            for modulus in on_each_backend(&n) {
                let (zero, one) = (Uint::zero(width), Uint::one(width));
                assert_eq!(modulus.mul(&last, &last), one);
                assert_eq!(modulus.square(&last), one);
                assert_eq!(modulus.mul(&last, &zero), zero);
                assert_eq!(modulus.mul(&last, &one), last);
                assert_eq!(modulus.add(&last, &one), zero);
                assert_eq!(modulus.add(&last, &last), modulus.neg(&Uint::from_u64(2)));
                assert_eq!(modulus.sub(&zero, &one), last);
                assert_eq!(modulus.neg(&zero), zero);
                assert_eq!(modulus.reduce(&n), zero);
                assert_eq!(modulus.pow(&last, &last), one);
                assert_eq!(modulus.pow(&zero, &zero), one);
                assert_eq!(modulus.pow_vartime(&zero, &zero), one);
                assert_eq!(modulus.pow_vartime(&last, &n), last);
            }
        }
    }
}

#[test]
fn a_prime_modulus_inverts_all_but_zero() {
    // 2^521 − 1.
    let prime = Uint::one(9).shl_vartime(521).sub(&Uint::one(1)).unwrap();
    for modulus in on_each_backend(&prime) {
        let a = Uint::parse_decimal("123456789012345678901234567890").unwrap();
        let inverse = modulus.invert_prime(&a);
        assert_eq!(modulus.mul(&modulus.reduce(&a), &inverse), Uint::one(1));
        assert_eq!(Some(inverse), a.invert_mod_vartime(&prime));
        assert_eq!(modulus.invert_prime(&Uint::zero(1)), Uint::zero(1));
    }
}

#[test]
fn leading_zeros_of_a_modulus_do_not_count() {
    let modulus = Modulus::new(&Uint::from_limbs(vec![7, 0, 0])).unwrap();
    assert_eq!(modulus.width(), 1);
    let power = modulus.pow(&Uint::from_u64(3), &Uint::from_u64(5));
    assert_eq!(power, Uint::from_u64(5));
}

#[test]
fn what_is_no_modulus_is_refused() {
    let refused = |n: u64| Modulus::new(&Uint::from_u64(n)).unwrap_err();
    assert_eq!(refused(0), ModulusError::Even);
    assert_eq!(refused(8), ModulusError::Even);
    assert_eq!(refused(1), ModulusError::TooSmall);
    for backend in Backend::ALL {
        let built = Modulus::with_backend(&Uint::from_u64(9), backend);
        match built {
            Ok(modulus) => assert!(backend.is_available() && modulus.backend() == backend),
            Err(error) => assert_eq!(error, ModulusError::Unavailable(backend)),
        }
    }
}

#[test]
#[should_panic(expected = "not below the modulus")]
fn what_is_no_residue_is_refused() {
    let modulus = Modulus::new(&Uint::from_u64(9)).unwrap();
    let _ = modulus.mul(&Uint::from_u64(9), &Uint::one(1));
}

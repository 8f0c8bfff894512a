//! A column in single ciphertexts, as files with a cell for each hold it.

use bignum::Uint;
use paillier::{CiphertextFault, Column, Error, FixedPoint, no_progress};

#[path = "support/kit.rs"]
mod support;
use support::randomness::seeded;
use support::vectors::private_key;

#[test]
fn a_column_comes_back_out_of_its_ciphertexts() {
    let key = private_key("phe-key-1024");
    let scale = FixedPoint::decimals(1).unwrap();
    let values = [Some(36.6), None, Some(-0.5), None];
    let column = Column::encrypt(key.public(), &values, scale, &mut seeded(5), &no_progress);
    let column = column.unwrap();
    let cells = column.ciphertexts();
    let present: Vec<bool> = cells.iter().map(Option::is_some).collect();
    assert_eq!(present, [true, false, true, false]);
    let again = Column::from_ciphertexts(key.public(), scale, &cells).unwrap();
    assert_eq!(again.to_bytes(), column.to_bytes());
    assert_eq!(key.decrypt_column(&again, &no_progress).unwrap(), values);
}

#[test]
fn a_cell_without_a_ciphertext_is_named_by_its_row() {
    let key = private_key("phe-key-1024");
    let scale = FixedPoint::integers();
    let n = key.public().n().clone();
    for (bad, fault) in [
        (Uint::zero(1), CiphertextFault::Range),
        (n.square(), CiphertextFault::Range),
        (n, CiphertextFault::NotInvertible),
    ] {
        let cells = [Some(Uint::one(1)), None, Some(bad), Some(Uint::one(1))];
        let error = Column::from_ciphertexts(key.public(), scale, &cells).unwrap_err();
        let source = Box::new(Error::BadCiphertext(fault));
        assert_eq!(error, Error::AtRow { row: 2, source });
    }
    let wide = scale.with_magnitude_bits(5_000);
    let error = Column::from_ciphertexts(key.public(), wide, &[]).unwrap_err();
    assert!(matches!(error, Error::PlaintextSpaceExhausted { .. }));
}

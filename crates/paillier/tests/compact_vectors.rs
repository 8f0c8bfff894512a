//! The compact binary forms of version 1, as the first program that wrote them did: they are read for ever.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use paillier::{
    Column, Encrypted, Exact, PackedColumn, PackedMoments, PackedSum, PrivateKey, PublicKey,
    Sealed, SealedMoments, Sizes, Variant, no_progress,
};
use serde_json::Value;

#[path = "support/kit.rs"]
mod support;
use support::vectors::read;

fn bytes(value: &Value) -> Vec<u8> {
    data_encoding::HEXLOWER
        .decode(value.as_str().unwrap().as_bytes())
        .unwrap()
}

fn djn() -> (PrivateKey, Value) {
    let mut vectors = read("compact-1");
    let private = bytes(&vectors["keys"]["djn"]["private"]);
    let key = PrivateKey::from_bytes(&private, Sizes::DangerousSmall).unwrap();
    (key, vectors["djn_forms"].take())
}

#[test]
fn keys_of_every_variant_are_read_and_written_the_same() {
    let vectors = read("compact-1");
    for (name, variant) in [
        ("standard", Variant::Standard),
        ("djn", Variant::Djn),
        ("short_subgroup", Variant::short_subgroup(1024)),
    ] {
        let vector = &vectors["keys"][name];
        let private =
            PrivateKey::from_bytes(&bytes(&vector["private"]), Sizes::DangerousSmall).unwrap();
        let public =
            PublicKey::from_bytes(&bytes(&vector["public"]), Sizes::DangerousSmall).unwrap();
        assert_eq!((private.public(), public.variant()), (&public, variant));
        assert_eq!(public.id().as_bytes().as_slice(), bytes(&vector["id"]));
        assert_eq!(*private.to_bytes(), bytes(&vector["private"]));
        assert_eq!(public.to_bytes(), bytes(&vector["public"]));
        let number = bytes(&vector["minus_three_and_a_half"]);
        let sealed = Encrypted::from_bytes(&public, &number).unwrap();
        assert_eq!(private.decrypt(&sealed).unwrap().to_f64(), Ok(-3.5));
        assert_eq!(sealed.to_bytes(), number);
    }
}

#[test]
fn columns_are_read_and_written_the_same() {
    let (key, forms) = djn();
    let public = key.public();
    let values = [Some(120.5), None, Some(-0.25), Some(131.0)];
    for name in ["column", "column_base16"] {
        let column = Column::from_bytes(public, &bytes(&forms[name])).unwrap();
        assert_eq!(key.decrypt_column(&column, &no_progress).unwrap(), values);
        assert_eq!(column.to_bytes(), bytes(&forms[name]));
    }
    let packed = PackedColumn::from_bytes(public, &bytes(&forms["packed_column"])).unwrap();
    assert_eq!(key.decrypt_packed(&packed, &no_progress).unwrap(), values);
    assert_eq!(packed.to_bytes(), bytes(&forms["packed_column"]));
}

#[test]
fn sums_and_moments_are_read_and_written_the_same() {
    let (key, forms) = djn();
    let public = key.public();
    let total: Exact = "251.25".parse().unwrap();
    let sum = Sealed::from_bytes(public, &bytes(&forms["sum"])).unwrap();
    assert_eq!(
        (sum.count(), key.decrypt_sealed(&sum).unwrap()),
        (3, total.clone())
    );
    assert_eq!(sum.to_bytes(), bytes(&forms["sum"]));
    let sum = PackedSum::from_bytes(public, &bytes(&forms["packed_sum"])).unwrap();
    assert_eq!(
        (sum.count(), key.decrypt_packed_sum(&sum).unwrap()),
        (3, total)
    );
    assert_eq!(sum.to_bytes(), bytes(&forms["packed_sum"]));
    let moments = SealedMoments::from_bytes(public, &bytes(&forms["moments"])).unwrap();
    let packed = PackedMoments::from_bytes(public, &bytes(&forms["packed_moments"])).unwrap();
    assert_eq!(moments.to_bytes(), bytes(&forms["moments"]));
    assert_eq!(packed.to_bytes(), bytes(&forms["packed_moments"]));
    let moments = key.decrypt_moments(&moments).unwrap();
    assert_eq!(moments, key.decrypt_packed_moments(&packed).unwrap());
    // Σx² = 120.5² + 0.25² + 131² = 31681.3125
    let squares: Exact = "31681.3125".parse().unwrap();
    assert_eq!(moments.squares(), &squares);
}

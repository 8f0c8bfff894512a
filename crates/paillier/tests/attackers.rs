//! Those who hand in what is not what it says: ciphertexts, columns and keys that were made to do harm.
//!
//! A checksum stops no attacker, so each file here carries a right one.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use bignum::Uint;
use paillier::{
    CiphertextFault, Column, Encrypted, Error, FixedPoint, FormatFault, KeySize, PackedColumn,
    Packing, PrivateKey, PublicKey, Sizes, Variant, no_progress,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

#[path = "support/kit.rs"]
mod support;
use support::randomness::seeded;
use support::vectors::{private_key, text};

fn key() -> PrivateKey {
    private_key("phe-key-1024")
}

fn other_key() -> PrivateKey {
    let size = KeySize::dangerous_small(1024).unwrap();
    PrivateKey::generate(size, Variant::Djn, &mut seeded(31)).unwrap()
}

/// A factor of the key's modulus.
fn factor() -> Uint {
    let form: serde_json::Value = serde_json::from_str(&text("phe-key-1024")).unwrap();
    let digits = form["p"].as_str().unwrap().as_bytes();
    Uint::from_be_bytes(&data_encoding::BASE64URL_NOPAD.decode(digits).unwrap())
}

/// The file with other bytes from a place on, and its checksum made right.
fn forged(bytes: &[u8], at: usize, with: &[u8]) -> Vec<u8> {
    let mut content = bytes[..bytes.len() - 32].to_vec();
    content[at..at + with.len()].copy_from_slice(with);
    let checksum = Sha256::digest(&content);
    content.extend(checksum);
    content
}

#[test]
fn numbers_of_another_key_are_not_mixed_in() {
    let (ours, theirs) = (key(), other_key());
    let mut rng = seeded(1);
    let a = ours.encrypt(1.0, &mut rng).unwrap();
    let b = theirs.encrypt(1.0, &mut rng).unwrap();
    let wrong = Error::WrongKey {
        expected: ours.public().id(),
        found: theirs.public().id(),
    };
    assert_eq!((&a + &b).unwrap_err(), wrong);
    assert_eq!((&a - &b).unwrap_err(), wrong);
    assert_eq!(ours.decrypt(&b).unwrap_err(), wrong);
    assert_eq!(a.rerandomize(&theirs, &mut rng).unwrap_err(), wrong);
    let encoded = paillier::Encoded::new(theirs.public(), 2).unwrap();
    assert_eq!((&a * &encoded).unwrap_err(), wrong);
    assert_eq!((&a + &encoded).unwrap_err(), wrong);
    let mut column = |key: &PrivateKey| {
        Column::encrypt(
            key,
            &[Some(1)],
            FixedPoint::integers(),
            &mut rng,
            &no_progress,
        )
        .unwrap()
    };
    let (x, y) = (column(&ours), column(&theirs));
    assert_eq!(x.add(&y).unwrap_err(), wrong);
    assert_eq!(x.sum().unwrap().add(&y.sum().unwrap()).unwrap_err(), wrong);
    assert_eq!(ours.decrypt_column(&y, &no_progress).unwrap_err(), wrong);
}

#[test]
fn ciphertexts_that_are_none_are_refused() {
    let key = key();
    let public = key.public();
    let n = public.n();
    let of = |value: &Uint| Encrypted::from_ciphertext(public, value, 0).unwrap_err();
    let range = Error::BadCiphertext(CiphertextFault::Range);
    let singular = Error::BadCiphertext(CiphertextFault::NotInvertible);
    assert_eq!(of(&Uint::zero(3)), range);
    assert_eq!(of(&n.square()), range);
    assert_eq!(of(&n.square().shl_vartime(500)), range);
    assert_eq!(of(n), singular);
    assert_eq!(of(&factor()), singular);
    assert_eq!(of(&factor().square()), singular);
    let sealed = |json: &str| Encrypted::from_phe_json(public, json).unwrap_err();
    for json in [
        "",
        "{}",
        "[]",
        r#"{"v": 12, "e": 0}"#,
        r#"{"v": "12"}"#,
        r#"{"v": "12", "e": "0"}"#,
        r#"{"v": "12", "e": 0.5}"#,
        r#"{"v": "-12", "e": 0}"#,
        r#"{"v": "0x12", "e": 0}"#,
        r#"{"v": "", "e": 0}"#,
    ] {
        assert!(matches!(sealed(json), Error::Format(_)), "{json}");
    }
    assert_eq!(sealed(r#"{"v": "0", "e": 0}"#), range);
    assert_eq!(
        sealed(&format!(r#"{{"v": "{}", "e": 0}}"#, "9".repeat(10_000_000))),
        range
    );
    for exponent in ["-99999999", "65537", "9999999999999"] {
        let json = format!(r#"{{"v": "12", "e": {exponent}}}"#);
        assert_eq!(sealed(&json), Error::ExponentTooLarge);
    }
}

#[test]
fn exponents_made_to_exhaust_the_memory_are_refused() {
    let key = key();
    let mut rng = seeded(2);
    let a = key.encrypt(1, &mut rng).unwrap();
    assert_eq!(a.decrease_exponent_to(-300).unwrap_err(), Error::OutOfRange);
    assert_eq!(
        a.decrease_exponent_to(1).unwrap_err(),
        Error::ExponentTooLarge
    );
    assert_eq!(
        a.decrease_exponent_to(i32::MIN).unwrap_err(),
        Error::ExponentTooLarge
    );
    let far = Encrypted::from_ciphertext(key.public(), &a.ciphertext(), 65_000).unwrap();
    assert_eq!((&far + &a).unwrap_err(), Error::OutOfRange);
    assert_eq!((&far + 1).unwrap_err(), Error::OutOfRange);
    assert_eq!(
        (&far * 1e308)
            .and_then(|x| &x * 1e308)
            .and_then(|x| &x * 1e308)
            .unwrap_err(),
        Error::ExponentTooLarge
    );
}

#[test]
fn numbers_out_of_range_and_none_at_all_are_refused() {
    let key = key();
    let mut rng = seeded(3);
    let a = key.encrypt(1.0, &mut rng).unwrap();
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(
            key.public().encrypt(x, &mut rng).unwrap_err(),
            Error::NotFinite
        );
        assert_eq!((&a + x).unwrap_err(), Error::NotFinite);
        assert_eq!((&a * x).unwrap_err(), Error::NotFinite);
    }
    assert_eq!((&a / 0).unwrap_err(), Error::DivisionByZero);
    assert_eq!((&a / 0.0).unwrap_err(), Error::DivisionByZero);
    assert_eq!((&a / 1e-310).unwrap_err(), Error::NotFinite);
    let largest = paillier::Integer::from(key.public().max_int().clone());
    let sealed = key.encrypt(largest.clone(), &mut rng).unwrap();
    let overflown = (&sealed + 1).unwrap();
    assert_eq!(key.decrypt(&overflown).unwrap_err(), Error::Overflow);
    let beyond = largest.add(&paillier::Integer::from(1));
    assert_eq!(
        key.encrypt(beyond, &mut rng).unwrap_err(),
        Error::OutOfRange
    );
}

/// Where the fields of a column begin: base, exponent, bits, rows, bitmap, ciphertexts.
const BASE: usize = 38;
const BITS: usize = 43;
const ROWS: usize = 47;
const BITMAP: usize = 55;
const FIRST: usize = 56;
const WIDTH: usize = 256;

#[test]
fn malformed_columns_are_refused_with_the_row() {
    let key = key();
    let public = key.public();
    let values = [Some(1), None, Some(2), Some(300)];
    let scale = FixedPoint::integers();
    let column = Column::encrypt(&key, &values, scale, &mut seeded(4), &no_progress).unwrap();
    let bytes = column.to_bytes();
    assert_eq!(bytes.len(), FIRST + 3 * WIDTH + 32);
    let read = |at: usize, with: &[u8]| Column::from_bytes(public, &forged(&bytes, at, with));
    assert_eq!(read(BITMAP, &[0b1101]).unwrap().to_bytes(), bytes);
    let field = |name| Error::Format(FormatFault::Field(name));
    assert_eq!(read(BASE, &[7]).unwrap_err(), field("base"));
    assert_eq!(read(BASE + 1, &[0x7f]).unwrap_err(), field("exponent"));
    assert!(matches!(
        read(BITS, &[0, 0, 0xff, 0]).unwrap_err(),
        Error::PlaintextSpaceExhausted { .. }
    ));
    let truncated = Error::Format(FormatFault::Truncated);
    assert_eq!(read(ROWS, &[0xff; 8]).unwrap_err(), truncated);
    assert_eq!(read(ROWS, &[0, 0, 0, 0xff]).unwrap_err(), truncated);
    assert_eq!(read(BITMAP, &[0b1111]).unwrap_err(), truncated);
    assert_eq!(
        read(BITMAP, &[0b1001]).unwrap_err(),
        Error::Format(FormatFault::Trailing)
    );
    assert_eq!(read(BITMAP, &[0b1_1101]).unwrap_err(), field("presence"));
    let at = |row: usize, fault: CiphertextFault| Error::AtRow {
        row,
        source: Box::new(Error::BadCiphertext(fault)),
    };
    let third = FIRST + 2 * WIDTH;
    assert_eq!(
        read(third, &[0; WIDTH]).unwrap_err(),
        at(3, CiphertextFault::Range)
    );
    assert_eq!(
        read(third, &[0xff; WIDTH]).unwrap_err(),
        at(3, CiphertextFault::Range)
    );
    let singular = factor().to_be_bytes_padded(WIDTH);
    let second = FIRST + WIDTH;
    assert_eq!(
        read(second, &singular).unwrap_err(),
        at(2, CiphertextFault::NotInvertible)
    );
    // A bound that is a lie is found when the column is opened.
    let lying = read(BITS, &[0, 0, 0, 8]).unwrap();
    let opened = key.decrypt_column(&lying, &no_progress).unwrap_err();
    assert_eq!(
        opened,
        Error::AtRow {
            row: 3,
            source: Box::new(Error::Overflow)
        }
    );
}

#[test]
fn a_ciphertext_outside_the_subgroup_is_named_by_its_row() {
    let size = KeySize::dangerous_small(1024).unwrap();
    let key = PrivateKey::generate(size, Variant::short_subgroup(1024), &mut seeded(5)).unwrap();
    let values: Vec<_> = (0..21).map(Some).collect();
    let scale = FixedPoint::integers();
    let column = Column::encrypt(&key, &values, scale, &mut seeded(5), &no_progress).unwrap();
    let standard = PublicKey::from_n_of(key.public().n(), Sizes::DangerousSmall).unwrap();
    let foreign = standard.encrypt(5, &mut seeded(6)).unwrap().ciphertext();
    let bytes = column.to_bytes();
    let at = bytes.len() - 32 - 4 * WIDTH;
    let bytes = forged(&bytes, at, &foreign.to_be_bytes_padded(WIDTH));
    let column = Column::from_bytes(key.public(), &bytes).unwrap();
    assert_eq!(
        key.decrypt_column(&column, &no_progress).unwrap_err(),
        Error::AtRow {
            row: 17,
            source: Box::new(Error::BadCiphertext(CiphertextFault::Subgroup))
        }
    );
}

#[test]
fn packed_columns_that_hold_more_than_they_say_are_refused() {
    let key = key();
    let scale = FixedPoint::integers().with_magnitude_bits(7);
    let packing = Packing::for_additions(1);
    let pack = |values: &[Option<i32>]| {
        PackedColumn::encrypt(&key, values, scale, packing, &mut seeded(7), &no_progress).unwrap()
    };
    let column = pack(&[Some(1), Some(100)]);
    let bytes = column.to_bytes();
    let public = key.public();
    // Base, exponent, bits of a slot, offset, most.
    let (slot_bits, offset, most) = (43, 45, 61);
    let read = |at: usize, with: &[u8]| PackedColumn::from_bytes(public, &forged(&bytes, at, with));
    let slots = Error::Format(FormatFault::Field("slots"));
    assert_eq!(read(slot_bits, &[0, 0]).unwrap_err(), slots);
    assert_eq!(read(slot_bits, &[0, 121]).unwrap_err(), slots);
    assert_eq!(read(offset, &[1]).unwrap_err(), slots);
    assert_eq!(read(most, &[1]).unwrap_err(), slots);
    let overflow = Error::AtRow {
        row: 0,
        source: Box::new(Error::Overflow),
    };
    let lying = read(most, &200_u128.to_be_bytes()).unwrap();
    assert_eq!(
        key.decrypt_packed(&lying, &no_progress).unwrap_err(),
        overflow
    );
    assert_eq!(
        key.decrypt_packed_sum(&lying.sum().unwrap()).unwrap_err(),
        Error::Overflow
    );
    // A plaintext with something above the last slot.
    let full = Encrypted::from_ciphertext(public, &Uint::one(1), 0).unwrap();
    let full = (&full - 1).unwrap().ciphertext().to_be_bytes_padded(WIDTH);
    let stuffed = read(bytes.len() - 32 - WIDTH, &full).unwrap();
    assert_eq!(
        key.decrypt_packed(&stuffed, &no_progress).unwrap_err(),
        overflow
    );
}

#[test]
fn the_base_of_djn_is_computed_whatever_a_key_says_of_it() {
    let key = other_key();
    let json = key.public().to_phe_json("").unwrap();
    let with_base = json.replacen('{', r#"{"h": "Ag", "h_s": "AQ", "sehat_h": "AQ", "#, 1);
    let read = PublicKey::from_phe_json(&with_base, Sizes::DangerousSmall).unwrap();
    assert_eq!(read.to_bytes(), key.public().to_bytes());
    // With h_s = 1 nothing would be blinded.
    let sealed = read.encrypt(5, &mut seeded(8)).unwrap();
    let again = read.encrypt(5, &mut seeded(9)).unwrap();
    assert_ne!(sealed, again);
    assert_ne!(
        sealed,
        read.dangerous_encrypt_without_blinding(&paillier::Encoded::new(&read, 5).unwrap())
            .unwrap()
    );
}

#[test]
fn rerandomised_numbers_cannot_be_recognised_by_their_ciphertexts() {
    let key = other_key();
    let mut rng = seeded(10);
    let encoded = paillier::Encoded::new(key.public(), 1.5).unwrap();
    let bare = key
        .public()
        .dangerous_encrypt_without_blinding(&encoded)
        .unwrap();
    let mut seen = vec![bare.ciphertext()];
    for _ in 0..4 {
        for again in [
            bare.rerandomize(key.public(), &mut rng).unwrap(),
            bare.rerandomize(&key, &mut rng).unwrap(),
        ] {
            assert_eq!(key.decrypt(&again).unwrap().to_f64(), Ok(1.5));
            assert!(!seen.contains(&again.ciphertext()));
            seen.push(again.ciphertext());
        }
    }
}

#[test]
fn secrets_are_not_printed() {
    let key = other_key();
    let shown = format!(
        "{key:?} {:?}",
        key.encrypt(12_345, &mut seeded(11)).unwrap()
    );
    assert!(!shown.contains("12345") && shown.len() < 120, "{shown}");
    let numbers = [12_345.into(), paillier::Number::from(12_345.5)];
    let exact: paillier::Exact = "12345".parse().unwrap();
    assert!(!format!("{numbers:?} {exact:?}").contains("12345"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_changed_in_a_file_nothing_panics(
        form in 0..7_usize,
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let vectors = support::vectors::read("compact-1");
        let bytes = |value: &serde_json::Value| {
            data_encoding::HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
        };
        let names = ["column", "column_base16", "sum", "moments", "packed_column", "packed_sum", "packed_moments"];
        let private = bytes(&vectors["keys"]["djn"]["private"]);
        let key = PrivateKey::from_bytes(&private, Sizes::DangerousSmall).unwrap();
        let mut file = bytes(&vectors["djn_forms"][names[form]]);
        // Behind the key's name, so that more than the name is looked at; mostly in the fields before the ciphertexts.
        for (place, byte) in changes {
            let body = file.len() - 32 - 38;
            let at = 38 + place.index(if byte % 4 == 0 { body } else { body.min(60) });
            file = forged(&file, at, &[byte]);
        }
        open_all(&key, &file);
    }

    #[test]
    fn whatever_is_changed_in_a_key_nothing_panics(
        variant in 0..3_usize,
        place in any::<proptest::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let vectors = support::vectors::read("compact-1");
        let names = ["standard", "djn", "short_subgroup"];
        for kind in ["private", "public"] {
            let hex = vectors["keys"][names[variant]][kind].as_str().unwrap();
            let file = data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap();
            let at = 38 + place.index(file.len() - 32 - 38);
            let changed = forged(&file, at, &[byte]);
            let same = changed == file;
            prop_assert_eq!(PublicKey::from_bytes(&changed, Sizes::DangerousSmall).is_ok(), same && kind == "public");
            prop_assert_eq!(PrivateKey::from_bytes(&changed, Sizes::DangerousSmall).is_ok(), same && kind == "private");
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,200}", json in "[{}\\[\\]\":,0-9a-z\\-.]{0,80}") {
        let key = key();
        for text in [&text, &json] {
            prop_assert!(Encrypted::from_phe_json(key.public(), text).is_err());
            prop_assert!(PublicKey::from_phe_json(text, Sizes::DangerousSmall).is_err());
            prop_assert!(PrivateKey::from_phe_json(text, Sizes::DangerousSmall).is_err());
            if let Ok(number) = text.parse::<paillier::Exact>() {
                prop_assert_eq!(number.to_string().parse::<paillier::Exact>(), Ok(number));
            }
        }
    }
}

/// Reads the file as everything there is and opens what can be read.
fn open_all(key: &PrivateKey, file: &[u8]) {
    let public = key.public();
    if let Ok(column) = Column::from_bytes(public, file) {
        let _ = key.decrypt_column(&column, &no_progress);
        let _ = column
            .add(&column)
            .and_then(|column| column.scale_by(-3))
            .map(|column| column.sum());
    }
    if let Ok(column) = PackedColumn::from_bytes(public, file) {
        let _ = key.decrypt_packed(&column, &no_progress);
        let _ = column
            .sub(&column)
            .and_then(|column| column.scale_by(-3))
            .map(|column| column.sum());
    }
    let _ = paillier::Sealed::from_bytes(public, file).map(|sum| key.decrypt_mean(&sum));
    let _ = paillier::PackedSum::from_bytes(public, file).map(|sum| key.decrypt_packed_mean(&sum));
    let moments = paillier::SealedMoments::from_bytes(public, file);
    let moments = moments.and_then(|moments| key.decrypt_moments(&moments));
    let _ = moments.map(|moments| (moments.mean(), moments.sample_variance()));
    let moments = paillier::PackedMoments::from_bytes(public, file);
    let moments = moments.and_then(|moments| key.decrypt_packed_moments(&moments));
    let _ = moments.map(|moments| (moments.mean(), moments.sample_variance()));
}

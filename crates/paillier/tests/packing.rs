//! Packed columns against plain arithmetic: slots never borrow, never overflow, and can be hidden.

use paillier::{
    Error, Exact, FixedPoint, PackedColumn, PackedSum, Packing, PrivateKey, no_progress,
};
use proptest::prelude::*;

#[path = "support/kit.rs"]
mod support;
use support::randomness::seeded;
use support::vectors::private_key;

fn key() -> PrivateKey {
    private_key("phe-key-1024")
}

fn integers() -> FixedPoint {
    FixedPoint::integers()
}

#[test]
fn packed_columns_add_subtract_and_scale_without_borrowing() {
    let key = key();
    let scale = integers().with_magnitude_bits(10);
    let a: Vec<_> = (-60..60).map(|i| (i % 7 != 0).then_some(17 * i)).collect();
    let b: Vec<_> = (-60..60)
        .map(|i| (i % 7 != 0).then_some(-11 * i + 3))
        .collect();
    let mut rng = seeded(6);
    let mut pack = |values: &[Option<i64>]| {
        let packing = Packing::for_additions(1 << 10);
        PackedColumn::encrypt(&key, values, scale, packing, &mut rng, &no_progress).unwrap()
    };
    let (x, y) = (pack(&a), pack(&b));
    assert_eq!(x.slots(), 1023 / 21);
    let opened = |column: &PackedColumn| key.decrypt_packed(column, &no_progress).unwrap();
    let expected = |work: &dyn Fn(i64, i64) -> i64| -> Vec<Option<f64>> {
        let pairs = a.iter().zip(&b);
        pairs
            .map(|(a, b)| Some(work((*a)?, (*b)?) as f64))
            .collect()
    };
    assert_eq!(opened(&x), expected(&|a, _| a));
    assert_eq!(opened(&x.add(&y).unwrap()), expected(&|a, b| a + b));
    assert_eq!(opened(&x.sub(&y).unwrap()), expected(&|a, b| a - b));
    assert_eq!(opened(&y.scale_by(-5).unwrap()), expected(&|_, b| -5 * b));
    assert_eq!(opened(&y.scale_by(0).unwrap()), expected(&|_, _| 0));
    let mixed = x
        .scale_by(3)
        .unwrap()
        .sub(&y.scale_by(-2).unwrap())
        .unwrap();
    assert_eq!(opened(&mixed), expected(&|a, b| 3 * a + 2 * b));
    let sum = key.decrypt_packed_sum(&mixed.sum().unwrap()).unwrap();
    let total: i64 = a
        .iter()
        .zip(&b)
        .filter_map(|(a, b)| Some(3 * (*a)? + 2 * (*b)?))
        .sum();
    assert_eq!(sum, Exact::from(total));
    assert!(matches!(
        x.scale_by(1 << 20),
        Err(Error::PlaintextSpaceExhausted { .. })
    ));
}

#[test]
fn the_guard_bits_hold_exactly_the_additions_they_were_made_for() {
    let key = key();
    let scale = integers().with_magnitude_bits(7);
    // The extremes fill a slot to its brim.
    for value in [127, -127] {
        let packing = Packing::for_additions(4);
        let values = vec![Some(value); 4 * packing.slots(key.public(), scale).unwrap()];
        let encrypt = |values: &[Option<i64>]| {
            PackedColumn::encrypt(&key, values, scale, packing, &mut seeded(8), &no_progress)
                .unwrap()
        };
        let column = encrypt(&values);
        assert_eq!(column.ciphertexts(), 4);
        let sum = column.sum().unwrap();
        let opened = key.decrypt_packed_sum(&sum).unwrap();
        assert_eq!(opened, Exact::from(value * values.len() as i64));
        assert!(matches!(
            sum.add(&sum),
            Err(Error::PlaintextSpaceExhausted { .. })
        ));
        let longer = encrypt(&vec![Some(value); values.len() + 1]);
        assert!(matches!(
            longer.sum(),
            Err(Error::PlaintextSpaceExhausted { .. })
        ));
    }
}

#[test]
fn hidden_slots_show_their_total_and_nothing_else() {
    let key = key();
    let mut rng = seeded(13);
    let scale = integers().with_magnitude_bits(9);
    let values: Vec<_> = (0..30)
        .map(|i| (i % 4 != 0).then_some(100 - 7 * i))
        .collect();
    let total: i64 = values.iter().flatten().sum();
    let mut sum = |packing: Packing| {
        let column =
            PackedColumn::encrypt(&key, &values, scale, packing, &mut rng, &no_progress).unwrap();
        (column.slots(), column.sum().unwrap())
    };
    let roomy = Packing::for_additions(16).with_mask_bits(64);
    let ((slots, open), (_, tight)) = (sum(roomy), sum(Packing::for_additions(16)));
    assert!((8..30).contains(&slots), "{slots}");
    let hidden = open.hide_slots(key.public(), &mut rng).unwrap();
    assert_eq!(key.decrypt_packed_sum(&hidden), Ok(Exact::from(total)));
    assert_eq!(hidden.count(), open.count());
    let refused = |result: Result<PackedSum, Error>| {
        assert!(matches!(result, Err(Error::PlaintextSpaceExhausted { .. })));
    };
    refused(tight.hide_slots(&key, &mut rng));
    refused(hidden.hide_slots(&key, &mut rng));
    let read = PackedSum::from_bytes(key.public(), &hidden.to_bytes()).unwrap();
    assert_eq!(key.decrypt_packed_sum(&read), Ok(Exact::from(total)));
    // No slot shows what it held: the plaintexts differ in all of them, and from one time to the next.
    let plaintext = |sum: &PackedSum| {
        let bytes = sum.to_bytes();
        let ciphertext =
            bignum::Uint::from_be_bytes(&bytes[bytes.len() - 32 - 256..bytes.len() - 32]);
        let sealed = paillier::Encrypted::from_ciphertext(key.public(), &ciphertext, 0).unwrap();
        key.decrypt_encoded(&sealed).unwrap().significand().clone()
    };
    let again = open.hide_slots(&key, &mut rng).unwrap();
    let header = open.to_bytes();
    let width = usize::from(u16::from_be_bytes([header[43], header[44]]));
    let contents = |sum: &PackedSum| -> Vec<Vec<u8>> {
        let plaintext = plaintext(sum);
        (0..slots)
            .map(|i| plaintext.shr_vartime(i * width).low_bits(40).to_be_bytes())
            .collect()
    };
    for (a, b) in [(&open, &hidden), (&open, &again), (&hidden, &again)] {
        assert!(contents(a).iter().zip(contents(b)).all(|(a, b)| *a != b));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn packed_sums_are_those_of_exact_integers(
        values in proptest::collection::vec(proptest::option::of(-511_i64..512), 0..300),
        additions in 1_u64..2000,
    ) {
        let key = key();
        let scale = integers().with_magnitude_bits(9);
        let packing = Packing::for_additions(additions);
        let column = PackedColumn::encrypt(&key, &values, scale, packing, &mut seeded(12), &no_progress).unwrap();
        let plain: i64 = values.iter().flatten().sum();
        match column.sum() {
            Ok(sum) => prop_assert_eq!(key.decrypt_packed_sum(&sum).unwrap(), Exact::from(plain)),
            Err(_) => prop_assert!(column.ciphertexts() as u64 > additions),
        }
        let opened = key.decrypt_packed(&column, &no_progress).unwrap();
        let expected: Vec<_> = values.iter().map(|value| value.map(|value| value as f64)).collect();
        prop_assert_eq!(opened, expected);
    }
}

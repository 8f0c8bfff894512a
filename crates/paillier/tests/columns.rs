//! Columns, sums and packing against plain arithmetic.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use paillier::{
    Column, ColumnWithSquares, Error, Exact, FixedPoint, Integer, PackedColumn,
    PackedColumnWithSquares, PackedMoments, PackedSum, Packing, PrivateKey, PublicKey,
    RandomnessPool, Sealed, SealedMoments, no_progress,
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

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn a_column_comes_back_as_it_went_in() {
    let key = key();
    let values = [Some(120.5), None, Some(-0.25), Some(0.0), None, Some(1e9)];
    let scale = FixedPoint::decimals(2).unwrap();
    let mut rng = seeded(1);
    let by_public = Column::encrypt(key.public(), &values, scale, &mut rng, &no_progress).unwrap();
    let by_private = Column::encrypt(&key, &values, scale, &mut rng, &no_progress).unwrap();
    let pool = RandomnessPool::make(&key, 4, &mut rng, &no_progress).unwrap();
    let by_pool = Column::encrypt(&pool, &values, scale, &mut rng, &no_progress).unwrap();
    assert!(pool.is_empty());
    for column in [by_public, by_private, by_pool] {
        assert_eq!(key.decrypt_column(&column, &no_progress).unwrap(), values);
        assert_eq!((column.rows(), column.presence().count()), (6, 4));
        assert!(column.row(1).is_none());
        let row = column.row(2).unwrap();
        assert_eq!(key.decrypt_sealed(&row).unwrap().to_string(), "-0.25");
    }
    let again = Column::encrypt(&pool, &values, scale, &mut rng, &no_progress);
    assert_eq!(again.unwrap_err(), Error::PoolEmpty { wanted: 4, left: 0 });
}

#[test]
fn a_sum_of_decimals_never_passes_through_a_double() {
    let key = key();
    let scale = FixedPoint::decimals(2).unwrap();
    let values: Vec<_> = ["90071992547409.93", "0.01", "0.07"]
        .map(|text| Some(exact(text)))
        .into();
    let column =
        Column::encrypt(key.public(), &values, scale, &mut seeded(1), &no_progress).unwrap();
    let sum = key.decrypt_sealed(&column.sum().unwrap()).unwrap();
    assert_eq!(sum.to_string(), "90071992547410.01");
}

#[test]
fn scales_that_differ_are_aligned_and_bases_that_differ_are_refused() {
    let key = key();
    let mut rng = seeded(2);
    let mut column = |values: &[Option<f64>], scale: FixedPoint| {
        Column::encrypt(&key, values, scale, &mut rng, &no_progress).unwrap()
    };
    let tenths = column(
        &[Some(1.5), Some(-2.0), None],
        FixedPoint::decimals(1).unwrap(),
    );
    let thousandths = column(
        &[Some(0.001), None, Some(5.0)],
        FixedPoint::decimals(3).unwrap(),
    );
    let hex = column(&[Some(0.5), None, None], FixedPoint::base16(-4).unwrap());
    let sum = tenths.add(&thousandths).unwrap();
    let opened = key.decrypt_column(&sum, &no_progress).unwrap();
    assert_eq!(opened, [Some(1.501), None, None]);
    let difference = tenths.sub(&thousandths).unwrap();
    let opened = key.decrypt_column(&difference, &no_progress).unwrap();
    assert_eq!(opened, [Some(1.499), None, None]);
    assert!(matches!(tenths.add(&hex), Err(Error::Mismatch(_))));
    let shorter = column(&[Some(1.0)], FixedPoint::decimals(1).unwrap());
    assert!(matches!(tenths.add(&shorter), Err(Error::Mismatch(_))));
    assert!(tenths.sum().unwrap().to_encrypted().is_err());
    let number = hex.sum().unwrap().to_encrypted().unwrap();
    assert_eq!(key.decrypt(&number).unwrap().to_f64().unwrap(), 0.5);
}

#[test]
fn exponents_end_where_the_plaintexts_end_and_never_in_a_wrong_number() {
    let key = key();
    let scale = FixedPoint::base16(-6).unwrap().with_magnitude_bits(40);
    let mut column =
        Column::encrypt(&key, &[Some(1.5)], scale, &mut seeded(3), &no_progress).unwrap();
    let mut plain = exact("1.5");
    let factor = 1.0 / 3.0;
    for round in 0.. {
        match column.scale_by(factor) {
            Ok(next) => column = next,
            Err(why) => {
                assert!(matches!(why, Error::PlaintextSpaceExhausted { .. }));
                assert!(round >= 15, "1,020 bits hold 18 factors of 53 bits");
                break;
            }
        }
        let opened = key.decrypt_column_exact(&column, &no_progress).unwrap();
        let third = Exact::from_f64(factor).unwrap();
        plain = times(&plain, &third);
        assert_eq!(opened[0].as_ref().unwrap(), &plain);
    }
    let halves = Column::encrypt(&key, &[Some(1.0)], scale, &mut seeded(3), &no_progress).unwrap();
    let halved = halves.scale_by(0.5).unwrap();
    assert_eq!(
        halved.scale().exponent(),
        -7,
        "a half is 8/16 and no 53 bits"
    );
    assert_eq!(halved.scale().magnitude_bits(), 44);
}

fn times(a: &Exact, b: &Exact) -> Exact {
    // Both are binary fractions: their decimal texts are exact.
    let parts = |x: &Exact| {
        let text = x.to_string();
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        (text.replace('.', "").parse::<Integer>().unwrap(), decimals)
    };
    let ((x, m), (y, n)) = (parts(a), parts(b));
    exact(&format!("{}e-{}", x.mul(&y), m + n))
}

#[test]
fn a_row_that_cannot_be_kept_is_named() {
    let key = key();
    let tenths = FixedPoint::decimals(1).unwrap().with_magnitude_bits(10);
    let encrypt = |values: &[Option<f64>]| {
        Column::encrypt(key.public(), values, tenths, &mut seeded(1), &no_progress).unwrap_err()
    };
    let at = |row: usize, source: Error| Error::AtRow {
        row,
        source: Box::new(source),
    };
    assert_eq!(
        encrypt(&[Some(1.0), Some(f64::NAN)]),
        at(1, Error::NotFinite)
    );
    assert_eq!(
        encrypt(&[None, None, Some(102.5)]),
        at(2, Error::OutOfRange)
    );
    assert_eq!(encrypt(&[Some(0.25)]), at(0, Error::Inexact));
    let packed = PackedColumn::encrypt(
        key.public(),
        &[Some(1.0), Some(f64::INFINITY)],
        tenths,
        Packing::default(),
        &mut seeded(1),
        &no_progress,
    );
    assert_eq!(packed.unwrap_err(), at(1, Error::NotFinite));
    let wide = integers().with_magnitude_bits(2000);
    let refused = Column::encrypt(&key, &[Some(1)], wide, &mut seeded(1), &no_progress);
    assert!(matches!(
        refused,
        Err(Error::PlaintextSpaceExhausted { .. })
    ));
}

#[test]
fn the_variance_is_that_of_the_integers_rounded_once() {
    let key = key();
    let values = [Some(120.5), Some(119.5), None, Some(131.0), Some(118.0)];
    let tenths = FixedPoint::decimals(1).unwrap();
    let mut rng = seeded(4);
    let column = ColumnWithSquares::encrypt(&key, &values, tenths, &mut rng, &no_progress).unwrap();
    let packed = PackedColumnWithSquares::encrypt(
        key.public(),
        &values,
        tenths.with_magnitude_bits(12),
        Packing::for_additions(10),
        &mut rng,
        &no_progress,
    )
    .unwrap();
    let moments = column.moments().unwrap();
    let moments = SealedMoments::from_bytes(key.public(), &moments.to_bytes()).unwrap();
    let opened = key.decrypt_moments(&moments).unwrap();
    let packed = packed
        .moments()
        .unwrap()
        .rerandomize(&key, &mut rng)
        .unwrap();
    let packed = PackedMoments::from_bytes(key.public(), &packed.to_bytes()).unwrap();
    for opened in [opened, key.decrypt_packed_moments(&packed).unwrap()] {
        assert_eq!(opened.count(), 4);
        assert_eq!(opened.mean(), Ok(122.25));
        // Σx = 489, Σx² = 59885.5: (4·59885.5 − 489²)/(4·3) = 421/12
        assert_eq!(opened.sample_variance(), Ok(421.0 / 12.0));
        assert_eq!(opened.population_variance(), Ok(421.0 / 16.0));
        assert_eq!(opened.sample_deviation(), Ok((421.0_f64 / 12.0).sqrt()));
    }
    let lonely = ColumnWithSquares::encrypt(&key, &[Some(1)], tenths, &mut rng, &no_progress);
    let lonely = key
        .decrypt_moments(&lonely.unwrap().moments().unwrap())
        .unwrap();
    assert_eq!(
        lonely.sample_variance(),
        Err(Error::TooFew {
            needed: 2,
            found: 1
        })
    );
}

#[test]
fn squares_that_are_none_are_noticed() {
    let key = key();
    let mut rng = seeded(5);
    let mut column = |values: &[Option<i64>], decimals: u32| {
        let scale = FixedPoint::decimals(decimals).unwrap();
        Column::encrypt(&key, values, scale, &mut rng, &no_progress).unwrap()
    };
    let (values, squares) = (
        column(&[Some(3), Some(5)], 1),
        column(&[Some(1), Some(1)], 2),
    );
    let other = column(&[Some(9), Some(25)], 3);
    assert!(ColumnWithSquares::from_parts(values.clone(), other).is_err());
    let forged = ColumnWithSquares::from_parts(values, squares).unwrap();
    let opened = key.decrypt_moments(&forged.moments().unwrap()).unwrap();
    assert!(matches!(opened.sample_variance(), Err(Error::Mismatch(_))));
}

#[test]
fn many_threads_can_share_a_key_and_a_pool_from_the_start() {
    use rayon::prelude::*;
    let size = paillier::KeySize::dangerous_small(1024).unwrap();
    let key = PrivateKey::generate(size, paillier::Variant::Djn, &mut seeded(14)).unwrap();
    let pool = RandomnessPool::make(&key, 64, &mut seeded(15), &no_progress).unwrap();
    let sealed: Vec<_> = (0..64_u64)
        .into_par_iter()
        .flat_map_iter(|x| {
            let mut rng = seeded(16 + x);
            let encoded = paillier::Encoded::new(key.public(), x).unwrap();
            let by_pool = paillier::Encrypted::encrypt_encoded(&pool, &encoded, &mut rng);
            [
                key.public().encrypt(x, &mut rng),
                key.encrypt(x, &mut rng),
                by_pool,
            ]
            .map(Result::unwrap)
        })
        .collect();
    for (place, sealed) in sealed.iter().enumerate() {
        assert_eq!(
            key.decrypt(sealed).unwrap().to_f64(),
            Ok((place / 3) as f64)
        );
    }
    assert!(pool.is_empty());
}

#[test]
fn empty_columns_sum_to_nothing() {
    let key = key();
    let none: [Option<i64>; 0] = [];
    let column = Column::encrypt(&key, &none, integers(), &mut seeded(1), &no_progress).unwrap();
    let sum = column.sum().unwrap();
    assert_eq!(
        (sum.count(), key.decrypt_sealed(&sum)),
        (0, Ok(Exact::from(0)))
    );
    assert!(matches!(key.decrypt_mean(&sum), Err(Error::TooFew { .. })));
    let packed = PackedColumn::encrypt(
        &key,
        &none,
        integers(),
        Packing::default(),
        &mut seeded(1),
        &no_progress,
    );
    let sum = packed.unwrap().sum().unwrap();
    assert_eq!(key.decrypt_packed_sum(&sum), Ok(Exact::from(0)));
}

#[test]
fn rerandomised_columns_are_other_ciphertexts_of_the_same_numbers() {
    let key = key();
    let mut rng = seeded(9);
    let values = [Some(1), Some(2), None];
    let column = Column::encrypt(&key, &values, integers(), &mut rng, &no_progress).unwrap();
    let other = column
        .rerandomize(key.public(), &mut rng, &no_progress)
        .unwrap();
    assert_ne!(column.to_bytes(), other.to_bytes());
    let opened = |column| key.decrypt_column(column, &no_progress).unwrap();
    assert_eq!(opened(&column), opened(&other));
    let sum = column.sum().unwrap();
    assert_ne!(
        sum.to_bytes(),
        sum.rerandomize(&key, &mut rng).unwrap().to_bytes()
    );
}

#[test]
fn progress_is_told_to_the_end() {
    use std::sync::Mutex;
    let told = Mutex::new(Vec::new());
    let values: Vec<_> = (0..40).map(Some).collect();
    Column::encrypt(&key(), &values, integers(), &mut seeded(1), &|done, of| {
        told.lock().unwrap().push((done, of));
    })
    .unwrap();
    assert_eq!(told.lock().unwrap().last(), Some(&(40, 40)));
}

type Parse = fn(&PublicKey, &[u8]) -> Result<(), Error>;

#[test]
fn compact_forms_read_back_and_refuse_truncation_damage_and_other_keys() {
    let key = key();
    let mut rng = seeded(10);
    let values = [Some(1), None, Some(-3)];
    let column = Column::encrypt(&key, &values, integers(), &mut rng, &no_progress).unwrap();
    let packing = Packing::default();
    let packed =
        PackedColumn::encrypt(&key, &values, integers(), packing, &mut rng, &no_progress).unwrap();
    let number = key.encrypt(1.5, &mut rng).unwrap();
    let forms: [(Vec<u8>, Parse); 5] = [
        (column.to_bytes(), |key, bytes| {
            Column::from_bytes(key, bytes).map(drop)
        }),
        (column.sum().unwrap().to_bytes(), |key, bytes| {
            Sealed::from_bytes(key, bytes).map(drop)
        }),
        (packed.to_bytes(), |key, bytes| {
            PackedColumn::from_bytes(key, bytes).map(drop)
        }),
        (packed.sum().unwrap().to_bytes(), |key, bytes| {
            PackedSum::from_bytes(key, bytes).map(drop)
        }),
        (number.to_bytes(), |key, bytes| {
            paillier::Encrypted::from_bytes(key, bytes).map(drop)
        }),
    ];
    let size = paillier::KeySize::dangerous_small(1024).unwrap();
    let other = PrivateKey::generate(size, paillier::Variant::Djn, &mut rng).unwrap();
    for (bytes, parse) in &forms {
        assert_eq!(parse(key.public(), bytes), Ok(()));
        assert!(matches!(
            parse(other.public(), bytes),
            Err(Error::WrongKey { .. })
        ));
        for i in 0..bytes.len() {
            assert!(matches!(
                parse(key.public(), &bytes[..i]),
                Err(Error::Format(_))
            ));
            let mut touched = bytes.clone();
            touched[i] ^= 0x10;
            assert!(matches!(
                parse(key.public(), &touched),
                Err(Error::Format(_))
            ));
        }
        for (strange, _) in forms.iter().filter(|(other, _)| other != bytes) {
            assert!(parse(key.public(), strange).is_err());
        }
    }
    let again = Column::from_bytes(key.public(), &column.to_bytes()).unwrap();
    assert_eq!(again.to_bytes(), column.to_bytes());
    let again = PackedColumn::from_bytes(key.public(), &packed.to_bytes()).unwrap();
    assert_eq!(again.to_bytes(), packed.to_bytes());
    assert_eq!(
        key.decrypt_packed(&again, &no_progress).unwrap(),
        [Some(1.0), None, Some(-3.0)]
    );
}

#[test]
fn a_dot_product_of_many_rows_is_that_of_exact_integers() {
    let key = key();
    let rows = 600_i64;
    let values: Vec<_> = (0..rows).map(|row| Some(row * row - 7_000)).collect();
    let weights: Vec<_> = (0..rows).map(|row| (row - 300) * 1_000_003).collect();
    let column = Column::encrypt(&key, &values, integers(), &mut seeded(13), &no_progress).unwrap();
    let opened = key.decrypt_sealed(&column.dot(&weights).unwrap()).unwrap();
    let plain: i64 = values
        .iter()
        .flatten()
        .zip(&weights)
        .map(|(x, w)| x * w)
        .sum();
    assert_eq!(opened, Exact::from(plain));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn dot_products_are_those_of_exact_integers(
        rows in proptest::collection::vec((proptest::option::of(-1_000_000_i64..1_000_000), -1000_i64..1000), 0..12),
    ) {
        let key = key();
        let values: Vec<_> = rows.iter().map(|(value, _)| *value).collect();
        let weights: Vec<_> = rows.iter().map(|(_, weight)| *weight).collect();
        let column = Column::encrypt(&key, &values, integers(), &mut seeded(11), &no_progress).unwrap();
        let opened = key.decrypt_sealed(&column.dot(&weights).unwrap()).unwrap();
        let plain: i64 = rows.iter().filter_map(|(value, weight)| Some((*value)? * weight)).sum();
        prop_assert_eq!(opened, Exact::from(plain));
        let doubles: Vec<_> = weights.iter().map(|weight| *weight as f64 / 8.0).collect();
        let opened = key.decrypt_sealed(&column.dot(&doubles).unwrap()).unwrap();
        prop_assert_eq!(opened.to_f64().unwrap(), plain as f64 / 8.0);
    }

    #[test]
    fn rows_are_scaled_each_by_its_own_number(
        rows in proptest::collection::vec((proptest::option::of(-1_000_000_i64..1_000_000), -1000_i64..1000), 0..20),
    ) {
        let key = key();
        let values: Vec<_> = rows.iter().map(|(value, _)| *value).collect();
        let factors: Vec<_> = rows.iter().map(|(_, factor)| *factor as f64 / 8.0).collect();
        let column = Column::encrypt(&key, &values, integers(), &mut seeded(12), &no_progress).unwrap();
        let scaled = column.scale_each(&factors).unwrap();
        let plain: Vec<_> = rows.iter().map(|(value, factor)| Some((*value)? as f64 * *factor as f64 / 8.0)).collect();
        prop_assert_eq!(key.decrypt_column(&scaled, &no_progress).unwrap(), plain);
        prop_assert!(column.scale_each(&[factors, vec![1.0]].concat()).is_err());
    }
}

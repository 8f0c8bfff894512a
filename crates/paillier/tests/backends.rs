//! The same keys and ciphertexts, byte for byte, on every backend that this machine has.
//!
//! The limit on backends holds for the whole process, so this file has one test alone.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use bignum::Backend;
use paillier::{
    ColumnWithSquares, FixedPoint, KeySize, PackedColumn, Packing, PrivateKey, Variant, no_progress,
};

#[path = "support/kit.rs"]
mod support;
use support::randomness::seeded;
use support::vectors::{private_key, text};

#[test]
fn every_backend_computes_the_same_bytes() {
    let reference = on(Backend::Portable).unwrap();
    // What this machine lacks is named by the tests of `bignum`.
    for backend in Backend::ALL {
        if let Some(bytes) = on(backend) {
            assert!(bytes == reference, "{backend:?} differs");
        }
    }
}

/// Everything that is written after some work on this backend; nothing if it is not here.
fn on(backend: Backend) -> Option<Vec<Vec<u8>>> {
    if !backend.is_available() {
        return None;
    }
    Backend::limit(backend);
    let foreign = private_key("phe-key-1024");
    let chains: Vec<serde_json::Value> = serde_json::from_str(&text("phe-chains-1024")).unwrap();
    for chain in &chains {
        support::chains::follow(&foreign, chain);
    }
    let mut written = work(&foreign);
    let size = KeySize::dangerous_small(1024).unwrap();
    for variant in [Variant::Djn, Variant::short_subgroup(1024)] {
        let key = PrivateKey::generate(size, variant, &mut seeded(51)).unwrap();
        written.push(key.to_bytes().to_vec());
        written.extend(work(&key));
    }
    Some(written)
}

fn work(key: &PrivateKey) -> Vec<Vec<u8>> {
    let mut rng = seeded(52);
    let values: Vec<_> = (0..21_i64)
        .map(|i| (i % 5 != 3).then_some(i * i - 100))
        .collect();
    let scale = FixedPoint::integers().with_magnitude_bits(12);
    let column =
        ColumnWithSquares::encrypt(key.public(), &values, scale, &mut rng, &no_progress).unwrap();
    let packing = Packing::for_additions(4).with_mask_bits(50);
    let packed =
        PackedColumn::encrypt(key, &values, scale, packing, &mut rng, &no_progress).unwrap();
    let scaled = column.values().scale_by(-37).unwrap();
    let moments = column.moments().unwrap();
    let variance = key
        .decrypt_moments(&moments)
        .unwrap()
        .sample_variance()
        .unwrap();
    let hidden = packed
        .sum()
        .unwrap()
        .hide_slots(key.public(), &mut rng)
        .unwrap();
    let opened = key.decrypt_column(&scaled, &no_progress).unwrap();
    assert_eq!(opened[1], Some(-37.0 * -99.0));
    assert_eq!(
        key.decrypt_packed_sum(&hidden).unwrap(),
        key.decrypt_sealed(moments.sum()).unwrap()
    );
    vec![
        scaled.to_bytes(),
        packed.to_bytes(),
        packed.scale_by(-2).unwrap().to_bytes(),
        moments.to_bytes(),
        hidden.to_bytes(),
        column.values().dot(&[3_i64; 21]).unwrap().to_bytes(),
        variance.to_be_bytes().to_vec(),
    ]
}

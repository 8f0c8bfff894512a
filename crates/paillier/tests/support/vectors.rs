//! The frozen vectors beside the tests.

use std::path::Path;

use paillier::{Number, PrivateKey, Sizes};
use serde_json::Value;

/// The text of a vector file.
pub(crate) fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()
}

/// A vector file.
pub(crate) fn read(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap()
}

/// A private key that phe made.
pub(crate) fn private_key(name: &str) -> PrivateKey {
    PrivateKey::from_phe_json(&text(name), Sizes::DangerousSmall).unwrap()
}

/// A double from the digits of its bits.
pub(crate) fn real(value: &Value) -> f64 {
    f64::from_bits(u64::from_str_radix(value.as_str().unwrap(), 16).unwrap())
}

/// `{"real": bits}` or `{"integer": decimal}`.
pub(crate) fn number(value: &Value) -> Number {
    match value.get("real") {
        Some(bits) => Number::Real(real(bits)),
        None => Number::Integer(value["integer"].as_str().unwrap().parse().unwrap()),
    }
}

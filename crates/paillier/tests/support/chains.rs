//! Chains of operations that phe did, done again.

use paillier::{Encrypted, Error, Number, PrivateKey};
use serde_json::Value;

use super::vectors::number;

/// Does the chain and demands phe's ciphertext, exponent and number, to the bit.
pub(crate) fn follow(private: &PrivateKey, chain: &Value) {
    let key = private.public();
    let sealed = |value: &Value| Encrypted::from_phe_json(key, &value.to_string()).unwrap();
    let mut current = sealed(&chain["start"]);
    for step in chain["steps"].as_array().unwrap() {
        current = take(&current, step, &sealed).unwrap_or_else(|why| panic!("{step}: {why}"));
    }
    assert_eq!(current, sealed(&chain["end"]), "{chain}");
    let (ours, theirs) = (private.decrypt(&current).unwrap(), number(&chain["plain"]));
    match (&ours, &theirs) {
        (Number::Real(a), Number::Real(b)) => assert_eq!(a.to_bits(), b.to_bits(), "{chain}"),
        _ => assert!(ours == theirs, "{chain}"),
    }
}

fn take(
    current: &Encrypted,
    step: &Value,
    sealed: &dyn Fn(&Value) -> Encrypted,
) -> Result<Encrypted, Error> {
    match step["op"].as_str().unwrap() {
        "add" => current + &number(&step["x"]),
        "sub" => current - &number(&step["x"]),
        "mul" => current * &number(&step["x"]),
        "div" => current / &number(&step["x"]),
        "addenc" => current + &sealed(step),
        "subenc" => current - &sealed(step),
        "lower" => {
            current.decrease_exponent_to(i32::try_from(step["to"].as_i64().unwrap()).unwrap())
        }
        other => panic!("an operation {other}"),
    }
}

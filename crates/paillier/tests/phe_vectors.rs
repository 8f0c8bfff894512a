//! What python-paillier 1.5.0 computed, frozen: encodings, decodings, keys, and chains of operations on sealed numbers.

use bignum::Uint;
use paillier::{Encoded, Encrypted, Error, Integer, Number, PrivateKey, Sizes};
use serde_json::Value;

#[path = "support/kit.rs"]
mod support;
use support::vectors::{number, private_key, read};

fn same(a: &Number, b: &Number) -> bool {
    match (a, b) {
        (Number::Real(a), Number::Real(b)) => a.to_bits() == b.to_bits(),
        (a, b) => a == b,
    }
}

#[test]
fn every_number_is_encoded_as_phe_encodes_it() {
    let private = private_key("phe-key-1024");
    let cases = read("phe-encodings");
    let cases = cases.as_array().unwrap();
    assert!(cases.len() > 400);
    for case in cases {
        let precision = case.get("precision").map(support::vectors::real);
        let most = case.get("max_exponent").and_then(Value::as_i64);
        let most = most.map(|most| i32::try_from(most).unwrap());
        let encoded = Encoded::with(private.public(), number(&case["x"]), precision, most);
        match case["out"].as_array() {
            None => assert_eq!(encoded.unwrap_err(), Error::OutOfRange, "{case}"),
            Some(out) => {
                let encoded = encoded.unwrap();
                let integer = encoded.to_integer().unwrap().to_string();
                assert_eq!(integer, out[0].as_str().unwrap(), "{case}");
                assert_eq!(i64::from(encoded.exponent()), out[1], "{case}");
            }
        }
    }
}

#[test]
fn every_plaintext_is_decoded_as_phe_decodes_it() {
    let private = private_key("phe-key-1024");
    let cases = read("phe-decodings");
    for case in cases.as_array().unwrap() {
        let significand = Uint::parse_decimal(case["significand"].as_str().unwrap()).unwrap();
        let exponent = i32::try_from(case["exponent"].as_i64().unwrap()).unwrap();
        let encoded = Encoded::from_significand(private.public(), significand, exponent).unwrap();
        match &case["out"] {
            Value::Null => assert_eq!(encoded.decode().unwrap_err(), Error::Overflow, "{case}"),
            out => assert!(same(&encoded.decode().unwrap(), &number(out)), "{case}"),
        }
    }
}

#[test]
fn chains_of_operations_give_the_ciphertexts_of_phe_and_decrypt_to_the_bit() {
    for (key, chains) in [
        ("phe-key-1024", "phe-chains-1024"),
        ("phe-key-3072", "phe-chains-3072"),
    ] {
        let private = private_key(key);
        let chains = read(chains);
        for chain in chains.as_array().unwrap() {
            support::chains::follow(&private, chain);
        }
    }
}

#[test]
fn the_checked_values_are_encoded_as_stated() {
    let private = private_key("phe-key-1024");
    let encoded = |x: f64| {
        let encoded = Encoded::new(private.public(), x).unwrap();
        (encoded.to_integer().unwrap().to_i128(), encoded.exponent())
    };
    assert_eq!(encoded(1.0), (Some(1 << 52), -13));
    assert_eq!(encoded(0.1), (Some(7_205_759_403_792_794), -14));
    assert_eq!(encoded(-3.5), (Some(-15_762_598_695_796_736), -13));
    assert_eq!(encoded(1e300).1, 236);
    let large = Encoded::new(private.public(), i128::MAX).unwrap();
    assert_eq!(
        (large.to_integer().unwrap(), large.exponent()),
        (Integer::from(i128::MAX), 0)
    );
}

#[test]
fn key_files_are_those_of_pheutil_byte_for_byte() {
    for (name, bits) in [("phe-key-1024", "1024"), ("phe-key-3072", "3072")] {
        let text = support::vectors::text(name);
        let private = PrivateKey::from_phe_json(&text, Sizes::DangerousSmall).unwrap();
        let kid = |kind: &str| format!("Paillier {kind} key of {bits} bits");
        let written = private
            .to_phe_json(&kid("private"), &kid("public"))
            .unwrap();
        assert_eq!(format!("{}\n", *written), text);
        let form: Value = serde_json::from_str(&text).unwrap();
        let public = private.public().to_phe_json(&kid("public")).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&public).unwrap(), form["pub"]);
        let read = paillier::PublicKey::from_phe_json(&public, Sizes::DangerousSmall).unwrap();
        assert_eq!(read, *private.public());
    }
}

#[test]
fn a_sealed_number_is_written_as_pheutil_writes_it() {
    let private = private_key("phe-key-1024");
    let chains = read("phe-chains-1024");
    let start = &chains[0]["start"];
    let sealed = Encrypted::from_phe_json(private.public(), &start.to_string()).unwrap();
    let expected = format!("{{\"v\": {}, \"e\": {}}}", start["v"], start["e"]);
    assert_eq!(sealed.to_phe_json(), expected);
}

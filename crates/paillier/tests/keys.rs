//! Keys of all variants: what they open, what they refuse, and their formats.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use bignum::Uint;
use paillier::{
    Encrypted, Error, FormatFault, KeyFault, KeySize, PrivateKey, PublicKey, Sizes, Variant,
};
use sha2::{Digest, Sha256};

#[path = "support/kit.rs"]
mod support;
use support::randomness::seeded;
use support::vectors::{private_key, text};

fn small(variant: Variant) -> PrivateKey {
    let size = KeySize::dangerous_small(1024).unwrap();
    PrivateKey::generate(size, variant, &mut seeded(7)).unwrap()
}

fn variants() -> [PrivateKey; 4] {
    [
        small(Variant::Standard),
        small(Variant::Djn),
        small(Variant::short_subgroup(1024)),
        private_key("phe-key-1024"),
    ]
}

#[test]
fn what_the_public_or_the_private_key_encrypts_the_private_key_opens() {
    let mut rng = seeded(1);
    for key in variants() {
        for x in [0.1_f64, -3.5, 1e300, -1e-300, 0.0] {
            let by_public = key.public().encrypt(x, &mut rng).unwrap();
            let by_private = key.encrypt(x, &mut rng).unwrap();
            for sealed in [&by_public, &by_private] {
                assert_eq!(
                    key.decrypt(sealed).unwrap().to_f64().unwrap().to_bits(),
                    x.to_bits()
                );
            }
            assert_ne!(by_public, by_private);
            let sum = (&by_public - &by_private).unwrap();
            assert_eq!(key.decrypt(&sum).unwrap().to_f64().unwrap(), 0.0);
        }
    }
}

#[test]
fn a_key_made_here_has_the_length_asked_for_and_knows_its_factors() {
    for key in &variants()[..3] {
        assert_eq!(key.public().bits(), 1024);
        assert!(key.knows_its_factors());
    }
    assert!(!private_key("phe-key-1024").knows_its_factors());
}

#[test]
fn compact_keys_read_back_the_same_and_refuse_every_touched_byte() {
    for key in variants() {
        let bytes = key.to_bytes();
        let again = PrivateKey::from_bytes(&bytes, Sizes::DangerousSmall).unwrap();
        assert_eq!(*again.to_bytes(), *bytes);
        assert_eq!(again.knows_its_factors(), key.knows_its_factors());
        let public = key.public().to_bytes();
        let read = PublicKey::from_bytes(&public, Sizes::DangerousSmall).unwrap();
        assert_eq!(&read, key.public());
        for i in 0..public.len() {
            let mut touched = public.clone();
            touched[i] ^= 1;
            assert!(PublicKey::from_bytes(&touched, Sizes::DangerousSmall).is_err());
            let cut = PublicKey::from_bytes(&public[..i], Sizes::DangerousSmall);
            assert!(matches!(cut, Err(Error::Format(_))));
        }
        let short = PublicKey::from_bytes(&public, Sizes::Safe);
        assert_eq!(short.unwrap_err(), Error::NotAKey(KeyFault::TooShort(1024)));
        let other = PrivateKey::from_bytes(&public, Sizes::DangerousSmall);
        assert_eq!(other.unwrap_err(), Error::Format(FormatFault::Magic));
    }
}

#[test]
fn phe_json_keeps_the_variant_and_the_factors_in_members_that_phe_ignores() {
    let key = small(Variant::Djn);
    let json = key.to_phe_json("private", "public").unwrap();
    let again = PrivateKey::from_phe_json(&json, Sizes::DangerousSmall).unwrap();
    assert_eq!(again.public(), key.public());
    assert!(again.knows_its_factors());
    let public = key.public().to_phe_json("public").unwrap();
    assert!(public.ends_with(r#""kid": "public", "sehat_variant": "djn"}"#));
    let lost = public.replace(r#", "sehat_variant": "djn""#, "");
    let lost = PublicKey::from_phe_json(&lost, Sizes::DangerousSmall).unwrap();
    assert_eq!(lost.variant(), Variant::Standard);
    assert!(
        lost.accepts(&key.public().id()),
        "the same modulus, and ciphertexts that mix"
    );
}

#[test]
fn the_older_form_with_lambda_is_read() {
    let key = private_key("phe-key-1024");
    let form: serde_json::Value = serde_json::from_str(&text("phe-key-1024")).unwrap();
    let number = |member: &str| {
        let text = form[member].as_str().unwrap().as_bytes();
        Uint::from_be_bytes(&data_encoding::BASE64URL_NOPAD.decode(text).unwrap())
    };
    let less_one = |x: Uint| x.wrapping_sub(&Uint::one(1));
    let (p, q) = (less_one(number("p")), less_one(number("q")));
    let (lambda, _) = p.mul(&q).div_rem_vartime(&p.gcd_vartime(&q));
    let mut old = form.clone();
    let members = old.as_object_mut().unwrap();
    members.remove("p");
    members.remove("q");
    let lambda = data_encoding::BASE64URL_NOPAD.encode(&lambda.to_be_bytes());
    members.insert("lambda".into(), lambda.into());
    members.insert("mu".into(), "AQ".into());
    let read = PrivateKey::from_phe_json(&old.to_string(), Sizes::DangerousSmall).unwrap();
    assert_eq!(*read.to_bytes(), *key.to_bytes());
}

#[test]
fn a_short_subgroup_stays_among_ourselves() {
    let key = small(Variant::short_subgroup(1024));
    let refused = key.public().to_phe_json("");
    assert!(matches!(refused, Err(Error::NotInterchangeable(_))));
    let standard = PublicKey::from_n_of(key.public().n(), Sizes::DangerousSmall).unwrap();
    let foreign = standard.encrypt(1.0, &mut seeded(3)).unwrap();
    assert!(matches!(key.decrypt(&foreign), Err(Error::WrongKey { .. })));
    let relabelled =
        Encrypted::from_ciphertext(key.public(), &foreign.ciphertext(), foreign.exponent())
            .unwrap();
    assert_eq!(
        key.decrypt(&relabelled).unwrap_err(),
        Error::BadCiphertext(paillier::CiphertextFault::Subgroup)
    );
}

#[test]
fn keys_that_are_none_are_refused() {
    let of = |n: &str| PublicKey::from_n(&Uint::parse_hex(n).unwrap()).unwrap_err();
    let long = "f".repeat(512);
    assert_eq!(
        of(&format!("{}e", &long[1..])),
        Error::NotAKey(KeyFault::Even)
    );
    assert_eq!(of(&long[..100]), Error::NotAKey(KeyFault::TooShort(400)));
    assert_eq!(of(&long), Error::NotAKey(KeyFault::SmallFactor(3)));
    assert_eq!(
        of(&"f".repeat(3000)),
        Error::NotAKey(KeyFault::TooLong(12_000))
    );
    let good = text("phe-key-1024");
    for (from, to) in [
        ("DAJ", "RSA"),
        ("PAI-GN1", "RS256"),
        ("\"decrypt\"", "\"encrypt\""),
        ("\"p\": \"", "\"p\": \"B"),
        ("\"n\": \"", "\"n\": \"*"),
        ("\"q\"", "\"x\""),
        ("\"pub\"", "\"bup\""),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        let read = PrivateKey::from_phe_json(&bad, Sizes::DangerousSmall);
        assert!(matches!(read, Err(Error::NotAKey(_))), "{from}");
    }
    for text in ["", "{}", "[]", "null", "{\"kty\": \"DAJ\"}", "not json"] {
        assert!(PrivateKey::from_phe_json(text, Sizes::Safe).is_err());
        assert!(PublicKey::from_phe_json(text, Sizes::Safe).is_err());
    }
}

#[test]
fn two_equal_primes_and_composites_are_no_key() {
    let form: serde_json::Value = serde_json::from_str(&text("phe-key-1024")).unwrap();
    let prime = |member: &str| {
        let text = form[member].as_str().unwrap().as_bytes();
        Uint::from_be_bytes(&data_encoding::BASE64URL_NOPAD.decode(text).unwrap())
    };
    let (p, q) = (prime("p"), prime("q"));
    let of = |p: &Uint, q: &Uint| PrivateKey::from_primes(p, q, Sizes::DangerousSmall);
    assert_eq!(of(&q, &p).unwrap(), private_key("phe-key-1024"));
    let unfit = Error::NotAKey(KeyFault::UnfitFactors);
    assert_eq!(of(&p, &p).unwrap_err(), unfit);
    let composite = p.wrapping_sub(&Uint::from_u64(2));
    assert!(matches!(of(&composite, &q), Err(Error::NotAKey(_))));
    // 2^521 − 1 and 2^607 − 1 are primes of Mersenne, of too different a length.
    let ones = |bits: usize| Uint::one(1).shl_vartime(bits).wrapping_sub(&Uint::one(1));
    assert_eq!(of(&ones(521), &ones(607)).unwrap_err(), unfit);
}

#[test]
fn primes_that_are_1_modulo_4_are_no_djn_key() {
    let (one, three) = (
        prime("801", 109, "0", "ab54a98ceb1f0b85"),
        prime("8008", 104, "0", "14ea15b5a63f1e5fc60f"),
    );
    let key = PrivateKey::from_primes(&one, &three, Sizes::DangerousSmall).unwrap();
    let refused = Error::NotAKey(KeyFault::Variant);
    assert_eq!(key.with_variant(Variant::Djn).unwrap_err(), refused);
    assert_eq!(relabelled(&key).unwrap_err(), refused);
    // Primes that are 3 modulo 4 may serve, wherever they come from.
    let foreign = private_key("phe-key-1024");
    let djn = foreign.with_variant(Variant::Djn).unwrap();
    assert_eq!(relabelled(&foreign).unwrap(), djn);
    assert_eq!(djn.with_variant(Variant::Standard).unwrap(), foreign);
}

/// The key as it is read after somebody wrote "djn" into its file.
fn relabelled(key: &PrivateKey) -> Result<PrivateKey, Error> {
    let json = key.to_phe_json("", "").unwrap();
    let label = r#""sehat_variant": "djn", "alg": "#;
    PrivateKey::from_phe_json(
        &json.replacen(r#""alg": "#, label, 1),
        Sizes::DangerousSmall,
    )
}

#[test]
fn a_subgroup_that_makes_a_long_modulus_worthless_is_refused() {
    let weak = Variant::ShortSubgroup { bits: 256 };
    let made = PrivateKey::generate(KeySize::BITS_2048, weak, &mut seeded(43));
    let too_short = Error::NotAKey(KeyFault::SubgroupTooShort(256));
    assert_eq!(made.unwrap_err(), too_short);
    let odd = Variant::ShortSubgroup { bits: 321 };
    let size = KeySize::dangerous_small(1024).unwrap();
    let made = PrivateKey::generate(size, odd, &mut seeded(43));
    assert_eq!(made.unwrap_err(), Error::NotAKey(KeyFault::Subgroup));

    // A public key of that kind, written by hand with its right name.
    let mut candidates = (1_u64..).step_by(2).map(|k| {
        let high = Uint::one(1).shl_vartime(2047);
        high.add(&Uint::from_u64(k)).trimmed_vartime()
    });
    let n = candidates.find(|n| PublicKey::from_n(n).is_ok()).unwrap();
    let file = |bits: u16| {
        let n = n.to_be_bytes();
        let fields = [&[2][..], &bits.to_be_bytes(), &256_u16.to_be_bytes(), &n].concat();
        let mut h = vec![0; 256];
        h[255] = 2;
        let name = Sha256::digest([b"sehat/paillier/key/1", &fields[..], &h].concat());
        let mut file = [&b"SPai\x01\x01"[..], &name, &fields, &[0, 1, 2]].concat();
        file.extend(Sha256::digest(&file));
        file
    };
    let read = PublicKey::from_bytes(&file(256), Sizes::Safe);
    assert_eq!(read.unwrap_err(), too_short);
    assert!(PublicKey::from_bytes(&file(256), Sizes::DangerousSmall).is_ok());
    assert!(PublicKey::from_bytes(&file(448), Sizes::Safe).is_ok());
}

#[test]
fn a_list_of_factors_with_one_of_them_twice_is_refused() {
    let json = small(Variant::Djn).to_phe_json("", "").unwrap();
    let form: serde_json::Value = serde_json::from_str(&json).unwrap();
    let two = form["sehat_p_minus_1"][0].clone();
    for copies in [1, 300] {
        let mut form = form.clone();
        let factors = form["sehat_p_minus_1"].as_array_mut().unwrap();
        // As many as 300 could not even be counted in the compact form.
        factors.extend(vec![two.clone(); copies]);
        let read = PrivateKey::from_phe_json(&form.to_string(), Sizes::DangerousSmall);
        assert_eq!(read.unwrap_err(), Error::NotAKey(KeyFault::Subgroup));
    }
}

#[test]
fn wrong_factors_and_generators_of_another_order_are_refused() {
    for variant in [Variant::Djn, Variant::short_subgroup(1024)] {
        let key = small(variant);
        let bytes = key.to_bytes();
        // The last number of the file is a factor or the order of a subgroup.
        let mut touched = bytes[..bytes.len() - 32].to_vec();
        *touched.last_mut().unwrap() ^= 2;
        let sum = Sha256::digest(&touched);
        touched.extend(sum);
        let read = PrivateKey::from_bytes(&touched, Sizes::DangerousSmall);
        assert_eq!(read.unwrap_err(), Error::NotAKey(KeyFault::Subgroup));
    }
    let key = small(Variant::short_subgroup(1024));
    let bytes = key.to_bytes();
    // h is the second number: another one gives the key another name, and has another order.
    let at = 38 + 3 + 2 + 128 + 2 + 20;
    let mut touched = bytes[..bytes.len() - 32].to_vec();
    touched[at] ^= 1;
    let sum = Sha256::digest(&touched);
    touched.extend(sum);
    let read = PrivateKey::from_bytes(&touched, Sizes::DangerousSmall);
    assert!(matches!(read, Err(Error::WrongKey { .. })));
}

/// These hexadecimal digits, `times` times the one in the middle.
fn prime(head: &str, times: usize, digit: &str, tail: &str) -> Uint {
    let fill = digit.repeat(times);
    Uint::parse_hex(&format!("{head}{fill}{tail}")).unwrap()
}

#[test]
fn primes_at_the_edges_of_their_lengths_serve_as_well() {
    // The next primes above sums of powers of two, of 511 and 512 bits, with 0x…b85 and others at the end.
    let low = prime("801", 109, "0", "ab54a98ceb1f0b85");
    let lower = prime("8008", 104, "0", "14ea15b5a63f1e5fc60f");
    let shorter = prime("7ffffffe", 117, "f", "d99");
    let high = prime("ffffffffffb", 114, "f", "c9b");
    let unbalanced = PrivateKey::from_primes(&shorter, &low, Sizes::DangerousSmall);
    assert_eq!(
        unbalanced.unwrap_err(),
        Error::NotAKey(KeyFault::UnfitFactors)
    );
    let mut rng = seeded(41);
    for (p, q, bits) in [(&low, &lower, 1023), (&low, &high, 1024)] {
        let key = PrivateKey::from_primes(p, q, Sizes::DangerousSmall).unwrap();
        assert_eq!(key.public().bits(), bits);
        let largest = paillier::Integer::from(key.public().max_int().clone());
        for x in [largest.clone(), largest.negated(), 0.into(), (-1).into()] {
            for sealed in [
                key.public().encrypt(x.clone(), &mut rng),
                key.encrypt(x.clone(), &mut rng),
            ] {
                let sealed = sealed.unwrap();
                let negated = (-&sealed).unwrap();
                assert!(key.decrypt(&negated).unwrap() == x.negated().into());
                let read = Encrypted::from_bytes(key.public(), &sealed.to_bytes()).unwrap();
                assert!(key.decrypt(&read).unwrap() == x.clone().into());
            }
        }
        let pressures: Vec<_> = (0..200).map(Some).collect();
        let scale = paillier::FixedPoint::integers().with_magnitude_bits(9);
        let packed = paillier::PackedColumn::encrypt(
            &key,
            &pressures,
            scale,
            paillier::Packing::for_additions(8),
            &mut rng,
            &paillier::no_progress,
        );
        let sum = packed.unwrap().sum().unwrap();
        assert_eq!(key.decrypt_packed_sum(&sum).unwrap(), 19_900.into());
    }
}

#[test]
fn a_column_without_any_value_needs_no_randomness() {
    for key in variants() {
        let none: [Option<f64>; 3] = [None; 3];
        let scale = paillier::FixedPoint::integers();
        let column = paillier::Column::encrypt(
            key.public(),
            &none,
            scale,
            &mut seeded(42),
            &paillier::no_progress,
        );
        let read = paillier::Column::from_bytes(key.public(), &column.unwrap().to_bytes()).unwrap();
        let opened = key.decrypt_column(&read, &paillier::no_progress).unwrap();
        assert_eq!(opened, none);
        let by_private =
            paillier::Column::encrypt(&key, &none, scale, &mut seeded(42), &paillier::no_progress)
                .unwrap();
        let negated = by_private.negated().unwrap().rerandomize(
            &key,
            &mut seeded(42),
            &paillier::no_progress,
        );
        assert_eq!(negated.unwrap().rows(), 3);
    }
}

//! The patient form: what goes in comes out, and nothing that was touched.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use data_encoding::BASE64URL_NOPAD;
use paillier::{PrivateKey, Sizes};
use sealed::{
    SealedError,
    form::{Form, FormSum, NUMBER_FIELDS, SealedForm, Tenths},
    secret::FormSecret,
};

fn rng() -> rand_core::UnwrapErr<getrandom::SysRng> {
    rand_core::UnwrapErr(getrandom::SysRng)
}

/// A key of 1024 bits that python-paillier made: quick, and no secret.
fn key() -> PrivateKey {
    PrivateKey::from_phe_json(include_str!("vectors/key-1024.json"), Sizes::DangerousSmall).unwrap()
}

fn secret(byte: u8) -> FormSecret {
    let text = format!(
        "{{\"format\":\"sehat form secret 1\",\"secret\":\"{}\"}}",
        BASE64URL_NOPAD.encode(&[byte; 32])
    );
    FormSecret::parse_json(text.as_bytes()).unwrap()
}

fn asha() -> Form {
    serde_json::from_str(
        r#"{"first_name": "Asha", "last_name": "Verma", "age": 54, "height_cm": 162.5, "systolic": 128, "diastolic": 82}"#,
    )
    .unwrap()
}

fn sealed() -> String {
    asha().seal(key().public(), &secret(1), &mut rng()).unwrap()
}

#[test]
fn a_form_comes_back_as_it_was_filled_in() {
    let text = sealed();
    // Whole values: a ciphertext may well begin with some of these digits.
    for value in [
        "Asha", "Verma", "54", "540", "162.5", "1625", "128", "1280", "82", "820",
    ] {
        for in_clear in [
            format!("\"{value}\""),
            format!(": {value},"),
            format!(": {value}\n"),
        ] {
            assert!(!text.contains(&in_clear), "{value} is in the clear");
        }
    }
    let form = SealedForm::parse(text.as_bytes()).unwrap();
    let opened = form.open(&key(), &secret(1)).unwrap();
    assert!(opened == asha());
    assert_eq!(opened.height_cm, Tenths(1625));
}

#[test]
fn a_touched_byte_is_an_error_wherever_it_is() {
    let text = sealed().into_bytes();
    let mut undetected = Vec::new();
    for at in 0..text.len() {
        for flip in [0x01, 0x20] {
            let mut touched = text.clone();
            touched[at] ^= flip;
            if SealedForm::parse(&touched).is_ok() {
                undetected.push((at, flip));
            }
        }
    }
    assert_eq!(undetected, []);
    let mut longer = text.clone();
    longer.push(b'\n');
    assert!(SealedForm::parse(&longer).is_err());
    assert!(SealedForm::parse(&text[..text.len() - 1]).is_err());
}

#[test]
fn a_sealed_number_cannot_be_raised_by_who_has_the_public_key() {
    // Ten years more, computed while sealed: valid as a ciphertext, and not what was signed.
    let text = sealed();
    let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let key = key();
    let age = file["numbers"]["age"].to_string();
    let age = paillier::Encrypted::from_phe_json(key.public(), &age).unwrap();
    let older = (&age + 100_i64).unwrap();
    file["numbers"]["age"]["v"] = older.ciphertext().to_decimal().into();
    let touched = serde_json::to_string_pretty(&file).unwrap() + "\n";
    assert_eq!(
        SealedForm::parse(touched.as_bytes()).err(),
        Some(SealedError::Changed)
    );
}

#[test]
fn words_cannot_be_moved_to_another_form() {
    let mut one: serde_json::Value = serde_json::from_str(&sealed()).unwrap();
    let other: serde_json::Value = serde_json::from_str(&sealed()).unwrap();
    one["words"] = other["words"].clone();
    let moved = serde_json::to_string_pretty(&one).unwrap() + "\n";
    assert!(SealedForm::parse(moved.as_bytes()).is_err());
}

#[test]
fn another_key_or_another_secret_opens_nothing() {
    let form = SealedForm::parse(sealed().as_bytes()).unwrap();
    assert!(matches!(
        form.open(&key(), &secret(2)),
        Err(SealedError::WrongSecret)
    ));
    let other = PrivateKey::from_phe_json(
        include_str!("vectors/other-key-1024.json"),
        Sizes::DangerousSmall,
    );
    let other = other.unwrap();
    assert!(matches!(
        form.open(&other, &secret(1)),
        Err(SealedError::WrongKey { .. })
    ));
    assert!(matches!(
        FormSum::of(other.public(), &form),
        Err(SealedError::WrongKey { .. })
    ));
}

#[test]
fn what_no_person_has_is_refused_by_its_field_without_its_value() {
    let check = |change: &dyn Fn(&mut Form)| {
        let mut form = asha();
        change(&mut form);
        match form.seal(key().public(), &secret(1), &mut rng()) {
            Err(SealedError::Field { field, why }) => (field, why),
            Err(other) => panic!("{other}"),
            Ok(_) => ("", String::new()),
        }
    };
    assert_eq!(check(&|form| form.age = Tenths(1310)).0, "age");
    assert_eq!(check(&|form| form.age = Tenths(545)).0, "age");
    assert_eq!(check(&|form| form.height_cm = Tenths(16)).0, "height_cm");
    assert_eq!(check(&|form| form.systolic = Tenths(-1)).0, "systolic");
    assert_eq!(check(&|form| form.diastolic = Tenths(1300)).0, "systolic");
    assert_eq!(check(&|form| form.first_name.clear()).0, "first_name");
    assert_eq!(
        check(&|form| form.last_name = "a\nb".to_owned()).0,
        "last_name"
    );
    let (_, why) = check(&|form| form.systolic = Tenths(99_990));
    assert_eq!(why, "it must be a whole number from 40 to 350");
    assert_eq!(NUMBER_FIELDS[1].parse("162.5"), Ok(Tenths(1625)));
    assert!(NUMBER_FIELDS[1].parse("162.55").is_err());
    assert!(serde_json::from_str::<Form>("{\"first_name\":\"A\"}").is_err());
}

#[test]
fn sums_over_many_forms_are_had_without_any_secret() {
    let key = key();
    let forms: Vec<SealedForm> = [
        (540, 1625, 1280, 820),
        (300, 1800, 1200, 700),
        (810, 1501, 1550, 910),
    ]
    .into_iter()
    .map(|(age, height, systolic, diastolic)| {
        let mut form = asha();
        (form.age, form.height_cm) = (Tenths(age), Tenths(height));
        (form.systolic, form.diastolic) = (Tenths(systolic), Tenths(diastolic));
        let text = form.seal(&key, &secret(1), &mut rng()).unwrap();
        SealedForm::parse(text.as_bytes()).unwrap()
    })
    .collect();
    let mut sum = FormSum::of(key.public(), &forms[0]).unwrap();
    assert_eq!(sum.add(key.public(), &forms[0]), Err(SealedError::Twice));
    sum.add(key.public(), &forms[1]).unwrap();
    sum.add(key.public(), &forms[2]).unwrap();
    let text = sum.to_json(key.public(), &mut rng()).unwrap();
    let read = FormSum::parse(key.public(), text.as_bytes()).unwrap();
    assert_eq!(read.count(), 3);
    let opened = read.open(&key).unwrap();
    let sums: Vec<String> = opened.iter().map(|sum| sum.sum()).collect();
    assert_eq!(sums, ["165", "492.6", "403", "243"]);
    assert_eq!(opened[1].mean(), Ok(164.2));
    assert_eq!(opened[2].mean(), Ok(403.0 / 3.0));
}

#[test]
fn forms_of_another_desk_are_not_mixed_in() {
    let form = |who: u8| {
        let text = asha()
            .seal(key().public(), &secret(who), &mut rng())
            .unwrap();
        SealedForm::parse(text.as_bytes()).unwrap()
    };
    let mut sum = FormSum::of(key().public(), &form(1)).unwrap();
    assert_eq!(
        sum.add(key().public(), &form(2)),
        Err(SealedError::WrongSecret)
    );
}

#[test]
fn a_form_of_the_first_version_opens() {
    let form = SealedForm::parse(include_bytes!("vectors/form-1.json")).unwrap();
    assert!(form.open(&key(), &secret(7)).unwrap() == asha());
    let sum = FormSum::parse(key().public(), include_bytes!("vectors/form-sum-1.json")).unwrap();
    assert_eq!(sum.open(&key()).unwrap()[1].sum(), "325");
}

#[test]
fn millions_of_digits_are_refused_and_not_worked_through() {
    let sum = include_str!("vectors/form-sum-1.json");
    let mut file: serde_json::Value = serde_json::from_str(sum).unwrap();
    file["numbers"]["age"]["v"] = "7".repeat(8_000_000).into();
    let text = serde_json::to_string_pretty(&file).unwrap() + "\n";
    let why = paillier::CiphertextFault::Range;
    assert_eq!(
        FormSum::parse(key().public(), text.as_bytes()).err(),
        Some(paillier::Error::BadCiphertext(why).into())
    );
}

//! The patient form: words under AES-256-GCM, numbers under Paillier, signed as a whole, in one JSON file.
//!
//! Numbers stand at one scale, tenths, so that neither their exponents nor their lengths tell their size, and the same
//! field of many forms adds up while sealed ([`FormSum`]). A Paillier ciphertext is malleable: anybody with the public
//! key could add ten to a sealed age. That is why the signature covers every byte of the file; it is checked before
//! anything is opened or added.

mod sum;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use paillier::{
    CiphertextFault, Encoded, Encrypted, Encryptor, Error, Integer, Number, PrivateKey, PublicKey,
};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

pub use self::sum::{FormSum, OpenedSum};
use crate::{
    decimal::Decimal,
    error::SealedError,
    json,
    secret::{FormSecret, Signatory, field as field_place},
};

/// A form as a person fills it in; wiped when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Age in years, whole.
    pub age: Tenths,
    /// Height in centimetres, to the millimetre.
    pub height_cm: Tenths,
    /// Systolic blood pressure in mmHg, whole.
    pub systolic: Tenths,
    /// Diastolic blood pressure in mmHg, whole.
    pub diastolic: Tenths,
}

/// A number in tenths: 1,725 is 172.5. In JSON it is the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Zeroize)]
#[serde(into = "serde_json::Number", try_from = "serde_json::Number")]
pub struct Tenths(pub i64);

/// A field that holds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberField {
    /// Its name in files.
    pub name: &'static str,
    /// What it is called when it is asked for.
    pub label: &'static str,
    /// The least it can be, in tenths.
    pub least: i64,
    /// The most it can be, in tenths.
    pub most: i64,
    /// Whether tenths mean anything.
    pub has_tenths: bool,
}

/// The fields that hold numbers, in the order of the file.
pub const NUMBER_FIELDS: [NumberField; 4] = [
    field("age", "Age in years", 0, 1300, false),
    field("height_cm", "Height in cm", 200, 2800, true),
    field(
        "systolic",
        "Blood pressure, systolic (mmHg)",
        400,
        3500,
        false,
    ),
    field(
        "diastolic",
        "Blood pressure, diastolic (mmHg)",
        200,
        2500,
        false,
    ),
];

/// The most characters of a name.
pub const MAX_NAME: usize = 200;

/// A form whose signature was checked, still sealed.
pub struct SealedForm {
    file: FormFile,
    signatory: Signatory,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    format: String,
    form: String,
    key: String,
    signatory: String,
    decimals: u32,
    words: WordsFile,
    numbers: NumbersFile,
    signature: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    first_name: String,
    last_name: String,
}

/// The sealed numbers of a file, each as python-paillier's JSON has it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumbersFile {
    age: NumberFile,
    height_cm: NumberFile,
    systolic: NumberFile,
    diastolic: NumberFile,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberFile {
    v: String,
    e: i32,
}

impl Form {
    /// Checks that names are there, and that every number can be one of a person.
    ///
    /// # Errors
    /// [`SealedError::Field`] with the field and what belongs there, and not what stood there.
    pub fn check(&self) -> Result<(), SealedError> {
        check_name("first_name", &self.first_name)?;
        check_name("last_name", &self.last_name)?;
        for (field, value) in NUMBER_FIELDS.iter().zip(self.numbers()) {
            field.check(value)?;
        }
        if self.systolic <= self.diastolic {
            return Err(SealedError::Field {
                field: "systolic",
                why: "it must be above the diastolic pressure".to_owned(),
            });
        }
        Ok(())
    }

    /// Seals a form.
    ///
    /// # Errors
    /// Those of [`Form::check`], and of the key.
    pub fn seal(
        &self,
        key: &impl Encryptor,
        secret: &FormSecret,
        rng: &mut impl CryptoRng,
    ) -> Result<String, SealedError> {
        self.check()?;
        self.seal_unchecked(key, secret, rng)
    }

    fn seal_unchecked(
        &self,
        key: &impl Encryptor,
        secret: &FormSecret,
        rng: &mut impl CryptoRng,
    ) -> Result<String, SealedError> {
        let mut form = [0; 16];
        rng.fill_bytes(&mut form);
        let public = key.public_key();
        let id = HEXLOWER.encode(public.id().as_bytes());
        let lock = secret.words(&form);
        let bound = bound_to(&id, &form);
        let word =
            |at: u8, text: &str| BASE64URL_NOPAD.encode(&lock.seal(field_place(at), text, &bound));
        let words = WordsFile {
            first_name: word(0, &self.first_name),
            last_name: word(1, &self.last_name),
        };
        let mut sealed = Vec::with_capacity(NUMBER_FIELDS.len());
        for value in self.numbers() {
            let encoded = Encoded::from_integer(public, &Integer::from(value.0), 0)?;
            sealed.push(Encrypted::encrypt_encoded(key, &encoded, rng)?);
        }
        let mut file = FormFile {
            format: FORMAT.to_owned(),
            form: HEXLOWER.encode(&form),
            key: id,
            signatory: secret.signatory().to_text(),
            decimals: DECIMALS,
            words,
            numbers: NumbersFile::of(&sealed)?,
            signature: String::new(),
        };
        let signature = secret.sign(FORMAT, json::write(&file).as_bytes());
        file.signature = BASE64URL_NOPAD.encode(&signature);
        Ok(json::write(&file))
    }

    fn numbers(&self) -> [Tenths; 4] {
        [self.age, self.height_cm, self.systolic, self.diastolic]
    }
}

impl SealedForm {
    /// Reads a file, and checks that it is byte for byte what its signatory signed.
    ///
    /// # Errors
    /// [`SealedError::Format`] or [`SealedError::Changed`].
    pub fn parse(text: &[u8]) -> Result<Self, SealedError> {
        let file: FormFile = json::read(text, FORMAT)?;
        if file.format != FORMAT || file.decimals != DECIMALS {
            return Err(SealedError::Format(FORMAT));
        }
        let signatory = Signatory::parse(&file.signatory).ok_or(SealedError::Format(FORMAT))?;
        let signature = BASE64URL_NOPAD.decode(file.signature.as_bytes());
        let signature: Option<[u8; 64]> = signature.ok().and_then(|bytes| bytes.try_into().ok());
        let unsigned = FormFile {
            signature: String::new(),
            ..file.clone()
        };
        let message = json::write(&unsigned);
        match signature {
            Some(signature) if signatory.verify(FORMAT, message.as_bytes(), &signature) => {
                Ok(Self { file, signatory })
            }
            _ => Err(SealedError::Changed),
        }
    }

    /// Who signed it.
    pub fn signatory(&self) -> Signatory {
        self.signatory
    }

    /// Its own name, which tells forms apart.
    pub fn name(&self) -> &str {
        &self.file.form
    }

    /// The sealed numbers, in the order of [`NUMBER_FIELDS`].
    ///
    /// # Errors
    /// [`SealedError::WrongKey`], or a ciphertext that is none.
    pub fn numbers(&self, key: &PublicKey) -> Result<Vec<Encrypted>, SealedError> {
        check_key(key, &self.file.key)?;
        self.file.numbers.parse(key)
    }

    /// Opens a form.
    ///
    /// # Errors
    /// [`SealedError::WrongSecret`], [`SealedError::WrongKey`], [`SealedError::Changed`], or those of [`Form::check`]:
    /// whoever has the secret can sign what no person has.
    pub fn open(&self, key: &PrivateKey, secret: &FormSecret) -> Result<Form, SealedError> {
        if self.signatory != secret.signatory() {
            return Err(SealedError::WrongSecret);
        }
        let numbers = self.numbers(key.public())?;
        let form = HEXLOWER.decode(self.file.form.as_bytes());
        let form: Option<[u8; 16]> = form.ok().and_then(|bytes| bytes.try_into().ok());
        let form = form.ok_or(SealedError::Format(FORMAT))?;
        let (lock, bound) = (secret.words(&form), bound_to(&self.file.key, &form));
        let word = |at: u8, text: &str| {
            let sealed = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
            lock.open(field_place(at), &sealed, &bound)
        };
        let mut opened = Vec::with_capacity(numbers.len());
        for number in &numbers {
            let value = integer(key, number)?.to_i128();
            let value = value.and_then(|value| i64::try_from(value).ok());
            opened.push(Tenths(value.ok_or(SealedError::Changed)?));
        }
        let words = &self.file.words;
        let (first, last) = (word(0, &words.first_name), word(1, &words.last_name));
        match (first, last, opened.as_slice()) {
            (Some(first), Some(last), &[age, height_cm, systolic, diastolic]) => {
                let form = Form {
                    first_name: first.to_string(),
                    last_name: last.to_string(),
                    age,
                    height_cm,
                    systolic,
                    diastolic,
                };
                form.check()?;
                Ok(form)
            }
            _ => Err(SealedError::Changed),
        }
    }
}

impl NumberField {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// [`SealedError::Field`] with what belongs there.
    pub fn parse(&self, text: &str) -> Result<Tenths, SealedError> {
        let decimal = Decimal::parse(text).map_err(|why| self.wrong(why.to_string()))?;
        let units = decimal.at(DECIMALS).map_err(|_| self.out_of_range())?;
        let value = Tenths(i64::try_from(units).map_err(|_| self.out_of_range())?);
        self.check(value)?;
        Ok(value)
    }

    fn check(&self, value: Tenths) -> Result<(), SealedError> {
        let whole = self.has_tenths || value.0 % 10 == 0;
        match whole && (self.least..=self.most).contains(&value.0) {
            true => Ok(()),
            false => Err(self.out_of_range()),
        }
    }

    fn out_of_range(&self) -> SealedError {
        let kind = if self.has_tenths {
            "a number with at most one decimal"
        } else {
            "a whole number"
        };
        self.wrong(format!(
            "it must be {kind} from {} to {}",
            self.least / 10,
            self.most / 10
        ))
    }

    fn wrong(&self, why: String) -> SealedError {
        SealedError::Field {
            field: self.name,
            why,
        }
    }
}

impl NumbersFile {
    fn of(numbers: &[Encrypted]) -> Result<Self, SealedError> {
        let number = |number: &Encrypted| NumberFile {
            v: number.ciphertext().to_decimal(),
            e: number.exponent(),
        };
        match numbers {
            [age, height_cm, systolic, diastolic] => Ok(Self {
                age: number(age),
                height_cm: number(height_cm),
                systolic: number(systolic),
                diastolic: number(diastolic),
            }),
            _ => Err(SealedError::Format(FORMAT)),
        }
    }

    fn parse(&self, key: &PublicKey) -> Result<Vec<Encrypted>, SealedError> {
        let fields = [&self.age, &self.height_cm, &self.systolic, &self.diastolic];
        let parse = |number: &NumberFile| {
            if number.e != 0 {
                return Err(SealedError::Format(FORMAT));
            }
            // Digits take quadratic time, and n² has fewer than n has bits.
            if number.v.len() > key.bits() {
                return Err(Error::BadCiphertext(CiphertextFault::Range).into());
            }
            let value =
                bignum::Uint::parse_decimal(&number.v).map_err(|_| SealedError::Format(FORMAT))?;
            Ok(Encrypted::from_ciphertext(key, &value, number.e)?)
        };
        fields.into_iter().map(parse).collect()
    }
}

impl Tenths {
    /// The number as it is written: `172.5`, `54`.
    pub fn to_text(self) -> String {
        let decimal = Decimal {
            units: self.0.into(),
            places: DECIMALS,
        };
        decimal.shortest().to_string()
    }
}

impl From<Tenths> for serde_json::Number {
    fn from(value: Tenths) -> Self {
        let text = value.to_text();
        text.parse().unwrap_or_else(|_| Self::from(value.0 / 10))
    }
}

impl TryFrom<serde_json::Number> for Tenths {
    type Error = SealedError;

    fn try_from(number: serde_json::Number) -> Result<Self, SealedError> {
        let units = Decimal::parse(&number.to_string())?.at(DECIMALS)?;
        i64::try_from(units)
            .map(Self)
            .map_err(|_| crate::decimal::DecimalError::TooLong.into())
    }
}

const fn field(
    name: &'static str,
    label: &'static str,
    least: i64,
    most: i64,
    has_tenths: bool,
) -> NumberField {
    NumberField {
        name,
        label,
        least,
        most,
        has_tenths,
    }
}

fn check_name(field: &'static str, text: &str) -> Result<(), SealedError> {
    let length = text.chars().count();
    let plain = text.trim() == text && !text.chars().any(char::is_control);
    if (1..=MAX_NAME).contains(&length) && plain {
        return Ok(());
    }
    Err(SealedError::Field {
        field,
        why: format!("it must be a text of 1 to {MAX_NAME} characters without line breaks"),
    })
}

/// What words are bound to: the Paillier key and the form; the field is in the nonce.
fn bound_to(key: &str, form: &[u8; 16]) -> Vec<u8> {
    [FORMAT.as_bytes(), &[0], key.as_bytes(), form].concat()
}

fn check_key(key: &PublicKey, named: &str) -> Result<(), SealedError> {
    let bytes = HEXLOWER.decode(named.as_bytes()).ok();
    let bytes: Option<[u8; 32]> = bytes.and_then(|bytes| bytes.try_into().ok());
    let id = paillier::KeyId::from_bytes(bytes.ok_or(SealedError::Format(FORMAT))?);
    match key.accepts(&id) {
        true => Ok(()),
        false => Err(SealedError::wrong_key(key.id(), &id.to_string())),
    }
}

/// Opens a sealed integer.
fn integer(key: &PrivateKey, number: &Encrypted) -> Result<Integer, SealedError> {
    match key.decrypt(number)? {
        Number::Integer(integer) => Ok(integer),
        Number::Real(_) => Err(SealedError::Format(FORMAT)),
    }
}

/// Digits behind the point that every number of a form has while sealed.
const DECIMALS: u32 = 1;

const FORMAT: &str = "sehat form 1";

#[cfg(test)]
mod tests {
    use paillier::Sizes;

    use super::*;

    #[test]
    fn what_no_person_has_is_not_opened_either() {
        let text = include_str!("../tests/vectors/key-1024.json");
        let key = PrivateKey::from_phe_json(text, Sizes::DangerousSmall).unwrap();
        let rng = &mut rand_core::UnwrapErr(getrandom::SysRng);
        let secret = FormSecret::make(rng);
        let open = |first_name: &str, age: i64| {
            let form = Form {
                first_name: first_name.to_owned(),
                last_name: "Verma".to_owned(),
                age: Tenths(age),
                height_cm: Tenths(1625),
                systolic: Tenths(1280),
                diastolic: Tenths(820),
            };
            let rng = &mut rand_core::UnwrapErr(getrandom::SysRng);
            let sealed = form.seal_unchecked(&key, &secret, rng).unwrap();
            let sealed = SealedForm::parse(sealed.as_bytes()).unwrap();
            sealed.open(&key, &secret).err()
        };
        assert_eq!(open("Asha", 540), None);
        let refused = |error: Option<SealedError>, name: &str| match error {
            Some(SealedError::Field { field, .. }) => field == name,
            _ => false,
        };
        assert!(refused(open("\u{1b}[2J", 540), "first_name"));
        assert!(refused(open("Asha", 9_990), "age"));
    }
}

//! Forms added while sealed: for each field one ciphertext, whatever the number of forms.

use std::collections::HashSet;

use data_encoding::HEXLOWER;
use paillier::{Encrypted, Integer, PrivateKey, PublicKey};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::{DECIMALS, NUMBER_FIELDS, NumberField, NumbersFile, SealedForm, check_key, integer};
use crate::{decimal::Decimal, error::SealedError, json, secret::Signatory};

/// The sealed sums of many forms' numbers.
///
/// The file is not signed: who adds has no secret. Whoever opens it trusts the adder to have added the forms it
/// names, and no others.
#[derive(Debug)]
pub struct FormSum {
    count: u64,
    signatory: Signatory,
    numbers: Vec<Encrypted>,
    names: HashSet<String>,
}

/// The sum of a field, opened.
#[derive(Debug, Clone)]
pub struct OpenedSum {
    /// The field.
    pub field: NumberField,
    /// Over how many forms.
    pub count: u64,
    tenths: Integer,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SumFile {
    format: String,
    key: String,
    signatory: String,
    forms: u64,
    decimals: u32,
    numbers: NumbersFile,
}

impl FormSum {
    /// Begins with one form.
    ///
    /// # Errors
    /// [`SealedError::WrongKey`], or a ciphertext that is none.
    pub fn of(key: &PublicKey, form: &SealedForm) -> Result<Self, SealedError> {
        Ok(Self {
            count: 1,
            signatory: form.signatory(),
            numbers: form.numbers(key)?,
            names: HashSet::from([form.name().to_owned()]),
        })
    }

    /// Adds another form.
    ///
    /// # Errors
    /// [`SealedError::Twice`] if it was added here already (a sum that was read from a file does not know its forms), [`SealedError::WrongSecret`] if another desk signed
    /// it, [`SealedError::WrongKey`], or a ciphertext that is none.
    pub fn add(&mut self, key: &PublicKey, form: &SealedForm) -> Result<(), SealedError> {
        if form.signatory() != self.signatory {
            return Err(SealedError::WrongSecret);
        }
        let numbers = form.numbers(key)?;
        if !self.names.insert(form.name().to_owned()) {
            return Err(SealedError::Twice);
        }
        for (sum, number) in self.numbers.iter_mut().zip(&numbers) {
            *sum = (&*sum + number)?;
        }
        self.count += 1;
        Ok(())
    }

    /// How many forms were added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Who signed all of them.
    pub fn signatory(&self) -> Signatory {
        self.signatory
    }

    /// Writes it, under new randomness.
    ///
    /// # Errors
    /// None that a sum meets.
    pub fn to_json(
        &self,
        key: &PublicKey,
        rng: &mut impl CryptoRng,
    ) -> Result<String, SealedError> {
        let fresh: Result<Vec<Encrypted>, _> = self
            .numbers
            .iter()
            .map(|number| number.rerandomize(key, rng))
            .collect();
        let file = SumFile {
            format: FORMAT.to_owned(),
            key: HEXLOWER.encode(key.id().as_bytes()),
            signatory: self.signatory.to_text(),
            forms: self.count,
            decimals: DECIMALS,
            numbers: NumbersFile::of(&fresh?)?,
        };
        Ok(json::write(&file))
    }

    /// Whether a file is meant to be a sum.
    pub fn is_one(text: &[u8]) -> bool {
        let value: Option<serde_json::Value> = serde_json::from_slice(text).ok();
        value.is_some_and(|value| value["format"] == FORMAT)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`SealedError::Format`], [`SealedError::WrongKey`], or a ciphertext that is none.
    pub fn parse(key: &PublicKey, text: &[u8]) -> Result<Self, SealedError> {
        let file: SumFile = json::read(text, FORMAT)?;
        let signatory = Signatory::parse(&file.signatory);
        let (Some(signatory), true) = (
            signatory,
            file.format == FORMAT && file.decimals == DECIMALS,
        ) else {
            return Err(SealedError::Format(FORMAT));
        };
        check_key(key, &file.key)?;
        Ok(Self {
            count: file.forms,
            signatory,
            numbers: file.numbers.parse(key)?,
            names: HashSet::new(),
        })
    }

    /// Opens the sums, in the order of [`NUMBER_FIELDS`].
    ///
    /// # Errors
    /// [`SealedError::WrongKey`], or [`SealedError::Changed`] where a sum is not one of as many forms.
    pub fn open(&self, key: &PrivateKey) -> Result<Vec<OpenedSum>, SealedError> {
        let open = |(field, number): (&NumberField, &Encrypted)| {
            let sum = integer(key, number)?;
            let count = i128::from(self.count);
            let (least, most) = (
                i128::from(field.least) * count,
                i128::from(field.most) * count,
            );
            match sum.to_i128() {
                Some(tenths) if (least..=most).contains(&tenths) => Ok(OpenedSum {
                    field: *field,
                    count: self.count,
                    tenths: sum,
                }),
                _ => Err(SealedError::Changed),
            }
        };
        NUMBER_FIELDS.iter().zip(&self.numbers).map(open).collect()
    }
}

impl OpenedSum {
    /// The sum, exactly.
    pub fn sum(&self) -> String {
        let units = self.tenths.to_i128().unwrap_or_default();
        let sum = Decimal {
            units,
            places: DECIMALS,
        };
        sum.shortest().to_string()
    }

    /// The mean, rounded once to the nearest double.
    ///
    /// # Errors
    /// [`SealedError::Nothing`] of no forms.
    pub fn mean(&self) -> Result<f64, SealedError> {
        let tenfold = Integer::from(u128::from(self.count) * 10);
        self.tenths
            .divide(&tenfold)
            .map_err(|_| SealedError::Nothing)
    }
}

const FORMAT: &str = "sehat form sum 1";

//! Blood pressures out of a file: a table with a column for each number, or FHIR.

use std::path::Path;

use paillier::{Exact, Integer};
use record::view::BloodPressure;

use crate::{
    failure::Failure,
    file,
    sealed_column::OpenSum,
    table::{Numbers, Table, Wanted},
};

/// Readings that have both numbers.
pub(crate) struct Pressures {
    pub systolic: Numbers,
    pub diastolic: Numbers,
    /// Rows that lack one of them.
    pub incomplete: usize,
}

/// What the two columns are called.
pub(crate) struct Names {
    pub systolic: String,
    pub diastolic: String,
}

/// Pressures are below this in mmHg: known of the kind of number, and stated in the open.
const BELOW: u64 = 1000;

/// Names that the columns usually have, in lower case.
const USUAL: [(&str, &str); 6] = [
    ("systolic", "diastolic"),
    ("sbp", "dbp"),
    ("sys", "dia"),
    ("systolic_mmhg", "diastolic_mmhg"),
    ("systolic_bp", "diastolic_bp"),
    ("bpsys", "bpdia"),
];

impl Pressures {
    /// Reads a file.
    ///
    /// # Errors
    /// It is neither a table with such columns nor FHIR with blood pressures, holds text or an impossible number
    /// where a pressure belongs, or has no complete reading.
    pub(crate) fn read(path: &Path, names: Option<&Names>) -> Result<Self, Failure> {
        let bytes = file::read_unpacked_up_to(path, LIMIT)?;
        let begins = bytes.trim_ascii_start().first();
        let pressures = match begins {
            Some(b'{') => of_fhir(path, &bytes)?,
            _ => of_table(&Table::parse(path, bytes, Wanted::All)?, names)?,
        };
        match pressures.systolic.count() {
            0 => Err(Failure::file(format!(
                "{}: there is no blood pressure with both numbers in it",
                path.display()
            ))),
            _ => Ok(pressures),
        }
    }

    /// What every number is below, in mmHg.
    pub(crate) fn below(&self) -> u64 {
        BELOW
    }

    /// Checks opened sums against those of the readings in the clear.
    ///
    /// # Errors
    /// They differ, which would be a fault of this program.
    pub(crate) fn check(&self, open: [&OpenSum; 2]) -> Result<(), Failure> {
        for (numbers, open) in [&self.systolic, &self.diastolic].into_iter().zip(open) {
            let total = numbers
                .values
                .iter()
                .flatten()
                .fold(Integer::default(), |sum, value| {
                    sum.add(&units(value, numbers.places))
                });
            let equal = units(&open.sum, numbers.places) == total;
            if !equal || open.count != numbers.count() as u64 {
                return Err(Failure::other(
                    "what came out of the ciphertexts is not the sum of the readings: a fault of this program",
                ));
            }
        }
        Ok(())
    }
}

fn of_table(table: &Table, names: Option<&Names>) -> Result<Pressures, Failure> {
    let named = |want: &str| {
        table
            .columns
            .iter()
            .find(|column| column.name.to_lowercase() == want)
    };
    let (systolic, diastolic) = match names {
        Some(names) => (
            table.column(&names.systolic)?,
            table.column(&names.diastolic)?,
        ),
        None => USUAL
            .into_iter()
            .find_map(|(systolic, diastolic)| named(systolic).zip(named(diastolic)))
            .ok_or_else(|| {
                let names: Vec<&str> = table
                    .columns
                    .iter()
                    .map(|column| column.name.as_str())
                    .collect();
                let message = format!(
                    "{}: none of its columns is called systolic and diastolic, or sbp and dbp: {}",
                    table.name,
                    names.join(", ")
                );
                Failure::file(message)
                    .advise("Name the two columns with --systolic and --diastolic.")
            })?,
    };
    let mut pressures = Pressures {
        systolic: table.numbers(systolic, None)?,
        diastolic: table.numbers(diastolic, None)?,
        incomplete: 0,
    };
    for (column, numbers) in [
        (systolic, &pressures.systolic),
        (diastolic, &pressures.diastolic),
    ] {
        for (row, value) in numbers.values.iter().enumerate() {
            if value.as_ref().is_some_and(|value| !is_possible(value)) {
                let at = table.place(column, row);
                return Err(Failure::file(format!(
                    "{at}: no blood pressure: it must be above 0 and below {BELOW} mmHg"
                )));
            }
        }
    }
    for (systolic, diastolic) in pressures
        .systolic
        .values
        .iter_mut()
        .zip(&mut pressures.diastolic.values)
    {
        if systolic.is_none() || diastolic.is_none() {
            pressures.incomplete += 1;
            (*systolic, *diastolic) = (None, None);
        }
    }
    Ok(pressures)
}

fn of_fhir(path: &Path, bytes: &[u8]) -> Result<Pressures, Failure> {
    let import = record::import(bytes).map_err(|error| Failure::from(error).about(path))?;
    let readings = import
        .items
        .iter()
        .filter_map(|item| BloodPressure::of(&item.resource));
    let measured = readings
        .filter(|reading| !["entered-in-error", "cancelled"].contains(&reading.status.as_str()));
    let (mut systolic, mut diastolic) = (Vec::new(), Vec::new());
    let exact = |number: &record::Decimal| {
        let value: Option<Exact> = number.to_string().parse().ok();
        value.filter(is_possible).ok_or_else(|| {
            Failure::file(format!(
                "{}: a blood pressure in it is not above 0 and below {BELOW} mmHg",
                path.display()
            ))
        })
    };
    for reading in measured {
        systolic.push(Some(exact(&reading.systolic)?));
        diastolic.push(Some(exact(&reading.diastolic)?));
    }
    let numbers = |values: Vec<Option<Exact>>| {
        let places = values.iter().flatten().map(places).max().unwrap_or(0);
        Numbers { places, values }
    };
    Ok(Pressures {
        systolic: numbers(systolic),
        diastolic: numbers(diastolic),
        incomplete: 0,
    })
}

fn is_possible(value: &Exact) -> bool {
    value
        .to_f64()
        .is_ok_and(|value| value > 0.0 && value < 1000.0)
}

/// Digits behind the point of a number as it is written.
fn places(value: &Exact) -> u32 {
    let text = value.to_string();
    let fraction = text
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    u32::try_from(fraction).unwrap_or(u32::MAX)
}

/// A number as an integer at so many places, where it has no more.
fn units(value: &Exact, at: u32) -> Integer {
    let missing = at.saturating_sub(places(value));
    (0..missing).fold(value.significand().clone(), |units, _| {
        units.mul(&Integer::from(10))
    })
}

/// The most bytes of a file.
const LIMIT: u64 = 4 << 30;

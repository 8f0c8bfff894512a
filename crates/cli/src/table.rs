//! Tables that come in: named columns of cells, from CSV, Parquet or Excel.
//!
//! A cell is text as it was written, so that decimals stay exact, or missing. In a column of numbers NaN, NA and null
//! are missing too; in one of text they are words, for there are people called Null. What the file is, its first bytes
//! say.

mod csv;
mod excel;
mod parquet;
pub(crate) mod sealed_file;

use std::path::Path;

use paillier::Exact;
use sealed::decimal::{Decimal, DecimalError};

use crate::{failure::Failure, file};

/// A table, or those of its columns that were asked for.
pub(crate) struct Table {
    /// The file, for messages.
    pub name: String,
    /// The columns, in the file's order.
    pub columns: Vec<Column>,
    /// In CSV, the line where each row begins; in Excel, the sheet's own number of it.
    lines: Vec<u64>,
}

/// A column: a cell for each row.
pub(crate) struct Column {
    pub name: String,
    pub cells: Vec<Option<String>>,
}

/// Which columns are read.
#[derive(Clone, Copy)]
pub(crate) enum Wanted<'a> {
    /// All of them.
    All,
    /// Those with these names.
    Named(&'a [&'a str]),
}

/// Numbers of a column, exact, and the scale that holds them.
pub(crate) struct Numbers {
    /// Digits behind the point.
    pub places: u32,
    /// Each number, or missing.
    pub values: Vec<Option<Exact>>,
}

impl Numbers {
    /// Takes out the numbers of rows where another column is missing.
    pub(crate) fn keep_where(&mut self, other: &[Option<String>]) {
        for (value, other) in self.values.iter_mut().zip(other) {
            if other.as_deref().is_none_or(is_missing) {
                *value = None;
            }
        }
    }

    /// How many are not missing.
    pub(crate) fn count(&self) -> usize {
        self.values.iter().flatten().count()
    }
}

impl Table {
    /// Reads a table; `-` is the input stream.
    ///
    /// # Errors
    /// The file cannot be read, is no table, or has no such column or several.
    pub(crate) fn read(path: &Path, wanted: Wanted<'_>) -> Result<Self, Failure> {
        Self::parse(path, file::read_unpacked_up_to(path, LIMIT)?, wanted)
    }

    /// Reads a table from the bytes of a file.
    ///
    /// # Errors
    /// As [`Table::read`].
    pub(crate) fn parse(path: &Path, bytes: Vec<u8>, wanted: Wanted<'_>) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let read = match bytes.get(..4) {
            Some(b"PAR1") => parquet::read(bytes, wanted),
            Some(b"PK\x03\x04") => excel::read(bytes, wanted),
            _ => csv::read(&bytes, wanted),
        };
        let (columns, lines) = read.map_err(|why| Failure::file(format!("{name}: {why}")))?;
        Ok(Self {
            name,
            columns,
            lines,
        })
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }

    /// The column of that name.
    ///
    /// # Errors
    /// There is none; the message lists those there are.
    pub(crate) fn column(&self, name: &str) -> Result<&Column, Failure> {
        let found = self.columns.iter().find(|column| column.name == name);
        found.ok_or_else(|| {
            let names = self.columns.iter().map(|column| column.name.as_str());
            Failure::file(format!("{}: {}", self.name, no_such_column(name, names)))
        })
    }

    /// The numbers of a column, at the places given or at the fewest that hold them all.
    ///
    /// # Errors
    /// A cell holds text, a number that is too long, or one with more decimals than are kept: the message names the
    /// file, the row and the column, and not what stands there.
    pub(crate) fn numbers(&self, column: &Column, places: Option<u32>) -> Result<Numbers, Failure> {
        let mut decimals = Vec::with_capacity(column.cells.len());
        for (row, cell) in column.cells.iter().enumerate() {
            let known = cell.as_deref().filter(|cell| !is_missing(cell));
            let decimal = known.map(Decimal::parse).transpose();
            let decimal = decimal.map_err(|why| self.bad_cell(column, row, why))?;
            decimals.push(decimal);
        }
        let needed = decimals.iter().flatten().map(|d| d.shortest().places).max();
        let places = places.or(needed).unwrap_or(0);
        let mut values = Vec::with_capacity(decimals.len());
        for (row, decimal) in decimals.into_iter().enumerate() {
            let value = decimal.map(|decimal| exact(decimal, places)).transpose();
            values.push(value.map_err(|why| self.bad_cell(column, row, why))?);
        }
        Ok(Numbers { places, values })
    }

    /// What the cryptosystem refused, with the place of the cell where it says the row.
    pub(crate) fn refused(&self, column: &Column, error: paillier::Error) -> Failure {
        match error {
            paillier::Error::AtRow { row, source } => {
                let mut failure = Failure::from(*source);
                failure.message = format!("{}: {}", self.place(column, row), failure.message);
                failure
            }
            other => {
                let mut failure = Failure::from(other);
                failure.message = format!(
                    "{}: column \"{}\": {}",
                    self.name, column.name, failure.message
                );
                failure
            }
        }
    }

    /// What is wrong with a cell, and where it stands.
    pub(crate) fn bad_cell(&self, column: &Column, row: usize, why: DecimalError) -> Failure {
        let at = self.place(column, row);
        let failure = Failure::file(format!("{at}: {why}"));
        match why {
            DecimalError::NotANumber => failure.advise(
                "An empty cell, NaN, NA and null are missing values; anything else must be a number such as 128 or 36.6.",
            ),
            DecimalError::TooPrecise => {
                failure.advise("Nothing is rounded here: keep more with --decimals, or round it yourself.")
            }
            _ => failure,
        }
    }

    /// Where a cell stands: file, row (the first below the heading is 1) and column.
    pub(crate) fn place(&self, column: &Column, row: usize) -> String {
        let line = match self.lines.get(row) {
            Some(line) => format!(" (line {line})"),
            None => String::new(),
        };
        format!(
            "{}: row {}{line}, column \"{}\"",
            self.name,
            row + 1,
            column.name
        )
    }
}

/// A decimal as the cryptosystem takes it, if that many places hold it.
fn exact(decimal: Decimal, places: u32) -> Result<Exact, DecimalError> {
    decimal.at(places)?;
    decimal
        .to_string()
        .parse()
        .map_err(|_| DecimalError::NotANumber)
}

/// Whether nothing stands in a cell.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Whether a cell where a number belongs says that none is known.
fn is_missing(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    ["", "nan", "na", "null"].contains(&text.as_str())
}

/// The positions of the columns that are wanted.
fn positions(names: &[String], wanted: Wanted<'_>) -> Result<Vec<usize>, String> {
    let Wanted::Named(wanted) = wanted else {
        let twice = names
            .iter()
            .enumerate()
            .find(|(i, name)| names[..*i].contains(name));
        return match twice {
            Some((_, name)) => Err(format!("two columns are called \"{name}\"")),
            None => Ok((0..names.len()).collect()),
        };
    };
    let mut positions = Vec::new();
    for &want in wanted {
        let mut found = (0..names.len()).filter(|&i| names[i] == want);
        match (found.next(), found.next()) {
            (Some(position), None) => positions.push(position),
            (Some(_), Some(_)) => return Err(format!("two columns are called \"{want}\"")),
            (None, _) => return Err(no_such_column(want, names.iter().map(String::as_str))),
        }
    }
    positions.sort_unstable();
    positions.dedup();
    Ok(positions)
}

fn no_such_column<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names
        .take(SHOWN)
        .map(|name| format!("\"{name}\""))
        .collect();
    format!(
        "there is no column \"{name}\"; there are {}",
        names.join(", ")
    )
}

/// How many column names a message lists.
const SHOWN: usize = 40;

/// The most bytes of a table's file.
const LIMIT: u64 = 4 << 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Table, Failure> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Table::read(file.path(), Wanted::All)
    }

    #[test]
    fn cells_are_exact_and_missing_ones_stay_missing() {
        let table = table("sbp,who\n128.50,a\n,b\nNaN,c\n 7 ,d\n").unwrap();
        let sbp = table.column("sbp").unwrap();
        let numbers = table.numbers(sbp, None).unwrap();
        assert_eq!(numbers.places, 1);
        let exact = |text: &str| Some(text.parse::<Exact>().unwrap());
        assert_eq!(numbers.values, [exact("128.5"), None, None, exact("7")]);
        assert_eq!(table.numbers(sbp, Some(2)).unwrap().places, 2);
    }

    #[test]
    fn a_bad_cell_is_named_by_file_row_and_column_without_its_content() {
        let table = table("sbp,who\n128.5,\"a\nb\"\nAsha,c\n").unwrap();
        let message = |column: &str, places| {
            let column = table.column(column).unwrap();
            table.numbers(column, places).err().unwrap().message
        };
        let text = message("sbp", None);
        assert!(
            text.contains("row 2 (line 4), column \"sbp\": this is no number"),
            "{text}"
        );
        assert!(!text.contains("Asha"), "{text}");
        let first = message("sbp", Some(0));
        assert!(first.contains("row 2"), "{first}");
        assert!(
            table
                .column("dbp")
                .is_err_and(|f| f.message.contains("there are \"sbp\", \"who\""))
        );
    }

    #[test]
    fn words_are_not_missing_and_quotes_within_them_are_their_own() {
        let table = table("height,who\n5'11\",Null\n6'1\",\"NA\"\n,\n").unwrap();
        let cells = |name: &str| table.column(name).unwrap().cells.clone();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(cells("height"), [some("5'11\""), some("6'1\""), None]);
        assert_eq!(cells("who"), [some("Null"), some("NA"), None]);
        let mut numbers = Numbers {
            places: 0,
            values: vec![Some(1.into()), Some(2.into()), Some(3.into())],
        };
        numbers.keep_where(&cells("who"));
        assert_eq!(numbers.count(), 0);
    }

    #[test]
    fn a_torn_table_is_refused() {
        for (text, why) in [
            ("", "it is empty"),
            (
                "a,b\n1\n",
                "row 1 (line 2) has 1 field, and the heading has 2",
            ),
            ("a,a\n1,2\n", "two columns are called \"a\""),
            ("a\n\"1", "row 1"),
            ("a,b\n1,\"2\n3,4\n", "stops within quotes"),
            ("a,b\n1,2\n3,\"4\"\"\n", "stops within quotes"),
        ] {
            let failure = table(text).err().map(|f| f.message);
            assert!(
                failure.as_ref().is_some_and(|m| m.contains(why)),
                "{text:?}: {failure:?}"
            );
        }
    }
}

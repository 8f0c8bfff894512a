//! A sealed data set as a file holds it: a header in JSON, and columns of text or bytes beside each other.

use std::path::Path;

use super::{LIMIT, excel, parquet};
use crate::{failure::Failure, file};

/// The parts of a sealed data set's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SealedFile {
    /// What the file is, as JSON.
    pub header: String,
    /// The columns.
    pub data: Vec<Part>,
    /// The squares of those that have them.
    pub squares: Vec<Part>,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub name: String,
    pub cells: Cells,
}

/// A cell for each row; Excel has bytes as hexadecimal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cells {
    Text(Vec<Option<String>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

/// The two formats, chosen by the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Excel,
    Parquet,
}

impl Format {
    /// By the end of the name: `.xlsx` or `.parquet`.
    ///
    /// # Errors
    /// It ends otherwise.
    pub(crate) fn of(path: &Path) -> Result<Self, Failure> {
        let end = path
            .extension()
            .and_then(|end| end.to_str())
            .unwrap_or_default();
        match end.to_ascii_lowercase().as_str() {
            "xlsx" => Ok(Self::Excel),
            "parquet" => Ok(Self::Parquet),
            _ => Err(Failure::usage(format!(
                "{}: a sealed data set is written as .xlsx or .parquet",
                path.display()
            ))),
        }
    }
}

impl SealedFile {
    /// Makes each column as long as the header says: Excel forgets rows at the end of which all is missing.
    pub(crate) fn lengthen(&mut self, rows: usize) {
        for part in self.data.iter_mut().chain(&mut self.squares) {
            match &mut part.cells {
                Cells::Text(cells) if cells.len() < rows => cells.resize(rows, None),
                Cells::Bytes(cells) if cells.len() < rows => cells.resize(rows, None),
                _ => {}
            }
        }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.data.first().map_or(0, |part| part.cells.len())
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// The format cannot hold it.
    pub(crate) fn write(&self, format: Format) -> Result<Vec<u8>, Failure> {
        let written = match format {
            Format::Excel => excel::write_sealed(self),
            Format::Parquet => parquet::write_sealed(self),
        };
        written.map_err(Failure::refused)
    }

    /// Reads either format.
    ///
    /// # Errors
    /// The file cannot be read, or is neither.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = file::read_up_to(path, LIMIT)?;
        let read = match bytes.get(..4) {
            Some(b"PAR1") => parquet::read_sealed(bytes),
            Some(b"PK\x03\x04") => excel::read_sealed(bytes),
            _ => Err("this is no sealed data set: neither Excel nor Parquet".to_owned()),
        };
        read.map_err(|why| Failure::file(format!("{}: {why}", path.display())))
    }
}

impl Cells {
    /// How many there are, missing ones too.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Bytes(cells) => cells.len(),
        }
    }

    /// The cells as bytes; none if one of them is no hexadecimal text, with its row.
    pub(crate) fn into_bytes(self) -> Result<Vec<Option<Vec<u8>>>, usize> {
        let cells = match self {
            Self::Bytes(cells) => return Ok(cells),
            Self::Text(cells) => cells,
        };
        let decode = |(row, cell): (usize, Option<String>)| {
            let bytes = cell.map(|cell| data_encoding::HEXLOWER.decode(cell.as_bytes()));
            bytes.transpose().map_err(|_| row)
        };
        cells.into_iter().enumerate().map(decode).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> SealedFile {
        SealedFile {
            header: format!("{{\"format\":\"x\",\"n\":\"{}\"}}", "é".repeat(20_000)),
            data: vec![
                Part {
                    name: "label".to_owned(),
                    cells: Cells::Text(vec![
                        Some("0".to_owned()),
                        None,
                        Some("two, \"2\"".to_owned()),
                    ]),
                },
                Part {
                    name: "mean radius".to_owned(),
                    cells: Cells::Bytes(vec![Some(vec![0, 1, 255]), Some(vec![7; 3]), None]),
                },
            ],
            squares: vec![Part {
                name: "mean radius".to_owned(),
                cells: Cells::Bytes(vec![Some(vec![9; 3]), Some(vec![8; 3]), None]),
            }],
        }
    }

    fn through(format: Format) -> SealedFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), sample().write(format).unwrap()).unwrap();
        SealedFile::read(file.path()).unwrap()
    }

    #[test]
    fn parquet_gives_back_what_was_written() {
        assert_eq!(through(Format::Parquet), sample());
    }

    #[test]
    fn excel_gives_back_what_was_written_with_bytes_as_hexadecimal() {
        let mut read = through(Format::Excel);
        read.lengthen(3);
        for part in [&mut read.data[1], &mut read.squares[0]] {
            let cells = part.cells.clone().into_bytes().unwrap();
            part.cells = Cells::Bytes(cells);
        }
        assert_eq!(read, sample());
    }

    #[test]
    fn other_files_are_no_data_sets() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for bytes in [&b"a,b\n1,2\n"[..], b"PAR1", b"PK\x03\x04zip", b""] {
            std::fs::write(file.path(), bytes).unwrap();
            assert!(SealedFile::read(file.path()).is_err());
        }
        assert!(Format::of(Path::new("x.csv")).is_err());
    }
}

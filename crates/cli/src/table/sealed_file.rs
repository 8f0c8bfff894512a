//! A sealed data set as a file holds it: a header in JSON, and columns of text or bytes beside each other.

use std::path::Path;

use sealed::dataset::Stored;

use super::{LIMIT, excel, parquet};
use crate::{failure::Failure, file};

/// The two formats, chosen by the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Excel,
    Parquet,
}

impl Format {
    /// Fails if a table has more rows than the format holds: before they are sealed.
    ///
    /// # Errors
    /// It has.
    pub(crate) fn must_hold(self, rows: usize) -> Result<(), Failure> {
        match self {
            Self::Excel if rows >= excel::ROWS => Err(Failure::refused(format!(
                "Excel holds at most {} rows: write .parquet",
                excel::ROWS - 1
            ))),
            _ => Ok(()),
        }
    }

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

/// The bytes of a file.
///
/// # Errors
/// The format cannot hold it.
pub(crate) fn write(stored: &Stored, format: Format) -> Result<Vec<u8>, Failure> {
    let written = match format {
        Format::Excel => excel::write_sealed(stored),
        Format::Parquet => parquet::write_sealed(stored),
    };
    written.map_err(Failure::refused)
}

/// Reads either format.
///
/// # Errors
/// The file cannot be read, or is neither.
pub(crate) fn read(path: &Path) -> Result<Stored, Failure> {
    parse(path, bytes(path)?)
}

/// The bytes of a file that may hold a data set.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    file::read_up_to(path, LIMIT)
}

/// Reads either format from the bytes of a file.
///
/// # Errors
/// They are neither.
pub(crate) fn parse(path: &Path, bytes: Vec<u8>) -> Result<Stored, Failure> {
    let read = match bytes.get(..4) {
        Some(b"PAR1") => parquet::read_sealed(bytes),
        Some(b"PK\x03\x04") => excel::read_sealed(bytes),
        _ => Err("this is no sealed data set: neither Excel nor Parquet".to_owned()),
    };
    read.map_err(|why| Failure::file(format!("{}: {why}", path.display())))
}

#[cfg(test)]
mod tests {
    use sealed::dataset::{Cells, Part};

    use super::*;

    fn sample() -> Stored {
        Stored {
            header: format!(
                r#"{{"format":"x","key":"","rows":3,"columns":[{{"name":"label"}},{{"name":"{}"}}],"digest":""}}"#,
                "é ".repeat(20_000)
            ),
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

    fn through(format: Format) -> Stored {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), write(&sample(), format).unwrap()).unwrap();
        read(file.path()).unwrap()
    }

    #[test]
    fn parquet_gives_back_what_was_written() {
        assert_eq!(through(Format::Parquet), sample());
    }

    #[test]
    fn excel_gives_back_what_was_written_with_bytes_as_hexadecimal() {
        let mut read = through(Format::Excel);
        for part in [&mut read.data[1], &mut read.squares[0]] {
            let Cells::Text(cells) = &part.cells else {
                panic!("Excel has text");
            };
            let decode = |cell: &String| data_encoding::HEXLOWER.decode(cell.as_bytes()).unwrap();
            let mut cells: Vec<_> = cells.iter().map(|cell| cell.as_ref().map(decode)).collect();
            cells.resize(3, None);
            part.cells = Cells::Bytes(cells);
        }
        assert_eq!(read, sample());
    }

    #[test]
    fn other_files_are_no_data_sets() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for bytes in [&b"a,b\n1,2\n"[..], b"PAR1", b"PK\x03\x04zip", b""] {
            std::fs::write(file.path(), bytes).unwrap();
            assert!(read(file.path()).is_err());
        }
        assert!(Format::of(Path::new("x.csv")).is_err());
    }
}

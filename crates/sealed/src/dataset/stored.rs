//! A data set in parts, as Excel and Parquet hold it: a header in JSON, columns of cells, and a digest over all.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::SealedError;

/// A data set in parts, as Excel and Parquet hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What the file is, as JSON.
    pub header: String,
    /// The columns.
    pub data: Vec<Part>,
    /// The squares of those that have them.
    pub squares: Vec<Part>,
}

/// A column in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The column's name.
    pub name: String,
    /// A cell for each row.
    pub cells: Cells,
}

/// Cells, missing ones too; Excel has bytes as hexadecimal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cells {
    /// Text.
    Text(Vec<Option<String>>),
    /// Bytes, of one width in all rows.
    Bytes(Vec<Option<Vec<u8>>>),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) key: String,
    pub(super) rows: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) columns: Vec<ColumnHeader>,
    pub(super) digest: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnHeader {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sealed: Option<ScaleHeader>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) locked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleHeader {
    pub(super) decimals: u32,
    pub(super) bits: u32,
    pub(super) squares: bool,
}

impl ColumnHeader {
    fn has_squares(&self) -> bool {
        self.sealed.is_some_and(|scale| scale.squares)
    }
}

impl Stored {
    /// Of columns beside each other, as Parquet has them: as many as the header names, then the squares in the same
    /// order, whatever they are called there.
    pub fn of_parts(header: String, mut parts: Vec<Part>) -> Self {
        let about: Option<Header> = serde_json::from_str(&header).ok();
        let columns = about.map_or_else(Vec::new, |header| header.columns);
        let mut squares = parts.split_off(columns.len().min(parts.len()));
        let with_squares = columns.into_iter().filter(ColumnHeader::has_squares);
        for (part, about) in squares.iter_mut().zip(with_squares) {
            part.name = about.name;
        }
        Self {
            header,
            data: parts,
            squares,
        }
    }

    /// How many rows the longest column has.
    pub fn rows(&self) -> usize {
        let lengths = self.data.iter().map(|part| part.cells.len());
        lengths.max().unwrap_or(0)
    }

    /// Checks the parts against the header, makes bytes of hexadecimal text, and makes each column as long as the
    /// header says: Excel forgets rows at the end of which all is missing.
    pub(super) fn complete(&mut self, header: &Header) -> Result<(), SealedError> {
        let sealed: Vec<bool> = header
            .columns
            .iter()
            .map(|about| about.sealed.is_some() || about.locked)
            .collect();
        let with_squares = header.columns.iter().filter(|about| about.has_squares());
        let names: Vec<&str> = header
            .columns
            .iter()
            .map(|about| about.name.as_str())
            .collect();
        let squares: Vec<&str> = with_squares.map(|about| about.name.as_str()).collect();
        let is = |parts: &[Part], names: &[&str]| {
            parts
                .iter()
                .map(|part| part.name.as_str())
                .eq(names.iter().copied())
        };
        if !is(&self.data, &names) || !is(&self.squares, &squares) {
            return Err(SealedError::Changed);
        }
        // Only Excel forgets cells; a few bytes of header must not ask for the memory of a whole sheet.
        let parts = self.data.iter().chain(&self.squares);
        let forgotten = parts
            .map(|part| header.rows.saturating_sub(part.cells.len()))
            .fold(0, usize::saturating_add);
        if forgotten > FORGOTTEN {
            return Err(SealedError::Changed);
        }
        let all_sealed = std::iter::repeat(&true);
        let parts = self.data.iter_mut().zip(&sealed);
        for (part, sealed) in parts.chain(self.squares.iter_mut().zip(all_sealed)) {
            if part.cells.len() > header.rows {
                return Err(SealedError::Changed);
            }
            if *sealed {
                part.decode()?;
            }
            match &mut part.cells {
                Cells::Text(cells) => cells.resize(header.rows, None),
                Cells::Bytes(cells) => cells.resize(header.rows, None),
            }
        }
        Ok(())
    }
}

impl Part {
    /// Makes bytes of hexadecimal text.
    fn decode(&mut self) -> Result<(), SealedError> {
        let Cells::Text(cells) = &self.cells else {
            return Ok(());
        };
        let mut bytes = Vec::with_capacity(cells.len());
        for (row, cell) in cells.iter().enumerate() {
            let cell = cell
                .as_ref()
                .map(|cell| HEXLOWER.decode(cell.as_bytes()))
                .transpose();
            bytes.push(cell.map_err(|_| no_ciphertext(&self.name, row))?);
        }
        self.cells = Cells::Bytes(bytes);
        Ok(())
    }
}

impl Cells {
    /// How many there are, missing ones too.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Bytes(cells) => cells.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The most cells that are filled in where Excel forgot them.
const FORGOTTEN: usize = 1 << 24;

impl Header {
    /// On one line.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain members are always written")
    }
}

/// A cell that holds no ciphertext.
pub(super) fn no_ciphertext(column: &str, row: usize) -> SealedError {
    SealedError::Cell {
        column: column.to_owned(),
        row,
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

/// SHA-256 over the header without its digest and over every cell: 0 for a missing one, otherwise 1, the length in
/// eight bytes and the content.
pub(super) fn digest(header: &Header, stored: &Stored) -> String {
    let header = Header {
        digest: String::new(),
        ..header.clone()
    };
    let mut hash = Sha256::new();
    let mut put = |bytes: Option<&[u8]>| match bytes {
        None => hash.update([0]),
        Some(bytes) => {
            hash.update([1]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
    };
    put(Some(header.to_json().as_bytes()));
    for part in stored.data.iter().chain(&stored.squares) {
        match &part.cells {
            Cells::Text(cells) => cells
                .iter()
                .for_each(|cell| put(cell.as_deref().map(str::as_bytes))),
            Cells::Bytes(cells) => cells.iter().for_each(|cell| put(cell.as_deref())),
        }
    }
    HEXLOWER.encode(&hash.finalize())
}

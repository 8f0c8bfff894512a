//! A sealed data set: columns of sealed numbers beside columns in the clear, with what a file needs to say of them.
//!
//! Each sealed column has one decimal scale, which is public: the most digits that any of its numbers has behind the
//! point. So are the names, the number of rows, and which cells are missing. The squares of the numbers may be sealed
//! beside them: Paillier adds, but multiplies no two ciphertexts, so that a variance can be had while sealed only if
//! whoever sealed the numbers sealed their squares as well.
//!
//! A digest over everything finds accidents. It is no signature: whoever can write the file can write the digest, and
//! can add to a number while it is sealed.

use bignum::Uint;
use data_encoding::HEXLOWER;
use paillier::{Column, ColumnWithSquares, FixedPoint, KeyId, PublicKey, SealedMoments};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    error::SealedError,
    secret::{FormSecret, Place},
};

/// A data set, sealed.
#[derive(Debug)]
pub struct Dataset {
    /// How many rows there are.
    pub rows: usize,
    /// The columns, in order.
    pub columns: Vec<DatasetColumn>,
    /// Its own name, 16 random bytes, which the texts that are locked are bound to.
    pub name: Option<[u8; 16]>,
}

/// A column of a data set.
#[derive(Debug)]
pub struct DatasetColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What a column holds.
#[derive(Debug)]
pub enum Content {
    /// Text that anybody can read.
    Clear(Vec<Option<String>>),
    /// Text under AES-256-GCM: [`lock_texts`].
    Locked(Vec<Option<Vec<u8>>>),
    /// Sealed numbers without their squares: sum and mean.
    Sealed(Column),
    /// Sealed numbers with their squares: variance too.
    WithSquares(ColumnWithSquares),
}

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
struct Header {
    format: String,
    key: String,
    rows: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    columns: Vec<ColumnHeader>,
    digest: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnHeader {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<ScaleHeader>,
    #[serde(default, skip_serializing_if = "is_false")]
    locked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleHeader {
    decimals: u32,
    bits: u32,
    squares: bool,
}

impl Content {
    /// The sealed numbers; none of a column in the clear.
    pub fn values(&self) -> Option<&Column> {
        match self {
            Self::Clear(_) | Self::Locked(_) => None,
            Self::Sealed(values) => Some(values),
            Self::WithSquares(both) => Some(both.values()),
        }
    }

    /// The sealed sums of numbers and squares; none without squares.
    ///
    /// # Errors
    /// The plaintexts' room is not enough.
    pub fn moments(&self) -> Result<Option<SealedMoments>, SealedError> {
        match self {
            Self::Clear(_) | Self::Locked(_) | Self::Sealed(_) => Ok(None),
            Self::WithSquares(both) => Ok(Some(both.moments()?)),
        }
    }
}

/// Digits behind the point of a decimal scale.
pub fn decimals(scale: &FixedPoint) -> u32 {
    scale.exponent().min(0).unsigned_abs()
}

impl Dataset {
    /// In parts, for a file.
    pub fn store(&self, key: &PublicKey) -> Stored {
        let width = (2 * key.bits()).div_ceil(8);
        let mut stored = Stored {
            header: String::new(),
            data: Vec::with_capacity(self.columns.len()),
            squares: Vec::new(),
        };
        let mut headers = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            let name = column.name.clone();
            let (cells, sealed) = match &column.content {
                Content::Clear(cells) => (Cells::Text(cells.clone()), None),
                Content::Locked(cells) => (Cells::Bytes(cells.clone()), None),
                Content::Sealed(values) => (bytes_of(values, width), Some((values, false))),
                Content::WithSquares(both) => {
                    let cells = bytes_of(both.squares(), width);
                    let name = name.clone();
                    stored.squares.push(Part { name, cells });
                    (bytes_of(both.values(), width), Some((both.values(), true)))
                }
            };
            headers.push(ColumnHeader {
                name: name.clone(),
                sealed: sealed.map(|(values, squares)| ScaleHeader {
                    decimals: decimals(&values.scale()),
                    bits: values.scale().magnitude_bits(),
                    squares,
                }),
                locked: matches!(column.content, Content::Locked(_)),
            });
            stored.data.push(Part { name, cells });
        }
        let mut header = Header {
            format: FORMAT.to_owned(),
            key: HEXLOWER.encode(key.id().as_bytes()),
            rows: self.rows,
            name: self.name.map(|name| HEXLOWER.encode(&name)),
            columns: headers,
            digest: String::new(),
        };
        header.digest = digest(&header, &stored);
        stored.header = to_json(&header);
        stored
    }

    /// Puts the parts of a file together.
    ///
    /// # Errors
    /// [`SealedError::Format`], [`SealedError::WrongKey`], [`SealedError::Changed`], or [`SealedError::Cell`] with
    /// the row and the column where no ciphertext stands.
    pub fn read(key: &PublicKey, mut stored: Stored) -> Result<Self, SealedError> {
        let wrong = || SealedError::Format(FORMAT);
        let header: Header = serde_json::from_str(&stored.header).map_err(|_| wrong())?;
        if header.format != FORMAT {
            return Err(wrong());
        }
        let id = HEXLOWER.decode(header.key.as_bytes()).ok();
        let id: Option<[u8; 32]> = id.and_then(|id| id.try_into().ok());
        let id = KeyId::from_bytes(id.ok_or_else(wrong)?);
        if !key.accepts(&id) {
            return Err(SealedError::wrong_key(key.id(), &id.to_string()));
        }
        stored.complete(&header)?;
        if digest(&header, &stored) != header.digest {
            return Err(SealedError::Changed);
        }
        let mut squares = stored.squares.into_iter();
        let mut columns = Vec::with_capacity(header.columns.len());
        for (part, about) in stored.data.into_iter().zip(&header.columns) {
            let content = match (about.sealed, part.cells) {
                (None, Cells::Text(cells)) => Content::Clear(cells),
                (None, Cells::Bytes(cells)) => Content::Locked(cells),
                (Some(scale), cells) => {
                    let fixed = scale_of(scale)?;
                    let values = column_of(key, &part.name, fixed, cells)?;
                    match scale.squares {
                        false => Content::Sealed(values),
                        true => {
                            let part = squares.next().ok_or_else(wrong)?;
                            let squares = column_of(key, &part.name, fixed.squared()?, part.cells)?;
                            Content::WithSquares(ColumnWithSquares::from_parts(values, squares)?)
                        }
                    }
                }
            };
            columns.push(DatasetColumn {
                name: part.name,
                content,
            });
        }
        let name = header
            .name
            .map(|name| HEXLOWER.decode(name.as_bytes()).ok());
        let name = name.map(|name| name.and_then(|name| name.try_into().ok()).ok_or_else(wrong));
        Ok(Self {
            rows: header.rows,
            columns,
            name: name.transpose()?,
        })
    }

    /// Opens the texts of a locked column; none of any other column.
    ///
    /// # Errors
    /// [`SealedError::Locked`] if the secret is another one or a text was moved or changed.
    pub fn unlock(
        &self,
        column: usize,
        secret: &FormSecret,
    ) -> Result<Option<Vec<Option<Zeroizing<String>>>>, SealedError> {
        let found = self
            .columns
            .get(column)
            .map(|column| (&column.name, &column.content));
        let Some((name, Content::Locked(cells))) = found else {
            return Ok(None);
        };
        let lock = secret.texts(&self.name.ok_or(SealedError::Format(FORMAT))?);
        let bound = bound_to(name);
        let mut texts = Vec::with_capacity(cells.len());
        for (row, cell) in cells.iter().enumerate() {
            let text = cell.as_ref().map(|cell| {
                let text = lock.open(place(column, row), cell, &bound);
                text.ok_or_else(|| SealedError::Locked {
                    column: name.clone(),
                    row,
                })
            });
            texts.push(text.transpose()?);
        }
        Ok(Some(texts))
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&DatasetColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl Stored {
    /// How many rows the longest column has.
    pub fn rows(&self) -> usize {
        let lengths = self.data.iter().map(|part| part.cells.len());
        lengths.max().unwrap_or(0)
    }

    /// Checks the parts against the header, makes bytes of hexadecimal text, and makes each column as long as the
    /// header says: Excel forgets rows at the end of which all is missing.
    fn complete(&mut self, header: &Header) -> Result<(), SealedError> {
        let sealed: Vec<bool> = header
            .columns
            .iter()
            .map(|about| about.sealed.is_some() || about.locked)
            .collect();
        let with_squares = header
            .columns
            .iter()
            .filter(|about| about.sealed.is_some_and(|scale| scale.squares));
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

/// Locks the texts of a data set's column under AES-256-GCM, each for its place: the name of the data set, the number
/// and the name of the column, and the row. Lengths are hidden up to the next multiple of 64 bytes.
pub fn lock_texts(
    secret: &FormSecret,
    dataset: &[u8; 16],
    column: usize,
    name: &str,
    cells: &[Option<String>],
) -> Vec<Option<Vec<u8>>> {
    let (lock, bound) = (secret.texts(dataset), bound_to(name));
    let cells = cells.iter().enumerate();
    cells
        .map(|(row, cell)| {
            cell.as_ref()
                .map(|cell| lock.seal(place(column, row), cell, &bound))
        })
        .collect()
}

fn place(column: usize, row: usize) -> Place {
    let mut place = [0; 12];
    let column = u32::try_from(column).expect("no file has as many columns");
    place[..4].copy_from_slice(&column.to_be_bytes());
    place[4..].copy_from_slice(&(row as u64).to_be_bytes());
    place
}

fn bound_to(column: &str) -> Vec<u8> {
    [FORMAT.as_bytes(), &[0], column.as_bytes()].concat()
}

fn is_false(value: &bool) -> bool {
    !value
}

fn bytes_of(column: &Column, width: usize) -> Cells {
    let cells = column.ciphertexts().into_iter();
    Cells::Bytes(
        cells
            .map(|cell| cell.map(|cell| cell.to_be_bytes_padded(width)))
            .collect(),
    )
}

fn column_of(
    key: &PublicKey,
    name: &str,
    scale: FixedPoint,
    cells: Cells,
) -> Result<Column, SealedError> {
    let Cells::Bytes(cells) = cells else {
        return Err(SealedError::Format(FORMAT));
    };
    let numbers: Vec<Option<Uint>> = cells
        .iter()
        .map(|cell| cell.as_ref().map(|cell| Uint::from_be_bytes(cell)))
        .collect();
    Column::from_ciphertexts(key, scale, &numbers).map_err(|error| match error {
        paillier::Error::AtRow { row, .. } => no_ciphertext(name, row),
        other => other.into(),
    })
}

fn scale_of(scale: ScaleHeader) -> Result<FixedPoint, SealedError> {
    Ok(FixedPoint::decimals(scale.decimals)?.with_magnitude_bits(scale.bits))
}

fn no_ciphertext(column: &str, row: usize) -> SealedError {
    SealedError::Cell {
        column: column.to_owned(),
        row,
    }
}

fn to_json(header: &Header) -> String {
    serde_json::to_string(header).expect("plain members are always written")
}

/// SHA-256 over the header without its digest and over every cell: 0 for a missing one, otherwise 1, the length in
/// eight bytes and the content.
fn digest(header: &Header, stored: &Stored) -> String {
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
    put(Some(to_json(&header).as_bytes()));
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

const FORMAT: &str = "sehat data set 1";

#[cfg(test)]
mod tests {
    use super::*;
    use paillier::{Exact, PrivateKey, Sizes, no_progress};

    fn key() -> PrivateKey {
        let text = include_str!("../tests/vectors/key-1024.json");
        PrivateKey::from_phe_json(text, Sizes::DangerousSmall).unwrap()
    }

    fn stored() -> Stored {
        let key = key();
        let numbers: Vec<Option<Exact>> = [Some("1.25"), None, Some("-3"), None]
            .map(|cell| cell.map(|text| text.parse().unwrap()))
            .to_vec();
        let scale = FixedPoint::decimals(2).unwrap();
        let rng = &mut rand_core::UnwrapErr(getrandom::SysRng);
        let both = ColumnWithSquares::encrypt(&key, &numbers, scale, rng, &no_progress).unwrap();
        let alone = both.values().clone();
        let column = |name: &str, content| DatasetColumn {
            name: name.to_owned(),
            content,
        };
        let label = ["a", "b", "c"].map(|text| Some(text.to_owned()));
        let label = label.into_iter().chain([None]).collect();
        let dataset = Dataset {
            name: None,
            rows: 4,
            columns: vec![
                column("label", Content::Clear(label)),
                column("x", Content::WithSquares(both)),
                column("y", Content::Sealed(alone)),
            ],
        };
        dataset.store(key.public())
    }

    #[test]
    fn a_data_set_comes_back_out_of_its_parts() {
        let key = key();
        let mut parts = stored();
        // As Excel has it: hexadecimal text, and no row at the end of which all is missing.
        for part in parts.data.iter_mut().chain(&mut parts.squares) {
            match &mut part.cells {
                Cells::Text(cells) => cells.truncate(3),
                Cells::Bytes(cells) => {
                    let hex = cells
                        .iter()
                        .take(3)
                        .map(|cell| cell.as_ref().map(|cell| HEXLOWER.encode(cell)));
                    part.cells = Cells::Text(hex.collect());
                }
            }
        }
        for parts in [stored(), parts] {
            let dataset = Dataset::read(key.public(), parts).unwrap();
            let moments = dataset
                .column("x")
                .unwrap()
                .content
                .moments()
                .unwrap()
                .unwrap();
            let moments = key.decrypt_moments(&moments).unwrap();
            assert_eq!(
                (moments.sum().to_string().as_str(), moments.count()),
                ("-1.75", 2)
            );
            assert_eq!(moments.sample_variance(), Ok(9.03125));
            assert!(
                dataset
                    .column("y")
                    .unwrap()
                    .content
                    .moments()
                    .unwrap()
                    .is_none()
            );
            assert_eq!(dataset.rows, 4);
        }
    }

    #[test]
    fn locked_texts_open_with_their_secret_and_in_their_place_alone() {
        let key = key();
        let secret = FormSecret::make(&mut rand_core::UnwrapErr(getrandom::SysRng));
        let texts = [Some("Asha".to_owned()), None, Some("Ravi".to_owned())];
        let locked = lock_texts(&secret, &[7; 16], 0, "name", &texts);
        let dataset = |cells: Vec<Option<Vec<u8>>>| Dataset {
            rows: 3,
            columns: vec![DatasetColumn {
                name: "name".to_owned(),
                content: Content::Locked(cells),
            }],
            name: Some([7; 16]),
        };
        let read =
            Dataset::read(key.public(), dataset(locked.clone()).store(key.public())).unwrap();
        let opened = read.unlock(0, &secret).unwrap().unwrap();
        let opened: Vec<Option<&str>> = opened
            .iter()
            .map(|text| text.as_ref().map(|text| text.as_str()))
            .collect();
        assert_eq!(opened, [Some("Asha"), None, Some("Ravi")]);
        assert!(read.unlock(1, &secret).unwrap().is_none());
        let other = FormSecret::make(&mut rand_core::UnwrapErr(getrandom::SysRng));
        assert!(matches!(
            read.unlock(0, &other),
            Err(SealedError::Locked { row: 0, .. })
        ));
        let mut moved = locked;
        moved.swap(0, 2);
        let moved = dataset(moved);
        assert!(matches!(
            moved.unlock(0, &secret),
            Err(SealedError::Locked { row: 0, .. })
        ));
    }

    #[test]
    fn what_was_changed_is_refused() {
        let key = key();
        let read = |change: &dyn Fn(&mut Stored)| {
            let mut parts = stored();
            change(&mut parts);
            Dataset::read(key.public(), parts).err()
        };
        let cell = |parts: &mut Stored, row: usize, cell: Option<Vec<u8>>| {
            if let Cells::Bytes(cells) = &mut parts.data[1].cells {
                cells[row] = cell;
            }
        };
        assert_eq!(read(&|_| {}), None);
        assert_eq!(
            read(&|parts| cell(parts, 0, None)),
            Some(SealedError::Changed)
        );
        assert_eq!(
            read(&|parts| parts.data.swap(1, 2)),
            Some(SealedError::Changed)
        );
        assert_eq!(
            read(&|parts| parts.squares.clear()),
            Some(SealedError::Changed)
        );
        let header = |parts: &mut Stored| {
            parts.header = parts.header.replace("\"decimals\":2", "\"decimals\":1")
        };
        assert_eq!(read(&header), Some(SealedError::Changed));
        assert_eq!(
            read(&|parts| parts.header.clear()),
            Some(SealedError::Format(FORMAT))
        );
        let text = |parts: &mut Stored| {
            parts.data[1].cells = Cells::Text(vec![None, Some("x".to_owned())])
        };
        let column = "x".to_owned();
        assert_eq!(read(&text), Some(SealedError::Cell { column, row: 1 }));
        let other = include_str!("../tests/vectors/other-key-1024.json");
        let other = PrivateKey::from_phe_json(other, Sizes::DangerousSmall).unwrap();
        let error = Dataset::read(other.public(), stored()).err();
        assert!(matches!(error, Some(SealedError::WrongKey { .. })));
    }
}

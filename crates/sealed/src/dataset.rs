//! A sealed data set: columns of sealed numbers beside columns in the clear, with what a file needs to say of them.
//!
//! Each sealed column has one decimal scale, which is public: the most digits that any of its numbers has behind the
//! point. So are the names, the number of rows, and which cells are missing. The squares of the numbers may be sealed
//! beside them: Paillier adds, but multiplies no two ciphertexts, so that a variance can be had while sealed only if
//! whoever sealed the numbers sealed their squares as well.
//!
//! A digest over everything finds accidents. It is no signature: whoever can write the file can write the digest, and
//! can add to a number while it is sealed.

mod locked;
mod stored;

use bignum::Uint;
use data_encoding::HEXLOWER;
use paillier::{Column, ColumnWithSquares, FixedPoint, KeyId, PublicKey, SealedMoments};

use self::stored::{ColumnHeader, Header, ScaleHeader, digest, no_ciphertext};
pub use self::{
    locked::lock_texts,
    stored::{Cells, Part, Stored},
};
use crate::{decimal::Decimal, error::SealedError};

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
        stored.header = header.to_json();
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

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&DatasetColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
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
    // No table has more, and each would be written out in every cell that is opened.
    if scale.decimals > Decimal::MAX_PLACES {
        return Err(SealedError::Format(FORMAT));
    }
    Ok(FixedPoint::decimals(scale.decimals)?.with_magnitude_bits(scale.bits))
}

const FORMAT: &str = "sehat data set 1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::FormSecret;
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
    fn a_short_header_takes_no_sheets_memory() {
        let names: Vec<String> = (0..20).map(|i| i.to_string()).collect();
        let columns = names.iter().map(|name| DatasetColumn {
            name: name.clone(),
            content: Content::Clear(Vec::new()),
        });
        let dataset = Dataset {
            rows: 0,
            columns: columns.collect(),
            name: None,
        };
        let mut parts = dataset.store(key().public());
        let mut header: Header = serde_json::from_str(&parts.header).unwrap();
        header.rows = 1_000_000;
        assert_eq!(parts.complete(&header), Err(SealedError::Changed));
        assert_eq!(parts.rows(), 0);
    }

    #[test]
    fn more_decimals_than_a_table_has_are_refused() {
        let key = key();
        let scale = FixedPoint::decimals(37).unwrap();
        let rng = &mut rand_core::UnwrapErr(getrandom::SysRng);
        let values: [Option<i64>; 1] = [Some(0)];
        let column = Column::encrypt(&key, &values, scale, rng, &no_progress).unwrap();
        let dataset = Dataset {
            rows: 1,
            columns: vec![DatasetColumn {
                name: "x".to_owned(),
                content: Content::Sealed(column),
            }],
            name: None,
        };
        let read = Dataset::read(key.public(), dataset.store(key.public()));
        assert_eq!(read.err(), Some(SealedError::Format(FORMAT)));
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
        let endless = |parts: &mut Stored| {
            parts.header = parts
                .header
                .replace("\"rows\":4", "\"rows\":9000000000000000000");
        };
        assert_eq!(read(&endless), Some(SealedError::Changed));
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

//! Texts of a data set under AES-256-GCM, each for its own cell.

use zeroize::Zeroizing;

use super::{Content, Dataset, FORMAT};
use crate::{
    error::SealedError,
    secret::{FormSecret, Place},
};

impl Dataset {
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

//! Packed columns in the compact binary form.

use super::PackedColumn;
use super::layout::Layout;
use crate::codec::{Kind, Reader, Writer};
use crate::column::{read_presence, write_presence};
use crate::encrypted::check_ciphertexts;
use crate::error::Error;
use crate::key::PublicKey;

impl PackedColumn {
    /// The compact form: the header with the key's name, the slots, the number of rows (eight bytes), the bitmap of the
    /// present ones, and the ciphertexts in as many bytes as n² takes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::PackedColumn, self.key.id());
        self.layout.write(&mut writer);
        write_presence(&mut writer, &self.presence);
        writer.ciphertexts(&self.key, &self.ciphertexts);
        writer.finish()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::WrongKey`] or [`Error::BadCiphertext`].
    pub fn from_bytes(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::PackedColumn, bytes)?;
        key.check_id(id)?;
        let layout = Layout::read(&mut reader, key)?;
        let presence = read_presence(&mut reader)?;
        let values = reader.ciphertexts(key, presence.rows().div_ceil(layout.slots()))?;
        reader.end()?;
        let starts: Vec<_> = (0..presence.rows()).step_by(layout.slots()).collect();
        check_ciphertexts(key, &values).map_err(|why| why.shifted(&starts))?;
        Ok(Self {
            key: key.clone(),
            layout,
            presence,
            ciphertexts: key.ring().import(&values),
        })
    }
}

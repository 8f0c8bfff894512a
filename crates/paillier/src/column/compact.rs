//! Columns in the compact binary form.

use super::Column;
use super::presence::Presence;
use super::sum::{read_scale, write_scale};
use crate::codec::{Kind, Reader, Writer};
use crate::encrypted::check_ciphertexts;
use crate::error::{Error, FormatFault};
use crate::key::PublicKey;

impl Column {
    /// The compact form: the header with the key's name, the scale, the number of rows (eight bytes), the bitmap of the
    /// present ones, and their ciphertexts in as many bytes as n² takes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Column, self.key.id());
        write_scale(&mut writer, &self.scale);
        write_presence(&mut writer, &self.presence);
        writer.ciphertexts(&self.key, &self.ciphertexts);
        writer.finish()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::WrongKey`], [`Error::BadCiphertext`] or [`Error::PlaintextSpaceExhausted`].
    pub fn from_bytes(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::Column, bytes)?;
        key.check_id(id)?;
        let scale = read_scale(&mut reader, key)?;
        let presence = read_presence(&mut reader)?;
        let values = reader.ciphertexts(key, presence.count())?;
        reader.end()?;
        let rows: Vec<usize> = presence.present().collect();
        check_ciphertexts(key, &values).map_err(|why| why.shifted(&rows))?;
        Ok(Self {
            key: key.clone(),
            scale,
            presence,
            ciphertexts: key.ring().import(&values),
        })
    }
}

pub(crate) fn write_presence(writer: &mut Writer, presence: &Presence) {
    writer.u64(presence.rows() as u64);
    writer.bytes(&presence.to_bytes());
}

pub(crate) fn read_presence(reader: &mut Reader<'_>) -> Result<Presence, Error> {
    let rows = usize::try_from(reader.u64()?).map_err(|_| FormatFault::Field("rows"))?;
    let bytes = reader.bytes(rows.div_ceil(8))?;
    Presence::from_bytes(bytes, rows)
}

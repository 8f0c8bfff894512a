//! A sealed number in the compact binary form.

use super::{Encrypted, check_ciphertexts};
use crate::codec::{Kind, Reader, Writer};
use crate::encoding::check_exponent;
use crate::error::Error;
use crate::key::PublicKey;

impl Encrypted {
    /// The compact form: the header with the key's name, the exponent in four bytes, the ciphertext in as many bytes
    /// as n² takes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Number, self.key.id());
        writer.i32(self.exponent);
        writer.ciphertexts(&self.key, &self.ciphertext);
        writer.finish()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::WrongKey`], [`Error::BadCiphertext`] or [`Error::ExponentTooLarge`].
    pub fn from_bytes(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::Number, bytes)?;
        key.check_id(id)?;
        let exponent = check_exponent(i64::from(reader.i32()?))?;
        let values = reader.ciphertexts(key, 1)?;
        reader.end()?;
        check_ciphertexts(key, &values)?;
        Ok(Self {
            key: key.clone(),
            ciphertext: key.ring().import(&values),
            exponent,
        })
    }
}

//! Keys in the compact binary form.

use bignum::Uint;
use zeroize::Zeroizing;

use super::private::{Factors, PrivateKey, Secrets};
use super::public::PublicKey;
use super::size::Sizes;
use super::variant::PublicVariant;
use crate::codec::{Kind, Reader, Writer};
use crate::error::{Error, FormatFault, KeyFault};

impl PublicKey {
    /// The compact form: the header, the variant (a byte), the bits of the subgroup (two), n, and h where there is a
    /// subgroup.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::PublicKey, self.id());
        write_public(&mut writer, self);
        writer.finish()
    }

    /// Reads the compact form. The name in the header must be the one that is computed.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::NotAKey`] or [`Error::WrongKey`].
    pub fn from_bytes(bytes: &[u8], sizes: Sizes) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::PublicKey, bytes)?;
        let key = read_public(&mut reader, sizes)?;
        reader.end()?;
        named(&key, id)?;
        Ok(key)
    }
}

impl PrivateKey {
    /// The compact form: as the public key's, then p and q, and a byte that says what is known: 0 nothing, 1 the prime
    /// factors of p − 1 and of q − 1 (each list with its length in a byte), 2 the orders of the two subgroups.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::new(Kind::PrivateKey, self.public().id());
        write_public(&mut writer, self.public());
        let secrets = self.secrets();
        writer.uint(&secrets.p);
        writer.uint(&secrets.q);
        match &secrets.known {
            Factors::Unknown => writer.u8(0),
            Factors::All(p, q) => {
                writer.u8(1);
                write_list(&mut writer, p);
                write_list(&mut writer, q);
            }
            Factors::Subgroup(u, v) => {
                writer.u8(2);
                writer.uint(u);
                writer.uint(v);
            }
        }
        Zeroizing::new(writer.finish())
    }

    /// Reads the compact form; what it says of the primes is verified.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::NotAKey`] or [`Error::WrongKey`].
    pub fn from_bytes(bytes: &[u8], sizes: Sizes) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::PrivateKey, bytes)?;
        let public = read_public(&mut reader, sizes)?;
        named(&public, id)?;
        let (p, q) = (reader.uint("p")?, reader.uint("q")?);
        let known = match reader.u8()? {
            0 => Factors::Unknown,
            1 => Factors::All(read_list(&mut reader)?, read_list(&mut reader)?),
            2 => Factors::Subgroup(reader.uint("u")?, reader.uint("v")?),
            _ => return Err(FormatFault::Field("factors").into()),
        };
        reader.end()?;
        Self::new(public, Secrets { p, q, known })
    }
}

fn write_public(writer: &mut Writer, key: &PublicKey) {
    writer.u8(key.variant().code());
    writer.u16(key.variant().subgroup_bits());
    writer.uint(key.n());
    if let PublicVariant::ShortSubgroup { h, .. } = key.public_variant() {
        writer.uint(h);
    }
}

fn read_public(reader: &mut Reader<'_>, sizes: Sizes) -> Result<PublicKey, Error> {
    let (code, bits) = (reader.u8()?, reader.u16()?);
    let n = reader.uint("n")?;
    let variant = match (code, bits) {
        (0, 0) => PublicVariant::Standard,
        (1, 0) => PublicVariant::Djn,
        (2, bits) => PublicVariant::ShortSubgroup {
            bits,
            h: reader.uint("h")?,
        },
        _ => return Err(KeyFault::Variant.into()),
    };
    PublicKey::new(&n, variant, sizes)
}

fn write_list(writer: &mut Writer, factors: &[Uint]) {
    writer.u8(u8::try_from(factors.len()).expect("longer lists are refused when a key is made"));
    factors.iter().for_each(|factor| writer.uint(factor));
}

fn read_list(reader: &mut Reader<'_>) -> Result<Vec<Uint>, Error> {
    let count = reader.u8()?;
    (0..count).map(|_| reader.uint("factor")).collect()
}

fn named(key: &PublicKey, id: super::KeyId) -> Result<(), Error> {
    match key.id() == id {
        true => Ok(()),
        false => Err(Error::WrongKey {
            expected: key.id(),
            found: id,
        }),
    }
}

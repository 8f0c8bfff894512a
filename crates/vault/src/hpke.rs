//! Sealing to a public key: HPKE base mode (RFC 9180) with X-Wing, HKDF-SHA256 and AES-256-GCM.

use core::convert::Infallible;

use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256,
    kem::XWing, single_shot_open, single_shot_seal_with_rng,
};
use rand_core::{TryCryptoRng, TryRng};
use wire::{
    codec::{Cbor, CodecError, Reader, Writer},
    person::SealingPublic,
};
use zeroize::Zeroizing;

use crate::{
    derive::derive,
    error::VaultError,
    secret::{Random, Secret},
};

/// Length of X-Wing's encapsulated key, which goes before the ciphertext.
pub const ENCAPSULATED: usize = 1120;

/// The secret half of a key that others seal to: X-Wing's 32-byte decapsulation key.
#[derive(Clone, Debug)]
pub struct SealingKey(Secret);

impl SealingKey {
    /// Draws a fresh key.
    pub fn make(rng: Random<'_>) -> Self {
        Self(Secret::make(rng))
    }

    /// The key that belongs to `secret`.
    pub fn derive(secret: &Secret, label: &str) -> Self {
        Self(derive(&secret.0, label, &[]))
    }

    pub(crate) fn from_secret(secret: Secret) -> Self {
        Self(secret)
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }

    fn private(&self) -> <XWing as Kem>::PrivateKey {
        match <XWing as Kem>::PrivateKey::from_bytes(&self.0.0) {
            Ok(key) => key,
            Err(_) => unreachable!("every 32 bytes are a decapsulation key"),
        }
    }

    /// The public half.
    pub fn public(&self) -> SealingPublic {
        XWing::sk_to_pk(&self.private()).to_bytes().into()
    }

    /// Opens what was sealed to this key with the same `info`.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`].
    pub fn open(&self, info: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (encapsulated, sealed) = sealed
            .split_first_chunk::<ENCAPSULATED>()
            .ok_or(VaultError::DoesNotOpen)?;
        let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(encapsulated)
            .map_err(|_| VaultError::DoesNotOpen)?;
        single_shot_open::<AesGcm256, HkdfSha256, XWing>(
            &OpModeR::Base,
            &self.private(),
            &encapsulated,
            info,
            sealed,
            &[],
        )
        .map(Zeroizing::new)
        .map_err(|_| VaultError::DoesNotOpen)
    }
}

impl Cbor for SealingKey {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Secret::decode(reader).map(Self)
    }
}

/// Seals to `public`. The whole header of what is sealed goes into `info`.
///
/// # Errors
/// [`VaultError::DoesNotOpen`] when `public` is no X-Wing key.
pub fn seal_to(
    public: &SealingPublic,
    info: &[u8],
    plaintext: &[u8],
    mut rng: Random<'_>,
) -> Result<Vec<u8>, VaultError> {
    let public =
        <XWing as Kem>::PublicKey::from_bytes(public).map_err(|_| VaultError::DoesNotOpen)?;
    let (encapsulated, sealed) = single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
        &OpModeS::Base,
        &public,
        info,
        plaintext,
        &[],
        &mut rng,
    )
    .map_err(|_| VaultError::DoesNotOpen)?;
    let mut out = encapsulated.to_bytes().to_vec();
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Something to be sealed to one of many.
pub struct Letter<'a> {
    /// To whom.
    pub public: &'a SealingPublic,
    /// As for [`seal_to`].
    pub info: Vec<u8>,
    /// What is sealed.
    pub plaintext: Zeroizing<Vec<u8>>,
}

/// Seals many letters, on all cores where there are threads; in their order, and with the randomness that
/// [`seal_to`] would draw for one after the other.
///
/// # Errors
/// As [`seal_to`].
pub fn seal_to_each(letters: &[Letter<'_>], rng: Random<'_>) -> Result<Vec<Vec<u8>>, VaultError> {
    let mut drawn: Vec<Drawn> = letters.iter().map(|_| Drawn::draw(rng)).collect();
    let seal = |(letter, drawn): (&Letter<'_>, &mut Drawn)| {
        seal_to(letter.public, &letter.info, &letter.plaintext, drawn)
    };
    let cores = if cfg!(target_arch = "wasm32") {
        1
    } else {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    };
    let share = letters.len().div_ceil(cores).max(LEAST_SHARE);
    if letters.len() <= share {
        return letters.iter().zip(&mut drawn).map(seal).collect();
    }
    std::thread::scope(|scope| {
        let shares = letters.chunks(share).zip(drawn.chunks_mut(share));
        let threads: Vec<_> = shares
            .map(|(letters, drawn)| {
                scope.spawn(move || letters.iter().zip(drawn).map(seal).collect::<Vec<_>>())
            })
            .collect();
        let done = threads.into_iter().flat_map(|thread| match thread.join() {
            Ok(sealed) => sealed,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.collect()
    })
}

/// Fewer letters than this are not worth a thread.
const LEAST_SHARE: usize = 8;

/// The randomness of one encapsulation, drawn beforehand.
struct Drawn {
    bytes: Zeroizing<[u8; 64]>,
    used: usize,
}

impl Drawn {
    fn draw(rng: Random<'_>) -> Self {
        let mut bytes = Zeroizing::new([0; 64]);
        rng.fill_bytes(&mut bytes[..]);
        Self { bytes, used: 0 }
    }

    /// # Panics
    /// When more is taken than was drawn: nothing is ever used twice.
    fn take(&mut self, into: &mut [u8]) {
        let end = self.used + into.len();
        match self.bytes.get(self.used..end) {
            Some(bytes) => into.copy_from_slice(bytes),
            None => unreachable!("an encapsulation of X-Wing draws 64 bytes"),
        }
        self.used = end;
    }
}

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.take(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.take(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        self.take(into);
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

/// `info` for HPKE: a label, then the header.
pub fn info(label: &str, header: &impl Cbor) -> Vec<u8> {
    let mut info = b"sehat/v1/".to_vec();
    info.extend_from_slice(label.as_bytes());
    info.push(0);
    info.extend_from_slice(&wire::codec::to_bytes(header));
    info
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_opens_for_its_own_reader_and_for_no_other() {
        let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
        let keys: Vec<SealingKey> = (0..21).map(|_| SealingKey::make(&mut rng)).collect();
        let publics: Vec<SealingPublic> = keys.iter().map(SealingKey::public).collect();
        let letters: Vec<Letter<'_>> = publics
            .iter()
            .zip(0_u8..)
            .map(|(public, number)| Letter {
                public,
                info: vec![number],
                plaintext: Zeroizing::new(vec![number; 40]),
            })
            .collect();
        let sealed = seal_to_each(&letters, &mut rng).unwrap();
        assert_eq!(sealed.len(), letters.len());
        for (number, (key, sealed)) in keys.iter().zip(&sealed).enumerate() {
            let number = u8::try_from(number).unwrap();
            assert_eq!(*key.open(&[number], sealed).unwrap(), vec![number; 40]);
            assert!(key.open(&[number + 1], sealed).is_err());
            let other = &keys[(usize::from(number) + 1) % keys.len()];
            assert!(other.open(&[number], sealed).is_err());
        }
        let encapsulated = |sealed: &Vec<u8>| sealed[..ENCAPSULATED].to_vec();
        let mut distinct: Vec<_> = sealed.iter().map(encapsulated).collect();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), sealed.len(), "no randomness is used twice");
    }

    #[test]
    #[should_panic(expected = "draws 64 bytes")]
    fn randomness_drawn_beforehand_is_not_stretched() {
        let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
        let mut drawn = Drawn::draw(&mut rng);
        drawn.take(&mut [0; 64]);
        drawn.take(&mut [0; 1]);
    }
}

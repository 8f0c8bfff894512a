//! Sealing to a public key: HPKE base mode (RFC 9180) with X-Wing, HKDF-SHA256 and AES-256-GCM.

use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256,
    kem::XWing, single_shot_open, single_shot_seal_with_rng,
};
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

/// `info` for HPKE: a label, then the header.
pub fn info(label: &str, header: &impl Cbor) -> Vec<u8> {
    let mut info = b"sehat/v1/".to_vec();
    info.extend_from_slice(label.as_bytes());
    info.push(0);
    info.extend_from_slice(&wire::codec::to_bytes(header));
    info
}

//! A device's two keys.

use ed25519_dalek::Signer;
use wire::{
    codec::{Cbor, CodecError, Reader, Writer},
    id::DeviceId,
    person::DeviceKeys,
    sign::{Object, Signed, SigningPublic},
};

use crate::{
    hpke::SealingKey,
    secret::{Random, Secret},
};

/// An Ed25519 signing key.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Draws a fresh key.
    pub fn make(rng: Random<'_>) -> Self {
        Self::from_secret(&Secret::make(rng))
    }

    pub(crate) fn from_secret(secret: &Secret) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&secret.0))
    }

    /// The public half.
    pub fn public(&self) -> SigningPublic {
        self.0.verifying_key().to_bytes()
    }

    /// Signs an object in its domain.
    pub fn sign<T: Object>(&self, object: &T) -> Signed<T> {
        Signed::new(object, |input| self.0.sign(input).to_bytes())
    }
}

impl core::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl Cbor for SigningKey {
    fn encode(&self, writer: &mut Writer) {
        self.0.as_bytes().encode(writer);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Secret::decode(reader).map(|secret| Self::from_secret(&secret))
    }
}

wire::cbor_struct! {
    /// A device's secret halves.
    #[derive(Clone, Debug)]
    pub struct Device {
        /// Signs for the person.
        pub signing: SigningKey,
        /// Opens what is sealed to the device.
        pub sealing: SealingKey,
    }
}

impl Device {
    /// Draws fresh keys.
    pub fn make(rng: Random<'_>) -> Self {
        Self {
            signing: SigningKey::make(rng),
            sealing: SealingKey::make(rng),
        }
    }

    /// The public halves.
    pub fn keys(&self) -> DeviceKeys {
        DeviceKeys {
            signing: self.signing.public(),
            sealing: self.sealing.public(),
        }
    }

    /// The device's name.
    pub fn id(&self) -> DeviceId {
        self.keys().id()
    }
}

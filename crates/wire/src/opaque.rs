//! The OPAQUE suite (RFC 9807) that client and server share: ristretto255, 3DH, SHA-512, Argon2id.
//!
//! Nothing is negotiated. The cost of Argon2id is a constant of this file, so a server cannot ask a
//! client for a cheaper one.

use argon2::{Algorithm, Argon2, Params, Version};
use generic_array::{ArrayLength, GenericArray};
use opaque_ke::{
    CipherSuite, Identifiers, Ristretto255, TripleDh, errors::InternalError, ksf::Ksf,
};
use sha2_for_opaque::Sha512;

use crate::id::CredentialId;

/// The suite.
pub struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, Sha512>;
    type Ksf = Stretch;
}

/// Argon2id at 64 MiB, three passes, one lane: above RFC 9106's second recommendation in memory-passes
/// for one lane, and half a second on a cheap phone.
#[derive(Default)]
pub struct Stretch;

/// Memory in KiB.
pub const ARGON2_MEMORY: u32 = 64 * 1024;
/// Passes.
pub const ARGON2_PASSES: u32 = 3;

impl Ksf for Stretch {
    /// The input is the output of OPAQUE's OPRF, which no two credentials share: the salt may be fixed.
    fn hash<L: ArrayLength<u8>>(
        &self,
        input: GenericArray<u8, L>,
    ) -> Result<GenericArray<u8, L>, InternalError> {
        let params = Params::new(ARGON2_MEMORY, ARGON2_PASSES, 1, None)
            .map_err(|_| InternalError::KsfError)?;
        let mut output = GenericArray::default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&input, b"sehat/v1/opaque", &mut output)
            .map_err(|_| InternalError::KsfError)?;
        Ok(output)
    }
}

/// What both sides mix into the exchange, so that it serves no other system.
pub const CONTEXT: &[u8] = b"sehat/v1/opaque";

/// Who the two sides of an exchange are. Both mix it in, at sign-up as at sign-in: with other names
/// nothing opens.
pub fn identifiers(credential: &CredentialId) -> Identifiers<'_> {
    Identifiers {
        client: Some(&credential.0),
        server: Some(CONTEXT),
    }
}

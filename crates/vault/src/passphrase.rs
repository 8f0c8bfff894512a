//! The client's side of OPAQUE (RFC 9807): the passphrase never leaves the device.

use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration,
    ClientRegistrationFinishParameters, CredentialResponse, RegistrationResponse,
};
use rand_for_opaque::{CryptoRng, RngCore};
use unicode_normalization::UnicodeNormalization;
use wire::opaque::{CONTEXT, Suite, identifiers};
use zeroize::Zeroizing;

use crate::{error::VaultError, kit::AccountSecret, secret::Random};

/// The least characters a passphrase has.
pub const MIN_CHARS: usize = 8;

/// OPAQUE's secret output: what the keyring is sealed under.
pub type ExportKey = Zeroizing<Vec<u8>>;

/// A registration under way.
pub struct Registration {
    state: ClientRegistration<Suite>,
    input: Zeroizing<Vec<u8>>,
}

/// A sign-in under way.
pub struct Login {
    state: ClientLogin<Suite>,
    input: Zeroizing<Vec<u8>>,
}

/// What OPAQUE hashes: the passphrase (length-prefixed, as RFC 8265's OpaqueString) and the account secret.
pub(crate) fn input(passphrase: &str, account: &AccountSecret) -> Zeroizing<Vec<u8>> {
    let mapped = passphrase
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let text: Zeroizing<String> = Zeroizing::new(mapped.nfc().collect());
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut input = Zeroizing::new(Vec::with_capacity(text.len() + 20));
    input.extend_from_slice(&length.to_be_bytes());
    input.extend_from_slice(text.as_bytes());
    input.extend_from_slice(&account.0);
    input
}

impl Registration {
    /// First message: a `RegistrationRequest`.
    ///
    /// # Errors
    /// [`VaultError::ShortPassphrase`].
    pub fn start(
        passphrase: &str,
        account: &AccountSecret,
        rng: Random<'_>,
    ) -> Result<(Self, Vec<u8>), VaultError> {
        if passphrase.chars().count() < MIN_CHARS {
            return Err(VaultError::ShortPassphrase);
        }
        let input = input(passphrase, account);
        let started = ClientRegistration::<Suite>::start(&mut Bridge(rng), &input)
            .map_err(|_| VaultError::DoesNotOpen)?;
        Ok((
            Self {
                state: started.state,
                input,
            },
            started.message.serialize().to_vec(),
        ))
    }

    /// Third message, a `RegistrationUpload`, and the export key.
    ///
    /// # Errors
    /// When the server's answer is none.
    pub fn finish(
        self,
        response: &[u8],
        account: &AccountSecret,
        rng: Random<'_>,
    ) -> Result<(Vec<u8>, ExportKey), VaultError> {
        let bytes = response;
        let response =
            RegistrationResponse::deserialize(bytes).map_err(|_| VaultError::DoesNotOpen)?;
        check_whole(&response.serialize(), bytes)?;
        let credential = account.credential();
        let params = ClientRegistrationFinishParameters::new(identifiers(&credential), None);
        let done = self
            .state
            .finish(&mut Bridge(rng), &self.input, response, params)
            .map_err(|_| VaultError::DoesNotOpen)?;
        Ok((
            done.message.serialize().to_vec(),
            Zeroizing::new(done.export_key.to_vec()),
        ))
    }
}

impl Login {
    /// First message: a `CredentialRequest`.
    ///
    /// # Errors
    /// Does not fail but for a fault of the library.
    pub fn start(
        passphrase: &str,
        account: &AccountSecret,
        rng: Random<'_>,
    ) -> Result<(Self, Vec<u8>), VaultError> {
        let input = input(passphrase, account);
        let started = ClientLogin::<Suite>::start(&mut Bridge(rng), &input)
            .map_err(|_| VaultError::DoesNotOpen)?;
        Ok((
            Self {
                state: started.state,
                input,
            },
            started.message.serialize().to_vec(),
        ))
    }

    /// Third message, a `CredentialFinalization`, and the export key.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] for a wrong passphrase or account secret; which of them is not told.
    pub fn finish(
        self,
        response: &[u8],
        account: &AccountSecret,
        rng: Random<'_>,
    ) -> Result<(Vec<u8>, ExportKey), VaultError> {
        let bytes = response;
        let response =
            CredentialResponse::deserialize(bytes).map_err(|_| VaultError::DoesNotOpen)?;
        check_whole(&response.serialize(), bytes)?;
        let credential = account.credential();
        let params =
            ClientLoginFinishParameters::new(Some(CONTEXT), identifiers(&credential), None);
        let done = self
            .state
            .finish(&mut Bridge(rng), &self.input, response, params)
            .map_err(|_| VaultError::DoesNotOpen)?;
        Ok((
            done.message.serialize().to_vec(),
            Zeroizing::new(done.export_key.to_vec()),
        ))
    }
}

/// OPAQUE's crate reads on from the front and lets pass what comes behind.
fn check_whole(read: &[u8], received: &[u8]) -> Result<(), VaultError> {
    if read == received {
        Ok(())
    } else {
        Err(VaultError::DoesNotOpen)
    }
}

/// OPAQUE's crate stands on an older interface for randomness.
struct Bridge<'a>(Random<'a>);

impl RngCore for Bridge<'_> {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }
    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        self.0.fill_bytes(dest);
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_for_opaque::Error> {
        self.0.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for Bridge<'_> {}

//! Signing up: a new person, the kit, and for a patient the vault.

use vault::{
    identity::make_person,
    kit::{AccountSecret, Words},
    passphrase::{ExportKey, Registration},
    secret::make_bytes,
};
use wire::{
    api::{self, path},
    codec::Bytes,
    person::{Profile, Role},
};

use super::{Home, Kit, kit::kit_of};
use crate::{
    env::Env,
    error::ClientError,
    session::Session,
    state::{DeviceState, KnownPerson},
    storage::Storage,
    transport::Transport,
};

/// A person who signs up.
#[derive(Debug, Clone)]
pub struct SignUp<'a> {
    /// The server's address.
    pub server: &'a str,
    /// Patient or doctor.
    pub role: Role,
    /// The name, as others will see it.
    pub name: &'a str,
    /// A doctor's registration number.
    pub registration: Option<&'a str>,
    /// The password.
    pub passphrase: &'a str,
}

impl<S: Storage> Home<S> {
    /// Makes a new person: keys, kit, account, and for a patient the vault.
    ///
    /// # Errors
    /// When somebody has signed up here, the password is too short, or the server cannot be reached.
    /// Then nothing was made here.
    pub async fn sign_up(mut self, new: &SignUp<'_>) -> Result<(Session<S>, Kit), ClientError> {
        self.must_be_empty().await?;
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
            return Err(ClientError::NotPossible(
                "a name has between 1 and 200 characters".to_owned(),
            ));
        }
        let transport = Transport::new(new.server)?;
        let now = (self.env.now)();
        let profile = Profile {
            salt: make_bytes(&mut *self.env.rng),
            name: name.to_owned(),
            registration: new.registration.map(|number| number.trim().to_owned()),
        };
        let words = Words::make(&mut *self.env.rng);
        let account = AccountSecret::make(&mut *self.env.rng);
        let (upload, export_key) =
            register(&transport, new.passphrase, &account, &mut self.env).await?;
        let (entry, identity) = make_person(
            new.role,
            profile,
            words,
            account.clone(),
            now,
            &mut *self.env.rng,
        )?;
        let keyring = identity.seal_keyring(&export_key, &mut *self.env.rng);
        let finish = api::RegistrationFinish {
            credential: account.credential(),
            upload: Bytes(upload),
            entry: entry.clone(),
            keyring: Bytes(keyring.clone()),
        };
        let opened: api::SessionOpened = transport.post(path::ACCOUNTS, &finish).await?;
        let known = KnownPerson {
            person: identity.person,
            entries: vec![entry],
        };
        let kit = kit_of(&identity, transport.base());
        let mut session = self
            .settle(
                transport,
                identity,
                &opened,
                &export_key,
                keyring,
                Some((known, DeviceState::default())),
                new.passphrase,
            )
            .await?;
        session.ensure_vault().await?;
        Ok((session, kit))
    }
}

/// Registers a password at the server: what it learns is good for no guessing.
pub(super) async fn register(
    transport: &Transport,
    passphrase: &str,
    account: &AccountSecret,
    env: &mut Env,
) -> Result<(Vec<u8>, ExportKey), ClientError> {
    let (registration, request) = Registration::start(passphrase, account, &mut *env.rng)?;
    let start = api::RegistrationStart {
        credential: account.credential(),
        request: Bytes(request),
    };
    let started: api::RegistrationStarted = transport.post(path::REGISTRATION, &start).await?;
    registration
        .finish(&started.response, account, &mut *env.rng)
        .map_err(|why| ClientError::Altered {
            what: "the server's part of the sign-up",
            why,
        })
}

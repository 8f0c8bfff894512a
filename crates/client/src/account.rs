//! Signing up, in and out, and coming back with the kit.

mod kit;
mod lock;
mod recovery;
mod rescue;
mod sign_in;
mod sign_up;

use vault::{identity::Identity, kit::AccountSecret, passphrase::ExportKey};
use wire::{
    SUITE,
    api::{self, path},
    cbor_struct,
    codec::{self, Bytes},
    id::PersonId,
    person::Role,
};
use zeroize::Zeroizing;

pub(crate) use lock::{Guard, Unlocked};
use lock::{LOCK, UNLOCKED};

use crate::{
    cache::Cache,
    env::Env,
    error::ClientError,
    people::person_piece,
    session::{STATE, Session},
    state::{DeviceState, KnownPerson},
    storage::Storage,
    transport::Transport,
};

pub use kit::Kit;
pub use lock::Passkey;
pub use sign_up::SignUp;

cbor_struct! {
    /// Who has signed up here. Not sealed: the account secret alone opens nothing.
    struct AccountFile {
        suite: u16,
        server: String,
        person: PersonId,
        account: [u8; 16],
    }
}

const ACCOUNT: &str = "account";
const KEYRING: &str = "keyring";

/// A place where one person's client lives.
pub struct Home<S> {
    storage: S,
    env: Env,
    locked_at_rest: bool,
    role: Option<Role>,
}

/// Who has signed up here, as far as can be told without the password.
#[derive(Debug, Clone)]
pub struct Account {
    /// The server.
    pub server: String,
    /// The fingerprint.
    pub person: PersonId,
    /// Whether signed in.
    pub signed_in: bool,
    /// Whether the device is locked at rest, and opens by [`Home::unlock`].
    pub locked: bool,
}

impl<S: Storage> Home<S> {
    /// A home in this storage.
    pub fn new(storage: S, env: Env) -> Self {
        Self {
            storage,
            env,
            locked_at_rest: false,
            role: None,
        }
    }

    /// The same where nothing guards what is stored, as in a browser: what unlocks the keyring is never
    /// stored in the clear, and [`Home::unlock`] opens what was closed.
    pub fn locked_at_rest(mut self) -> Self {
        self.locked_at_rest = true;
        self
    }

    /// The same for a program that serves only patients, or only doctors.
    pub fn only_for(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// Who has signed up here.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn account(&self) -> Result<Option<Account>, ClientError> {
        let Some(file) = self.account_file().await? else {
            return Ok(None);
        };
        let locked = self.storage.read(LOCK).await?.is_some();
        let signed_in = locked || self.storage.read(UNLOCKED).await?.is_some();
        Ok(Some(Account {
            server: file.server.clone(),
            person: file.person,
            signed_in,
            locked,
        }))
    }

    async fn account_file(&self) -> Result<Option<AccountFile>, ClientError> {
        let Some(bytes) = self.storage.read(ACCOUNT).await? else {
            return Ok(None);
        };
        let file: AccountFile =
            codec::parse(&bytes, 4096).map_err(|_| ClientError::Damaged("the account file"))?;
        if file.suite == SUITE {
            Ok(Some(file))
        } else {
            Err(ClientError::Damaged("the account file"))
        }
    }

    async fn must_be_empty(&self) -> Result<(), ClientError> {
        match self.account().await? {
            None => Ok(()),
            Some(account) => Err(ClientError::AccountExists(account.person.short())),
        }
    }

    /// The session of who is signed in here.
    ///
    /// # Errors
    /// [`ClientError::NoAccount`], [`ClientError::SignedOut`].
    pub async fn session(self) -> Result<Session<S>, ClientError> {
        let file = self.account_file().await?.ok_or(ClientError::NoAccount)?;
        let bytes = self
            .storage
            .read(UNLOCKED)
            .await?
            .map(Zeroizing::new)
            .ok_or(ClientError::SignedOut)?;
        let unlocked = codec::parse(&bytes, 4096).map_err(|_| ClientError::SignedOut)?;
        self.resume(&file, unlocked, Guard::Folder).await
    }

    async fn resume(
        self,
        file: &AccountFile,
        unlocked: Unlocked,
        guard: Guard,
    ) -> Result<Session<S>, ClientError> {
        let sealed = self
            .storage
            .read(KEYRING)
            .await?
            .ok_or(ClientError::SignedOut)?;
        let account = AccountSecret::from_bytes(file.account);
        let identity = Identity::open_keyring(&sealed, &unlocked.export_key, &account)
            .map_err(|_| ClientError::Damaged("the keyring"))?;
        let transport = Transport::new(&file.server)?.with_token(&unlocked.token);
        Session::open(self.storage, self.env, transport, identity, unlocked, guard).await
    }

    fn must_be_of(&self, role: Role) -> Result<(), ClientError> {
        match self.role {
            Some(wanted) if wanted != role => Err(ClientError::OtherRole(role)),
            _ => Ok(()),
        }
    }

    /// Removes everything from this device, what waits to be sent included.
    ///
    /// # Errors
    /// When the storage fails; then some of it may be left, and nothing that opens it.
    pub async fn erase(self) -> Result<(), ClientError> {
        erase(&self.storage).await
    }

    /// Signs out: ends the session at the server if it can be reached, and takes the key away.
    ///
    /// # Errors
    /// [`ClientError::NoAccount`]; when the storage fails.
    pub async fn sign_out(self) -> Result<(), ClientError> {
        let file = self.account_file().await?.ok_or(ClientError::NoAccount)?;
        let unlocked = self.storage.read(UNLOCKED).await?.map(Zeroizing::new);
        self.storage.remove(UNLOCKED).await?;
        let Some(unlocked) = unlocked.and_then(|bytes| codec::parse::<Unlocked>(&bytes, 4096).ok())
        else {
            return Ok(());
        };
        // Signed out here in any case; the server's side ends by itself if it cannot be told now.
        let transport = Transport::new(&file.server)?.with_token(&unlocked.token);
        let _ = transport.delete(path::SESSIONS).await;
        Ok(())
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "all that a sign-in, sign-up or recovery has found out"
    )]
    async fn settle(
        mut self,
        transport: Transport,
        identity: Identity,
        opened: &api::SessionOpened,
        export_key: &ExportKey,
        keyring: Vec<u8>,
        start: Option<(KnownPerson, DeviceState)>,
        passphrase: &str,
    ) -> Result<Session<S>, ClientError> {
        let account = AccountFile {
            suite: SUITE,
            server: transport.base().to_owned(),
            person: identity.person,
            account: *identity.account.dangerous_bytes(),
        };
        let unlocked = Unlocked {
            suite: SUITE,
            token: opened.token,
            export_key: Bytes(export_key.to_vec()),
            keyring_version: opened.keyring.version,
        };
        let mut guard = self.make_guard(&account, passphrase).await?;
        if let Some((known, state)) = &start {
            let cache = Cache::new(identity.cache_key());
            let (storage, env) = (&self.storage, &mut self.env);
            cache
                .write(storage, env, &person_piece(&known.person), known)
                .await?;
            cache.write(storage, env, STATE, state).await?;
        }
        self.storage.write(KEYRING, &keyring).await?;
        self.storage
            .write(ACCOUNT, &codec::to_bytes(&account))
            .await?;
        guard.store(&self.storage, &mut self.env, &unlocked).await?;
        let transport = transport.with_token(&opened.token);
        Session::open(self.storage, self.env, transport, identity, unlocked, guard).await
    }
}

impl<S: Storage> Session<S> {
    /// Signs out and removes everything from this device, what waits to be sent included.
    ///
    /// # Errors
    /// When the storage fails; then some of it may be left, and nothing that opens it.
    pub async fn sign_out(self) -> Result<(), ClientError> {
        erase(&self.storage).await?;
        // Gone here in any case; the server's side ends by itself if it cannot be told now.
        let _ = self.transport.delete(path::SESSIONS).await;
        Ok(())
    }
}

/// What opens the rest goes first.
async fn erase(storage: &impl Storage) -> Result<(), ClientError> {
    for name in [UNLOCKED, LOCK, KEYRING] {
        storage.remove(name).await?;
    }
    for name in storage.names("").await? {
        storage.remove(&name).await?;
    }
    Ok(())
}

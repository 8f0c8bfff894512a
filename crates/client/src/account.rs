//! Signing up, in and out, and coming back with the kit.

mod kit;
mod recovery;
mod sign_in;
mod sign_up;

use vault::{identity::Identity, kit::AccountSecret, passphrase::ExportKey};
use wire::{
    SUITE,
    api::{self, path},
    cbor_struct,
    codec::{self, Bytes},
    id::PersonId,
};
use zeroize::Zeroizing;

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

cbor_struct! {
    /// What unlocks the keyring while signed in.
    struct UnlockedFile {
        suite: u16,
        token: [u8; 32],
        export_key: Bytes,
        keyring_version: u64,
    }
}

const ACCOUNT: &str = "account";
const UNLOCKED: &str = "unlocked";
const KEYRING: &str = "keyring";

/// A place where one person's client lives.
pub struct Home<S> {
    storage: S,
    env: Env,
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
}

impl<S: Storage> Home<S> {
    /// A home in this storage.
    pub fn new(storage: S, env: Env) -> Self {
        Self { storage, env }
    }

    /// Who has signed up here.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn account(&self) -> Result<Option<Account>, ClientError> {
        let Some(file) = self.account_file().await? else {
            return Ok(None);
        };
        let signed_in = self.storage.read(UNLOCKED).await?.is_some();
        Ok(Some(Account {
            server: file.server.clone(),
            person: file.person,
            signed_in,
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
        let unlocked: UnlockedFile =
            codec::parse(&bytes, 4096).map_err(|_| ClientError::SignedOut)?;
        let sealed = self
            .storage
            .read(KEYRING)
            .await?
            .ok_or(ClientError::SignedOut)?;
        let account = AccountSecret::from_bytes(file.account);
        let identity = Identity::open_keyring(&sealed, &unlocked.export_key, &account)
            .map_err(|_| ClientError::Damaged("the keyring"))?;
        let transport = Transport::new(&file.server)?.with_token(&unlocked.token);
        let key = Zeroizing::new(unlocked.export_key.0.clone());
        Session::open(
            self.storage,
            self.env,
            transport,
            identity,
            key,
            unlocked.keyring_version,
        )
        .await
    }

    /// Signs out: ends the session at the server if it can be reached, and takes the key away.
    ///
    /// # Errors
    /// [`ClientError::NoAccount`]; when the storage fails.
    pub async fn sign_out(self) -> Result<(), ClientError> {
        let file = self.account_file().await?.ok_or(ClientError::NoAccount)?;
        let unlocked = self.storage.read(UNLOCKED).await?.map(Zeroizing::new);
        self.storage.remove(UNLOCKED).await?;
        let Some(unlocked) =
            unlocked.and_then(|bytes| codec::parse::<UnlockedFile>(&bytes, 4096).ok())
        else {
            return Ok(());
        };
        // Signed out here in any case; the server's side ends by itself if it cannot be told now.
        let transport = Transport::new(&file.server)?.with_token(&unlocked.token);
        let _ = transport.delete(path::SESSIONS).await;
        Ok(())
    }

    async fn settle(
        mut self,
        transport: Transport,
        identity: Identity,
        opened: &api::SessionOpened,
        export_key: &ExportKey,
        keyring: Vec<u8>,
        start: Option<(KnownPerson, DeviceState)>,
    ) -> Result<Session<S>, ClientError> {
        if let Some((known, state)) = &start {
            let cache = Cache::new(identity.cache_key());
            let (storage, env) = (&self.storage, &mut self.env);
            cache
                .write(storage, env, &person_piece(&known.person), known)
                .await?;
            cache.write(storage, env, STATE, state).await?;
        }
        let account = AccountFile {
            suite: SUITE,
            server: transport.base().to_owned(),
            person: identity.person,
            account: *identity.account.dangerous_bytes(),
        };
        let unlocked = UnlockedFile {
            suite: SUITE,
            token: opened.token,
            export_key: Bytes(export_key.to_vec()),
            keyring_version: opened.keyring.version,
        };
        self.storage.write(KEYRING, &keyring).await?;
        self.storage
            .write(ACCOUNT, &codec::to_bytes(&account))
            .await?;
        self.storage
            .write(UNLOCKED, &Zeroizing::new(codec::to_bytes(&unlocked)))
            .await?;
        let transport = transport.with_token(&opened.token);
        let version = opened.keyring.version;
        Session::open(
            self.storage,
            self.env,
            transport,
            identity,
            export_key.clone(),
            version,
        )
        .await
    }
}

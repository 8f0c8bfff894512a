//! Signing up, in and out, and coming back with the kit.

use vault::{
    identity::{Identity, make_person, recover_person, recovery_hashes},
    kit::{AccountSecret, Words},
    passphrase::{ExportKey, Login, Registration},
    secret::make_bytes,
};
use wire::{
    SUITE,
    api::{self, path, problem},
    cbor_struct,
    codec::{self, Bytes},
    id::PersonId,
    person::{PersonChain, Profile, Role},
};
use zeroize::Zeroizing;

use crate::{
    cache::Cache,
    env::Env,
    error::ClientError,
    session::Session,
    state::{DeviceState, KnownPerson},
    storage::Storage,
    transport::Transport,
};

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

/// The recovery kit, to be printed.
#[derive(Clone)]
pub struct Kit {
    /// Whose.
    pub name: String,
    /// The fingerprint.
    pub person: PersonId,
    /// The server.
    pub server: String,
    /// The account secret, needed to sign in elsewhere.
    pub account_secret: Zeroizing<String>,
    /// The 24 words, until it was shown that they are on paper.
    pub words: Option<Zeroizing<String>>,
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
        let state = DeviceState {
            people: vec![KnownPerson {
                person: identity.person,
                entries: vec![entry],
            }],
            ..DeviceState::default()
        };
        let kit = kit_of(&identity, transport.base());
        let mut session = self
            .settle(
                transport,
                identity,
                &opened,
                &export_key,
                keyring,
                Some(state),
            )
            .await?;
        session.ensure_vault().await?;
        Ok((session, kit))
    }

    /// Signs in: on this device again, or with the account secret on a new one.
    ///
    /// # Errors
    /// [`ClientError::WrongPassword`]; [`ClientError::NoAccount`] when nobody has signed up here and no
    /// account secret is given.
    pub async fn sign_in(
        mut self,
        server: Option<&str>,
        account_secret: Option<&str>,
        passphrase: &str,
    ) -> Result<Session<S>, ClientError> {
        let file = self.account_file().await?;
        let account = match (account_secret, &file) {
            (Some(text), _) => AccountSecret::parse(text)?,
            (None, Some(file)) => AccountSecret::from_bytes(file.account),
            (None, None) => return Err(ClientError::NoAccount),
        };
        let known = file.as_ref().map(|file| file.server.clone());
        let server = server
            .map(str::to_owned)
            .or(known)
            .ok_or(ClientError::NoAccount)?;
        let transport = Transport::new(&server)?;
        let (login, request) = Login::start(passphrase, &account, &mut *self.env.rng)?;
        let start = api::LoginStart {
            credential: account.credential(),
            request: Bytes(request),
        };
        let started: api::LoginStarted = transport.post(path::LOGIN, &start).await?;
        let (finalization, export_key) = login
            .finish(&started.response, &account, &mut *self.env.rng)
            .map_err(|_| ClientError::WrongPassword)?;
        let finish = api::LoginFinish {
            login: started.login,
            finalization: Bytes(finalization),
        };
        let opened: api::SessionOpened = transport
            .post(path::SESSIONS, &finish)
            .await
            .map_err(wrong_password)?;
        let identity = Identity::open_keyring(&opened.keyring.sealed, &export_key, &account)
            .map_err(|why| ClientError::Altered {
                what: "the keyring",
                why,
            })?;
        let expected = file.as_ref().map(|file| file.person);
        if identity.person != opened.person
            || expected.is_some_and(|person| person != identity.person)
        {
            return Err(ClientError::NotPossible(
                "this account belongs to another person than the one who signed up here".to_owned(),
            ));
        }
        let keyring = opened.keyring.sealed.0.clone();
        self.settle(transport, identity, &opened, &export_key, keyring, None)
            .await
    }

    /// Comes back with the kit alone: a new device, a new password, every key renewed.
    ///
    /// # Errors
    /// When the words are mistyped or unknown to this server.
    pub async fn recover(
        mut self,
        server: &str,
        words: &str,
        passphrase: &str,
    ) -> Result<(Session<S>, Kit), ClientError> {
        self.must_be_empty().await?;
        let words = Words::parse(words)?;
        let transport = Transport::new(server)?;
        let root = words.root_public();
        let started: api::RecoveryStarted = transport
            .post(path::RECOVERY_START, &api::RecoveryStart { root })
            .await
            .map_err(unknown_kit)?;
        let chain = PersonChain::verify(&started.entries, None)?;
        let account = AccountSecret::make(&mut *self.env.rng);
        let now = (self.env.now)();
        let (entries, identity) = recover_person(
            &chain,
            words.clone(),
            account.clone(),
            now,
            &mut *self.env.rng,
        )
        .map_err(|why| ClientError::Altered {
            what: "the account's keys",
            why,
        })?;
        let (upload, export_key) =
            register(&transport, passphrase, &account, &mut self.env).await?;
        let keyring = identity.seal_keyring(&export_key, &mut *self.env.rng);
        let (upload_hash, keyring_hash) = recovery_hashes(&upload, &keyring);
        let head = entries
            .last()
            .map_or(chain.head().1, wire::sign::Signed::hash);
        let request = words.sign(&api::RecoveryRequest {
            suite: SUITE,
            person: chain.id(),
            nonce: started.nonce,
            credential: account.credential(),
            upload: upload_hash,
            keyring: keyring_hash,
            head,
        });
        let finish = api::RecoveryFinish {
            request,
            upload: Bytes(upload),
            entries: entries.clone(),
            keyring: Bytes(keyring.clone()),
        };
        let opened: api::SessionOpened = transport.post(path::RECOVERY, &finish).await?;
        let mut known = started.entries;
        known.extend(entries);
        let state = DeviceState {
            people: vec![KnownPerson {
                person: chain.id(),
                entries: known,
            }],
            renew: true,
            ..DeviceState::default()
        };
        let mut kit = kit_of(&identity, transport.base());
        kit.words = Some(words.to_text());
        let session = self
            .settle(
                transport,
                identity,
                &opened,
                &export_key,
                keyring,
                Some(state),
            )
            .await?;
        Ok((session, kit))
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
            None,
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
        state: Option<DeviceState>,
    ) -> Result<Session<S>, ClientError> {
        if let Some(state) = &state {
            let cache = Cache::new(identity.cache_key());
            cache
                .write(&self.storage, &mut self.env, crate::session::STATE, state)
                .await?;
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
            state,
        )
        .await
    }
}

impl<S: Storage> Session<S> {
    /// The kit: the account secret, and the words while they are still here.
    pub fn kit(&self) -> Kit {
        kit_of(self.identity(), self.server())
    }

    /// Checks that the words are on paper, and if so takes them off this device.
    ///
    /// # Errors
    /// When the words are not those of the kit; storage and network as usual.
    pub async fn check_kit(&mut self, words: &str) -> Result<(), ClientError> {
        let words = Words::parse(words)?;
        let me = self.identity().person;
        let chain = self.chain(&me)?;
        if words.public() != *chain.recovery() {
            return Err(ClientError::NotPossible(
                "these are the words of another kit: compare the fingerprint printed on it"
                    .to_owned(),
            ));
        }
        if self.identity().pending_kit.is_none() {
            return Ok(());
        }
        let mut identity = self.identity().clone();
        identity.pending_kit = None;
        let sealed = identity.seal_keyring(&self.export_key, &mut *self.env.rng);
        let keyring = api::Keyring {
            version: self.keyring_version + 1,
            sealed: Bytes(sealed.clone()),
        };
        let body = codec::to_bytes(&keyring);
        self.transport
            .put(path::KEYRING, "application/cbor", body)
            .await?;
        self.storage.write(KEYRING, &sealed).await?;
        self.keyring_version = keyring.version;
        let bytes = self
            .storage
            .read(UNLOCKED)
            .await?
            .map(Zeroizing::new)
            .ok_or(ClientError::SignedOut)?;
        let mut unlocked: UnlockedFile =
            codec::parse(&bytes, 4096).map_err(|_| ClientError::SignedOut)?;
        unlocked.keyring_version = keyring.version;
        self.storage
            .write(UNLOCKED, &Zeroizing::new(codec::to_bytes(&unlocked)))
            .await?;
        self.set_identity(identity);
        Ok(())
    }
}

fn kit_of(identity: &Identity, server: &str) -> Kit {
    Kit {
        name: identity.profile.name.clone(),
        person: identity.person,
        server: server.to_owned(),
        account_secret: identity.account.to_text(),
        words: identity.pending_kit.as_ref().map(Words::to_text),
    }
}

async fn register(
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

fn wrong_password(error: ClientError) -> ClientError {
    match error {
        ClientError::Refused { problem, .. } if problem == problem::LOGIN => {
            ClientError::WrongPassword
        }
        other => other,
    }
}

fn unknown_kit(error: ClientError) -> ClientError {
    match error {
        ClientError::Refused { problem, .. } if problem == problem::NOT_FOUND => ClientError::NotFound(
            "this server knows nobody with this kit: check that it is the server printed on the kit".to_owned(),
        ),
        other => other,
    }
}

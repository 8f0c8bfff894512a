//! What every endpoint works with.

use std::{net::IpAddr, sync::Arc};

use opaque_ke::{ServerLogin, ServerSetup};
use sha2::{Digest, Sha256};
use store::{Session, Store};
use tokio::sync::watch;
use wire::{
    api::{Keyring, SessionOpened},
    id::{CredentialId, PersonId},
    opaque::Suite,
};

use crate::{
    Config,
    ambient::{OsRandom, make_random},
    apps::Apps,
    limit::Limiter,
    pending::Pending,
    relay::{Bounds, Relay},
    serve::ServeError,
    sets::Sets,
};

/// The server's state; clones are handles on the same one.
#[derive(Clone)]
pub(crate) struct App {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) setup: ServerSetup<Suite>,
    pub(crate) config: Config,
    pub(crate) apps: Apps,
    pub(crate) logins: Pending<[u8; 16], Attempt>,
    pub(crate) nonces: Pending<[u8; 32], PersonId>,
    pub(crate) requests: Limiter<IpAddr>,
    pub(crate) sign_ins: Limiter<IpAddr>,
    pub(crate) credentials: Limiter<CredentialId>,
    pub(crate) inquiries: Limiter<PersonId>,
    pub(crate) relay: Relay,
    pub(crate) sets: Sets,
    pub(crate) stopping: watch::Sender<bool>,
}

/// A login begun. For a credential that does not exist there is nobody it could be.
pub(crate) struct Attempt {
    pub(crate) state: ServerLogin<Suite>,
    pub(crate) credential: CredentialId,
    pub(crate) person: Option<PersonId>,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl App {
    /// Opens the store, makes the server's OPAQUE key at the first start, and clears what a killed
    /// server left.
    pub(crate) async fn open(config: Config) -> Result<Self, ServeError> {
        let mut options = store::Options::new(&config.data);
        options.quota = config.quota;
        options.max_pages = config.max_pages;
        let store = Store::open(options).await?;
        let setup = store
            .setting("opaque-setup", || {
                ServerSetup::<Suite>::new(&mut OsRandom)
                    .serialize()
                    .to_vec()
            })
            .await?;
        let setup = ServerSetup::deserialize(&setup)
            .map_err(|_| store::StoreError::Damaged("the server's OPAQUE key"))?;
        store.sweep_files().await?;
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                setup,
                apps: Apps::new(config.apps.clone()),
                logins: Pending::new(LOGIN_MILLIS, PENDING),
                nonces: Pending::new(NONCE_MILLIS, PENDING),
                requests: Limiter::new(config.rate),
                sign_ins: Limiter::new(config.sign_in_rate),
                credentials: Limiter::new(config.credential_rate),
                inquiries: Limiter::new(config.inquiry_rate),
                sets: Sets::new(),
                relay: Relay::new(Bounds {
                    wait: config.inquiry_wait,
                    poll: config.work_wait,
                    grace: config.work_grace,
                    room: config.inquiry_room,
                    share: config.inquiry_share,
                    open: OPEN_INQUIRIES,
                }),
                stopping: watch::Sender::new(false),
                config,
            }),
        })
    }

    /// The time, in milliseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        (self.config.clock)()
    }

    /// Makes a session: what is told to the person, and what is kept.
    pub(crate) fn make_session(&self) -> ([u8; 32], Session) {
        let token = make_random();
        let session = Session {
            token: token_hash(&token),
            expires: self.now().saturating_add(SESSION_MILLIS),
        };
        (token, session)
    }
}

/// What is told of a session.
pub(crate) fn opened(
    (token, session): ([u8; 32], Session),
    person: PersonId,
    keyring: Keyring,
) -> SessionOpened {
    SessionOpened {
        token,
        person,
        expires: session.expires,
        keyring,
    }
}

/// What is kept of a token.
pub(crate) fn token_hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(token).into()
}

const MINUTE: u64 = 60 * 1000;
const LOGIN_MILLIS: u64 = 2 * MINUTE;
const NONCE_MILLIS: u64 = 10 * MINUTE;
const SESSION_MILLIS: u64 = 30 * 24 * 60 * MINUTE;
/// How many logins or recoveries may be under way.
const PENDING: usize = 10_000;
/// How many inquiries an account may have under way.
const OPEN_INQUIRIES: usize = 16;

//! Opening and closing: accounts, the lock, the kit.

use bridge::{
    Answer, Cause, Event, Hidden, HiddenBytes, Kit, Me, Passkey, Reply, Role, Standing, Trouble,
    Work,
};
use client::{ClientError, VaultError, account, account::SignUp, session::Session};

use crate::{
    desk::Desk,
    engine::{Engine, State},
    host::Host,
    pieces,
    trouble::trouble,
};

/// The longest a device may stay open without a touch.
const LONGEST: u16 = 240;

impl<H: Host> Engine<H> {
    pub(crate) async fn start(&self, server: String, role: Role) -> Reply {
        // Asked again, by a page that wants to know where it stands.
        if self.inner.state.get() == State::Open {
            return self.standing().await;
        }
        let server = server.trim_end_matches('/').to_owned();
        self.take_place(server, role).await?;
        if !self.inner.host.claim(role, false).await {
            self.inner.state.set(State::Elsewhere);
            return Ok(Answer::Standing(Standing::Elsewhere));
        }
        self.come_back().await
    }

    pub(crate) async fn take_over(&self) -> Reply {
        if !self.inner.host.claim(self.role()?, true).await {
            return Ok(Answer::Standing(Standing::Elsewhere));
        }
        self.come_back().await
    }

    /// The place is this engine's, whoever had it before.
    async fn come_back(&self) -> Reply {
        if self.inner.state.get() == State::Elsewhere {
            self.inner.state.set(State::Locked);
        }
        self.standing().await
    }

    /// Where the app stands, as an answer.
    pub(crate) async fn standing(&self) -> Reply {
        if self.inner.state.get() == State::Open {
            let desk = self.desk().await?;
            return Ok(Answer::Standing(Standing::Open(self.me(&desk))));
        }
        let home = self.home()?;
        let Some(account) = home.account().await.map_err(trouble)? else {
            self.inner.state.set(State::Nobody);
            return Ok(Answer::Standing(Standing::Nobody));
        };
        self.inner.state.set(State::Locked);
        let passkey = match account.locked {
            true => home.passkey().await.map_err(trouble)?,
            false => None,
        };
        let passkey = passkey.map(|passkey| Passkey {
            credential: passkey.credential,
            salt: passkey.salt,
        });
        Ok(Answer::Standing(Standing::Locked(passkey)))
    }

    fn me(&self, desk: &Desk<H::Storage>) -> Me {
        let identity = desk.session.identity();
        Me {
            role: match identity.role {
                wire::person::Role::Patient => Role::Patient,
                wire::person::Role::Doctor => Role::Doctor,
            },
            name: identity.profile.name.clone(),
            registration: identity.profile.registration.clone(),
            fingerprint: identity.person.short(),
            kit_pending: identity.pending_kit.is_some(),
            has_passkey: desk.session.passkey().is_some(),
            lock_after: self.inner.lock_after.get(),
            vault: desk.session.own_vault().ok().map(|vault| vault.to_string()),
        }
    }

    pub(crate) async fn sign_up(
        &self,
        name: &str,
        registration: Option<&str>,
        passphrase: &Hidden,
    ) -> Reply {
        let (home, server) = (self.home()?, self.server()?);
        let new = SignUp {
            server: &server,
            role: match self.role()? {
                Role::Patient => wire::person::Role::Patient,
                Role::Doctor => wire::person::Role::Doctor,
            },
            name,
            registration: registration.filter(|number| !number.trim().is_empty()),
            passphrase: passphrase.show(),
        };
        let made = self.making_keys(home.sign_up(&new)).await;
        let (session, kit) = match made {
            Ok(made) => made,
            Err(ClientError::NotPossible(why)) => return Err(Trouble::new(Cause::BadEntry, why)),
            Err(error) => return Err(trouble(error)),
        };
        self.open(session).await?;
        Ok(Answer::Kit(kit_of(kit)))
    }

    pub(crate) async fn sign_in(
        &self,
        account_secret: Option<&Hidden>,
        passphrase: &Hidden,
    ) -> Reply {
        let (home, server) = (self.home()?, self.server()?);
        let secret = account_secret.map(Hidden::show);
        let session = home.sign_in(Some(&server), secret, passphrase.show());
        let session = self
            .making_keys(session)
            .await
            .map_err(|error| match error {
                ClientError::NotPossible(why) => Trouble::new(Cause::AccountExists, why),
                // The account secret, not as printed.
                ClientError::Vault(VaultError::Kit(why)) => {
                    Trouble::new(Cause::WrongPassphrase, why)
                }
                other => trouble(other),
            })?;
        self.open(session).await?;
        self.fetch_vault().await;
        self.standing().await
    }

    pub(crate) async fn recover(&self, words: &Hidden, passphrase: &Hidden) -> Reply {
        let (home, server) = (self.home()?, self.server()?);
        let recovered = home.recover(&server, words.show(), passphrase.show());
        let (session, kit) = self.making_keys(recovered).await.map_err(trouble)?;
        self.open(session).await?;
        self.fetch_vault().await;
        Ok(Answer::Kit(kit_of(kit)))
    }

    pub(crate) async fn unlock(&self, passphrase: &Hidden) -> Reply {
        if self.inner.state.get() == State::Open {
            return self.standing().await;
        }
        let session = self.home()?.unlock(passphrase.show());
        let session = self.making_keys(session).await.map_err(trouble)?;
        self.open(session).await?;
        self.standing().await
    }

    pub(crate) async fn unlock_with_passkey(&self, prf: &HiddenBytes) -> Reply {
        if self.inner.state.get() == State::Open {
            return self.standing().await;
        }
        let session = self.home()?.unlock_with_passkey(&prf.0).await;
        self.open(session.map_err(trouble)?).await?;
        self.standing().await
    }

    /// Says that keys are being made, which takes a moment.
    async fn making_keys<T>(
        &self,
        work: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<T, ClientError> {
        let progress = |done| Event::Progress {
            work: Work::Keys,
            done,
            total: 1,
        };
        self.tell(progress(0));
        let result = work.await;
        self.tell(progress(1));
        result
    }

    /// Lays a session on the desk and gets in touch with the server.
    async fn open(&self, session: Session<H::Storage>) -> Result<(), Trouble> {
        let desk = Desk::new(session, &self.inner).await.map_err(trouble)?;
        let settings = pieces::settings(&desk.session).await.map_err(trouble)?;
        self.clear_desk(Some(desk)).await;
        self.inner
            .lock_after
            .set(settings.lock_after.clamp(1, LONGEST));
        self.inner.told.borrow_mut().clear();
        self.inner.state.set(State::Open);
        self.touch();
        self.count_waiting().await?;
        self.inner.news.all();
        self.inner.watch.ring();
        Ok(())
    }

    /// On a new device: brings one's own vault here before anybody asks for it. If that fails the sync in the
    /// background says why, and goes on trying.
    async fn fetch_vault(&self) {
        let missing = match self.desk().await {
            Ok(desk) => desk
                .vault(None)
                .is_err_and(|why| why.cause == Cause::Offline),
            Err(_) => false,
        };
        if missing {
            Box::pin(self.fetch_news(None)).await.ok();
        }
    }

    pub(crate) async fn add_passkey(
        &self,
        credential: &[u8],
        salt: [u8; 32],
        prf: &HiddenBytes,
    ) -> Reply {
        let mut desk = self.desk().await?;
        desk.session
            .add_passkey(credential, salt, &prf.0)
            .await
            .map_err(trouble)?;
        Ok(Answer::Standing(Standing::Open(self.me(&desk))))
    }

    pub(crate) async fn remove_passkey(&self) -> Reply {
        let mut desk = self.desk().await?;
        desk.session.remove_passkey().await.map_err(trouble)?;
        Ok(Answer::Standing(Standing::Open(self.me(&desk))))
    }

    pub(crate) async fn set_lock_after(&self, minutes: u16) -> Reply {
        if !(1..=LONGEST).contains(&minutes) {
            let allowed = format!("the app locks itself after 1 to {LONGEST} minutes");
            return Err(Trouble::new(Cause::OutOfRange, allowed));
        }
        let mut desk = self.desk().await?;
        let settings = pieces::Settings {
            version: pieces::VERSION,
            lock_after: minutes,
        };
        pieces::keep_settings(&mut desk.session, &settings)
            .await
            .map_err(trouble)?;
        self.inner.lock_after.set(minutes);
        Ok(Answer::Standing(Standing::Open(self.me(&desk))))
    }

    /// Locks: the keys are dropped as soon as whoever is at the desk has finished; from now on nobody comes
    /// to it.
    pub async fn lock(&self) {
        if self.inner.state.get() != State::Open {
            return;
        }
        self.inner.state.set(State::Locked);
        self.inner.watch.ring();
        self.tell(Event::Locked);
        self.clear_desk(None).await;
    }

    /// Another tab has taken over: the keys are dropped.
    pub async fn stolen(&self) {
        self.inner.state.set(State::Elsewhere);
        self.inner.watch.ring();
        self.tell(Event::Elsewhere);
        self.clear_desk(None).await;
    }

    pub(crate) fn touch(&self) {
        self.inner.touched.set(self.now());
    }

    pub(crate) async fn sign_out(&self, anyway: bool) -> Reply {
        let home = self.home()?;
        if self.inner.state.get() != State::Open {
            // Locked for good, the passphrase forgotten: what waits cannot be looked at.
            if !anyway {
                return Err(Trouble::new(
                    Cause::Locked,
                    "records may wait here to be sent, which are lost by signing out",
                ));
            }
            home.erase().await.map_err(trouble)?;
            self.inner.state.set(State::Nobody);
            return Ok(Answer::Done);
        }
        if !anyway {
            self.flush(Some(crate::sending::PATIENCE)).await.ok();
            self.count_waiting().await?;
            let waiting = self.inner.waiting.get();
            if waiting > 0 {
                let what = format!("{waiting} records wait on this device to be sent");
                return Err(Trouble::new(Cause::Offline, what));
            }
        }
        let transport = self.desk().await?.session.transport();
        self.inner.state.set(State::Nobody);
        self.inner.watch.ring();
        self.clear_desk(None).await;
        home.erase().await.map_err(trouble)?;
        // Gone here in any case; the server's side ends by itself if it cannot be told now.
        let told = transport.delete(wire::api::path::SESSIONS);
        self.within(Some(crate::sending::PATIENCE), told).await.ok();
        self.set_waiting(0);
        Ok(Answer::Done)
    }

    pub(crate) async fn kit(&self) -> Reply {
        let desk = self.desk().await?;
        Ok(Answer::Kit(kit_of(desk.session.kit())))
    }

    pub(crate) async fn check_kit(&self, words: &Hidden) -> Reply {
        let mut desk = self.desk().await?;
        desk.session
            .check_kit(words.show())
            .await
            .map_err(trouble)?;
        Ok(Answer::Standing(Standing::Open(self.me(&desk))))
    }
}

fn kit_of(kit: account::Kit) -> Kit {
    Kit {
        name: kit.name,
        fingerprint: kit.person.short(),
        server: kit.server,
        account_secret: Hidden::new(kit.account_secret.as_str()),
        words: kit.words.map(|words| Hidden::new(words.as_str())),
    }
}

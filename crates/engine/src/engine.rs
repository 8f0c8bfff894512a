//! The engine: where requests come in.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use bridge::{Answer, Cause, Event, Link, Reply, Request, Role, Trouble};
use client::account::Home;
use futures_util::lock::{MappedMutexGuard, Mutex, MutexGuard};
use wire::id::VaultId;

use crate::{bell::Bell, classifiers::Ahead, desk::Desk, host::Host, trouble::trouble};

/// The engine of one app. A clone is the same engine.
pub struct Engine<H: Host> {
    pub(crate) inner: Rc<Inner<H>>,
}

impl<H: Host> Clone for Engine<H> {
    fn clone(&self) -> Self {
        Self {
            inner: Rc::clone(&self.inner),
        }
    }
}

pub(crate) struct Inner<H: Host> {
    pub(crate) host: H,
    place: RefCell<Option<Place<H::Storage>>>,
    desk: Mutex<Option<Desk<H::Storage>>>,
    pub(crate) state: Cell<State>,
    /// When somebody was there last.
    pub(crate) touched: Cell<u64>,
    pub(crate) lock_after: Cell<u16>,
    pub(crate) link: Cell<Link>,
    pub(crate) waiting: Cell<u64>,
    /// One at a time sends what waits.
    pub(crate) sending: Mutex<()>,
    pub(crate) news: Wanted,
    /// The watcher is to look whether there is something to watch.
    pub(crate) watch: Bell,
    /// Troubles told since the app was opened: each is told once.
    pub(crate) told: RefCell<BTreeSet<String>>,
    pub(crate) synced: Cell<u64>,
    /// An inquiry that waits for its question; gone whenever the desk is.
    pub(crate) ahead: RefCell<Option<Ahead>>,
    /// One inquiry is under way at a time.
    pub(crate) inquiring: Mutex<()>,
    /// How often the desk was taken by somebody or cleared.
    pub(crate) opened: Cell<u64>,
}

/// Where the app keeps things, and whose server it is.
pub(crate) struct Place<S> {
    pub(crate) storage: S,
    pub(crate) server: String,
    pub(crate) role: Role,
}

/// Whether there is anything at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nobody has an account here, or not asked yet.
    Nobody,
    /// Locked.
    Locked,
    /// Open.
    Open,
    /// Another tab has it.
    Elsewhere,
}

/// Which news are wanted.
#[derive(Default)]
pub(crate) struct Wanted {
    pub(crate) bell: Bell,
    vaults: RefCell<BTreeSet<VaultId>>,
    all: Cell<bool>,
}

impl Wanted {
    pub(crate) fn all(&self) {
        self.all.set(true);
        self.bell.ring();
    }

    pub(crate) fn of(&self, vault: Option<VaultId>) {
        self.vaults.borrow_mut().extend(vault);
        self.bell.ring();
    }

    /// What was wanted; `None` for everything.
    pub(crate) fn take(&self) -> Option<Vec<VaultId>> {
        let vaults = std::mem::take(&mut *self.vaults.borrow_mut());
        (!self.all.take()).then(|| vaults.into_iter().collect())
    }
}

/// Somebody at the desk.
pub(crate) type AtDesk<'a, S> = MappedMutexGuard<'a, Option<Desk<S>>, Desk<S>>;

impl<H: Host> Engine<H> {
    /// An engine in its surroundings. Nothing happens before [`Request::Start`]; [`Engine::run`] keeps it in
    /// touch with the server, and [`Engine::tick`] with the clock.
    pub fn new(host: H) -> Self {
        let inner = Inner {
            host,
            place: RefCell::new(None),
            desk: Mutex::new(None),
            state: Cell::new(State::Nobody),
            touched: Cell::new(0),
            lock_after: Cell::new(1),
            link: Cell::new(Link::Connecting),
            waiting: Cell::new(0),
            sending: Mutex::new(()),
            news: Wanted::default(),
            watch: Bell::default(),
            told: RefCell::default(),
            synced: Cell::new(0),
            ahead: RefCell::default(),
            inquiring: Mutex::new(()),
            opened: Cell::new(0),
        };
        Self {
            inner: Rc::new(inner),
        }
    }

    /// Answers a request. Several may be under way at once.
    ///
    /// # Errors
    /// What the screens are to tell.
    pub async fn handle(&self, request: Request) -> Reply {
        match request {
            Request::Start { .. }
            | Request::TakeOver
            | Request::SignUp { .. }
            | Request::SignIn { .. }
            | Request::Recover { .. }
            | Request::Unlock { .. }
            | Request::UnlockWithPasskey { .. }
            | Request::AddPasskey { .. }
            | Request::RemovePasskey
            | Request::LockAfter(_)
            | Request::Lock
            | Request::Awake
            | Request::SignOut { .. }
            | Request::Kit
            | Request::CheckKit { .. } => self.handle_account(request).await,
            Request::Sync => {
                self.inner.news.all();
                Ok(Answer::Done)
            }
            Request::Records { .. }
            | Request::Resource { .. }
            | Request::Versions { .. }
            | Request::File { .. }
            | Request::Add { .. }
            | Request::Correct { .. }
            | Request::Mistaken { .. }
            | Request::Undo { .. }
            | Request::Import { .. }
            | Request::Interrupted
            | Request::Resume { .. }
            | Request::Decide { .. }
            | Request::Broadcast { .. }
            | Request::Export { .. } => self.handle_records(request).await,
            Request::Classifiers => Box::pin(self.classifiers()).await,
            Request::PrepareQuestion { classifier } => {
                Box::pin(self.prepare_question(&classifier)).await
            }
            Request::AskClassifier { classifier, values } => {
                Box::pin(self.ask_classifier(&classifier, &values)).await
            }
            Request::Keep { name, bytes } => Box::pin(self.keep(&name, bytes)).await,
            Request::Kept { name } => Box::pin(self.kept(&name)).await,
            other => self.handle_people(other).await,
        }
    }

    async fn handle_account(&self, request: Request) -> Reply {
        match request {
            Request::Start { server, role } => Box::pin(self.start(server, role)).await,
            Request::TakeOver => Box::pin(self.take_over()).await,
            Request::SignUp {
                name,
                registration,
                passphrase,
            } => Box::pin(self.sign_up(&name, registration.as_deref(), &passphrase)).await,
            Request::SignIn {
                account_secret,
                passphrase,
            } => Box::pin(self.sign_in(account_secret.as_ref(), &passphrase)).await,
            Request::Recover { words, passphrase } => {
                Box::pin(self.recover(&words, &passphrase)).await
            }
            Request::Unlock { passphrase } => Box::pin(self.unlock(&passphrase)).await,
            Request::UnlockWithPasskey { prf } => Box::pin(self.unlock_with_passkey(&prf)).await,
            Request::AddPasskey {
                credential,
                salt,
                prf,
            } => Box::pin(self.add_passkey(&credential, salt, &prf)).await,
            Request::RemovePasskey => Box::pin(self.remove_passkey()).await,
            Request::LockAfter(minutes) => Box::pin(self.set_lock_after(minutes)).await,
            Request::Lock => {
                Box::pin(self.lock()).await;
                Ok(Answer::Done)
            }
            Request::Awake => {
                self.touch();
                Ok(Answer::Done)
            }
            Request::SignOut { anyway } => Box::pin(self.sign_out(anyway)).await,
            Request::Kit => Box::pin(self.kit()).await,
            Request::CheckKit { words } => Box::pin(self.check_kit(&words)).await,
            _ => unreachable!("sorted by handle"),
        }
    }

    async fn handle_records(&self, request: Request) -> Reply {
        match request {
            Request::Records { vault } => Box::pin(self.records(vault.as_deref())).await,
            Request::Resource {
                vault,
                record,
                version,
            } => Box::pin(self.resource(vault.as_deref(), &record, version)).await,
            Request::Versions { vault, record } => {
                Box::pin(self.versions(vault.as_deref(), &record)).await
            }
            Request::File { vault, file } => Box::pin(self.file(vault.as_deref(), &file)).await,
            Request::Add {
                vault,
                drafts,
                broadcast,
            } => Box::pin(self.add(vault.as_deref(), drafts, broadcast)).await,
            Request::Correct {
                vault,
                record,
                draft,
            } => Box::pin(self.correct(vault.as_deref(), &record, draft)).await,
            Request::Mistaken { vault, record } => {
                Box::pin(self.mistaken(vault.as_deref(), &record)).await
            }
            Request::Undo { vault, records } => {
                Box::pin(self.undo(vault.as_deref(), &records)).await
            }
            Request::Import {
                name,
                content,
                broadcast,
            } => Box::pin(self.import(name, content, broadcast)).await,
            Request::Interrupted => Box::pin(self.interrupted()).await,
            Request::Resume { go_on } => Box::pin(self.resume(go_on)).await,
            Request::Decide { records, broadcast } => {
                Box::pin(self.decide(&records, broadcast)).await
            }
            Request::Broadcast { records } => Box::pin(self.broadcast(&records)).await,
            Request::Export { vault } => Box::pin(self.export(vault.as_deref())).await,
            _ => unreachable!("sorted by handle"),
        }
    }

    async fn handle_people(&self, request: Request) -> Reply {
        match request {
            Request::Sharers => Box::pin(self.sharers()).await,
            Request::TakeOff { person, remove } => Box::pin(self.take_off(&person, remove)).await,
            Request::ShareAgain { person, consent } => {
                Box::pin(self.share_again(&person, &consent)).await
            }
            Request::Acquaintances => Box::pin(self.acquaintances()).await,
            Request::Showings => Box::pin(self.showings()).await,
            Request::ShowTo {
                person,
                record,
                version,
            } => Box::pin(self.show_to(person.as_deref(), &record, version)).await,
            Request::TakeBack { person, number } => Box::pin(self.take_back(&person, number)).await,
            Request::Look { link } => Box::pin(self.look(&link)).await,
            Request::AnswerVisit => Box::pin(self.answer_visit()).await,
            Request::Accept(consent) => Box::pin(self.accept(&consent)).await,
            Request::Deny => Box::pin(self.deny()).await,
            Request::History { vault } => Box::pin(self.history(vault.as_deref())).await,
            Request::VerifyLog { vault } => Box::pin(self.verify_log(vault.as_deref())).await,
            Request::Patients => Box::pin(self.patients()).await,
            Request::Invitations => Box::pin(self.invitations()).await,
            Request::Invite {
                may_add,
                history,
                visit_hours,
                intake,
            } => Box::pin(self.invite(may_add, history, visit_hours, intake)).await,
            Request::ForgetInvitation { id } => Box::pin(self.forget_invitation(&id)).await,
            Request::News => Box::pin(self.news()).await,
            Request::Seen { vault } => Box::pin(self.seen(vault.as_deref())).await,
            Request::EndedAccess => Box::pin(self.ended_access()).await,
            Request::KeptOwn { vault } => Box::pin(self.kept_own(&vault)).await,
            _ => unreachable!("sorted by handle"),
        }
    }

    /// The desk, when it is one's turn.
    pub(crate) async fn desk(&self) -> Result<AtDesk<'_, H::Storage>, Trouble> {
        self.must_be_open()?;
        let guard = self.inner.desk.lock().await;
        // It may have been locked while one stood in line.
        self.must_be_open()?;
        if guard.is_none() {
            return Err(locked());
        }
        Ok(MutexGuard::map(guard, |desk| match desk {
            Some(desk) => desk,
            None => unreachable!("looked at above"),
        }))
    }

    fn must_be_open(&self) -> Result<(), Trouble> {
        match self.inner.state.get() {
            State::Open => Ok(()),
            State::Locked => Err(locked()),
            State::Nobody => Err(Trouble::new(Cause::NoAccount, "nobody has signed up here")),
            State::Elsewhere => Err(elsewhere()),
        }
    }

    /// Puts something else on the desk, when it is free; what was there is dropped, keys and all.
    pub(crate) async fn clear_desk(&self, next: Option<Desk<H::Storage>>) {
        let mut desk = self.inner.desk.lock().await;
        self.inner.opened.update(|count| count + 1);
        *self.inner.ahead.borrow_mut() = None;
        *desk = next;
    }

    /// Where the app keeps things.
    pub(crate) fn home(&self) -> Result<Home<H::Storage>, Trouble> {
        if self.inner.state.get() == State::Elsewhere {
            return Err(elsewhere());
        }
        let place = self.inner.place.borrow();
        let place = place.as_ref().ok_or_else(not_started)?;
        let role = match place.role {
            Role::Patient => wire::person::Role::Patient,
            Role::Doctor => wire::person::Role::Doctor,
        };
        let home = Home::new(place.storage.clone(), self.inner.host.env());
        Ok(home.locked_at_rest().only_for(role))
    }

    pub(crate) fn server(&self) -> Result<String, Trouble> {
        let place = self.inner.place.borrow();
        Ok(place.as_ref().ok_or_else(not_started)?.server.clone())
    }

    pub(crate) fn role(&self) -> Result<Role, Trouble> {
        let place = self.inner.place.borrow();
        Ok(place.as_ref().ok_or_else(not_started)?.role)
    }

    pub(crate) fn storage(&self) -> Result<H::Storage, Trouble> {
        let place = self.inner.place.borrow();
        Ok(place.as_ref().ok_or_else(not_started)?.storage.clone())
    }

    pub(crate) async fn take_place(&self, server: String, role: Role) -> Result<(), Trouble> {
        let known = match &*self.inner.place.borrow() {
            Some(place) if place.role == role => Some(place.storage.clone()),
            _ => None,
        };
        let storage = match known {
            Some(storage) => storage,
            None => self.inner.host.open(role).await.map_err(trouble)?,
        };
        *self.inner.place.borrow_mut() = Some(Place {
            storage,
            server,
            role,
        });
        Ok(())
    }

    pub(crate) fn now(&self) -> u64 {
        (self.inner.host.env().now)()
    }

    pub(crate) fn tell(&self, event: Event) {
        self.inner.host.tell(event);
    }
}

fn locked() -> Trouble {
    Trouble::new(Cause::Locked, "the app is locked: unlock it first")
}

fn elsewhere() -> Trouble {
    Trouble::new(Cause::Elsewhere, "the app is open in another tab")
}

fn not_started() -> Trouble {
    Trouble::new(Cause::Other, "the engine was asked before it was started")
}

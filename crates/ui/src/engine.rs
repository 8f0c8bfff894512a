//! The handle to the engine: asks it, and follows what it tells.

use std::{collections::HashMap, rc::Rc};

use bridge::{Answer, Cause, Event, Link, Me, Reply, Request, Role, Standing, Trouble, Work};
use leptos::{prelude::*, reactive::graph::Observer, task::spawn_local};

use crate::{browser, components::Toasts, t};

mod asking;
mod awake;
mod load;
mod worker;

pub use asking::Asking;
pub use load::{Loaded, Loading};
use worker::Line;

/// The engine, from anywhere below the app's root: `let engine = Engine::expect();`.
#[derive(Clone, Copy)]
pub struct Engine {
    role: Role,
    line: StoredValue<Rc<Line>, LocalStorage>,
    standing: RwSignal<Option<Standing>>,
    link: RwSignal<Link>,
    waiting: RwSignal<u64>,
    progress: RwSignal<HashMap<Work, (u64, u64)>>,
    changes: RwSignal<Changes>,
    coming: RwSignal<bool>,
    dead: RwSignal<bool>,
    signed_out: RwSignal<bool>,
    toasts: Toasts,
}

impl Engine {
    /// Starts the worker and asks it where the app stands.
    ///
    /// On a device where the app never was, what it will say is known: the door is shown at once, and the worker, which is
    /// larger than all else, comes behind it.
    pub(crate) fn start(role: Role, toasts: Toasts) -> Self {
        let (coming, dead) = (RwSignal::new(true), RwSignal::new(false));
        let events = StoredValue::new_local(None::<Engine>);
        let line = Line::open(
            move |event| {
                if let Some(engine) = events.get_value() {
                    engine.heed(event);
                }
            },
            move || coming.set(false),
            move || dead.set(true),
        );
        let engine = Self {
            role,
            line: StoredValue::new_local(Rc::new(line)),
            standing: RwSignal::new(None),
            link: RwSignal::new(Link::Connecting),
            waiting: RwSignal::new(0),
            progress: RwSignal::default(),
            changes: RwSignal::default(),
            coming,
            dead,
            signed_out: RwSignal::new(false),
            toasts,
        };
        events.set_value(Some(engine));
        engine.refresh();
        awake::watch(engine);
        spawn_local(async move {
            let line = engine.line.get_value();
            match browser::has_database(role.place()).await {
                Some(false) => {
                    engine.standing.set(Some(Standing::Nobody));
                    browser::once_painted(move || line.begin());
                }
                _ => line.begin(),
            }
        });
        engine
    }

    /// The engine of the app.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Asks, and waits for the answer. Where the app stands, if that is the answer, is taken up.
    ///
    /// # Errors
    /// What the engine says went wrong: [`crate::facts::trouble_words`] has the words.
    pub async fn ask(self, request: Request) -> Reply {
        let line = self.line.get_value();
        let reply = line.ask(&request).await;
        if let Ok(Answer::Standing(standing)) = &reply {
            self.standing.set(Some(standing.clone()));
            if matches!(request, Request::SignIn { .. }) {
                self.signed_out.set(false);
            }
        }
        self.note_sign_out(&reply);
        reply
    }

    /// Asks where nobody waits for the answer; trouble is shown as a toast.
    pub fn tell(self, request: Request) {
        spawn_local(async move {
            let reply = self.ask(request).await;
            // A worker that is gone has a screen of its own.
            let gone = self.dead.get_untracked();
            if let (Err(trouble), false) = (reply, gone) {
                self.toasts.trouble(&trouble);
            }
        });
    }

    /// For a button: asks, and shows whether it is busy and what went wrong. See [`Asking`].
    pub fn asking(self) -> Asking {
        Asking::new(self)
    }

    /// Asks again where the app stands.
    pub fn refresh(self) {
        self.tell(Request::Start {
            server: window().location().origin().unwrap_or_default(),
            role: self.role,
        });
    }

    /// Whose app it is.
    pub fn role(self) -> Role {
        self.role
    }

    /// Where the app stands; `None` until the engine has said.
    pub fn standing(self) -> Signal<Option<Standing>> {
        self.standing.into()
    }

    /// Who has the app open, if it is open; reactive where something follows it.
    pub fn me(self) -> Option<Me> {
        let standing = match Observer::get() {
            Some(_) => self.standing.get(),
            None => self.standing.get_untracked(),
        };
        match standing {
            Some(Standing::Open(me)) => Some(me),
            _ => None,
        }
    }

    /// The connection.
    pub fn link(self) -> Signal<Link> {
        self.link.into()
    }

    /// How many records wait on this device to be sent.
    pub fn waiting(self) -> Signal<u64> {
        self.waiting.into()
    }

    /// How far long work has got, `(done, total)`; `None` when it is not at it.
    pub fn progress(self, work: Work) -> Signal<Option<(u64, u64)>> {
        let progress = self.progress;
        Signal::derive(move || progress.with(|progress| progress.get(&work).copied()))
    }

    /// Changes whenever something changed that concerns a vault (any, if none is named): for what
    /// [`Engine::load`] does not cover.
    pub fn changed(self, vault: Option<String>) -> Signal<u64> {
        let changes = self.changes;
        Memo::new(move |_| changes.with(|changes| changes.of(vault.as_deref()))).into()
    }

    /// Whether the worker is still on its way or being started; what is asked of it waits.
    pub fn coming(self) -> Signal<bool> {
        self.coming.into()
    }

    /// Whether the worker has died: only loading the page again helps.
    pub fn dead(self) -> Signal<bool> {
        self.dead.into()
    }

    /// Whether the server wants a new sign-in.
    pub fn signed_out(self) -> Signal<bool> {
        self.signed_out.into()
    }

    /// Where short messages are shown.
    pub fn toasts(self) -> Toasts {
        self.toasts
    }

    /// Notes that the server wants a new sign-in, if that is what came back.
    fn note_sign_out(self, reply: &Reply) -> bool {
        let ended = matches!(reply, Err(trouble) if trouble.cause == Cause::SignedOut);
        if ended {
            self.signed_out.set(true);
        }
        ended
    }

    fn heed(self, event: Event) {
        match event {
            Event::Link(link) => self.link.set(link),
            Event::Changed(vault) => self.changes.update(|changes| changes.note(vault)),
            Event::Waiting(count) => self.waiting.set(count),
            Event::Progress { work, done, total } => self.progress.update(|progress| {
                if done < total {
                    progress.insert(work, (done, total));
                } else {
                    progress.remove(&work);
                }
            }),
            Event::Trouble(trouble) => {
                if !self.note_sign_out(&Err(trouble.clone())) {
                    self.toasts.trouble(&trouble);
                }
            }
            Event::AccessEnded(name) => self.toasts.say(t!("app-access-ended", name = name)),
            Event::Locked => self.refresh(),
            Event::Elsewhere => self.standing.set(Some(Standing::Elsewhere)),
        }
    }
}

/// The trouble of a worker that is gone.
fn gone() -> Trouble {
    Trouble::new(
        Cause::Other,
        "the app's engine has stopped; load the app again",
    )
}

/// How often what changed, in all and by vault.
#[derive(Debug, Clone, Default)]
struct Changes {
    all: u64,
    general: u64,
    vaults: HashMap<String, u64>,
}

impl Changes {
    fn note(&mut self, vault: Option<String>) {
        self.all += 1;
        match vault {
            Some(vault) => *self.vaults.entry(vault).or_default() += 1,
            None => self.general += 1,
        }
    }

    fn of(&self, vault: Option<&str>) -> u64 {
        match vault {
            Some(vault) => self.general + self.vaults.get(vault).copied().unwrap_or_default(),
            None => self.all,
        }
    }
}

/// Tells the page's loader to take up the new version that waits.
pub(crate) fn take_update() {
    if let Ok(event) = web_sys::Event::new("sehat-update-accept") {
        // Nobody stops this event.
        let _ = window().dispatch_event(&event);
    }
}

/// Loads the page again: the way on when the worker has died.
pub(crate) fn load_again() {
    // A page that cannot be loaded again stays as it is.
    let _ = window().location().reload();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_concerns_its_vault_and_the_general_ones_all() {
        let mut changes = Changes::default();
        changes.note(Some("a".into()));
        changes.note(None);
        assert_eq!(changes.of(Some("a")), 2);
        assert_eq!(changes.of(Some("b")), 1);
        assert_eq!(changes.of(None), 2);
    }
}

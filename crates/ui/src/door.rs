//! The door: what stands before an app's own screens until it is open.

use bridge::{Kit, Passkey, Standing};
use leptos::prelude::*;

use crate::{
    behind::{Behind, Coming},
    browser,
    engine::Engine,
};

mod check_kit;
mod clear;
mod elsewhere;
mod kit_page;
mod kit_sheet;
mod languages;
mod new_passphrase;
mod recover;
mod sign_in;
mod sign_in_again;
mod sign_up;
mod still_coming;
mod stopped;
mod strength;
mod unlock;
mod welcome;

pub(crate) use kit_page::fresh_kit;
pub use kit_page::{KitBanner, KitPage};
pub(crate) use languages::Languages;
pub(crate) use sign_in_again::SignInAgain;

/// What is shown of the door.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    /// The engine has not said yet.
    Wait,
    /// The worker is gone.
    Stopped,
    /// Nobody has an account here.
    Outside(Outside),
    /// Locked.
    Locked(Option<Passkey>),
    /// A kit was just made: it is to be seen before anything else.
    Kit(Kit, Made),
    /// Open in another tab.
    Elsewhere,
    /// Open.
    Open,
}

/// What somebody without an account here wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outside {
    Welcome,
    SignUp,
    SignIn,
    Recover,
}

/// How a kit came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// With the account: all of it is new.
    SigningUp,
    /// By coming back: the words are those that were typed, the account code is new.
    ComingBack,
}

/// What the door's screens lead to.
#[derive(Clone, Copy)]
pub(crate) struct Ways {
    outside: RwSignal<Outside>,
    kit: RwSignal<Option<(Kit, Made)>>,
}

/// The app's own screens once it is open; before that what it needs to be opened.
#[component]
pub(crate) fn Door(behind: Behind) -> impl IntoView {
    let engine = Engine::expect();
    let ways = expect_context::<DoorWays>().0;
    let place = Memo::new(move |_| {
        if engine.dead().get() {
            return Place::Stopped;
        }
        if let Some((kit, made)) = ways.kit.get() {
            return Place::Kit(kit, made);
        }
        match engine.standing().get() {
            None => Place::Wait,
            Some(Standing::Nobody) => Place::Outside(ways.outside.get()),
            // Who forgot the passphrase comes back from here, and may turn round.
            Some(Standing::Locked(_)) if ways.outside.get() == Outside::Recover => {
                Place::Outside(Outside::Recover)
            }
            Some(Standing::Locked(passkey)) => Place::Locked(passkey),
            Some(Standing::Open(_)) => Place::Open,
            Some(Standing::Elsewhere) => Place::Elsewhere,
        }
    });
    move || match place.get() {
        Place::Wait => view! { <Coming /> }.into_any(),
        Place::Stopped => view! { <stopped::Stopped /> }.into_any(),
        Place::Outside(Outside::Welcome) => view! { <welcome::Welcome ways /> }.into_any(),
        Place::Outside(Outside::SignUp) => view! { <sign_up::SignUp ways /> }.into_any(),
        Place::Outside(Outside::SignIn) => view! { <sign_in::SignIn ways /> }.into_any(),
        Place::Outside(Outside::Recover) => view! { <recover::Recover ways /> }.into_any(),
        Place::Locked(passkey) => view! { <unlock::Unlock ways passkey /> }.into_any(),
        Place::Kit(kit, made) => behind.show(|inside| (inside.fresh_kit)(kit, made, ways)),
        Place::Elsewhere => view! { <elsewhere::ElsewhereScreen /> }.into_any(),
        Place::Open => behind.show(|inside| (inside.screens)()),
    }
}

/// Kept above the part of the app that is rendered anew when the language changes.
#[derive(Clone, Copy)]
pub(crate) struct DoorWays(Ways);

impl DoorWays {
    pub(crate) fn new() -> Self {
        let outside = match sign_in::secret_in_link() {
            Some(_) => Outside::SignIn,
            None => Outside::Welcome,
        };
        Self(Ways {
            outside: RwSignal::new(outside),
            kit: RwSignal::new(None),
        })
    }
}

impl Ways {
    /// A fresh kit is there: it is shown, and behind it the app is open.
    fn show_kit(self, kit: Kit, made: Made, engine: Engine) {
        browser::ask_to_persist();
        self.kit.set(Some((kit, made)));
        self.outside.set(Outside::Welcome);
        engine.refresh();
    }
}

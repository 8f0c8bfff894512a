//! A new passphrase: typed twice, with advice.

use leptos::prelude::*;

use super::strength::{Strength, strength};
use crate::{
    components::{Field, Input},
    t,
};

/// What is typed, and whether it will do.
#[derive(Clone, Copy)]
pub(super) struct NewPassphrase {
    first: RwSignal<String>,
    second: RwSignal<String>,
    /// Whether mistakes are shown: not before the form was sent once.
    asked: RwSignal<bool>,
}

impl NewPassphrase {
    pub(super) fn new() -> Self {
        Self {
            first: RwSignal::default(),
            second: RwSignal::default(),
            asked: RwSignal::new(false),
        }
    }

    /// The passphrase, if it will do; otherwise what is wrong is shown from now on.
    pub(super) fn take(self) -> Option<String> {
        self.asked.set(true);
        let first = self.first.get_untracked();
        let good = strength(&first, "") > Strength::TooShort;
        (good && self.second.get_untracked() == first).then_some(first)
    }
}

/// The two fields. `name` is the person's: in a passphrase it is no help.
#[component]
pub(super) fn NewPassphraseFields(
    of: NewPassphrase,
    #[prop(optional, into)] name: Signal<String>,
) -> impl IntoView {
    let judged = move || strength(&of.first.read(), &name.read());
    let hint = move || {
        Some(match (of.first.read().is_empty(), judged()) {
            (true, _) => t!("door-passphrase-advice"),
            (_, Strength::TooShort) => t!("door-passphrase-longer"),
            (_, Strength::Weak) => t!("door-passphrase-weak"),
            (_, Strength::Fair) => t!("door-passphrase-fair"),
            (_, Strength::Strong) => t!("door-passphrase-strong"),
        })
    };
    let short = move || {
        (of.asked.get() && judged() == Strength::TooShort).then(|| t!("door-passphrase-short"))
    };
    let differs = move || {
        let same = *of.first.read() == *of.second.read();
        (of.asked.get() && !same).then(|| t!("door-passphrase-differs"))
    };
    view! {
        <Field
            id="passphrase"
            label=t!("door-new-passphrase")
            value=of.first
            input=Input::Passphrase
            autocomplete="new-password"
            hint=Signal::derive(hint)
            error=Signal::derive(short)
        />
        <Field
            id="passphrase-again"
            label=t!("door-passphrase-again")
            value=of.second
            input=Input::Passphrase
            autocomplete="new-password"
            error=Signal::derive(differs)
        />
    }
}

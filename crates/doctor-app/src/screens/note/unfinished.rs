//! A note that is not finished: kept on this device, sealed, until it is added or thrown away.

use bridge::{Answer, DraftNote, Request};
use leptos::{prelude::*, task::spawn_local};
use ui::prelude::*;

use super::{Parts, is_empty};
use crate::screens::entry::{Bedside, focus, kept_name};

/// Keeps what is written as it is written.
#[derive(Clone, Copy)]
pub(super) struct Unfinished {
    engine: Engine,
    name: StoredValue<String>,
    state: RwSignal<State>,
    /// Whether an earlier one was found.
    restored: RwSignal<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Whether there is an earlier one is not known yet: nothing is written over it.
    Looking,
    /// Nothing is written that is not kept.
    Kept,
    /// It is being kept; `true` if more was written meanwhile.
    Keeping(bool),
    /// It could not be kept.
    Failed,
    /// It was added: nothing is kept any more.
    Over,
}

impl Unfinished {
    /// Brings back what is kept, and keeps what is written from then on.
    pub(super) fn of(bedside: Bedside, parts: Parts) -> Self {
        let own = Self {
            engine: bedside.engine(),
            name: StoredValue::new(kept_name("note", &bedside.vault())),
            state: RwSignal::new(State::Looking),
            restored: RwSignal::new(false),
        };
        own.look(parts);
        Effect::new(move |before: Option<()>| {
            let written = parts.draft().is_some();
            if before.is_some() && written {
                own.keep(parts);
            }
        });
        own
    }

    fn look(self, parts: Parts) {
        let name = self.name.get_value();
        spawn_local(async move {
            let reply = self.engine.ask(Request::Kept { name }).await;
            let kept = match reply {
                Ok(Answer::Bytes(bytes)) => bridge::from_bytes::<DraftNote>(&bytes).ok(),
                _ => None,
            };
            let untouched = untrack(|| parts.draft().is_some_and(|draft| is_empty(&draft)));
            // The screen may be gone by now.
            let _ = self.state.try_set(State::Kept);
            match kept {
                Some(draft) if untouched => {
                    parts.fill(draft);
                    let _ = self.restored.try_set(true);
                }
                _ if !untouched => self.keep(parts),
                _ => {}
            }
        });
    }

    /// One write at a time; what is written meanwhile is kept by the next.
    fn keep(self, parts: Parts) {
        match self.state.try_get_untracked() {
            Some(State::Kept | State::Failed) => self.state.set(State::Keeping(false)),
            Some(State::Keeping(_)) => return self.state.set(State::Keeping(true)),
            _ => return,
        }
        let name = self.name.get_value();
        spawn_local(async move {
            loop {
                let Some(draft) = untrack(|| parts.draft()) else {
                    return;
                };
                let bytes = match is_empty(&draft) {
                    true => Vec::new(),
                    false => bridge::to_bytes(&draft),
                };
                let name = name.clone();
                let reply = self.engine.ask(Request::Keep { name, bytes }).await;
                match (self.state.try_get_untracked(), reply) {
                    (Some(State::Keeping(true)), Ok(_)) => self.state.set(State::Keeping(false)),
                    (Some(State::Keeping(_)), Ok(_)) => return self.state.set(State::Kept),
                    (Some(State::Keeping(_)), Err(_)) => return self.state.set(State::Failed),
                    // Added while the last write was under way: it is not to come back.
                    (Some(State::Over), _) => return self.drop_kept(),
                    _ => return,
                }
            }
        });
    }

    /// It was added.
    pub(super) fn over(self) {
        let _ = self.state.try_set(State::Over);
        self.drop_kept();
    }

    fn drop_kept(self) {
        if let Some(name) = self.name.try_get_value() {
            let bytes = Vec::new();
            self.engine.tell(Request::Keep { name, bytes });
        }
    }
}

/// Says that an earlier note is back.
#[component]
pub(super) fn Restored(unfinished: Unfinished, parts: Parts) -> impl IntoView {
    let shown =
        move || unfinished.restored.get() && parts.draft().is_some_and(|draft| !is_empty(&draft));
    view! {
        <div role="status">
            <Show when=shown>
                <Notice title=t!("entry-note-back") icon=Glyph::History id="note-back">
                    <p>{t!("entry-note-back-why")}</p>
                </Notice>
            </Show>
        </div>
    }
}

/// Says that what is written is kept.
#[component]
pub(super) fn Kept(unfinished: Unfinished) -> impl IntoView {
    let words = move || match unfinished.state.get() {
        State::Failed => t!("entry-note-not-kept"),
        _ => t!("entry-note-kept"),
    };
    view! { <p class="muted small" id="note-kept">{words}</p> }
}

/// Throws the note away, once asked.
#[component]
pub(super) fn ThrowAway(unfinished: Unfinished, parts: Parts) -> impl IntoView {
    let asked = RwSignal::new(false);
    let some = move || parts.draft().is_some_and(|draft| !is_empty(&draft));
    let yes = move || {
        parts.fill(DraftNote::default());
        unfinished.restored.set(false);
        focus("subjective");
    };
    view! {
        <Show when=some>
            <Button kind=Kind::Quiet icon=Glyph::Trash id="throw-away" on_press=move || asked.set(true)>
                {t!("entry-throw-away")}
            </Button>
        </Show>
        <Confirm
            open=asked
            title=t!("entry-throw-away-ask")
            yes=t!("entry-throw-away")
            danger=true
            on_yes=yes
        />
    }
}

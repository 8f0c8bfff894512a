//! Short messages that come and go: it is done, and the way back.

use std::time::Duration;

use bridge::Trouble;
use leptos::prelude::*;

use super::{Button, Glyph, IconButton, Kind};
use crate::{facts::trouble_words, t};

/// Where short messages are shown: `Toasts::expect().say(t!("add-added"))`.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

#[derive(Clone)]
struct Toast {
    id: u64,
    words: String,
    bad: bool,
    undo: Option<(String, Callback<()>)>,
}

impl Toasts {
    pub(crate) fn new() -> Self {
        Self {
            list: RwSignal::default(),
            next: StoredValue::new(0),
        }
    }

    /// Those of the app.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Says that something is done.
    pub fn say(self, words: impl Into<String>) {
        self.show(words.into(), false, None);
    }

    /// Says it, with the way back.
    pub fn undo(self, words: impl Into<String>, undo: impl Into<Callback<()>>) {
        self.show(words.into(), false, Some((t!("app-undo"), undo.into())));
    }

    /// Says it, with a way on in words of its own.
    pub fn offer(
        self,
        words: impl Into<String>,
        on: impl Into<String>,
        way: impl Into<Callback<()>>,
    ) {
        self.show(words.into(), false, Some((on.into(), way.into())));
    }

    /// Says what went wrong.
    pub fn trouble(self, trouble: &Trouble) {
        self.show(trouble_words(trouble.cause).0, true, None);
    }

    fn show(self, words: String, bad: bool, undo: Option<(String, Callback<()>)>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let stay = if bad || undo.is_some() { LONG } else { SHORT };
        self.list.update(|list| {
            list.retain(|toast| toast.words != words);
            list.push(Toast {
                id,
                words,
                bad,
                undo,
            });
            // More than three nobody reads.
            let old = list.len().saturating_sub(3);
            list.drain(..old);
        });
        set_timeout(move || self.close(id), stay);
    }

    fn close(self, id: u64) {
        let _ = self
            .list
            .try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// The messages, at the bottom of the page; read out as they come.
#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = Toasts::expect();
    let show = move |toast: Toast| {
        let id = toast.id;
        view! {
            <div class="toast" class:toast-bad=toast.bad>
                <span>{toast.words}</span>
                {toast
                    .undo
                    .map(|(words, undo)| {
                        let press = move || {
                            toasts.close(id);
                            undo.run(());
                        };
                        view! {
                            <Button kind=Kind::Quiet on_press=press>
                                {words}
                            </Button>
                        }
                    })}
                <IconButton
                    glyph=Glyph::Cross
                    label=t!("app-close")
                    on_press=move || toasts.close(id)
                />
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.list.get() key=|toast| toast.id children=show />
        </div>
    }
}

const SHORT: Duration = Duration::from_secs(6);
/// What asks for a decision stays longer.
const LONG: Duration = Duration::from_secs(12);

//! Tells the engine that somebody is there, so that it does not lock itself under their hands.

use bridge::{Request, Standing};
use leptos::{ev, prelude::*, task::spawn_local};

use super::Engine;
use crate::browser;

/// Watches the pointer and the keyboard for as long as the app lives.
pub(super) fn watch(engine: Engine) {
    let last = StoredValue::new(0.0);
    let touched = move || {
        let now = browser::now();
        let open = engine
            .standing
            .with_untracked(|standing| matches!(standing, Some(Standing::Open(_))));
        if open && now - last.get_value() > EVERY {
            last.set_value(now);
            // A worker that is gone has its own words.
            spawn_local(async move { drop(engine.ask(Request::Awake).await) });
        }
    };
    window_event_listener(ev::pointerdown, move |_| touched());
    window_event_listener(ev::keydown, move |_| touched());
    window_event_listener(ev::scroll, move |_| touched());
}

/// In milliseconds.
const EVERY: f64 = 10_000.0;

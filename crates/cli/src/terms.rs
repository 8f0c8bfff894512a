//! What is asked for and granted, in plain words and as JSON.

use clap::ValueEnum;
use client::visit::DEFAULT_VISIT;
use serde_json::{Value, json};
use wire::{
    invite::Ask,
    vault::{Leave, Mode, Purpose},
};

use crate::moment;

/// How far back a doctor sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum History {
    /// Everything on the list, also what was written before
    Full,
    /// Only what is written from now on
    Now,
}

impl History {
    /// Whether what was written before is meant.
    pub(crate) fn is_full(self) -> bool {
        self == Self::Full
    }
}

/// Access in words: `read and add, with everything written before, until taken back`.
pub(crate) fn words(mode: Mode, history: bool, purpose: Purpose, hours: Option<u16>) -> String {
    let hours = hours.or((purpose == Purpose::Visit).then_some(DEFAULT_VISIT));
    let end = match hours {
        Some(hours) => format!("for {}", moment::hours_in_words(hours)),
        None => "until it is taken back".to_owned(),
    };
    format!("{}, {}, {end}", mode_words(mode), history_words(history))
}

/// What is asked, in words.
pub(crate) fn ask_words(ask: &Ask) -> String {
    words(ask.mode, ask.history, ask.purpose, ask.hours)
}

/// What is asked, as JSON.
pub(crate) fn ask_json(ask: &Ask) -> Value {
    json!({
        "mode": mode_name(ask.mode),
        "history": history_name(ask.history),
        "visit_hours": (ask.purpose == Purpose::Visit).then(|| ask.hours.unwrap_or(DEFAULT_VISIT)),
    })
}

/// To read, or to add as well.
pub(crate) fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Read => "read only",
        Mode::Write => "read and add",
    }
}

/// The mode for programs.
pub(crate) fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Read => "read",
        Mode::Write => "write",
    }
}

/// How far back.
pub(crate) fn history_words(history: bool) -> &'static str {
    if history {
        "with everything on the list from before"
    } else {
        "from now on"
    }
}

/// How far back, for programs.
pub(crate) fn history_name(history: bool) -> &'static str {
    if history { "full" } else { "now" }
}

/// How access ended, for programs.
pub(crate) fn leave_name(leave: Leave) -> &'static str {
    match leave {
        Leave::Stopped => "stopped",
        Leave::Removed => "removed",
        Leave::Expired => "expired",
    }
}

/// How access ended, in words.
pub(crate) fn leave_words(leave: Leave) -> &'static str {
    match leave {
        Leave::Stopped => "no longer gets what is new",
        Leave::Removed => "removed",
        Leave::Expired => "the time was over",
    }
}

/// What was read cannot be unread.
pub(crate) const CANNOT_UNREAD: &str =
    "What was read, printed or copied before cannot be called back by anybody.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_is_said_in_one_line() {
        assert_eq!(
            words(Mode::Write, true, Purpose::Standing, None),
            "read and add, with everything on the list from before, until it is taken back"
        );
        assert_eq!(
            words(Mode::Read, false, Purpose::Visit, None),
            "read only, from now on, for 8 hours"
        );
    }
}

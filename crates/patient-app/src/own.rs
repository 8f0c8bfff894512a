//! One's own records, loaded once for all screens.

use std::{cmp::Reverse, sync::Arc};

use bridge::{Answer, Entry, Profile, Request, Visibility};
use leptos::prelude::*;
use ui::prelude::*;

/// One's own records, the latest first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Own {
    /// The records, by when it was so.
    pub(crate) entries: Vec<Entry>,
    /// How many should open and do not.
    pub(crate) unreadable: u32,
    /// Who one is, as far as the records say.
    pub(crate) profile: Profile,
}

/// The records, shared by all who ask.
pub(crate) type Records = Loaded<Arc<Own>>;

/// Loads them for everything below, so that a screen shows at once what the last one knew.
pub(crate) fn provide() {
    provide_context(load());
}

/// The records, as everybody has them.
pub(crate) fn records() -> Records {
    use_context().unwrap_or_else(load)
}

/// Something of the records as they are now, without following them.
pub(crate) fn peek<U>(records: Records, read: impl FnOnce(&Own) -> U) -> Option<U> {
    let reply = records.reply();
    reply.with_untracked(|reply| reply.as_ref()?.as_ref().ok().map(|own| read(own)))
}

fn load() -> Records {
    Engine::expect().load(
        || Request::Records { vault: None },
        |answer| match answer {
            Answer::Records {
                mut entries,
                unreadable,
                profile,
            } => {
                entries.sort_by_key(|entry| Reverse((entry.time, entry.written)));
                Some(Arc::new(Own {
                    entries,
                    unreadable,
                    profile,
                }))
            }
            _ => None,
        },
    )
}

impl Own {
    /// The record with an id.
    pub(crate) fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// What waits for a decision, the latest first.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.visibility == Visibility::Inbox)
    }

    /// What counts: all but what was entered by mistake.
    pub(crate) fn valid(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.mistaken)
    }

    /// What counts of a topic.
    pub(crate) fn of(&self, topic: Topic) -> impl Iterator<Item = &Entry> {
        self.valid()
            .filter(move |entry| Topic::of(&entry.fact) == topic)
    }
}

/// The address of a record's screen.
pub(crate) fn record_href(id: &str) -> String {
    format!("/patient/records/one/{id}")
}

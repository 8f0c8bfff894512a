//! Visits and notes.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::topic_page::{Group, TopicPage};
use crate::own::Own;

/// Visits and notes.
#[component]
pub(crate) fn Notes() -> impl IntoView {
    view! {
        <TopicPage
            name="notes"
            topic=Topic::Visits
            empty=(t!("records-no-visits"), t!("records-no-visits-why"))
            groups
        />
    }
}

fn groups(own: &Own) -> Vec<Group> {
    let some = |choose: fn(&Fact) -> bool| -> Vec<Entry> {
        let all = own.of(Topic::Visits);
        all.filter(|entry| choose(&entry.fact)).cloned().collect()
    };
    vec![
        Group::new(
            t!("records-notes"),
            some(|fact| matches!(fact, Fact::Note { .. })),
        ),
        Group::new(
            t!("records-visits"),
            some(|fact| matches!(fact, Fact::Visit { .. })),
        ),
        Group::new(
            t!("records-procedures"),
            some(|fact| matches!(fact, Fact::Procedure { .. })),
        ),
    ]
}

//! Conditions.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::topic_page::{Group, TopicPage};
use crate::own::Own;

/// Conditions.
#[component]
pub(crate) fn Conditions() -> impl IntoView {
    view! {
        <TopicPage
            name="conditions"
            topic=Topic::Conditions
            add=("/patient/add/fact/condition", t!("add-condition"))
            empty=(t!("records-no-conditions"), t!("records-no-conditions-why"))
            groups
        />
    }
}

fn groups(own: &Own) -> Vec<Group> {
    let is_active = |entry: &&Entry| matches!(entry.fact, Fact::Condition { active: true, .. });
    let (now, earlier) = own.of(Topic::Conditions).partition::<Vec<_>, _>(is_active);
    let cloned = |entries: Vec<&Entry>| entries.into_iter().cloned().collect();
    vec![
        Group::new(t!("records-conditions-now"), cloned(now)),
        Group::new(t!("records-conditions-earlier"), cloned(earlier)),
    ]
}

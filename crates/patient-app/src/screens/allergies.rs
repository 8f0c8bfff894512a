//! Allergies.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::topic_page::{Group, TopicPage};
use crate::own::Own;

/// Allergies.
#[component]
pub(crate) fn Allergies() -> impl IntoView {
    view! {
        <TopicPage
            name="allergies"
            topic=Topic::Allergies
            add=("/patient/add/fact/allergy", t!("add-allergy"))
            empty=(t!("records-no-allergies"), t!("records-no-allergies-why"))
            groups
        />
    }
}

/// The dangerous ones first.
fn groups(own: &Own) -> Vec<Group> {
    let some = |choose: fn(&Entry) -> bool| {
        let all = own.of(Topic::Allergies);
        all.filter(|entry| choose(entry)).cloned().collect()
    };
    vec![
        Group::new(
            t!("records-allergies-critical"),
            some(|entry| stands(entry, true)),
        ),
        Group::new(
            t!("records-allergies-now"),
            some(|entry| stands(entry, false)),
        ),
        Group::new(t!("records-allergies-over"), some(is_over)),
    ]
}

fn stands(entry: &Entry, dangerous: bool) -> bool {
    matches!(
        entry.fact,
        Fact::Allergy { active: true, critical, .. } if critical == dangerous
    )
}

fn is_over(entry: &Entry) -> bool {
    matches!(entry.fact, Fact::Allergy { active: false, .. })
}

//! Vaccinations.

use leptos::prelude::*;
use ui::prelude::*;

use super::topic_page::{Group, TopicPage};
use crate::own::Own;

/// Vaccinations.
#[component]
pub(crate) fn Immunizations() -> impl IntoView {
    view! {
        <TopicPage
            name="immunizations"
            topic=Topic::Immunizations
            add=("/patient/add/fact/vaccination", t!("add-vaccination"))
            empty=(t!("records-no-vaccinations"), t!("records-no-vaccinations-why"))
            groups
        />
    }
}

fn groups(own: &Own) -> Vec<Group> {
    let all = own.of(Topic::Immunizations).cloned().collect();
    vec![Group::new(t!("records-vaccinations-given"), all)]
}

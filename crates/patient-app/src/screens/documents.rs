//! Documents.

use bridge::Fact;
use leptos::prelude::*;
use ui::prelude::*;

use super::topic_page::{Group, TopicPage};
use crate::own::Own;

/// Documents.
#[component]
pub(crate) fn Documents() -> impl IntoView {
    view! {
        <TopicPage
            name="documents"
            topic=Topic::Documents
            add=("/patient/add/document", t!("add-document"))
            empty=(t!("records-no-documents"), t!("records-no-documents-why"))
            groups
        />
    }
}

/// A group for each kind of document, the one with the latest first.
fn groups(own: &Own) -> Vec<Group> {
    let mut groups = Vec::<(_, Group)>::new();
    for entry in own.of(Topic::Documents) {
        let Fact::Document { kind, .. } = entry.fact else {
            continue;
        };
        match groups.iter_mut().find(|(other, _)| *other == kind) {
            Some((_, group)) => group.entries.push(entry.clone()),
            None => {
                let title = document_kind_words(kind);
                groups.push((kind, Group::new(title, vec![entry.clone()])));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

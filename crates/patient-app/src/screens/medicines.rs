//! Medicines, now and earlier.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::topic_page::{Group, TopicPage};
use crate::own::Own;

/// Medicines, now and earlier.
#[component]
pub(crate) fn Medicines() -> impl IntoView {
    view! {
        <TopicPage
            name="medicines"
            topic=Topic::Medicines
            add=("/patient/add/fact/medicine", t!("add-medicine"))
            empty=(t!("records-no-medicines"), t!("records-no-medicines-why"))
            groups
        />
    }
}

fn groups(own: &Own) -> Vec<Group> {
    let all = || own.of(Topic::Medicines);
    let some = |choose: fn(&Entry) -> bool| all().filter(|entry| choose(entry)).cloned().collect();
    vec![
        Group::new(t!("records-not-to-take"), some(is_forbidden)),
        Group::new(t!("records-taken-now"), some(is_taken)),
        Group::new(
            t!("records-taken-earlier"),
            some(|entry| !is_taken(entry) && !is_forbidden(entry)),
        ),
    ]
}

/// Whether it is a medicine to be taken now.
pub(crate) fn is_taken(entry: &Entry) -> bool {
    matches!(&entry.fact, Fact::Prescription(medicine) if medicine.active && !medicine.do_not_take)
}

/// Whether it says what not to take, and that holds.
fn is_forbidden(entry: &Entry) -> bool {
    matches!(&entry.fact, Fact::Prescription(medicine) if medicine.active && medicine.do_not_take)
}

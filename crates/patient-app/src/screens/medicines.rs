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

/// Until when a medicine is taken, in milliseconds since 1970, if that was said.
pub(crate) fn taken_until(entry: &Entry) -> Option<u64> {
    let Fact::Prescription(medicine) = &entry.fact else {
        return None;
    };
    let duration = medicine.order.as_ref()?.duration.as_ref()?;
    let days = match duration.unit.as_str() {
        "d" => 1,
        "wk" => 7,
        "mo" => 30,
        _ => return None,
    };
    Some(entry.time + u64::from(duration.length) * days * 86_400_000)
}

/// Whether it says what not to take, and that holds.
fn is_forbidden(entry: &Entry) -> bool {
    matches!(&entry.fact, Fact::Prescription(medicine) if medicine.active && medicine.do_not_take)
}

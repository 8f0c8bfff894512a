//! Measurements that stand in the patient's record already.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::form::Form;
use crate::screens::entry::Bedside;

/// How many of them are offered, the newest first.
const MOST: usize = 3;

/// A button for each of the newest.
#[component]
pub(super) fn Recorded(form: Form, bedside: Bedside) -> impl IntoView {
    let is_one = form.aspirate().is_some();
    let found = Memo::new(move |_| {
        let found = bedside.find(|entries| Some(recorded(entries)));
        found.unwrap_or_default()
    });
    move || {
        let rows = found.get().into_iter().filter(|_| is_one);
        let rows = rows.enumerate().map(|(index, (when, values))| {
            let id = (index == 0).then_some("take-recorded");
            view! {
                <Button icon=Glyph::Clipboard id=id on_press=move || form.fill(&values)>
                    {t!("ask-take", when = when)}
                </Button>
            }
        });
        let rows = rows.collect_view();
        (!rows.is_empty()).then(|| view! { <div class="actions">{rows}</div> })
    }
}

/// The newest measurements that were not entered by mistake, and when they were made.
fn recorded(entries: &[Entry]) -> Vec<(String, Vec<String>)> {
    let found = entries.iter().filter(|entry| !entry.mistaken);
    let found = found.filter_map(|entry| match &entry.fact {
        Fact::Aspirate { values } => Some((locale::entry_short_when(entry), values.clone())),
        _ => None,
    });
    found.take(MOST).collect()
}

/// Whether these values stand in the record; reactive.
pub(super) fn is_recorded(bedside: Bedside, texts: &[String]) -> bool {
    let found = bedside.find(|entries| {
        let same =
            |entry: &&Entry| matches!(&entry.fact, Fact::Aspirate { values } if values == texts);
        entries
            .iter()
            .filter(|entry| !entry.mistaken)
            .find(same)
            .map(|_| ())
    });
    found.is_some()
}

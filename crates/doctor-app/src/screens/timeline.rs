//! Everything of a patient in the order of time, by kind and by word.

use std::sync::Arc;

use bridge::{Entry, Visibility};
use leptos::prelude::*;
use ui::prelude::*;

use crate::practice::page_of;

/// How many are shown at first, and how many more at a time.
const STEP: usize = 12;

/// The timeline of a patient.
#[component]
pub(crate) fn Timeline(entries: Signal<Arc<Vec<Entry>>>, vault: String) -> impl IntoView {
    let topic = RwSignal::new(None::<Topic>);
    let query = RwSignal::new(String::new());
    let count = RwSignal::new(STEP);
    let found = Memo::new(move |_| {
        let (topic, query) = (topic.get(), query.get());
        entries.with(|entries| found(entries, topic, &query))
    });
    let topics = Memo::new(move |_| {
        entries.with(|entries| {
            let mut topics = Topic::ALL.to_vec();
            topics.retain(|topic| entries.iter().any(|entry| Topic::of(&entry.fact) == *topic));
            topics
        })
    });
    view! {
        <Card heading=t!("page-timeline") id="timeline">
            <Search id="timeline-find" label=t!("page-timeline-find") value=query />
            {move || {
                let all = [Pick::new(None, t!("page-all"))].into_iter();
                let picks = all.chain(topics.get().into_iter().map(|topic| Pick::new(Some(topic), topic.words())));
                view! { <Segments label=t!("page-timeline-kind") picks=picks.collect() value=topic /> }
            }}
            <Shown found count vault />
        </Card>
    }
}

#[component]
fn Shown(found: Memo<Vec<Entry>>, count: RwSignal<usize>, vault: String) -> impl IntoView {
    let some = move || !found.read().is_empty();
    let more = move || found.with(Vec::len) > count.get();
    let vault = StoredValue::new(vault);
    let row = move |entry: Entry| {
        let href = format!("{}/records/{}", page_of(&vault.get_value()), entry.id);
        // What all doctors see is the rule here, and not said of each.
        let visibility = entry.visibility != Visibility::Shared;
        view! { <EntryRow entry href=href visibility /> }
    };
    view! {
        <Show
            when=some
            fallback=|| view! { <Empty icon=Glyph::Clipboard title=t!("page-timeline-none") /> }
        >
            <Rows label=t!("page-timeline")>
                <For
                    each=move || found.get().into_iter().take(count.get())
                    key=|entry| format!("{entry:?}")
                    children=row
                />
            </Rows>
        </Show>
        <Show when=more>
            <Button id="timeline-more" on_press=move || count.update(|count| *count += STEP)>
                {t!("page-timeline-more")}
            </Button>
        </Show>
    }
}

/// The records of a kind that hold every word, the latest first.
fn found(entries: &[Entry], topic: Option<Topic>, query: &str) -> Vec<Entry> {
    let query = query.to_lowercase();
    let holds = |entry: &Entry| {
        let detail = fact_detail(&entry.fact).unwrap_or_default();
        let text = format!("{} {detail} {}", fact_title(&entry.fact), entry.author).to_lowercase();
        query.split_whitespace().all(|word| text.contains(word))
    };
    let of_kind = |entry: &&Entry| topic.is_none_or(|topic| Topic::of(&entry.fact) == topic);
    let mut found: Vec<Entry> = entries
        .iter()
        .filter(of_kind)
        .filter(|entry| query.trim().is_empty() || holds(entry))
        .cloned()
        .collect();
    found.sort_by_key(|entry| std::cmp::Reverse(entry.time));
    found
}

//! The inbox: all that waits for the patient to decide.

use std::collections::HashSet;

use bridge::Entry;
use leptos::prelude::*;
use ui::prelude::*;

use super::decide::{DecideCard, decide_on};
use crate::own::{self, Records, peek};

/// The inbox: all that waits for the patient to decide.
#[component]
pub(crate) fn Inbox() -> impl IntoView {
    let records = own::records();
    let chosen = RwSignal::new(HashSet::<String>::new());
    let shown = StoredValue::new(Vec::<String>::new());
    let ids = Memo::new(move |_| {
        let waiting = records.with(|own| own.waiting().map(|entry| entry.id.clone()).collect());
        let waiting: Vec<String> = waiting.unwrap_or_default();
        shown.update_value(|shown| {
            let new = waiting.into_iter().filter(|id| !shown.contains(id));
            let new: Vec<String> = new.collect();
            shown.extend(new);
        });
        shown.get_value()
    });
    let card = move |id: String| {
        let entry = peek(records, |own| own.find(&id).cloned()).flatten();
        entry.map(|entry| view! { <Waiting records entry chosen /> })
    };
    let empty = move || records.with(|own| own.waiting().next().is_none()) == Some(true);
    view! {
        <Screen
            name="inbox"
            title=t!("home-inbox")
            lead=Signal::stored(Some(t!("home-inbox-lead")))
            back="/patient"
        >
            <Loading of=records lines=4 children=|_| () />
            <Together records chosen />
            <Show when=move || empty() && ids.read().is_empty()>
                <Empty icon=Glyph::Inbox title=t!("home-inbox-empty")>
                    <p>{t!("home-inbox-empty-why")}</p>
                </Empty>
            </Show>
            <div class="columns">
                <For each=move || ids.get() key=Clone::clone children=card />
            </div>
        </Screen>
    }
}

/// One that waits, with a box to choose it together with others.
#[component]
fn Waiting(records: Records, entry: Entry, chosen: RwSignal<HashSet<String>>) -> impl IntoView {
    let id = StoredValue::new(entry.id.clone());
    let waits = move || {
        let find = |own: &std::sync::Arc<own::Own>| {
            own.waiting()
                .any(|entry| id.with_value(|id| entry.id == *id))
        };
        records.with(find) == Some(true)
    };
    let label = t!("home-choose", what = fact_title(&entry.fact));
    let toggle = move |event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            match on {
                true => chosen.insert(id.get_value()),
                false => chosen.remove(&id.get_value()),
            };
        });
    };
    view! {
        <div class="inbox-item">
            <Show when=waits>
                <label class="inbox-pick">
                    <input
                        type="checkbox"
                        prop:checked=move || id.with_value(|id| chosen.read().contains(id))
                        on:change=toggle
                    />
                    <span>{label.clone()}</span>
                </label>
            </Show>
            <DecideCard records entry />
        </div>
    }
}

/// The decision on several: those chosen, or all.
#[component]
fn Together(records: Records, chosen: RwSignal<HashSet<String>>) -> impl IntoView {
    let engine = Engine::expect();
    let deciding = engine.asking();
    let picked = move || {
        let pick = |own: &std::sync::Arc<own::Own>| {
            let all = own.waiting().map(|entry| entry.id.clone());
            let all: Vec<String> = all.collect();
            let some: Vec<String> = chosen.with(|chosen| {
                let some = all.iter().filter(|id| chosen.contains(*id));
                some.cloned().collect()
            });
            (all, some)
        };
        records.with(pick).unwrap_or_default()
    };
    let act = move |broadcast: bool| {
        let (all, some) = picked();
        let these = if some.is_empty() { all } else { some };
        decide_on(engine, deciding, these, broadcast);
    };
    let words = move |all: fn() -> String, some: fn(usize) -> String| match picked().1.len() {
        0 => all(),
        count => some(count),
    };
    view! {
        <Show when=move || { picked().0.len() > 1 }>
            <div class="inbox-all">
                <div class="actions">
                    <Button id="keep-all" disabled=deciding.busy() on_press=move || act(false)>
                        {move || {
                            words(|| t!("home-keep-all"), |count| t!("home-keep-some", count = count))
                        }}
                    </Button>
                    <Button
                        id="show-all"
                        kind=Kind::Primary
                        busy=deciding.busy()
                        on_press=move || act(true)
                    >
                        {move || {
                            words(|| t!("home-show-all"), |count| t!("home-show-some", count = count))
                        }}
                    </Button>
                </div>
            </div>
        </Show>
        <TroubleNote of=deciding.trouble() />
    }
}

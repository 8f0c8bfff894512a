//! All records by month, with search.

use bridge::Entry;
use leptos::prelude::*;
use ui::prelude::*;

use super::filter::{Chips, Filter, Searchable};
use crate::{
    own::{Records, record_href},
    screens::topic_page::{PAGE, row_key},
};

/// The timeline: a search, filters, and the records by month, so many at a time.
#[component]
pub(super) fn Timeline(records: Records) -> impl IntoView {
    let filter = Filter::new();
    let room = RwSignal::new(PAGE);
    let all = Memo::new(move |_| {
        let all = records.with(|own| {
            let entries = own.entries.iter().cloned();
            entries.map(Searchable::new).collect::<Vec<_>>()
        });
        all.unwrap_or_default()
    });
    let found = Memo::new(move |_| {
        let test = filter.test();
        let found = |all: &Vec<Searchable>| {
            let found = all.iter().enumerate().filter(|(_, record)| test(record));
            found.map(|(index, _)| index).collect::<Vec<usize>>()
        };
        all.with(found)
    });
    // What was asked anew begins at its top again.
    Effect::new(move |_| {
        filter.query.track();
        filter.count();
        room.set(PAGE);
    });
    let months = Memo::new(move |_| {
        let found = found.read();
        all.with(|all| {
            months(
                found
                    .iter()
                    .take(room.get())
                    .map(|index| &all[*index].entry),
            )
        })
    });
    let there = move || records.with(|_| ()).is_some();
    view! {
        <section class="stack" aria-label=t!("records-timeline")>
            <h2>{t!("records-timeline")}</h2>
            <Asked filter all />
            <p class="small muted" role="status">
                {move || there().then(|| t!("records-found", count = found.read().len()))}
            </p>
            <Show when=move || there() && found.read().is_empty()>
                <Nothing filter any=!all.read().is_empty() />
            </Show>
            <For
                each=move || months.get()
                key=|(month, entries)| (month.clone(), keys(entries))
                children=|(month, entries)| view! { <Month month entries /> }
            />
            <Show when=move || { room.get() < found.read().len() }>
                <Button id="more" on_press=move || room.update(|room| *room += PAGE)>
                    {t!("records-more")}
                </Button>
            </Show>
        </section>
    }
}

/// The search and, on demand, the filters.
#[component]
fn Asked(filter: Filter, all: Memo<Vec<Searchable>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let words = move || match filter.count() {
        0 => t!("records-filter"),
        count => t!("records-filters", count = count),
    };
    view! {
        <div class="asked">
            <Search id="find-record" label=t!("records-find") value=filter.query />
            <button
                type="button"
                id="filter"
                class="button"
                class:button-add=move || { filter.count() > 0 }
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon glyph=Glyph::Filter />
                {words}
            </button>
        </div>
        <Show when=move || open.get()>
            <Chips filter all />
        </Show>
    }
}

/// Nothing found, or nothing there yet.
#[component]
fn Nothing(filter: Filter, any: bool) -> impl IntoView {
    match any {
        true => view! {
            <Empty icon=Glyph::Search title=t!("records-nothing-found")>
                <p>{t!("records-nothing-found-why")}</p>
                <Button id="clear-filter" on_press=move || filter.clear()>
                    {t!("records-show-all")}
                </Button>
            </Empty>
        }
        .into_any(),
        false => view! {
            <Empty icon=Glyph::Document title=t!("records-none")>
                <p>{t!("records-none-why")}</p>
            </Empty>
        }
        .into_any(),
    }
}

/// Records by the month they are of, in the order they come.
fn months<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<(String, Vec<Entry>)> {
    let mut months = Vec::<(String, Vec<Entry>)>::new();
    for entry in entries {
        let month = locale::month(entry.time);
        match months.last_mut() {
            Some((last, entries)) if *last == month => entries.push(entry.clone()),
            _ => months.push((month, vec![entry.clone()])),
        }
    }
    months
}

/// What tells one state of some records from another.
fn keys(entries: &[Entry]) -> Vec<(String, u32, u8)> {
    let keys = entries.iter().map(row_key);
    keys.collect()
}

#[component]
fn Month(month: String, entries: Vec<Entry>) -> impl IntoView {
    let rows = entries.into_iter().map(|entry| {
        let href = record_href(&entry.id);
        view! { <EntryRow entry href /> }
    });
    view! {
        <Card heading=month>
            <Rows>{rows.collect_view()}</Rows>
        </Card>
    }
}

//! Medicines, conditions and laboratory results.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::{
    Entries,
    readings::{TrendRow, trends},
};
use crate::practice::page_of;

#[component]
pub(super) fn Medicines(entries: Entries, vault: String) -> impl IntoView {
    let now = Memo::new(move |_| entries.with(|entries| medicines(entries, true)));
    let before = Memo::new(move |_| entries.with(|entries| medicines(entries, false)));
    let vault = StoredValue::new(vault);
    view! {
        <Card heading=t!("facts-topic-medicines") id="medicines">
            {move || list(&now.get(), &vault.get_value(), t!("page-no-medicines"))}
            {move || folded(&before.get(), &vault.get_value(), |count| t!("page-medicines-before", count = count))}
        </Card>
    }
}

#[component]
pub(super) fn Conditions(entries: Entries, vault: String) -> impl IntoView {
    let now = Memo::new(move |_| entries.with(|entries| conditions(entries, true)));
    let before = Memo::new(move |_| entries.with(|entries| conditions(entries, false)));
    let vault = StoredValue::new(vault);
    view! {
        <Card heading=t!("facts-topic-conditions") id="conditions">
            {move || list(&now.get(), &vault.get_value(), t!("page-no-conditions"))}
            {move || folded(&before.get(), &vault.get_value(), |count| t!("page-conditions-before", count = count))}
        </Card>
    }
}

/// Laboratory results, each test once with where it is going.
#[component]
pub(super) fn Labs(entries: Entries, vault: String) -> impl IntoView {
    let trends = Memo::new(move |_| entries.with(|entries| trends(entries, true)));
    let opened = RwSignal::new(None::<String>);
    let all = RwSignal::new(false);
    let reports = Memo::new(move |_| {
        entries.with(|entries| of(entries, |fact| matches!(fact, Fact::Report { .. })))
    });
    let vault = StoredValue::new(vault);
    move || {
        let (trends, reports) = (trends.get(), reports.get());
        (!trends.is_empty() || !reports.is_empty()).then(|| {
            let more = trends.len() > FEW && !all.get();
            let count = if more { FEW } else { trends.len() };
            let rows = trends
                .into_iter()
                .take(count)
                .map(|trend| view! { <TrendRow trend entries opened /> })
                .collect_view();
            let reports = folded(&reports, &vault.get_value(), |count| {
                t!("page-reports", count = count)
            });
            view! {
                <Card heading=t!("facts-topic-labs") id="labs">
                    <ul class="rows trends">{rows}</ul>
                    {more
                        .then(|| {
                            view! {
                                <Button kind=Kind::Quiet on_press=move || all.set(true)>
                                    {t!("page-show-all-labs")}
                                </Button>
                            }
                        })}
                    {reports}
                </Card>
            }
        })
    }
}

/// How many tests are shown at first.
const FEW: usize = 8;

fn list(entries: &[Entry], vault: &str, none: String) -> AnyView {
    if entries.is_empty() {
        return view! { <p class="muted">{none}</p> }.into_any();
    }
    rows(entries, vault).into_any()
}

fn folded(
    entries: &[Entry],
    vault: &str,
    words: fn(usize) -> String,
) -> Option<impl IntoView + use<>> {
    (!entries.is_empty()).then(|| {
        view! {
            <details class="folded">
                <summary>{words(entries.len())}</summary>
                {rows(entries, vault)}
            </details>
        }
    })
}

fn rows(entries: &[Entry], vault: &str) -> impl IntoView + use<> {
    let rows = entries.iter().map(|entry| {
        let href = format!("{}/records/{}", page_of(vault), entry.id);
        let detail = match &entry.fact {
            Fact::Condition { .. } => entry
                .date
                .as_deref()
                .map(|date| t!("page-since", date = locale::date(date))),
            fact => fact_detail(fact),
        };
        let at = match entry.fact {
            Fact::Condition { .. } => String::new(),
            _ => locale::entry_short_when(entry),
        };
        view! { <Row title=fact_title(&entry.fact) detail=detail.unwrap_or_default() at=at href=href /> }
    });
    let rows = rows.collect_view();
    view! { <Rows>{rows}</Rows> }
}

/// Medicines taken now, or not any more; of the same medicine the newest order stands for all.
fn medicines(entries: &[Entry], active: bool) -> Vec<Entry> {
    let mut seen: Vec<String> = Vec::new();
    let orders = of(entries, |fact| matches!(fact, Fact::Prescription(_)));
    let mut found = orders;
    found.retain(|entry| match &entry.fact {
        Fact::Prescription(order) => {
            let drug = order.drug.to_lowercase();
            let first = !seen.contains(&drug);
            seen.push(drug);
            first && order.active == active
        }
        _ => false,
    });
    found
}

/// Conditions that are, or that were; each once.
fn conditions(entries: &[Entry], wanted: bool) -> Vec<Entry> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = of(entries, |fact| matches!(fact, Fact::Condition { .. }));
    found.retain(|entry| match &entry.fact {
        Fact::Condition { name, active, .. } => {
            let name = name.to_lowercase();
            let first = !seen.contains(&name);
            seen.push(name);
            first && *active == wanted
        }
        _ => false,
    });
    found
}

/// The records of a kind that were not entered by mistake, the latest first.
fn of(entries: &[Entry], wanted: fn(&Fact) -> bool) -> Vec<Entry> {
    let kind = entries
        .iter()
        .filter(|entry| !entry.mistaken && wanted(&entry.fact));
    let mut found: Vec<Entry> = kind.cloned().collect();
    found.sort_by_key(|entry| std::cmp::Reverse(entry.time));
    found
}

#[cfg(test)]
mod tests {
    use bridge::{Prescription, Visibility};

    use super::*;

    fn order(time: u64, drug: &str, active: bool) -> Entry {
        Entry {
            id: time.to_string(),
            version: 1,
            versions: 1,
            author: String::new(),
            by_me: false,
            written: time,
            date: None,
            time,
            visibility: Visibility::Shared,
            shown_to: Vec::new(),
            fresh: false,
            mistaken: false,
            of_child: false,
            fact: Fact::Prescription(Prescription {
                drug: drug.to_owned(),
                dosage: Vec::new(),
                notes: Vec::new(),
                active,
                status: String::new(),
                do_not_take: false,
                order: None,
            }),
        }
    }

    #[test]
    fn a_medicine_ordered_again_is_listed_once_by_its_newest_order() {
        let entries = [
            order(1, "Amlodipine 5 mg", true),
            order(3, "amlodipine 5 mg", true),
            order(2, "Metformin 500 mg", false),
        ];
        let ids = |entries: Vec<Entry>| {
            entries
                .into_iter()
                .map(|entry| entry.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(medicines(&entries, true)), ["3"]);
        assert_eq!(ids(medicines(&entries, false)), ["2"]);
    }
}

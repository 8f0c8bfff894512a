//! The fields of a medicine that is being written.

use bridge::DraftPrescription;
use leptos::prelude::*;
use record::codes::Drug;
use ui::prelude::*;

use super::{
    Desk,
    allergy::AllergyWarning,
    order::{Order, drug_name},
    rhythm::{RHYTHMS, Rhythm},
};
use crate::screens::entry::{Suggest, Suggestion, focus, found};

/// The fields of a medicine, in the order one says them.
#[component]
pub(super) fn OrderFields(desk: Desk) -> impl IntoView {
    let order = desk.order;
    let options = Signal::derive(move || {
        let favourites = desk.favourites.all();
        order.drug.with(|typed| suggestions(typed, &favourites))
    });
    let pick = Callback::new(move |picked: Suggestion| take(desk, &picked));
    view! {
        <div class="form">
            <Suggest
                id="drug"
                label=t!("rx-drug")
                value=order.drug
                options
                on_pick=pick
                hint=Signal::stored(Some(t!("rx-drug-hint")))
                error=Signal::derive(move || order.drug_wrong())
            />
            <AllergyWarning bedside=desk.bedside drug=order.drug.into() />
            <div class="pair">
                <Field
                    id="amount"
                    label=t!("rx-amount")
                    value=order.amount
                    input=Input::Decimal
                    error=Signal::derive(move || order.amount_wrong())
                    max_length=7_u32
                />
                <Unit order />
            </div>
            <RhythmPick order />
            <Length order />
            <Heeds order />
            <Field id="note" label=t!("rx-note") value=order.note max_length=300_u32 />
            <p class="entry-told" aria-live="polite" id="in-words">
                {move || (!order.drug.read().trim().is_empty()).then(|| dosage_words(&order.draft()))}
            </p>
        </div>
    }
}

/// Takes what was suggested: a favourite as it is, a medicine as it is most often written.
fn take(desk: Desk, picked: &Suggestion) {
    let favourites = untrack(|| desk.favourites.all());
    let favourite = favourites
        .iter()
        .find(|order| order.drug == picked.label && dosage_words(order) == picked.detail);
    match (favourite, of_table(&picked.label)) {
        (Some(order), _) => desk.order.fill(order),
        (None, Some(drug)) => desk.order.take(drug),
        (None, None) => {}
    }
    focus("amount");
}

/// Favourites first, then the table's medicines in each strength.
fn suggestions(typed: &str, favourites: &[DraftPrescription]) -> Vec<Suggestion> {
    let own = favourites
        .iter()
        .filter(|order| found(&order.drug, typed))
        .map(|order| Suggestion {
            label: order.drug.clone(),
            detail: dosage_words(order),
        });
    let table = Drug::all().iter().flat_map(|drug| {
        let names = drug
            .strengths
            .iter()
            .map(move |strength| drug_name(drug, strength));
        names.map(move |name| (name, drug))
    });
    let table = table
        .filter(|(name, _)| found(name, typed))
        .map(|(label, drug)| Suggestion {
            label,
            detail: drug
                .form
                .unit()
                .map_or_else(String::new, |unit| dose_unit_words(unit, "1")),
        });
    own.chain(table).take(8).collect()
}

fn of_table(name: &str) -> Option<&'static Drug> {
    Drug::all().iter().find(|drug| {
        drug.strengths
            .iter()
            .any(|strength| drug_name(drug, strength) == name)
    })
}

/// What a dose is counted in.
#[component]
fn Unit(order: Order) -> impl IntoView {
    let picks = Signal::derive(move || {
        let own = order.unit.get();
        let mut units: Vec<&str> = UNITS.to_vec();
        if !own.is_empty() && !units.contains(&own.as_str()) {
            units.push(&own);
        }
        let units = units.into_iter();
        let mut picks: Vec<Pick<String>> = units
            .map(|unit| Pick::new(unit.to_owned(), dose_unit_words(unit, "1")))
            .collect();
        picks.push(Pick::new(String::new(), t!("rx-uncounted")));
        picks
    });
    view! { <Select id="unit" label=t!("rx-unit") picks value=order.unit /> }
}

const UNITS: [&str; 10] = [
    "tablet",
    "capsule",
    "ml",
    "drop",
    "puff",
    "spoon",
    "sachet",
    "injection",
    "unit",
    "application",
];

/// How often, to be tapped.
#[component]
fn RhythmPick(order: Order) -> impl IntoView {
    let other = Memo::new(move |_| {
        Some(order.rhythm.get()).filter(|rhythm| matches!(rhythm, Rhythm::Other { .. }))
    });
    let button = move |rhythm: Rhythm| {
        let own = rhythm.clone();
        let pressed = move || order.rhythm.with(|rhythm| *rhythm == own).to_string();
        let spoken = rhythm
            .spoken()
            .map(|spoken| format!("{}: {spoken}", rhythm.label()));
        let label = rhythm.label();
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=pressed
                aria-label=spoken
                on:click=move |_| order.rhythm.set(rhythm.clone())
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="field">
            <span class="entry-label" id="rhythm-label">
                {t!("rx-how-often")}
            </span>
            <div class="segments rx-taps" role="group" aria-labelledby="rhythm-label" id="rhythm">
                {RHYTHMS.into_iter().map(button).collect_view()}
                {move || other.get().map(button)}
                <button
                    type="button"
                    class="segment"
                    id="as-needed"
                    aria-pressed=move || order.as_needed.get().to_string()
                    on:click=move |_| order.as_needed.update(|needed| *needed = !*needed)
                >
                    {t!("rx-as-needed")}
                </button>
            </div>
        </div>
    }
}

/// For how long: the usual spans at a tap, or any.
#[component]
fn Length(order: Order) -> impl IntoView {
    let quick = QUICK.into_iter().map(move |(length, unit)| {
        let duration = bridge::For {
            length,
            unit: unit.to_owned(),
        };
        let pressed = move || {
            let same = order.length.with(|typed| *typed == length.to_string());
            (same && order.length_unit.with(|typed| typed == unit)).to_string()
        };
        let tap = move |_| {
            order.length.set(length.to_string());
            order.length_unit.set(unit.to_owned());
        };
        view! {
            <button type="button" class="segment" aria-pressed=pressed on:click=tap>
                {duration_words(&duration)}
            </button>
        }
    });
    let units = vec![
        Pick::new("d".to_owned(), t!("rx-days")),
        Pick::new("wk".to_owned(), t!("rx-weeks")),
        Pick::new("mo".to_owned(), t!("rx-months")),
    ];
    view! {
        <div class="form rx-length">
            <div class="pair">
                <Field
                    id="length"
                    label=t!("rx-how-long")
                    value=order.length
                    input=Input::Whole
                    error=Signal::derive(move || order.length_wrong())
                    max_length=3_u32
                />
                <Select id="length-unit" label=t!("rx-length-unit") picks=units value=order.length_unit />
            </div>
            <div class="segments rx-taps" role="group" aria-label=t!("rx-how-long")>
                {quick.collect_view()}
            </div>
        </div>
    }
}

const QUICK: [(u32, &str); 7] = [
    (3, "d"),
    (5, "d"),
    (7, "d"),
    (10, "d"),
    (30, "d"),
    (3, "mo"),
    (6, "mo"),
];

/// What else to heed, to be tapped.
#[component]
fn Heeds(order: Order) -> impl IntoView {
    let buttons = HEEDS.into_iter().map(move |(heed, words)| {
        let turn = move |_| {
            order.heeds.update(
                |heeds| match heeds.iter().position(|known| *known == heed) {
                    Some(at) => drop(heeds.remove(at)),
                    None => heeds.push(heed),
                },
            );
        };
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || order.heeds.with(|heeds| heeds.contains(&heed)).to_string()
                on:click=turn
            >
                {words.say()}
            </button>
        }
    });
    view! {
        <div class="field">
            <span class="entry-label" id="heeds-label">
                {t!("rx-heed")}
            </span>
            <div class="segments rx-taps" role="group" aria-labelledby="heeds-label">
                {buttons.collect_view()}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medicines_are_suggested_with_their_strengths() {
        let labels: Vec<String> = suggestions("amlo 5", &[])
            .into_iter()
            .map(|found| found.label)
            .collect();
        assert_eq!(labels[0], "Amlodipine 5 mg");
        assert!(suggestions("", &[]).is_empty());
    }

    #[test]
    fn every_name_that_is_suggested_is_known_again() {
        for drug in Drug::all() {
            let name = drug_name(drug, drug.strengths[0]);
            assert_eq!(
                of_table(&name).map(|drug| drug.name),
                Some(drug.name),
                "{name}"
            );
        }
    }
}

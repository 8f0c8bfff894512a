//! What a record says, in full, by its kind.

use bridge::{Entry, Fact, Measurement, Prescription, Profile, Section};
use leptos::prelude::*;
use record::codes::Nuclear;

use super::Standing;
use crate::{
    components::{BigValue, Row, Rows},
    facts::{AspirateTable, fact_detail, gender_words, measurement_value},
    locale, t,
};

/// The full text of a fact.
#[component]
pub(super) fn Body(entry: Entry) -> impl IntoView {
    let when = locale::entry_when(&entry);
    let fact = match entry.fact.clone() {
        Fact::BloodPressure {
            systolic,
            diastolic,
        } => {
            let value = format!("{}/{}", locale::number(systolic), locale::number(diastolic));
            view! {
                <BigValue value unit="mmHg">
                    <Standing entry=entry.clone() />
                </BigValue>
            }
            .into_any()
        }
        Fact::Measurement(measurement) => measured(measurement, entry),
        Fact::Aspirate { values } => {
            let cell = move |one: Nuclear| values.get(one.place()).cloned();
            view! { <AspirateTable caption=t!("facts-aspirate") cell /> }.into_any()
        }
        Fact::Prescription(prescription) => prescribed(&entry.fact, prescription),
        Fact::Note { sections, .. } => noted(sections),
        Fact::Profile(profile) => profiled(profile),
        fact => view! { <p>{fact_detail(&fact)}</p> }.into_any(),
    };
    view! {
        {fact}
        <p class="entry-when">{when}</p>
    }
}

fn measured(measurement: Measurement, entry: Entry) -> AnyView {
    if measurement.value.is_some() {
        let value = crate::facts::value_text(&measurement);
        let unit = crate::facts::unit_words(&measurement.unit);
        return view! {
            <BigValue value unit>
                <Standing entry />
            </BigValue>
        }
        .into_any();
    }
    let parts = measurement.parts.clone().into_iter();
    let rows = parts.map(|(name, value)| view! { <Row title=name at=value /> });
    let rows = rows.collect_view();
    match measurement.text.is_empty() {
        true => view! { <Rows>{rows}</Rows> }.into_any(),
        false => view! {
            <p class="value-words">{measurement_value(&measurement)}</p>
            <Standing entry />
            <Rows>{rows}</Rows>
        }
        .into_any(),
    }
}

fn prescribed(fact: &Fact, prescription: Prescription) -> AnyView {
    // Where the order is in parts the line has the note.
    let notes = prescription.notes.into_iter();
    let notes = notes.filter(|_| prescription.order.is_none());
    let own_words = prescription.order.is_some().then_some(prescription.dosage);
    view! {
        <p>{fact_detail(fact)}</p>
        {own_words
            .filter(|words| !words.is_empty())
            .map(|words| view! { <p class="muted">{t!("facts-as-written", words = words.join("; "))}</p> })}
        {notes.map(|note| view! { <p>{crate::facts::note_words(&note)}</p> }).collect_view()}
        {(!prescription.active).then(|| view! { <p class="muted">{t!("facts-not-taken-now")}</p> })}
    }
    .into_any()
}

fn noted(sections: Vec<Section>) -> AnyView {
    let sections = sections
        .into_iter()
        .filter(|section| !section.text.is_empty());
    let sections = sections.map(|section| {
        view! {
            <div class="note-section">
                <h3>{section_heading(&section)}</h3>
                <p class="note-text">{section.text}</p>
            </div>
        }
    });
    sections.collect_view().into_any()
}

/// SOAP's sections by their LOINC codes, others as they are headed.
fn section_heading(section: &Section) -> String {
    match section.loinc.as_deref() {
        Some("61150-9") => t!("facts-subjective"),
        Some("61149-1") => t!("facts-objective"),
        Some("51848-0") => t!("facts-assessment"),
        Some("18776-5") => t!("facts-plan"),
        _ => section.heading.clone(),
    }
}

fn profiled(profile: Profile) -> AnyView {
    let Profile {
        gender,
        birth_date,
        abha_number,
        abha_address,
        phone,
        ..
    } = profile;
    let lines = [
        (t!("facts-gender"), gender.as_deref().map(gender_words)),
        (
            t!("facts-birth-date"),
            birth_date.as_deref().map(locale::date),
        ),
        (t!("facts-abha-number"), abha_number),
        (t!("facts-abha-address"), abha_address),
        (t!("facts-phone"), phone),
    ];
    let rows = lines
        .into_iter()
        .filter_map(|(name, value)| Some(view! { <Row title=name at=value? /> }));
    view! { <Rows>{rows.collect_view()}</Rows> }.into_any()
}

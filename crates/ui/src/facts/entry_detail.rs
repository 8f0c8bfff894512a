//! All of one record.

use bridge::{Answer, Entry, Fact, Request};
use leptos::prelude::*;

use super::{
    FlagChip, RangeBar, fact_detail, fact_glyph, fact_title, flag_of, seen_by_words,
    visibility_glyph,
};
use crate::{
    components::{Button, Card, Chip, Edge, Glyph, Icon, Row, Rows, Tone},
    engine::{Engine, Loading},
    locale, t,
};

mod body;

/// All of a record: what it says, who wrote it, who can see it, what it said before, and its FHIR text.
///
/// What can be done with it are the children: they stand below what it says.
///
/// `<EntryDetail vault=None entry=entry><Button …/></EntryDetail>`
#[component]
pub fn EntryDetail(
    /// Its vault; `None` is one's own.
    vault: Option<String>,
    /// The record.
    entry: Entry,
    /// What can be done with it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let role = Engine::expect().role();
    let edge = Edge::from(entry.visibility);
    let tone = match edge {
        Edge::Waits => Tone::Marigold,
        Edge::Shared => Tone::Teal,
        _ => Tone::Plain,
    };
    let corrected = entry.versions > 1;
    let (wrote, record) = (wrote(&entry), entry.id.clone());
    let older = (vault.clone(), record.clone());
    let (glyph, title) = (fact_glyph(&entry.fact), fact_title(&entry.fact));
    let seen_by = seen_by_words(&entry, role);
    let (visibility, mistaken) = (entry.visibility, entry.mistaken);
    view! {
        <Card edge class="entry-detail">
            <div class="entry-head">
                <Icon glyph />
                <h2>{title}</h2>
            </div>
            {mistaken.then(|| view! { <p class="mistaken">{t!("facts-mistaken-long")}</p> })}
            <body::Body entry />
            <p class="entry-meta">{wrote}</p>
            <Chip tone icon=visibility_glyph(visibility)>
                {seen_by}
            </Chip>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </Card>
        {corrected.then(|| view! { <Versions vault=older.0 record=older.1 /> })}
        <div class="actions no-print">
            <Button icon=Glyph::Printer id="print" on_press=crate::print>
                {t!("facts-print")}
            </Button>
        </div>
        <FhirText vault record />
    }
}

/// `Written by Dr Rao, 14 April 2026, 8:10`.
fn wrote(entry: &Entry) -> String {
    let time = locale::full_when(entry.written);
    match entry.by_me {
        true => t!("facts-written-by-you", time = time),
        false => t!(
            "facts-written-by",
            name = entry.author.as_str(),
            time = time
        ),
    }
}

#[component]
fn Versions(vault: Option<String>, record: String) -> impl IntoView {
    let ask = move || Request::Versions {
        vault: vault.clone(),
        record: record.clone(),
    };
    let versions = Engine::expect().load(ask, |answer| match answer {
        Answer::Entries(entries) => Some(entries),
        _ => None,
    });
    let show = |entries: Vec<Entry>| {
        let rows = entries.into_iter().rev().map(|entry| {
            let at = locale::full_when(entry.written);
            let said = fact_detail(&entry.fact).unwrap_or_else(|| fact_title(&entry.fact));
            view! { <Row title=said detail=entry.author.clone() at=at /> }
        });
        view! { <Rows>{rows.collect_view()}</Rows> }
    };
    view! {
        <Card heading=t!("facts-versions")>
            <Loading of=versions lines=2 children=show />
        </Card>
    }
}

/// The record as it is kept, for those who know what to do with it.
#[component]
fn FhirText(vault: Option<String>, record: String) -> impl IntoView {
    let engine = Engine::expect();
    let text = RwSignal::new(None::<String>);
    let asking = engine.asking();
    let open = move || {
        let request = Request::Resource {
            vault: vault.clone(),
            record: record.clone(),
            version: None,
        };
        asking.send(request, move |answer| {
            if let Answer::Text(answer) = answer {
                let _ = text.try_set(Some(answer));
            }
        });
    };
    view! {
        <div class="fhir no-print">
            <Show
                when=move || text.read().is_some()
                fallback=move || {
                    let open = open.clone();
                    view! {
                        <Button icon=Glyph::Clipboard id="show-fhir" busy=asking.busy() on_press=open>
                            {t!("facts-show-fhir")}
                        </Button>
                    }
                }
            >
                <Card heading=t!("facts-fhir-text")>
                    <pre class="fhir-text" tabindex="0" lang="en">
                        {move || text.get()}
                    </pre>
                </Card>
            </Show>
            <crate::components::TroubleNote of=asking.trouble() />
        </div>
    }
}

/// The range of a measurement as a bar, and its flag.
#[component]
fn Standing(entry: Entry) -> impl IntoView {
    let bar = match &entry.fact {
        Fact::Measurement(measurement) => measurement.value.map(|value| {
            view! {
                <RangeBar value low=measurement.low high=measurement.high unit=measurement.unit.clone() />
            }
        }),
        _ => None,
    };
    view! {
        <FlagChip flag=flag_of(&entry) />
        {bar}
    }
}

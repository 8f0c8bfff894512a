//! Measurements with their charts.

use std::sync::Arc;

use bridge::{Entry, Fact};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::{home::LastValue, topic_page::EntryList, vital_kind::VitalKind};
use crate::own::{self, Own, Records};

/// Measurements with their charts.
#[component]
pub(crate) fn Vitals() -> impl IntoView {
    let records = own::records();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query
            .read()
            .get("kind")
            .and_then(|name| VitalKind::named(&name))
    });
    let kinds = Memo::new(move |_| {
        let there = |own: &Arc<Own>| {
            let kinds = VitalKind::ALL.into_iter();
            let there = kinds.filter(|kind| kind.latest(own).is_some());
            there.collect::<Vec<_>>()
        };
        records.with(there).unwrap_or_default()
    });
    let chosen = RwSignal::new(None);
    Effect::new(move |_| chosen.set(asked.get()));
    // What there is no reading of cannot be shown: then the first that there is.
    Effect::new(move |_| {
        let kinds = kinds.read();
        if chosen.get().is_none_or(|kind| !kinds.contains(&kind)) && !kinds.is_empty() {
            chosen.set(kinds.first().copied());
        }
    });
    let kind = Memo::new(move |_| chosen.get().filter(|kind| kinds.read().contains(kind)));
    let add = move || {
        let kind = kind
            .get()
            .or(asked.get())
            .unwrap_or(VitalKind::BloodPressure);
        format!("/patient/add/reading?kind={}", kind.name())
    };
    view! {
        <Screen name="vitals" title=t!("facts-topic-vitals") back="/patient/records">
            {move || (kinds.read().len() > 1).then(|| view! { <Tabs kinds=kinds.get() chosen /> })}
            {move || {
                view! {
                    <LinkButton id="add-reading" kind=Kind::Add icon=Glyph::Plus wide=true href=add()>
                        {t!("home-add-reading")}
                    </LinkButton>
                }
            }}
            {move || kind.get().map(|kind| view! { <OneKind records kind /> })}
            <Show when=move || kind.get().is_none()>
                <Loading
                    of=records
                    children=|_| {
                        view! {
                            <Empty icon=Glyph::Activity title=t!("records-no-vitals")>
                                <p>{t!("records-no-vitals-why")}</p>
                            </Empty>
                        }
                    }
                />
            </Show>
        </Screen>
    }
}

/// The measurements there are.
#[component]
fn Tabs(kinds: Vec<VitalKind>, chosen: RwSignal<Option<VitalKind>>) -> impl IntoView {
    let picks = kinds.into_iter();
    let picks = picks.map(|kind| Pick::new(Some(kind), kind.words()));
    view! { <Segments label=t!("records-which-reading") picks=picks.collect() value=chosen /> }
}

/// One measurement: the last value, the chart, all values.
#[component]
fn OneKind(records: Records, kind: VitalKind) -> impl IntoView {
    let show = move |own: Arc<Own>| {
        let readings: Vec<Entry> = kind.readings(&own).cloned().collect();
        let last = readings.first().cloned();
        let series = kind.series(&own.entries);
        view! {
            <div class="columns">
                {last.map(|entry| view! { <Chart kind entry series own /> })}
                <EntryList title=t!("records-all-readings") entries=readings />
            </div>
        }
    };
    view! { <Loading of=records lines=6 children=show /> }
}

#[component]
fn Chart(kind: VitalKind, entry: Entry, series: Vec<Series>, own: Arc<Own>) -> impl IntoView {
    let when = locale::entry_when(&entry);
    let title = kind.words();
    let beside = move || view! { <span>{when.clone()}</span> };
    let usual = series.first().and_then(|series| series.usual);
    let usual = usual.filter(|_| series.len() == 1);
    let index = (kind == VitalKind::Weight)
        .then(|| body_mass_index(&own))
        .flatten();
    view! {
        <Card edge=Edge::from(entry.visibility) heading=title.clone() beside id="vital">
            <LastValue entry />
            {usual
                .map(|(low, high)| {
                    let words = t!(
                        "records-usual", low = locale::number(low), high = locale::number(high)
                    );
                    view! { <p class="small muted">{words}</p> }
                })}
            {index.map(|words| view! { <p class="small">{words}</p> })}
            <LineChart id="vital-chart" title series=Signal::stored(series) span=Span::Year />
        </Card>
    }
}

/// The body mass index out of the last weight and height, of grown-ups: said as such.
fn body_mass_index(own: &Own) -> Option<String> {
    let birth = own.profile.birth_date.as_deref().and_then(locale::age);
    if birth.is_some_and(|age| age < 18) {
        return None;
    }
    let value = |kind: VitalKind, unit: &str| match &kind.latest(own)?.fact {
        Fact::Measurement(measurement) if measurement.ucum == unit => measurement.value,
        _ => None,
    };
    let weight = value(VitalKind::Weight, "kg")?;
    let height = value(VitalKind::Height, "cm").filter(|height| *height >= 100.0)?;
    let index = (weight / (height / 100.0).powi(2) * 10.0).round() / 10.0;
    Some(t!(
        "records-bmi",
        bmi = locale::number(index),
        height = locale::number(height)
    ))
}

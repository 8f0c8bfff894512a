//! Laboratory values, with ranges and trends.

use std::sync::Arc;

use bridge::{Entry, Fact, Measurement};
use leptos::prelude::*;
use ui::prelude::*;

use super::topic_page::EntryList;
use crate::{
    own::{self, Own, record_href},
    words::Words,
};

/// Laboratory values, with ranges and trends.
#[component]
pub(crate) fn Labs() -> impl IntoView {
    let records = own::records();
    let query = RwSignal::new(String::new());
    let open = RwSignal::new(None::<String>);
    let show = move |own: Arc<Own>| {
        let tests = tests(&own);
        let reports = own.of(Topic::Labs);
        let reports = reports.filter(|entry| matches!(entry.fact, Fact::Report { .. }));
        let reports: Vec<Entry> = reports.cloned().collect();
        if tests.is_empty() && reports.is_empty() {
            return view! { <NoLabs /> }.into_any();
        }
        let many = tests.len() > 8;
        view! {
            {many.then(|| view! { <Search id="find-test" label=t!("records-find-test") value=query /> })}
            <Tests tests query open />
            {(!reports.is_empty())
                .then(|| view! { <EntryList title=t!("records-reports") entries=reports /> })}
        }
        .into_any()
    };
    view! {
        <Screen name="labs" title=t!("facts-topic-labs") back="/patient/records">
            <Loading of=records lines=6 children=show />
        </Screen>
    }
}

#[component]
fn NoLabs() -> impl IntoView {
    view! {
        <Card>
            <Empty icon=Glyph::Flask title=t!("records-no-labs")>
                <p>{t!("records-no-labs-why")}</p>
                <LinkButton href="/patient/add/document" icon=Glyph::Plus kind=Kind::Add>
                    {t!("add-document")}
                </LinkButton>
            </Empty>
        </Card>
    }
}

/// One test with all its results, the latest first.
#[derive(Debug, Clone, PartialEq)]
struct Test {
    key: String,
    name: String,
    results: Vec<Entry>,
}

/// The tests there are, that with the latest result first.
fn tests(own: &Own) -> Vec<Test> {
    let mut tests = Vec::<Test>::new();
    for entry in own.of(Topic::Labs) {
        let Fact::Measurement(measurement) = &entry.fact else {
            continue;
        };
        let name = measurement_name(measurement);
        let key = match &measurement.loinc {
            Some(loinc) => loinc.clone(),
            None => name.to_lowercase(),
        };
        match tests.iter_mut().find(|test| test.key == key) {
            Some(test) => test.results.push(entry.clone()),
            None => tests.push(Test {
                key,
                name,
                results: vec![entry.clone()],
            }),
        }
    }
    tests
}

#[component]
fn Tests(
    tests: Vec<Test>,
    query: RwSignal<String>,
    open: RwSignal<Option<String>>,
) -> impl IntoView {
    let tests = StoredValue::new(tests);
    let found = move || {
        let words = Words::of(&query.read());
        tests.with_value(|tests| {
            let found = tests
                .iter()
                .filter(|test| words.are_in(&crate::words::fold(&test.name)));
            found.cloned().collect::<Vec<_>>()
        })
    };
    let none = move || found().is_empty() && !query.read().is_empty();
    view! {
        <Show when=none>
            <Empty icon=Glyph::Search title=t!("records-nothing-found") />
        </Show>
        <div class="columns">
            <For
                each=found
                key=|test| test.key.clone()
                children=move |test| view! { <TestCard test open /> }
            />
        </div>
    }
}

/// A test: the last value with its range, and its trend on demand.
#[component]
fn TestCard(test: Test, open: RwSignal<Option<String>>) -> impl IntoView {
    let Test { key, name, results } = test;
    let last = results.first().cloned()?;
    let Fact::Measurement(measurement) = last.fact.clone() else {
        return None;
    };
    let series = trend(&name, &measurement, &results);
    let points = series.points.clone();
    let many = points.len() > 1;
    let key = StoredValue::new(key);
    let is_open = move || open.with(|open| key.with_value(|key| open.as_ref() == Some(key)));
    let toggle = move || open.set((!is_open()).then(|| key.get_value()));
    let (href, when) = (record_href(&last.id), locale::entry_when(&last));
    let beside = move || view! { <a class="card-link" href=href.clone()>{when.clone()}</a> };
    let title = name.clone();
    view! {
        <Card edge=Edge::from(last.visibility) heading=name beside>
            <div class="between">
                <p class="value-words">{measurement_value(&measurement)}</p>
                {many.then(|| view! { <Sparkline points /> })}
            </div>
            <FlagChip flag=flag_of(&last) />
            <Range measurement />
            {many
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button button-quiet"
                            aria-expanded=move || is_open().to_string()
                            on:click=move |_| toggle()
                        >
                            <Icon glyph=Glyph::ChartLine />
                            {t!("records-trend", count = results.len())}
                        </button>
                    }
                })}
            {move || {
                is_open()
                    .then(|| {
                        let series = Signal::stored(vec![series.clone()]);
                        view! { <LineChart id="lab-chart" title=title.clone() series span=Span::All /> }
                    })
            }}
        </Card>
    }
    .into_any()
    .into()
}

#[component]
fn Range(measurement: Measurement) -> impl IntoView {
    let Measurement {
        value,
        low,
        high,
        unit,
        ..
    } = measurement;
    let value = value.filter(|_| low.is_some() || high.is_some())?;
    Some(view! { <RangeBar value low high unit /> })
}

/// The results that can be compared with the last one: numbers in its unit.
fn trend(name: &str, last: &Measurement, results: &[Entry]) -> Series {
    let points = results.iter().filter_map(|entry| match &entry.fact {
        Fact::Measurement(measurement) if measurement.ucum == last.ucum => Some(Point {
            time: entry.time,
            value: measurement.value?,
        }),
        _ => None,
    });
    Series {
        name: name.to_owned(),
        points: points.collect(),
        usual: last.low.zip(last.high),
    }
}

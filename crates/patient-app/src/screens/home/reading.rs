//! The last blood pressure with its chart, or another reading, or the invitation to take one.

use std::sync::Arc;

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use crate::{own::Own, screens::vital_kind::VitalKind};

/// The card of the last reading.
#[component]
pub(super) fn ReadingCard(own: Arc<Own>) -> impl IntoView {
    let kind = VitalKind::ALL
        .into_iter()
        .find(|kind| kind.latest(&own).is_some());
    let Some((kind, entry)) = kind.and_then(|kind| Some((kind, kind.latest(&own)?.clone()))) else {
        return view! { <NoReading /> }.into_any();
    };
    let series = kind.series(&own.entries);
    let when = locale::entry_when(&entry);
    let title = kind.words();
    let href = kind.href();
    let beside = move || view! { <a class="card-link" href=href.clone()>{when.clone()}</a> };
    view! {
        <Card edge=Edge::from(entry.visibility) heading=title.clone() beside id="last-reading">
            <LastValue entry />
            <LineChart id="home-chart" title series=Signal::stored(series) />
            <AddReading kind />
        </Card>
    }
    .into_any()
}

/// The last value, large, with how it stands to what is usual.
#[component]
pub(crate) fn LastValue(entry: Entry) -> impl IntoView {
    let (value, unit) = match &entry.fact {
        Fact::BloodPressure {
            systolic,
            diastolic,
        } => (
            format!(
                "{}/{}",
                locale::number(*systolic),
                locale::number(*diastolic)
            ),
            "mmHg".to_owned(),
        ),
        Fact::Measurement(measurement) => {
            let words = measurement_value(measurement);
            match words.split_once(' ') {
                Some((value, unit)) if measurement.value.is_some() => {
                    (value.to_owned(), unit.to_owned())
                }
                _ => (words, String::new()),
            }
        }
        fact => (fact_detail(fact).unwrap_or_default(), String::new()),
    };
    view! {
        <BigValue value unit>
            <FlagChip flag=flag_of(&entry) />
        </BigValue>
    }
}

#[component]
fn AddReading(kind: VitalKind) -> impl IntoView {
    view! {
        <LinkButton
            id="add-reading"
            kind=Kind::Add
            icon=Glyph::Plus
            wide=true
            href=format!("/patient/add/reading?kind={}", kind.name())
        >
            {t!("home-add-reading")}
        </LinkButton>
    }
}

#[component]
fn NoReading() -> impl IntoView {
    view! {
        <Card id="last-reading">
            <Empty icon=Glyph::HeartPulse title=t!("home-no-reading")>
                <p>{t!("home-no-reading-why")}</p>
            </Empty>
            <AddReading kind=VitalKind::BloodPressure />
            <LinkButton id="add-other" href="/patient/add" kind=Kind::Quiet wide=true>
                {t!("home-add-other")}
            </LinkButton>
        </Card>
    }
}

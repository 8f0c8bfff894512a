//! One page per patient: allergies, blood pressure, medicines, what is new, what was.

use std::sync::Arc;

use bridge::{Answer, Cause, Entry, Patient, Profile, Request, Trouble};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{prelude::*, wide};

use super::{
    access::{OwnRecords, access_words},
    news::NewsAside,
    timeline::Timeline,
};
use crate::practice::{Practice, abha_words, age_and_gender, name_of};

mod allergies;
mod lists;
mod pressure;
mod readings;
mod seen;

use allergies::Allergies;
use lists::{Conditions, Labs, Medicines};
use pressure::Pressure;
use readings::Readings;

/// What a patient's page shows.
#[derive(Debug, Clone, PartialEq)]
struct Chart {
    entries: Arc<Vec<Entry>>,
    unreadable: u32,
    profile: Profile,
}

/// The records of a patient, newest first.
type Entries = Signal<Arc<Vec<Entry>>>;

/// The page of the patient that the address names.
#[component]
pub(crate) fn PatientPage() -> impl IntoView {
    let vault = use_params_map().with_untracked(|params| params.get("vault").unwrap_or_default());
    let practice = Practice::expect();
    let chart = load(vault.clone());
    seen::when_visible(practice, vault.clone(), chart);
    let own = vault.clone();
    let patient = Memo::new(move |_| practice.patient(&own));
    let name = Memo::new(move |_| match patient.read().as_ref() {
        Some(patient) => name_of(&patient.name),
        None => chart
            .with(|chart| name_of(&chart.profile.name))
            .unwrap_or_else(|| t!("patients-nameless")),
    });
    let may_add = Memo::new(move |_| {
        patient
            .read()
            .as_ref()
            .is_some_and(|patient| patient.may_add)
    });
    let kept = StoredValue::new(vault);
    let actions = move || {
        view! {
            <Show when=move || may_add.get()>
                <MainActions vault=kept.get_value() />
            </Show>
        }
    };
    view! {
        <Screen
            name="patient"
            title=name
            lead=Signal::derive(move || lead(patient.get(), chart))
            back="/doctor"
            actions=actions
        >
            {move || view! { <OtherActions vault=kept.get_value() may_add=may_add.get() /> }}
            {move || patient.get().map(|patient| view! { <Access patient /> })}
            <Body vault=kept.get_value() chart name patient />
        </Screen>
    }
}

fn load(vault: String) -> Loaded<Chart> {
    let request = move || Request::Records {
        vault: Some(vault.clone()),
    };
    Engine::expect().load(request, |answer| match answer {
        Answer::Records {
            entries,
            unreadable,
            profile,
        } => Some(Chart {
            entries: Arc::new(entries),
            unreadable,
            profile,
        }),
        _ => None,
    })
}

/// `42, female · ABHA 91-2345-6789-0123`.
fn lead(patient: Option<Patient>, chart: Loaded<Chart>) -> Option<String> {
    let profile = chart
        .with(|chart| chart.profile.clone())
        .unwrap_or_default();
    let (birth, gender, abha) = match patient {
        Some(patient) => (patient.birth_date, patient.gender, patient.abha),
        None => (profile.birth_date, profile.gender, profile.abha_number),
    };
    let who = age_and_gender(birth.as_deref(), gender.as_deref());
    let abha = abha.map(|abha| t!("page-abha", number = abha_words(&abha)));
    let phone = profile.phone.map(|phone| t!("page-phone", number = phone));
    let parts: Vec<String> = [Some(who), abha, phone].into_iter().flatten().collect();
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[component]
fn MainActions(vault: String) -> impl IntoView {
    view! {
        <div class="page-main-actions no-print">
            <LinkButton icon=Glyph::Note id="add-note" href=format!("/doctor/patients/{vault}/note")>
                {t!("page-note")}
            </LinkButton>
            <LinkButton
                kind=Kind::Primary
                icon=Glyph::Pill
                id="prescribe"
                href=format!("/doctor/patients/{vault}/prescribe")
            >
                {t!("page-prescribe")}
            </LinkButton>
        </div>
    }
}

#[component]
fn OtherActions(vault: String, may_add: bool) -> impl IntoView {
    let to = |what: &str| format!("/doctor/patients/{vault}/{what}");
    let adding = may_add.then(|| {
        view! {
            <LinkButton icon=Glyph::Activity id="add-vitals" href=to("vitals")>
                {t!("page-vitals")}
            </LinkButton>
            <LinkButton icon=Glyph::Flask id="add-labs" href=to("labs")>
                {t!("page-labs")}
            </LinkButton>
            <LinkButton icon=Glyph::Document id="add-document" href=to("document")>
                {t!("page-document")}
            </LinkButton>
        }
    });
    view! {
        <div class="page-actions no-print">
            {adding}
            <LinkButton icon=Glyph::Microscope id="ask-model" href=to("ask")>
                {t!("ask-title")}
            </LinkButton>
        </div>
    }
}

/// What the doctor holds here, as chips; said plainly where the patient has stopped sharing.
#[component]
fn Access(patient: Patient) -> impl IntoView {
    if patient.stopped {
        return view! {
            <Notice tone=Tone::Marigold icon=Glyph::Hand title=t!("page-stopped") id="stopped">
                <p>{t!("page-stopped-what")}</p>
            </Notice>
        }
        .into_any();
    }
    if patient.shown_alone {
        return view! {
            <Notice icon=Glyph::Eye title=t!("page-shown-alone") id="shown-alone">
                <p>{t!("page-shown-alone-what")}</p>
            </Notice>
        }
        .into_any();
    }
    let glyphs = match patient.may_add {
        true => [Glyph::Eye, Glyph::Pen, Glyph::Clock],
        false => [Glyph::Eye, Glyph::BookOpen, Glyph::Clock],
    };
    let chips = access_words(&patient).into_iter().zip(glyphs).enumerate();
    let chips = chips.map(|(index, (words, icon))| {
        let tone = if index < 2 { Tone::Teal } else { Tone::Plain };
        view! {
            <li>
                <Chip tone icon=icon>
                    {words}
                </Chip>
            </li>
        }
    });
    let waiting = (patient.waiting > 0).then(|| {
        view! {
            <li>
                <Chip tone=Tone::Marigold icon=Glyph::CloudOff>
                    {t!("patients-waiting", count = patient.waiting)}
                </Chip>
            </li>
        }
    });
    view! {
        <ul class="cluster" aria-label=t!("page-access") id="access">
            {chips.collect_view()}
            {waiting}
        </ul>
    }
    .into_any()
}

/// What is below the heading: the chart once it is there, or why it is not.
#[component]
fn Body(
    vault: String,
    chart: Loaded<Chart>,
    name: Memo<String>,
    patient: Memo<Option<Patient>>,
) -> impl IntoView {
    let there = Memo::new(move |_| chart.with(|_| ()).is_some());
    let trouble = Memo::new(move |_| {
        chart
            .reply()
            .with(|reply| reply.as_ref()?.as_ref().err().cloned())
    });
    let alone = Memo::new(move |_| {
        let patient = patient.read();
        patient.as_ref().is_some_and(|patient| patient.shown_alone)
    });
    let vault = StoredValue::new(vault);
    move || match (there.get(), trouble.get()) {
        (true, _) if alone.get() => view! { <Alone vault=vault.get_value() chart /> }.into_any(),
        (true, _) => view! { <Columns vault=vault.get_value() chart patient /> }.into_any(),
        (false, Some(trouble)) => {
            view! { <Closed vault=vault.get_value() chart trouble name=name.get() /> }.into_any()
        }
        (false, None) => view! {
            <Card>
                <Skeleton lines=6 />
            </Card>
        }
        .into_any(),
    }
}

/// What was shown record by record, and nothing that would say what is not there: of the rest nothing is known.
#[component]
fn Alone(vault: String, chart: Loaded<Chart>) -> impl IntoView {
    view! { <Timeline entries=entries_of(chart) vault /> }
}

fn entries_of(chart: Loaded<Chart>) -> Entries {
    let entries = Memo::new(move |_| {
        chart
            .with(|chart| Arc::clone(&chart.entries))
            .unwrap_or_default()
    });
    entries.into()
}

#[component]
fn Columns(vault: String, chart: Loaded<Chart>, patient: Memo<Option<Patient>>) -> impl IntoView {
    let entries = entries_of(chart);
    let unreadable = move || chart.with(|chart| chart.unreadable).unwrap_or(0);
    let wide = wide();
    let may_add = Memo::new(move |_| {
        patient
            .read()
            .as_ref()
            .is_some_and(|patient| patient.may_add)
    });
    let kept = StoredValue::new(vault);
    view! {
        <Allergies entries may_add />
        <div class="columns-wide page-columns">
            <div class="stack">
                <Pressure entries />
                <div class="columns">
                    <Medicines entries vault=kept.get_value() />
                    <Conditions entries vault=kept.get_value() />
                </div>
                <Readings entries />
                <Labs entries vault=kept.get_value() />
            </div>
            <div class="stack">
                {move || wide.get().then(|| view! { <NewsAside /> })}
                <Timeline entries vault=kept.get_value() />
                {move || {
                    (unreadable() > 0)
                        .then(|| {
                            view! {
                                <Notice
                                    tone=Tone::Marigold
                                    title=t!("page-unreadable", count = unreadable())
                                />
                            }
                        })
                }}
            </div>
        </div>
    }
}

/// Why there is no chart: the access is over, or something did not work.
#[component]
fn Closed(vault: String, chart: Loaded<Chart>, trouble: Trouble, name: String) -> impl IntoView {
    match trouble.cause {
        Cause::AccessEnded | Cause::NotFound => view! {
            <Notice tone=Tone::Red icon=Glyph::UserX title=t!("page-ended") id="access-ended">
                <p>{t!("page-ended-what")}</p>
                <OwnRecords vault name />
                <LinkButton href="/doctor/access">{t!("page-ended-access")}</LinkButton>
            </Notice>
        }
        .into_any(),
        _ => view! { <TroubleCard trouble on_again=move || chart.again() /> }.into_any(),
    }
}

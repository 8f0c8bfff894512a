//! The patients: found by name or ABHA, with what is new of each, and who is on the way to be one.

use bridge::{Patient, Trouble};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{door::KitBanner, prelude::*, wide};

use super::{access::EndedAccess, news::NewsList, visit::HowItGoes};
use crate::practice::{Practice, age_and_gender, name_of, page_of};

mod invitations;

use invitations::Invitations;

/// The first screen: on a phone the list, on a desk what is new beside it.
#[component]
pub(crate) fn Patients() -> impl IntoView {
    let wide = wide();
    let engine = Engine::expect();
    let title = move || match wide.get() {
        true => {
            let name = engine.me().map(|me| me.name).unwrap_or_default();
            locale::greeting(&name)
        }
        false => t!("patients-title"),
    };
    let lead = move || wide.get().then(|| locale::long_day(locale::now()));
    let actions = move || view! { <Show when=move || !wide.get()><FirstVisitButton /></Show> };
    view! {
        <Screen
            name="patients"
            title=Signal::derive(title)
            lead=Signal::derive(lead)
            actions=actions
        >
            <KitBanner href="/doctor/more/kit" />
            {move || match wide.get() {
                true => view! { <Desk /> }.into_any(),
                false => view! {
                    <Invitations />
                    <Found />
                    <EndedAccess folded=true />
                }
                .into_any(),
            }}
        </Screen>
    }
}

/// What a desk shows while no patient is open.
#[component]
fn Desk() -> impl IntoView {
    view! {
        <div class="columns">
            <div class="stack">
                <Invitations />
                <NewsList />
            </div>
            <div class="stack">
                <Choose />
                <EndedAccess folded=true />
            </div>
        </div>
    }
}

/// Says how to go on: choose a patient, or make the first one.
#[component]
fn Choose() -> impl IntoView {
    let practice = Practice::expect();
    let none = move || practice.patients.with(Vec::is_empty).unwrap_or(false);
    move || match none() {
        true => view! { <HowItGoes /> }.into_any(),
        false => view! {
            <Card>
                <Empty icon=Glyph::Users title=t!("patients-choose")>
                    <p>{t!("patients-choose-how")}</p>
                </Empty>
            </Card>
        }
        .into_any(),
    }
}

/// The column at the left of a desk.
#[component]
pub(crate) fn PatientList() -> impl IntoView {
    view! {
        <div class="patient-list">
            <div class="between">
                <h2>{t!("patients-title")}</h2>
                <FirstVisitButton />
            </div>
            <Found />
        </div>
    }
}

#[component]
fn FirstVisitButton() -> impl IntoView {
    view! {
        <LinkButton kind=Kind::Primary icon=Glyph::QrCode id="first-visit" href="/doctor/visit">
            {t!("patients-first-visit")}
        </LinkButton>
    }
}

/// The search field and what it finds.
#[component]
fn Found() -> impl IntoView {
    let practice = Practice::expect();
    let found = Memo::new(move |_| practice.found());
    let some = move || practice.patients.with(|all| !all.is_empty());
    let count = move || found.with(Vec::len);
    // The list is not drawn anew for news that leave it a list.
    let state = Memo::new(move |_| match (practice.patients.reply().get(), some()) {
        (Some(Err(trouble)), _) => State::Trouble(trouble),
        (_, None) => State::Waiting,
        (_, Some(false)) => State::Nobody,
        (_, Some(true)) => State::Some,
    });
    view! {
        <Search id="find-patient" label=t!("patients-find") value=practice.query />
        <p class="for-ears" aria-live="polite">
            {move || (!practice.query.read().is_empty()).then(|| t!("patients-found", count = count()))}
        </p>
        {move || match state.get() {
            State::Trouble(trouble) => {
                view! { <TroubleCard trouble on_again=move || practice.patients.again() /> }.into_any()
            }
            State::Waiting => view! { <Skeleton lines=4 /> }.into_any(),
            State::Nobody => view! { <NoPatients /> }.into_any(),
            State::Some => view! { <List found /> }.into_any(),
        }}
    }
}

/// What stands in the place of the list.
#[derive(Clone, PartialEq)]
enum State {
    Trouble(Trouble),
    Waiting,
    Nobody,
    Some,
}

#[component]
fn List(found: Memo<Vec<Patient>>) -> impl IntoView {
    let query = Practice::expect().query;
    view! {
        <ul class="patient-rows" aria-label=t!("patients-title")>
            <For
                each=move || found.get()
                key=|patient| patient.vault.clone()
                children=|patient| view! { <PatientRow vault=patient.vault /> }
            />
        </ul>
        <Show when=move || found.read().is_empty()>
            <Empty icon=Glyph::Search title=t!("patients-none-found")>
                <Button on_press=move || query.set(String::new())>{t!("patients-show-all")}</Button>
            </Empty>
        </Show>
    }
}

#[component]
fn NoPatients() -> impl IntoView {
    view! {
        <Empty icon=Glyph::Users title=t!("patients-none")>
            <p>{t!("patients-none-how")}</p>
        </Empty>
    }
}

/// A patient. The row stays the same element whatever is new of her, so that no keyboard loses its place.
#[component]
fn PatientRow(vault: String) -> impl IntoView {
    let practice = Practice::expect();
    let page = page_of(&vault);
    let pathname = use_location().pathname;
    let own = page.clone();
    let here = Memo::new(move |_| {
        let rest = pathname.with(|path| path.strip_prefix(&own).map(str::to_owned));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let patient = Memo::new(move |_| practice.patient(&vault));
    let name = Memo::new(move |_| {
        let name = patient
            .read()
            .as_ref()
            .map(|patient| name_of(&patient.name));
        name.unwrap_or_default()
    });
    let state = move || patient.read().as_ref().map(state_of);
    let is_fresh = |patient: &Patient| patient.fresh > 0;
    let fresh = move || patient.read().as_ref().is_some_and(is_fresh);
    view! {
        <li>
            <a
                class="patient-row"
                href=page
                aria-current=move || here.get().then_some("page")
            >
                {move || view! { <Avatar name=name.get() /> }}
                <span class="row-words">
                    <span class="row-title">{name}</span>
                    <span class="row-detail">{state}</span>
                </span>
                {move || fresh().then(|| view! { <span class="dot" aria-hidden="true"></span> })}
            </a>
        </li>
    }
}

/// `42, female · 2 new`: who it is, and what there is to know.
fn state_of(patient: &Patient) -> String {
    let who = age_and_gender(patient.birth_date.as_deref(), patient.gender.as_deref());
    let fresh = (patient.fresh > 0).then(|| t!("patients-fresh", count = patient.fresh));
    let waiting = (patient.waiting > 0).then(|| t!("patients-waiting", count = patient.waiting));
    let stopped = patient.stopped.then(|| t!("patients-stopped"));
    let shown = patient.shown_alone.then(|| t!("patients-shown-alone"));
    let until = patient
        .until
        .filter(|_| !patient.stopped)
        .map(|until| t!("patients-until", when = locale::when(until)));
    let known: Vec<String> = [Some(who), fresh, waiting, stopped, shown, until]
        .into_iter()
        .flatten()
        .filter(|words| !words.is_empty())
        .collect();
    known.join(" · ")
}

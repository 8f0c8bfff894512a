//! The page of a prescription, on the screen and on paper.

use leptos::prelude::*;
use ui::{i18n::language, prelude::*};

use super::{
    Paper, in_language,
    paper::{Allergies, Line},
};

/// The page, in English or in English and Hindi.
#[component]
pub(crate) fn Sheet(paper: Signal<Paper>) -> impl IntoView {
    // Whoever works in Hindi most likely has patients who read it.
    let hindi = RwSignal::new(language() == Language::Hi);
    let picks = vec![
        Pick::new(false, t!("rx-in-english")),
        Pick::new(true, t!("rx-in-both")),
    ];
    view! {
        <div class="no-print stack">
            <Segments label=t!("rx-language") picks value=hindi />
            {move || {
                paper
                    .with(|paper| paper.mistaken)
                    .then(|| view! { <Notice tone=Tone::Red title=t!("rx-mistaken") /> })
            }}
            {move || {
                paper
                    .with(|paper| paper.waits)
                    .then(|| view! { <Notice tone=Tone::Marigold icon=Glyph::Hourglass title=t!("rx-waits") /> })
            }}
        </div>
        {move || page(&paper.get(), hindi.get())}
    }
}

/// What is said in Hindi too.
struct Both {
    allergies: String,
    lines: Vec<String>,
}

/// English as the law asks, whatever language the app speaks.
fn page(paper: &Paper, hindi: bool) -> AnyView {
    let both = hindi.then(|| {
        in_language(Language::Hi, || Both {
            allergies: allergy_words(&paper.allergies),
            lines: paper.lines.iter().map(Line::how).collect(),
        })
    });
    // Dates are written by the browser, in the language of the app.
    let (day, moment) = (locale::full_day(paper.time), locale::full_when(paper.time));
    in_language(Language::En, || sheet(paper, both, day, moment))
}

fn sheet(paper: &Paper, both: Option<Both>, day: String, moment: String) -> AnyView {
    let (allergies, hindi) = both.map(|both| (both.allergies, both.lines)).unzip();
    let hindi = hindi.unwrap_or_default();
    let lines = paper.lines.iter().enumerate();
    let lines = lines
        .map(|(index, line)| medicine(line, hindi.get(index).cloned()))
        .collect_view();
    let signature = match &paper.number {
        Some(number) => t!(
            "rx-signed-by",
            name = paper.doctor.as_str(),
            number = number.as_str()
        ),
        None => t!("rx-not-signed"),
    };
    view! {
        <article class="card rx-sheet" lang="en" id="sheet" aria-label=t!("rx-paper")>
            {head(paper)} {about(paper, allergies, day)}
            <p class="rx-sign" aria-hidden="true">
                "℞"
            </p>
            <ol class="rx-medicines">{lines}</ol>
            <footer class="rx-signature">
                <p>{signature}</p>
                {(paper.number.is_some()).then(|| view! { <p>{moment}</p> })}
            </footer>
        </article>
    }
    .into_any()
}

/// Who prescribes.
fn head(paper: &Paper) -> impl IntoView + use<> {
    let registration = paper.registration.as_deref();
    let registration = registration.map(|number| t!("rx-registration", number = number));
    view! {
        <header class="rx-head">
            <p class="rx-doctor">{paper.doctor.clone()}</p>
            {registration.map(|registration| view! { <p>{registration}</p> })}
        </header>
    }
}

/// For whom, when, and what the patient does not bear.
fn about(paper: &Paper, hindi: Option<String>, day: String) -> impl IntoView + use<> {
    let age = paper.birth_date.as_deref().and_then(locale::age_words);
    let gender = paper.gender.as_deref().map(gender_words);
    let who = std::iter::once(paper.patient.clone())
        .chain(age)
        .chain(gender);
    let who = who
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let allergies = allergy_words(&paper.allergies);
    // Names of substances are the same in both.
    let hindi = hindi.filter(|hindi| *hindi != allergies);
    let alarm = matches!(paper.allergies, Allergies::Known(_));
    view! {
        <dl class="rx-about">
            <div>
                <dt>{t!("rx-patient")}</dt>
                <dd>{who}</dd>
            </div>
            <div>
                <dt>{t!("rx-date")}</dt>
                <dd>{day}</dd>
            </div>
            <div class:rx-alarm=alarm>
                <dt>{t!("rx-allergies-on-paper")}</dt>
                <dd>{allergies} {hindi.map(|hindi| view! { <span lang="hi">" · " {hindi}</span> })}</dd>
            </div>
        </dl>
    }
}

fn allergy_words(allergies: &Allergies) -> String {
    match allergies {
        Allergies::Known(names) => names.join(", "),
        Allergies::NoneKnown => t!("rx-paper-none-known"),
        Allergies::Unknown => t!("rx-paper-not-recorded"),
    }
}

/// One medicine with how it is taken.
fn medicine(line: &Line, hindi: Option<String>) -> impl IntoView + use<> {
    let how = line.how();
    let hindi = hindi.filter(|hindi| *hindi != how);
    view! {
        <li class:rx-mistaken=line.mistaken>
            <span class="rx-drug">{line.drug.clone()}</span>
            {(!how.is_empty()).then(|| view! { <span class="rx-how">{how}</span> })}
            {hindi.map(|hindi| view! { <span class="rx-how" lang="hi">{hindi}</span> })}
            {line.mistaken.then(|| view! { <span class="rx-how">{t!("rx-line-mistaken")}</span> })}
        </li>
    }
}

//! The summary on paper, for a doctor who does not have Sehat.

use std::sync::Arc;

use bridge::Profile;
use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{self, Own};

mod lines;
mod parts;

use lines::Chosen;
use parts::{Danger, Part, Values};

/// The summary: what a doctor needs to know first, on one or two pages.
#[component]
pub(crate) fn SummaryPage() -> impl IntoView {
    let records = own::records();
    let shared_only = RwSignal::new(false);
    let show = move |own: Arc<Own>| {
        move || {
            let chosen = Chosen::of(&own, shared_only.get());
            view! { <Sheet profile=own.profile.clone() chosen /> }
        }
    };
    view! {
        <Screen name="summary" title=t!("summary-title") back="/patient/more">
            <div class="stack no-print">
                <p class="lead">{t!("summary-lead")}</p>
                <Toggle
                    id="summary-shared-only"
                    label=t!("summary-shared-only")
                    hint=t!("summary-shared-only-hint")
                    value=shared_only
                />
                <Button
                    id="summary-print"
                    kind=Kind::Primary
                    icon=Glyph::Printer
                    wide=true
                    on_press=ui::print
                >
                    {t!("summary-print")}
                </Button>
            </div>
            <Loading of=records lines=8 children=show />
        </Screen>
    }
}

/// The sheet itself.
#[component]
fn Sheet(profile: Profile, chosen: Chosen) -> impl IntoView {
    let made = locale::full_when(locale::now());
    view! {
        <article class="card summary" id="summary-sheet">
            <Who profile />
            <Danger allergies=chosen.allergies none_known=chosen.no_allergies />
            <Danger forbidden=chosen.forbidden />
            <Part title=t!("summary-conditions") lines=chosen.conditions />
            <Part title=t!("summary-medicines") lines=chosen.medicines />
            <Values title=t!("summary-vitals") lines=chosen.vitals />
            <Values title=t!("summary-labs") lines=chosen.labs />
            <Part title=t!("facts-topic-immunizations") lines=chosen.immunizations />
            <Part title=t!("summary-earlier") lines=chosen.earlier />
            <p class="muted small summary-foot">{t!("summary-foot", when = made)}</p>
        </article>
    }
}

/// Whose summary it is.
#[component]
fn Who(profile: Profile) -> impl IntoView {
    let account = Engine::expect().me().map(|me| me.name);
    let name = match profile.name.is_empty() {
        true => account.unwrap_or_default(),
        false => profile.name,
    };
    let gender = profile.gender.filter(|gender| gender != "unknown");
    let age = profile.birth_date.as_deref().and_then(locale::age_words);
    let lines = [
        (
            t!("facts-birth-date"),
            profile.birth_date.as_deref().map(locale::date),
        ),
        (t!("summary-age"), age),
        (t!("facts-gender"), gender.as_deref().map(gender_words)),
        (t!("facts-phone"), profile.phone),
        (t!("facts-abha-number"), profile.abha_number),
        (t!("facts-abha-address"), profile.abha_address),
    ];
    let known: Vec<_> = lines
        .into_iter()
        .filter_map(|(what, value)| Some((what, value?)))
        .collect();
    let empty = known.is_empty().then(|| {
        view! {
            <a class="way no-print" href="/patient/more/profile">
                {t!("more-myself-add")}
            </a>
        }
    });
    let rows = known.into_iter().map(|(what, value)| {
        view! {
            <div>
                <dt>{what}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! {
        <h2 class="summary-name">{name}</h2>
        {empty}
        <dl class="summary-who">{rows.collect_view()}</dl>
    }
}

//! Vital signs to be entered.

use bridge::Draft;
use leptos::{ev, prelude::*};
use record::units;
use ui::prelude::*;

use super::entry::{Adding, Bedside, EntryScreen, focus, number};

mod reading;

use reading::{Reading, ReadingField, Sign};

/// Vital signs to be entered.
#[component]
pub(crate) fn VitalsPage() -> impl IntoView {
    let bedside = Bedside::here();
    view! {
        <EntryScreen name="vitals" title=t!("entry-vitals") bedside>
            <VitalsForm bedside />
        </EntryScreen>
    }
}

/// All of them in one form; only what is filled in is added.
#[component]
fn VitalsForm(bedside: Bedside) -> impl IntoView {
    let adding = Adding::new(bedside);
    let signs = Signs::new();
    let when = RwSignal::new(locale::date_input(locale::now()));
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        signs.each(|reading| reading.left.set(true));
        if let Some(bad) = signs.first_wrong() {
            wrong.set(Some(t!("entry-look-again")));
            focus(bad.sign.id);
            return;
        }
        let drafts = signs.drafts(&locale::when_fhir(&when.get_untracked()));
        if drafts.is_empty() {
            wrong.set(Some(t!("entry-nothing-filled")));
            focus(signs.all[0].sign.id);
            return;
        }
        wrong.set(None);
        adding.add(drafts, |_| None);
    };
    let field = move |reading| view! { <ReadingField reading bedside /> };
    view! {
        <form class="form" novalidate on:submit=submit>
            <Card heading=t!("entry-vitals-measured")>
                <div class="entry-grid">{signs.all[..6].iter().copied().map(field).collect_view()}</div>
            </Card>
            <Card heading=t!("entry-vitals-body")>
                <div class="entry-grid">{signs.all[6..].iter().copied().map(field).collect_view()}</div>
                <BodyMass signs bedside />
            </Card>
            <Card>
                <Field
                    id="when"
                    label=t!("entry-when-measured")
                    value=when
                    input=Input::DateTime
                />
            </Card>
            <p class="entry-wrong" role="alert">
                {move || wrong.get()}
            </p>
            <TroubleNote of=adding.trouble() />
            <div class="actions">
                <Button kind=Kind::Primary icon=Glyph::Plus id="add" submit=true busy=adding.busy()>
                    {t!("entry-add-readings")}
                </Button>
            </div>
        </form>
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
struct Signs {
    all: [Reading; 8],
}

impl Signs {
    fn new() -> Self {
        Self {
            all: [
                Sign::SYSTOLIC,
                Sign::DIASTOLIC,
                Sign::PULSE,
                Sign::TEMPERATURE,
                Sign::OXYGEN,
                Sign::BREATHING,
                Sign::WEIGHT,
                Sign::HEIGHT,
            ]
            .map(Reading::new),
        }
        .paired()
    }

    /// Both parts of a blood pressure, or none; and the upper above the lower.
    fn paired(self) -> Self {
        let [upper, lower, ..] = self.all;
        let alone = |one: Reading, other: Reading| {
            Signal::derive(move || {
                let alone = one.is_empty() && !other.is_empty() && one.left.get();
                alone.then(|| t!("entry-both-parts"))
            })
        };
        upper.also.set_value(Some(alone(upper, lower)));
        lower.also.set_value(Some(Signal::derive(move || {
            let (high, low) = (upper.value(), lower.value());
            let crossed = matches!((high, low), (Some(high), Some(low)) if high <= low);
            match crossed && lower.left.get() {
                true => Some(t!("entry-crossed")),
                false => alone(lower, upper).get(),
            }
        })));
        self
    }

    fn each(&self, act: impl Fn(&Reading)) {
        self.all.iter().for_each(act);
    }

    fn first_wrong(&self) -> Option<Reading> {
        self.all
            .into_iter()
            .find(|reading| reading.wrong().is_some())
    }

    fn drafts(&self, when: &str) -> Vec<Draft> {
        let [upper, lower, others @ ..] = &self.all;
        let pressure = (!upper.is_empty()).then(|| Draft::BloodPressure {
            systolic: upper.typed(),
            diastolic: lower.typed(),
            when: when.to_owned(),
        });
        let others = others.iter().filter(|reading| !reading.is_empty());
        let others = others.map(|reading| Draft::Measurement {
            loinc: reading.sign.loinc.to_owned(),
            value: reading.typed(),
            ucum: reading.ucum.get_untracked().to_owned(),
            when: when.to_owned(),
        });
        pressure.into_iter().chain(others).collect()
    }
}

/// The body mass index of what stands in the form, with the last height if none does.
#[component]
fn BodyMass(signs: Signs, bedside: Bedside) -> impl IntoView {
    let [.., weight, height] = signs.all;
    let index = Memo::new(move |_| {
        let kilograms = weight.in_unit(units::KILOGRAM)?;
        let typed = height.in_unit(units::CENTIMETRE);
        let metres = typed.or_else(|| height.last_value(bedside))? / 100.0;
        (weight.wrong().is_none() && height.wrong().is_none() && metres > 0.0)
            .then(|| kilograms / (metres * metres))
    });
    let told = move || {
        let index = index.get()?;
        let text = format!("{index:.1}");
        let flag = match usual_range(BMI) {
            Some(range) if !bedside.is_child() => reading::against(number(&text)?, range),
            _ => bridge::Flag::Unknown,
        };
        Some(view! {
            <p class="entry-told">
                <span>{t!("entry-bmi", index = text.as_str())}</span>
                <FlagChip flag />
            </p>
        })
    };
    view! { <div aria-live="polite">{told}</div> }
}

/// LOINC: body mass index.
const BMI: &str = "39156-5";

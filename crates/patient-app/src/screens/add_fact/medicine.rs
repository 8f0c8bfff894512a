//! A medicine that is taken.

use bridge::{Dose, Draft, DraftPrescription, Every};
use leptos::prelude::*;
use record::codes::{Drug, Form as DrugForm, Often};
use ui::prelude::*;

use super::{FactForm, Suggestions, needed, past_day};
use crate::screens::adding::{AddFoot, Adding, Wrong, filled, plain_digits};

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    drug: RwSignal<String>,
    amount: RwSignal<String>,
    unit: RwSignal<String>,
    often: RwSignal<String>,
    note: RwSignal<String>,
    since: RwSignal<String>,
}

/// A medicine that is taken: which, how much, how often.
#[component]
pub(super) fn MedicineForm() -> impl IntoView {
    let adding = Adding::new();
    let form = Form {
        drug: RwSignal::default(),
        amount: RwSignal::new("1".to_owned()),
        unit: RwSignal::new("tablet".to_owned()),
        often: RwSignal::new("1d".to_owned()),
        note: RwSignal::default(),
        since: RwSignal::new(locale::today_fhir()),
    };
    let suggested = Memo::new(move |_| suggestions(&form.drug.read()));
    // Whoever takes a suggestion gets its unit and its usual rhythm; both can be changed.
    Effect::new(move |before: Option<String>| {
        let drug = form.drug.get();
        if before.is_some_and(|before| before != drug) {
            form.follow(&drug);
        }
        drug
    });
    let send = move || adding.add(form.drafts(), "/records/medicines");
    view! {
        <FactForm on_submit=Callback::new(move |()| send())>
            <Card>
                <Field
                    id="drug"
                    label=Signal::stored(t!("add-drug"))
                    value=form.drug
                    hint=Signal::stored(Some(t!("add-drug-hint")))
                    error=adding.error("drug")
                    list="drugs"
                    required=true
                    max_length=200_u32
                />
                <Suggestions id="drugs" words=suggested />
                <HowMuch form adding />
                <Field
                    id="note"
                    label=Signal::stored(t!("add-drug-note"))
                    value=form.note
                    hint=Signal::stored(Some(t!("add-drug-note-hint")))
                    max_length=200_u32
                />
                <Field
                    id="since"
                    label=Signal::stored(t!("add-drug-since"))
                    value=form.since
                    input=Input::Date
                    error=adding.error("since")
                />
            </Card>
            <AddFoot adding />
        </FactForm>
    }
}

/// How much at a time, and how often.
#[component]
fn HowMuch(form: Form, adding: Adding) -> impl IntoView {
    let units = UNITS.map(|unit| Pick::new(unit.to_owned(), dose_unit_words(unit, "1")));
    let often = OFTEN.map(|(name, every)| {
        let words = every.map_or_else(
            || t!("facts-as-needed"),
            |(times, unit)| every_words(&rhythm(times, unit)),
        );
        Pick::new(name.to_owned(), words)
    });
    view! {
        <div class="pair">
            <Field
                id="amount"
                label=Signal::stored(t!("add-dose"))
                value=form.amount
                input=Input::Decimal
                error=adding.error("amount")
                max_length=8_u32
            />
            <Select
                id="unit"
                label=Signal::stored(t!("add-dose-unit"))
                picks=Signal::stored(units.to_vec())
                value=form.unit
            />
        </div>
        <Select
            id="often"
            label=Signal::stored(t!("add-often"))
            picks=Signal::stored(often.to_vec())
            value=form.often
        />
    }
}

impl Form {
    /// Takes over what goes with a medicine of the table.
    fn follow(self, typed: &str) {
        let found = Drug::all().iter().find(|drug| {
            let rest = typed.strip_prefix(drug.name);
            rest.is_some_and(|rest| drug.strengths.contains(&rest.trim()))
        });
        let Some(drug) = found else { return };
        if let Some(unit) = unit_of(drug.form) {
            self.unit.set(unit.to_owned());
        }
        let often = match drug.often {
            Often::Once | Often::Daily => "1d",
            Often::Twice => "2d",
            Often::Thrice => "3d",
            Often::FourTimes => "4d",
            Often::Weekly => "1wk",
            Often::Monthly => "1mo",
            Often::AsNeeded => NEED,
        };
        self.often.set(often.to_owned());
    }

    fn drafts(self) -> Result<Vec<Draft>, Vec<Wrong>> {
        untrack(|| {
            let mut wrong = Vec::new();
            let often = self.often.get();
            let chosen = OFTEN.iter().find(|(name, _)| *name == often);
            let every = chosen.and_then(|(_, every)| *every);
            let medicine = DraftPrescription {
                drug: needed("drug", &self.drug.read(), &mut wrong),
                dose: self.dose(&mut wrong),
                every: every.map(|(times, unit)| rhythm(times, unit)),
                duration: None,
                as_needed: often == NEED,
                note: filled(&self.note.read()),
                when: past_day("since", &self.since.read(), &mut wrong),
            };
            match wrong.is_empty() {
                true => Ok(vec![Draft::Prescription(medicine)]),
                false => Err(wrong),
            }
        })
    }

    fn dose(self, wrong: &mut Vec<Wrong>) -> Option<Dose> {
        let amount = filled(&plain_digits(&self.amount.read()).replace(',', "."))?;
        let number = amount.parse::<f64>().ok();
        if number.is_none_or(|number| !(number > 0.0 && number <= 1000.0)) {
            wrong.push(("amount", t!("add-no-amount")));
        }
        let unit = self.unit.get();
        Some(Dose { amount, unit })
    }
}

/// Medicines with their strengths, of which a word begins with what is typed.
fn suggestions(typed: &str) -> Vec<String> {
    // "Amlodipine 5": the strength is no part of the name.
    let name = typed.split(|letter: char| letter.is_ascii_digit()).next();
    let name = name.unwrap_or_default();
    let found = Drug::beginning_with(name).flat_map(|drug| {
        let strengths = drug.strengths.iter();
        strengths.map(|strength| format!("{} {strength}", drug.name))
    });
    found.take(24).collect()
}

fn rhythm(times: u32, unit: &str) -> Every {
    Every {
        times,
        period: 1,
        unit: unit.to_owned(),
    }
}

fn unit_of(form: DrugForm) -> Option<&'static str> {
    form.unit().filter(|unit| UNITS.contains(unit))
}

const NEED: &str = "need";
const OFTEN: [(&str, Option<(u32, &str)>); 8] = [
    ("1d", Some((1, "d"))),
    ("2d", Some((2, "d"))),
    ("3d", Some((3, "d"))),
    ("4d", Some((4, "d"))),
    ("1wk", Some((1, "wk"))),
    ("2wk", Some((2, "wk"))),
    ("1mo", Some((1, "mo"))),
    (NEED, None),
];
const UNITS: [&str; 10] = [
    "tablet",
    "capsule",
    "ml",
    "drop",
    "puff",
    "spoon",
    "injection",
    "unit",
    "sachet",
    "application",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_name_the_strength_whatever_is_typed_of_it() {
        for typed in ["amlo", "Amlodipine", "Amlodipine 5"] {
            let found = suggestions(typed);
            assert!(
                found.contains(&"Amlodipine 5 mg".to_owned()),
                "{typed}: {found:?}"
            );
        }
        assert!(suggestions("").is_empty());
    }
}

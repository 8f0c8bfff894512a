//! A vaccination.

use bridge::{Draft, DraftImmunization};
use leptos::prelude::*;
use record::codes::VACCINES;
use ui::prelude::*;

use super::{FactForm, Suggestions, needed, past_day};
use crate::screens::adding::{AddFoot, Adding, Wrong, filled, plain_digits};

/// A vaccination: which vaccine, which dose, when.
#[component]
pub(super) fn VaccinationForm() -> impl IntoView {
    let adding = Adding::new();
    let vaccine = RwSignal::new(String::new());
    let dose = RwSignal::new(String::new());
    let lot = RwSignal::new(String::new());
    let date = RwSignal::new(locale::today_fhir());
    let send = move || {
        let mut wrong = Vec::new();
        let vaccination = DraftImmunization {
            vaccine: needed("vaccine", &vaccine.read_untracked(), &mut wrong),
            dose: number(&dose.read_untracked(), &mut wrong),
            lot: filled(&lot.read_untracked()),
            when: past_day("date", &date.read_untracked(), &mut wrong),
        };
        let drafts = match wrong.is_empty() {
            true => Ok(vec![Draft::Immunization(vaccination)]),
            false => Err(wrong),
        };
        adding.add(drafts, "/records/immunizations");
    };
    let names: Vec<String> = VACCINES.iter().map(|name| (*name).to_owned()).collect();
    view! {
        <FactForm on_submit=Callback::new(move |()| send())>
            <Card>
                <Field
                    id="vaccine"
                    label=Signal::stored(t!("add-vaccine"))
                    value=vaccine
                    error=adding.error("vaccine")
                    list="vaccines"
                    required=true
                    max_length=200_u32
                />
                <Suggestions id="vaccines" words=Signal::stored(names) />
                <Field
                    id="date"
                    label=Signal::stored(t!("add-vaccine-date"))
                    value=date
                    input=Input::Date
                    error=adding.error("date")
                />
                <div class="pair">
                    <Field
                        id="dose"
                        label=Signal::stored(t!("add-vaccine-dose"))
                        value=dose
                        input=Input::Whole
                        error=adding.error("dose")
                        max_length=2_u32
                    />
                    <Field
                        id="lot"
                        label=Signal::stored(t!("add-vaccine-lot"))
                        value=lot
                        max_length=40_u32
                    />
                </div>
            </Card>
            <AddFoot adding />
        </FactForm>
    }
}

/// The number of a dose, if one is said.
fn number(typed: &str, wrong: &mut Vec<Wrong>) -> Option<u32> {
    let typed = filled(&plain_digits(typed))?;
    let number = typed
        .parse()
        .ok()
        .filter(|number| (1..=20).contains(number));
    if number.is_none() {
        wrong.push(("dose", t!("add-no-dose")));
    }
    number
}

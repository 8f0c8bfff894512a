//! An allergy.

use bridge::{Draft, DraftAllergy};
use leptos::prelude::*;
use ui::prelude::*;

use super::{FactForm, Suggestions, needed};
use crate::screens::adding::{AddFoot, Adding, filled};

/// An allergy: against what, what happened, whether it was dangerous.
#[component]
pub(super) fn AllergyForm() -> impl IntoView {
    let adding = Adding::new();
    let name = RwSignal::new(String::new());
    let reaction = RwSignal::new(String::new());
    let critical = RwSignal::new(false);
    let send = move || {
        let mut wrong = Vec::new();
        let allergy = DraftAllergy {
            name: needed("name", &name.read_untracked(), &mut wrong),
            reaction: filled(&reaction.read_untracked()),
            critical: critical.get_untracked(),
            when: locale::now_fhir(),
        };
        let drafts = match wrong.is_empty() {
            true => Ok(vec![Draft::Allergy(allergy)]),
            false => Err(wrong),
        };
        adding.add(drafts, "/records/allergies");
    };
    view! {
        <FactForm on_submit=Callback::new(move |()| send())>
            <Card>
                <Field
                    id="name"
                    label=Signal::stored(t!("add-allergy-name"))
                    value=name
                    hint=Signal::stored(Some(t!("add-allergy-name-hint")))
                    error=adding.error("name")
                    list="allergies"
                    required=true
                    max_length=200_u32
                />
                <Suggestions id="allergies" words=Signal::stored(common()) />
                <Field
                    id="reaction"
                    label=Signal::stored(t!("add-allergy-reaction"))
                    value=reaction
                    hint=Signal::stored(Some(t!("add-allergy-reaction-hint")))
                    max_length=200_u32
                />
                <Toggle
                    id="critical"
                    label=t!("add-allergy-critical")
                    hint=t!("add-allergy-critical-hint")
                    value=critical
                />
            </Card>
            <AddFoot adding />
        </FactForm>
    }
}

/// What people are often allergic to.
fn common() -> Vec<String> {
    vec![
        t!("add-allergen-penicillin"),
        t!("add-allergen-sulfa"),
        t!("add-allergen-painkillers"),
        t!("add-allergen-peanuts"),
        t!("add-allergen-milk"),
        t!("add-allergen-eggs"),
        t!("add-allergen-fish"),
        t!("add-allergen-dust"),
        t!("add-allergen-pollen"),
        t!("add-allergen-latex"),
        t!("add-allergen-bees"),
    ]
}

//! A condition.

use bridge::{Draft, DraftCondition};
use leptos::prelude::*;
use ui::prelude::*;

use super::{FactForm, needed};
use crate::screens::adding::{AddFoot, Adding, Wrong, filled, plain_digits};

/// A condition: what, since which year, whether it is over.
#[component]
pub(super) fn ConditionForm() -> impl IntoView {
    let adding = Adding::new();
    let name = RwSignal::new(String::new());
    let since = RwSignal::new(String::new());
    let over = RwSignal::new(false);
    let note = RwSignal::new(String::new());
    let send = move || {
        let mut wrong = Vec::new();
        let condition = DraftCondition {
            name: needed("name", &name.read_untracked(), &mut wrong),
            since: year(&since.read_untracked(), &mut wrong),
            over: over.get_untracked(),
            note: filled(&note.read_untracked()),
            when: locale::now_fhir(),
        };
        let drafts = match wrong.is_empty() {
            true => Ok(vec![Draft::Condition(condition)]),
            false => Err(wrong),
        };
        adding.add(drafts, "/records/conditions");
    };
    view! {
        <FactForm on_submit=Callback::new(move |()| send())>
            <Card>
                <Field
                    id="name"
                    label=Signal::stored(t!("add-condition-name"))
                    value=name
                    hint=Signal::stored(Some(t!("add-condition-name-hint")))
                    error=adding.error("name")
                    required=true
                    max_length=200_u32
                />
                <Field
                    id="since"
                    label=Signal::stored(t!("add-condition-since"))
                    value=since
                    input=Input::Whole
                    hint=Signal::stored(Some(t!("add-condition-since-hint")))
                    error=adding.error("since")
                    max_length=4_u32
                />
                <Toggle id="over" label=t!("add-condition-over") value=over />
                <TextArea
                    id="note"
                    label=Signal::stored(t!("add-note"))
                    value=note
                    rows=2
                />
            </Card>
            <AddFoot adding />
        </FactForm>
    }
}

/// A year that has come, if one is said.
fn year(typed: &str, wrong: &mut Vec<Wrong>) -> Option<String> {
    let typed = filled(&plain_digits(typed))?;
    let this_year = locale::today_fhir();
    let good = typed.len() == 4
        && typed.bytes().all(|byte| byte.is_ascii_digit())
        && *typed >= *"1900"
        && *typed <= this_year[..4];
    if !good {
        wrong.push(("since", t!("add-no-year", year = this_year[..4].to_owned())));
    }
    Some(typed)
}

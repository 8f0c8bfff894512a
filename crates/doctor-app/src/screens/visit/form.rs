//! The fields of the intake form: who the patient is, and what was measured.

use leptos::prelude::*;
use ui::prelude::*;

use super::Entered;

/// Who comes.
#[component]
pub(super) fn Person(entered: Entered) -> impl IntoView {
    let genders = vec![
        Pick::new(String::new(), t!("intake-gender-open")),
        Pick::new("female".to_owned(), t!("facts-female")),
        Pick::new("male".to_owned(), t!("facts-male")),
        Pick::new("other".to_owned(), t!("facts-gender-other")),
    ];
    view! {
        <Card heading=t!("intake-who")>
            <Field
                id="intake-name"
                label=t!("intake-name")
                value=entered.name
                required=true
                max_length=120_u32
                error=entered.error("intake-name")
            />
            <Birth entered />
            <Select id="intake-gender" label=t!("facts-gender") picks=genders value=entered.gender />
            <Field
                id="intake-phone"
                label=t!("facts-phone")
                value=entered.phone
                input=Input::Phone
                error=entered.error("intake-phone")
            />
        </Card>
    }
}

/// The age as it is told, or the day of birth.
#[component]
fn Birth(entered: Entered) -> impl IntoView {
    let picks = vec![
        Pick::new(true, t!("intake-by-age")),
        Pick::new(false, t!("intake-by-date")),
    ];
    view! {
        <div class="birth">
            <Segments label=t!("intake-age-or-date") picks=picks value=entered.by_age />
            {move || match entered.by_age.get() {
                true => {
                    view! {
                        <Field
                            id="intake-age"
                            label=t!("intake-age")
                            value=entered.age
                            input=Input::Whole
                            suffix=Some(t!("intake-years"))
                            error=entered.error("intake-age")
                        />
                    }
                        .into_any()
                }
                false => {
                    view! {
                        <Field
                            id="intake-born"
                            label=t!("intake-born")
                            value=entered.born
                            input=Input::Date
                            error=entered.error("intake-born")
                        />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// What was measured today, and allergies.
#[component]
pub(super) fn Body(entered: Entered) -> impl IntoView {
    view! {
        <Card heading=t!("intake-measured")>
            <div class="pair">
                <Number entered id="intake-upper" label=t!("intake-upper") value=entered.upper unit="mmHg" />
                <Number entered id="intake-lower" label=t!("intake-lower") value=entered.lower unit="mmHg" />
                <Number
                    entered
                    id="intake-pulse"
                    label=t!("facts-pulse")
                    value=entered.pulse
                    unit=t!("intake-per-minute")
                />
                <Number entered id="intake-height" label=t!("facts-height") value=entered.height unit="cm" />
                <Number entered id="intake-weight" label=t!("facts-weight") value=entered.weight unit="kg" />
            </div>
            <Allergic entered />
        </Card>
    }
}

#[component]
fn Number(
    entered: Entered,
    id: &'static str,
    label: String,
    value: RwSignal<String>,
    #[prop(into)] unit: String,
) -> impl IntoView {
    view! { <Field id label value input=Input::Decimal suffix=Some(unit) error=entered.error(id) /> }
}

/// Asked, and which; or that there is none.
#[component]
fn Allergic(entered: Entered) -> impl IntoView {
    let picks = vec![
        Pick::new(String::new(), t!("intake-allergic-open")),
        Pick::new("none".to_owned(), t!("intake-allergic-none")),
        Pick::new("some".to_owned(), t!("intake-allergic-some")),
    ];
    view! {
        <div class="allergic">
            <p class="label">{t!("facts-topic-allergies")}</p>
            <Segments label=t!("facts-topic-allergies") picks=picks value=entered.allergic />
            <Show when=move || entered.allergic.with(|allergic| allergic == "some")>
                <Field
                    id="intake-allergies"
                    label=t!("intake-allergies")
                    value=entered.allergies
                    hint=Some(t!("intake-allergies-hint"))
                    error=entered.error("intake-allergies")
                />
            </Show>
        </div>
    }
}

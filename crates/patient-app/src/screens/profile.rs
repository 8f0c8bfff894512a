//! Who one is: the patient's own details, as a record.

use std::sync::Arc;

use bridge::{Draft, Entry, Fact, Profile};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::prelude::*;

use super::adding::{AddFoot, Adding, Wrong, filled, plain_digits};
use crate::own::{self, Own};

/// Who one is.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let records = own::records();
    // The form is made once: a record that comes meanwhile does not take away what is being typed.
    let ready = Memo::new(move |_| records.with(|_| ()).is_some());
    view! {
        <Screen
            name="profile"
            title=t!("profile-title")
            lead=t!("profile-lead")
            back="/patient/more"
        >
            <div class="screen-narrow">
                {move || match (ready.get(), untrack(move || records.get())) {
                    (true, Some(own)) => view! { <Form own /> }.into_any(),
                    _ => view! { <Loading of=records lines=6 children=|_| () /> }.into_any(),
                }}
            </div>
        </Screen>
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    gender: RwSignal<String>,
    birth_date: RwSignal<String>,
    birth_year: RwSignal<String>,
    year_only: RwSignal<bool>,
    phone: RwSignal<String>,
    abha_number: RwSignal<String>,
    abha_address: RwSignal<String>,
}

impl Typed {
    fn of(profile: &Profile, name: String) -> Self {
        let born = profile.birth_date.clone().unwrap_or_default();
        let whole = born.len() >= 10;
        let year = born.get(..4).unwrap_or_default().to_owned();
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let gender = profile.gender.clone();
        Self {
            name: RwSignal::new(name),
            gender: RwSignal::new(gender.unwrap_or_else(|| "unknown".to_owned())),
            birth_date: RwSignal::new(if whole { born.clone() } else { String::new() }),
            birth_year: RwSignal::new(year),
            year_only: RwSignal::new(!whole && !born.is_empty()),
            phone: text(&profile.phone),
            abha_number: text(&profile.abha_number),
            abha_address: text(&profile.abha_address),
        }
    }

    fn draft(self) -> Result<Vec<Draft>, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let name = self.name.get_untracked().trim().to_owned();
        if name.is_empty() {
            wrong.push(("name", t!("profile-name-missing")));
        }
        let birth_date = match self.year_only.get_untracked() {
            true => filled(&plain_digits(&self.birth_year.get_untracked())),
            false => filled(&self.birth_date.get_untracked()),
        };
        let today = locale::today_fhir();
        if let Some(born) = &birth_date
            && !is_past(born, &today)
        {
            let field = if self.year_only.get_untracked() {
                "birth-year"
            } else {
                "birth-date"
            };
            let year = today.get(..4).unwrap_or_default();
            wrong.push((field, t!("profile-born-wrong", year = year)));
        }
        let phone = plain_digits(&self.phone.get_untracked());
        if !phone.is_empty() && !is_phone(&phone) {
            wrong.push(("phone", t!("profile-phone-wrong")));
        }
        let abha = plain_digits(&self.abha_number.get_untracked());
        let abha: String = abha.chars().filter(|sign| !"- ".contains(*sign)).collect();
        if !abha.is_empty() && !is_abha(&abha) {
            wrong.push(("abha-number", t!("profile-abha-wrong")));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(vec![Draft::Patient(Profile {
            name,
            gender: filled(&self.gender.get_untracked()),
            birth_date,
            abha_number: filled(&abha),
            abha_address: filled(&self.abha_address.get_untracked()),
            phone: filled(&phone),
        })])
    }
}

/// Fills in what is known, corrects one's own record if there is one, and adds one otherwise.
#[component]
fn Form(own: Arc<Own>) -> impl IntoView {
    let account = Engine::expect().me().map(|me| me.name);
    let name = match own.profile.name.is_empty() {
        true => account.unwrap_or_default(),
        false => own.profile.name.clone(),
    };
    let typed = Typed::of(&own.profile, name);
    let adding = Adding::new();
    let record = own.valid().find(|entry| is_own(entry));
    let record = StoredValue::new(record.map(|entry| entry.id.clone()));
    let navigate = StoredValue::new_local(use_navigate());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match record.get_value() {
            Some(record) => {
                let leave = move || {
                    // Whoever has gone on meanwhile is not called back.
                    let _ = navigate
                        .try_with_value(|navigate| navigate("/more", NavigateOptions::default()));
                };
                adding.correct(record, typed.draft(), leave);
            }
            None => adding.add(typed.draft(), "/more"),
        }
    };
    let foot = match record.with_value(Option::is_some) {
        true => view! { <SaveFoot adding /> }.into_any(),
        false => view! { <AddFoot adding /> }.into_any(),
    };
    view! {
        <form class="form" id="profile-form" novalidate=true on:submit=submit>
            <Card>
                <Basics typed adding />
            </Card>
            <Card heading=t!("profile-more")>
                <Numbers typed adding />
            </Card>
            {foot}
        </form>
    }
}

#[component]
fn Basics(typed: Typed, adding: Adding) -> impl IntoView {
    let picks = ["unknown", "female", "male", "other"];
    let picks = picks.map(|code| Pick::new(code.to_owned(), gender_words(code)));
    view! {
        <Field
            id="name"
            label=t!("profile-name")
            value=typed.name
            autocomplete="name"
            max_length=100_u32
            required=true
            error=adding.error("name")
        />
        <Show
            when=move || typed.year_only.get()
            fallback=move || {
                view! {
                    <Field
                        id="birth-date"
                        label=t!("facts-birth-date")
                        input=Input::Date
                        value=typed.birth_date
                        autocomplete="bday"
                        error=adding.error("birth-date")
                    />
                }
            }
        >
            <Field
                id="birth-year"
                label=t!("profile-birth-year")
                input=Input::Whole
                value=typed.birth_year
                max_length=4_u32
                error=adding.error("birth-year")
            />
        </Show>
        <Toggle id="year-only" label=t!("profile-year-only") value=typed.year_only />
        <Select
            id="gender"
            label=t!("facts-gender")
            picks=Signal::stored(picks.to_vec())
            value=typed.gender
        />
    }
}

#[component]
fn Numbers(typed: Typed, adding: Adding) -> impl IntoView {
    view! {
        <Field
            id="phone"
            label=t!("facts-phone")
            input=Input::Phone
            value=typed.phone
            autocomplete="tel"
            max_length=20_u32
            error=adding.error("phone")
        />
        <Field
            id="abha-number"
            label=t!("facts-abha-number")
            input=Input::Whole
            value=typed.abha_number
            max_length=17_u32
            hint=Some(t!("profile-abha-hint"))
            error=adding.error("abha-number")
        />
        <Field
            id="abha-address"
            label=t!("facts-abha-address")
            value=typed.abha_address
            max_length=60_u32
            hint=Some(t!("profile-abha-address-hint"))
        />
    }
}

/// The foot where one's own record is corrected: who sees it stays as it is.
#[component]
fn SaveFoot(adding: Adding) -> impl IntoView {
    view! {
        <TroubleNote of=adding.trouble() />
        <Button id="save" kind=Kind::Primary submit=true wide=true busy=adding.busy()>
            {t!("profile-save")}
        </Button>
    }
}

fn is_own(entry: &Entry) -> bool {
    entry.by_me && matches!(entry.fact, Fact::Profile(_))
}

/// Whether a date or a year has been, and not too long ago for somebody alive.
fn is_past(born: &str, today: &str) -> bool {
    let year = born.get(..4).and_then(|year| year.parse::<u16>().ok());
    let format = matches!(born.len(), 4 | 10);
    let past = today.get(..born.len()).is_some_and(|today| born <= today);
    format && past && year.is_some_and(|year| year >= 1900)
}

fn is_phone(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let signs = phone
        .chars()
        .all(|sign| sign.is_ascii_digit() || "+- ()".contains(sign));
    signs && (6..=15).contains(&digits)
}

fn is_abha(number: &str) -> bool {
    number.len() == 14 && number.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_born_tomorrow_or_before_1900() {
        assert!(is_past("2026-04-14", "2026-04-14"));
        assert!(is_past("1956", "2026-04-14"));
        assert!(!is_past("2026-04-15", "2026-04-14"));
        assert!(!is_past("2027", "2026-04-14"));
        assert!(!is_past("1899", "2026-04-14"));
        assert!(!is_past("56", "2026-04-14"));
    }

    #[test]
    fn a_telephone_number_has_digits_enough() {
        assert!(is_phone("+91 98200 12345"));
        assert!(!is_phone("12345"));
        assert!(!is_phone("98200 x2345"));
    }

    #[test]
    fn an_abha_number_has_fourteen_digits() {
        assert!(is_abha("12345678901234"));
        assert!(!is_abha("1234567890123"));
        assert!(!is_abha("1234567890123a"));
    }
}

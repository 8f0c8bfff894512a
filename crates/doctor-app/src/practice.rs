//! What all screens share: the doctor's patients and invitations, and how they are spoken of.

use bridge::{Answer, Invitation, InvitationState, Patient, Request};
use leptos::{prelude::*, task::spawn_local};
use ui::prelude::*;

/// The doctor's patients and invitations, asked once for all screens.
#[derive(Clone, Copy)]
pub(crate) struct Practice {
    /// Who answers.
    pub(crate) engine: Engine,
    /// The patients, those with something new first.
    pub(crate) patients: Loaded<Vec<Patient>>,
    /// The invitations, newest first.
    pub(crate) invitations: Loaded<Vec<Invitation>>,
    /// What is searched for in the list of patients.
    pub(crate) query: RwSignal<String>,
}

impl Practice {
    pub(crate) fn new() -> Self {
        let engine = Engine::expect();
        let patients = engine.load(
            || Request::Patients,
            |answer| match answer {
                Answer::Patients(patients) => Some(patients),
                _ => None,
            },
        );
        let invitations = engine.load(
            || Request::Invitations,
            |answer| match answer {
                Answer::Invitations(invitations) => Some(invitations),
                _ => None,
            },
        );
        Self {
            engine,
            patients,
            invitations,
            query: RwSignal::default(),
        }
    }

    /// That of the app.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// A patient by the vault; reactive.
    pub(crate) fn patient(self, vault: &str) -> Option<Patient> {
        self.patients
            .with(|all| all.iter().find(|patient| patient.vault == vault).cloned())
            .flatten()
    }

    /// How many records are new, over all patients; reactive.
    pub(crate) fn fresh(self) -> u64 {
        let count = |all: &Vec<Patient>| all.iter().map(|patient| u64::from(patient.fresh)).sum();
        self.patients.with(count).unwrap_or(0)
    }

    /// The patients that are searched for; reactive.
    pub(crate) fn found(self) -> Vec<Patient> {
        let query = self.query.get();
        let all = self.patients.get().unwrap_or_default();
        all.into_iter()
            .filter(|patient| matches(patient, &query))
            .collect()
    }

    /// The invitations that are still of concern; reactive.
    pub(crate) fn pending(self) -> Vec<Invitation> {
        let all = self.invitations.get().unwrap_or_default();
        all.into_iter()
            .filter(|invitation| invitation.state != InvitationState::Accepted)
            .collect()
    }

    /// Marks as seen, in one patient's records or in all.
    pub(crate) fn seen(self, vault: Option<String>, then: impl FnOnce() + 'static) {
        spawn_local(async move {
            // Where it does not work, it stays new: nothing is lost by that.
            if self.engine.ask(Request::Seen { vault }).await.is_ok() {
                self.patients.again();
                then();
            }
        });
    }
}

/// Where a patient's page is.
pub(crate) fn page_of(vault: &str) -> String {
    format!("/doctor/patients/{vault}")
}

/// An address as the router takes it: below the app's own.
pub(crate) fn way(address: &str) -> &str {
    match address.strip_prefix("/doctor") {
        Some("") | None => "/",
        Some(way) => way,
    }
}

/// The name; a word for it where the records do not say it.
pub(crate) fn name_of(name: &str) -> String {
    match name.trim() {
        "" => t!("patients-nameless"),
        name => name.to_owned(),
    }
}

/// `42, female`: what is known of it.
pub(crate) fn age_and_gender(birth_date: Option<&str>, gender: Option<&str>) -> String {
    let age = birth_date.and_then(locale::age_words);
    let gender = gender
        .filter(|gender| *gender != "unknown")
        .map(gender_words);
    let known: Vec<String> = age.into_iter().chain(gender).collect();
    known.join(", ")
}

/// An ABHA number as it is printed on the card: `91-2345-6789-0123`.
pub(crate) fn abha_words(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match (
        digits.get(..2),
        digits.get(2..6),
        digits.get(6..10),
        digits.get(10..),
    ) {
        (Some(a), Some(b), Some(c), Some(d)) if d.len() == 4 => format!("{a}-{b}-{c}-{d}"),
        _ => number.to_owned(),
    }
}

/// Whether the name holds every word searched for, or the ABHA number its digits.
fn matches(patient: &Patient, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    let name = patient.name.to_lowercase();
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let number = digits(&query);
    let by_number = number.len() >= 2
        && patient
            .abha
            .as_deref()
            .is_some_and(|abha| digits(abha).contains(&number));
    by_number || query.split_whitespace().all(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patient(name: &str, abha: Option<&str>) -> Patient {
        Patient {
            vault: String::new(),
            name: name.to_owned(),
            birth_date: None,
            gender: None,
            abha: abha.map(str::to_owned),
            fresh: 0,
            waiting: 0,
            latest: 0,
            may_add: true,
            broadcasts: false,
            history: true,
            until: None,
            stopped: false,
            shown_alone: false,
        }
    }

    #[test]
    fn a_patient_is_found_by_parts_of_the_name_and_by_digits_however_they_are_grouped() {
        let asha = patient("Asha Patil", Some("91-2345-6789-0123"));
        assert!(matches(&asha, ""));
        assert!(matches(&asha, "pat as"));
        assert!(!matches(&asha, "pat ravi"));
        assert!(matches(&asha, "9123 4567"));
        assert!(!matches(&asha, "55"));
        assert!(!matches(&patient("Ravi", None), "91"));
    }

    #[test]
    fn an_abha_number_is_grouped_as_on_the_card() {
        assert_eq!(abha_words("91234567890123"), "91-2345-6789-0123");
        assert_eq!(abha_words("1234"), "1234");
    }
}

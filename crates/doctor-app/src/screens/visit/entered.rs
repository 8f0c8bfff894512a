//! What was typed into the intake form: checked, kept, and made into records.

use std::collections::BTreeMap;

use bridge::{Answer, Draft, DraftAllergy, Profile, Request};
use leptos::prelude::*;
use record::codes::Vital;
use ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::FORM;

/// For how many hours "for this visit only" is.
const VISIT_HOURS: u16 = 12;

/// What is typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Entered {
    pub(super) name: RwSignal<String>,
    /// Whether the age is told, else the day of birth.
    pub(super) by_age: RwSignal<bool>,
    pub(super) age: RwSignal<String>,
    pub(super) born: RwSignal<String>,
    pub(super) gender: RwSignal<String>,
    pub(super) phone: RwSignal<String>,
    pub(super) height: RwSignal<String>,
    pub(super) weight: RwSignal<String>,
    pub(super) upper: RwSignal<String>,
    pub(super) lower: RwSignal<String>,
    pub(super) pulse: RwSignal<String>,
    /// Nothing, `none` or `some`.
    pub(super) allergic: RwSignal<String>,
    pub(super) allergies: RwSignal<String>,
    pub(super) may_add: RwSignal<bool>,
    pub(super) history: RwSignal<bool>,
    pub(super) visit: RwSignal<bool>,
    errors: RwSignal<BTreeMap<&'static str, String>>,
}

impl Entered {
    pub(super) fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            name: empty(),
            by_age: RwSignal::new(true),
            age: empty(),
            born: empty(),
            gender: empty(),
            phone: empty(),
            height: empty(),
            weight: empty(),
            upper: empty(),
            lower: empty(),
            pulse: empty(),
            allergic: empty(),
            allergies: empty(),
            may_add: RwSignal::new(true),
            history: RwSignal::new(true),
            visit: RwSignal::new(false),
            errors: RwSignal::default(),
        }
    }

    fn texts(self) -> [RwSignal<String>; 12] {
        [
            self.name,
            self.age,
            self.born,
            self.gender,
            self.phone,
            self.height,
            self.weight,
            self.upper,
            self.lower,
            self.pulse,
            self.allergic,
            self.allergies,
        ]
    }

    fn switches(self) -> [RwSignal<bool>; 4] {
        [self.by_age, self.may_add, self.history, self.visit]
    }

    /// What is wrong with a field.
    pub(super) fn error(self, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.errors.read().get(id).cloned())
    }

    /// Whether anything is wrong.
    pub(super) fn wrong(self) -> bool {
        !self.errors.read().is_empty()
    }

    /// Takes up what was kept under a name.
    pub(super) fn restore(self, engine: Engine, name: &str) {
        let request = Request::Kept { name: name.into() };
        engine.asking().send(request, move |answer| {
            let Answer::Bytes(bytes) = answer else { return };
            // What an older version kept in another form is left out.
            let Ok((texts, switches)) = bridge::from_bytes::<(Vec<String>, Vec<bool>)>(&bytes)
            else {
                return;
            };
            for (signal, text) in self.texts().into_iter().zip(texts) {
                let _ = signal.try_set(text);
            }
            for (signal, on) in self.switches().into_iter().zip(switches) {
                let _ = signal.try_set(on);
            }
        });
    }

    /// Keeps what is typed under a name, sealed on this device.
    pub(super) fn keep(self, engine: Engine, name: &str) {
        let texts = self.texts().map(|signal| signal.get_untracked()).to_vec();
        let switches = self
            .switches()
            .map(|signal| signal.get_untracked())
            .to_vec();
        engine.tell(Request::Keep {
            name: name.to_owned(),
            bytes: bridge::to_bytes(&(texts, switches)),
        });
    }

    /// Forgets what is kept under a name.
    pub(super) fn forget(engine: Engine, name: &str) {
        engine.tell(Request::Keep {
            name: name.to_owned(),
            bytes: Vec::new(),
        });
    }

    /// Empties the form.
    pub(super) fn clear(self, engine: Engine) {
        for text in self.texts() {
            text.set(String::new());
        }
        self.errors.update(BTreeMap::clear);
        Self::forget(engine, FORM);
    }

    /// What is to be asked of the engine; if something is wrong, that is shown and the first field of
    /// it gets the focus.
    pub(super) fn request(self) -> Option<Request> {
        let mut checked = Checked::default();
        let intake = self.drafts(&mut checked);
        let first = FIELDS.iter().find(|id| checked.errors.contains_key(**id));
        let fine = checked.errors.is_empty();
        self.errors.set(checked.errors);
        if let Some(field) = first.and_then(|id| document().get_element_by_id(id)) {
            // Every field can have the focus.
            let _ = field.unchecked_into::<HtmlElement>().focus();
        }
        fine.then(|| Request::Invite {
            may_add: self.may_add.get_untracked(),
            history: self.history.get_untracked(),
            visit_hours: self.visit.get_untracked().then_some(VISIT_HOURS),
            intake,
        })
    }

    fn drafts(self, checked: &mut Checked) -> Vec<Draft> {
        let when = locale::now_fhir();
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let mut drafts = vec![Draft::Patient(self.patient(checked))];
        for (id, value, loinc) in [
            ("intake-height", self.height, "8302-2"),
            ("intake-weight", self.weight, "29463-7"),
            ("intake-pulse", self.pulse, "8867-4"),
        ] {
            if let Some((value, ucum)) = checked.number(id, &text(value), loinc) {
                drafts.push(Draft::Measurement {
                    loinc: loinc.to_owned(),
                    value,
                    ucum,
                    when: when.clone(),
                });
            }
        }
        let upper = checked.number("intake-upper", &text(self.upper), "8480-6");
        let lower = checked.number("intake-lower", &text(self.lower), "8462-4");
        drafts.extend(self.pressure(upper, lower, &when, checked));
        let allergies = match text(self.allergic).as_str() {
            "none" => vec!["No known allergy".to_owned()],
            "some" => checked.names("intake-allergies", &text(self.allergies)),
            _ => Vec::new(),
        };
        drafts.extend(allergies.into_iter().map(|name| {
            Draft::Allergy(DraftAllergy {
                name,
                when: when.clone(),
                ..DraftAllergy::default()
            })
        }));
        drafts
    }

    fn pressure(
        self,
        upper: Option<(String, String)>,
        lower: Option<(String, String)>,
        when: &str,
        checked: &mut Checked,
    ) -> Option<Draft> {
        let empty = |signal: RwSignal<String>| signal.get_untracked().trim().is_empty();
        match (empty(self.upper), empty(self.lower)) {
            (true, false) => checked.wrong("intake-upper", t!("intake-both-values")),
            (false, true) => checked.wrong("intake-lower", t!("intake-both-values")),
            _ => {}
        }
        let (systolic, diastolic) = (upper?.0, lower?.0);
        let order = systolic.parse::<f64>().ok()? > diastolic.parse::<f64>().ok()?;
        if !order {
            checked.wrong("intake-upper", t!("intake-upper-higher"));
        }
        order.then(|| Draft::BloodPressure {
            systolic,
            diastolic,
            when: when.to_owned(),
        })
    }

    fn patient(self, checked: &mut Checked) -> Profile {
        let text = |signal: RwSignal<String>| Some(signal.get_untracked().trim().to_owned());
        let name = text(self.name).unwrap_or_default();
        if name.is_empty() {
            checked.wrong("intake-name", t!("intake-name-missing"));
        }
        let birth_date = match self.by_age.get_untracked() {
            true => checked.birth_year(&self.age.get_untracked()),
            false => checked.birth_date(&self.born.get_untracked()),
        };
        let phone = text(self.phone).filter(|phone| !phone.is_empty());
        let digits = |phone: &String| phone.chars().filter(char::is_ascii_digit).count();
        if phone
            .as_ref()
            .is_some_and(|phone| !(6..=15).contains(&digits(phone)))
        {
            checked.wrong("intake-phone", t!("intake-phone-wrong"));
        }
        Profile {
            name,
            gender: text(self.gender).filter(|gender| !gender.is_empty()),
            birth_date,
            phone,
            ..Profile::default()
        }
    }
}

/// The fields in the order of the screen.
const FIELDS: [&str; 10] = [
    "intake-name",
    "intake-age",
    "intake-born",
    "intake-phone",
    "intake-height",
    "intake-weight",
    "intake-upper",
    "intake-lower",
    "intake-pulse",
    "intake-allergies",
];

/// What was found wrong, by field.
#[derive(Default)]
struct Checked {
    errors: BTreeMap<&'static str, String>,
}

impl Checked {
    fn wrong(&mut self, id: &'static str, words: String) {
        self.errors.entry(id).or_insert(words);
    }

    /// A number within what is possible, with its usual unit; nothing if nothing was typed.
    fn number(&mut self, id: &'static str, text: &str, loinc: &str) -> Option<(String, String)> {
        let unit = Vital::by_loinc(loinc)?.units.first()?;
        if text.is_empty() {
            return None;
        }
        let text = text.replace(',', ".");
        let whole = matches!(loinc, "8480-6" | "8462-4");
        match text.parse::<f64>() {
            Ok(value) if whole && value.fract() != 0.0 => {
                self.wrong(id, t!("intake-whole"));
                None
            }
            Ok(value) if (unit.low..=unit.high).contains(&value) => {
                Some((text, unit.ucum.to_owned()))
            }
            _ => {
                let (low, high) = (locale::number(unit.low), locale::number(unit.high));
                self.wrong(id, t!("intake-range", low = low, high = high));
                None
            }
        }
    }

    /// Names between commas or on lines of their own; at least one.
    fn names(&mut self, id: &'static str, text: &str) -> Vec<String> {
        let names = text.split([',', '\n', ';']).map(str::trim);
        let names: Vec<String> = names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        if names.is_empty() {
            self.wrong(id, t!("intake-allergies-missing"));
        }
        names
    }

    /// The year of birth that an age means today.
    fn birth_year(&mut self, age: &str) -> Option<String> {
        if age.trim().is_empty() {
            return None;
        }
        let year: u32 = locale::today_fhir().get(..4)?.parse().ok()?;
        match age.trim().parse::<u32>() {
            Ok(age) if age <= OLDEST => Some((year - age).to_string()),
            _ => {
                self.wrong("intake-age", t!("intake-age-wrong", most = OLDEST));
                None
            }
        }
    }

    /// A day of birth that is not to come.
    fn birth_date(&mut self, date: &str) -> Option<String> {
        if date.is_empty() {
            return None;
        }
        let past = date <= locale::today_fhir().as_str();
        let fine = past && locale::age(date).is_some_and(|age| age <= OLDEST);
        if !fine {
            self.wrong("intake-born", t!("intake-born-wrong"));
        }
        fine.then(|| date.to_owned())
    }
}

/// The most years a person has.
const OLDEST: u32 = 130;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_within_what_is_possible_and_with_either_point() {
        let mut checked = Checked::default();
        let kept = checked.number("intake-weight", "72,5", "29463-7");
        assert_eq!(kept, Some(("72.5".to_owned(), "kg".to_owned())));
        assert_eq!(checked.number("intake-weight", "", "29463-7"), None);
        assert!(checked.errors.is_empty());
        assert_eq!(checked.number("intake-height", "1.73", "8302-2"), None);
        assert_eq!(checked.number("intake-upper", "128.5", "8480-6"), None);
        assert_eq!(checked.number("intake-pulse", "fast", "8867-4"), None);
        assert_eq!(checked.errors.len(), 3);
    }

    #[test]
    fn allergies_are_told_apart_by_commas() {
        let mut checked = Checked::default();
        let names = checked.names("intake-allergies", "penicillin, nuts,, ");
        assert_eq!(names, ["penicillin", "nuts"]);
        assert!(checked.errors.is_empty());
        checked.names("intake-allergies", " , ");
        assert_eq!(checked.errors.len(), 1);
    }
}

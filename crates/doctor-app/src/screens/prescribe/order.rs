//! A medicine that is being written, from what is typed and tapped, and back.

use bridge::{Dose, DraftPrescription, For as Span};
use leptos::prelude::*;
use record::codes::{Drug, Form, Often};
use ui::prelude::*;

use super::rhythm::Rhythm;
use crate::screens::entry::{Bounds, number, shown};

/// Amounts that can be.
pub(super) const AMOUNT: Bounds = Bounds {
    low: 0.01,
    high: 1000.0,
    whole: false,
};

/// Lengths that can be.
pub(super) const LENGTH: Bounds = Bounds {
    low: 1.0,
    high: 365.0,
    whole: true,
};

/// What is typed and tapped for one medicine.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub(super) drug: RwSignal<String>,
    pub(super) amount: RwSignal<String>,
    /// Of what; empty where nothing is counted.
    pub(super) unit: RwSignal<String>,
    pub(super) rhythm: RwSignal<Rhythm>,
    pub(super) as_needed: RwSignal<bool>,
    pub(super) length: RwSignal<String>,
    pub(super) length_unit: RwSignal<String>,
    pub(super) heeds: RwSignal<Vec<&'static str>>,
    pub(super) note: RwSignal<String>,
    /// Whether it was to be put on the prescription.
    pub(super) tried: RwSignal<bool>,
}

impl Order {
    pub(super) fn new() -> Self {
        Self {
            drug: RwSignal::default(),
            amount: RwSignal::new("1".to_owned()),
            unit: RwSignal::new("tablet".to_owned()),
            rhythm: RwSignal::new(Rhythm::Open),
            as_needed: RwSignal::new(false),
            length: RwSignal::default(),
            length_unit: RwSignal::new("d".to_owned()),
            heeds: RwSignal::default(),
            note: RwSignal::default(),
            tried: RwSignal::new(false),
        }
    }

    /// Whether no medicine is being written.
    pub(super) fn is_empty(self) -> bool {
        self.drug.with_untracked(|drug| drug.trim().is_empty())
    }

    pub(super) fn clear(self) {
        self.tried.set(false);
        self.drug.set(String::new());
        self.amount.set("1".to_owned());
        self.unit.set("tablet".to_owned());
        self.rhythm.set(Rhythm::Open);
        self.as_needed.set(false);
        self.length.set(String::new());
        self.length_unit.set("d".to_owned());
        self.heeds.set(Vec::new());
        self.note.set(String::new());
    }

    /// The order, or the field that keeps it from being one.
    pub(super) fn check(self) -> Result<DraftPrescription, &'static str> {
        self.tried.set(true);
        if self.is_empty() {
            return Err("drug");
        }
        if untrack(|| self.amount_wrong()).is_some() {
            return Err("amount");
        }
        if untrack(|| self.length_wrong()).is_some() {
            return Err("length");
        }
        Ok(untrack(|| self.draft()))
    }

    pub(super) fn drug_wrong(self) -> Option<String> {
        let blank = self.drug.with(|drug| drug.trim().is_empty());
        (self.tried.get() && blank).then(|| t!("rx-no-drug"))
    }

    pub(super) fn amount_wrong(self) -> Option<String> {
        let unit = self.unit.get();
        if unit.trim().is_empty() {
            return None;
        }
        let amount = self.amount.get();
        if amount.trim().is_empty() {
            return self.tried.get().then(|| t!("rx-no-amount"));
        }
        AMOUNT.wrong(&amount, "", self.tried.get())
    }

    pub(super) fn length_wrong(self) -> Option<String> {
        self.length
            .with(|length| LENGTH.wrong(length, "", self.tried.get()))
    }

    /// What it is so far; reactive.
    pub(super) fn draft(self) -> DraftPrescription {
        let (unit, rhythm) = (self.unit.get(), self.rhythm.get());
        let amount = self.amount.with(|amount| shown(amount));
        let dose = (!unit.trim().is_empty() && number(&amount).is_some()).then(|| Dose {
            amount: amount.clone(),
            unit: unit.trim().to_owned(),
        });
        let pattern = dose.as_ref().and_then(|_| rhythm.pattern(&halves(&amount)));
        let own = self.note.get();
        let heeds = self.heeds.get();
        let notes = pattern
            .as_deref()
            .into_iter()
            .chain(heeds)
            .chain(split_note(&own));
        let note = notes.collect::<Vec<_>>().join(", ");
        let length = self.length.with(|length| number(length));
        DraftPrescription {
            drug: self.drug.get().trim().to_owned(),
            dose,
            every: rhythm.every(),
            duration: length.map(|length| Span {
                length: whole(length),
                unit: self.length_unit.get(),
            }),
            as_needed: self.as_needed.get(),
            note: (!note.is_empty()).then_some(note),
            when: String::new(),
        }
    }

    /// Writes an order anew, to be changed.
    pub(super) fn fill(self, order: &DraftPrescription) {
        self.clear();
        let note = order.note.clone().unwrap_or_default();
        let (pattern, rest) = match dose_pattern(&note) {
            Some((_, rest)) => {
                let end = note.find([',', ' ']).unwrap_or(note.len());
                (note.get(..end), rest)
            }
            None => (None, note.as_str()),
        };
        let known = |part: &str| {
            HEEDS
                .iter()
                .find(|(heed, _)| *heed == part)
                .map(|(heed, _)| *heed)
        };
        self.drug.set(order.drug.clone());
        self.rhythm.set(Rhythm::of(order, pattern));
        self.amount.set(
            order
                .dose
                .as_ref()
                .map_or_else(String::new, |dose| dose.amount.clone()),
        );
        self.unit.set(
            order
                .dose
                .as_ref()
                .map_or_else(String::new, |dose| dose.unit.clone()),
        );
        self.as_needed.set(order.as_needed);
        self.heeds.set(split_note(rest).filter_map(known).collect());
        let own: Vec<&str> = split_note(rest)
            .filter(|part| known(part).is_none())
            .collect();
        self.note.set(own.join(", "));
        if let Some(duration) = &order.duration {
            self.length.set(duration.length.to_string());
            self.length_unit.set(duration.unit.clone());
        }
    }

    /// Takes a medicine of the table, as it is most often written.
    pub(super) fn take(self, drug: &Drug) {
        self.unit
            .set(drug.form.unit().unwrap_or_default().to_owned());
        self.amount.set(match drug.form {
            Form::Syrup => "5".to_owned(),
            _ => "1".to_owned(),
        });
        let every = drug.often.frequency().map(|often| bridge::Every {
            times: often.times,
            period: often.period,
            unit: often.unit.to_owned(),
        });
        self.as_needed.set(every.is_none());
        if drug.often == Often::Once {
            self.length.set("1".to_owned());
            self.length_unit.set("d".to_owned());
        }
        let usual = DraftPrescription {
            every,
            ..DraftPrescription::default()
        };
        self.rhythm.set(Rhythm::of(&usual, None));
    }
}

/// The name a medicine of the table has on a prescription: tablets and capsules go without saying.
pub(super) fn drug_name(drug: &Drug, strength: &str) -> String {
    let form = match drug.form {
        Form::Tablet | Form::Capsule => return format!("{} {strength}", drug.name),
        Form::Syrup => "syrup",
        Form::Injection => "injection",
        Form::Inhaler => "inhaler",
        Form::Respules => "respules",
        Form::NasalSpray => "nasal spray",
        Form::EyeDrops => "eye drops",
        Form::EarDrops => "ear drops",
        Form::Cream => "cream",
        Form::Sachet => "sachet",
    };
    format!("{} {strength} {form}", drug.name)
}

/// Halves as they are written in a pattern.
fn halves(amount: &str) -> String {
    match amount {
        "0.5" | ".5" => "½".to_owned(),
        "1.5" => "1½".to_owned(),
        other => other.to_owned(),
    }
}

fn whole(length: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within its bounds, and casts of floats saturate"
    )]
    let whole = length as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> DraftPrescription {
        DraftPrescription {
            drug: "Metformin 500 mg".into(),
            dose: Some(Dose {
                amount: "0.5".into(),
                unit: "tablet".into(),
            }),
            every: Some(bridge::Every {
                times: 2,
                period: 1,
                unit: "d".into(),
            }),
            duration: Some(Span {
                length: 30,
                unit: "d".into(),
            }),
            as_needed: false,
            note: Some("½-0-½, after food, avoid alcohol".into()),
            when: String::new(),
        }
    }

    #[test]
    fn an_order_that_is_written_anew_stays_the_same() {
        let owner = Owner::new();
        owner.with(|| {
            let written = Order::new();
            written.fill(&order());
            assert_eq!(written.heeds.get_untracked(), ["after food"]);
            assert_eq!(written.note.get_untracked(), "avoid alcohol");
            assert_eq!(written.draft(), order());
        });
    }

    #[test]
    fn what_is_not_counted_has_no_pattern() {
        let owner = Owner::new();
        owner.with(|| {
            let written = Order::new();
            written.fill(&DraftPrescription {
                dose: None,
                note: None,
                ..order()
            });
            let draft = written.draft();
            assert_eq!((draft.dose, draft.note), (None, None));
            assert_eq!(draft.every, order().every);
        });
    }
}

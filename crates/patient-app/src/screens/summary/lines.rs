//! What of all records is on the summary.

use std::collections::BTreeSet;

use bridge::{Entry, Fact, Visibility};
use ui::prelude::*;

use crate::{own::Own, screens::medicines::is_taken};

/// One line of the summary.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What it is.
    pub(super) what: String,
    /// More of it: a value, a dosage, a reaction.
    pub(super) more: Option<String>,
    /// How a value stands to its range, if it is outside.
    pub(super) outside: Option<String>,
    /// When, and who says so.
    pub(super) source: String,
}

/// What is on the summary.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Chosen {
    /// Allergies that hold.
    pub(super) allergies: Vec<Line>,
    /// Whether it is written down that there is none.
    pub(super) no_allergies: bool,
    /// Medicines not to be given.
    pub(super) forbidden: Vec<Line>,
    /// Conditions that hold.
    pub(super) conditions: Vec<Line>,
    /// Medicines taken now.
    pub(super) medicines: Vec<Line>,
    /// The last value of each vital sign.
    pub(super) vitals: Vec<Line>,
    /// The last value of each laboratory test.
    pub(super) labs: Vec<Line>,
    /// Vaccinations.
    pub(super) immunizations: Vec<Line>,
    /// What is over: conditions, operations.
    pub(super) earlier: Vec<Line>,
}

/// No more laboratory tests than fit on a page.
const LABS: usize = 30;

impl Chosen {
    /// Out of the records; only of those the doctors see, if that is wanted.
    pub(super) fn of(own: &Own, shared_only: bool) -> Self {
        let entries: Vec<&Entry> = own
            .valid()
            .filter(|entry| !shared_only || entry.visibility == Visibility::Shared)
            .collect();
        let some = |choose: fn(&Entry) -> bool| {
            let chosen = entries.iter().filter(move |entry| choose(entry));
            chosen.map(|entry| line(entry)).collect::<Vec<_>>()
        };
        let mut labs = latest(&entries, is_lab);
        labs.truncate(LABS);
        Self {
            allergies: some(is_allergy),
            no_allergies: entries.iter().any(|entry| says_no_allergy(entry)),
            forbidden: some(is_forbidden),
            conditions: some(|entry| matches!(entry.fact, Fact::Condition { active: true, .. })),
            medicines: some(is_taken),
            vitals: latest(&entries, is_vital),
            labs,
            immunizations: some(|entry| matches!(entry.fact, Fact::Immunization { .. })),
            earlier: some(is_earlier),
        }
    }
}

/// The latest of each kind; the records come with the latest first.
fn latest(entries: &[&Entry], choose: fn(&Entry) -> bool) -> Vec<Line> {
    let mut seen = BTreeSet::new();
    let chosen = entries.iter().filter(|entry| choose(entry));
    let first = chosen.filter(|entry| seen.insert(fact_title(&entry.fact)));
    first.map(|entry| line(entry)).collect()
}

fn line(entry: &Entry) -> Line {
    let flag = flag_of(entry);
    let outside = match flag {
        bridge::Flag::Normal => None,
        flag => flag_words(flag),
    };
    let on = match &entry.date {
        Some(date) => locale::date(date),
        None => locale::full_day(entry.written),
    };
    let source = match entry.by_me {
        true => t!("summary-by-patient", date = on),
        false => t!("summary-by", name = entry.author.as_str(), date = on),
    };
    Line {
        what: title(&entry.fact),
        more: detail(&entry.fact),
        outside,
        source,
    }
}

/// Under "Allergies" one need not say "Allergy" again.
fn title(fact: &Fact) -> String {
    match fact {
        Fact::Allergy { name, .. } => name.clone(),
        fact => fact_title(fact),
    }
}

/// That a condition is active is said by its heading.
fn detail(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Condition { .. } => None,
        fact => fact_detail(fact),
    }
}

fn is_allergy(entry: &Entry) -> bool {
    matches!(
        entry.fact,
        Fact::Allergy {
            active: true,
            none_known: false,
            ..
        }
    )
}

fn says_no_allergy(entry: &Entry) -> bool {
    matches!(
        entry.fact,
        Fact::Allergy {
            none_known: true,
            ..
        }
    )
}

fn is_forbidden(entry: &Entry) -> bool {
    matches!(&entry.fact, Fact::Prescription(medicine) if medicine.active && medicine.do_not_take)
}

fn is_vital(entry: &Entry) -> bool {
    Topic::of(&entry.fact) == Topic::Vitals
}

fn is_lab(entry: &Entry) -> bool {
    matches!(&entry.fact, Fact::Measurement(measurement) if measurement.laboratory)
}

fn is_earlier(entry: &Entry) -> bool {
    matches!(
        entry.fact,
        Fact::Condition { active: false, .. } | Fact::Procedure { .. }
    )
}

//! What stands on a prescription.

use bridge::{DraftPrescription, Entry, Fact, Me};
use ui::prelude::*;

use crate::screens::{entry::Bedside, prescribe::known_allergies};

/// What stands on a prescription, but for the language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Paper {
    /// The doctor's name and registration number.
    pub(super) doctor: String,
    pub(super) registration: Option<String>,
    pub(super) patient: String,
    pub(super) birth_date: Option<String>,
    pub(super) gender: Option<String>,
    /// When it was signed, in milliseconds since 1970.
    pub(super) time: u64,
    pub(super) allergies: Allergies,
    pub(super) lines: Vec<Line>,
    /// The first record's short id; nothing while it is not signed.
    pub(super) number: Option<String>,
    /// Whether something on it was marked as a mistake.
    pub(super) mistaken: bool,
    /// Whether something on it still waits to be sent.
    pub(super) waits: bool,
}

pub(super) use crate::screens::prescribe::Allergies;

/// One medicine.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) drug: String,
    how: How,
    pub(super) mistaken: bool,
}

/// How it is taken.
#[derive(Debug, Clone, PartialEq)]
enum How {
    Order(Box<DraftPrescription>),
    /// As somebody else's program wrote it.
    Written(String),
}

impl Line {
    /// How it is taken, in the language in use.
    pub(super) fn how(&self) -> String {
        match &self.how {
            How::Order(order) => dosage_words(order),
            How::Written(words) => words.clone(),
        }
    }
}

impl Paper {
    /// A prescription that is not signed yet.
    pub(crate) fn unsigned(bedside: Bedside, orders: Vec<DraftPrescription>) -> Self {
        let lines = orders.into_iter().map(|order| Line {
            drug: order.drug.clone(),
            how: How::Order(Box::new(order)),
            mistaken: false,
        });
        Self::of(bedside, bedside.engine().me(), lines.collect())
    }

    /// A signed one, of at least one entry.
    pub(crate) fn signed(bedside: Bedside, entries: &[&Entry]) -> Self {
        let lines = entries.iter().filter_map(|entry| line(entry)).collect();
        let me = bedside
            .engine()
            .me()
            .filter(|_| entries.iter().all(|entry| entry.by_me));
        let mut paper = Self::of(bedside, me, lines);
        if let Some(first) = entries.first() {
            if paper.doctor.is_empty() {
                paper.doctor.clone_from(&first.author);
            }
            paper.time = first.time;
            paper.number = Some(first.id.chars().take(8).collect());
        }
        paper.mistaken = entries.iter().any(|entry| entry.mistaken);
        paper.waits = entries
            .iter()
            .any(|entry| entry.visibility == bridge::Visibility::Waiting);
        paper
    }

    fn of(bedside: Bedside, me: Option<Me>, lines: Vec<Line>) -> Self {
        let profile = bedside.profile();
        let allergies = bedside.find(|entries| Some(known_allergies(entries)));
        let (doctor, registration) = me.map(|me| (me.name, me.registration)).unwrap_or_default();
        Self {
            doctor,
            registration,
            patient: profile.name,
            birth_date: profile.birth_date,
            gender: profile.gender,
            time: locale::now(),
            allergies: allergies.unwrap_or(Allergies::Unknown),
            lines,
            number: None,
            mistaken: false,
            waits: false,
        }
    }
}

fn line(entry: &Entry) -> Option<Line> {
    let Fact::Prescription(prescription) = &entry.fact else {
        return None;
    };
    let how = match &prescription.order {
        Some(order) => How::Order(Box::new(order.clone())),
        None => {
            let written = prescription.dosage.iter().chain(&prescription.notes);
            How::Written(written.cloned().collect::<Vec<_>>().join(", "))
        }
    };
    Some(Line {
        drug: prescription.drug.clone(),
        how,
        mistaken: entry.mistaken,
    })
}

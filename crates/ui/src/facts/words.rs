//! A fact's title and detail.

use bridge::{DocumentKind, Entry, Fact, Prescription, Role, Visibility};

use super::{
    care_words, document_kind_words, dosage_words, fhir_kind_words, gender_words, measurement_name,
    measurement_value,
};
use crate::{components::Glyph, locale, t};

/// The icon of a fact.
pub fn fact_glyph(fact: &Fact) -> Glyph {
    match fact {
        Fact::Document { content_type, .. } => match content_type.as_deref() {
            Some(kind) if kind.starts_with("image/") => Glyph::Photo,
            _ => Glyph::Document,
        },
        Fact::Measurement(measurement) => {
            measurement_glyph(measurement.loinc.as_deref(), measurement.laboratory)
        }
        Fact::Note {
            kind: DocumentKind::Prescription,
            ..
        } => Glyph::Pill,
        Fact::Note { .. } => Glyph::Note,
        Fact::Aspirate { .. } => Glyph::Microscope,
        Fact::Procedure { .. } => Glyph::Scissors,
        Fact::Report { .. } => Glyph::Flask,
        Fact::Profile(_) => Glyph::User,
        _ => super::Topic::of(fact).glyph(),
    }
}

/// What it is: `Blood pressure 128/82`, `Prescription: Amlodipine 5 mg`, `Allergy: penicillin`.
pub fn fact_title(fact: &Fact) -> String {
    match fact {
        Fact::BloodPressure { .. } => t!("facts-blood-pressure"),
        Fact::Measurement(measurement) => measurement_name(measurement),
        Fact::Aspirate { .. } => t!("facts-aspirate"),
        Fact::Prescription(prescription) => prescription.drug.clone(),
        Fact::Condition { name, .. } => name.clone(),
        Fact::Allergy {
            none_known: true, ..
        } => t!("facts-no-known-allergy"),
        Fact::Allergy { name, .. } => t!("facts-allergy-to", name = name),
        Fact::Immunization { vaccine, .. } => vaccine.clone(),
        Fact::Procedure { name, .. } => name.clone(),
        Fact::Visit { care, name, .. } => name.clone().unwrap_or_else(|| care_words(*care)),
        Fact::Report { name, .. } => name.clone(),
        Fact::Document { title, kind, .. } | Fact::Note { title, kind, .. } if title.is_empty() => {
            document_kind_words(*kind)
        }
        Fact::Document { title, .. } | Fact::Note { title, .. } => title.clone(),
        Fact::Profile(profile) if profile.name.is_empty() => t!("facts-profile"),
        Fact::Profile(profile) => profile.name.clone(),
        Fact::Other { kind, title, .. } if title.is_empty() => fhir_kind_words(kind),
        Fact::Other { title, .. } => title.clone(),
    }
}

/// More of it, in a line: the value, the dosage, why.
pub fn fact_detail(fact: &Fact) -> Option<String> {
    let text = match fact {
        Fact::BloodPressure {
            systolic,
            diastolic,
        } => {
            format!(
                "{}/{} mmHg",
                locale::number(*systolic),
                locale::number(*diastolic)
            )
        }
        Fact::Measurement(measurement) => measurement_value(measurement),
        Fact::Aspirate { values } => t!("facts-aspirate-count", count = values.len()),
        Fact::Prescription(prescription) => prescription_detail(prescription),
        Fact::Condition { active, .. } => match active {
            true => t!("facts-condition-active"),
            false => t!("facts-condition-over"),
        },
        Fact::Allergy {
            none_known: true, ..
        } => return None,
        Fact::Allergy {
            reactions,
            critical,
            ..
        } => {
            let critical = critical.then(|| t!("facts-allergy-critical"));
            join(critical.into_iter().chain(reactions.iter().cloned()))
        }
        Fact::Immunization { dose, lot, .. } => {
            let dose = dose
                .as_ref()
                .map(|dose| t!("facts-dose-number", dose = dose));
            let lot = lot.as_ref().map(|lot| t!("facts-lot", lot = lot));
            join(dose.into_iter().chain(lot))
        }
        Fact::Procedure { reasons, .. } => join(reasons.iter().cloned()),
        Fact::Visit {
            care,
            name,
            reasons,
        } => {
            let care = name.is_some().then(|| care_words(*care));
            join(care.into_iter().chain(reasons.iter().cloned()))
        }
        Fact::Report {
            conclusion,
            results,
            ..
        } => match conclusion {
            Some(conclusion) => conclusion.clone(),
            None => t!("facts-results", count = *results),
        },
        Fact::Document { kind, title, .. } => {
            if title.is_empty() {
                return None;
            }
            document_kind_words(*kind)
        }
        Fact::Note { sections, .. } => sections
            .iter()
            .find(|section| !section.text.is_empty())?
            .text
            .clone(),
        Fact::Profile(profile) => {
            let age = profile.birth_date.as_deref().map(locale::date);
            join(
                profile
                    .gender
                    .as_deref()
                    .map(gender_words)
                    .into_iter()
                    .chain(age),
            )
        }
        Fact::Other { detail, kind, .. } => detail.clone().unwrap_or_else(|| fhir_kind_words(kind)),
    };
    (!text.is_empty()).then_some(text)
}

/// Who can see a record, in words, told to a patient or to a doctor.
pub fn visibility_words(visibility: Visibility, role: Role) -> String {
    match (visibility, role) {
        (Visibility::Private, Role::Patient) => t!("facts-only-you"),
        (Visibility::Private, Role::Doctor) => t!("facts-kept-private"),
        (Visibility::Inbox, Role::Patient) => t!("facts-waits-for-you"),
        (Visibility::Inbox, Role::Doctor) => t!("facts-waits-for-patient"),
        (Visibility::Shared, Role::Patient) => t!("facts-your-doctors"),
        (Visibility::Shared, Role::Doctor) => t!("facts-shared-with-doctors"),
        (Visibility::ShownToMe, _) => t!("facts-shown-to-you"),
        (Visibility::Waiting, _) => t!("facts-waits-to-be-sent"),
    }
}

/// Who can see a record, those included to whom it was shown by itself.
pub fn seen_by_words(entry: &Entry, role: Role) -> String {
    if entry.shown_to.is_empty() {
        return visibility_words(entry.visibility, role);
    }
    let names = entry.shown_to.join(", ");
    match entry.visibility {
        Visibility::Private => t!("facts-you-and", names = names),
        other => t!(
            "facts-and-besides",
            who = visibility_words(other, role),
            names = names
        ),
    }
}

/// The icon beside those words.
pub fn visibility_glyph(visibility: Visibility) -> Glyph {
    match visibility {
        Visibility::Private => Glyph::Lock,
        Visibility::Inbox => Glyph::Inbox,
        Visibility::Shared => Glyph::Users,
        Visibility::ShownToMe => Glyph::Eye,
        Visibility::Waiting => Glyph::Hourglass,
    }
}

fn prescription_detail(prescription: &Prescription) -> String {
    if prescription.do_not_take {
        return t!("facts-do-not-take");
    }
    match &prescription.order {
        Some(order) => dosage_words(order),
        None => join(prescription.dosage.iter().cloned()),
    }
}

fn measurement_glyph(loinc: Option<&str>, laboratory: bool) -> Glyph {
    match loinc {
        Some("8310-5") => Glyph::Thermometer,
        Some("29463-7" | "3141-9") => Glyph::Weight,
        Some("8302-2") => Glyph::Ruler,
        Some("8867-4") => Glyph::HeartPulse,
        Some("9279-1") => Glyph::Wind,
        Some("2339-0" | "15074-8" | "1558-6" | "2345-7") => Glyph::Droplet,
        _ if laboratory => Glyph::Flask,
        _ => Glyph::Activity,
    }
}

fn join(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

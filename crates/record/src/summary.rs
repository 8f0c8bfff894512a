//! One plain line about any resource, for lists.

mod other;

use std::fmt;

use serde_json::Value;

use crate::Resource;
use crate::codes;
use crate::units;
use crate::view::{
    Allergy, Aspirate, BloodPressure, Composition, Concept, Condition, DiagnosticReport,
    DocumentReference, Encounter, Immunization, MedicationRequest, Observation, PatientSummary,
    Procedure,
};

/// A resource in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What it is: `Prescription`, `Allergy`; the resource type if this crate does not know it.
    pub kind: String,
    /// The line itself: `Blood pressure 128/82 mm[Hg]`.
    pub title: String,
    /// What more there is to say, perhaps nothing.
    pub detail: Option<String>,
    /// When it happened, as FHIR writes it.
    pub date: Option<String>,
}

impl Summary {
    fn new(kind: &str, title: impl Into<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            title: title.into(),
            detail: None,
            date: None,
        }
    }

    fn detail(mut self, parts: impl IntoIterator<Item = String>) -> Self {
        let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        self.detail = (!parts.is_empty()).then(|| parts.join("; "));
        self
    }

    fn on(mut self, date: Option<String>) -> Self {
        self.date = date;
        self
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

/// Says in one line what a resource is about.
#[must_use]
pub fn summarise(resource: &Resource) -> Summary {
    let known = match resource.resource_type() {
        "AllergyIntolerance" => Allergy::of(resource).map(allergy),
        "Composition" => Composition::of(resource).map(composition),
        "Condition" => Condition::of(resource).map(condition),
        "DiagnosticReport" => DiagnosticReport::of(resource).map(report),
        "DocumentReference" => DocumentReference::of(resource).map(document),
        "Encounter" => Encounter::of(resource).map(encounter),
        "Immunization" => Immunization::of(resource).map(immunization),
        "MedicationRequest" => MedicationRequest::of(resource).map(prescription),
        "Observation" => BloodPressure::of(resource)
            .map(blood_pressure)
            .or_else(|| Aspirate::of(resource).map(aspirate))
            .or_else(|| Observation::of(resource).map(observation)),
        "Patient" => PatientSummary::of(resource).map(patient),
        "Procedure" => Procedure::of(resource).map(procedure),
        _ => None,
    };
    let mut summary = known.unwrap_or_else(|| other::other(resource));
    if is_mistaken(resource.as_value()) {
        summary.title.insert_str(0, "Entered in error: ");
    }
    summary
}

/// Whether the record was marked as entered in error, by its status or verification status.
fn is_mistaken(value: &Value) -> bool {
    const MISTAKE: Option<&str> = Some("entered-in-error");
    let verification = value.get("verificationStatus").and_then(Concept::read);
    value.get("status").and_then(Value::as_str) == MISTAKE
        || verification.is_some_and(|c| c.code.as_deref() == MISTAKE)
}

fn blood_pressure(view: BloodPressure) -> Summary {
    Summary::new(
        "Vital sign",
        format!("Blood pressure {view} {}", units::MM_HG),
    )
    .detail(status(view.status, "final"))
    .on(view.effective)
}

fn aspirate(view: Aspirate) -> Summary {
    let count = view.values.len();
    Summary::new("Laboratory value", codes::ASPIRATE_TITLE)
        .detail(
            [format!("{count} measurements")]
                .into_iter()
                .chain(status(view.status, "final")),
        )
        .on(view.effective)
}

fn observation(view: Observation) -> Summary {
    let kind = match view.categories.first().map(String::as_str) {
        Some("vital-signs") => "Vital sign",
        Some("laboratory") => "Laboratory value",
        _ => "Observation",
    };
    let parts: Vec<String> = view
        .components
        .iter()
        .filter_map(|c| {
            c.value
                .as_ref()
                .map(|value| format!("{} {value}", c.code.label))
        })
        .collect();
    let title = match (&view.value, parts.is_empty()) {
        (Some(value), _) => format!("{} {value}", view.code.label),
        (None, false) => format!("{}: {}", view.code.label, parts.join(", ")),
        (None, true) => view.code.label,
    };
    let usual = view
        .ranges
        .iter()
        .map(ToString::to_string)
        .filter(|r| !r.is_empty());
    let detail = view.interpretation.into_iter().map(|c| c.label);
    Summary::new(kind, title)
        .detail(
            detail
                .chain(usual.map(|range| format!("usual: {range}")))
                .chain(status(view.status, "final")),
        )
        .on(view.effective)
}

fn prescription(view: MedicationRequest) -> Summary {
    let order = if view.do_not_take {
        "Do not take"
    } else {
        "Prescription"
    };
    let parts: Vec<String> = [view.drug, view.dosage.join(", then ")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let title = format!("{order}: {}", parts.join(", "));
    Summary::new("Prescription", title)
        .detail(view.notes.into_iter().chain(status(view.status, "active")))
        .on(view.authored)
}

fn condition(view: Condition) -> Summary {
    Summary::new("Condition", label(view.code, "Condition"))
        .detail(
            [view.clinical_status, view.verification_status]
                .into_iter()
                .flatten(),
        )
        .on(view.onset.or(view.recorded))
}

fn allergy(view: Allergy) -> Summary {
    let criticality = view.criticality.map(|c| format!("criticality {c}"));
    let verification = view.verification_status.filter(|v| v != "confirmed");
    let substance = view.code.unwrap_or_else(|| Concept {
        label: "unnamed".to_owned(),
        system: None,
        code: None,
    });
    let title = match substance.label {
        _ if view.is_none_known => "No known allergy".to_owned(),
        label if label.to_lowercase().contains("allerg") => label,
        label => format!("Allergy: {label}"),
    };
    Summary::new("Allergy", title)
        .detail(
            view.reactions
                .into_iter()
                .chain(criticality)
                .chain(view.clinical_status)
                .chain(verification),
        )
        .on(view.recorded)
}

fn immunization(view: Immunization) -> Summary {
    let dose = view.dose_number.map(|n| format!("dose {n}"));
    let lot = view.lot_number.map(|n| format!("lot {n}"));
    Summary::new(
        "Vaccination",
        format!("Vaccination: {}", label(view.vaccine, "unnamed")),
    )
    .detail(
        dose.into_iter()
            .chain(lot)
            .chain(status(view.status, "completed")),
    )
    .on(view.occurrence)
}

fn procedure(view: Procedure) -> Summary {
    let reasons = view.reasons.into_iter().map(|c| c.label);
    Summary::new("Procedure", label(view.code, "Procedure"))
        .detail(reasons.chain(status(view.status, "completed")))
        .on(view.performed)
}

fn encounter(view: Encounter) -> Summary {
    let class = match view.class.as_str() {
        "AMB" => "Outpatient visit",
        "IMP" | "ACUTE" | "NONAC" => "Stay in hospital",
        "EMER" => "Emergency visit",
        "HH" => "Home visit",
        "VR" => "Remote visit",
        _ => "Visit",
    };
    let kind = view
        .types
        .into_iter()
        .next()
        .map_or_else(String::new, |c| format!(": {}", c.label));
    Summary::new("Visit", format!("{class}{kind}"))
        .detail(view.reasons.into_iter().map(|c| c.label))
        .on(view.start)
}

fn report(view: DiagnosticReport) -> Summary {
    let count = view.results.len();
    let results =
        (count > 0).then(|| format!("{count} result{}", if count == 1 { "" } else { "s" }));
    Summary::new("Report", format!("Report: {}", label(view.code, "unnamed")))
        .detail(
            view.conclusion
                .into_iter()
                .chain(results)
                .chain(status(view.status, "final")),
        )
        .on(view.effective.or(view.issued))
}

fn document(view: DocumentReference) -> Summary {
    let first = view.attachments.into_iter().next();
    let (title, content, made) = first.map_or((None, None, None), |a| {
        (a.title, a.content_type, a.creation)
    });
    let kind = view.kind.map(|c| c.label);
    let title = title.or(view.description).or_else(|| kind.clone());
    Summary::new(
        "Document",
        format!(
            "Document: {}",
            title.unwrap_or_else(|| "untitled".to_owned())
        ),
    )
    .detail(
        kind.into_iter()
            .chain(content)
            .chain(status(view.status, "current")),
    )
    .on(view.date.or(made))
}

fn composition(view: Composition) -> Summary {
    let kind = view.kind.map_or("Document", codes::DocumentType::label);
    let sections = view.sections.into_iter().filter_map(|s| s.title);
    Summary::new(kind, view.title)
        .detail(sections)
        .on(view.date)
}

fn patient(view: PatientSummary) -> Summary {
    let born = view.birth_date.map(|date| format!("born {date}"));
    let abha = view.abha_number.map(|number| format!("ABHA {number}"));
    let name = if view.name.is_empty() {
        "Patient without a name".to_owned()
    } else {
        view.name
    };
    Summary::new("Patient", name).detail(
        view.gender
            .into_iter()
            .chain(born)
            .chain(abha)
            .chain(view.abha_address),
    )
}

fn label(concept: Option<Concept>, otherwise: &str) -> String {
    concept.map_or_else(|| otherwise.to_owned(), |c| c.label)
}

/// The status, where it is not the usual one.
fn status(status: String, usual: &str) -> Option<String> {
    (status != usual).then_some(status)
}

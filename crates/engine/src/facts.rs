//! Resources as facts for the screens.

mod measurement;
mod prescription;

use bridge::{Care, DocumentKind, Fact, Profile, Section};
use record::{
    Resource,
    codes::DocumentType,
    summarise,
    view::{
        Allergy, Aspirate, BloodPressure, Composition, Condition, DiagnosticReport,
        DocumentReference, Encounter, Immunization, MedicationRequest, Observation, PatientSummary,
        Procedure,
    },
};
use serde_json::Value;

use crate::date::moment;

/// A resource, opened and read once for as long as the app is unlocked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    pub(crate) fact: Fact,
    pub(crate) date: Option<String>,
    /// The date as a moment.
    pub(crate) time: Option<u64>,
    pub(crate) mistaken: bool,
    /// When a prescription has run out.
    pub(crate) runs_out: Option<u64>,
}

impl Page {
    /// The fact as it is at `now`.
    pub(crate) fn fact_at(&self, now: u64) -> Fact {
        let mut fact = self.fact.clone();
        if let Fact::Prescription(prescription) = &mut fact
            && self.runs_out.is_some_and(|end| end <= now)
        {
            prescription.active = false;
        }
        fact
    }
}

/// Reads a resource.
pub(crate) fn page_of(resource: &Resource) -> Page {
    let summary = summarise(resource);
    let date = summary.date;
    let time = date.as_deref().and_then(moment);
    let fact = known(resource).unwrap_or_else(|| Fact::Other {
        kind: resource.resource_type().to_owned(),
        title: plain_title(&summary.title),
        detail: summary.detail,
    });
    Page {
        fact,
        time: time.map(|time| u64::try_from(time).unwrap_or(0)),
        runs_out: prescription::runs_out(resource),
        mistaken: is_mistaken(resource.as_value()),
        date,
    }
}

/// What the author of a resource is called in it.
pub(crate) fn author_said<'r>(resource: &'r Resource, person: &str) -> Option<&'r str> {
    let own = format!("urn:sehat:person:{person}");
    let value = resource.as_value();
    let elements = ["performer", "requester", "recorder", "author"];
    let references = elements.iter().filter_map(|name| value.get(name));
    let mut each = references.flat_map(|element| match element {
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    });
    let mine =
        each.find(|reference| reference.get("reference") == Some(&Value::from(own.as_str())));
    mine?.get("display")?.as_str()
}

/// The summary says first that it was a mistake; the screens say it themselves.
fn plain_title(title: &str) -> String {
    title
        .strip_prefix("Entered in error: ")
        .unwrap_or(title)
        .to_owned()
}

fn is_mistaken(value: &Value) -> bool {
    let code = |at: &str| value.pointer(at).and_then(Value::as_str);
    let mistake = Some("entered-in-error");
    code("/status") == mistake || code("/verificationStatus/coding/0/code") == mistake
}

fn known(resource: &Resource) -> Option<Fact> {
    match resource.resource_type() {
        "AllergyIntolerance" => Allergy::of(resource).map(allergy),
        "Composition" => Composition::of(resource).map(note),
        "Condition" => Condition::of(resource).map(condition),
        "DiagnosticReport" => DiagnosticReport::of(resource).map(report),
        "DocumentReference" => DocumentReference::of(resource).map(|view| document(resource, view)),
        "Encounter" => Encounter::of(resource).map(visit),
        "Immunization" => Immunization::of(resource)
            .filter(|view| view.status != "not-done")
            .map(immunization),
        "MedicationRequest" => {
            MedicationRequest::of(resource).map(|view| prescription::fact(resource, view))
        }
        "Observation" => BloodPressure::of(resource)
            .map(|view| Fact::BloodPressure {
                systolic: view.systolic.to_f64(),
                diastolic: view.diastolic.to_f64(),
            })
            .or_else(|| Aspirate::of(resource).map(aspirate))
            .or_else(|| Observation::of(resource).map(|view| measurement::fact(resource, view))),
        "Patient" => PatientSummary::of(resource).map(|view| Fact::Profile(profile(view))),
        "Procedure" => Procedure::of(resource).map(|view| Fact::Procedure {
            name: view.code.map_or_else(String::new, |code| code.label),
            reasons: view.reasons.into_iter().map(|code| code.label).collect(),
        }),
        _ => None,
    }
}

fn aspirate(view: Aspirate) -> Fact {
    Fact::Aspirate {
        values: view.values.iter().map(ToString::to_string).collect(),
    }
}

fn allergy(view: Allergy) -> Fact {
    let status = view.clinical_status.as_deref();
    Fact::Allergy {
        name: view.code.map_or_else(String::new, |code| code.label),
        reactions: view.reactions,
        critical: view.criticality.as_deref() == Some("high"),
        active: status.is_none_or(|status| status == "active")
            && view.verification_status.as_deref() != Some("refuted"),
        none_known: view.is_none_known,
    }
}

fn condition(view: Condition) -> Fact {
    let running = ["active", "recurrence", "relapse"];
    let active = match &view.clinical_status {
        Some(status) => running.contains(&status.as_str()),
        None => view.abatement.is_none(),
    };
    let refuted = view.verification_status.as_deref() == Some("refuted");
    Fact::Condition {
        name: view.code.map_or_else(String::new, |code| code.label),
        active: active && !refuted,
        status: view.clinical_status,
    }
}

fn immunization(view: Immunization) -> Fact {
    Fact::Immunization {
        vaccine: view.vaccine.map_or_else(String::new, |code| code.label),
        dose: view.dose_number,
        lot: view.lot_number,
    }
}

fn visit(view: Encounter) -> Fact {
    Fact::Visit {
        care: match view.class.as_str() {
            "AMB" => Care::Outpatient,
            "IMP" | "ACUTE" | "NONAC" => Care::Inpatient,
            "EMER" => Care::Emergency,
            "HH" => Care::Home,
            "VR" => Care::Remote,
            _ => Care::Other,
        },
        name: view.types.into_iter().next().map(|code| code.label),
        reasons: view.reasons.into_iter().map(|code| code.label).collect(),
    }
}

fn report(view: DiagnosticReport) -> Fact {
    Fact::Report {
        name: view.code.map_or_else(String::new, |code| code.label),
        conclusion: view.conclusion,
        results: u32::try_from(view.results.len()).unwrap_or(u32::MAX),
    }
}

fn document(resource: &Resource, view: DocumentReference) -> Fact {
    let kind = resource.as_value().get("type");
    let kind = kind.and_then(DocumentType::from_concept);
    let file = view
        .attachments
        .iter()
        .find_map(|file| file.sealed_id().map(str::to_owned));
    let first = view.attachments.into_iter().next();
    let (title, content_type) = first.map_or((None, None), |file| (file.title, file.content_type));
    let label = view.kind.map(|code| code.label);
    Fact::Document {
        title: title.or(view.description).or(label).unwrap_or_default(),
        kind: document_kind(kind),
        content_type,
        file,
    }
}

fn note(view: Composition) -> Fact {
    let sections = view.sections.into_iter().map(|section| Section {
        heading: section.title.unwrap_or_default(),
        loinc: section.loinc,
        text: section.text,
    });
    Fact::Note {
        title: view.title,
        kind: document_kind(view.kind),
        sections: sections.collect(),
    }
}

fn document_kind(kind: Option<DocumentType>) -> DocumentKind {
    match kind {
        Some(DocumentType::OpConsultation) => DocumentKind::Consultation,
        Some(DocumentType::Prescription) => DocumentKind::Prescription,
        Some(DocumentType::DiagnosticReport) => DocumentKind::Report,
        Some(DocumentType::DischargeSummary) => DocumentKind::Discharge,
        Some(DocumentType::Immunization) => DocumentKind::Immunization,
        Some(DocumentType::Wellness) => DocumentKind::Wellness,
        _ => DocumentKind::Other,
    }
}

/// The same the other way round.
pub(crate) fn document_type(kind: DocumentKind) -> DocumentType {
    match kind {
        DocumentKind::Consultation => DocumentType::OpConsultation,
        DocumentKind::Prescription => DocumentType::Prescription,
        DocumentKind::Report => DocumentType::DiagnosticReport,
        DocumentKind::Discharge => DocumentType::DischargeSummary,
        DocumentKind::Immunization => DocumentType::Immunization,
        DocumentKind::Wellness => DocumentType::Wellness,
        DocumentKind::Other => DocumentType::HealthDocument,
    }
}

fn profile(view: PatientSummary) -> Profile {
    Profile {
        name: view.name,
        gender: view.gender,
        birth_date: view.birth_date,
        abha_number: view.abha_number,
        abha_address: view.abha_address,
        phone: view.phone,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Page {
        page_of(&Resource::from_value(value).unwrap())
    }

    #[test]
    fn what_was_entered_in_error_says_so_and_keeps_what_it_said() {
        let page = read(
            json!({ "resourceType": "Condition", "code": { "text": "Asthma" },
            "subject": { "reference": "Patient/1" },
            "verificationStatus": { "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                "code": "entered-in-error" }] } }),
        );
        assert!(page.mistaken);
        let Fact::Condition { name, .. } = page.fact else {
            panic!("{page:?}");
        };
        assert_eq!(name, "Asthma");
        let page = read(json!({ "resourceType": "Device", "status": "entered-in-error" }));
        assert!(
            page.mistaken
                && !matches!(page.fact, Fact::Other { title, .. } if title.contains("error"))
        );
    }

    #[test]
    fn a_document_names_its_file_and_its_kind() {
        let page = read(
            json!({ "resourceType": "DocumentReference", "status": "current",
            "type": DocumentType::DischargeSummary.to_concept(), "content": [{ "attachment": {
                "contentType": "application/pdf", "title": "Ward 3",
                "url": "urn:sehat:attachment:00ff", "creation": "2024-05-31" } }] }),
        );
        let Fact::Document {
            title,
            kind,
            content_type,
            file,
        } = page.fact
        else {
            panic!("{page:?}");
        };
        assert_eq!((title.as_str(), kind), ("Ward 3", DocumentKind::Discharge));
        assert_eq!(content_type.as_deref(), Some("application/pdf"));
        assert_eq!(file.as_deref(), Some("00ff"));
        assert_eq!(page.date.as_deref(), Some("2024-05-31"));
        for kind in [
            DocumentKind::Report,
            DocumentKind::Other,
            DocumentKind::Wellness,
        ] {
            assert_eq!(document_kind(Some(document_type(kind))), kind);
        }
    }

    #[test]
    fn an_author_is_called_what_he_calls_himself_beside_his_own_fingerprint() {
        let resource = Resource::from_value(json!({ "resourceType": "Observation",
            "status": "final", "code": { "text": "Pulse" }, "performer": [
                { "reference": "urn:sehat:person:aa", "display": "Dr Rao" },
                { "reference": "urn:sehat:person:bb", "display": "Dr Bose" }] }))
        .unwrap();
        assert_eq!(author_said(&resource, "bb"), Some("Dr Bose"));
        assert_eq!(author_said(&resource, "cc"), None);
    }
}

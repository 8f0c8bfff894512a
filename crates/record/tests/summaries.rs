//! Each kind of resource reads as one plain line.

#[path = "samples/nrces.rs"]
mod nrces;
#[path = "samples/synthea.rs"]
mod synthea;

use std::collections::BTreeMap;

use record::{Resource, import, summarise, view};
use serde_json::json;

/// The titles of one file, the first of each resource type.
fn titles(files: Vec<(String, Vec<u8>)>, wanted: &str) -> BTreeMap<String, String> {
    let (_, json) = files
        .into_iter()
        .find(|(name, _)| name.contains(wanted))
        .expect("such a file");
    let mut titles = BTreeMap::new();
    for item in import(&json).expect("a sample").items {
        let title = summarise(&item.resource).title;
        titles
            .entry(item.resource.resource_type().to_owned())
            .or_insert(title);
    }
    titles
}

#[test]
fn an_outpatient_note_of_the_indian_guide_reads_plainly() {
    let titles = titles(nrces::bundles(), "OPConsult");
    for (kind, title) in [
        ("Composition", "Consultation Report"),
        ("Patient", "ABC"),
        ("AllergyIntolerance", "No known allergy"),
        (
            "MedicationRequest",
            "Prescription: Neomycin 5 microgram/mg cutaneous ointment, topical route twice a day",
        ),
        ("Practitioner", "Practitioner: Dr. DEF"),
    ] {
        assert_eq!(titles.get(kind).map(String::as_str), Some(title));
    }
}

#[test]
fn both_blood_pressure_panels_are_read() {
    let find = |files: Vec<(String, Vec<u8>)>, wanted: &str| {
        let (_, json) = files
            .into_iter()
            .find(|(name, _)| name.contains(wanted))
            .unwrap();
        let items = import(&json).unwrap().items;
        items.iter().find_map(|item| {
            let panel = item.resource.as_value()["code"]["coding"][0]["code"]
                .as_str()?
                .to_owned();
            view::BloodPressure::of(&item.resource).map(|bp| (panel, bp))
        })
    };
    let (panel, pressure) = find(nrces::bundles(), "Wellness").unwrap();
    assert_eq!(
        (panel.as_str(), pressure.to_string().as_str()),
        ("85354-9", "107/60")
    );
    let (panel, pressure) = find(synthea::bundles(), "Jorge").unwrap();
    assert_eq!(panel, "55284-4");
    assert!((98.0..200.0).contains(&pressure.systolic.to_f64()));
}

#[test]
fn a_blood_pressure_in_another_unit_is_not_read_as_one() {
    let part = |code: &str, value: u32| {
        json!({
            "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
            "valueQuantity": { "value": value, "unit": "kPa", "system": "http://unitsofmeasure.org", "code": "kPa" },
        })
    };
    let resource = Resource::from_value(json!({
        "resourceType": "Observation", "status": "final",
        "code": { "coding": [{ "system": "http://loinc.org", "code": "85354-9" }], "text": "Blood pressure" },
        "component": [part("8480-6", 17), part("8462-4", 11)],
    }))
    .unwrap();
    assert_eq!(view::BloodPressure::of(&resource), None);
    assert_eq!(
        summarise(&resource).title,
        "Blood pressure: 8480-6 17 kPa, 8462-4 11 kPa"
    );
}

#[test]
fn laboratory_values_have_unit_range_and_interpretation() {
    let (_, json) = nrces::bundles()
        .into_iter()
        .find(|(name, _)| name.contains("Wellness"))
        .unwrap();
    let items = import(&json).unwrap().items;
    let item = items
        .iter()
        .find(|i| i.resource.id() == Some("oxygen-saturation"))
        .unwrap();
    let summary = summarise(&item.resource);
    assert_eq!(summary.title, "Oxygen saturation in Arterial blood 95 %");
    assert_eq!(
        summary.detail.as_deref(),
        Some("Normal (applies to non-numeric results); usual: 90 % to 99 %")
    );
    assert_eq!(summary.date.as_deref(), Some("2020-09-29T09:30:10+01:00"));
}

#[test]
fn every_known_resource_of_the_samples_has_a_line_and_unknown_types_name_themselves() {
    for (name, json) in synthea::bundles()
        .into_iter()
        .take(4)
        .chain(nrces::bundles())
    {
        for item in import(&json).unwrap().items {
            let summary = summarise(&item.resource);
            assert!(!summary.title.trim().is_empty(), "{name}");
            assert!(
                !summary.title.contains("unnamed"),
                "{name}: {}",
                summary.title
            );
        }
    }
    let unknown =
        Resource::from_value(json!({ "resourceType": "Device", "type": { "text": "Pump" } }));
    assert_eq!(summarise(&unknown.unwrap()).title, "Device: Pump");
    let bare = Resource::from_value(json!({ "resourceType": "Basic" })).unwrap();
    assert_eq!(summarise(&bare).title, "Basic");
}

#[test]
fn mistakes_and_prohibitions_are_not_shown_as_orders() {
    let title = |value| summarise(&Resource::from_value(value).unwrap()).title;
    let mut order = json!({
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationCodeableConcept": { "text": "Aspirin" }, "subject": { "reference": "Patient/1" },
        "doNotPerform": true,
    });
    assert_eq!(title(order.clone()), "Do not take: Aspirin");
    order["status"] = "entered-in-error".into();
    assert_eq!(title(order), "Entered in error: Do not take: Aspirin");
    let system = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
    let allergy = json!({
        "resourceType": "AllergyIntolerance", "patient": { "reference": "Patient/1" },
        "code": { "text": "Peanut" },
        "verificationStatus": { "coding": [{ "system": system, "code": "entered-in-error" }] },
    });
    assert_eq!(title(allergy), "Entered in error: Allergy: Peanut");
}

#[test]
fn other_types_prefer_their_name() {
    let named = json!({ "resourceType": "Organization", "name": "UVW Hospital", "type": [{ "text": "Provider" }] });
    assert_eq!(
        summarise(&Resource::from_value(named).unwrap()).title,
        "Organization: UVW Hospital"
    );
}

//! People worth a picture: a patient whose record has something of everything, and two doctors. All of them are invented.

use client::account::Kit;
use record::{Decimal, build};
use serde_json::{Value, json};
use wire::person::Role;

use crate::clinic::{Clinic, Person, ask, visit};
use crate::pathology;

/// The people, each with a client of their own, and what opens their accounts in an app.
pub struct Showcase {
    /// The patient.
    pub asha: Person,
    /// The patient's kit.
    pub asha_kit: Kit,
    /// The doctor.
    pub rao: Person,
    /// The doctor's kit.
    pub rao_kit: Kit,
}

impl Showcase {
    /// Signs them up, fills the record, and lets the doctors in; a prescription and a note wait for the patient.
    pub async fn open(clinic: &Clinic) -> Self {
        let (mut asha, asha_kit) = clinic.sign_up(Role::Patient, "Asha Patil").await;
        let (mut rao, rao_kit) = clinic.sign_up(Role::Doctor, "Dr Suresh Rao").await;
        let mut kumar = clinic.doctor("Dr Nalini Kumar").await;
        let mut ravi = clinic.patient("Ravi Bhosale").await;
        let own = asha.own_vault().unwrap();
        let now = asha.now();
        let file = record_of_asha(now).to_string();
        asha.import(own, file.as_bytes(), true).await.unwrap();
        let vault = visit(&mut rao, &mut asha, ask(true)).await.unwrap();
        visit(&mut rao, &mut ravi, ask(true)).await.unwrap();
        visit(&mut kumar, &mut asha, ask(true)).await.unwrap();
        let drugs = [("Metformin 500 mg", "1"), ("Amlodipine 5 mg", "1")];
        for (drug, amount) in drugs {
            rao.add(vault, &prescription(drug, amount, now), false)
                .await
                .unwrap();
            asha.sync().await.unwrap();
            if drug.starts_with("Metformin") {
                let waiting: Vec<_> = asha.inbox().await.unwrap();
                let ids: Vec<_> = waiting.iter().map(|record| record.at.record).collect();
                asha.admit(&ids, true).await.unwrap();
                rao.sync().await.unwrap();
            }
        }
        rao.records(vault).await.unwrap();
        rao.sync().await.unwrap();
        asha.sync().await.unwrap();
        Self {
            asha,
            asha_kit,
            rao,
            rao_kit,
        }
    }
}

fn prescription(drug: &str, amount: &str, now: u64) -> record::Resource {
    let context = build::Context {
        id: "prescription",
        patient: "Patient/asha",
        date: &day(now, 0),
        author: None,
    };
    let order = build::Prescription {
        drug,
        coding: None,
        dose: Some(build::Dose {
            amount: Decimal::parse(amount).unwrap(),
            unit: "tablet",
        }),
        frequency: Some(build::Frequency {
            times: 1,
            period: 1,
            unit: "d",
        }),
        duration: Some(build::Duration {
            length: 30,
            unit: "d",
        }),
        as_needed: false,
        note: Some("after food"),
    };
    build::medication_request(&context, &order).unwrap()
}

fn record_of_asha(now: u64) -> Value {
    let mut resources = vec![json!({
        "resourceType": "Patient", "id": "asha", "name": [{ "text": "Asha Patil" }], "gender": "female",
        "birthDate": "1984-03-09",
        "identifier": [{ "system": "https://healthid.ndhm.gov.in", "value": "91-2345-6789-0123" }],
    })];
    let pressures = [
        (142, 92),
        (138, 90),
        (141, 88),
        (136, 86),
        (133, 87),
        (137, 85),
        (131, 84),
        (134, 86),
        (129, 82),
        (131, 83),
        (127, 81),
        (128, 82),
    ];
    for (index, (upper, lower)) in (0_u64..).zip(pressures) {
        let days_ago = (11 - index) * 2;
        resources.push(pressure(index, upper, lower, &day(now, days_ago)));
    }
    for (index, (days_ago, kilograms)) in
        (0_u64..).zip([(90, 74.5), (60, 73.1), (30, 72.4), (2, 71.8)])
    {
        resources.push(observation(
            "weight",
            index,
            "29463-7",
            "Body weight",
            kilograms,
            "kg",
            None,
            &day(now, days_ago),
        ));
    }
    for (index, (days_ago, percent)) in (0_u64..).zip([(270, 7.6), (180, 7.2), (90, 6.9), (6, 6.6)])
    {
        let usual = Some((4.0, 5.6));
        resources.push(observation(
            "hba1c",
            index,
            "4548-4",
            "HbA1c",
            percent,
            "%",
            usual,
            &day(now, days_ago),
        ));
    }
    for (index, (days_ago, value)) in (0_u64..).zip([(180, 141.0), (6, 118.0)]) {
        let usual = Some((0.0, 130.0));
        resources.push(observation(
            "ldl",
            index,
            "13457-7",
            "LDL cholesterol",
            value,
            "mg/dL",
            usual,
            &day(now, days_ago),
        ));
    }
    resources.push(aspirate(now));
    resources.extend([
        json!({ "resourceType": "AllergyIntolerance", "id": "penicillin", "patient": { "reference": "Patient/asha" },
            "clinicalStatus": status("allergyintolerance-clinical", "active"),
            "verificationStatus": status("allergyintolerance-verification", "confirmed"),
            "code": { "text": "Penicillin" }, "criticality": "high", "recordedDate": "2016-05-02",
            "reaction": [{ "manifestation": [{ "text": "Anaphylaxis" }] }] }),
        condition("hypertension", "Hypertension", "2023"),
        condition("diabetes", "Type 2 diabetes", "2024"),
        json!({ "resourceType": "Immunization", "id": "influenza", "status": "completed", "patient": { "reference": "Patient/asha" },
            "vaccineCode": { "text": "Influenza vaccine" }, "occurrenceDateTime": day(now, 280) }),
    ]);
    bundle(resources)
}

fn bundle(resources: Vec<Value>) -> Value {
    let entries = resources.into_iter();
    let entries: Vec<Value> = entries
        .map(|resource| json!({ "resource": resource }))
        .collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

fn aspirate(now: u64) -> Value {
    let context = build::Context {
        id: "aspirate",
        patient: "Patient/asha",
        date: &day(now, 4),
        author: None,
    };
    let measured = build::aspirate(&context, &pathology::measurements(pathology::BENIGN));
    measured.unwrap().into_value()
}

fn pressure(index: u64, upper: u32, lower: u32, date: &str) -> Value {
    let part = |code: &str, value: u32| {
        json!({ "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
            "valueQuantity": { "value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" } })
    };
    json!({ "resourceType": "Observation", "id": format!("bp{index}"), "status": "final",
        "category": [category("vital-signs")],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "85354-9" }], "text": "Blood pressure" },
        "subject": { "reference": "Patient/asha" }, "effectiveDateTime": date,
        "component": [part("8480-6", upper), part("8462-4", lower)] })
}

#[expect(clippy::too_many_arguments, reason = "a table's columns")]
fn observation(
    id: &str,
    index: u64,
    loinc: &str,
    name: &str,
    value: f64,
    unit: &str,
    usual: Option<(f64, f64)>,
    date: &str,
) -> Value {
    let kind = match usual {
        Some(_) => "laboratory",
        None => "vital-signs",
    };
    let mut resource = json!({ "resourceType": "Observation", "id": format!("{id}{index}"), "status": "final",
        "category": [category(kind)],
        "code": { "coding": [{ "system": "http://loinc.org", "code": loinc }], "text": name },
        "subject": { "reference": "Patient/asha" }, "effectiveDateTime": date,
        "valueQuantity": { "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit } });
    if let Some((low, high)) = usual {
        let end = |value: f64| json!({ "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit });
        resource["referenceRange"] = json!([{ "low": end(low), "high": end(high) }]);
    }
    resource
}

fn condition(id: &str, name: &str, since: &str) -> Value {
    json!({ "resourceType": "Condition", "id": id, "subject": { "reference": "Patient/asha" },
        "clinicalStatus": status("condition-clinical", "active"),
        "verificationStatus": status("condition-ver-status", "confirmed"),
        "code": { "text": name }, "onsetDateTime": since })
}

fn category(code: &str) -> Value {
    json!({ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": code }] })
}

fn status(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": format!("http://terminology.hl7.org/CodeSystem/{system}"), "code": code }] })
}

/// The morning of a day some days before `now`, as FHIR writes it.
fn day(now: u64, days_ago: u64) -> String {
    let days = now / 86_400_000 - days_ago;
    let (year, month, date) = civil(days);
    format!("{year:04}-{month:02}-{date:02}T05:10:00+05:30")
}

/// The date of a day counted from the first of January 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next, month, date)
}

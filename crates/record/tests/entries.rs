//! What people enter becomes resources that read back as entered.

use record::build::{
    Allergy, BloodPressure, Condition, Context, Document, Dose, Duration, Frequency, Patient,
    Prescription, allergy, blood_pressure, condition, document_reference, medication_request,
    observation, patient,
};
use record::codes::{DocumentType, Vital};
use record::{Decimal, RecordError, Resource, summarise, view};

const CONTEXT: Context<'static> = Context {
    id: "1",
    patient: "Patient/1",
    date: "2024-05-31T10:15:00+05:30",
    author: Some("Practitioner/1"),
};

fn reparsed(resource: &Resource) -> Resource {
    Resource::parse(&resource.to_json_bytes()).expect("what was built is valid")
}

#[test]
fn a_blood_pressure_is_written_with_the_current_code_and_read_back() {
    let built = blood_pressure(
        &CONTEXT,
        BloodPressure {
            systolic: 128,
            diastolic: 82,
        },
    )
    .unwrap();
    assert_eq!(built.as_value()["code"]["coding"][0]["code"], "85354-9");
    let read = view::BloodPressure::of(&reparsed(&built)).unwrap();
    assert_eq!(read.to_string(), "128/82");
    assert_eq!(read.status, "final");
    assert_eq!(read.effective.as_deref(), Some(CONTEXT.date));
    assert_eq!(summarise(&built).title, "Blood pressure 128/82 mm[Hg]");
}

#[test]
fn impossible_blood_pressures_are_refused() {
    let of = |systolic, diastolic| {
        blood_pressure(
            &CONTEXT,
            BloodPressure {
                systolic,
                diastolic,
            },
        )
    };
    assert_eq!(
        of(1280, 82).unwrap_err().to_string(),
        "Systolic blood pressure 1280 mm[Hg] is not possible; allowed: 40 to 300 mm[Hg]"
    );
    assert!(matches!(of(128, 8), Err(RecordError::OutOfRange { .. })));
    assert!(matches!(of(80, 80), Err(RecordError::Entry { .. })));
    of(81, 80).unwrap();
}

#[test]
fn every_measurement_takes_its_bounds_and_nothing_beyond() {
    let decimal = |value: f64| Decimal::parse(&format!("{value}")).unwrap();
    for vital in Vital::all() {
        for unit in vital.units {
            let take = |value: f64| observation(&CONTEXT, vital.loinc, &decimal(value), unit.ucum);
            take(unit.low).unwrap();
            let built = take(unit.high).unwrap();
            let read = view::Observation::of(&reparsed(&built)).unwrap();
            assert_eq!(read.code.code.as_deref(), Some(vital.loinc));
            assert!(matches!(
                take(unit.high + 1.0),
                Err(RecordError::OutOfRange { .. })
            ));
            assert!(matches!(
                take(unit.low - 0.1),
                Err(RecordError::OutOfRange { .. })
            ));
        }
    }
}

#[test]
fn a_temperature_keeps_its_digits_and_names_the_units_allowed() {
    let take =
        |text: &str, unit| observation(&CONTEXT, "8310-5", &Decimal::parse(text).unwrap(), unit);
    let built = take("36.60", "Cel").unwrap();
    assert!(
        String::from_utf8(built.to_json_bytes())
            .unwrap()
            .contains("\"value\":36.60,")
    );
    assert_eq!(summarise(&built).title, "Temperature 36.60 °C");
    assert!(matches!(
        take("98.6", "Cel"),
        Err(RecordError::OutOfRange { .. })
    ));
    take("98.6", "[degF]").unwrap();
    let error = take("310", "K").unwrap_err();
    assert_eq!(
        error.to_string(),
        "Temperature is in \"K\"; it must be in Cel, [degF]"
    );
    assert!(observation(&CONTEXT, "1-1", &Decimal::from(1), "Cel").is_err());
}

#[test]
fn a_prescription_reads_as_a_sentence() {
    let order = Prescription {
        drug: "Amoxicillin 500 mg",
        coding: None,
        dose: Some(Dose {
            amount: Decimal::from(1),
            unit: "tablet",
        }),
        frequency: Some(Frequency {
            times: 3,
            period: 1,
            unit: "d",
        }),
        duration: Some(Duration {
            length: 5,
            unit: "d",
        }),
        as_needed: false,
        note: Some("after food"),
    };
    let built = medication_request(&CONTEXT, &order).unwrap();
    let summary = summarise(&reparsed(&built));
    assert_eq!(
        summary.title,
        "Prescription: Amoxicillin 500 mg, 1 tablet three times a day for 5 days"
    );
    assert_eq!(summary.detail.as_deref(), Some("after food"));
    let read = view::MedicationRequest::of(&built).unwrap();
    assert_eq!(read.requester.as_deref(), Some("Practitioner/1"));
    let nothing = Prescription {
        drug: " ",
        ..order.clone()
    };
    assert!(medication_request(&CONTEXT, &nothing).is_err());
    let often = Frequency {
        times: 25,
        period: 1,
        unit: "d",
    };
    assert!(
        medication_request(
            &CONTEXT,
            &Prescription {
                frequency: Some(often),
                ..order.clone()
            }
        )
        .is_err()
    );
    let fortnight = Frequency {
        times: 1,
        period: 1,
        unit: "fortnight",
    };
    assert!(
        medication_request(
            &CONTEXT,
            &Prescription {
                frequency: Some(fortnight),
                ..order
            }
        )
        .is_err()
    );
}

#[test]
fn conditions_and_allergies_take_only_known_statuses() {
    let entry = Condition {
        name: "Asthma",
        coding: None,
        clinical_status: "active",
        verification_status: "confirmed",
        onset: Some("2019"),
        note: None,
    };
    let built = condition(&CONTEXT, &entry).unwrap();
    let read = view::Condition::of(&reparsed(&built)).unwrap();
    assert_eq!(
        (read.code.unwrap().label.as_str(), read.onset.as_deref()),
        ("Asthma", Some("2019"))
    );
    assert!(
        condition(
            &CONTEXT,
            &Condition {
                clinical_status: "ill",
                ..entry
            }
        )
        .is_err()
    );
    let entry = Allergy {
        substance: "Penicillin",
        coding: None,
        category: Some("medication"),
        criticality: Some("high"),
        verification_status: "confirmed",
        reactions: &["Rash", "Swelling"],
        note: None,
    };
    let built = allergy(&CONTEXT, &entry).unwrap();
    let summary = summarise(&reparsed(&built));
    assert_eq!(summary.title, "Allergy: Penicillin");
    assert_eq!(
        summary.detail.as_deref(),
        Some("Rash; Swelling; criticality high; active")
    );
    assert!(
        allergy(
            &CONTEXT,
            &Allergy {
                category: Some("drug"),
                ..entry
            }
        )
        .is_err()
    );
}

#[test]
fn a_document_refers_to_its_sealed_file() {
    let entry = Document {
        title: "Discharge letter",
        kind: DocumentType::DischargeSummary,
        content_type: "application/pdf",
        size: 12_345,
        attachment_id: "abc",
    };
    let built = document_reference(&CONTEXT, &entry).unwrap();
    let read = view::DocumentReference::of(&reparsed(&built)).unwrap();
    let [attachment] = read.attachments.as_slice() else {
        panic!("one attachment")
    };
    assert_eq!(attachment.url.as_deref(), Some("urn:sehat:attachment:abc"));
    assert_eq!(attachment.sealed_id(), Some("abc"));
    assert_eq!(attachment.size, Some(12_345));
    assert_eq!(summarise(&built).title, "Document: Discharge letter");
    assert!(
        document_reference(
            &CONTEXT,
            &Document {
                attachment_id: "a b",
                ..entry
            }
        )
        .is_err()
    );
}

#[test]
fn a_patient_has_both_abha_identifiers() {
    let entry = Patient {
        id: "1",
        name: "Asha Rao",
        gender: "female",
        birth_date: Some("1980-01-01"),
        abha_number: Some("11223344556677"),
        abha_address: Some("asha.rao@abdm"),
        phone: None,
    };
    let read = view::PatientSummary::of(&reparsed(&patient(&entry).unwrap())).unwrap();
    assert_eq!(read.name, "Asha Rao");
    assert_eq!(read.abha_number.as_deref(), Some("11-2233-4455-6677"));
    assert_eq!(read.abha_address.as_deref(), Some("asha.rao@abdm"));
    assert!(
        patient(&Patient {
            gender: "F",
            ..entry
        })
        .is_err()
    );
    assert!(
        patient(&Patient {
            abha_number: Some("1122"),
            ..entry
        })
        .is_err()
    );
    assert!(
        patient(&Patient {
            abha_address: Some("asha"),
            ..entry
        })
        .is_err()
    );
}

#[test]
fn a_bad_id_or_date_is_refused() {
    let pressure = BloodPressure {
        systolic: 120,
        diastolic: 80,
    };
    let error = blood_pressure(
        &Context {
            id: "a b",
            ..CONTEXT
        },
        pressure,
    )
    .unwrap_err();
    assert_eq!(error.path(), Some("Observation.id"));
    let error = blood_pressure(
        &Context {
            date: "31.5.2024",
            ..CONTEXT
        },
        pressure,
    )
    .unwrap_err();
    assert_eq!(error.path(), Some("Observation.effectiveDateTime"));
}

//! What a clinic writes down becomes resources that read back as entered.

use record::build::{
    Context, Immunization, LabResult, LabValue, Note, immunization, lab_result, mark_mistaken,
    no_known_allergy, soap_note,
};
use record::codes::{LabTest, VACCINES};
use record::{RecordError, Resource, summarise, view};
use serde_json::json;

const CONTEXT: Context<'static> = Context {
    id: "1",
    patient: "Patient/1",
    date: "2026-04-14T08:10:00+05:30",
    author: Some("Practitioner/1"),
};

fn reparsed(resource: &Resource) -> Resource {
    Resource::parse(&resource.to_json_bytes()).expect("what was built is valid")
}

fn lab(
    loinc: Option<&str>,
    value: &str,
    unit: &str,
    range: (Option<&str>, Option<&str>),
) -> Result<Resource, RecordError> {
    let value = LabValue::parse(value, unit, range.0, range.1)?;
    let result = LabResult {
        name: "Potassium",
        loinc,
        value,
    };
    lab_result(&CONTEXT, &result)
}

fn flag(value: &str, range: (Option<&str>, Option<&str>)) -> Option<String> {
    let built = lab(None, value, "mmol/L", range).expect("a good value");
    let read = view::Observation::of(&reparsed(&built)).expect("an observation");
    read.interpretation.into_iter().next().and_then(|c| c.code)
}

#[test]
fn a_laboratory_result_keeps_its_digits_its_range_and_what_follows() {
    let built = lab(Some("2823-3"), "5.60", "mEq/L", (Some("3.5"), Some("5.1"))).unwrap();
    assert_eq!(
        built.as_value()["valueQuantity"].to_string(),
        r#"{"value":5.60,"unit":"mEq/L","system":"http://unitsofmeasure.org","code":"meq/L"}"#
    );
    let read = view::Observation::of(&reparsed(&built)).unwrap();
    assert_eq!(read.categories, ["laboratory"]);
    assert_eq!(read.value.unwrap().to_string(), "5.60 mEq/L");
    assert_eq!(read.ranges[0].to_string(), "3.5 mEq/L to 5.1 mEq/L");
    assert_eq!(read.interpretation[0].code.as_deref(), Some("H"));
    let summary = summarise(&built);
    assert_eq!(summary.kind, "Laboratory value");
    assert_eq!(summary.title, "Potassium 5.60 mEq/L");
}

#[test]
fn a_result_is_low_normal_or_high_as_far_as_its_range_tells() {
    let both = (Some("3.5"), Some("5.1"));
    for (value, range, expected) in [
        ("3.4", both, Some("L")),
        ("3.5", both, Some("N")),
        ("5.1", both, Some("N")),
        ("5.2", both, Some("H")),
        ("<3.5", both, Some("L")),
        ("<=3.5", both, None),
        (">5.1", both, Some("H")),
        ("<5", both, None),
        ("<5", (None, Some("6")), Some("N")),
        (">7", (Some("3.5"), None), Some("N")),
        ("4", (None, None), None),
        ("positive", (None, None), None),
    ] {
        assert_eq!(
            flag(value, range).as_deref(),
            expected,
            "{value} in {range:?}"
        );
    }
}

#[test]
fn words_and_bounds_are_kept_as_such() {
    let built = lab(None, "  weakly positive ", "", (None, None)).unwrap();
    let read = view::Observation::of(&reparsed(&built)).unwrap();
    assert_eq!(read.value.unwrap().to_string(), "weakly positive");
    let built = lab(Some("3016-3"), "< 0.01", "µIU/mL", (None, None)).unwrap();
    let read = view::Observation::of(&reparsed(&built)).unwrap();
    assert_eq!(read.value.unwrap().to_string(), "< 0.01 µIU/mL");
    let built = lab(None, "1,50,000", "widgets", (None, None)).unwrap();
    assert_eq!(
        built.as_value()["valueQuantity"],
        json!({ "value": 150_000, "unit": "widgets" })
    );
}

#[test]
fn results_that_cannot_be_are_refused() {
    let both = (Some("3.5"), Some("5.1"));
    let error = lab(Some("2823-3"), "56", "mmol/L", both).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Potassium 56 mmol/L is not possible; allowed: 0.5 to 15 mmol/L"
    );
    let is_entry = |result| matches!(result, Err(RecordError::Entry { .. }));
    assert!(is_entry(lab(
        None,
        "4",
        "mmol/L",
        (Some("5.1"), Some("3.5"))
    )));
    assert!(is_entry(lab(None, "4", "mmol/L", (Some("low"), None))));
    assert!(is_entry(lab(None, "positive", "", both)));
    assert!(is_entry(lab(None, "  ", "", (None, None))));
    assert!(is_entry(lab(None, "4", &"u".repeat(41), (None, None))));
    assert!(is_entry(lab(None, &"x".repeat(501), "", (None, None))));
    assert!(lab(Some("not a code "), "4", "", (None, None)).is_err());
}

#[test]
fn every_test_takes_its_bounds_and_nothing_beyond() {
    for test in LabTest::all() {
        for unit in test.units {
            let take = |value: f64| {
                lab(
                    Some(test.loinc),
                    &value.to_string(),
                    unit.ucum,
                    (None, None),
                )
            };
            let read = view::Observation::of(&reparsed(&take(unit.low).unwrap())).unwrap();
            assert_eq!(read.code.code.as_deref(), Some(test.loinc));
            take(unit.high).unwrap();
            let beyond = take(unit.high * 2.0);
            assert!(matches!(beyond, Err(RecordError::OutOfRange { .. })));
        }
    }
}

const NOTE: Note<'static> = Note {
    title: "Follow-up",
    author_name: Some("Dr Rao"),
    subjective: "Cough for 3 days\nNo fever",
    objective: " ",
    assessment: "Viral; SpO2 > 95 % & stable",
    plan: "1. Rest\n   2. Steam",
};

#[test]
fn a_note_reads_back_as_written_and_leaves_out_empty_parts() {
    let built = soap_note(&CONTEXT, &NOTE).unwrap();
    let read = view::Composition::of(&reparsed(&built)).unwrap();
    assert_eq!(
        (read.title.as_str(), read.status.as_str()),
        ("Follow-up", "final")
    );
    assert_eq!(read.kind, Some(record::codes::DocumentType::OpConsultation));
    assert_eq!(read.authors, ["Dr Rao"]);
    let parts: Vec<_> = read
        .sections
        .iter()
        .map(|s| {
            (
                s.title.as_deref().unwrap(),
                s.loinc.as_deref().unwrap(),
                s.text.as_str(),
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("Subjective", "61150-9", "Cough for 3 days\nNo fever"),
            ("Assessment", "51848-0", "Viral; SpO2 > 95 % & stable"),
            ("Plan", "18776-5", "1. Rest\n   2. Steam"),
        ]
    );
    assert_eq!(summarise(&built).kind, "Consultation");
}

#[test]
fn a_note_without_text_or_title_is_refused() {
    let empty = Note {
        subjective: "\n",
        assessment: "",
        plan: "\u{1}",
        ..NOTE
    };
    assert!(matches!(
        soap_note(&CONTEXT, &empty),
        Err(RecordError::Entry { .. })
    ));
    assert!(soap_note(&CONTEXT, &Note { title: " ", ..NOTE }).is_err());
    let long = "x".repeat(20_001);
    assert!(
        soap_note(
            &CONTEXT,
            &Note {
                plan: &long,
                ..NOTE
            }
        )
        .is_err()
    );
}

#[test]
fn a_patients_own_note_names_the_patient_as_its_author() {
    let own = Context {
        author: None,
        ..CONTEXT
    };
    let built = soap_note(
        &own,
        &Note {
            author_name: None,
            ..NOTE
        },
    )
    .unwrap();
    assert_eq!(
        view::Composition::of(&built).unwrap().authors,
        ["Patient/1"]
    );
}

#[test]
fn sections_within_sections_are_read_too() {
    let mut value = soap_note(&CONTEXT, &NOTE).unwrap().into_value();
    let inner = json!({ "title": "Diet", "text": { "status": "additional",
        "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">Less salt</div>" } });
    value["section"][2]["section"] = json!([inner]);
    let read = view::Composition::of(&Resource::from_value(value).unwrap()).unwrap();
    let last = read.sections.last().unwrap();
    assert_eq!(
        (last.title.as_deref(), last.text.as_str()),
        (Some("Diet"), "Less salt")
    );
    assert_eq!(last.loinc, None);
}

#[test]
fn a_vaccination_reads_back_with_its_dose_and_lot() {
    let entry = Immunization {
        vaccine: VACCINES[0],
        coding: None,
        dose: Some(1),
        lot: Some(" AB12 "),
        is_primary_source: true,
    };
    let built = immunization(&CONTEXT, &entry).unwrap();
    let read = view::Immunization::of(&reparsed(&built)).unwrap();
    assert_eq!(read.vaccine.unwrap().label, "BCG");
    assert_eq!(read.dose_number.as_deref(), Some("1"));
    assert_eq!(read.lot_number.as_deref(), Some("AB12"));
    assert_eq!(summarise(&built).title, "Vaccination: BCG");
    for bad in [
        Immunization {
            vaccine: " ",
            ..entry
        },
        Immunization {
            dose: Some(0),
            ..entry
        },
        Immunization {
            dose: Some(51),
            ..entry
        },
        Immunization {
            lot: Some(&"x".repeat(61)),
            ..entry
        },
    ] {
        let refused = immunization(&CONTEXT, &bad);
        assert!(matches!(refused, Err(RecordError::Entry { .. })), "{bad:?}");
    }
}

#[test]
fn that_there_is_no_known_allergy_can_be_said() {
    let built = no_known_allergy(&CONTEXT).unwrap();
    let read = view::Allergy::of(&reparsed(&built)).unwrap();
    assert!(read.is_none_known);
    assert_eq!(summarise(&built).title, "No known allergy");
}

#[test]
fn a_record_is_marked_as_mistaken_where_its_type_allows() {
    let built = lab(None, "4", "mmol/L", (None, None)).unwrap();
    let marked = mark_mistaken(&built).unwrap();
    assert_eq!(
        summarise(&marked).title,
        "Entered in error: Potassium 4 mmol/L"
    );
    let mut back = marked.into_value();
    back["status"] = "final".into();
    assert_eq!(&back, built.as_value());

    let allergy = no_known_allergy(&CONTEXT).unwrap();
    let marked = mark_mistaken(&allergy).unwrap();
    let read = view::Allergy::of(&reparsed(&marked)).unwrap();
    assert_eq!(
        read.verification_status.as_deref(),
        Some("entered-in-error")
    );
    assert_eq!(read.clinical_status, None);
    assert!(summarise(&marked).title.starts_with("Entered in error"));
    // Twice is the same as once.
    assert_eq!(mark_mistaken(&marked).unwrap(), marked);

    let patient = Resource::from_value(json!({ "resourceType": "Patient" })).unwrap();
    assert!(matches!(
        mark_mistaken(&patient),
        Err(RecordError::Entry { .. })
    ));
}

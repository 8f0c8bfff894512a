//! What is wrong is refused, and the error says where and what to do.

use record::{FileKind, RecordError, Resource, import};
use serde_json::{Value, json};

fn refusal(value: Value) -> String {
    Resource::from_value(value)
        .expect_err("it should be refused")
        .to_string()
}

fn observation(change: impl FnOnce(&mut Value)) -> Value {
    let mut value = json!({
        "resourceType": "Observation", "status": "final", "code": { "text": "Pulse" },
    });
    Resource::from_value(value.clone()).expect("valid before the change");
    change(&mut value);
    value
}

#[test]
fn a_gender_of_m_is_refused_with_the_codes_allowed() {
    assert_eq!(
        refusal(json!({ "resourceType": "Patient", "gender": "M" })),
        "Patient.gender is \"M\"; allowed: male, female, other, unknown"
    );
}

#[test]
fn a_status_typo_in_a_bundle_is_refused_with_its_whole_path() {
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        { "resource": { "resourceType": "Basic" } },
        { "resource": observation(|o| o["status"] = "finall".into()) },
    ]});
    let error = import(bundle.to_string().as_bytes()).unwrap_err();
    assert_eq!(
        error.path(),
        Some("Bundle.entry[1].resource.Observation.status")
    );
    assert!(matches!(error, RecordError::CodeNotAllowed { .. }));
}

#[test]
fn a_text_where_a_number_belongs_is_refused_deep_inside() {
    let value = observation(|o| {
        o["component"] = json!([
            { "code": { "text": "a" } },
            { "code": { "text": "b" }, "valueQuantity": { "value": "128" } },
        ]);
    });
    assert_eq!(
        refusal(value),
        "Observation.component[1].valueQuantity.value is \"128\"; it must be a number, without quotes"
    );
}

#[test]
fn missing_required_elements_are_named() {
    for (value, path) in [
        (
            observation(|o| drop(o.as_object_mut().unwrap().remove("code"))),
            "Observation.code",
        ),
        (
            observation(|o| drop(o.as_object_mut().unwrap().remove("status"))),
            "Observation.status",
        ),
        (json!({ "resourceType": "Condition" }), "Condition.subject"),
        (
            json!({ "resourceType": "AllergyIntolerance" }),
            "AllergyIntolerance.patient",
        ),
        (json!({ "resourceType": "Bundle" }), "Bundle.type"),
        (json!({ "resourceType": "Binary" }), "Binary.contentType"),
        (
            json!({ "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": { "display": "a" } }),
            "MedicationRequest.medication[x]",
        ),
        (
            json!({ "resourceType": "Encounter", "status": "finished" }),
            "Encounter.class",
        ),
    ] {
        let error = Resource::from_value(value).unwrap_err();
        assert!(matches!(error, RecordError::Missing { .. }), "{error}");
        assert_eq!(error.path(), Some(path));
    }
}

#[test]
fn a_value_in_two_forms_or_of_a_wrong_type_is_refused() {
    let twice = observation(|o| {
        o["valueString"] = "80".into();
        o["valueQuantity"] = json!({ "value": 80 });
    });
    assert_eq!(
        refusal(twice),
        "Observation.value[x] is given more than once, as valueString and valueQuantity; keep one of them"
    );
    let wrong = observation(|o| o["effectiveDate"] = "2024".into());
    let error = Resource::from_value(wrong).unwrap_err();
    assert!(matches!(error, RecordError::ChoiceNotAllowed { .. }));
    assert_eq!(error.path(), Some("Observation.effectiveDate"));
}

#[test]
fn lists_and_single_values_are_not_exchanged() {
    let single = json!({ "resourceType": "Patient", "name": { "text": "a" } });
    assert_eq!(
        refusal(single),
        "Patient.name is an object; it must be a list with at least one item, each an object"
    );
    assert!(
        refusal(observation(|o| o["code"] = json!([{ "text": "a" }])))
            .starts_with("Observation.code is a list")
    );
    assert!(
        refusal(observation(|o| o["note"] = json!([])))
            .starts_with("Observation.note is an empty list")
    );
    assert!(
        refusal(observation(|o| o["code"] = json!({})))
            .starts_with("Observation.code is an empty object")
    );
}

#[test]
fn a_clinical_status_must_come_from_its_code_system() {
    let with = |status: Value| json!({ "resourceType": "Condition", "subject": { "display": "a" }, "clinicalStatus": status });
    let system = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    let bad_code = refusal(with(
        json!({ "coding": [{ "system": system, "code": "Active" }] }),
    ));
    assert!(
        bad_code
            .starts_with("Condition.clinicalStatus.coding[0].code is \"Active\"; allowed: active")
    );
    assert!(
        refusal(with(json!({ "text": "active" })))
            .starts_with("Condition.clinicalStatus.coding is missing")
    );
    assert!(
        refusal(with(json!("active")))
            .starts_with("Condition.clinicalStatus is \"active\"; it must be an object")
    );
}

#[test]
fn dates_that_do_not_exist_are_refused() {
    let error =
        Resource::from_value(json!({ "resourceType": "Patient", "birthDate": "2023-02-29" }));
    assert!(matches!(error, Err(RecordError::BadPrimitive { .. })));
}

#[test]
fn a_primitive_may_be_absent_if_an_extension_says_why() {
    let extension = json!({ "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown" }] });
    let value = observation(|o| {
        o.as_object_mut().unwrap().remove("status");
        o["_status"] = extension.clone();
    });
    Resource::from_value(value).unwrap();
    let name = json!({ "resourceType": "Patient", "name": [{ "given": [null, "a"], "_given": [extension, null] }] });
    Resource::from_value(name).unwrap();
    let bare_null = json!({ "resourceType": "Patient", "name": [{ "given": [null, "a"] }] });
    assert!(refusal(bare_null).starts_with("Patient.name[0].given[0] is nothing (null)"));
    let two = json!([{ "url": "a", "valueCode": "a", "valueString": "a" }]);
    assert!(
        refusal(observation(|o| o["extension"] = two))
            .starts_with("Observation.extension[0].value[x] is given more")
    );
}

#[test]
fn a_key_given_twice_is_refused_with_both_places() {
    let text = "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":\n{\"resourceType\":\"Patient\",\"gender\":\"male\",\n\"gender\":\"female\"}}]}";
    assert_eq!(
        import(text.as_bytes()).unwrap_err(),
        RecordError::DuplicateKey {
            path: "Bundle.entry[0].resource.Patient.gender".into(),
            line: 3,
            column: 1
        }
    );
}

#[test]
fn a_key_the_json_library_reserves_is_refused_not_misread() {
    let text = br#"{"resourceType":"Basic","a":{"$serde_json::private::Number":"1"}}"#;
    assert!(matches!(
        Resource::parse(text),
        Err(RecordError::ReservedKey { .. })
    ));
}

#[test]
fn deep_nesting_is_refused_without_a_crash() {
    let nested = |n: usize| {
        format!(
            "{{\"resourceType\":\"Basic\",\"a\":{}{}}}",
            "[".repeat(n),
            "]".repeat(n)
        )
    };
    Resource::parse(nested(63).as_bytes()).unwrap();
    for depth in [64, 100_000] {
        let error = Resource::parse(nested(depth).as_bytes()).unwrap_err();
        assert!(
            matches!(error, RecordError::TooDeep { limit: 64, .. }),
            "{error}"
        );
    }
}

#[test]
fn truncated_and_broken_json_is_refused_with_line_and_column() {
    let text = "{\"resourceType\":\"Patient\",\n \"gender\":";
    assert_eq!(
        Resource::parse(text.as_bytes()),
        Err(RecordError::Truncated {
            line: 2,
            column: 11
        })
    );
    let error =
        Resource::parse(b"{\"resourceType\":\"Patient\",\n \"gender\" \"male\"}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2 column 11 is not JSON: expected `:`"
    );
}

#[test]
fn files_that_are_not_fhir_json_are_told_by_their_kind() {
    for (bytes, kind) in [
        (&b""[..], FileKind::Empty),
        (b"\xef\xbb\xbf \n", FileKind::Empty),
        (
            b"<?xml version='1.0'?><Patient xmlns='http://hl7.org/fhir'/>",
            FileKind::FhirXml,
        ),
        (b"<ClinicalDocument/>", FileKind::Xml),
        (b"<!DOCTYPE html><html></html>", FileKind::Html),
        (b"\n<html><body>", FileKind::Html),
        (b"%PDF-1.7", FileKind::Pdf),
        (b"\xff\xd8\xff\xe0", FileKind::Image),
        (b"PK\x03\x04", FileKind::Archive),
        (b"\xff\xfe{\0", FileKind::Utf16),
        (b"MSH|^~\\&|", FileKind::Hl7v2),
        (b"[{}]", FileKind::OtherJson),
        (b"date,systolic\n2024-01-01,120", FileKind::Text),
        (b"\"date\",\"systolic\"", FileKind::Text),
    ] {
        assert_eq!(import(bytes), Err(RecordError::NotFhir { kind }), "{kind}");
    }
    let error = import(b"%PDF-1.7").unwrap_err();
    assert_eq!(
        error.to_string(),
        "this is a PDF, not FHIR JSON. Add it as a document instead of importing it."
    );
}

#[test]
fn bytes_that_are_not_utf8_or_too_many_are_refused() {
    assert_eq!(
        Resource::parse(b"{\"a\":\"\xff\"}"),
        Err(RecordError::NotUtf8 { offset: 6 })
    );
    let long = vec![b' '; record::MAX_BYTES + 1];
    assert!(matches!(
        Resource::parse(&long),
        Err(RecordError::TooLarge { .. })
    ));
}

#[test]
fn a_byte_order_mark_is_tolerated() {
    let resource = Resource::parse(b"\xef\xbb\xbf{\"resourceType\":\"Basic\"}").unwrap();
    assert_eq!(resource.to_json_bytes(), br#"{"resourceType":"Basic"}"#);
}

#[test]
fn json_without_a_resource_type_is_refused() {
    for value in [
        json!({}),
        json!({ "resourceType": 1 }),
        json!({ "resourceType": "patient" }),
        json!([]),
    ] {
        assert!(matches!(
            Resource::from_value(value),
            Err(RecordError::NotAResource { .. })
        ));
    }
    let bundle =
        json!({ "resourceType": "Bundle", "type": "batch", "entry": [{ "resource": {} }] });
    assert_eq!(
        Resource::from_value(bundle).unwrap_err().path(),
        Some("Bundle.entry[0].resource")
    );
}

#[test]
fn the_id_of_an_unknown_type_is_checked_and_nothing_else() {
    Resource::from_value(json!({ "resourceType": "Basic", "status": [{}], "valueA": 1 })).unwrap();
    let error = Resource::from_value(json!({ "resourceType": "Basic", "id": "a b" })).unwrap_err();
    assert_eq!(error.path(), Some("Basic.id"));
}

#[test]
fn errors_quote_at_most_sixty_characters() {
    let error = refusal(json!({ "resourceType": "Patient", "gender": "é".repeat(10_000) }));
    assert!(error.chars().count() < 150, "{error}");
}

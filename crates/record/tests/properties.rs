//! Whatever comes in: unknown elements survive, and nothing panics.

use proptest::prelude::*;
use record::{Resource, import, summarise};
use serde_json::{Map, Number, Value, json};

/// JSON of any shape, a few levels deep, with numbers as decimal text.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,20})?"
            .prop_map(|t| Value::Number(t.parse::<Number>().expect("a number"))),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((".{0,8}", inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn sample() -> String {
    json!({
        "resourceType": "Bundle", "type": "collection", "entry": [{
            "fullUrl": "urn:uuid:1",
            "resource": { "resourceType": "Observation", "id": "1", "status": "final",
                "code": { "coding": [{ "system": "http://loinc.org", "code": "8867-4" }] },
                "effectiveDateTime": "2024-05-31T10:15:00Z",
                "valueQuantity": { "value": 72, "unit": "/min" } },
        }, {
            "resource": { "resourceType": "MedicationRequest", "status": "active", "intent": "order",
                "medicationCodeableConcept": { "text": "a" }, "subject": { "reference": "#p" },
                "contained": [{ "resourceType": "Patient", "id": "p", "gender": "male" }],
                "dosageInstruction": [{ "timing": { "repeat": { "frequency": 1, "period": 1, "periodUnit": "d" } } }] },
        }],
    })
    .to_string()
}

proptest! {
    #[test]
    fn unknown_elements_of_a_known_type_survive(name in "x[a-z]{1,8}", value in any_json()) {
        let mut patient = json!({ "resourceType": "Patient", "gender": "male", "name": [{ "text": "a" }] });
        patient[&name] = value.clone();
        patient["name"][0][&name] = value;
        let text = patient.to_string();
        let resource = Resource::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(String::from_utf8(resource.to_json_bytes()).unwrap(), text);
    }

    #[test]
    fn resources_of_unknown_types_survive(value in any_json()) {
        let text = json!({ "resourceType": "Basic", "content": value }).to_string();
        let resource = Resource::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(String::from_utf8(resource.to_json_bytes()).unwrap(), text);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = import(&bytes);
        let _ = Resource::parse(&bytes);
    }

    #[test]
    fn a_damaged_file_never_panics_and_never_changes(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = sample().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = import(&bytes) {
            for item in &read.items {
                let _ = summarise(&item.resource);
            }
            let resources: Vec<Resource> = read.items.into_iter().map(|item| item.resource).collect();
            let restored: Value = serde_json::from_slice(&read.shell.restore(&resources).unwrap()).unwrap();
            prop_assert_eq!(restored, serde_json::from_slice::<Value>(&bytes).unwrap());
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_refused(at in any::<prop::sample::Index>()) {
        let text = sample();
        prop_assert!(import(&text.as_bytes()[..at.index(text.len())]).is_err());
    }

    #[test]
    fn any_value_in_any_place_never_panics(value in any_json(), place in 0_usize..9) {
        let mut bundle: Value = serde_json::from_str(&sample()).unwrap();
        let pointer = ["/type", "/entry", "/entry/0/resource", "/entry/0/resource/code",
            "/entry/0/resource/valueQuantity", "/entry/0/fullUrl", "/entry/1/resource/subject",
            "/entry/1/resource/dosageInstruction/0/timing", "/entry/1/resource/contained/0"][place];
        *bundle.pointer_mut(pointer).unwrap() = value;
        if let Ok(read) = import(bundle.to_string().as_bytes()) {
            for item in read.items {
                let _ = summarise(&item.resource);
            }
        }
    }
}

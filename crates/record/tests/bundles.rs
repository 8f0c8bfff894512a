//! Bundles, NDJSON and single resources come apart and go together again.

use record::{RecordError, Resource, Shell, Warning, export, import};
use serde_json::{Value, json};

fn bundle(kind: &str, entries: Value) -> Vec<u8> {
    json!({ "resourceType": "Bundle", "type": kind, "entry": entries })
        .to_string()
        .into_bytes()
}

#[test]
fn two_entries_with_one_address_are_refused() {
    let entry =
        |id: &str| json!({ "fullUrl": "urn:x", "resource": { "resourceType": "Basic", "id": id } });
    let error = import(&bundle("collection", json!([entry("a"), entry("b")]))).unwrap_err();
    assert_eq!(error.path(), Some("Bundle.entry[1].fullUrl"));
    assert!(matches!(error, RecordError::DuplicateFullUrl { .. }));
}

#[test]
fn two_entries_with_one_type_and_id_are_refused_unless_they_are_versions() {
    let entry = |version: &str| json!({ "resource": { "resourceType": "Basic", "id": "a", "meta": { "versionId": version } } });
    import(&bundle("history", json!([entry("1"), entry("2")]))).unwrap();
    let error = import(&bundle("collection", json!([entry("1"), entry("1")]))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Bundle.entry[1].resource repeats Basic/a of Bundle.entry[0].resource; each resource may occur once"
    );
}

#[test]
fn a_document_starts_with_its_composition() {
    let error = import(&bundle(
        "document",
        json!([{ "resource": { "resourceType": "Patient" } }]),
    ));
    assert!(
        matches!(error, Err(RecordError::DocumentWithoutComposition { found, .. }) if found == "of type Patient")
    );
    let empty = import(br#"{"resourceType":"Bundle","type":"document"}"#);
    assert!(
        matches!(empty, Err(RecordError::DocumentWithoutComposition { found, .. }) if found == "absent")
    );
}

#[test]
fn bundle_codes_and_verbs_are_checked() {
    let error = import(&bundle(
        "documents",
        json!([{ "resource": { "resourceType": "Basic" } }]),
    ));
    assert_eq!(error.unwrap_err().path(), Some("Bundle.type"));
    let request = json!([{ "request": { "method": "post", "url": "Basic" } }]);
    let error = import(&bundle("batch", request)).unwrap_err();
    assert_eq!(error.path(), Some("Bundle.entry[0].request.method"));
}

#[test]
fn references_out_of_the_bundle_are_warnings() {
    let import = import(&bundle(
        "collection",
        json!([
            { "fullUrl": "urn:uuid:1", "resource": { "resourceType": "Patient" } },
            { "resource": { "resourceType": "Condition",
                "subject": { "reference": "urn:uuid:1" }, "encounter": { "reference": "urn:uuid:2" } } },
        ]),
    ));
    assert_eq!(
        import.unwrap().warnings,
        [Warning::Unresolved {
            path: "Bundle.entry[1].resource.Condition.encounter.reference".into(),
            reference: "urn:uuid:2".into()
        }]
    );
}

#[test]
fn the_rest_of_entries_and_bundle_is_kept() {
    let file = json!({
        "resourceType": "Bundle", "_x": [1.50], "type": "transaction", "entry": [
            { "request": { "method": "DELETE", "url": "Basic/1" } },
            { "y": 1, "resource": { "resourceType": "Basic" }, "fullUrl": "urn:a",
              "request": { "method": "POST", "url": "Basic" } },
        ], "z": {},
    });
    let import = import(file.to_string().as_bytes()).unwrap();
    let [item] = import.items.as_slice() else {
        panic!("one item")
    };
    assert_eq!(item.full_url.as_deref(), Some("urn:a"));
    assert_eq!(
        item.request,
        Some(json!({ "method": "POST", "url": "Basic" }))
    );
    assert_eq!(item.rest.get("y"), Some(&json!(1)));
    assert_eq!(item.rest.len(), 1);
    let restored = import
        .shell
        .restore(std::slice::from_ref(&item.resource))
        .unwrap();
    assert_eq!(restored, file.to_string().into_bytes());
    let none = import.shell.restore(&[]);
    assert_eq!(
        none,
        Err(RecordError::WrongCount {
            expected: 1,
            found: 0
        })
    );
}

#[test]
fn ndjson_is_read_line_by_line_and_written_back() {
    let file =
        b"{\"resourceType\":\"Basic\",\"id\":\"1\"}\n{\"resourceType\":\"Basic\",\"id\":\"2\"}\n";
    let read = import(file).unwrap();
    assert_eq!(read.shell, Shell::Lines);
    let resources: Vec<Resource> = read.items.into_iter().map(|item| item.resource).collect();
    assert_eq!(export::ndjson(&resources), file);
    let error =
        import(b"{\"resourceType\":\"Basic\"}\n\n{\"resourceType\":\"Patient\",\"gender\":\"M\"}")
            .unwrap_err();
    assert!(matches!(error, RecordError::Line { line: 3, .. }));
    assert_eq!(error.path(), Some("Patient.gender"));
}

#[test]
fn a_single_resource_is_one_item() {
    let read = import(b"{\n\"resourceType\":\"Basic\"\n}").unwrap();
    assert_eq!((read.items.len(), &read.shell), (1, &Shell::Single));
    assert_eq!(read.bundle_type(), None);
    assert_eq!(
        read.shell
            .restore(&[read.items[0].resource.clone()])
            .unwrap(),
        br#"{"resourceType":"Basic"}"#
    );
}

#[test]
fn an_empty_choice_makes_an_empty_collection() {
    let empty = export::collection([]);
    assert_eq!(
        empty.to_json_bytes(),
        br#"{"resourceType":"Bundle","type":"collection"}"#
    );
    assert!(import(&empty.to_json_bytes()).unwrap().items.is_empty());
}

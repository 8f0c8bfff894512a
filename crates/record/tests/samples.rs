//! Every sample file goes in without error and comes out as it was.

#[path = "samples/nrces.rs"]
mod nrces;
#[path = "samples/synthea.rs"]
mod synthea;

use record::{Resource, export, import};
use serde_json::Value;

#[test]
fn every_sample_imports_without_error_or_warning() {
    for (name, json) in synthea::bundles().into_iter().chain(nrces::bundles()) {
        let import = import(&json).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!import.items.is_empty(), "{name}");
        assert_eq!(import.warnings, [], "{name}");
    }
}

#[test]
fn every_resource_survives_a_round_trip_with_its_numbers_and_key_order() {
    for (name, json) in synthea::bundles().into_iter().chain(nrces::bundles()) {
        let original: Value = serde_json::from_slice(&json).unwrap();
        let import = import(&json).unwrap();
        for (entry, item) in original["entry"]
            .as_array()
            .unwrap()
            .iter()
            .zip(&import.items)
        {
            assert_eq!(
                entry["resource"].to_string().as_bytes(),
                item.resource.to_json_bytes()
            );
            let again = Resource::parse(&item.resource.to_json_bytes()).unwrap();
            assert_eq!(again, item.resource, "{name}");
        }
    }
}

#[test]
fn a_bundle_is_restored_byte_for_byte_but_for_white_space() {
    for (name, json) in synthea::bundles().into_iter().chain(nrces::bundles()) {
        let original: Value = serde_json::from_slice(&json).unwrap();
        let import = import(&json).unwrap();
        let resources: Vec<Resource> = import.items.into_iter().map(|item| item.resource).collect();
        let restored = import.shell.restore(&resources).unwrap();
        assert_eq!(
            String::from_utf8(restored).unwrap(),
            original.to_string(),
            "{name}"
        );
    }
}

#[test]
fn chosen_items_make_a_collection_that_imports_again() {
    let (_, json) = nrces::bundles().remove(0);
    let whole = import(&json).unwrap();
    let chosen: Vec<_> = whole
        .items
        .iter()
        .filter(|i| i.resource.resource_type() == "Patient")
        .collect();
    let collection = export::collection(chosen.iter().copied());
    let again = import(&collection.to_json_bytes()).unwrap();
    assert_eq!(again.bundle_type(), Some("collection"));
    assert_eq!(again.items.len(), 1);
    assert_eq!(again.items[0].resource, chosen[0].resource);
    assert_eq!(again.items[0].full_url, chosen[0].full_url);
}

//! The preset dictionary is frozen, short, free of people, and worth its bytes.

#[path = "samples/synthea.rs"]
mod synthea;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use record::dictionary::FHIR_DICTIONARY;
use record::import;
use sha2::{Digest, Sha256};

#[test]
fn the_dictionary_is_frozen() {
    let digest = Sha256::digest(FHIR_DICTIONARY);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex,
        "fbf7abc09f0e5869cf4848818706ada7c1601733919c9ecb471a3e992f094455"
    );
    assert!(FHIR_DICTIONARY.len() <= 32 * 1024);
}

#[test]
fn the_dictionary_is_text_without_ids_dates_or_long_numbers() {
    let text = std::str::from_utf8(FHIR_DICTIONARY).unwrap();
    let uuid = text
        .split(|c: char| !c.is_ascii_hexdigit() && c != '-')
        .find(|w| w.len() == 36 && w.matches('-').count() == 4);
    assert_eq!(uuid, None);
    let date = text.as_bytes().windows(10).find(|w| {
        w.iter().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                *b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
    });
    assert_eq!(date, None);
}

#[test]
fn no_name_or_address_of_a_sample_patient_is_in_the_dictionary() {
    let text = std::str::from_utf8(FHIR_DICTIONARY).unwrap();
    for (name, json) in synthea::bundles() {
        let people = import(&json)
            .unwrap()
            .items
            .into_iter()
            .map(|item| item.resource);
        for person in people.filter(|r| ["Patient", "Practitioner"].contains(&r.resource_type())) {
            let value = person.as_value();
            for part in [
                &value["name"][0]["family"],
                &value["address"][0]["line"][0],
                &value["id"],
            ] {
                let part = part.as_str().unwrap();
                assert!(!text.contains(part), "{part} of {name}");
            }
        }
    }
}

#[test]
fn small_synthea_records_deflate_to_less_than_a_quarter() {
    let mut plain = 0;
    let mut packed = 0;
    for (name, json) in synthea::bundles() {
        // The dictionary was made with this one.
        if name.starts_with("Jorge_Brekke") {
            continue;
        }
        for item in import(&json).unwrap().items.iter().step_by(4) {
            let bytes = item.resource.to_json_bytes();
            let small = deflate(&bytes);
            assert_eq!(inflate(&small, bytes.len()), bytes);
            plain += bytes.len();
            packed += small.len();
        }
    }
    let percent = packed * 100 / plain;
    assert!(percent < 20, "{packed} of {plain} bytes, {percent} %");
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut deflater = Compress::new(Compression::new(6), false);
    deflater.set_dictionary(FHIR_DICTIONARY).expect("deflate");
    let mut out = Vec::with_capacity(bytes.len() + 1024);
    let status = deflater
        .compress_vec(bytes, &mut out, FlushCompress::Finish)
        .expect("deflate");
    assert_eq!(status, Status::StreamEnd);
    out
}

fn inflate(bytes: &[u8], length: usize) -> Vec<u8> {
    let mut inflater = Decompress::new(false);
    inflater.set_dictionary(FHIR_DICTIONARY).expect("deflate");
    let mut out = Vec::with_capacity(length);
    let status = inflater
        .decompress_vec(bytes, &mut out, FlushDecompress::Finish)
        .expect("deflate");
    assert_eq!(status, Status::StreamEnd);
    out
}

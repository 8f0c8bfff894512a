//! Makes the preset dictionary of `record::dictionary` from sample bundles.
//!
//! `cargo run -p sehat-record --example train_dictionary -- OUT SIZE FILE...`
//!
//! The frozen dictionary was made with SIZE 24576 from nine Synthea bundles that do not lie beside
//! the crate, so that those that do can measure it, and from the NRCeS documents in `tests/data`.
//! The nine, of the source named in `data/PROVENANCE.md`: Bryan_Breitenberg, Franklyn_Klein,
//! Leonardo_Heaney, Lonnie_Von, Douglas_Walsh, Eleonor_Becker, Isaiah_Schaden, Josue_Sipes, and
//! Jorge_Brekke, which does lie there and is not measured.
//!
//! First every resource is scrubbed: of its texts only codes, terms and addresses of code systems
//! stay, and those only if they occur in two files; numbers become 0; ids, names, dates and
//! narratives go. Then stretches are chosen greedily by how many resources share their 8-byte
//! pieces (the COVER method of Liao, Petri, Moffat and Wirth, WWW 2016, which zstd uses too), the
//! best put last, where deflate reaches them with the shortest distances.
#![expect(clippy::print_stdout, reason = "a command-line tool says what it did")]

#[path = "train_dictionary/cover.rs"]
mod cover;
#[path = "train_dictionary/scrub.rs"]
mod scrub;
#[path = "train_dictionary/seeds.rs"]
mod seeds;

use std::collections::HashMap;
use std::io::Read;
use std::{env, fs};

use flate2::read::GzDecoder;
use serde_json::Value;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let [out, size, files @ ..] = args.as_slice() else {
        panic!("usage: train_dictionary OUT SIZE FILE...");
    };
    let size: usize = size.parse().expect("SIZE is a number of bytes");
    let bundles: Vec<Vec<Value>> = files.iter().map(|file| resources(file)).collect();
    let mut kept = scrub::shared_texts(&bundles);
    kept.extend(scrub::shared_texts(&[seeds::entered(), seeds::entered()]));
    let mut texts: HashMap<String, usize> = HashMap::new();
    for resource in bundles.iter().flatten() {
        let text = scrub::scrub(resource, &kept).to_string();
        *texts.entry(text).or_default() += weight(resource);
    }
    for seed in seeds::entered() {
        *texts
            .entry(scrub::scrub(&seed, &kept).to_string())
            .or_default() += 200;
    }
    let mut texts: Vec<(String, usize)> = texts.into_iter().collect();
    texts.sort();
    let vocabulary = seeds::vocabulary();
    let mut dictionary = vocabulary.into_bytes();
    let room = size.saturating_sub(dictionary.len());
    dictionary.extend(cover::choose(&texts, room));
    fs::write(out, &dictionary).expect("OUT can be written");
    println!("{} texts, {} bytes", texts.len(), dictionary.len());
}

/// India's documents count more than the many resources of each Synthea bundle.
fn weight(resource: &Value) -> usize {
    let profile = resource.pointer("/meta/profile/0").and_then(Value::as_str);
    if profile.is_some_and(|p| p.starts_with("https://nrces.in/")) {
        20
    } else {
        1
    }
}

fn resources(file: &str) -> Vec<Value> {
    let mut bytes = fs::read(file).expect("FILE can be read");
    if file.ends_with(".gz") {
        let mut json = Vec::new();
        GzDecoder::new(&bytes[..])
            .read_to_end(&mut json)
            .expect("FILE is gzip");
        bytes = json;
    }
    let import = record::import(&bytes).expect("FILE is a FHIR bundle");
    import
        .items
        .into_iter()
        .map(|item| item.resource.into_value())
        .collect()
}

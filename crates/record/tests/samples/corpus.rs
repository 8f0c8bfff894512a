//! The sample files, read from where they lie beside the crate.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

/// The Synthea bundles: name and JSON.
pub(crate) fn synthea() -> Vec<(String, Vec<u8>)> {
    let files = files_in("data/synthea");
    assert_eq!(files.len(), 21);
    files
        .iter()
        .map(|path| {
            let mut json = Vec::new();
            GzDecoder::new(File::open(path).unwrap())
                .read_to_end(&mut json)
                .unwrap();
            (name(path), json)
        })
        .collect()
}

/// The NRCeS document bundles: name and JSON.
pub(crate) fn nrces() -> Vec<(String, Vec<u8>)> {
    let files = files_in("tests/data/nrces");
    assert_eq!(files.len(), 8);
    files
        .iter()
        .map(|path| (name(path), fs::read(path).unwrap()))
        .collect()
}

fn files_in(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

//! The Synthea bundles, read from where they lie beside the crate.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

/// Name and JSON of each bundle.
pub(crate) fn bundles() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/synthea");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the samples lie here")
        .map(|e| e.expect("a readable folder").path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 21);
    files
        .iter()
        .map(|path| {
            (
                path.file_name().expect("a file").to_string_lossy().into(),
                unpack(path),
            )
        })
        .collect()
}

fn unpack(path: &Path) -> Vec<u8> {
    let mut json = Vec::new();
    GzDecoder::new(File::open(path).expect("a readable file"))
        .read_to_end(&mut json)
        .expect("gzip");
    json
}

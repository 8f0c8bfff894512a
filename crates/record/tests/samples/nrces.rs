//! The NRCeS document bundles.

use std::fs;
use std::path::{Path, PathBuf};

/// Name and JSON of each bundle.
pub(crate) fn bundles() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nrces");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the samples lie here")
        .map(|e| e.expect("a readable folder").path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 8);
    files
        .iter()
        .map(|path| {
            (
                path.file_name().expect("a file").to_string_lossy().into(),
                fs::read(path).expect("a readable file"),
            )
        })
        .collect()
}

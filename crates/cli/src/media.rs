//! What kinds of files can be attached, told by their first bytes rather than by their names.

use std::path::Path;

use crate::failure::Failure;

/// The most bytes of an attached file.
pub(crate) const MAX_BYTES: usize = 25 << 20;

/// The MIME type of a file that may be attached.
///
/// # Errors
/// When it is empty, too large, or of a kind that is not allowed; the message says which are.
pub(crate) fn content_type(path: &Path, bytes: &[u8]) -> Result<&'static str, Failure> {
    let name = path.display();
    if bytes.is_empty() {
        return Err(Failure::file(format!("{name} is empty")));
    }
    if bytes.len() > MAX_BYTES {
        let size = bytes.len().div_ceil(1 << 20);
        return Err(Failure::file(format!(
            "{name} has {size} MB; at most 25 MB can be attached: make it smaller, or split it"
        )));
    }
    by_content(bytes)
        .or_else(|| text_by_name(path, bytes))
        .ok_or_else(|| {
            Failure::file(format!(
                "{name} is of a kind that cannot be attached; allowed are {ALLOWED}"
            ))
        })
}

const ALLOWED: &str =
    "PDF, JPEG, PNG, WebP, HEIC and TIFF pictures, DICOM, and plain text (.txt, .csv)";

fn by_content(bytes: &[u8]) -> Option<&'static str> {
    let at = |offset: usize, magic: &[u8]| {
        bytes
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    Some(match () {
        () if at(0, b"%PDF-") => "application/pdf",
        () if at(0, b"\xff\xd8\xff") => "image/jpeg",
        () if at(0, b"\x89PNG\r\n\x1a\n") => "image/png",
        () if at(0, b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if at(4, b"ftypheic") || at(4, b"ftypheix") || at(4, b"ftypmif1") => "image/heic",
        () if at(0, b"II*\0") || at(0, b"MM\0*") => "image/tiff",
        () if at(128, b"DICM") => "application/dicom",
        () => return None,
    })
}

fn text_by_name(path: &Path, bytes: &[u8]) -> Option<&'static str> {
    let end = path.extension()?.to_str()?.to_lowercase();
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    match end.as_str() {
        "txt" if is_text => Some("text/plain"),
        "csv" if is_text => Some("text/csv"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let kind = |name: &str, bytes: &[u8]| content_type(Path::new(name), bytes).ok();
        assert_eq!(kind("x.bin", b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(kind("x", b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(kind("note.TXT", "नमस्ते".as_bytes()), Some("text/plain"));
        assert_eq!(kind("note.txt", b"\xff\xfe"), None);
        assert_eq!(kind("evil.pdf", b"MZ\x90"), None);
        assert_eq!(kind("empty.pdf", b""), None);
    }

    #[test]
    fn what_is_too_large_is_told_its_limit() {
        let mut bytes = b"%PDF-1.7".to_vec();
        bytes.resize(MAX_BYTES + 1, 0);
        let failure = content_type(Path::new("scan.pdf"), &bytes).unwrap_err();
        assert!(failure.message.contains("26 MB") && failure.message.contains("at most 25 MB"));
    }
}

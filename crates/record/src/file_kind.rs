//! Telling from the first bytes what a file is that is not FHIR JSON.

use std::fmt;

/// What a file looks like that cannot be a FHIR JSON resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// No bytes, or only white space.
    Empty,
    /// FHIR in its XML form.
    FhirXml,
    /// A web page.
    Html,
    /// Any other XML, such as a C-CDA document.
    Xml,
    /// A PDF.
    Pdf,
    /// A picture.
    Image,
    /// A DICOM study.
    Dicom,
    /// A gzip or zip archive.
    Archive,
    /// UTF-16 text.
    Utf16,
    /// An HL7 version 2 message.
    Hl7v2,
    /// A JSON array, string or number.
    OtherJson,
    /// Lines of text such as CSV.
    Text,
}

impl FileKind {
    /// What the person can do now, as one plain sentence.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Empty => "Export the record again and check that the file has a size.",
            Self::FhirXml => "Ask for the same record as JSON (\"application/fhir+json\").",
            Self::Html => {
                "The download gave a web page, perhaps a sign-in page: sign in and download again."
            }
            Self::Xml => "Ask the hospital for FHIR R4 JSON, or add the file as a document.",
            Self::Pdf | Self::Image | Self::Dicom => {
                "Add it as a document instead of importing it."
            }
            Self::Archive => "Unpack it first and import the JSON file inside.",
            Self::Utf16 => "Save it again as UTF-8.",
            Self::Hl7v2 => "Ask the hospital or laboratory for FHIR R4 JSON.",
            Self::OtherJson => {
                "A FHIR file starts with \"{\"; put several resources into a Bundle, or one on each line."
            }
            Self::Text => "Add it as a document, or ask for the record as FHIR R4 JSON.",
        }
    }

    /// What `bytes` look like, or `None` if they may be a JSON object.
    pub(crate) fn guess(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Some(Self::Utf16);
        }
        if bytes.starts_with(b"\x1f\x8b") || bytes.starts_with(b"PK\x03\x04") {
            return Some(Self::Archive);
        }
        if bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"\x89PNG") {
            return Some(Self::Image);
        }
        if bytes.get(128..132) == Some(b"DICM") {
            return Some(Self::Dicom);
        }
        let text = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start();
        match text.first() {
            None => Some(Self::Empty),
            Some(b'{') => None,
            Some(b'<') => Some(Self::guess_markup(text)),
            Some(b'[' | b'"' | b'0'..=b'9' | b'-') if looks_like_json(text) => {
                Some(Self::OtherJson)
            }
            Some(_) if text.starts_with(b"%PDF") => Some(Self::Pdf),
            Some(_) if text.starts_with(b"MSH|") => Some(Self::Hl7v2),
            // Binary rubbish is reported as not being UTF-8.
            Some(_) if std::str::from_utf8(bytes).is_err() => None,
            Some(_) => Some(Self::Text),
        }
    }

    fn guess_markup(text: &[u8]) -> Self {
        let head = String::from_utf8_lossy(&text[..text.len().min(1000)]).to_ascii_lowercase();
        if head.contains("http://hl7.org/fhir") {
            Self::FhirXml
        } else if head.contains("<html") || head.contains("<!doctype html") {
            Self::Html
        } else {
            Self::Xml
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::FhirXml => "FHIR in XML",
            Self::Html => "a web page",
            Self::Xml => "an XML file",
            Self::Pdf => "a PDF",
            Self::Image => "a picture",
            Self::Dicom => "a DICOM file",
            Self::Archive => "a compressed archive",
            Self::Utf16 => "UTF-16 text",
            Self::Hl7v2 => "an HL7 version 2 message",
            Self::OtherJson => "JSON that is not an object",
            Self::Text => "plain text or CSV",
        })
    }
}

/// Whether the whole text is a JSON value; a CSV file may also begin with a quote or a digit.
fn looks_like_json(text: &[u8]) -> bool {
    text.starts_with(b"[") || serde_json::from_slice::<serde_json::Value>(text).is_ok()
}

/// The UTF-8 byte order mark, which some programs put before the text.
const BOM: &[u8] = b"\xef\xbb\xbf";

//! What a file is, and what a copy of it is called.

/// What is done to show a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Pages.
    Pdf,
    /// A picture of this media type.
    Picture(&'static str),
    /// Plain text.
    Text,
    /// Nothing that can be shown here.
    Other,
}

impl Format {
    /// By the first bytes; only of text they say nothing.
    pub(super) fn of(content_type: &str, content: &[u8]) -> Self {
        let main = content_type.split(';').next().unwrap_or_default().trim();
        // A PDF file may begin with something else, as long as it begins soon.
        let head = &content[..content.len().min(1024)];
        match content {
            [0xff, 0xd8, 0xff, ..] => Self::Picture("image/jpeg"),
            [0x89, b'P', b'N', b'G', ..] => Self::Picture("image/png"),
            [b'G', b'I', b'F', b'8', ..] => Self::Picture("image/gif"),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Self::Picture("image/webp"),
            _ if head.windows(5).any(|five| five == b"%PDF-") => Self::Pdf,
            _ if main.eq_ignore_ascii_case("text/plain") && is_text(content) => Self::Text,
            _ => Self::Other,
        }
    }

    /// The media type that its bytes say, if they say one.
    pub(super) fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Pdf => Some("application/pdf"),
            Self::Picture(media_type) => Some(media_type),
            Self::Text => Some("text/plain"),
            Self::Other => None,
        }
    }
}

fn is_text(content: &[u8]) -> bool {
    std::str::from_utf8(content).is_ok_and(|text| !text.contains('\0'))
}

/// The name of a copy: the title as far as file systems take it, with the ending of its type.
pub(super) fn file_name(title: &str, media_type: &str) -> String {
    let name: String = title
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            c if c.is_control() => ' ',
            c => c,
        })
        .take(80)
        .collect();
    let name = name.trim().trim_matches('.');
    let name = if name.is_empty() { "document" } else { name };
    let ending = match media_type {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "text/plain" => ".txt",
        _ => "",
    };
    match name.to_lowercase().ends_with(ending) {
        true => name.to_owned(),
        false => format!("{name}{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_a_file_is_whatever_it_claims() {
        for (claim, content, format) in [
            ("image/png", &b"%PDF-1.7\n"[..], Format::Pdf),
            ("", b"\n\n%PDF-1.4", Format::Pdf),
            (
                "application/pdf",
                b"\xff\xd8\xff\xe0",
                Format::Picture("image/jpeg"),
            ),
            (
                "text/plain",
                b"\x89PNG\r\n\x1a\n",
                Format::Picture("image/png"),
            ),
            (
                "x",
                b"RIFF\x01\x02\x03\x04WEBPVP8 ",
                Format::Picture("image/webp"),
            ),
            ("text/plain; charset=utf-8", "ठीक".as_bytes(), Format::Text),
            ("text/plain", b"a\0b", Format::Other),
            ("text/plain", b"\xff\xfe", Format::Other),
            ("text/html", b"<script>", Format::Other),
            ("application/pdf", b"", Format::Other),
        ] {
            assert_eq!(Format::of(claim, content), format, "{claim}");
        }
    }

    #[test]
    fn a_copy_has_a_name_that_file_systems_take() {
        assert_eq!(file_name("X-ray 3/4", "image/jpeg"), "X-ray 3-4.jpg");
        assert_eq!(file_name("report.PDF", "application/pdf"), "report.PDF");
        assert_eq!(file_name(" \n", "application/pdf"), "document.pdf");
        assert_eq!(file_name("..", "application/dicom"), "document");
        assert_eq!(file_name("रिपोर्ट", "application/pdf"), "रिपोर्ट.pdf");
        assert!(file_name(&"x".repeat(500), "image/png").len() < 100);
    }
}

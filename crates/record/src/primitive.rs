//! FHIR's primitive types and how each is written.

use serde_json::Value;

/// A primitive type of FHIR R4 (<https://hl7.org/fhir/R4/datatypes.html#primitive>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Primitive {
    Base64Binary,
    Boolean,
    Canonical,
    Code,
    Date,
    DateTime,
    Decimal,
    Id,
    Instant,
    Integer,
    Markdown,
    Oid,
    PositiveInt,
    String,
    Time,
    UnsignedInt,
    Uri,
    Url,
    Uuid,
    Xhtml,
}

impl Primitive {
    /// Whether `value` is of the JSON type that this primitive is written as.
    pub(crate) fn has_json_type(self, value: &Value) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Decimal | Self::Integer | Self::PositiveInt | Self::UnsignedInt => {
                value.is_number()
            }
            _ => value.is_string(),
        }
    }

    /// Whether `value` is well formed.
    pub(crate) fn accepts(self, value: &Value) -> bool {
        match value {
            Value::Bool(_) => self == Self::Boolean,
            Value::Number(number) => self.accepts_number(&number.to_string()),
            Value::String(text) => self.accepts_text(text),
            _ => false,
        }
    }

    /// The form it must have, for people.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Base64Binary => "base64 text",
            Self::Boolean => "true or false, without quotes",
            Self::Canonical | Self::Uri | Self::Url => "an address (URI) without spaces",
            Self::Code => "a code without leading, trailing or double spaces",
            Self::Date => "a date such as \"2024\", \"2024-05\" or \"2024-05-31\"",
            Self::DateTime => {
                "a date such as \"2024-05-31\", or with time and zone \"2024-05-31T10:15:00+05:30\""
            }
            Self::Decimal => "a number, without quotes",
            Self::Id => "1 to 64 of the characters A-Z a-z 0-9 - .",
            Self::Instant => {
                "a time to the second with zone, such as \"2024-05-31T10:15:00+05:30\""
            }
            Self::Integer => "a whole number, without quotes",
            Self::Markdown | Self::String => "text that is not empty",
            Self::Oid => "an OID such as \"urn:oid:1.2.3\"",
            Self::PositiveInt => "a whole number from 1, without quotes",
            Self::Time => "a time of day such as \"10:15:00\"",
            Self::UnsignedInt => "a whole number from 0, without quotes",
            Self::Uuid => "a UUID such as \"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\"",
            Self::Xhtml => "a <div> of XHTML",
        }
    }

    fn accepts_number(self, text: &str) -> bool {
        let lowest = match self {
            Self::Decimal => return true,
            Self::Integer => i64::from(i32::MIN),
            Self::UnsignedInt => 0,
            Self::PositiveInt => 1,
            _ => return false,
        };
        text.parse::<i64>()
            .is_ok_and(|n| (lowest..=i64::from(i32::MAX)).contains(&n))
    }

    fn accepts_text(self, text: &str) -> bool {
        match self {
            Self::Base64Binary => is_base64(text),
            Self::Canonical | Self::Uri | Self::Url => {
                !text.is_empty() && !text.contains(char::is_whitespace)
            }
            Self::Code => is_code(text),
            Self::Date => is_date(text),
            Self::DateTime => is_date(text) || is_instant(text),
            Self::Id => is_id(text),
            Self::Instant => is_instant(text),
            Self::Markdown | Self::String => !text.trim().is_empty(),
            Self::Oid => text.strip_prefix("urn:oid:").is_some_and(is_oid),
            Self::Time => is_time(text),
            Self::Uuid => text.strip_prefix("urn:uuid:").is_some_and(is_uuid),
            Self::Xhtml => text.trim_start().starts_with("<div"),
            _ => false,
        }
    }
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text
            .split(' ')
            .all(|w| !w.is_empty() && !w.contains(char::is_whitespace))
}

fn is_oid(text: &str) -> bool {
    text.starts_with(['0', '1', '2'])
        && text
            .split('.')
            .all(|arc| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// RFC 4648 section 4, with white space between the characters as FHIR allows.
fn is_base64(text: &str) -> bool {
    let mut length = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        match byte {
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => {}
            _ => return false,
        }
        length += 1;
    }
    length > 0 && length.is_multiple_of(4) && padding <= 2
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, the day within its month.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let Some(year) = parts.next().and_then(|p| digits(p, 4)).filter(|&y| y > 0) else {
        return false;
    };
    let Some(month) = parts.next() else {
        return true;
    };
    let Some(month) = digits(month, 2).filter(|m| (1..=12).contains(m)) else {
        return false;
    };
    let Some(day) = parts.next() else { return true };
    digits(day, 2).is_some_and(|d| (1..=days_in(year, month)).contains(&d))
        && parts.next().is_none()
}

/// `YYYY-MM-DDThh:mm:ss[.fff](Z|+hh:mm|-hh:mm)`.
fn is_instant(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else {
        return false;
    };
    let Some(zone) = rest.find(['Z', '+', '-']) else {
        return false;
    };
    let (time, zone) = rest.split_at(zone);
    date.len() == 10 && is_date(date) && is_time(time) && is_zone(zone)
}

/// `hh:mm:ss[.fff]`; second 60 is a leap second.
fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let mut part = |most: u32| {
        parts
            .next()
            .and_then(|p| digits(p, 2))
            .is_some_and(|n| n <= most)
    };
    part(23)
        && part(59)
        && part(60)
        && parts.next().is_none()
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

fn is_zone(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    text.strip_prefix(['+', '-'])
        .and_then(|t| t.split_once(':'))
        .is_some_and(|(h, m)| {
            digits(h, 2).is_some_and(|h| h <= 14) && digits(m, 2).is_some_and(|m| m <= 59)
        })
}

fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn split(kind: Primitive, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(kind.accepts(&json!(text)), "{kind:?} should take {text:?}");
        }
        for text in bad {
            assert!(
                !kind.accepts(&json!(text)),
                "{kind:?} should not take {text:?}"
            );
        }
    }

    #[test]
    fn dates_are_days_that_exist() {
        split(
            Primitive::Date,
            &["2024", "2024-02", "2024-02-29", "2000-02-29"],
            &[
                "",
                "24",
                "2024-13",
                "2023-02-29",
                "1900-02-29",
                "2024-2-1",
                "2024-02-01-01",
                "0000",
            ],
        );
    }

    #[test]
    fn a_time_needs_its_zone() {
        split(
            Primitive::DateTime,
            &[
                "2024-05",
                "2024-05-31T10:15:00Z",
                "2024-05-31T10:15:00.123+05:30",
            ],
            &[
                "2024-05-31T10:15:00",
                "2024-05-31 10:15",
                "2024-05T10:15:00Z",
                "2024-05-31T24:00:00Z",
            ],
        );
        split(
            Primitive::Instant,
            &["2024-05-31T10:15:60-08:00"],
            &["2024-05-31", "T10:15:00Z"],
        );
        split(
            Primitive::Time,
            &["10:15:00"],
            &["10:15", "10:15:00.", "10:15:00Z"],
        );
    }

    #[test]
    fn texts_ids_and_addresses_have_their_form() {
        split(
            Primitive::Id,
            &["a-1.B"],
            &["", "a_b", "é", &"x".repeat(65)],
        );
        split(
            Primitive::Code,
            &["in-progress", "a b"],
            &["", " a", "a ", "a  b", "a\tb"],
        );
        split(Primitive::Uri, &["urn:x"], &["", "a b"]);
        split(Primitive::String, &["x"], &["", " "]);
        split(
            Primitive::Base64Binary,
            &["QQ==", "QUFB\nQUFB"],
            &["", "Q", "QQ=A", "Q===", "Q-=="],
        );
        split(
            Primitive::Oid,
            &["urn:oid:1.2"],
            &["1.2", "urn:oid:3.1", "urn:oid:1..2"],
        );
        split(
            Primitive::Uuid,
            &["urn:uuid:c757873d-ec9a-4326-a141-556f43239520"],
            &["urn:uuid:1"],
        );
    }

    #[test]
    fn numbers_are_not_texts() {
        assert!(Primitive::PositiveInt.accepts(&json!(1)));
        for bad in [
            json!(0),
            json!(1.0),
            json!("1"),
            json!(2_147_483_648_i64),
            json!(true),
        ] {
            assert!(!Primitive::PositiveInt.accepts(&bad), "{bad}");
        }
        assert!(Primitive::Decimal.accepts(&json!(1.5)));
        assert!(!Primitive::Decimal.accepts(&json!("1.5")));
    }
}

//! Times and spans: in this machine's time zone for people, in UTC for programs.

use jiff::{Timestamp, Zoned, tz::TimeZone};

/// A time in milliseconds since 1970 as people read it: `31 May 2024, 10:15`.
pub(crate) fn for_people(time: u64) -> String {
    zoned(time).strftime("%-d %b %Y, %H:%M").to_string()
}

/// A time in milliseconds since 1970 as programs read it: `2024-05-31T04:45:00Z`.
pub(crate) fn for_programs(time: u64) -> String {
    zoned(time)
        .with_time_zone(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

/// A time in milliseconds since 1970 as FHIR has it: `2024-05-31T10:15:00+05:30`.
pub(crate) fn for_fhir(time: u64) -> String {
    zoned(time).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A FHIR date as it is listed: its day.
pub(crate) fn day(date: &str) -> &str {
    date.split('T').next().unwrap_or(date)
}

/// The day of a time in milliseconds since 1970: `2024-05-31`.
pub(crate) fn day_of(time: u64) -> String {
    zoned(time).strftime("%Y-%m-%d").to_string()
}

fn zoned(time: u64) -> Zoned {
    let time = i64::try_from(time).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(time)
        .unwrap_or(Timestamp::MAX)
        .to_zoned(TimeZone::system())
}

/// Reads a span in hours: `8`, `8h`, `2d`, `1w`.
pub(crate) fn parse_hours(text: &str) -> Result<u16, String> {
    let wrong =
        || format!("{text:?} is no span: say it in hours or days, such as 8h or 2d, at most 365d");
    let text = text.trim().to_lowercase();
    let (digits, factor) = match text.strip_suffix(['h', 'd', 'w']) {
        Some(digits) if text.ends_with('d') => (digits, 24),
        Some(digits) if text.ends_with('w') => (digits, 7 * 24),
        Some(digits) => (digits, 1),
        None => (text.as_str(), 1),
    };
    let count: u16 = digits.trim().parse().map_err(|_| wrong())?;
    match count.checked_mul(factor) {
        Some(hours) if (1..=365 * 24).contains(&hours) => Ok(hours),
        _ => Err(wrong()),
    }
}

/// A span of hours in words.
pub(crate) fn hours_in_words(hours: u16) -> String {
    match (hours, hours % 24) {
        (1, _) => "1 hour".to_owned(),
        (24, _) => "1 day".to_owned(),
        (_, 0) => format!("{} days", hours / 24),
        _ => format!("{hours} hours"),
    }
}

/// Checks a date as it was typed: a year, a month, a day, or a moment with its offset.
pub(crate) fn parse_date(text: &str) -> Result<String, String> {
    let text = text.trim();
    let digits =
        |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = day(text).split('-').collect();
    let shaped = match parts.as_slice() {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2),
        [_, _, _] => text[..day(text).len()].parse::<jiff::civil::Date>().is_ok(),
        _ => false,
    };
    let whole = !text.contains('T') || text.parse::<Timestamp>().is_ok();
    if shaped && whole {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{text:?} is no date: write it as 2024-05-31 or 2024-05-31T10:15:00+05:30"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_hours_days_or_weeks() {
        for (text, hours) in [
            ("8", 8),
            ("8h", 8),
            (" 2d ", 48),
            ("1w", 168),
            ("365d", 8760),
        ] {
            assert_eq!(parse_hours(text), Ok(hours), "{text}");
        }
        for text in ["", "0", "-1", "h", "2 months", "366d", "99999", "1.5h"] {
            assert!(parse_hours(text).is_err(), "{text}");
        }
    }

    #[test]
    fn spans_are_said_in_days_where_they_are_whole() {
        assert_eq!(hours_in_words(1), "1 hour");
        assert_eq!(hours_in_words(8), "8 hours");
        assert_eq!(hours_in_words(24), "1 day");
        assert_eq!(hours_in_words(72), "3 days");
        assert_eq!(hours_in_words(25), "25 hours");
    }

    #[test]
    fn times_for_programs_are_utc() {
        assert_eq!(for_programs(1_717_130_700_000), "2024-05-31T04:45:00Z");
    }

    #[test]
    fn dates_are_years_months_days_or_moments() {
        for text in [
            "2024",
            "2024-05",
            "2024-05-31",
            "2024-05-31T10:15:00+05:30",
            "2024-05-31T10:15:00Z",
        ] {
            assert_eq!(parse_date(text).as_deref(), Ok(text));
        }
        for text in [
            "",
            "yesterday",
            "31.5.2024",
            "2024-13-01",
            "2024-02-30",
            "2024-05-31T10",
        ] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }
}

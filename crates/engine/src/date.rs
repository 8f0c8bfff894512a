//! FHIR's dates as moments.

/// The milliseconds since 1970 of the start of a FHIR date or dateTime, which may be only a year or a month;
/// without a zone it is taken for UTC.
pub(crate) fn moment(text: &str) -> Option<i64> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next().map_or(Some(1), |m| m.parse().ok())?;
    let day: i64 = parts.next().map_or(Some(1), |d| d.parse().ok())?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || parts.next().is_some() {
        return None;
    }
    let start = days_since_1970(year, month, day) * DAY;
    match time {
        Some(time) => Some(start + time_of_day(time)?),
        None => Some(start),
    }
}

/// When somebody born then (a FHIR date) is eighteen for certain, in milliseconds since 1970: of who is known by the
/// year alone, at its end.
pub(crate) fn of_age(birth: &str) -> Option<i64> {
    let (year, rest) = birth.split_at_checked(4)?;
    let months = rest.split('-').count() - 1;
    let years = if months == 0 { 19 } else { 18 };
    let year: i64 = year.parse().ok()?;
    let day = moment(&format!("{:04}{rest}", year + years))?;
    // Nobody knows on which day of the month.
    Some(if months == 1 { day + 31 * DAY } else { day })
}

const DAY: i64 = 86_400_000;

/// Days of the proleptic Gregorian calendar; a year begins in March, so that the leap day is its last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn time_of_day(text: &str) -> Option<i64> {
    let zone_at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone_at);
    let mut parts = clock.split(':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let (seconds, fraction) = match parts.next() {
        None => ("0", ""),
        Some(text) => text.split_once('.').unwrap_or((text, "")),
    };
    let seconds: i64 = seconds.parse().ok()?;
    let millis: i64 = format!("{fraction:0<3.3}").parse().ok()?;
    let local = ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
    let ahead = match zone.split_at_checked(1) {
        None | Some(("Z", _)) => 0,
        Some((sign, offset)) => {
            let (hours, minutes) = offset.split_once(':')?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            let millis = minutes * 60_000;
            if sign == "-" { -millis } else { millis }
        }
    };
    Some(local - ahead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_of_age_when_it_is_certain() {
        for (birth, day) in [
            ("2006-05-31", "2024-05-31"),
            ("2004-02-29", "2022-03-01"),
            ("2006-05", "2024-06-01"),
            ("2006", "2025-01-01"),
        ] {
            assert_eq!(of_age(birth), moment(day), "{birth}");
        }
        assert_eq!(of_age("long ago"), None);
        assert_eq!(of_age(""), None);
    }

    #[test]
    fn dates_of_every_form_have_their_moment() {
        for (text, millis) in [
            ("1970", 0),
            ("1970-01-02", DAY),
            ("2024-02-29", 1_709_164_800_000),
            ("2024-05", 1_714_521_600_000),
            ("2024-05-31T10:15:00+05:30", 1_717_130_700_000),
            ("2024-05-31T04:45:00Z", 1_717_130_700_000),
            ("2024-05-31T04:45:00.25Z", 1_717_130_700_250),
            ("2024-05-30T23:45-05:00", 1_717_130_700_000),
            ("1969-12-31T23:59:59Z", -1000),
        ] {
            assert_eq!(moment(text), Some(millis), "{text}");
        }
        for bad in [
            "",
            "yesterday",
            "2024-13",
            "2024-05-31T",
            "2024-05-31T1",
            "1-2-3-4",
        ] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }
}

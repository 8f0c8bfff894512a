//! Dates as FHIR writes them, which may be a year or a month alone.

use js_sys::Date;
use wasm_bindgen::JsValue;

use super::{Style, date_of, format_date, now, whole};
use crate::t;

/// A date as FHIR writes it, in words: `2024`, `May 2024`, `14 Apr 2026`.
pub fn date(fhir: &str) -> String {
    match (fhir.len(), day_of(fhir)) {
        (10.., Some(day)) => format_date(Style::DayYear, &day),
        (7, Some(day)) => format_date(Style::Month, &day),
        _ => fhir.to_owned(),
    }
}

/// The start of a FHIR date in the person's own zone, in milliseconds since 1970; 0 for all that was before.
pub fn parse_day(fhir: &str) -> Option<u64> {
    day_of(fhir).map(|day| whole(day.get_time().max(0.0)))
}

/// The start of a FHIR date in the person's own zone. Many a birth was before 1970.
fn day_of(fhir: &str) -> Option<Date> {
    let date = if fhir.len() > 10 {
        Date::new(&JsValue::from_f64(Date::parse(fhir)))
    } else {
        let (year, month, day) = calendar(fhir)?;
        Date::new_with_year_month_day(u32::from(year), i32::from(month) - 1, i32::from(day))
    };
    date.get_time().is_finite().then_some(date)
}

/// Now as FHIR's dateTime with the person's own zone: `2026-04-14T08:10:00+05:30`.
pub fn now_fhir() -> String {
    stamp(&date_of(now()))
}

/// Today as a FHIR date.
pub fn today_fhir() -> String {
    stamp(&date_of(now()))[..10].to_owned()
}

/// What an `<input type="date">` or `"datetime-local"` holds, as FHIR writes it; now, if it is empty. The minute that is now is
/// now to the second, or a reading would come before what was measured a little earlier.
pub fn when_fhir(input: &str) -> String {
    match input.len() {
        10 => input.to_owned(),
        16.. => {
            let date = Date::new(&JsValue::from(input));
            let ago = date_of(now()).get_time() - date.get_time();
            if !date.get_time().is_finite() || (0.0..60_000.0).contains(&ago) {
                now_fhir()
            } else {
                stamp(&date)
            }
        }
        _ => now_fhir(),
    }
}

/// A time as an `<input type="datetime-local">` wants it: `2026-04-14T08:10`.
pub fn date_input(time: u64) -> String {
    stamp(&date_of(time))[..16].to_owned()
}

/// The age in whole years today of somebody born on a FHIR date; by the year alone, if that is all.
pub fn age(birth_date: &str) -> Option<u32> {
    months_between(calendar(birth_date)?, calendar(&today_fhir())?).map(|months| months / 12)
}

/// The age in words: `42`, and for the smallest `8 months`.
pub fn age_words(birth_date: &str) -> Option<String> {
    let months = months_between(calendar(birth_date)?, calendar(&today_fhir())?)?;
    Some(if months < 24 && birth_date.len() >= 7 {
        t!("app-months", count = months)
    } else {
        (months / 12).to_string()
    })
}

/// Year, month and day; what a partial date leaves out is the first.
fn calendar(fhir: &str) -> Option<(u16, u8, u8)> {
    let mut parts = fhir.get(..fhir.len().min(10))?.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map_or(Some(1), |month| month.parse().ok())?;
    let day = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

/// Whole months from one day to another that is not earlier.
fn months_between(from: (u16, u8, u8), to: (u16, u8, u8)) -> Option<u32> {
    let months = |date: (u16, u8, u8)| u32::from(date.0) * 12 + u32::from(date.1);
    let months = months(to).checked_sub(months(from))?;
    match to.2 < from.2 {
        true => months.checked_sub(1),
        false => Some(months),
    }
}

fn stamp(date: &Date) -> String {
    let zone = -date.get_timezone_offset();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an offset is less than a day of minutes"
    )]
    let minutes = zone.abs() as u32;
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds(),
        if zone < 0.0 { '-' } else { '+' },
        minutes / 60,
        minutes % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_counts_from_its_own_day() {
        assert_eq!(
            months_between((1984, 4, 14), (2026, 4, 13)),
            Some(42 * 12 - 1)
        );
        assert_eq!(months_between((1984, 4, 14), (2026, 4, 14)), Some(42 * 12));
        assert_eq!(months_between((2027, 1, 1), (2026, 4, 14)), None);
    }

    #[test]
    fn a_date_may_be_a_year_or_a_month_alone() {
        assert_eq!(calendar("1984"), Some((1984, 1, 1)));
        assert_eq!(calendar("1984-05"), Some((1984, 5, 1)));
        assert_eq!(calendar("1984-05-31T08:10:00+05:30"), Some((1984, 5, 31)));
        assert_eq!(calendar("1984-13"), None);
        assert_eq!(calendar("yesterday"), None);
    }
}

//! Dates, times and numbers as people of a language write them, by the browser's `Intl`.
//!
//! Times are milliseconds since 1970; days are those of the person's own time zone.

use std::{cell::RefCell, collections::HashMap};

use bridge::Entry;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::{browser, i18n, t};

mod fhir;
mod number;

pub use fhir::{age, age_words, date, date_input, now_fhir, parse_day, today_fhir, when_fhir};
pub use number::{grouped, number};

/// Now, in milliseconds since 1970.
pub fn now() -> u64 {
    whole(browser::now())
}

/// `Tuesday, 14 April`: the day above a screen.
pub fn long_day(time: u64) -> String {
    format(Style::LongDay, time)
}

/// `14 Apr`, or `14 Apr 2025` when it was another year.
pub fn day(time: u64) -> String {
    if date_of(time).get_full_year() == date_of(now()).get_full_year() {
        format(Style::Day, time)
    } else {
        format(Style::DayYear, time)
    }
}

/// `14 April 2026`: for paper and details.
pub fn full_day(time: u64) -> String {
    format(Style::FullDay, time)
}

/// `April 2026`: heads a month in a list.
pub fn month(time: u64) -> String {
    format(Style::Month, time)
}

/// `8:10`, on a clock of 24 hours.
pub fn time(time: u64) -> String {
    let date = date_of(time);
    format!("{}:{:02}", date.get_hours(), date.get_minutes())
}

/// `today, 8:10`, `yesterday, 17:42`, `Mon 17:42`, `14 Apr`; the same for what is to come.
pub fn when(time: u64) -> String {
    let clock = self::time(time);
    match days_from_now(time) {
        0 => t!("app-today-at", time = clock),
        -1 => t!("app-yesterday-at", time = clock),
        1 => t!("app-tomorrow-at", time = clock),
        -6..=-2 => t!(
            "app-weekday-at",
            day = format(Style::Weekday, time),
            time = clock
        ),
        _ => day(time),
    }
}

/// `today`, `yesterday`, `tomorrow`, `14 Apr`: where the time of day does not matter.
pub fn relative_day(time: u64) -> String {
    match days_from_now(time) {
        0 => t!("app-today"),
        -1 => t!("app-yesterday"),
        1 => t!("app-tomorrow"),
        _ => day(time),
    }
}

/// The shortest that still tells: `8:10` today, `yesterday`, `Mon`, `14 Apr`.
pub fn short_when(time: u64) -> String {
    match days_from_now(time) {
        0 => self::time(time),
        -1 => t!("app-yesterday"),
        -6..=-2 => format(Style::Weekday, time),
        _ => day(time),
    }
}

/// `14 April 2026, 8:10`: for logs and paper.
pub fn full_when(time: u64) -> String {
    t!("app-day-at", day = full_day(time), time = self::time(time))
}

/// When an entry was so, as exactly as it is known: a time, a day, a month or a year.
pub fn entry_when(entry: &Entry) -> String {
    match entry.date.as_deref() {
        Some(date) if date.len() >= 16 => when(entry.time),
        Some(date) if date.len() >= 10 => relative_day(entry.time),
        Some(date) => self::date(date),
        None => when(entry.written),
    }
}

/// The same at the edge of a row: `8:10`, `Mon`, `14 Apr`, `2024`.
pub fn entry_short_when(entry: &Entry) -> String {
    match entry.date.as_deref() {
        Some(date) if date.len() >= 16 => short_when(entry.time),
        Some(date) if date.len() >= 10 => relative_day(entry.time),
        Some(date) => self::date(date),
        None => short_when(entry.written),
    }
}

/// `Good morning, Asha`, by the hour.
pub fn greeting(name: &str) -> String {
    match date_of(now()).get_hours() {
        4..12 => t!("app-good-morning", name = name),
        12..17 => t!("app-good-afternoon", name = name),
        _ => t!("app-good-evening", name = name),
    }
}

/// How many days from today a time lies: -1 is yesterday.
pub fn days_from_now(time: u64) -> i64 {
    let start = |date: &Date| {
        let midnight = Date::new_with_year_month_day(
            date.get_full_year(),
            i32::try_from(date.get_month()).unwrap_or(0),
            i32::try_from(date.get_date()).unwrap_or(1),
        );
        midnight.get_time()
    };
    // Days of 23 and 25 hours are rounded away.
    let days = (start(&date_of(time)) - start(&date_of(now()))) / 86_400_000.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count of days is far from the ends of i64"
    )]
    let days = days.round() as i64;
    days
}

/// Lets go of the formats of a language no longer in use.
pub(crate) fn forget() {
    FORMATS.with_borrow_mut(HashMap::clear);
}

pub(crate) fn date_of(time: u64) -> Date {
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for more than 200,000 years"
    )]
    let time = time as f64;
    Date::new(&JsValue::from_f64(time))
}

/// The date's milliseconds; 0 for one that cannot be.
pub(crate) fn whole(milliseconds: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of floats saturate, and a clock is neither negative nor that far"
    )]
    let milliseconds = milliseconds as u64;
    milliseconds
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Style {
    LongDay,
    Day,
    DayYear,
    FullDay,
    Month,
    Weekday,
}

impl Style {
    fn parts(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::LongDay => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Self::Day => &[("day", "numeric"), ("month", "short")],
            Self::DayYear => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
            Self::FullDay => &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
            Self::Month => &[("month", "long"), ("year", "numeric")],
            Self::Weekday => &[("weekday", "short")],
        }
    }

    /// `Intl`'s function for it: costly to make, so each is made once.
    fn function(self) -> Function {
        let options = Object::new();
        for (name, value) in self.parts() {
            // A plain object refuses no property.
            let _ = Reflect::set(&options, &JsValue::from(*name), &JsValue::from(*value));
        }
        let locales = Array::of1(&JsValue::from(i18n::language().locale()));
        Intl::DateTimeFormat::new(&locales, &options).format()
    }
}

thread_local! {
    static FORMATS: RefCell<HashMap<Style, Function>> = RefCell::default();
}

fn format(style: Style, time: u64) -> String {
    format_date(style, &date_of(time))
}

fn format_date(style: Style, date: &Date) -> String {
    FORMATS.with_borrow_mut(|formats| {
        let function = formats.entry(style).or_insert_with(|| style.function());
        function
            .call1(&JsValue::UNDEFINED, date)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    })
}

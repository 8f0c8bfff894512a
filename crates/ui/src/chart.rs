//! Charts of our own, as SVG: two series at most, the usual range as a soft band, a table on demand.

mod line;
mod picture;
mod scale;
mod sparkline;
mod table;

pub use line::LineChart;
pub use scale::Span;
pub use sparkline::Sparkline;

use bridge::{Entry, Fact};

/// One value of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// The value.
    pub value: f64,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name: "upper value".
    pub name: String,
    /// Its points, in any order.
    pub points: Vec<Point>,
    /// What is usual, drawn as a band.
    pub usual: Option<(f64, f64)>,
}

impl Series {
    /// The numbers of one measurement, by its LOINC code, out of a vault's records. Those entered in
    /// error are left out, and those in another unit than the latest.
    pub fn of_measurement(name: impl Into<String>, loinc: &[&str], entries: &[Entry]) -> Self {
        let mut unit = None;
        let mut usual = None;
        let mut points = Vec::new();
        for entry in entries.iter().filter(|entry| !entry.mistaken) {
            let Fact::Measurement(measurement) = &entry.fact else {
                continue;
            };
            let same = measurement
                .loinc
                .as_deref()
                .is_some_and(|code| loinc.contains(&code));
            let Some(value) = measurement.value.filter(|_| same) else {
                continue;
            };
            if *unit.get_or_insert(&measurement.ucum) == &measurement.ucum {
                usual = usual.or_else(|| measurement.low.zip(measurement.high));
                points.push(Point {
                    time: entry.time,
                    value,
                });
            }
        }
        Self {
            name: name.into(),
            points,
            usual,
        }
    }

    /// Upper and lower blood pressure out of a vault's records.
    pub fn of_blood_pressure(entries: &[Entry]) -> [Self; 2] {
        let values = entries.iter().filter(|entry| !entry.mistaken);
        let values: Vec<_> = values
            .filter_map(|entry| match entry.fact {
                Fact::BloodPressure {
                    systolic,
                    diastolic,
                } => Some((entry.time, systolic, diastolic)),
                _ => None,
            })
            .collect();
        let usual = |loinc| {
            let pressures = entries.iter().filter(|entry| !entry.mistaken);
            let pressures =
                pressures.filter(|entry| matches!(entry.fact, Fact::BloodPressure { .. }));
            crate::facts::usual_range_of(loinc, pressures)
        };
        let series = |name, loinc, value: fn(&(u64, f64, f64)) -> f64| Self {
            name,
            points: values
                .iter()
                .map(|point| Point {
                    time: point.0,
                    value: value(point),
                })
                .collect(),
            usual: usual(loinc),
        };
        [
            series(crate::t!("facts-upper"), "8480-6", |point| point.1),
            series(crate::t!("facts-lower"), "8462-4", |point| point.2),
        ]
    }
}

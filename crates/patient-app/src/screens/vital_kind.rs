//! The measurements people take themselves, and where they are found among the records.

use bridge::{Entry, Fact};
use ui::prelude::*;

use crate::own::Own;

/// A measurement with a page of its own among the readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VitalKind {
    /// Blood pressure.
    BloodPressure,
    /// Pulse.
    Pulse,
    /// Glucose: fasting, after a meal, at any time.
    Glucose,
    /// Weight.
    Weight,
    /// Temperature.
    Temperature,
    /// Oxygen saturation.
    Oxygen,
    /// Breathing rate.
    Breathing,
    /// Height.
    Height,
    /// Body mass index.
    Bmi,
}

impl VitalKind {
    /// All, in the order of importance for whoever takes them.
    pub(crate) const ALL: [Self; 9] = [
        Self::BloodPressure,
        Self::Glucose,
        Self::Weight,
        Self::Pulse,
        Self::Temperature,
        Self::Oxygen,
        Self::Breathing,
        Self::Height,
        Self::Bmi,
    ];

    /// What addresses call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BloodPressure => "bp",
            Self::Pulse => "pulse",
            Self::Glucose => "glucose",
            Self::Weight => "weight",
            Self::Temperature => "temperature",
            Self::Oxygen => "oxygen",
            Self::Breathing => "breathing",
            Self::Height => "height",
            Self::Bmi => "bmi",
        }
    }

    /// The one that addresses call so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Where its readings are.
    pub(crate) fn href(self) -> String {
        format!("/patient{}", self.path())
    }

    /// The same as the router names it, below the app's own path.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::BloodPressure => "/records/vitals?kind=bp",
            Self::Pulse => "/records/vitals?kind=pulse",
            Self::Glucose => "/records/vitals?kind=glucose",
            Self::Weight => "/records/vitals?kind=weight",
            Self::Temperature => "/records/vitals?kind=temperature",
            Self::Oxygen => "/records/vitals?kind=oxygen",
            Self::Breathing => "/records/vitals?kind=breathing",
            Self::Height => "/records/vitals?kind=height",
            Self::Bmi => "/records/vitals?kind=bmi",
        }
    }

    /// Its word.
    pub(crate) fn words(self) -> String {
        match self {
            Self::BloodPressure => t!("facts-blood-pressure"),
            Self::Pulse => t!("facts-pulse"),
            Self::Glucose => t!("facts-glucose"),
            Self::Weight => t!("facts-weight"),
            Self::Temperature => t!("facts-temperature"),
            Self::Oxygen => t!("facts-oxygen"),
            Self::Breathing => t!("facts-breathing"),
            Self::Height => t!("facts-height"),
            Self::Bmi => t!("facts-bmi"),
        }
    }

    /// Its LOINC codes in two series: the second is for what is measured after a meal or at any time.
    fn loinc(self) -> [&'static [&'static str]; 2] {
        match self {
            Self::BloodPressure => [&[], &[]],
            Self::Pulse => [&["8867-4"], &[]],
            Self::Glucose => [
                &["1558-6"],
                &["2339-0", "1521-4", "2345-7", "15074-8", "41653-7"],
            ],
            Self::Weight => [&["29463-7", "3141-9"], &[]],
            Self::Temperature => [&["8310-5", "8331-1", "61008-9"], &[]],
            Self::Oxygen => [&["2708-6", "59408-5"], &[]],
            Self::Breathing => [&["9279-1"], &[]],
            Self::Height => [&["8302-2"], &[]],
            Self::Bmi => [&["39156-5"], &[]],
        }
    }

    /// Whether a record is such a measurement.
    pub(crate) fn is(self, entry: &Entry) -> bool {
        match &entry.fact {
            Fact::BloodPressure { .. } => self == Self::BloodPressure,
            Fact::Measurement(measurement) => {
                let code = measurement.loinc.as_deref();
                let mut codes = self.loinc().into_iter().flatten();
                code.is_some_and(|code| codes.any(|known| *known == code))
            }
            _ => false,
        }
    }

    /// Its readings, the latest first.
    pub(crate) fn readings(self, own: &Own) -> impl Iterator<Item = &Entry> {
        own.valid().filter(move |entry| self.is(entry))
    }

    /// The latest reading.
    pub(crate) fn latest(self, own: &Own) -> Option<&Entry> {
        self.readings(own).next()
    }

    /// Its lines in a chart, with what is usual.
    pub(crate) fn series(self, entries: &[Entry]) -> Vec<Series> {
        if self == Self::BloodPressure {
            return Series::of_blood_pressure(entries).to_vec();
        }
        let [first, second] = self.loinc();
        let names = match self {
            Self::Glucose => [t!("records-glucose-fasting"), t!("records-glucose-other")],
            _ => [self.words(), String::new()],
        };
        let series = [first, second].into_iter().zip(names);
        let series = series.filter(|(codes, _)| !codes.is_empty());
        let series = series.map(|(codes, name)| {
            let series = Series::of_measurement(name, codes, entries);
            let readings = entries.iter().filter(|entry| self.is(entry));
            let usual = series.usual.or_else(|| usual_range_of(codes[0], readings));
            // The usual range is in the usual unit alone.
            let usual = usual.filter(|(low, high)| {
                let middle = series.points.iter().map(|point| point.value);
                middle.fold(0.0_f64, f64::max) < high * 8.0 && *low >= 0.0
            });
            Series { usual, ..series }
        });
        let mut series: Vec<Series> = series.collect();
        if series.iter().any(|series| !series.points.is_empty()) {
            series.retain(|series| !series.points.is_empty());
        }
        series
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in VitalKind::ALL {
            assert_eq!(VitalKind::named(kind.name()), Some(kind));
        }
        assert_eq!(VitalKind::named("shoe-size"), None);
    }

    #[test]
    fn no_code_belongs_to_two_kinds() {
        let all: Vec<_> = VitalKind::ALL
            .into_iter()
            .flat_map(|kind| kind.loinc().into_iter().flatten())
            .collect();
        for (index, code) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(code), "{code}");
        }
    }
}

//! Vital signs and other single measurements that people enter, and the values that can be.

use super::usual::{Usual, span};
use crate::units::{
    CELSIUS, CENTIMETRE, FAHRENHEIT, GRAM, INCH, KG_PER_M2, KILOGRAM, MG_PER_DL, MM_HG, MMOL_PER_L,
    PER_MINUTE, PERCENT, POUND,
};

/// A measurement of one number.
///
/// LOINC codes and units as in the vital signs profile,
/// <https://hl7.org/fhir/R4/observation-vitalsigns.html>.
#[derive(Debug, PartialEq)]
pub struct Vital {
    /// The LOINC code.
    pub loinc: &'static str,
    /// LOINC's name for it.
    pub display: &'static str,
    /// What the apps call it.
    pub label: &'static str,
    /// Whether it is a vital sign; otherwise it is a laboratory value.
    pub is_vital_sign: bool,
    /// The units it may be given in, the usual one first.
    pub units: &'static [InUnit],
    /// What is usual in adults, in the first unit: the band of a chart, no limit for treating anybody.
    pub usual: Usual,
}

/// A unit and the values that are possible in it.
///
/// The bounds keep out slips of the keyboard and wrong units, and nothing a living person, a
/// newborn or the gravely ill included, may have; they are no reference ranges.
#[derive(Debug, PartialEq)]
pub struct InUnit {
    /// The UCUM code.
    pub ucum: &'static str,
    /// Smallest possible value.
    pub low: f64,
    /// Largest possible value.
    pub high: f64,
}

impl Vital {
    /// The measurement with a LOINC code, if it is one that can be entered.
    #[must_use]
    pub fn by_loinc(loinc: &str) -> Option<&'static Self> {
        VITALS.iter().find(|vital| vital.loinc == loinc)
    }

    /// All that can be entered, blood pressure apart from the two numbers it is made of.
    #[must_use]
    pub fn all() -> &'static [Self] {
        VITALS
    }

    /// The bounds in a unit, if the measurement may be given in it.
    #[must_use]
    pub fn in_unit(&self, ucum: &str) -> Option<&'static InUnit> {
        self.units.iter().find(|unit| unit.ucum == ucum)
    }
}

const fn vital(
    loinc: &'static str,
    label: &'static str,
    display: &'static str,
    units: &'static [InUnit],
    usual: Usual,
) -> Vital {
    Vital {
        loinc,
        display,
        label,
        is_vital_sign: true,
        units,
        usual,
    }
}

const fn lab(
    loinc: &'static str,
    label: &'static str,
    display: &'static str,
    units: &'static [InUnit],
    usual: Usual,
) -> Vital {
    Vital {
        loinc,
        display,
        label,
        is_vital_sign: false,
        units,
        usual,
    }
}

pub(super) const fn unit(ucum: &'static str, low: f64, high: f64) -> InUnit {
    InUnit { ucum, low, high }
}

const GLUCOSE_MASS: &[InUnit] = &[unit(MG_PER_DL, 10.0, 2000.0)];

// What is usual: blood pressure up to the "normal" of the European guidelines (below 130/85), above the
// customary 90/60; pulse, breathing, temperature and saturation as textbooks of physical examination have
// them; body mass index by the consensus for Asian Indians (2009); glucose and HbA1c by the American
// Diabetes Association.
static VITALS: &[Vital] = &[
    vital(
        "8480-6",
        "Systolic blood pressure",
        "Systolic blood pressure",
        &[unit(MM_HG, 40.0, 300.0)],
        Usual::Everyone(span(90.0, 130.0)),
    ),
    vital(
        "8462-4",
        "Diastolic blood pressure",
        "Diastolic blood pressure",
        &[unit(MM_HG, 20.0, 200.0)],
        Usual::Everyone(span(60.0, 85.0)),
    ),
    vital(
        "8867-4",
        "Pulse",
        "Heart rate",
        &[unit(PER_MINUTE, 20.0, 300.0)],
        Usual::Everyone(span(60.0, 100.0)),
    ),
    vital(
        "9279-1",
        "Breathing rate",
        "Respiratory rate",
        &[unit(PER_MINUTE, 3.0, 120.0)],
        Usual::Everyone(span(12.0, 20.0)),
    ),
    vital(
        "8310-5",
        "Temperature",
        "Body temperature",
        &[unit(CELSIUS, 25.0, 45.0), unit(FAHRENHEIT, 77.0, 113.0)],
        Usual::Everyone(span(36.1, 37.2)),
    ),
    vital(
        "2708-6",
        "Oxygen saturation",
        "Oxygen saturation in Arterial blood",
        &[unit(PERCENT, 30.0, 100.0)],
        Usual::Everyone(span(95.0, 100.0)),
    ),
    vital(
        "29463-7",
        "Weight",
        "Body weight",
        &[
            unit(KILOGRAM, 0.2, 650.0),
            unit(GRAM, 200.0, 650_000.0),
            unit(POUND, 0.5, 1433.0),
        ],
        Usual::Unknown,
    ),
    vital(
        "8302-2",
        "Height",
        "Body height",
        &[unit(CENTIMETRE, 20.0, 280.0), unit(INCH, 8.0, 110.0)],
        Usual::Unknown,
    ),
    vital(
        "39156-5",
        "Body mass index",
        "Body mass index (BMI) [Ratio]",
        &[unit(KG_PER_M2, 5.0, 250.0)],
        Usual::Everyone(span(18.5, 22.9)),
    ),
    lab(
        "2339-0",
        "Blood glucose",
        "Glucose [Mass/volume] in Blood",
        GLUCOSE_MASS,
        Usual::Everyone(span(70.0, 139.0)),
    ),
    lab(
        "1558-6",
        "Fasting glucose",
        "Fasting glucose [Mass/volume] in Serum or Plasma",
        GLUCOSE_MASS,
        Usual::Everyone(span(70.0, 99.0)),
    ),
    lab(
        "1521-4",
        "Glucose 2 h after a meal",
        "Glucose [Mass/volume] in Serum or Plasma --2 hours post meal",
        GLUCOSE_MASS,
        Usual::Everyone(span(70.0, 139.0)),
    ),
    lab(
        "15074-8",
        "Blood glucose",
        "Glucose [Moles/volume] in Blood",
        &[unit(MMOL_PER_L, 0.5, 111.0)],
        Usual::Everyone(span(3.9, 7.7)),
    ),
    lab(
        "4548-4",
        "HbA1c",
        "Hemoglobin A1c/Hemoglobin.total in Blood",
        &[unit(PERCENT, 2.0, 25.0)],
        Usual::Everyone(span(4.0, 5.6)),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_in_other_units_are_the_same_bounds() {
        for vital in Vital::all() {
            let usual = &vital.units[0];
            for other in &vital.units[1..] {
                for (a, b) in [(usual.low, other.low), (usual.high, other.high)] {
                    let converted = crate::units::convert(a, usual.ucum, other.ucum).unwrap();
                    assert!(
                        (converted - b).abs() / b < 0.12,
                        "{} {}",
                        vital.label,
                        other.ucum
                    );
                }
            }
        }
    }

    #[test]
    fn codes_are_not_given_twice() {
        for (i, vital) in Vital::all().iter().enumerate() {
            assert!(
                Vital::all()[i + 1..]
                    .iter()
                    .all(|other| other.loinc != vital.loinc)
            );
            assert!(vital.units.iter().all(|unit| unit.low < unit.high));
            if let Some(usual) = vital.usual.of(None) {
                let (low, high) = (usual.low.unwrap(), usual.high.unwrap());
                assert!(vital.units[0].low < low && low < high && high <= vital.units[0].high);
            }
        }
    }
}

//! UCUM units, how they are labelled, and how one is turned into another.

/// The code system of UCUM, <https://ucum.org>.
pub const UCUM: &str = "http://unitsofmeasure.org";

/// Millimetres of mercury.
pub const MM_HG: &str = "mm[Hg]";
/// Events per minute.
pub const PER_MINUTE: &str = "/min";
/// Degrees Celsius.
pub const CELSIUS: &str = "Cel";
/// Degrees Fahrenheit.
pub const FAHRENHEIT: &str = "[degF]";
/// Per cent.
pub const PERCENT: &str = "%";
/// Kilograms.
pub const KILOGRAM: &str = "kg";
/// Grams.
pub const GRAM: &str = "g";
/// Pounds (avoirdupois).
pub const POUND: &str = "[lb_av]";
/// Centimetres.
pub const CENTIMETRE: &str = "cm";
/// Inches.
pub const INCH: &str = "[in_i]";
/// Milligrams per decilitre.
pub const MG_PER_DL: &str = "mg/dL";
/// Millimoles per litre.
pub const MMOL_PER_L: &str = "mmol/L";
/// Kilograms per square metre.
pub const KG_PER_M2: &str = "kg/m2";

/// Milligrams per litre.
pub const MG_PER_L: &str = "mg/L";
/// Milligrams per gram, of a substance in urine to its creatinine.
pub const MG_PER_G: &str = "mg/g";
/// Grams per decilitre.
pub const G_PER_DL: &str = "g/dL";
/// Micrograms per decilitre.
pub const UG_PER_DL: &str = "ug/dL";
/// Nanograms per decilitre.
pub const NG_PER_DL: &str = "ng/dL";
/// Nanograms per millilitre.
pub const NG_PER_ML: &str = "ng/mL";
/// Picograms per millilitre.
pub const PG_PER_ML: &str = "pg/mL";
/// Milliequivalents per litre.
pub const MEQ_PER_L: &str = "meq/L";
/// Units of an enzyme per litre.
pub const U_PER_L: &str = "U/L";
/// International milliunits per litre.
pub const MIU_PER_L: &str = "m[IU]/L";
/// International microunits per millilitre: the same as milliunits per litre.
pub const IU_PER_ML_MICRO: &str = "u[IU]/mL";
/// Cells per microlitre (cubic millimetre).
pub const PER_UL: &str = "/uL";
/// Thousands of cells per microlitre.
pub const THOUSAND_PER_UL: &str = "10*3/uL";
/// Lakhs (hundred thousands) of cells per microlitre.
pub const LAKH_PER_UL: &str = "10*5/uL";
/// Millimetres per hour.
pub const MM_PER_HOUR: &str = "mm/h";

/// How a unit is written for people; codes without a label are shown as they are.
#[must_use]
pub fn label(ucum: &str) -> &str {
    match ucum {
        MM_HG => "mmHg",
        PER_MINUTE | "{beats}/min" | "{breaths}/min" => "per minute",
        CELSIUS => "°C",
        FAHRENHEIT => "°F",
        POUND => "lb",
        INCH => "in",
        KG_PER_M2 => "kg/m²",
        UG_PER_DL => "µg/dL",
        MEQ_PER_L => "mEq/L",
        MIU_PER_L => "mIU/L",
        IU_PER_ML_MICRO => "µIU/mL",
        PER_UL => "/µL",
        THOUSAND_PER_UL => "×10³/µL",
        "10*6/uL" => "×10⁶/µL",
        LAKH_PER_UL => "lakh/µL",
        "{INR}" => "",
        other => other,
    }
}

/// The UCUM code of a unit as people and laboratories write it (`mg/dl`, `mEq/L`, `cells/cumm`), if it
/// is one of those this crate knows.
#[must_use]
pub fn from_written(unit: &str) -> Option<&'static str> {
    let plain: String = unit
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, 'µ' | 'μ') { 'u' } else { c })
        .collect::<String>()
        .to_lowercase();
    let other = match plain.as_str() {
        "mmhg" => MM_HG,
        "permin" | "perminute" | "bpm" => PER_MINUTE,
        "°c" | "c" => CELSIUS,
        "°f" | "f" => FAHRENHEIT,
        "lb" | "lbs" => POUND,
        "in" | "inch" | "inches" => INCH,
        "kg/m²" => KG_PER_M2,
        "gm/dl" | "gm%" | "g%" => G_PER_DL,
        "mg%" => MG_PER_DL,
        "iu/l" => U_PER_L,
        "miu/l" => MIU_PER_L,
        "uiu/ml" => IU_PER_ML_MICRO,
        "mm/hr" | "mm/1sthr" => MM_PER_HOUR,
        "cells/cumm" | "/cumm" | "cells/ul" | "/mm3" | "/mm³" => PER_UL,
        "10^3/ul" | "x10^3/ul" | "×10³/ul" | "10³/ul" | "thou/ul" | "k/ul" => THOUSAND_PER_UL,
        "10^6/ul" | "x10^6/ul" | "×10⁶/ul" | "million/cumm" | "mill/cumm" => "10*6/uL",
        "lakh/cumm" | "lakhs/cumm" | "lakh/ul" | "lakhs/ul" => LAKH_PER_UL,
        "inr" => "{INR}",
        _ => {
            return KNOWN
                .iter()
                .copied()
                .find(|code| code.to_lowercase() == plain);
        }
    };
    Some(other)
}

/// Those that [`from_written`] knows by their own code.
const KNOWN: &[&str] = &[
    MM_HG,
    PER_MINUTE,
    CELSIUS,
    FAHRENHEIT,
    PERCENT,
    KILOGRAM,
    GRAM,
    POUND,
    CENTIMETRE,
    INCH,
    MG_PER_DL,
    MMOL_PER_L,
    KG_PER_M2,
    MG_PER_L,
    MG_PER_G,
    G_PER_DL,
    UG_PER_DL,
    NG_PER_DL,
    NG_PER_ML,
    PG_PER_ML,
    MEQ_PER_L,
    U_PER_L,
    MIU_PER_L,
    IU_PER_ML_MICRO,
    PER_UL,
    THOUSAND_PER_UL,
    LAKH_PER_UL,
    MM_PER_HOUR,
    "10*6/uL",
    "fL",
    "pg",
    "umol/L",
    "nmol/L",
    "pmol/L",
    "g/L",
    "ug/L",
    "ng/L",
    "mg",
    "mL",
    "{INR}",
    "s",
    "mL/min",
    "mL/min/{1.73_m2}",
];

/// `value` in the unit `to`, where this crate knows how; glucose is meant for mmol/L and mg/dL.
///
/// Exact factors of the international pound and inch; 18.0156 mg/dL of glucose per mmol/L, from
/// its molar mass of 180.156 g/mol.
#[must_use]
pub fn convert(value: f64, from: &str, to: &str) -> Option<f64> {
    Some(match (from, to) {
        (a, b) if a == b => value,
        (FAHRENHEIT, CELSIUS) => (value - 32.0) / 1.8,
        (CELSIUS, FAHRENHEIT) => value * 1.8 + 32.0,
        (POUND, KILOGRAM) => value * 0.453_592_37,
        (KILOGRAM, POUND) => value / 0.453_592_37,
        (GRAM, KILOGRAM) => value / 1000.0,
        (KILOGRAM, GRAM) => value * 1000.0,
        (INCH, CENTIMETRE) => value * 2.54,
        (CENTIMETRE, INCH) => value / 2.54,
        ("m", CENTIMETRE) => value * 100.0,
        (MMOL_PER_L, MG_PER_DL) => value * 18.0156,
        (MG_PER_DL, MMOL_PER_L) => value / 18.0156,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_as_laboratories_write_them() {
        for (written, ucum) in [
            ("mg/dl", MG_PER_DL),
            ("MG/DL", MG_PER_DL),
            ("gm %", G_PER_DL),
            ("mEq/L", MEQ_PER_L),
            ("µIU/mL", IU_PER_ML_MICRO),
            ("mIU/L", MIU_PER_L),
            ("cells/cumm", PER_UL),
            ("10^3/µL", THOUSAND_PER_UL),
            ("lakhs/cumm", LAKH_PER_UL),
            ("mm/hr", MM_PER_HOUR),
            ("ug/dl", UG_PER_DL),
        ] {
            assert_eq!(from_written(written), Some(ucum), "{written}");
        }
        for code in KNOWN {
            assert_eq!(from_written(code), Some(*code));
            let label = label(code);
            assert!(
                label.is_empty() || from_written(label) == Some(*code),
                "{label}"
            );
        }
        assert_eq!(from_written("furlongs"), None);
        assert_eq!(from_written(""), None);
    }

    #[test]
    fn known_points_convert_both_ways() {
        for (a, from, b, to) in [
            (98.6, FAHRENHEIT, 37.0, CELSIUS),
            (1.0, POUND, 0.453_592_37, KILOGRAM),
            (10.0, INCH, 25.4, CENTIMETRE),
            (5.55, MMOL_PER_L, 99.986_58, MG_PER_DL),
        ] {
            assert!((convert(a, from, to).unwrap() - b).abs() < 1e-6, "{from}");
            assert!((convert(b, to, from).unwrap() - a).abs() < 1e-6, "{to}");
        }
        assert_eq!(convert(1.0, MM_HG, KILOGRAM), None);
    }
}

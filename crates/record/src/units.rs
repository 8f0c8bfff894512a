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
        other => other,
    }
}

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

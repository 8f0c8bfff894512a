//! Numbers as Python reads and writes them, so that scripts made for `pheutil` see what they are used to.

use paillier::Number;

/// A number as `print` shows it: integers in full, floats as `repr` does.
pub(crate) fn print(number: &Number) -> String {
    match number {
        Number::Integer(integer) => integer.to_string(),
        Number::Real(real) => repr(*real),
    }
}

/// A float as `repr` writes it: the fewest digits that read back the same, with an exponent from 1e16 on and below
/// 1e-4.
pub(crate) fn repr(value: f64) -> String {
    if !value.is_finite() {
        return match (value.is_nan(), value > 0.0) {
            (true, _) => "nan".to_owned(),
            (false, true) => "inf".to_owned(),
            (false, false) => "-inf".to_owned(),
        };
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') {
            plain
        } else {
            format!("{plain}.0")
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// Reads a number as `float` does: blanks around it, underscores between digits.
///
/// # Errors
/// It is no number, or not finite.
pub(crate) fn parse(text: &str) -> Result<f64, String> {
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let text = text.trim();
    let characters: Vec<char> = text.chars().collect();
    let mut plain = String::new();
    for (at, &c) in characters.iter().enumerate() {
        let between = at > 0
            && digits(characters.get(at - 1).copied())
            && digits(characters.get(at + 1).copied());
        match c {
            '_' if between => {}
            '_' => return Err("this is no number".to_owned()),
            _ => plain.push(c),
        }
    }
    match plain.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err("this number is not finite".to_owned()),
        Err(_) => Err("this is no number".to_owned()),
    }
}

/// A number as JSON: an integer of any size, or a float.
pub(crate) fn json(number: &Number) -> serde_json::Value {
    let text = print(number);
    serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (value, text) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (-3.5, "-3.5"),
            (1e16, "1e+16"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-300, "1.5e-300"),
            (1e300, "1e+300"),
            (-0.0, "-0.0"),
            (128.700_258_397_932_83, "128.70025839793283"),
        ] {
            assert_eq!(repr(value), text);
        }
    }

    #[test]
    fn floats_are_read_as_python_reads_them() {
        for (text, value) in [
            ("42", 42.0),
            (" -1.5e3 ", -1_500.0),
            ("1_000.5", 1_000.5),
            (".5", 0.5),
            ("+7.", 7.0),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
        for text in [
            "",
            "x",
            "1__0",
            "_1",
            "1_",
            "nan",
            "inf",
            "-Infinity",
            "0x10",
            "1,5",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}

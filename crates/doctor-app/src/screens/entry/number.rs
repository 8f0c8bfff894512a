//! Numbers as they are typed, and the bounds they must keep.

use ui::prelude::*;

/// The values that can be, in a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Whether only whole numbers are measured.
    pub(crate) whole: bool,
}

impl Bounds {
    /// What is wrong with what was typed, in words; nothing is wrong with an empty field.
    ///
    /// While it is being typed, a number that is too small may still grow: of that nothing is said until
    /// the field is `left`.
    pub(crate) fn wrong(self, typed: &str, unit: &str, left: bool) -> Option<String> {
        if typed.trim().is_empty() {
            return None;
        }
        let value = number(typed);
        let range = || {
            t!(
                "entry-allowed",
                low = locale::number(self.low),
                high = locale::number(self.high),
                unit = unit
            )
            .trim_end()
            .to_owned()
        };
        match value {
            None => Some(t!("entry-no-number")),
            Some(value) if value > self.high => Some(range()),
            Some(value) if left && value < self.low => Some(range()),
            Some(value) if self.whole && value.fract() != 0.0 => Some(t!("entry-whole")),
            _ => None,
        }
    }
}

/// The number that was typed, with a point or a comma.
pub(crate) fn number(typed: &str) -> Option<f64> {
    let typed = shown(typed);
    let plain = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_digit() || c == '.');
    plain.then(|| typed.parse().ok()).flatten()
}

/// What was typed, as the engine reads it: with a point.
pub(crate) fn shown(typed: &str) -> String {
    typed.trim().replace(',', ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESSURE: Bounds = Bounds {
        low: 40.0,
        high: 300.0,
        whole: true,
    };

    #[test]
    fn a_number_may_have_a_point_or_a_comma_and_nothing_else() {
        assert_eq!(number(" 36,6 "), Some(36.6));
        assert_eq!(number("36.6"), Some(36.6));
        for typed in ["", ".", "1e3", "-3", "12a", "1.2.3", "inf"] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_may_still_grow_is_not_wrong_before_the_field_is_left() {
        assert_eq!(PRESSURE.wrong("1", "mmHg", false), None);
        assert!(PRESSURE.wrong("1", "mmHg", true).is_some());
        assert!(PRESSURE.wrong("1200", "mmHg", false).is_some());
        assert!(PRESSURE.wrong("120.5", "mmHg", false).is_some());
        assert!(PRESSURE.wrong("x", "mmHg", false).is_some());
        assert_eq!(PRESSURE.wrong("120", "mmHg", true), None);
        assert_eq!(PRESSURE.wrong("  ", "mmHg", true), None);
    }
}

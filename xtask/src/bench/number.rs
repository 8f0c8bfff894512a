//! Figures as a table shows them: three digits, more where they are whole.

/// Operations a second.
pub(crate) fn rate(per_second: f64) -> String {
    match per_second {
        ..0.1 => format!("{per_second:.3}"),
        ..9.995 => format!("{per_second:.2}"),
        ..99.95 => format!("{per_second:.1}"),
        ..9_999.5 => grouped(per_second),
        ..99_950.0 => format!("{:.1} k", per_second / 1e3),
        ..999_500.0 => format!("{:.0} k", per_second / 1e3),
        _ => format!("{:.2} M", per_second / 1e6),
    }
}

/// A time in seconds.
pub(crate) fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        ..1e-6 => (seconds * 1e9, "ns"),
        ..1e-3 => (seconds * 1e6, "µs"),
        ..1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    match value {
        ..9.995 => format!("{value:.2} {unit}"),
        ..99.95 => format!("{value:.1} {unit}"),
        _ => format!("{value:.0} {unit}"),
    }
}

/// How many times as much.
pub(crate) fn ratio(ratio: f64) -> String {
    match ratio {
        ..99.95 => format!("{ratio:.2} ×"),
        _ => format!("{ratio:.0} ×"),
    }
}

/// A share of one.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A whole number with its thousands apart.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Rounded to a whole number.
fn grouped(number: f64) -> String {
    let text = format!("{number:.0}");
    text.parse().map_or(text, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_about_three_digits() {
        for (per_second, shown) in [
            (0.0562, "0.056"),
            (0.9, "0.90"),
            (9.99, "9.99"),
            (31.24, "31.2"),
            (103.6, "104"),
            (1455.4, "1,455"),
            (12_345.0, "12.3 k"),
            (118_900.0, "119 k"),
            (1_024_000.0, "1.02 M"),
        ] {
            assert_eq!(rate(per_second), shown);
        }
    }

    #[test]
    fn times_ratios_and_counts_are_readable() {
        assert_eq!(time(0.006_729), "6.73 ms");
        assert_eq!(time(17.72), "17.7 s");
        assert_eq!(time(945e-9), "945 ns");
        assert_eq!(time(0.0176), "17.6 ms");
        assert_eq!(ratio(2.634), "2.63 ×");
        assert_eq!(ratio(143.2), "143 ×");
        assert_eq!(percent(0.923), "92 %");
        assert_eq!(count(7), "7");
        assert_eq!(count(73_019_283), "73,019,283");
        assert_eq!(count(100), "100");
    }
}

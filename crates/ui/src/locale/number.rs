//! Numbers as they are written in India: `12,34,567.5`.

/// A number with at most two places after the point, grouped.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    grouped(if text == "-0" { "0" } else { text })
}

/// The digits of a plain number in groups of three, then two. What is no number stays as it is.
pub fn grouped(text: &str) -> String {
    let (sign, digits) = text.split_at(usize::from(text.starts_with('-')));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if whole.len() <= 3 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let (head, tail) = whole.split_at(whole.len() - 3);
    let mut grouped = String::from(sign);
    for (index, digit) in head.char_indices() {
        if index > 0 && (head.len() - index).is_multiple_of(2) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + "," + tail + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_in_india() {
        assert_eq!(grouped("1234567.5"), "12,34,567.5");
        assert_eq!(grouped("-100000"), "-1,00,000");
        assert_eq!(grouped("250000"), "2,50,000");
        assert_eq!(grouped("1000"), "1,000");
        assert_eq!(grouped("999"), "999");
        assert_eq!(grouped("<0.1"), "<0.1");
        assert_eq!(grouped("positive"), "positive");
    }

    #[test]
    fn no_more_places_than_needed() {
        assert_eq!(number(6.9), "6.9");
        assert_eq!(number(120.0), "120");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(36.666), "36.67");
    }
}

//! Where a value stands in its range.

use leptos::prelude::*;

use crate::{locale, t};

/// A bar with the range as a soft band and the value as a dot; the same in words for screen readers.
///
/// `<RangeBar value=6.9 low=Some(4.0) high=Some(5.6) unit="%" />`
#[component]
pub fn RangeBar(
    /// The value.
    value: f64,
    /// The lower end of the range.
    low: Option<f64>,
    /// The upper end.
    high: Option<f64>,
    /// The unit.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    let scale = Scale::around(value, low, high)?;
    let words = match (low, high) {
        (Some(low), Some(high)) => t!(
            "facts-range",
            low = locale::number(low),
            high = locale::number(high),
            unit = unit
        ),
        (None, Some(high)) => t!(
            "facts-range-up-to",
            high = locale::number(high),
            unit = unit
        ),
        (Some(low), None) => t!("facts-range-from", low = locale::number(low), unit = unit),
        (None, None) => String::new(),
    };
    let outside = low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high);
    let left = low.map_or(0.0, |low| scale.at(low));
    let right = high.map_or(100.0, |high| scale.at(high));
    Some(view! {
        <div class="range">
            <svg class="range-bar" aria-hidden="true">
                <rect class="range-all" width="100%" height="6" y="5" rx="3" />
                <rect
                    class="range-usual"
                    x=format!("{left:.1}%")
                    width=format!("{:.1}%", right - left)
                    height="6"
                    y="5"
                    rx="3"
                />
                <circle
                    class="range-value"
                    class:range-outside=outside
                    cx=format!("{:.1}%", scale.at(value))
                    cy="8"
                    r="6"
                />
            </svg>
            <p class="range-words">{words}</p>
        </div>
    })
}

/// From a value to a per cent of the bar's width.
struct Scale {
    from: f64,
    span: f64,
}

impl Scale {
    /// So that the range is in the middle and the value, wherever it is, on the bar.
    fn around(value: f64, low: Option<f64>, high: Option<f64>) -> Option<Self> {
        let (low, high) = match (low, high) {
            (Some(low), Some(high)) if low < high => (low, high),
            (None, Some(high)) => (0.0_f64.min(high), high),
            (Some(low), None) => (low, low + low.abs().max(1.0)),
            _ => return None,
        };
        let margin = (high - low) * 0.6;
        let from = (low - margin).min(value - margin * 0.2);
        let to = (high + margin).max(value + margin * 0.2);
        let span = to - from;
        (span.is_finite() && span > 0.0).then_some(Self { from, span })
    }

    fn at(&self, value: f64) -> f64 {
        ((value - self.from) / self.span * 100.0).clamp(0.0, 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn the_value_is_on_the_bar_wherever_it_is() {
        for value in [-1e6, 0.0, 5.0, 6.9, 1e6] {
            for range in [(Some(4.0), Some(5.6)), (None, Some(5.6)), (Some(4.0), None)] {
                let scale = Scale::around(value, range.0, range.1).unwrap();
                let at = scale.at(value);
                assert!(at > 0.0 && at < 100.0, "{value} in {range:?} at {at}");
            }
        }
    }

    #[test]
    fn without_a_range_there_is_no_bar() {
        assert!(Scale::around(1.0, None, None).is_none());
        assert!(Scale::around(1.0, Some(2.0), Some(2.0)).is_none());
        assert!(Scale::around(f64::NAN, Some(1.0), Some(2.0)).is_some());
        assert!(Scale::around(f64::INFINITY, Some(1.0), Some(2.0)).is_none());
    }
}

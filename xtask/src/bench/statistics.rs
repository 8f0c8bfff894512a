//! What is told of a figure that was measured in several rounds.

use std::fmt;

use super::number;

/// The middle one, or the mean of the two in the middle; zero of none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// By how much the rounds of one figure differ, `(largest − smallest) / median`, over many figures. Shown, it is a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    /// That of the figure in the middle.
    pub(crate) middle: f64,
    /// That of the figure that moved most.
    pub(crate) most: f64,
}

impl Spread {
    /// Over figures, each with all its rounds; `None` if none has more than one.
    pub(crate) fn of<'a>(figures: impl IntoIterator<Item = &'a Vec<f64>>) -> Option<Self> {
        let repeated = figures.into_iter().filter(|rounds| rounds.len() > 1);
        let spreads: Vec<f64> = repeated
            .map(|rounds| {
                let largest = rounds.iter().copied().fold(f64::MIN, f64::max);
                let smallest = rounds.iter().copied().fold(f64::MAX, f64::min);
                (largest - smallest) / median(rounds)
            })
            .collect();
        let most = spreads.iter().copied().reduce(f64::max)?;
        Some(Self {
            middle: median(&spreads),
            most,
        })
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { middle, most } = self;
        write!(
            f,
            "Between its rounds a figure moved by {} in the middle and {} at most.",
            number::percent(*middle),
            number::percent(*most)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle_whatever_the_order() {
        for (values, middle) in [
            (&[][..], 0.0),
            (&[7.0], 7.0),
            (&[900.0, 100.0, 110.0], 110.0),
            (&[4.0, 1.0, 2.0, 9.0], 3.0),
        ] {
            assert!((median(values) - middle).abs() < 1e-12, "{values:?}");
        }
    }

    #[test]
    fn the_spread_is_over_figures_of_several_rounds() {
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[vec![5.0]]), None);
        let figures = [
            vec![90.0, 100.0, 120.0],
            vec![1.0],
            vec![100.0, 100.0],
            vec![2.0, 1.0, 2.0],
        ];
        let spread = Spread::of(&figures);
        let (middle, most) = (0.3, 0.5);
        assert_eq!(spread, Some(Spread { middle, most }));
        assert_eq!(
            spread.map(|spread| spread.to_string()).as_deref(),
            Some("Between its rounds a figure moved by 30 % in the middle and 50 % at most.")
        );
    }
}

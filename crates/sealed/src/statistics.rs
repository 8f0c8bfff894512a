//! What opened sums say beyond mean and variance.

use paillier::{Error, Exact, Integer};

/// A sum over another, each at its own number of decimals, rounded once to the nearest double: the ratio of the means
/// where both count the same rows.
///
/// # Errors
/// [`Error::DivisionByZero`], or [`Error::Overflow`] if the ratio is too large for a double.
pub fn ratio(over: (&Exact, u32), under: (&Exact, u32)) -> Result<f64, Error> {
    let numerator = over.0.significand().mul(&ten_to(under.1));
    let denominator = under.0.significand().mul(&ten_to(over.1));
    numerator.divide(&denominator)
}

/// A statistic, or none where there are too few values for it.
///
/// # Errors
/// Every other reason why there is none.
pub fn if_enough(statistic: Result<f64, Error>) -> Result<Option<f64>, Error> {
    match statistic {
        Ok(value) => Ok(Some(value)),
        Err(Error::TooFew { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An exact number without zeros at its end.
pub fn shortest(number: &Exact) -> String {
    let text = number.to_string();
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

fn ten_to(places: u32) -> Integer {
    (0..places).fold(Integer::from(1), |power, _| power.mul(&Integer::from(10)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_do_not_depend_on_how_many_decimals_are_kept() {
        let exact = |text: &str| text.parse::<Exact>().unwrap();
        let (a, b) = (exact("12.50"), exact("-7.5"));
        assert_eq!(ratio((&a, 2), (&b, 1)), Ok(-12.5 / 7.5));
        assert_eq!(ratio((&b, 1), (&a, 2)), Ok(-0.6));
        assert_eq!(
            ratio((&a, 2), (&exact("0.0"), 1)),
            Err(Error::DivisionByZero)
        );
    }

    #[test]
    fn only_too_few_values_are_no_statistic() {
        let too_few = Error::TooFew {
            needed: 2,
            found: 1,
        };
        assert_eq!(if_enough(Err(too_few)), Ok(None));
        assert_eq!(if_enough(Ok(1.5)), Ok(Some(1.5)));
        let wrong = Error::Mismatch("sums");
        assert_eq!(if_enough(Err(wrong.clone())), Err(wrong));
    }

    #[test]
    fn zeros_at_the_end_say_nothing() {
        for (text, short) in [
            ("12.50", "12.5"),
            ("100.00", "100"),
            ("100", "100"),
            ("-0.10", "-0.1"),
        ] {
            assert_eq!(shortest(&text.parse().unwrap()), short);
        }
    }
}

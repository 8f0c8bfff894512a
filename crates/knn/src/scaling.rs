//! Measurements as small integers: min-max scaling with bounds from the training set, clamped.
//!
//! A value x becomes round(255 · (x − least) / (most − least)) for eight bits, at least 0 and at most 255. What lies
//! outside the range of the training set therefore counts as its edge, unlike in a classifier over real numbers.

use crate::error::Error;
use crate::samples::Shape;

/// The range of one feature in the training set: finite, `least` ≤ `most`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    least: f64,
    most: f64,
}

impl Bounds {
    /// A range, or nothing if there is none: both ends and their difference are finite, and the first is no larger.
    #[must_use]
    pub fn new(least: f64, most: f64) -> Option<Self> {
        let sound = least <= most && (most - least).is_finite();
        sound.then_some(Self { least, most })
    }

    /// What becomes 0.
    #[must_use]
    pub fn least(self) -> f64 {
        self.least
    }

    /// What becomes the largest integer.
    #[must_use]
    pub fn most(self) -> f64 {
        self.most
    }

    /// `value`, finite, as an integer from 0 to `largest`; a range without extent makes everything 0.
    fn scale(self, value: f64, largest: u8) -> u8 {
        let extent = self.most - self.least;
        if extent == 0.0 {
            return 0;
        }
        let part = ((value - self.least) / extent).clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is an integer from 0 to largest"
        )]
        let integer = (part * f64::from(largest)).round() as u8;
        integer
    }
}

/// The bounds of every feature, and the width of what they are scaled to.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    shape: Shape,
    bounds: Vec<Bounds>,
}

impl Scaling {
    /// Bounds that are known already.
    ///
    /// # Errors
    /// [`Error::Features`] for another number of them than the shape's.
    pub fn new(shape: Shape, bounds: Vec<Bounds>) -> Result<Self, Error> {
        match bounds.len() == shape.features() {
            true => Ok(Self { shape, bounds }),
            false => Err(Error::Features {
                expected: shape.features(),
                found: bounds.len(),
            }),
        }
    }

    /// The bounds of a training set, row by row.
    ///
    /// # Errors
    /// [`Error::Samples`] for no row, [`Error::Features`] for a row of another length, [`Error::NotFinite`] for a
    /// value that is no number, or for two whose difference is none.
    pub fn derive_from_rows<'a>(
        shape: Shape,
        rows: impl IntoIterator<Item = &'a [f64]>,
    ) -> Result<Self, Error> {
        let mut rows = rows.into_iter();
        let first = rows.next().ok_or(Error::Samples("none, or too many"))?;
        let mut ranges: Vec<(f64, f64)> = check(shape, first)?.iter().map(|&x| (x, x)).collect();
        for row in rows {
            for (range, &x) in ranges.iter_mut().zip(check(shape, row)?) {
                *range = (range.0.min(x), range.1.max(x));
            }
        }
        let bounds = ranges.iter().enumerate().map(|(feature, &(least, most))| {
            // Both zeros are one number, and so has one form.
            Bounds::new(least + 0.0, most + 0.0).ok_or(Error::NotFinite { feature })
        });
        let bounds = bounds.collect::<Result<_, _>>()?;
        Ok(Self { shape, bounds })
    }

    /// The shape of what comes out.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The bounds of every feature.
    #[must_use]
    pub fn bounds(&self) -> &[Bounds] {
        &self.bounds
    }

    /// One sample or question as integers of the shape.
    ///
    /// # Errors
    /// [`Error::Features`] for another number of values, [`Error::NotFinite`] for one that is no number.
    pub fn scale(&self, values: &[f64]) -> Result<Vec<u8>, Error> {
        let values = check(self.shape, values)?.iter().zip(&self.bounds);
        Ok(values
            .map(|(&value, bounds)| bounds.scale(value, self.shape.largest()))
            .collect())
    }

    /// The features of `values` that lie outside the range of the training set, and were or would be clamped.
    ///
    /// # Errors
    /// [`Error::Features`] for another number of values, [`Error::NotFinite`] for one that is no number.
    pub fn outside(&self, values: &[f64]) -> Result<Vec<usize>, Error> {
        let values = check(self.shape, values)?.iter().zip(&self.bounds);
        Ok(values
            .enumerate()
            .filter(|(_, (value, bounds))| !(bounds.least..=bounds.most).contains(value))
            .map(|(feature, _)| feature)
            .collect())
    }
}

fn check(shape: Shape, values: &[f64]) -> Result<&[f64], Error> {
    if values.len() != shape.features() {
        return Err(Error::Features {
            expected: shape.features(),
            found: values.len(),
        });
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(feature) => Err(Error::NotFinite { feature }),
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaling(rows: &[[f64; 2]]) -> Result<Scaling, Error> {
        let shape = Shape::new(2, 8).unwrap();
        Scaling::derive_from_rows(shape, rows.iter().map(<[f64; 2]>::as_slice))
    }

    #[test]
    fn the_training_set_spans_the_whole_range_and_beyond_is_clamped() {
        let scaling = scaling(&[[0.0, -1.0], [10.0, 3.0], [5.0, 1.0]]).unwrap();
        assert_eq!(scaling.scale(&[0.0, 3.0]).unwrap(), [0, 255]);
        assert_eq!(scaling.scale(&[5.0, 0.0]).unwrap(), [128, 64]);
        assert_eq!(scaling.scale(&[-7.0, 1e300]).unwrap(), [0, 255]);
        assert_eq!(scaling.outside(&[-7.0, 3.0]).unwrap(), [0]);
    }

    #[test]
    fn a_feature_that_never_varies_says_nothing() {
        let scaling = scaling(&[[2.0, -0.0], [2.0, 0.0]]).unwrap();
        assert_eq!(scaling.scale(&[9.0, -9.0]).unwrap(), [0, 0]);
        assert!(scaling.bounds()[1].least().is_sign_positive());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(
            scaling(&[[1.0, f64::NAN]]),
            Err(Error::NotFinite { feature: 1 })
        );
        assert_eq!(
            scaling(&[[f64::MAX, 0.0], [f64::MIN, 0.0]]),
            Err(Error::NotFinite { feature: 0 })
        );
        assert!(matches!(scaling(&[]), Err(Error::Samples(_))));
        let sound = scaling(&[[1.0, 2.0], [3.0, 4.0]]).unwrap();
        assert!(sound.scale(&[f64::INFINITY, 0.0]).is_err());
        assert!(sound.scale(&[1.0]).is_err());
    }
}

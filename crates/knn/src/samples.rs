//! Measurements as small integers, with their classes.

use zeroize::Zeroize;

use crate::error::Error;

/// Every squared distance is below 2 to this power.
pub const DISTANCE_BITS: u32 = 21;

/// How many features a classifier may have.
pub const MAX_FEATURES: usize = 512;

/// How many samples a classifier may have.
pub const MAX_SAMPLES: usize = 1 << 17;

/// How many classes a classifier may have.
pub const MAX_CLASSES: u8 = 16;

/// How many features a sample has and how wide they are, such that every squared distance is below 2²¹.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    features: u16,
    bits: u8,
}

impl Shape {
    /// `features` integers of `bits` bits.
    ///
    /// # Errors
    /// [`Error::Shape`] unless there are 1 to [`MAX_FEATURES`] features of 1 to 8 bits and
    /// features · (2^bits − 1)² < 2^[`DISTANCE_BITS`].
    pub fn new(features: usize, bits: u32) -> Result<Self, Error> {
        let refused = Error::Shape { features, bits };
        if !(1..=MAX_FEATURES).contains(&features) || !(1..=8).contains(&bits) {
            return Err(refused);
        }
        let largest = (1_usize << bits) - 1;
        if features * largest * largest >= 1 << DISTANCE_BITS {
            return Err(refused);
        }
        Ok(Self {
            features: u16::try_from(features).map_err(|_| refused.clone())?,
            bits: u8::try_from(bits).map_err(|_| refused.clone())?,
        })
    }

    /// The finest shape for so many features: eight bits up to 32 of them, then fewer.
    ///
    /// # Errors
    /// [`Error::Shape`] unless there are 1 to [`MAX_FEATURES`] features.
    pub fn finest(features: usize) -> Result<Self, Error> {
        (1..=8)
            .rev()
            .find_map(|bits| Self::new(features, bits).ok())
            .ok_or(Error::Shape { features, bits: 8 })
    }

    /// How many features a sample has.
    #[must_use]
    pub fn features(self) -> usize {
        usize::from(self.features)
    }

    /// How many bits a feature has.
    #[must_use]
    pub fn bits(self) -> u32 {
        u32::from(self.bits)
    }

    /// The largest value of a feature, 2^bits − 1.
    #[must_use]
    pub fn largest(self) -> u8 {
        u8::MAX >> (8 - self.bits)
    }

    /// Features (2) and bits (1).
    pub(crate) fn to_bytes(self) -> [u8; 3] {
        let [high, low] = self.features.to_be_bytes();
        [high, low, self.bits]
    }

    pub(crate) fn from_bytes([high, low, bits]: [u8; 3]) -> Result<Self, Error> {
        let features = usize::from(u16::from_be_bytes([high, low]));
        Self::new(features, u32::from(bits))
    }

    /// Whether these are the values of one sample or question.
    ///
    /// # Errors
    /// [`Error::Features`] for another number of them, [`Error::OutOfRange`] for one that is too large.
    pub fn check(self, values: &[u8]) -> Result<(), Error> {
        if values.len() != self.features() {
            return Err(Error::Features {
                expected: self.features(),
                found: values.len(),
            });
        }
        match values.iter().position(|&value| value > self.largest()) {
            Some(feature) => Err(Error::OutOfRange { feature }),
            None => Ok(()),
        }
    }
}

/// Scaled samples and their classes: n rows of d values below 2^bits, in the order that breaks ties.
#[derive(Clone, PartialEq, Eq)]
pub struct Samples {
    shape: Shape,
    classes: u8,
    pub(crate) values: Vec<u8>,
    pub(crate) labels: Vec<u8>,
}

impl Samples {
    /// Samples row by row, and the class of each, below `classes`.
    ///
    /// # Errors
    /// [`Error::Samples`] for none or more than [`MAX_SAMPLES`], for classes outside 2 to [`MAX_CLASSES`], for a
    /// label that is no class, or where the two lengths do not agree; [`Error::OutOfRange`] for a value wider than
    /// the shape says.
    pub fn new(shape: Shape, classes: u8, values: Vec<u8>, labels: Vec<u8>) -> Result<Self, Error> {
        if labels.is_empty() || labels.len() > MAX_SAMPLES {
            return Err(Error::Samples("none, or too many"));
        }
        if values.len() != labels.len() * shape.features() {
            return Err(Error::Samples("values and labels do not agree"));
        }
        if !(2..=MAX_CLASSES).contains(&classes) {
            return Err(Error::Samples("too few or too many classes"));
        }
        if labels.iter().any(|&label| label >= classes) {
            return Err(Error::Samples("a label that is no class"));
        }
        let samples = Self {
            shape,
            classes,
            values,
            labels,
        };
        samples.rows().try_for_each(|row| shape.check(row))?;
        Ok(samples)
    }

    /// The shape of every row.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How many classes there are.
    #[must_use]
    pub fn classes(&self) -> u8 {
        self.classes
    }

    /// How many samples there are: at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// The samples, each as its values.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.values.chunks_exact(self.shape.features())
    }

    /// The classes of the samples.
    #[must_use]
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }
}

impl Drop for Samples {
    fn drop(&mut self) {
        self.values.zeroize();
        self.labels.zeroize();
    }
}

/// ‖x‖², below 2²¹ for values of any [`Shape`].
#[must_use]
pub fn squared_norm(values: &[u8]) -> u32 {
    values.iter().map(|&value| u32::from(value).pow(2)).sum()
}

/// ‖x − q‖², below 2²¹ for values of any [`Shape`].
#[must_use]
pub fn squared_distance(sample: &[u8], question: &[u8]) -> u32 {
    sample
        .iter()
        .zip(question)
        .map(|(&x, &q)| u32::from(x.abs_diff(q)).pow(2))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finest_shape_is_the_last_whose_distances_stay_below_the_bound() {
        for (features, bits) in [
            (1, 8),
            (30, 8),
            (32, 8),
            (33, 7),
            (130, 7),
            (131, 6),
            (512, 6),
        ] {
            assert_eq!(Shape::finest(features).unwrap().bits(), bits, "{features}");
        }
        assert!(Shape::finest(0).is_err());
        assert!(Shape::finest(513).is_err());
        assert!(Shape::new(33, 8).is_err());
        assert!(Shape::new(30, 0).is_err());
        assert!(Shape::new(30, 9).is_err());
    }

    #[test]
    fn the_largest_distance_of_every_shape_is_below_the_bound() {
        for features in 1..=MAX_FEATURES {
            let shape = Shape::finest(features).unwrap();
            let (low, high) = (vec![0; features], vec![shape.largest(); features]);
            assert!(squared_distance(&low, &high) < 1 << DISTANCE_BITS);
            assert_eq!(squared_distance(&low, &high), squared_norm(&high));
        }
    }

    #[test]
    fn samples_that_do_not_fit_their_shape_are_refused() {
        let shape = Shape::new(2, 4).unwrap();
        let new = |classes, values: &[u8], labels: &[u8]| {
            Samples::new(shape, classes, values.to_vec(), labels.to_vec()).err()
        };
        assert_eq!(new(2, &[1, 15], &[1]), None);
        assert_eq!(
            new(2, &[1, 16], &[1]),
            Some(Error::OutOfRange { feature: 1 })
        );
        assert!(matches!(new(2, &[1, 2], &[2]), Some(Error::Samples(_))));
        assert!(matches!(new(2, &[1, 2, 3], &[1]), Some(Error::Samples(_))));
        assert!(matches!(new(17, &[1, 2], &[1]), Some(Error::Samples(_))));
        assert!(matches!(new(1, &[1, 2], &[0]), Some(Error::Samples(_))));
        assert!(matches!(new(2, &[], &[]), Some(Error::Samples(_))));
    }
}

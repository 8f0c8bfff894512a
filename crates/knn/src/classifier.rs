//! The plaintext integer classifier: what every sealed way must agree with, always.

use crate::error::Error;
use crate::samples::{MAX_CLASSES, Samples, squared_distance};

/// How much each neighbour counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weights {
    /// Each neighbour has one vote.
    Uniform,
    /// The nearest has k votes, the next k − 1, the last one.
    Rank,
}

/// How distances become a class: the k nearest by (distance, index) vote; most votes win, ties go to the lowest
/// class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    k: u8,
    weights: Weights,
    classes: u8,
}

impl Rule {
    /// `k` neighbours, 1 to [`MAX_NEIGHBOURS`], and 2 to [`MAX_CLASSES`] classes.
    ///
    /// # Errors
    /// [`Error::Rule`] outside these.
    pub fn new(k: u8, weights: Weights, classes: u8) -> Result<Self, Error> {
        if !(1..=MAX_NEIGHBOURS).contains(&k) {
            return Err(Error::Rule("too few or too many neighbours"));
        }
        if !(2..=MAX_CLASSES).contains(&classes) {
            return Err(Error::Rule("too few or too many classes"));
        }
        Ok(Self {
            k,
            weights,
            classes,
        })
    }

    /// How many neighbours vote.
    #[must_use]
    pub fn k(self) -> usize {
        usize::from(self.k)
    }

    /// How much each neighbour counts.
    #[must_use]
    pub fn weights(self) -> Weights {
        self.weights
    }

    /// How many classes there are.
    #[must_use]
    pub fn classes(self) -> u8 {
        self.classes
    }

    /// The votes of the neighbour at a rank, counted from zero for the nearest.
    #[must_use]
    pub fn votes(self, rank: usize) -> u32 {
        match self.weights {
            Weights::Uniform => 1,
            Weights::Rank => (0..u32::from(self.k))
                .rev()
                .nth(rank)
                .map_or(0, |votes| votes + 1),
        }
    }

    /// Whether so many samples are enough for k neighbours.
    ///
    /// # Errors
    /// [`Error::TooFew`].
    pub fn check_count(self, samples: usize) -> Result<(), Error> {
        match samples < self.k() {
            true => Err(Error::TooFew {
                needed: self.k(),
                found: samples,
            }),
            false => Ok(()),
        }
    }

    /// The class for the distances to samples in their order, and the classes of these samples.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer samples than neighbours; [`Error::Samples`] where the two lengths do not agree or
    /// a label is no class.
    ///
    /// # Security
    /// Not constant-time: for whoever may see the distances anyway.
    pub fn decide(self, distances: &[u32], labels: &[u8]) -> Result<u8, Error> {
        if distances.len() != labels.len() {
            return Err(Error::Samples("distances and labels do not agree"));
        }
        let mut votes = [0_u32; MAX_CLASSES as usize];
        for (rank, index) in self.nearest(distances)?.into_iter().enumerate() {
            match labels[index] {
                label if label < self.classes => votes[usize::from(label)] += self.votes(rank),
                _ => return Err(Error::Samples("a label that is no class")),
            }
        }
        let winner = (0..self.classes)
            .rev()
            .max_by_key(|&class| votes[usize::from(class)]);
        Ok(winner.unwrap_or(0))
    }

    /// The indices of the k nearest, the nearest first, ties by index.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer samples than neighbours.
    pub fn nearest(self, distances: &[u32]) -> Result<Vec<usize>, Error> {
        self.check_count(distances.len())?;
        let mut order: Vec<usize> = (0..distances.len()).collect();
        let rank = |&index: &usize| (distances[index], index);
        order.select_nth_unstable_by_key(self.k() - 1, rank);
        order.truncate(self.k());
        order.sort_unstable_by_key(rank);
        Ok(order)
    }

    /// The class of a scaled question among samples.
    ///
    /// # Errors
    /// [`Error::Features`] or [`Error::OutOfRange`] for a question of another shape, [`Error::TooFew`] for fewer
    /// samples than neighbours, [`Error::Samples`] for samples of more classes than the rule's.
    pub fn classify(self, samples: &Samples, question: &[u8]) -> Result<u8, Error> {
        self.decide(&distances(samples, question)?, samples.labels())
    }
}

/// The squared distance of a scaled question to every sample, in their order.
///
/// # Errors
/// [`Error::Features`] or [`Error::OutOfRange`] for a question of another shape.
pub fn distances(samples: &Samples, question: &[u8]) -> Result<Vec<u32>, Error> {
    samples.shape().check(question)?;
    Ok(samples
        .rows()
        .map(|row| squared_distance(row, question))
        .collect())
}

/// How many neighbours may vote.
pub const MAX_NEIGHBOURS: u8 = 64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule(k: u8, weights: Weights, classes: u8) -> Rule {
        Rule::new(k, weights, classes).unwrap()
    }

    #[test]
    fn ties_of_distance_go_to_the_lower_index() {
        let three = rule(3, Weights::Uniform, 2);
        assert_eq!(three.nearest(&[7, 7, 3, 7, 7]).unwrap(), [2, 0, 1]);
        assert_eq!(three.decide(&[7, 7, 3, 7, 7], &[1, 0, 0, 1, 1]).unwrap(), 0);
    }

    #[test]
    fn ties_of_votes_go_to_the_lowest_class() {
        let four = rule(4, Weights::Uniform, 3);
        assert_eq!(four.decide(&[1, 2, 3, 4], &[2, 1, 2, 1]).unwrap(), 1);
        let two = rule(2, Weights::Rank, 3);
        assert_eq!(two.decide(&[1, 2, 3, 4], &[2, 1, 2, 1]).unwrap(), 2);
    }

    #[test]
    fn what_breaks_a_limit_is_refused() {
        assert!(Rule::new(0, Weights::Uniform, 2).is_err());
        assert!(Rule::new(65, Weights::Uniform, 2).is_err());
        assert!(Rule::new(1, Weights::Uniform, 1).is_err());
        assert!(Rule::new(1, Weights::Uniform, 17).is_err());
        let five = rule(5, Weights::Uniform, 2);
        assert_eq!(
            five.decide(&[1, 2], &[0, 0]),
            Err(Error::TooFew {
                needed: 5,
                found: 2
            })
        );
        assert!(five.decide(&[1; 6], &[0; 5]).is_err());
        assert!(five.decide(&[1; 6], &[2; 6]).is_err());
    }

    proptest! {
        /// Against the definition: sort everything, walk down, count.
        #[test]
        fn a_class_is_what_the_definition_says(
            samples in prop::collection::vec((0_u32..6, 0_u8..4), 1..40),
            k in 1_u8..9,
            ranked in any::<bool>(),
        ) {
            prop_assume!(samples.len() >= usize::from(k));
            let weights = if ranked { Weights::Rank } else { Weights::Uniform };
            let (distances, labels): (Vec<u32>, Vec<u8>) = samples.iter().copied().unzip();
            let mut sorted: Vec<(u32, usize)> = distances.iter().copied().zip(0..).collect();
            sorted.sort_unstable();
            let mut votes = [0; 4];
            for (rank, (_, index)) in sorted.into_iter().take(usize::from(k)).enumerate() {
                votes[usize::from(labels[index])] += if ranked { usize::from(k) - rank } else { 1 };
            }
            let most = votes.iter().max().unwrap();
            let expected = votes.iter().position(|count| count == most).unwrap();
            let found = rule(k, weights, 4).decide(&distances, &labels).unwrap();
            prop_assert_eq!(usize::from(found), expected);
        }
    }
}

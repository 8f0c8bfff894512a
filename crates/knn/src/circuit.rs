//! The selection as a circuit of XOR and AND gates: from shares of the distances to a class, and nothing in between.
//!
//! A circuit is a function over `Gates`, run once by each of those that need it: by a counter, by the garbler, by the
//! evaluator, and on plain bits by the tests. Nothing of it is stored, so that memory goes with the number of samples and not
//! with that of gates, and because samples are treated side by side, AND gates come in thousands and their hashes in batches.
//!
//! XOR and NOT are free in a garbled circuit; [`Selection::gates`] counts the rest.

pub(crate) mod arithmetic;
pub(crate) mod gates;
mod pick;
mod selection;
mod vote;

use self::arithmetic::subtract;
use self::gates::{Counter, Gates, Nothing, Wires};
use crate::classifier::{Rule, Weights};
use crate::error::Error;
use crate::samples::DISTANCE_BITS;

/// How many gates a circuit has that cost something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GateCount {
    /// AND gates of two wires: 32 bytes of table each.
    pub and: usize,
    /// AND gates where the garbler knows one input beforehand: 16 bytes each.
    pub half: usize,
}

impl GateCount {
    /// Bytes of the garbled tables; the largest number there is where no memory could hold them.
    #[must_use]
    pub fn table_bytes(self) -> usize {
        let halves = self.and.saturating_mul(2).saturating_add(self.half);
        halves.saturating_mul(16)
    }
}

/// The circuit of one rule over so many samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    rule: Rule,
    samples: usize,
}

/// What the garbler knows of the samples' classes: for each class but the lowest, which samples are of it.
pub(crate) type Labels<K> = Vec<Vec<K>>;

impl Selection {
    /// The circuit of this rule over `samples` samples.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer samples than neighbours.
    pub fn new(rule: Rule, samples: usize) -> Result<Self, Error> {
        rule.check_count(samples)?;
        Ok(Self { rule, samples })
    }

    /// How many gates it has.
    #[must_use]
    pub fn gates(&self) -> GateCount {
        let mut counter = Counter::default();
        let bits = || vec![Wires::new(vec![Nothing; self.samples]); DISTANCE_BITS as usize];
        let labels = vec![vec![(); self.samples]; usize::from(self.rule.classes()) - 1];
        self.run(&mut counter, &bits(), &bits(), &labels);
        counter.count
    }

    /// How many bits the evaluator puts in, and the garbler beside its labels.
    pub(crate) fn input_bits(&self) -> usize {
        self.samples * DISTANCE_BITS as usize
    }

    /// How many bits come out: enough for a class, the least significant first.
    pub(crate) fn output_bits(&self) -> usize {
        width(usize::from(self.rule.classes()) - 1)
    }

    /// The bits of the class, from shares x and y with D_i = x_i − y_i mod 2²¹, bit by bit, the least significant first.
    pub(crate) fn run<G: Gates>(
        &self,
        gates: &mut G,
        shares: &[Wires<G::Wire>],
        masks: &[Wires<G::Wire>],
        labels: &Labels<G::Known>,
    ) -> Wires<G::Wire> {
        let k = self.rule.k();
        let distances = subtract(gates, shares, masks);
        let chosen = selection::nearest(gates, &distances, k);
        match self.rule.weights() {
            Weights::Rank if k > 1 => vote::ranked(gates, k, &distances, &chosen, labels),
            _ => vote::uniform(gates, k, &chosen, labels),
        }
    }
}

/// For each class but the lowest, whether a sample is of it.
pub(crate) fn one_hot(classes: u8, labels: &[u8]) -> Labels<bool> {
    (1..classes)
        .map(|class| labels.iter().map(|&label| label == class).collect())
        .collect()
}

/// How many bits a number up to `most` takes.
fn width(most: usize) -> usize {
    (usize::BITS - most.leading_zeros()) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Weights::{Rank, Uniform};
    use super::gates::Plain;
    use super::*;

    const MASK: u32 = (1 << DISTANCE_BITS) - 1;

    /// Bit by bit, as the circuit takes its inputs.
    fn bits(values: &[u32]) -> Vec<Wires<bool>> {
        (0..DISTANCE_BITS)
            .map(|bit| Wires::new(values.iter().map(|value| value >> bit & 1 == 1).collect()))
            .collect()
    }

    fn class_of(rule: Rule, distances: &[u32], masks: &[u32], labels: &[u8]) -> (u8, Plain) {
        let selection = Selection::new(rule, distances.len()).unwrap();
        let shares = distances.iter().zip(masks).map(|(d, m)| (d + m) & MASK);
        let shares: Vec<u32> = shares.collect();
        let mut plain = Plain::default();
        let labels = one_hot(rule.classes(), labels);
        let class = selection.run(&mut plain, &bits(&shares), &bits(masks), &labels);
        assert_eq!(class.len(), selection.output_bits());
        let class = class.iter().zip(0..).map(|(&bit, at)| u8::from(bit) << at);
        (class.sum(), plain)
    }

    /// Distances with ties on purpose: few values, all over the range.
    fn distance() -> impl Strategy<Value = u32> {
        prop_oneof![
            0_u32..4,
            Just(MASK),
            0_u32..=MASK,
            (0_u32..3).prop_map(|x| x << 19)
        ]
    }

    fn weights() -> impl Strategy<Value = Weights> {
        prop_oneof![Just(Uniform), Just(Rank)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn the_circuit_decides_as_the_classifier(
            samples in prop::collection::vec((distance(), 0..=MASK, 0_u8..16), 1..70),
            k in 1_u8..14,
            classes in 2_u8..=16,
            weights in weights(),
        ) {
            prop_assume!(samples.len() >= usize::from(k));
            let rule = Rule::new(k, weights, classes).unwrap();
            let distances: Vec<u32> = samples.iter().map(|s| s.0).collect();
            let masks: Vec<u32> = samples.iter().map(|s| s.1).collect();
            let labels: Vec<u8> = samples.iter().map(|s| s.2 % classes).collect();
            let (class, plain) = class_of(rule, &distances, &masks, &labels);
            prop_assert_eq!(class, rule.decide(&distances, &labels).unwrap());
            let counted = Selection::new(rule, samples.len()).unwrap().gates();
            prop_assert_eq!(plain.count, counted);
        }
    }

    #[test]
    fn every_small_case_is_decided_as_by_the_classifier() {
        for n in 1..=4_usize {
            for k in 1..=u8::try_from(n).unwrap() {
                for weights in [Uniform, Rank] {
                    let rule = Rule::new(k, weights, 2).unwrap();
                    for case in 0..6_usize.pow(u32::try_from(n).unwrap()) {
                        let digit = |i: usize| case / 6_usize.pow(u32::try_from(i).unwrap()) % 6;
                        let distances: Vec<u32> = (0..n)
                            .map(|i| u32::try_from(digit(i) / 2).unwrap())
                            .collect();
                        let labels: Vec<u8> = (0..n)
                            .map(|i| u8::try_from(digit(i) % 2).unwrap())
                            .collect();
                        let (class, _) = class_of(rule, &distances, &vec![MASK; n], &labels);
                        assert_eq!(class, rule.decide(&distances, &labels).unwrap());
                    }
                }
            }
        }
    }

    #[test]
    fn gates_are_as_many_as_docs_knn_says() {
        let count = |n, k, weights, classes| {
            let rule = Rule::new(k, weights, classes).unwrap();
            Selection::new(rule, n).unwrap().gates()
        };
        for (n, k, weights, classes, and, half) in GATES {
            assert_eq!(
                count(n, k, weights, classes),
                GateCount { and, half },
                "n {n}, k {k}"
            );
        }
    }

    const GATES: [(usize, u8, Weights, u8, usize, usize); 12] = [
        (100, 5, Uniform, 2, 8854, 100),
        (455, 1, Uniform, 2, 38904, 455),
        (455, 3, Uniform, 2, 39248, 455),
        (455, 5, Uniform, 2, 39396, 455),
        (455, 9, Uniform, 2, 39490, 455),
        (455, 15, Uniform, 2, 39489, 455),
        (455, 5, Uniform, 4, 40095, 1365),
        (455, 5, Uniform, 16, 44313, 6825),
        (455, 3, Rank, 2, 76080, 0),
        (455, 5, Rank, 2, 100995, 0),
        (5000, 5, Uniform, 2, 438737, 5000),
        (50000, 5, Uniform, 2, 4334654, 50000),
    ];
}

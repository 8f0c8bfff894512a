//! Half gates: a garbler, an evaluator, and tables that are used once.
//!
//! Zahur, Rosulek and Evans, *Two Halves Make a Whole* (EUROCRYPT 2015), on free XOR. A wire has two labels of 128 bits, W for 0
//! and W ⊕ Δ for 1; the evaluator has one of them and does not know which. The lowest bit of Δ is 1, so that the lowest bit of a
//! label (its colour) says which row of a table is meant and nothing else.
//!
//! An AND gate is two halves, each with one ciphertext: one whose input the garbler knows (the colour of a's label for 0), one
//! whose input the evaluator knows (the colour of the label of b it has). Where the garbler knows an input of the gate itself,
//! one half is enough. Such known bits need no label from the garbler at all: as a wire they have the label 0 for what they
//! carry, which the hash below allows, as its security holds for inputs of the adversary's choice.
//!
//! # Security
//! Labels and tables are good for one evaluation. A second one with other inputs would show both labels of a wire and with them
//! Δ, that is everything; so the types here are consumed by use, and nothing of them is ever stored.

mod evaluator;
mod garbler;
mod hash;

pub(crate) use evaluator::Evaluator;
pub(crate) use garbler::Garbler;
pub(crate) use hash::KEY_BYTES;

/// A label.
pub(crate) type Label = u128;

/// All ones where the label's colour is 1.
fn colour(label: Label) -> Label {
    0_u128.wrapping_sub(label & 1)
}

/// Bytes of a ciphertext in a table.
const ROW: usize = 16;

/// Gates whose hashes are computed together.
const BATCH: usize = 32;

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use proptest::prelude::*;
    use rand_core::{Rng, SeedableRng};

    use super::*;
    use crate::circuit::gates::Wires;
    use crate::circuit::{Labels, Selection, one_hot};
    use crate::classifier::{Rule, Weights};
    use crate::samples::DISTANCE_BITS;

    /// Garbles, evaluates and decodes as a session does, with labels handed over in the clear.
    fn run(selection: Selection, shares: &[u32], masks: &[u32], labels: &[u8], classes: u8) -> u8 {
        let mut rng = ChaCha20Rng::seed_from_u64(shares.len() as u64);
        let mut draw = || {
            let mut label = [0; ROW];
            rng.fill_bytes(&mut label);
            Label::from_le_bytes(label)
        };
        let delta = draw() | 1;
        let key = draw().to_le_bytes();
        let inputs = 2 * DISTANCE_BITS as usize;
        let zeros: Vec<Wires<Label>> = (0..inputs)
            .map(|_| Wires::new((0..shares.len()).map(|_| draw()).collect()))
            .collect();
        let (own, theirs) = zeros.split_at(inputs / 2);
        let mut garbler = Garbler::new(key, delta);
        let known = one_hot(classes, labels);
        let outputs = selection.run(&mut garbler, own, theirs, &known);
        let tables = garbler.into_tables();
        assert_eq!(tables.len(), selection.gates().table_bytes());
        let active = |zeros: &[Wires<Label>], values: &[u32]| -> Vec<Wires<Label>> {
            let column = |(zeros, bit): (&Wires<Label>, usize)| {
                let bits = values.iter().map(|value| u128::from(value >> bit & 1));
                let labels = zeros
                    .iter()
                    .zip(bits)
                    .map(|(zero, bit)| zero ^ (bit * delta));
                Wires::new(labels.collect())
            };
            zeros.iter().zip(0..).map(column).collect()
        };
        let mut evaluator = Evaluator::new(key, &tables);
        let nothing: Labels<()> = known.iter().map(|of| vec![(); of.len()]).collect();
        let (own, theirs) = (active(own, shares), active(theirs, masks));
        let found = selection.run(&mut evaluator, &own, &theirs, &nothing);
        evaluator.finish().unwrap();
        let bits = found.iter().zip(&*outputs).map(|(label, zero)| {
            assert!(
                *label == *zero || *label == zero ^ delta,
                "a label of the wire"
            );
            (label ^ zero) & 1
        });
        let bits = bits.zip(0..).map(|(bit, at)| u8::from(bit == 1) << at);
        bits.sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn a_garbled_circuit_decides_as_the_classifier(
            samples in prop::collection::vec((0_u32..9, 0_u32..1 << 21, 0_u8..16), 9..40),
            k in 1_u8..9,
            classes in 2_u8..=16,
            ranked in any::<bool>(),
        ) {
            let weights = if ranked { Weights::Rank } else { Weights::Uniform };
            let rule = Rule::new(k, weights, classes).unwrap();
            let selection = Selection::new(rule, samples.len()).unwrap();
            let distances: Vec<u32> = samples.iter().map(|s| s.0).collect();
            let masks: Vec<u32> = samples.iter().map(|s| s.1).collect();
            let shares: Vec<u32> = samples.iter().map(|s| (s.0 + s.1) & ((1 << 21) - 1)).collect();
            let labels: Vec<u8> = samples.iter().map(|s| s.2 % classes).collect();
            let class = run(selection, &shares, &masks, &labels, classes);
            prop_assert_eq!(class, rule.decide(&distances, &labels).unwrap());
        }
    }
}

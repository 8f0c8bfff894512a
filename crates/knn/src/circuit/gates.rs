//! Who runs a circuit: a counter, plain bits, and in `garble` the garbler and the evaluator.

use std::ops::BitXor;

use zeroize::{DefaultIsZeroes, Zeroizing};

use super::GateCount;

/// Wires side by side, wiped when dropped.
pub(crate) type Wires<W> = Zeroizing<Vec<W>>;

/// What a circuit is built from. XOR is the wires' own and free.
pub(crate) trait Gates {
    /// What a wire carries; the default carries 0.
    type Wire: Copy + BitXor<Output = Self::Wire> + DefaultIsZeroes;
    /// What is known of a bit that the garbler, and only the garbler, has before anything is garbled.
    type Known: Copy;

    /// A wire that carries 1.
    fn one(&self) -> Self::Wire;

    /// A known bit as a wire; free.
    fn known(&self, bit: Self::Known) -> Self::Wire;

    /// AND, pair by pair.
    fn and(&mut self, x: &[Self::Wire], y: &[Self::Wire]) -> Wires<Self::Wire>;

    /// AND with known bits, pair by pair, at half the price.
    fn and_known(&mut self, known: &[Self::Known], y: &[Self::Wire]) -> Wires<Self::Wire>;

    /// NOT, wire by wire; free.
    fn not(&self, x: &[Self::Wire]) -> Wires<Self::Wire> {
        let one = self.one();
        Wires::new(x.iter().map(|&x| x ^ one).collect())
    }

    /// AND of each with the same wire.
    fn and_all(&mut self, x: Self::Wire, y: &[Self::Wire]) -> Wires<Self::Wire> {
        self.and(&vec![x; y.len()], y)
    }

    /// AND of two single wires.
    fn and_one(&mut self, x: Self::Wire, y: Self::Wire) -> Self::Wire {
        self.and(&[x], &[y])[0]
    }
}

/// XOR, wire by wire.
pub(crate) fn xor<W: Copy + BitXor<Output = W> + DefaultIsZeroes>(x: &[W], y: &[W]) -> Wires<W> {
    Wires::new(x.iter().zip(y).map(|(&x, &y)| x ^ y).collect())
}

/// Counts what costs something.
#[derive(Default)]
pub(crate) struct Counter {
    pub(crate) count: GateCount,
}

/// A wire that carries nothing.
#[derive(Clone, Copy, Default)]
pub(crate) struct Nothing;

impl DefaultIsZeroes for Nothing {}

impl BitXor for Nothing {
    type Output = Self;

    fn bitxor(self, _other: Self) -> Self {
        self
    }
}

impl Gates for Counter {
    type Wire = Nothing;
    type Known = ();

    fn one(&self) -> Nothing {
        Nothing
    }

    fn known(&self, _bit: ()) -> Nothing {
        Nothing
    }

    fn and(&mut self, x: &[Nothing], y: &[Nothing]) -> Wires<Nothing> {
        assert_eq!(x.len(), y.len(), "gates have two inputs");
        self.count.and += x.len();
        Wires::new(x.to_vec())
    }

    fn and_known(&mut self, known: &[()], y: &[Nothing]) -> Wires<Nothing> {
        assert_eq!(known.len(), y.len(), "gates have two inputs");
        self.count.half += y.len();
        Wires::new(y.to_vec())
    }
}

/// Plain bits, for tests.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct Plain {
    pub(crate) count: GateCount,
}

#[cfg(test)]
impl Gates for Plain {
    type Wire = bool;
    type Known = bool;

    fn one(&self) -> bool {
        true
    }

    fn known(&self, bit: bool) -> bool {
        bit
    }

    fn and(&mut self, x: &[bool], y: &[bool]) -> Wires<bool> {
        self.count.and += x.len();
        Wires::new(x.iter().zip(y).map(|(x, y)| x & y).collect())
    }

    fn and_known(&mut self, known: &[bool], y: &[bool]) -> Wires<bool> {
        self.count.half += y.len();
        Wires::new(known.iter().zip(y).map(|(x, y)| x & y).collect())
    }
}

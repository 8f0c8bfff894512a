//! Makes the tables.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::hash::{Hash, KEY_BYTES, MOST};
use super::{BATCH, Label, colour};
use crate::circuit::gates::{Gates, Wires};

/// Garbles a circuit: its wires are the labels for 0.
pub(crate) struct Garbler {
    hash: Hash,
    delta: Delta,
    tweak: u64,
    tables: Vec<u8>,
}

#[derive(Zeroize, ZeroizeOnDrop)]
struct Delta(Label);

impl Garbler {
    /// With a hash's key and the difference of all labels, whose lowest bit is 1.
    pub(crate) fn new(key: [u8; KEY_BYTES], delta: Label) -> Self {
        debug_assert_eq!(delta & 1, 1, "colours must differ");
        Self {
            hash: Hash::new(key),
            delta: Delta(delta),
            tweak: 0,
            tables: Vec::new(),
        }
    }

    /// What the evaluator gets.
    pub(crate) fn into_tables(self) -> Vec<u8> {
        self.tables
    }

    fn push(&mut self, row: Label) {
        self.tables.extend_from_slice(&row.to_le_bytes());
    }

    /// At most [`BATCH`] gates, as in figure 2 of the paper: the garbler's half with a and the colour of b's label for 0, the
    /// evaluator's half with b.
    fn and_batch(&mut self, x: &[Label], y: &[Label], out: &mut Vec<Label>) {
        let delta = self.delta.0;
        let mut hashes = Zeroizing::new([0; MOST]);
        for (hashes, (x, y)) in hashes.chunks_exact_mut(4).zip(x.iter().zip(y)) {
            hashes.copy_from_slice(&[*x, x ^ delta, *y, y ^ delta]);
        }
        let hashes = &mut hashes[..4 * x.len()];
        self.hash.apply(hashes, self.tweak, 2);
        self.tweak += 2 * x.len() as u64;
        for (hashes, (x, y)) in hashes.as_chunks::<4>().0.iter().zip(x.iter().zip(y)) {
            let [x0, x1, y0, y1] = hashes;
            let first = x0 ^ x1 ^ colour(*y) & delta;
            let second = y0 ^ y1 ^ x;
            self.push(first);
            self.push(second);
            out.push(x0 ^ colour(*x) & first ^ y0 ^ colour(*y) & (second ^ x));
        }
    }

    /// At most [`BATCH`] gates with an input that is known: the garbler's half alone.
    fn known_batch(&mut self, known: &[bool], y: &[Label], out: &mut Vec<Label>) {
        let delta = self.delta.0;
        let mut hashes = Zeroizing::new([0; MOST]);
        for (hashes, y) in hashes.chunks_exact_mut(2).zip(y) {
            hashes.copy_from_slice(&[*y, y ^ delta]);
        }
        let hashes = &mut hashes[..2 * y.len()];
        self.hash.apply(hashes, self.tweak, 2);
        self.tweak += y.len() as u64;
        for ([y0, y1], (&bit, y)) in hashes.as_chunks::<2>().0.iter().zip(known.iter().zip(y)) {
            let row = y0 ^ y1 ^ colour(Label::from(bit)) & delta;
            self.push(row);
            out.push(y0 ^ colour(*y) & row);
        }
    }
}

impl Gates for Garbler {
    type Wire = Label;
    type Known = bool;

    /// The evaluator has the label 0 for it.
    fn one(&self) -> Label {
        self.delta.0
    }

    /// The evaluator has the label 0 for whatever it carries.
    fn known(&self, bit: bool) -> Label {
        colour(Label::from(bit)) & self.delta.0
    }

    fn and(&mut self, x: &[Label], y: &[Label]) -> Wires<Label> {
        let mut out = Wires::new(Vec::with_capacity(x.len()));
        for (x, y) in x.chunks(BATCH).zip(y.chunks(BATCH)) {
            self.and_batch(x, y, &mut out);
        }
        out
    }

    fn and_known(&mut self, known: &[bool], y: &[Label]) -> Wires<Label> {
        let mut out = Wires::new(Vec::with_capacity(y.len()));
        for (known, y) in known.chunks(BATCH).zip(y.chunks(BATCH)) {
            self.known_batch(known, y, &mut out);
        }
        out
    }
}

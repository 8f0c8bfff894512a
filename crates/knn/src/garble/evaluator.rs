//! Walks through the tables with one label a wire.

use zeroize::Zeroizing;

use super::hash::{Hash, KEY_BYTES, MOST};
use super::{BATCH, Label, ROW, colour};
use crate::circuit::gates::{Gates, Wires};
use crate::error::Error;

/// Evaluates a garbled circuit: its wires are the labels of what they carry.
pub(crate) struct Evaluator<'a> {
    hash: Hash,
    tweak: u64,
    /// The ciphertexts that are left, or nothing once they ran out.
    rows: Option<&'a [[u8; ROW]]>,
}

impl<'a> Evaluator<'a> {
    /// With the hash's key and the tables.
    pub(crate) fn new(key: [u8; KEY_BYTES], tables: &'a [u8]) -> Self {
        let (rows, rest) = tables.as_chunks();
        Self {
            hash: Hash::new(key),
            tweak: 0,
            rows: rest.is_empty().then_some(rows),
        }
    }

    /// That the tables were as long as the circuit.
    ///
    /// # Errors
    /// [`Error::Refused`] if not.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self.rows {
            Some([]) => Ok(()),
            _ => Err(Error::Refused),
        }
    }

    /// The next ciphertexts; zeros if there are too few, which [`finish`](Self::finish) reports.
    fn rows<const N: usize>(
        &mut self,
        count: usize,
    ) -> impl Iterator<Item = [Label; N]> + use<'a, N> {
        let split = self.rows.and_then(|rows| rows.split_at_checked(N * count));
        self.rows = split.map(|(_, left)| left);
        let taken = split.map_or(&[][..], |(taken, _)| taken).as_chunks::<N>().0;
        let missing = count - taken.len();
        let rows = taken.iter().map(|rows| rows.map(Label::from_le_bytes));
        rows.chain(std::iter::repeat_n([0; N], missing))
    }

    fn and_batch(&mut self, x: &[Label], y: &[Label], out: &mut Vec<Label>) {
        let mut hashes = Zeroizing::new([0; MOST]);
        for (hashes, (x, y)) in hashes.chunks_exact_mut(2).zip(x.iter().zip(y)) {
            hashes.copy_from_slice(&[*x, *y]);
        }
        let hashes = &mut hashes[..2 * x.len()];
        self.hash.apply(hashes, self.tweak, 1);
        self.tweak += 2 * x.len() as u64;
        let rows = self.rows(x.len());
        let hashes = hashes.as_chunks::<2>().0.iter();
        for (([hx, hy], [first, second]), (x, y)) in hashes.zip(rows).zip(x.iter().zip(y)) {
            out.push(hx ^ colour(*x) & first ^ hy ^ colour(*y) & (second ^ x));
        }
    }

    fn known_batch(&mut self, y: &[Label], out: &mut Vec<Label>) {
        let mut hashes = Zeroizing::new([0; MOST]);
        let hashes = &mut hashes[..y.len()];
        hashes.copy_from_slice(y);
        self.hash.apply(hashes, self.tweak, 1);
        self.tweak += y.len() as u64;
        let rows = self.rows(y.len());
        for ((hash, [row]), y) in hashes.iter().zip(rows).zip(y) {
            out.push(hash ^ colour(*y) & row);
        }
    }
}

impl Gates for Evaluator<'_> {
    type Wire = Label;
    type Known = ();

    fn one(&self) -> Label {
        0
    }

    fn known(&self, _bit: ()) -> Label {
        0
    }

    fn and(&mut self, x: &[Label], y: &[Label]) -> Wires<Label> {
        let mut out = Wires::new(Vec::with_capacity(x.len()));
        for (x, y) in x.chunks(BATCH).zip(y.chunks(BATCH)) {
            self.and_batch(x, y, &mut out);
        }
        out
    }

    fn and_known(&mut self, _known: &[()], y: &[Label]) -> Wires<Label> {
        let mut out = Wires::new(Vec::with_capacity(y.len()));
        for y in y.chunks(BATCH) {
            self.known_batch(y, &mut out);
        }
        out
    }
}

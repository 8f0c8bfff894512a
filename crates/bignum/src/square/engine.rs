//! What the arithmetic modulo n² asks of the machine: a few Montgomery products over blocks of residues.

use zeroize::{DefaultIsZeroes, Zeroizing};

use crate::Uint;

/// Arithmetic on *blocks*: [`LANES`](Self::LANES) integers side by side, each in limbs of
/// [`RADIX_BITS`](Self::RADIX_BITS) bits, least significant first.
///
/// With `R = 2^(RADIX_BITS·s)` for blocks of `s` limbs and a modulus n, every product below takes operands
/// that an engine gave or that are less than n (of two factors one may be anything below R if the other is
/// less than n), and gives `out` with out·R ≡ (what is reduced) + q·n modulo n² and out·R ≡ (what is
/// reduced) modulo n. An engine may leave `out` somewhat greater than n. `q`, of
/// [`quotient_limbs`](Self::quotient_limbs) limbs, is Montgomery's quotient in the engine's own form: it can
/// be handed back as `plus`, and is good for nothing else.
///
/// The time of each depends on lengths alone.
pub(crate) trait Engine: Copy + Send + Sync + 'static {
    /// One limb of every integer of a block.
    type Limb: Copy + Default + Send + Sync + DefaultIsZeroes;
    /// An odd modulus, the same in every lane, with what the reduction needs.
    type Modulus: Clone + Send + Sync;

    /// Integers in a block.
    const LANES: usize;
    /// Bits of a limb.
    const RADIX_BITS: usize;
    /// Window, in bits, of tables that serve many exponentiations of one base in constant time.
    const SHARED_WINDOW: usize;
    /// Blocks that walk through such a table together.
    const TOGETHER: usize;

    /// Limbs of a half for a modulus of `bits` bits.
    fn limbs(bits: usize) -> usize;
    /// Limbs of a quotient, where a half has `limbs`.
    fn quotient_limbs(limbs: usize) -> usize;

    /// The odd modulus `n` in blocks of `limbs` limbs.
    fn modulus(self, n: &Uint, limbs: usize) -> Self::Modulus;

    /// Limb `index` of `lane`, in the block's radix.
    fn word(block: &[Self::Limb], index: usize, lane: usize) -> u64;
    /// Sets limb `index` of `lane`.
    fn set_word(block: &mut [Self::Limb], index: usize, lane: usize, word: u64);

    /// `out = (x·y + q·n) / R`.
    fn product(
        self,
        out: &mut [Self::Limb],
        q: &mut [Self::Limb],
        x: &[Self::Limb],
        y: &[Self::Limb],
        modulus: &Self::Modulus,
    );
    /// `out = (x² + q·n) / R`.
    fn square(
        self,
        out: &mut [Self::Limb],
        q: &mut [Self::Limb],
        x: &[Self::Limb],
        modulus: &Self::Modulus,
    );
    /// `out = (x·y + plus + q·n) / R`.
    fn product_plus(
        self,
        out: &mut [Self::Limb],
        q: &mut [Self::Limb],
        factors: [&[Self::Limb]; 2],
        plus: &[Self::Limb],
        modulus: &Self::Modulus,
    );
    /// `out = (2·x·y + plus + q·n) / R`.
    fn double_product_plus(
        self,
        out: &mut [Self::Limb],
        q: &mut [Self::Limb],
        factors: [&[Self::Limb]; 2],
        plus: &[Self::Limb],
        modulus: &Self::Modulus,
    );
    /// `out = (x₁·y₁ + x₂·y₂ + plus + q·n) / R`.
    fn two_products_plus(
        self,
        out: &mut [Self::Limb],
        q: &mut [Self::Limb],
        factors: [&[Self::Limb]; 4],
        plus: &[Self::Limb],
        modulus: &Self::Modulus,
    );
    /// `out = (x + plus + q·n) / R`.
    fn reduction_plus(
        self,
        out: &mut [Self::Limb],
        q: &mut [Self::Limb],
        x: &[Self::Limb],
        plus: &[Self::Limb],
        modulus: &Self::Modulus,
    );

    /// `sum += x` modulo n; carries may wait for [`carry`](Self::carry) through [`MOST_SUMS`] such sums.
    fn accumulate(self, sum: &mut [Self::Limb], x: &[Self::Limb], modulus: &Self::Modulus);
    /// Brings every limb of a sum back into its radix, so that it can be a factor.
    fn carry(self, sum: &mut [Self::Limb]);

    /// `sum += x` for pairs a − b·n.
    fn add_pair(self, sum: &mut [Self::Limb], x: &[Self::Limb], modulus: &Self::Modulus);

    /// In each lane the block of `table`, one block after the other, that the lane's `digit` names; all are read.
    fn select(self, out: &mut [Self::Limb], table: &[Self::Limb], digit: &Self::Limb);
    /// For each of `digits`, in each lane, the entry of a table that all lanes share; all are read.
    ///
    /// The table lies limb by limb: `entries` words for limb 0, then for limb 1, and so on, packed into limbs.
    fn lookup(
        self,
        outs: &mut [Self::Limb],
        limbs: usize,
        table: &[Self::Limb],
        entries: usize,
        digits: &[Self::Limb],
    );

    /// Asks for memory that will be read soon, where that helps.
    fn prefetch(self, _soon: &[Self::Limb]) {}

    /// A block of `limbs` limbs with these integers, at most [`LANES`](Self::LANES), in its lanes; zero in the rest.
    ///
    /// # Panics
    /// If one does not fit.
    fn pack<'a>(values: impl IntoIterator<Item = &'a Uint>, limbs: usize) -> Block<Self> {
        let mut block = Zeroizing::new(vec![Self::Limb::default(); limbs]);
        for (lane, value) in values.into_iter().enumerate() {
            assert!(lane < Self::LANES, "a block has no such lane");
            for index in 0..limbs {
                let word = bits_at(value.limbs(), index * Self::RADIX_BITS, Self::RADIX_BITS);
                Self::set_word(&mut block, index, lane, word);
            }
            let room = limbs * Self::RADIX_BITS;
            assert!(fits(value, room), "an integer does not fit its block");
        }
        block
    }

    /// A block with `value` in every lane.
    fn splat(value: &Uint, limbs: usize) -> Block<Self> {
        Self::pack(std::iter::repeat_n(value, Self::LANES), limbs)
    }

    /// The integer in one lane of a block whose limbs are in their radix.
    fn unpack(block: &[Self::Limb], lane: usize) -> Uint {
        let mut value = Uint::zero((block.len() * Self::RADIX_BITS).div_ceil(64));
        let limbs = value.limbs_mut();
        for index in 0..block.len() {
            let word = Self::word(block, index, lane);
            let (at, shift) = (index * Self::RADIX_BITS / 64, index * Self::RADIX_BITS % 64);
            limbs[at] |= word << shift;
            if shift + Self::RADIX_BITS > 64 {
                limbs[at + 1] |= word >> (64 - shift);
            }
        }
        value
    }

    /// A digit for each lane.
    fn digits(of: impl Iterator<Item = u64>) -> Self::Limb {
        let mut digits = [Self::Limb::default()];
        for (lane, digit) in of.enumerate() {
            Self::set_word(&mut digits, 0, lane, digit);
        }
        digits[0]
    }
}

/// Limbs of a block, wiped when dropped: of a secret modulus all that is computed is secret, the quotients too.
pub(crate) type Block<E> = Zeroizing<Vec<<E as Engine>::Limb>>;

/// `count` bits, at most 64, from bit `at` on; zeros beyond the end.
pub(crate) fn bits_at(limbs: &[u64], at: usize, count: usize) -> u64 {
    let (index, shift) = (at / 64, at % 64);
    let low = limbs.get(index).map_or(0, |limb| limb >> shift);
    let high = match shift {
        0 => 0,
        _ => limbs.get(index + 1).map_or(0, |limb| limb << (64 - shift)),
    };
    (low | high) & (u64::MAX >> (64 - count))
}

/// Whether the value is less than 2^`bits`; tells nothing else of it.
pub(crate) fn fits(value: &Uint, bits: usize) -> bool {
    let rest = (bits..64 * value.width()).step_by(64);
    rest.fold(0, |above, at| above | bits_at(value.limbs(), at, 64)) == 0
}

/// How many sums may wait for their carries.
pub(crate) const MOST_SUMS: usize = 1 << 11;

//! Eight Montgomery products side by side with AVX-512 IFMA, in radix 2^52.
//!
//! A block holds eight integers of `s` limbs each, limb by limb: vector `i` carries limb `i` of all
//! eight. `VPMADD52LUQ` and `VPMADD52HUQ` add the low and the high half of a 52 by 52 bit product to a
//! 64-bit lane, which leaves twelve bits for carries that are put off to the end of a column.
//!
//! Products are formed in tiles of 5 by 5 limbs along the diagonals (product scanning): a tile loads ten
//! vectors for fifty multiplications and keeps its eighteen column sums in registers over the whole
//! diagonal, low halves apart from high halves so that no chain of additions is longer than the
//! multiplier's latency allows. Montgomery's quotient digits (Montgomery 1985) are found one diagonal at
//! a time; while that serial part waits, the processor already multiplies for the next diagonal.
#![expect(
    unsafe_code,
    reason = "vector loads and stores take pointers, and the instructions exist only where they were detected"
)]
#![expect(
    clippy::needless_range_loop,
    reason = "columns are what counts here, and an index names them in several arrays at once"
)]

use std::arch::x86_64::{
    __m512i, __mmask8, _MM_HINT_T1, _mm_prefetch, _mm512_add_epi64, _mm512_and_si512,
    _mm512_cmpeq_epi64_mask, _mm512_load_si512, _mm512_madd52hi_epu64, _mm512_madd52lo_epu64,
    _mm512_mask_mov_epi64, _mm512_maskz_mov_epi64, _mm512_permutex2var_epi64, _mm512_set1_epi64,
    _mm512_setzero_si512, _mm512_srli_epi64, _mm512_store_si512, _mm512_ternarylogic_epi64,
};

use zeroize::{DefaultIsZeroes, Zeroizing};

/// One limb, or one digit, of each of eight integers.
#[repr(C, align(64))]
#[derive(Clone, Copy, Default)]
pub(crate) struct Lanes(pub(crate) [u64; 8]);

impl DefaultIsZeroes for Lanes {}

/// Limbs in a tile's side; every length below is a multiple of it.
pub(crate) const TILE: usize = 5;

/// Bits in a limb.
pub(crate) const RADIX_BITS: usize = 52;

/// The most limbs an operand may have: a column collects at most six summands a limb, and a lane holds
/// 2^12 summands of 52 bits.
pub(crate) const MAX_LIMBS: usize = 600;

/// Entries that one permutation chooses from; tables for [`Ifma::lookup`] have a multiple of it.
pub(crate) const GROUP: usize = 16;

/// Blocks that share one scan of a table in [`Ifma::lookup`].
pub(crate) const SHARED: usize = 4;

/// Eight odd moduli and, for each, −n^-1 modulo 2^52.
#[derive(Clone)]
pub(crate) struct Moduli {
    pub(crate) n: Zeroizing<Vec<Lanes>>,
    pub(crate) n0_inverse: Zeroizing<Lanes>,
}

/// The proof that this processor has the instructions.
#[derive(Clone, Copy)]
pub(crate) struct Ifma(());

impl Ifma {
    /// The kernels, where the processor has AVX-512 F and IFMA.
    pub(crate) fn detect() -> Option<Self> {
        let there = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512ifma");
        there.then_some(Self(()))
    }

    /// `out = (x·y + q·n) / 2^(52·s)`, with the quotient digits left in `q`.
    pub(crate) fn product(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        x: &[Lanes],
        y: &[Lanes],
        moduli: &Moduli,
    ) {
        self.reduce::<PRODUCT, false>(out, q, [x, y, x, y], x, moduli);
    }

    /// `out = (x² + q·n) / 2^(52·s)`, with the quotient digits left in `q`.
    pub(crate) fn square(self, out: &mut [Lanes], q: &mut [Lanes], x: &[Lanes], moduli: &Moduli) {
        self.reduce::<SQUARE, false>(out, q, [x, x, x, x], x, moduli);
    }

    /// `out = (x·y + plus + q·n) / 2^(52·s)`.
    pub(crate) fn product_plus(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        [x, y]: [&[Lanes]; 2],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        self.reduce::<PRODUCT, true>(out, q, [x, y, x, y], plus, moduli);
    }

    /// `out = (2·x·y + plus + q·n) / 2^(52·s)`.
    pub(crate) fn double_product_plus(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        [x, y]: [&[Lanes]; 2],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        self.reduce::<DOUBLED, true>(out, q, [x, y, x, y], plus, moduli);
    }

    /// `out = (x₁·y₁ + x₂·y₂ + plus + q·n) / 2^(52·s)`.
    pub(crate) fn two_products_plus(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        factors: [&[Lanes]; 4],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        self.reduce::<TWO_PRODUCTS, true>(out, q, factors, plus, moduli);
    }

    /// `out = (x + q·n) / 2^(52·s)` for a single-length `x`.
    pub(crate) fn reduction(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        x: &[Lanes],
        moduli: &Moduli,
    ) {
        self.reduce::<NOTHING, true>(out, q, [x, x, x, x], x, moduli);
    }

    /// The entry of `table` that each lane's digit names, for up to [`SHARED`] blocks in one scan.
    ///
    /// The table lies limb by limb: `entries` words for limb 0, then for limb 1, and so on; block `i` of
    /// `outs` and `digits` belong together. Every entry is read whatever the digits are.
    pub(crate) fn lookup(
        self,
        outs: &mut [Lanes],
        limbs: usize,
        table: &[Lanes],
        entries: usize,
        digits: &[Lanes],
    ) {
        assert!(
            entries.is_multiple_of(GROUP) && entries / GROUP <= MAX_GROUPS,
            "a table comes in groups"
        );
        assert_eq!(table.len() * 8, limbs * entries);
        assert_eq!(outs.len(), limbs * digits.len());
        let groups = entries / GROUP;
        for (outs, digits) in outs.chunks_mut(limbs * SHARED).zip(digits.chunks(SHARED)) {
            // SAFETY: `self` proves the instructions; the lengths were checked above, `table` has 2·groups
            // vectors a limb, and `outs` has `limbs` vectors for each digit of this chunk.
            unsafe {
                match digits.len() {
                    1 => lookup::<1>(outs, limbs, table, groups, digits),
                    2 => lookup::<2>(outs, limbs, table, groups, digits),
                    3 => lookup::<3>(outs, limbs, table, groups, digits),
                    _ => lookup::<SHARED>(outs, limbs, table, groups, digits),
                }
            }
        }
    }

    /// Lane by lane, the entry of `table` (one block after the other, as long as `out`) that `digit` names.
    ///
    /// Every entry is read whatever the digits are.
    pub(crate) fn select(self, out: &mut [Lanes], table: &[Lanes], digit: &Lanes) {
        let entries = table.len() / out.len();
        assert!(entries <= MAX_SELECT && entries * out.len() == table.len());
        // SAFETY: `self` proves the instructions; `table` holds `entries` blocks as long as `out`.
        unsafe { select(out, table, entries, digit) }
    }

    /// Asks for memory that will be read soon.
    pub(crate) fn prefetch(self, soon: &[Lanes]) {
        for line in soon {
            // SAFETY: a prefetch reads nothing, and the address is that of a reference.
            unsafe { _mm_prefetch::<_MM_HINT_T1>((&raw const *line).cast()) }
        }
    }

    /// `sum += x`, limb by limb; carries stay where they are.
    pub(crate) fn accumulate(self, sum: &mut [Lanes], x: &[Lanes]) {
        // SAFETY: `self` proves the instructions.
        unsafe { accumulate(sum, x) }
    }

    fn reduce<const KIND: u8, const PLUS: bool>(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        factors: [&[Lanes]; 4],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        let s = moduli.n.len();
        assert!(
            s > 0 && s.is_multiple_of(TILE) && s <= MAX_LIMBS,
            "an operand fits the kernel"
        );
        let lengths = factors.map(<[Lanes]>::len);
        assert_eq!([out.len(), q.len(), plus.len()], [s; 3]);
        assert_eq!(lengths, [s; 4]);
        let factors = factors.map(<[Lanes]>::as_ptr);
        // SAFETY: `self` proves the instructions, every slice has `s` vectors, `s` is a positive multiple of the
        // tile, and `Lanes` is aligned as the loads want it.
        unsafe {
            montgomery::<KIND, PLUS>(
                out.as_mut_ptr(),
                q.as_mut_ptr(),
                factors,
                plus.as_ptr(),
                moduli,
            );
        }
    }
}

/// What [`montgomery`] forms before it reduces.
const NOTHING: u8 = 0;
const PRODUCT: u8 = 1;
const TWO_PRODUCTS: u8 = 2;
const SQUARE: u8 = 3;
const DOUBLED: u8 = 4;

/// For windows of seven bits. The masks of every group lie on the stack while a table is read.
const MAX_GROUPS: usize = 8;
const MAX_SELECT: usize = 64;

/// The sums of one diagonal: `low[c]` collects low halves of column `c`, `high[c]` high halves, which
/// belong to column `c + 1`.
struct Columns {
    low: [__m512i; 2 * TILE - 1],
    high: [__m512i; 2 * TILE - 1],
}

/// Montgomery's reduction of what `KIND` says, all lanes at once; see the module.
///
/// # Safety
/// The processor has AVX-512 F and IFMA; every pointer is aligned and good for as many vectors as
/// `moduli.n` has, a positive multiple of [`TILE`]; `out` and `q` overlap nothing.
#[target_feature(enable = "avx512f,avx512ifma")]
unsafe fn montgomery<const KIND: u8, const PLUS: bool>(
    out: *mut Lanes,
    q: *mut Lanes,
    factors: [*const Lanes; 4],
    plus: *const Lanes,
    moduli: &Moduli,
) {
    let zero = _mm512_setzero_si512();
    let mask = _mm512_set1_epi64((1 << RADIX_BITS) - 1);
    let tiles = moduli.n.len() / TILE;
    let n = moduli.n.as_ptr();
    // SAFETY: as the caller promises; every index below is less than `tiles · TILE`.
    unsafe {
        let n0_inverse = load(&raw const *moduli.n0_inverse);
        let n_first = [0, 1, 2, 3, 4].map(|limb| load(n.add(limb)));
        let mut pending = [zero; TILE];
        let mut carry = zero;
        for k in 0..2 * tiles {
            let first = k.saturating_sub(tiles - 1);
            let mut columns = Columns::zero();
            products::<KIND>(&mut columns, factors, first, k);
            for i in first..k.min(tiles) {
                tile(&mut columns, q.add(TILE * i), n.add(TILE * (k - i)));
            }
            if k < tiles {
                for c in 0..TILE {
                    let mut column = _mm512_add_epi64(columns.column(c), pending[c]);
                    if PLUS {
                        column = _mm512_add_epi64(column, load(plus.add(TILE * k + c)));
                    }
                    column = _mm512_add_epi64(column, carry);
                    let digit = _mm512_madd52lo_epu64(zero, column, n0_inverse);
                    store(q.add(TILE * k + c), digit);
                    let column = _mm512_madd52lo_epu64(column, digit, n_first[0]);
                    carry = _mm512_srli_epi64::<52>(column);
                    for i in 1..TILE {
                        let low = &mut columns.low[c + i];
                        *low = _mm512_madd52lo_epu64(*low, digit, n_first[i]);
                    }
                    for i in 0..TILE {
                        let high = &mut columns.high[c + i];
                        *high = _mm512_madd52hi_epu64(*high, digit, n_first[i]);
                    }
                }
            } else {
                for c in 0..TILE {
                    let column = _mm512_add_epi64(columns.column(c), pending[c]);
                    let column = _mm512_add_epi64(column, carry);
                    let limb = _mm512_and_si512(column, mask);
                    store(out.add(TILE * (k - tiles) + c), limb);
                    carry = _mm512_srli_epi64::<52>(column);
                }
            }
            pending = columns.upper();
        }
    }
}

/// Adds the tiles `(i, k − i)`, `first ≤ i ≤ k − first`, of what `KIND` says.
///
/// # Safety
/// As for [`montgomery`]; `k − first` is less than the number of tiles.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
unsafe fn products<const KIND: u8>(
    columns: &mut Columns,
    [x1, y1, x2, y2]: [*const Lanes; 4],
    first: usize,
    k: usize,
) {
    // SAFETY: as the caller promises.
    unsafe {
        match KIND {
            PRODUCT | TWO_PRODUCTS | DOUBLED => {
                for i in first..=k - first {
                    tile(columns, x1.add(TILE * i), y1.add(TILE * (k - i)));
                }
                if KIND == TWO_PRODUCTS {
                    for i in first..=k - first {
                        tile(columns, x2.add(TILE * i), y2.add(TILE * (k - i)));
                    }
                }
                if KIND == DOUBLED {
                    columns.double();
                }
            }
            SQUARE => {
                for i in first..k.div_ceil(2) {
                    tile(columns, x1.add(TILE * i), x1.add(TILE * (k - i)));
                }
                columns.double();
                if k.is_multiple_of(2) && k / 2 >= first {
                    tile(columns, x1.add(TILE * (k / 2)), x1.add(TILE * (k / 2)));
                }
            }
            _ => {}
        }
    }
}

/// `columns += x·y` for five limbs of each.
///
/// # Safety
/// As for [`montgomery`]; both pointers are good for five vectors.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
unsafe fn tile(columns: &mut Columns, x: *const Lanes, y: *const Lanes) {
    // SAFETY: as the caller promises.
    unsafe {
        let a = [
            load(x),
            load(x.add(1)),
            load(x.add(2)),
            load(x.add(3)),
            load(x.add(4)),
        ];
        for j in 0..TILE {
            let b = load(y.add(j));
            for i in 0..TILE {
                columns.low[i + j] = _mm512_madd52lo_epu64(columns.low[i + j], a[i], b);
            }
            for i in 0..TILE {
                columns.high[i + j] = _mm512_madd52hi_epu64(columns.high[i + j], a[i], b);
            }
        }
    }
}

impl Columns {
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn zero() -> Self {
        Self {
            low: [_mm512_setzero_si512(); 2 * TILE - 1],
            high: [_mm512_setzero_si512(); 2 * TILE - 1],
        }
    }

    /// Column `c` of the tile, below [`TILE`].
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn column(&self, c: usize) -> __m512i {
        match c {
            0 => self.low[0],
            _ => _mm512_add_epi64(self.low[c], self.high[c - 1]),
        }
    }

    /// The columns that belong to the next diagonal.
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn upper(&self) -> [__m512i; TILE] {
        let mut upper = [self.high[2 * TILE - 2]; TILE];
        for c in 0..TILE - 1 {
            upper[c] = _mm512_add_epi64(self.low[TILE + c], self.high[TILE + c - 1]);
        }
        upper
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn double(&mut self) {
        for c in 0..2 * TILE - 1 {
            self.low[c] = _mm512_add_epi64(self.low[c], self.low[c]);
            self.high[c] = _mm512_add_epi64(self.high[c], self.high[c]);
        }
    }
}

/// # Safety
/// The processor has AVX-512 F; `outs` has `limbs` vectors for each of the `B` digits, `table` 2·`groups`
/// vectors for each limb, and `groups` is at most [`MAX_GROUPS`].
#[target_feature(enable = "avx512f,avx512ifma")]
unsafe fn lookup<const B: usize>(
    outs: &mut [Lanes],
    limbs: usize,
    table: &[Lanes],
    groups: usize,
    digits: &[Lanes],
) {
    let zero = _mm512_setzero_si512();
    let mut index = [zero; B];
    // All ones in the lanes whose digit lies in the group. Vectors, as masks would have to go through the
    // port that permutes.
    let mut chosen = [[zero; B]; MAX_GROUPS];
    // SAFETY: as the caller promises; `digits` has `B` elements.
    unsafe {
        for b in 0..B {
            index[b] = load(&raw const digits[b]);
            let group = _mm512_srli_epi64::<4>(index[b]);
            for (g, chosen) in chosen.iter_mut().enumerate().take(groups) {
                let here = _mm512_cmpeq_epi64_mask(group, _mm512_set1_epi64(g as i64));
                chosen[b] = _mm512_maskz_mov_epi64(here, _mm512_set1_epi64(-1));
            }
        }
        let out = outs.as_mut_ptr();
        let mut entry = table.as_ptr();
        for limb in 0..limbs {
            let mut found = [zero; B];
            for chosen in chosen.iter().take(groups) {
                let (low, high) = (load(entry), load(entry.add(1)));
                entry = entry.add(2);
                for b in 0..B {
                    let lanes = _mm512_permutex2var_epi64(low, index[b], high);
                    // found | (lanes & chosen)
                    found[b] = _mm512_ternarylogic_epi64::<0xf8>(found[b], lanes, chosen[b]);
                }
            }
            for (b, &found) in found.iter().enumerate() {
                store(out.add(b * limbs + limb), found);
            }
        }
    }
}

/// # Safety
/// The processor has AVX-512 F; `table` has `entries` blocks as long as `out`, at most [`MAX_SELECT`].
#[target_feature(enable = "avx512f,avx512ifma")]
unsafe fn select(out: &mut [Lanes], table: &[Lanes], entries: usize, digit: &Lanes) {
    let limbs = out.len();
    let mut chosen: [__mmask8; MAX_SELECT] = [0; MAX_SELECT];
    // SAFETY: as the caller promises.
    unsafe {
        let digit = load(digit);
        for (e, chosen) in chosen.iter_mut().enumerate().take(entries) {
            *chosen = _mm512_cmpeq_epi64_mask(digit, _mm512_set1_epi64(e as i64));
        }
        for limb in 0..limbs {
            let mut found = _mm512_setzero_si512();
            for (e, &chosen) in chosen.iter().enumerate().take(entries) {
                let entry = load(table.as_ptr().add(e * limbs + limb));
                found = _mm512_mask_mov_epi64(found, chosen, entry);
            }
            store(out.as_mut_ptr().add(limb), found);
        }
    }
}

/// Vectorised by the compiler.
#[target_feature(enable = "avx512f")]
fn accumulate(sum: &mut [Lanes], x: &[Lanes]) {
    for (sum, x) in sum.iter_mut().zip(x) {
        for (sum, x) in sum.0.iter_mut().zip(&x.0) {
            *sum += x;
        }
    }
}

/// # Safety
/// The processor has AVX-512 F; `at` is good for one aligned vector.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn load(at: *const Lanes) -> __m512i {
    // SAFETY: as the caller promises.
    unsafe { _mm512_load_si512(at.cast()) }
}

/// # Safety
/// The processor has AVX-512 F; `at` is good for one aligned vector.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn store(at: *mut Lanes, value: __m512i) {
    // SAFETY: as the caller promises.
    unsafe { _mm512_store_si512(at.cast(), value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Uint;
    use crate::square::eight::{Eight, negative_inverse};
    use crate::square::engine::Engine as _;

    /// 2^`bits` − 1 − `less`.
    fn nearly(bits: usize, less: u64) -> Uint {
        let power = Uint::one(1).shl_vartime(bits);
        power.wrapping_sub(&Uint::from_u64(less + 1))
    }

    /// All columns as full as they get: the longest operands, all limbs but the last all ones.
    #[test]
    fn no_column_overflows_at_the_greatest_length() {
        let Some(ifma) = Ifma::detect() else { return };
        let bits = RADIX_BITS * MAX_LIMBS;
        let n = nearly(bits - 16, 2);
        let moduli = Moduli {
            n: Eight::splat(&n, MAX_LIMBS),
            n0_inverse: Zeroizing::new(Lanes([negative_inverse(&n); 8])),
        };
        let (x, y, plus) = (nearly(bits - 8, 0), nearly(bits - 16, 0), nearly(bits, 0));
        let [a, b, c] = [&x, &y, &plus].map(|value| Eight::splat(value, MAX_LIMBS));
        let mut out = vec![Lanes::default(); MAX_LIMBS];
        let mut q = out.clone();
        let twice = x.mul(&y).shl_vartime(1).add(&plus);
        // out·R = what was reduced + q·n
        let check = |out: &[Lanes], q: &[Lanes], sum: &Uint| {
            for lane in 0..8 {
                let left = Eight::unpack(out, lane).shl_vartime(bits);
                assert_eq!(left, Eight::unpack(q, lane).mul(&n).add(sum));
            }
        };
        ifma.two_products_plus(&mut out, &mut q, [&a, &b, &b, &a], &c, &moduli);
        check(&out, &q, &twice);
        ifma.double_product_plus(&mut out, &mut q, [&a, &b], &c, &moduli);
        check(&out, &q, &twice);
        ifma.square(&mut out, &mut q, &b, &moduli);
        check(&out, &q, &y.square());
    }
}

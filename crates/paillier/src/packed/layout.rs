//! How slots lie in a plaintext, and what is known of their contents.

use bignum::Uint;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::codec::{Reader, Writer};
use crate::encoding::check_exponent;
use crate::error::{Error, FormatFault};
use crate::exact::Exact;
use crate::fixed::{Base, FixedPoint};
use crate::integer::Integer;
use crate::key::PublicKey;

/// How roomy slots are made: for how many additions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packing {
    additions: u64,
    mask_bits: u32,
}

impl Packing {
    /// Slots that hold the sum of this many ciphertexts, at least one: ⌈log₂ additions⌉ guard bits. The sum of a column
    /// adds as many ciphertexts as it has, one for each [`slots`](Self::slots) rows.
    #[must_use]
    pub fn for_additions(additions: u64) -> Self {
        Self {
            additions: additions.max(1),
            mask_bits: 0,
        }
    }

    /// The same slots with room to hide them when their sum is opened: see [`PackedSum::hide_slots`]. Each slot's sum
    /// can then be told from another by whoever opens it with an advantage of at most 2^−`bits`; 40 at least.
    ///
    /// [`PackedSum::hide_slots`]: crate::PackedSum::hide_slots
    #[must_use]
    pub fn with_mask_bits(self, bits: u32) -> Self {
        Self {
            mask_bits: bits,
            ..self
        }
    }

    /// How many numbers of such a scale a ciphertext of such a key holds.
    ///
    /// # Errors
    /// [`Error::PlaintextSpaceExhausted`] if it is none.
    pub fn slots(self, key: &PublicKey, scale: FixedPoint) -> Result<usize, Error> {
        Layout::new(key, scale, self).map(|layout| layout.slots())
    }
}

impl Default for Packing {
    /// For a million additions.
    fn default() -> Self {
        Self::for_additions(1 << 20)
    }
}

/// The slots of a column: content = number + offset, at most `most`, which fits into the slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Layout {
    base: Base,
    exponent: i32,
    slot_bits: u32,
    slots: usize,
    offset: u128,
    most: u128,
}

impl Layout {
    pub(super) fn new(key: &PublicKey, scale: FixedPoint, packing: Packing) -> Result<Self, Error> {
        let guard = u64::BITS - (packing.additions - 1).leading_zeros();
        let value_bits = scale.magnitude_bits().saturating_add(1);
        let mut slot_bits = value_bits.saturating_add(guard);
        if packing.mask_bits > 0 {
            slot_bits = slot_bits.saturating_add(packing.mask_bits);
            // A bit for the carry, and one for each doubling of the slots.
            slot_bits = slot_bits.saturating_add(1 + ceil_log2(key.bits() / slot_bits as usize));
        }
        if slot_bits > MOST_SLOT_BITS {
            return Err(Error::PlaintextSpaceExhausted {
                needed: slot_bits,
                available: MOST_SLOT_BITS,
            });
        }
        let layout = Self {
            base: scale.base(),
            exponent: scale.exponent(),
            slot_bits,
            slots: (key.bits() - 1) / slot_bits as usize,
            offset: 1 << scale.magnitude_bits(),
            most: (1 << value_bits) - 1,
        };
        layout.checked()
    }

    pub(super) fn slots(&self) -> usize {
        self.slots
    }

    pub(super) fn base(&self) -> Base {
        self.base
    }

    pub(super) fn exponent(&self) -> i32 {
        self.exponent
    }

    pub(super) fn offset(&self) -> u128 {
        self.offset
    }

    pub(super) fn most(&self) -> u128 {
        self.most
    }

    /// The content of a slot that holds a significand within the scale's bound.
    pub(super) fn content(&self, significand: &Integer) -> u128 {
        let significand = significand.to_i128().expect("the bound is below 2^120");
        self.offset.wrapping_add_signed(significand)
    }

    /// The number in a slot.
    pub(super) fn number(&self, content: u128) -> Exact {
        let significand = Integer::from(content).sub(&Integer::from(self.offset));
        Exact::new(significand, self.base, self.exponent)
    }

    /// The sum over all slots of what they hold beyond their offset.
    pub(super) fn total(&self, contents: &[u128]) -> Integer {
        let slots = Integer::from(contents.len() as u128);
        let sum = contents.iter().fold(Integer::default(), |sum, &content| {
            sum.add(&Integer::from(content))
        });
        sum.sub(&slots.mul(&Integer::from(self.offset)))
    }

    /// Σ contentⱼ · 2^(w·j)
    pub(super) fn join(&self, key: &PublicKey, contents: &[u128]) -> Uint {
        let mut limbs = vec![0; key.n().width()];
        for (slot, &content) in contents.iter().enumerate() {
            let at = slot * self.slot_bits as usize;
            let (limb, shift) = (at / 64, at % 64);
            put(&mut limbs, limb, shift, content);
        }
        Uint::from_limbs(limbs)
    }

    /// The same content in every slot.
    pub(super) fn in_every_slot(&self, key: &PublicKey, content: u128) -> Uint {
        self.join(key, &vec![content; self.slots])
    }

    /// The contents of all slots.
    ///
    /// # Errors
    /// [`Error::Overflow`] if one is larger than it can be, or something stands above the last slot.
    pub(super) fn contents(&self, plaintext: &Uint) -> Result<Zeroizing<Vec<u128>>, Error> {
        let width = self.slot_bits as usize;
        let content = |slot: usize| take(plaintext.limbs(), slot * width) & ((1 << width) - 1);
        let contents: Zeroizing<Vec<_>> = Zeroizing::new((0..self.slots).map(content).collect());
        let within = plaintext.bits_vartime() <= self.slots * width
            && contents.iter().all(|&content| content <= self.most);
        match within {
            true => Ok(contents),
            false => Err(Error::Overflow),
        }
    }

    /// After adding another column of the same slots.
    pub(super) fn plus(&self, other: &Self) -> Result<Self, Error> {
        self.matches(other)?;
        let layout = Self {
            offset: self.offset + other.offset,
            most: self.most + other.most,
            ..*self
        };
        layout.checked()
    }

    /// After subtracting another column of the same slots and adding its most to each slot.
    pub(super) fn minus(&self, other: &Self) -> Result<Self, Error> {
        self.matches(other)?;
        let layout = Self {
            offset: self.offset + (other.most - other.offset),
            most: self.most + other.most,
            ..*self
        };
        layout.checked()
    }

    /// After adding this many contents of this kind.
    pub(super) fn repeated(&self, count: usize) -> Result<Self, Error> {
        self.multiplied(count as u128, self.offset)
    }

    /// Contents that hide those of every slot but give their sum away, and the layout after adding them: every mask but the
    /// last is uniform below 2^m, and all together make S·2^m. m is as large as slots allow.
    ///
    /// # Errors
    /// [`Error::PlaintextSpaceExhausted`] if 2^m is not at least 2^40 times as much as a slot can hold.
    pub(super) fn make_masks(
        &self,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Zeroizing<Vec<u128>>), Error> {
        let held = u128::BITS - self.most.leading_zeros();
        let bits = self.slot_bits.saturating_sub(1 + ceil_log2(self.slots));
        if bits < held + LEAST_MASK_BITS {
            return Err(Error::PlaintextSpaceExhausted {
                needed: held + LEAST_MASK_BITS + 1 + ceil_log2(self.slots),
                available: self.slot_bits,
            });
        }
        let range = 1_u128 << bits;
        let total = range * self.slots as u128;
        let draw = |_| {
            let word = u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
            word & (range - 1)
        };
        let mut masks = Zeroizing::new(Vec::with_capacity(self.slots));
        masks.extend((1..self.slots).map(draw));
        let last = total - masks.iter().sum::<u128>();
        masks.push(last);
        let layout = Self {
            offset: self.offset + range,
            most: self.most + total,
            ..*self
        };
        Ok((layout.checked()?, masks))
    }

    /// After multiplying with a factor · base^`exponent`; for a negative one, with its magnitude, and subtracting from the
    /// most.
    pub(super) fn times(&self, factor: i128, exponent: i32) -> Result<Self, Error> {
        let offset = match factor < 0 {
            true => self.most - self.offset,
            false => self.offset,
        };
        let exponent = check_exponent(i64::from(self.exponent) + i64::from(exponent))?;
        let layout = self.multiplied(factor.unsigned_abs(), offset)?;
        Ok(Self { exponent, ..layout })
    }

    fn multiplied(&self, factor: u128, offset: u128) -> Result<Self, Error> {
        let most = self.most.checked_mul(factor);
        let layout = Self {
            most: most.ok_or_else(|| self.exhausted())?,
            // Not above the most.
            offset: offset * factor,
            ..*self
        };
        layout.checked()
    }

    pub(super) fn exhausted(&self) -> Error {
        Error::PlaintextSpaceExhausted {
            needed: self.slot_bits + 1,
            available: self.slot_bits,
        }
    }

    fn matches(&self, other: &Self) -> Result<(), Error> {
        let same = (self.base, self.exponent, self.slot_bits, self.slots)
            == (other.base, other.exponent, other.slot_bits, other.slots);
        match same {
            true => Ok(()),
            false => Err(Error::Mismatch("the slots or the scales")),
        }
    }

    /// That contents stay within their slots, and that there is one.
    fn checked(self) -> Result<Self, Error> {
        let needed = u128::BITS - self.most.leading_zeros();
        match needed <= self.slot_bits && self.slots > 0 {
            true => Ok(self),
            false => Err(Error::PlaintextSpaceExhausted {
                needed: needed.max(self.slot_bits),
                available: match self.slots {
                    0 => 0,
                    _ => self.slot_bits,
                },
            }),
        }
    }

    /// Base (a byte), exponent (four, signed), bits of a slot (two), offset and most (sixteen each).
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.u8(u8::try_from(self.base.value()).expect("10 or 16"));
        writer.i32(self.exponent);
        writer.u16(u16::try_from(self.slot_bits).expect("at most 120"));
        writer.u128(self.offset);
        writer.u128(self.most);
    }

    pub(super) fn read(reader: &mut Reader<'_>, key: &PublicKey) -> Result<Self, Error> {
        let bad = |name: &'static str| Error::Format(FormatFault::Field(name));
        let base = Base::parse(reader.u8()?)?;
        let exponent = reader.i32()?;
        let exponent = check_exponent(i64::from(exponent)).map_err(|_| bad("exponent"))?;
        let slot_bits = u32::from(reader.u16()?);
        let (offset, most) = (reader.u128()?, reader.u128()?);
        if !(1..=MOST_SLOT_BITS).contains(&slot_bits) || offset > most {
            return Err(bad("slots"));
        }
        let layout = Self {
            base,
            exponent,
            slot_bits,
            slots: (key.bits() - 1) / slot_bits as usize,
            offset,
            most,
        };
        layout.checked().map_err(|_| bad("slots"))
    }
}

/// Puts a number below 2^120 into zero bits from `shift` of this limb on.
#[expect(clippy::cast_possible_truncation, reason = "cut into limbs")]
fn put(limbs: &mut [u64], limb: usize, shift: usize, content: u128) {
    limbs[limb] |= (content << shift) as u64;
    let rest = content >> (64 - shift);
    for (place, part) in [rest as u64, (rest >> 64) as u64].into_iter().enumerate() {
        if part != 0 {
            limbs[limb + 1 + place] |= part;
        }
    }
}

/// The 128 bits from this one on.
fn take(limbs: &[u64], at: usize) -> u128 {
    let (limb, shift) = (at / 64, at % 64);
    let part = |place: usize| u128::from(limbs.get(limb + place).copied().unwrap_or(0));
    let low = part(0) | part(1) << 64;
    match shift {
        0 => low,
        _ => low >> shift | part(2) << (128 - shift),
    }
}

/// ⌈log₂ count⌉, and 0 for none.
fn ceil_log2(count: usize) -> u32 {
    count.max(1).next_power_of_two().trailing_zeros()
}

/// What hides with less is not called hiding.
const LEAST_MASK_BITS: u32 = 40;

/// Contents, and sums of two of them, are computed with 128 bits.
const MOST_SLOT_BITS: u32 = 120;

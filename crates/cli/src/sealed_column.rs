//! Sealed columns and their sums, one number a ciphertext or many, as files hold them.

use paillier::{
    Column, ColumnWithSquares, Error, Exact, FixedPoint, FormatFault, Moments, PackedColumn,
    PackedColumnWithSquares, PackedMoments, PackedSum, Packing, PrivateKey, Progress, PublicKey,
    Sealed, SealedMoments,
};

use sealed::statistics::if_enough;

use crate::{
    keys::{self, Key, with_key},
    table::Numbers,
};

/// A sealed column.
pub(crate) enum SealedColumn {
    Plain(Column),
    Packed(PackedColumn),
}

/// What was computed while sealed.
pub(crate) enum SealedSum {
    Plain(Sealed),
    Packed(PackedSum),
    Moments(SealedMoments),
    PackedMoments(PackedMoments),
}

/// What a sum says once it is open.
pub(crate) struct OpenSum {
    pub count: u64,
    pub sum: Exact,
    /// With the squares, if they were added too.
    pub moments: Option<Moments>,
}

/// How a column is sealed.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    /// Many numbers a ciphertext.
    pub packed: bool,
    /// Every number is below this one, which is public.
    pub below: Option<u64>,
}

impl Manner {
    /// The scale for numbers of so many decimals.
    ///
    /// # Errors
    /// The bound is too large.
    pub(crate) fn scale(self, places: u32) -> Result<FixedPoint, Error> {
        let scale = FixedPoint::decimals(places)?;
        let bits = match (self.below, self.packed) {
            (Some(below), _) => {
                let most = 10_u128
                    .checked_pow(places)
                    .and_then(|unit| unit.checked_mul(below.into()));
                let most = most.ok_or(Error::OutOfRange)?;
                u128::BITS - most.saturating_sub(1).leading_zeros()
            }
            (None, true) => PACKED_BITS,
            (None, false) => PLAIN_BITS,
        };
        Ok(scale.with_magnitude_bits(bits.max(1)))
    }
}

/// Slots for so many numbers of a scale: with room to add them all, and then to hide each slot's part of the sum.
///
/// # Errors
/// There is no such room.
fn packing(key: &PublicKey, scale: FixedPoint, rows: usize) -> Result<Packing, Error> {
    // A sum adds as many ciphertexts as a column has: fewer than rows.
    let packing = Packing::for_additions(rows.max(1) as u64);
    let mut refused = None;
    for bits in MASK_BITS {
        let hiding = packing.with_mask_bits(bits);
        match hiding.slots(key, scale) {
            Ok(_) => return Ok(hiding),
            Err(error) => refused = Some(error),
        }
    }
    Err(refused.unwrap_or(Error::OutOfRange))
}

impl SealedColumn {
    /// Seals numbers on all cores, and their squares if asked.
    ///
    /// # Errors
    /// A number does not fit.
    pub(crate) fn encrypt(
        key: &Key,
        numbers: &Numbers,
        manner: Manner,
        with_squares: bool,
        progress: Progress<'_>,
    ) -> Result<(Self, Option<Self>), Error> {
        let scale = manner.scale(numbers.places)?;
        let values = numbers.values.as_slice();
        let (public, rng) = (key.public(), &mut keys::rng());
        with_key!(key, key => match (manner.packed, with_squares) {
            (false, false) => {
                let column = Column::encrypt(key, values, scale, rng, progress)?;
                Ok((Self::Plain(column), None))
            }
            (false, true) => {
                let both = ColumnWithSquares::encrypt(key, values, scale, rng, progress)?;
                let (values, squares) = (both.values().clone(), both.squares().clone());
                Ok((Self::Plain(values), Some(Self::Plain(squares))))
            }
            (true, false) => {
                let packing = packing(public, scale, values.len())?;
                let column = PackedColumn::encrypt(key, values, scale, packing, rng, progress)?;
                Ok((Self::Packed(column), None))
            }
            (true, true) => {
                let packing = packing(public, scale.squared()?, values.len())?;
                let both = PackedColumnWithSquares::encrypt(key, values, scale, packing, rng, progress)?;
                let (values, squares) = (both.values().clone(), both.squares().clone());
                Ok((Self::Packed(values), Some(Self::Packed(squares))))
            }
        })
    }

    /// As a file holds it.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Plain(column) => column.to_bytes(),
            Self::Packed(column) => column.to_bytes(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It is no column, is damaged, or belongs to another key.
    pub(crate) fn parse(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        match PackedColumn::from_bytes(key, bytes) {
            Err(Error::Format(FormatFault::Magic)) => {
                Column::from_bytes(key, bytes).map(Self::Plain)
            }
            packed => packed.map(Self::Packed),
        }
    }

    /// How many rows there are, and how many of them are missing.
    pub(crate) fn rows(&self) -> (usize, usize) {
        let presence = match self {
            Self::Plain(column) => column.presence(),
            Self::Packed(column) => column.presence(),
        };
        (presence.rows(), presence.rows() - presence.count())
    }

    /// How many ciphertexts there are.
    pub(crate) fn ciphertexts(&self) -> usize {
        match self {
            Self::Plain(column) => column.presence().count(),
            Self::Packed(column) => column.ciphertexts(),
        }
    }

    /// How many numbers the first ciphertext holds.
    pub(crate) fn in_first(&self) -> usize {
        match self {
            Self::Plain(_) => 1,
            Self::Packed(column) => {
                let first = column.slots().min(column.rows());
                let has = |row: &usize| column.presence().has(*row);
                (0..first).filter(has).count()
            }
        }
    }

    /// The first ciphertext in decimal digits, for people to look at.
    pub(crate) fn first_ciphertext(&self) -> String {
        // The compact forms end in the ciphertexts and a checksum of 32 bytes.
        let (bytes, ciphertexts, key) = match self {
            Self::Plain(column) => match column
                .presence()
                .present()
                .next()
                .and_then(|row| column.row(row))
            {
                Some(first) => (first.to_bytes(), 1, column.key()),
                None => return String::new(),
            },
            Self::Packed(column) => (column.to_bytes(), column.ciphertexts(), column.key()),
        };
        let width = (2 * key.bits()).div_ceil(8);
        let begin = bytes.len().checked_sub(CHECKSUM + ciphertexts * width);
        let first = begin.and_then(|begin| bytes.get(begin..begin + width));
        first
            .map(|first| bignum::Uint::from_be_bytes(first).to_decimal())
            .unwrap_or_default()
    }

    /// The sum, while sealed, under new randomness; whoever opens it learns nothing but the total, also where many
    /// numbers were in a ciphertext.
    ///
    /// # Errors
    /// The plaintexts' room is not enough.
    pub(crate) fn sum(&self) -> Result<SealedSum, Error> {
        let rng = &mut keys::rng();
        Ok(match self {
            Self::Plain(column) => SealedSum::Plain(column.sum()?.rerandomize(column.key(), rng)?),
            Self::Packed(column) => SealedSum::Packed(column.sum()?.hide_slots(column.key(), rng)?),
        })
    }

    /// The sum and that of the squares, while sealed, under new randomness.
    ///
    /// # Errors
    /// The other column cannot be the squares of this one, or the plaintexts' room is not enough.
    pub(crate) fn moments(self, squares: Self) -> Result<SealedSum, Error> {
        let rng = &mut keys::rng();
        match (self, squares) {
            // Squares are larger than their numbers: the two were given in the wrong order.
            (Self::Plain(values), Self::Plain(squares))
                if squares.scale().magnitude_bits() < values.scale().magnitude_bits() =>
            {
                Err(Error::Mismatch("the column and that of its squares"))
            }
            (Self::Plain(values), Self::Plain(squares)) => {
                let both = ColumnWithSquares::from_parts(values, squares)?;
                let moments = both.moments()?.rerandomize(both.values().key(), rng)?;
                Ok(SealedSum::Moments(moments))
            }
            (Self::Packed(values), Self::Packed(squares)) => {
                let both = PackedColumnWithSquares::from_parts(values, squares)?;
                let moments = both.moments()?.hide_slots(both.values().key(), rng)?;
                Ok(SealedSum::PackedMoments(moments))
            }
            _ => Err(Error::Mismatch("the column and that of its squares")),
        }
    }

    /// Opens every number.
    ///
    /// # Errors
    /// The key is another one, or a ciphertext is none.
    pub(crate) fn open(
        &self,
        key: &PrivateKey,
        progress: Progress<'_>,
    ) -> Result<Vec<Option<Exact>>, Error> {
        match self {
            Self::Plain(column) => key.decrypt_column_exact(column, progress),
            Self::Packed(column) => key.decrypt_packed_exact(column, progress),
        }
    }
}

impl SealedSum {
    /// As a file holds it.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Plain(sum) => sum.to_bytes(),
            Self::Packed(sum) => sum.to_bytes(),
            Self::Moments(moments) => moments.to_bytes(),
            Self::PackedMoments(moments) => moments.to_bytes(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It is no sum, is damaged, or belongs to another key.
    pub(crate) fn parse(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let another = |error: &Error| matches!(error, Error::Format(FormatFault::Magic));
        match Sealed::from_bytes(key, bytes) {
            Err(error) if another(&error) => {}
            sum => return sum.map(Self::Plain),
        }
        match PackedSum::from_bytes(key, bytes) {
            Err(error) if another(&error) => {}
            sum => return sum.map(Self::Packed),
        }
        match SealedMoments::from_bytes(key, bytes) {
            Err(error) if another(&error) => {}
            moments => return moments.map(Self::Moments),
        }
        PackedMoments::from_bytes(key, bytes).map(Self::PackedMoments)
    }

    /// How many values were added.
    pub(crate) fn count(&self) -> u64 {
        match self {
            Self::Plain(sum) => sum.count(),
            Self::Packed(sum) => sum.count(),
            Self::Moments(moments) => moments.sum().count(),
            Self::PackedMoments(moments) => moments.sum().count(),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// The key is another one, or what comes out is no sum of such numbers.
    pub(crate) fn open(&self, key: &PrivateKey) -> Result<OpenSum, Error> {
        let of_sum = |sum: Exact| OpenSum {
            count: self.count(),
            sum,
            moments: None,
        };
        let of_moments = |moments: Moments| OpenSum {
            count: moments.count(),
            sum: moments.sum().clone(),
            moments: Some(moments),
        };
        match self {
            Self::Plain(sum) => key.decrypt_sealed(sum).map(of_sum),
            Self::Packed(sum) => key.decrypt_packed_sum(sum).map(of_sum),
            Self::Moments(moments) => key.decrypt_moments(moments).map(of_moments),
            Self::PackedMoments(moments) => key.decrypt_packed_moments(moments).map(of_moments),
        }
    }
}

impl OpenSum {
    /// The mean, rounded once; none of nothing.
    pub(crate) fn mean(&self) -> Option<f64> {
        let count = paillier::Integer::from(self.count);
        (self.count > 0)
            .then(|| self.sum.divided_by(&count).ok())
            .flatten()
    }

    /// The sample variance, rounded once; none without squares, or of fewer than two values.
    ///
    /// # Errors
    /// The squares that were added cannot be those of the numbers.
    pub(crate) fn variance(&self) -> Result<Option<f64>, Error> {
        let moments = self.moments.as_ref();
        let variance = moments.map(|moments| if_enough(moments.sample_variance()));
        Ok(variance.transpose()?.flatten())
    }
}

/// Bytes of the checksum at the end of a compact form.
const CHECKSUM: usize = 32;

/// Bits of the masks that hide a slot's part of a sum: the first of these for which there is room.
const MASK_BITS: [u32; 6] = [80, 72, 64, 56, 48, 40];

/// Bits of a number with a ciphertext of its own, where nothing is said of how large they are: what a table's decimals
/// can have.
const PLAIN_BITS: u32 = 127;

/// Bits of a number in a packed column, where nothing is said of how large they are.
const PACKED_BITS: u32 = 24;

//! The public key.

use std::fmt;
use std::sync::Arc;

use bignum::square::{FixedBase, Residues, SquareModulus};
use bignum::{Modulus, Uint};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::id::KeyId;
use super::size::Sizes;
use super::tables::Tables;
use super::variant::{PublicVariant, Variant};
use crate::error::{Error, KeyFault};

/// A public key: the modulus n with g = 1 + n (Paillier 1999, section 4), and how its ciphertexts are blinded.
///
/// Cloning is cheap. Two keys are equal if they have the same name, which covers n and the variant.
#[derive(Clone)]
pub struct PublicKey(Arc<Inner>);

struct Inner {
    n: Uint,
    variant: PublicVariant,
    id: KeyId,
    /// The names of the same modulus under the variants whose ciphertexts can be mixed with this one's.
    kin: Vec<KeyId>,
    max_int: Uint,
    root: Modulus,
    ring: SquareModulus,
    /// h and h⁻¹ modulo n, where the variant has them.
    base: Option<(Uint, Uint)>,
    tables: Tables,
}

impl PublicKey {
    /// The key with this modulus and the standard blinding rⁿ, for keys from elsewhere.
    ///
    /// # Errors
    /// [`Error::NotAKey`]: n is even, has a factor below 1000, or is not 2047 to 8192 bits long. That n is a
    /// product of two primes cannot be seen from it.
    pub fn from_n(n: &Uint) -> Result<Self, Error> {
        Self::from_n_of(n, Sizes::Safe)
    }

    /// As [`from_n`](Self::from_n), with the sizes that the caller allows.
    ///
    /// # Errors
    /// As [`from_n`](Self::from_n).
    pub fn from_n_of(n: &Uint, sizes: Sizes) -> Result<Self, Error> {
        Self::new(n, PublicVariant::Standard, sizes)
    }

    pub(super) fn new(n: &Uint, variant: PublicVariant, sizes: Sizes) -> Result<Self, Error> {
        let n = n.trimmed_vartime();
        if !bool::from(n.is_odd()) {
            return Err(KeyFault::Even.into());
        }
        sizes.check(n.bits_vartime())?;
        let odd = (3..1000).step_by(2);
        if let Some(factor) = odd.into_iter().find(|&small| n.rem_u64(small) == 0) {
            return Err(KeyFault::SmallFactor(factor).into());
        }
        variant.kind().check_subgroup(n.bits_vartime(), sizes)?;
        if let PublicVariant::ShortSubgroup { h, .. } = &variant
            && !(bool::from(h.ct_lt(&n)) && h.bits_vartime() > 1)
        {
            return Err(KeyFault::Subgroup.into());
        }
        let root = Modulus::new(&n).map_err(|_| KeyFault::Even)?;
        let h = match &variant {
            PublicVariant::Standard => None,
            PublicVariant::Djn => Some(derive_djn_base(&root)),
            PublicVariant::ShortSubgroup { h, .. } => Some(root.reduce(h)),
        };
        let base = match h {
            None => None,
            Some(h) => {
                let inverse = h.invert_mod_vartime(&n).ok_or(KeyFault::UnfitFactors)?;
                Some((h, inverse.resized(n.width())))
            }
        };
        let ring = SquareModulus::new(&n).map_err(|_| KeyFault::Even)?;
        let (third, _) = n.div_rem_vartime(&Uint::from_u64(3));
        let inner = Inner {
            id: KeyId::derive(&n, &variant),
            kin: match variant {
                PublicVariant::ShortSubgroup { .. } => Vec::new(),
                _ => [PublicVariant::Standard, PublicVariant::Djn]
                    .map(|kin| KeyId::derive(&n, &kin))
                    .to_vec(),
            },
            max_int: third.wrapping_sub(&Uint::one(1)),
            n,
            variant,
            root,
            ring,
            base,
            tables: Tables::default(),
        };
        Ok(Self(Arc::new(inner)))
    }

    /// The modulus n.
    #[must_use]
    pub fn n(&self) -> &Uint {
        &self.0.n
    }

    /// How many bits n has.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.n.bits_vartime()
    }

    /// How ciphertexts are blinded.
    #[must_use]
    pub fn variant(&self) -> Variant {
        self.0.variant.kind()
    }

    /// The name of this key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.0.id
    }

    /// The greatest magnitude of a plaintext, ⌊n/3⌋ − 1: what lies between it and n less it is no number but an
    /// overflow that is noticed.
    #[must_use]
    pub fn max_int(&self) -> &Uint {
        &self.0.max_int
    }

    /// The largest b such that every integer below 2^b in magnitude is a plaintext.
    #[must_use]
    pub fn plaintext_bits(&self) -> u32 {
        // max_int + 1 ≥ 2^b iff ⌊n/3⌋ has more than b bits.
        let bits = self.0.max_int.add(&Uint::one(1)).bits_vartime() - 1;
        u32::try_from(bits).unwrap_or(u32::MAX)
    }

    /// Whether numbers made under the key of this name can be worked with here: it is this key, or the same
    /// modulus under the other of the two variants whose ciphertexts mix, standard and DJN.
    #[must_use]
    pub fn accepts(&self, id: &KeyId) -> bool {
        self.0.id == *id || self.0.kin.contains(id)
    }

    pub(crate) fn check(&self, found: &Self) -> Result<(), Error> {
        self.check_id(found.0.id)
    }

    pub(crate) fn check_id(&self, found: KeyId) -> Result<(), Error> {
        match self.accepts(&found) {
            true => Ok(()),
            false => Err(Error::WrongKey {
                expected: self.0.id,
                found,
            }),
        }
    }

    pub(crate) fn ring(&self) -> &SquareModulus {
        &self.0.ring
    }

    /// Arithmetic modulo n.
    pub(crate) fn root(&self) -> &Modulus {
        &self.0.root
    }

    pub(super) fn public_variant(&self) -> &PublicVariant {
        &self.0.variant
    }

    /// `count` uniform n-th residues, or what the variant takes for them.
    pub(crate) fn make_blinding(&self, count: usize, rng: &mut dyn CryptoRng) -> Residues {
        let mut rng = rng;
        let bits = match &self.0.variant {
            PublicVariant::Standard => {
                let below = self.0.n.wrapping_sub(&Uint::one(1));
                let draw = |_| Uint::random_below(&below, &mut rng).add(&Uint::one(1));
                let bases: Vec<_> = (0..count).map(draw).collect();
                let bases = Zeroizing::new(self.0.ring.import(&bases));
                return self.0.ring.pow_shared(&bases, &self.0.n, self.bits());
            }
            PublicVariant::Djn => self.bits().div_ceil(2),
            PublicVariant::ShortSubgroup { bits, .. } => usize::from(*bits),
        };
        let exponents: Vec<_> = (0..count)
            .map(|_| Uint::random_bits(bits, &mut rng))
            .collect();
        self.table(count, bits).pow(&exponents)
    }

    /// The powers of h_s = hⁿ mod n², which is always computed and never read.
    fn table(&self, count: usize, bits: usize) -> &FixedBase {
        let ring = &self.0.ring;
        self.0.tables.table(count, |uses| {
            let (h, inverse) = self.0.base.as_ref().expect("the variant has a base");
            let lifted = ring.import(std::slice::from_ref(h));
            let powers = ring.pow_shared(&lifted, self.n(), self.bits());
            let base = ring.export(&powers).pop().expect("one in, one out");
            // (h⁻¹)ⁿ mod n
            let inverse_mod_n = self.0.root.pow(inverse, self.n());
            FixedBase::new(ring, &base, &inverse_mod_n, bits, uses)
        })
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PublicKey({}, {} bits, {:?})",
            self.0.id,
            self.bits(),
            self.variant()
        )
    }
}

/// h = −x² mod n, where x is SHA-256(domain ‖ n ‖ counter) for as many counters as give 16 bytes more than n has,
/// read as one big-endian number and reduced.
fn derive_djn_base(root: &Modulus) -> Uint {
    let n = root.value().to_be_bytes();
    let mut expanded = Vec::new();
    for counter in 0_u32.. {
        if expanded.len() >= n.len() + 16 {
            break;
        }
        let block = Sha256::new()
            .chain_update(DJN_DOMAIN)
            .chain_update(&n)
            .chain_update(counter.to_be_bytes());
        expanded.extend_from_slice(&block.finalize());
    }
    let x = root.reduce(&Uint::from_be_bytes(&expanded));
    root.neg(&root.square(&x))
}

const DJN_DOMAIN: &[u8] = b"sehat/paillier/djn/1";

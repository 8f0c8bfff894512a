//! The base transfers: 128 pairs of seeds, of which the chooser learns one each.
//!
//! Masny and Rindal, *Endemic Oblivious Transfer* (CCS 2019), from Diffie and Hellman in ristretto255 (RFC 9496).
//! The sender's message is B = b·G. The chooser with the bit c draws R₁₋c as a random element and a scalar a, and sends R₀, R₁
//! with
//!
//! ```text
//! R_c = a·G − H_c(R₁₋c),        so that the seeds are KDF(b·(R_i + H_i(R₁₋i)))  and for i = c  KDF(a·B).
//! ```
//!
//! Both elements are uniform whatever c is: the choice is hidden without any assumption. The other seed is a Diffie–Hellman
//! secret of an element that the hash, a random oracle, fixes only after R was chosen.
//!
//! # Security
//! Each transfer has its own B, each hash its own domain with the session, the index and the bit. Elements are decoded as RFC
//! 9496 wants it, one encoding each. Constant-time in the choices and the scalars.

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity;
use rand_core::CryptoRng;
use sha2::{Digest, Sha256, Sha512};
use subtle::{Choice, ConditionallySelectable};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{SessionId, WIDTH};
use crate::error::Error;

/// A seed of 32 bytes.
pub(crate) type Seed = Zeroizing<[u8; 32]>;

/// Who will have both seeds of every pair.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Sender {
    secrets: Vec<Scalar>,
}

impl Sender {
    /// Draws the secrets; the message has [`OFFER_BYTES`] bytes.
    pub(crate) fn make(rng: &mut impl CryptoRng) -> (Self, Vec<u8>) {
        let secrets: Vec<Scalar> = (0..WIDTH).map(|_| make_scalar(rng)).collect();
        let offer = secrets
            .iter()
            .flat_map(|b| encode(&RistrettoPoint::mul_base(b)));
        let offer = offer.collect();
        (Self { secrets }, offer)
    }

    /// The pairs of seeds, from the own message and the chooser's, of [`CHOICE_BYTES`] bytes.
    ///
    /// # Errors
    /// [`Error::Refused`] for a message of another length or with what is no element.
    pub(crate) fn pairs(
        &self,
        session: SessionId,
        offer: &[u8],
        chosen: &[u8],
    ) -> Result<Vec<[Seed; 2]>, Error> {
        if offer.len() != OFFER_BYTES || chosen.len() != CHOICE_BYTES {
            return Err(Error::Refused);
        }
        let offers = offer.chunks_exact(ELEMENT);
        let chosen = chosen.chunks_exact(2 * ELEMENT);
        let each = self.secrets.iter().zip(offers.zip(chosen)).zip(0..);
        each.map(|((secret, (offer, elements)), index)| {
            let (first, second) = elements.split_at(ELEMENT);
            let pair = Place { session, index };
            let seed = |bit, own: &[u8], other: &[u8]| {
                let shared = secret * (decode(own)? + pair.element(bit, other));
                Ok::<_, Error>(pair.seed(bit, &[offer, elements], &shared))
            };
            Ok([seed(0, first, second)?, seed(1, second, first)?])
        })
        .collect()
    }
}

/// One seed of each pair, that of the index's bit in `choices`, and the message, of [`CHOICE_BYTES`] bytes.
///
/// # Errors
/// [`Error::Refused`] for an offer of another length, or with what is no element, or the neutral one.
pub(crate) fn choose(
    session: SessionId,
    offer: &[u8],
    choices: u128,
    rng: &mut impl CryptoRng,
) -> Result<(Vec<Seed>, Vec<u8>), Error> {
    if offer.len() != OFFER_BYTES {
        return Err(Error::Refused);
    }
    let mut message = Vec::with_capacity(CHOICE_BYTES);
    let mut seeds = Vec::with_capacity(WIDTH);
    for (offer, index) in offer.chunks_exact(ELEMENT).zip(0..) {
        let bit = u8::from(choices >> index & 1 == 1);
        let place = Place { session, index };
        let theirs = decode(offer)?;
        if theirs.is_identity() {
            return Err(Error::Refused);
        }
        let secret = Zeroizing::new(make_scalar(rng));
        let other = encode(&make_element(rng));
        let own = RistrettoPoint::mul_base(&secret) - place.element(bit, &other);
        let mut pair = [encode(&own), other];
        let (first, second) = pair.split_at_mut(1);
        swap(&mut first[0], &mut second[0], Choice::from(bit));
        let elements = pair.concat();
        seeds.push(place.seed(bit, &[offer, &elements], &(*secret * theirs)));
        message.extend_from_slice(&elements);
    }
    Ok((seeds, message))
}

/// One transfer of a session.
struct Place {
    session: SessionId,
    index: u8,
}

impl Place {
    /// H_bit of the other element.
    fn element(&self, bit: u8, other: &[u8]) -> RistrettoPoint {
        let hash = Sha512::new()
            .chain_update(ELEMENT_DOMAIN)
            .chain_update(self.session.0)
            .chain_update([self.index, bit])
            .chain_update(other);
        RistrettoPoint::from_uniform_bytes(&hash.finalize().into())
    }

    fn seed(&self, bit: u8, transcript: &[&[u8]], shared: &RistrettoPoint) -> Seed {
        let mut hash = Sha256::new()
            .chain_update(SEED_DOMAIN)
            .chain_update(self.session.0)
            .chain_update([self.index, bit]);
        for part in transcript {
            hash.update(part);
        }
        hash.update(Zeroizing::new(encode(shared)));
        Zeroizing::new(hash.finalize().into())
    }
}

fn make_scalar(rng: &mut impl CryptoRng) -> Scalar {
    let mut wide = Zeroizing::new([0; 64]);
    rng.fill_bytes(&mut *wide);
    Scalar::from_bytes_mod_order_wide(&wide)
}

fn make_element(rng: &mut impl CryptoRng) -> RistrettoPoint {
    let mut wide = [0; 64];
    rng.fill_bytes(&mut wide);
    RistrettoPoint::from_uniform_bytes(&wide)
}

fn encode(element: &RistrettoPoint) -> [u8; ELEMENT] {
    element.compress().to_bytes()
}

fn decode(bytes: &[u8]) -> Result<RistrettoPoint, Error> {
    let compressed = CompressedRistretto::from_slice(bytes).map_err(|_| Error::Refused)?;
    compressed.decompress().ok_or(Error::Refused)
}

fn swap(a: &mut [u8; ELEMENT], b: &mut [u8; ELEMENT], choice: Choice) {
    for (a, b) in a.iter_mut().zip(b) {
        u8::conditional_swap(a, b, choice);
    }
}

const ELEMENT: usize = 32;
/// Bytes of the sender's message.
pub(crate) const OFFER_BYTES: usize = WIDTH * ELEMENT;
/// Bytes of the chooser's message.
pub(crate) const CHOICE_BYTES: usize = 2 * WIDTH * ELEMENT;

const ELEMENT_DOMAIN: &[u8] = b"sehat/knn/transfer/element/1";
const SEED_DOMAIN: &[u8] = b"sehat/knn/transfer/seed/1";

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    const SESSION: SessionId = SessionId([7; 32]);

    #[test]
    fn the_chooser_has_the_seed_of_its_bit_and_no_other() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let (sender, offer) = Sender::make(&mut rng);
        let choices = 0x0123_4567_89ab_cdef_0055_aaff_dead_beef;
        let (seeds, message) = choose(SESSION, &offer, choices, &mut rng).unwrap();
        let pairs = sender.pairs(SESSION, &offer, &message).unwrap();
        for (index, (seed, pair)) in seeds.iter().zip(&pairs).enumerate() {
            let bit = usize::from(choices >> index & 1 == 1);
            assert_eq!(*seed, pair[bit]);
            assert_ne!(*seed, pair[1 - bit]);
        }
    }

    #[test]
    fn another_session_has_other_seeds() {
        let mut rng = ChaCha20Rng::from_seed([2; 32]);
        let (sender, offer) = Sender::make(&mut rng);
        let (seeds, message) = choose(SESSION, &offer, 0, &mut rng).unwrap();
        let pairs = sender.pairs(SessionId([8; 32]), &offer, &message).unwrap();
        assert!(
            seeds
                .iter()
                .zip(&pairs)
                .all(|(seed, pair)| *seed != pair[0])
        );
    }

    #[test]
    fn what_is_no_element_is_refused() {
        let mut rng = ChaCha20Rng::from_seed([3; 32]);
        let (sender, offer) = Sender::make(&mut rng);
        let (_, message) = choose(SESSION, &offer, 5, &mut rng).unwrap();
        for place in [0, 31, 32, 4000] {
            let mut bad = message.clone();
            bad[place / 32 * 32..][..32].fill(0xff);
            assert!(sender.pairs(SESSION, &offer, &bad).is_err());
        }
        assert!(sender.pairs(SESSION, &offer, &message[1..]).is_err());
        let mut neutral = offer.clone();
        neutral[32..64].fill(0);
        assert!(choose(SESSION, &neutral, 5, &mut rng).is_err());
        neutral[32..64].fill(0xff);
        assert!(choose(SESSION, &neutral, 5, &mut rng).is_err());
        assert!(choose(SESSION, &offer[32..], 5, &mut rng).is_err());
    }
}

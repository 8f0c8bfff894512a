//! Primes: whether a number is one, and the search for those that keys need.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;

use rand_core::CryptoRng;

use crate::kernel::Backend;
use crate::modulus::Modulus;
use crate::uint::Uint;

mod factored;
mod search;
mod small;
mod witness;

pub use factored::FactoredPrime;
use search::{Candidate, Search};

/// The search for random primes: on how many threads, by which kernels, and who hears of its progress.
///
/// Candidates are drawn afresh, each from all numbers of the wanted form, so that every prime is equally likely and
/// what was refused tells nothing about what was taken; walking up from a random start would save the trial divisions
/// of some microseconds and prefer primes behind long gaps. Trial divisions by all primes below 2^14 leave one
/// odd number in nine for the test of Miller and Rabin.
///
/// The same randomness gives the same prime, whatever the number of threads and the backend: each block of
/// candidates has its own ChaCha20 stream under a seed that is drawn once, and the first block with a prime wins.
///
/// # Security
/// A prime that is returned went through trial divisions and exponentiations in constant time. What the time of a
/// search shows is how many candidates were refused, and at which stage: numbers that have nothing to do with it.
#[derive(Clone)]
pub struct Primes {
    threads: usize,
    backend: Backend,
    progress: Arc<dyn Fn(u64) + Send + Sync>,
}

/// What a random prime must also be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Condition {
    /// Any prime of that length.
    Any,
    /// p ≡ 3 modulo 4: −1 is no square modulo p.
    ThreeModFour,
}

/// A prime that cannot be made, or is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrimeError {
    /// Fewer bits than that are no prime for any key here.
    #[error("a prime of {bits} bits was asked for, the least is {least}")]
    TooFewBits {
        /// What was asked for.
        bits: usize,
        /// The least there is.
        least: usize,
    },
    /// The subgroup must leave more than half of the bits to the other large factor.
    #[error("a subgroup of {bits} bits was asked for, possible are {least} to {most}")]
    Subgroup {
        /// What was asked for.
        bits: usize,
        /// The least there is.
        least: usize,
        /// The most there is at this length.
        most: usize,
    },
    /// The number is not prime, or the factors are not those of the number below it.
    #[error("the number is not a prime with these factors below it")]
    NotFactored,
    /// This machine lacks the instructions of the backend.
    #[error("this machine lacks the instructions of the backend {0:?}")]
    Unavailable(Backend),
}

impl Primes {
    /// A search on all cores that there are, by the quickest kernels. Where the target has no threads, as wasm32, it
    /// runs where it is called.
    #[must_use]
    pub fn new() -> Self {
        Self {
            threads: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            backend: Backend::detect(),
            progress: Arc::new(|_| {}),
        }
    }

    /// On this many threads, the calling one among them.
    #[must_use]
    pub fn with_threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads.get();
        self
    }

    /// By these kernels.
    ///
    /// # Errors
    /// This machine lacks the backend.
    pub fn with_backend(mut self, backend: Backend) -> Result<Self, PrimeError> {
        if !backend.is_available() {
            return Err(PrimeError::Unavailable(backend));
        }
        self.backend = backend;
        Ok(self)
    }

    /// Calls back now and then, from any of the threads, with the number of candidates tested since the search began.
    #[must_use]
    pub fn on_progress(mut self, progress: impl Fn(u64) + Send + Sync + 'static) -> Self {
        self.progress = Arc::new(progress);
        self
    }

    /// A random prime of exactly `bits` bits. Its two highest bits are set, so that the product of two such primes has
    /// the sum of their lengths.
    ///
    /// Composite with a probability below 2^-128 (see [`is_probable_prime`] for numbers of strangers).
    ///
    /// # Errors
    /// Fewer than 64 bits.
    pub fn make_prime(
        &self,
        bits: usize,
        condition: Condition,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Uint, PrimeError> {
        least_bits(bits, LEAST_BITS)?;
        let low = match condition {
            Condition::Any => 1,
            Condition::ThreeModFour => 3,
        };
        let draw = |stream: &mut search::Stream| {
            let number = draw_of_full_length(bits, low, stream);
            Candidate {
                primes: vec![number.clone()],
                made_of: number,
            }
        };
        let found = self.search(witness::rounds_for_random(bits), rng, draw);
        Ok(found.made_of)
    }

    /// A random safe prime p of exactly `bits` bits, the two highest set: (p − 1)/2 is prime too.
    ///
    /// Takes seconds to minutes at the length of keys.
    ///
    /// # Errors
    /// Fewer than 64 bits.
    pub fn make_safe_prime(
        &self,
        bits: usize,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Uint, PrimeError> {
        least_bits(bits, LEAST_BITS)?;
        let draw = |stream: &mut search::Stream| {
            let half = draw_of_full_length(bits - 1, 1, stream);
            let prime = half.shl_vartime(1).add(&Uint::one(1));
            let prime = prime.resized(bits.div_ceil(64));
            Candidate {
                primes: vec![half, prime.clone()],
                made_of: prime,
            }
        };
        let found = self.search(WORST_CASE, rng, draw);
        Ok(found.made_of)
    }

    /// A random prime p ≡ 3 modulo 4 of exactly `bits` bits, the two highest set, with all factors of p − 1.
    ///
    /// Without `subgroup_bits` it is p = 2·v·k + 1 for a random prime v and a random odd k of about 36 bits. With them
    /// it is p = 2·u·v·k + 1, where u is a random prime of exactly `subgroup_bits` bits: the order of the short
    /// subgroup (Ma, Han and Lei, Optimized Paillier's Cryptosystem with Fast Encryption and Decryption, ACSAC 2021).
    ///
    /// p is proven prime for a prime v (Pocklington); u and v are so with a probability above 1 − 2^-128.
    ///
    /// # Security
    /// The time shows something of k, which is factored by trial division: of p that is some 36 bits, where finding it
    /// takes half of them (Coppersmith 1996).
    ///
    /// # Errors
    /// Fewer than 128 bits, or a subgroup of fewer than 64 bits or so many that v has not more than half of p's.
    pub fn make_prime_with_subgroup(
        &self,
        bits: usize,
        subgroup_bits: Option<usize>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<FactoredPrime, PrimeError> {
        FactoredPrime::make(self, bits, subgroup_bits, rng)
    }

    fn search<T: Send>(
        &self,
        rounds: usize,
        rng: &mut (impl CryptoRng + ?Sized),
        draw: impl Fn(&mut search::Stream) -> Candidate<T> + Sync,
    ) -> Candidate<T> {
        let search = Search {
            threads: self.threads,
            backend: self.backend,
            rounds,
            progress: &*self.progress,
        };
        search.run(rng, draw)
    }
}

impl Default for Primes {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Primes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Primes")
            .field("threads", &self.threads)
            .field("backend", &self.backend)
            .finish_non_exhaustive()
    }
}

/// Whether the number is prime, wherever it comes from: trial division, then Miller and Rabin's test to 64 random
/// bases. A composite passes with a probability of at most 2^-128, even one that was made to.
///
/// # Security
/// For a prime the time shows its number of bits and how often 2 divides n − 1; for a composite it also shows at which
/// trial division or base it failed. Below 2^28 it shows more.
#[must_use]
pub fn is_probable_prime(n: &Uint, rng: &mut (impl CryptoRng + ?Sized)) -> bool {
    if let Some(prime) = small::is_prime_vartime(n) {
        return prime;
    }
    small::has_no_factor(n) && Modulus::new(n).is_ok_and(|n| witness::passes(&n, WORST_CASE, rng))
}

/// An odd number of exactly so many bits with the two highest and the bits of `low` set, uniform among these.
fn draw_of_full_length(bits: usize, low: u64, rng: &mut search::Stream) -> Uint {
    let mut number = Uint::random_bits(bits, rng);
    number.limbs_mut()[0] |= low;
    for bit in [bits - 1, bits - 2] {
        number.limbs_mut()[bit / 64] |= 1 << (bit % 64);
    }
    number
}

fn least_bits(bits: usize, least: usize) -> Result<(), PrimeError> {
    if bits < least {
        return Err(PrimeError::TooFewBits { bits, least });
    }
    Ok(())
}

/// Far above the primes of the trial divisions, which a candidate could otherwise be itself.
const LEAST_BITS: usize = 64;

/// Rounds for numbers that someone may have chosen: a composite passes each with a probability of at most 1/4.
const WORST_CASE: usize = 64;

//! The search over many candidates and threads that always finds the same.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use chacha20::ChaCha20Rng;
use rand_core::{CryptoRng, SeedableRng};
use zeroize::Zeroizing;

use super::{small, witness};
use crate::kernel::Backend;
use crate::modulus::Modulus;
use crate::uint::Uint;

/// Where candidates and bases are drawn from.
pub(super) type Stream = ChaCha20Rng;

/// Numbers that must all be prime, and what else they were made of.
pub(super) struct Candidate<T> {
    pub(super) primes: Vec<Uint>,
    pub(super) made_of: T,
}

pub(super) struct Search<'a> {
    pub(super) threads: usize,
    pub(super) backend: Backend,
    /// Of Miller and Rabin's test.
    pub(super) rounds: usize,
    pub(super) progress: &'a (dyn Fn(u64) + Sync),
}

impl Search<'_> {
    /// The first candidate that `draw` makes of its stream whose numbers are all prime.
    ///
    /// Block i of the candidates comes from stream 2i, the bases to test them from stream 2i + 1, so that neither the
    /// number of threads nor that of lanes changes what is found.
    pub(super) fn run<T: Send>(
        &self,
        rng: &mut (impl CryptoRng + ?Sized),
        draw: impl Fn(&mut Stream) -> Candidate<T> + Sync,
    ) -> Candidate<T> {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *seed);
        let state = State::default();
        let work = || {
            loop {
                let block = state.next.fetch_add(1, Ordering::Relaxed);
                if state.is_behind(block) {
                    break;
                }
                let stream = |number: u64| {
                    let mut stream = Stream::from_seed(*seed);
                    stream.set_stream(number);
                    stream
                };
                let (mut candidates, mut bases) = (stream(2 * block), stream(2 * block + 1));
                if let Some(found) =
                    self.try_block(&state, block, || draw(&mut candidates), &mut bases)
                {
                    state.keep(block, found);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.threads {
                scope.spawn(work);
            }
            work();
        });
        let best = state.best.into_inner().expect("no thread panicked");
        best.expect("the search ends with a find")
    }

    fn try_block<T>(
        &self,
        state: &State<T>,
        block: u64,
        mut draw: impl FnMut() -> Candidate<T>,
        bases: &mut Stream,
    ) -> Option<Candidate<T>> {
        let lanes = witness::lanes(self.backend);
        let mut survivors = std::iter::repeat_with(|| draw_survivor(&mut draw));
        for _ in 0..BLOCK / lanes {
            if state.is_behind(block) {
                return None;
            }
            let candidates: Vec<_> = survivors.by_ref().take(lanes).collect();
            let passed = self.first_round(&candidates, bases);
            let tested = state.tested.fetch_add(lanes as u64, Ordering::Relaxed);
            (self.progress)(tested + lanes as u64);
            let found = candidates
                .into_iter()
                .zip(passed)
                .filter_map(|(candidate, passed)| passed.then_some(candidate))
                .find(|candidate| self.is_prime(candidate, bases));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Which candidates' first number passes one round.
    fn first_round<T>(&self, candidates: &[Candidate<T>], bases: &mut Stream) -> Vec<bool> {
        let moduli: Vec<_> = candidates
            .iter()
            .map(|candidate| self.modulus(&candidate.primes[0]))
            .collect();
        witness::pass_a_round(&moduli.iter().collect::<Vec<_>>(), bases)
    }

    /// Whether all numbers pass: first one round each, as most fail there.
    fn is_prime<T>(&self, candidate: &Candidate<T>, bases: &mut Stream) -> bool {
        let moduli: Vec<_> = candidate.primes.iter().map(|n| self.modulus(n)).collect();
        let mut pass = |rounds| {
            moduli
                .iter()
                .all(|modulus| witness::passes(modulus, rounds, bases))
        };
        pass(1) && pass(self.rounds)
    }

    fn modulus(&self, n: &Uint) -> Modulus {
        Modulus::with_backend(n, self.backend)
            .expect("candidates are odd and the backend is available")
    }
}

/// Draws until no number has a small factor.
fn draw_survivor<T>(draw: &mut impl FnMut() -> Candidate<T>) -> Candidate<T> {
    loop {
        let candidate = draw();
        if candidate.primes.iter().all(small::has_no_factor) {
            return candidate;
        }
    }
}

/// What the threads share.
struct State<T> {
    /// The next block that nobody has taken.
    next: AtomicU64,
    /// Candidates tested so far.
    tested: AtomicU64,
    /// The lowest block with a find.
    best_block: AtomicU64,
    best: Mutex<Option<Candidate<T>>>,
}

impl<T> Default for State<T> {
    fn default() -> Self {
        Self {
            next: AtomicU64::new(0),
            tested: AtomicU64::new(0),
            best_block: AtomicU64::new(u64::MAX),
            best: Mutex::new(None),
        }
    }
}

impl<T> State<T> {
    /// Whether an earlier block has won.
    fn is_behind(&self, block: u64) -> bool {
        self.best_block.load(Ordering::Relaxed) < block
    }

    fn keep(&self, block: u64, found: Candidate<T>) {
        let mut best = self.best.lock().expect("no thread panicked");
        if block < self.best_block.load(Ordering::Relaxed) {
            self.best_block.store(block, Ordering::Relaxed);
            *best = Some(found);
        }
    }
}

/// Candidates of one block; a multiple of every number of lanes.
const BLOCK: usize = 8;

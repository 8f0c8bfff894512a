//! The operations modulo a square, on batches of eight.

use bignum::square::{FactoredSquare, FixedBase, Residues, SquareModulus};
use bignum::{Backend, Condition, Primes, Uint};
use chacha20::ChaCha20Rng;

use crate::BITS;
use crate::welch::{Case, case};

pub(crate) struct Numbers {
    n: SquareModulus,
    others: Residues,
    table: FixedBase,
    factored: FactoredSquare,
    below_primes: [Uint; 2],
    other_side: Residues,
}

impl Numbers {
    pub(crate) fn new(backend: Backend, n: &Uint, rng: &mut ChaCha20Rng) -> Self {
        let square = n.square();
        let n = SquareModulus::with_backend(n, backend).unwrap();
        let others = n.import(&eight(&Uint::random_below(&square, rng)));
        let four = Uint::from_u64(4);
        let inverse = four.invert_mod_vartime(n.n()).unwrap();
        let table = FixedBase::new(
            &n,
            &four.resized(square.width()),
            &inverse,
            EXPONENT_BITS,
            1000,
        );
        let mut make = || {
            Primes::new()
                .make_prime(BITS / 2, Condition::Any, rng)
                .unwrap()
        };
        let (p, q) = (make(), make());
        let factored = FactoredSquare::with_backend(&p, &q, backend).unwrap();
        let other_side = factored.sides()[1].ones(LANES);
        let below_primes = [p, q].map(|prime| prime.wrapping_sub(&Uint::one(1)));
        Self {
            n,
            others,
            table,
            factored,
            below_primes,
            other_side,
        }
    }

    /// What must not tell its secret.
    pub(crate) fn cases(&self, samples: usize) -> Vec<Case<'_>> {
        let Self {
            n,
            others,
            table,
            factored,
            below_primes: [p, q],
            other_side,
        } = self;
        let few = samples / 10 + 10;
        let width = n.n().width();
        let (zero, one) = (Uint::zero(2 * width), Uint::one(2 * width));
        let square = n.n().square();
        let residue = move |rng: &mut ChaCha20Rng| Uint::random_below(&square, rng);
        let message = |rng: &mut ChaCha20Rng| Uint::random_below(n.n(), rng);
        let [side, _] = factored.sides();
        let side_square = side.n().square();
        let on_side = move |rng: &mut ChaCha20Rng| Uint::random_below(&side_square, rng);
        let import = |x: &Uint| n.import(&eight(x));
        vec![
            case(
                "n²: export of 0",
                few,
                zero.clone(),
                residue.clone(),
                move |x| n.export(&import(x)),
            ),
            case("n²: mul by 1", few, one, residue.clone(), move |x| {
                n.mul(others, &import(x))
            }),
            case("n²: product of 0", few, zero, residue, move |x| {
                n.product(&import(x))
            }),
            case("n²: pow to 0", few, Uint::zero(4), exponent, |e| {
                n.pow(others, &eight(e), EXPONENT_BITS)
            }),
            case("n²: pow_shared to 0", few, Uint::zero(4), exponent, |e| {
                n.pow_shared(others, e, EXPONENT_BITS)
            }),
            case("n²: table to 0", few, Uint::zero(4), exponent, |e| {
                table.pow(&eight(e))
            }),
            case("n²: (1 + 0·n)", few, Uint::zero(width), message, |m| {
                n.mul_one_plus_n_times(others, &eight(m))
            }),
            case(
                "p²q²: combine of 0",
                few,
                Uint::zero(width),
                on_side,
                move |x| factored.combine(&side.import(&eight(x)), other_side),
            ),
            case(
                "p²q²: quotients of 1 + 0·n",
                few / 4,
                Uint::zero(width),
                below_both(factored),
                move |m| {
                    let n = factored.n();
                    let sealed = n.mul_one_plus_n_times(&n.ones(LANES), &eight(m));
                    factored.quotients(&sealed, [p, q], BITS / 2)
                },
            ),
        ]
    }
}

/// Draws messages below p·q.
fn below_both(factored: &FactoredSquare) -> impl Fn(&mut ChaCha20Rng) -> Uint {
    move |rng| Uint::random_below(factored.n().n(), rng)
}

fn exponent(rng: &mut ChaCha20Rng) -> Uint {
    Uint::random_bits(EXPONENT_BITS, rng)
}

/// The same in every lane.
fn eight(x: &Uint) -> Vec<Uint> {
    vec![x.clone(); LANES]
}

const LANES: usize = 8;

const EXPONENT_BITS: usize = 256;

//! Ring elements modulo both primes, by their values at the roots.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::prime::Prime;
use super::{DEGREE, MODULI, bits, sampling, transform};
use crate::error::{Error, FormatFault};

/// An element of R modulo q₀ and modulo q₁: N values each, as [`transform`] orders them. Wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Values(Vec<u64>);

impl Values {
    /// How many bytes [`Values::write`] appends: 104 bits a coefficient.
    pub(crate) const BYTES: usize = 2 * DEGREE * WIDTH / 8;

    /// The element with these coefficients, N of them, between −q₀ and q₀.
    pub(crate) fn from_signed(coefficients: &[i64]) -> Self {
        assert_eq!(coefficients.len(), DEGREE);
        let mut values = Vec::with_capacity(2 * DEGREE);
        for prime in MODULI {
            values.extend(coefficients.iter().map(|&x| prime.residue_of_signed(x)));
        }
        for (which, half) in values.chunks_exact_mut(DEGREE).enumerate() {
            transform::forward(which, half);
        }
        Self(values)
    }

    /// The uniform element that a public seed stands for.
    pub(crate) fn derive_uniform(seed: &[u8; 32]) -> Self {
        let mut values = Vec::with_capacity(2 * DEGREE);
        for (which, prime) in MODULI.iter().enumerate() {
            sampling::extend_uniform(&mut values, seed, which as u64, prime.q());
        }
        Self(values)
    }

    /// Reads what [`Values::write`] wrote; every value is below its prime.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let (low, high) = bytes
            .split_at_checked(Self::BYTES / 2)
            .ok_or(FormatFault::Truncated)?;
        let mut values = bits::unpack(low, WIDTH, DEGREE, MODULI[0].q())?;
        values.extend(bits::unpack(high, WIDTH, DEGREE, MODULI[1].q())?);
        Ok(Self(values))
    }

    /// Appends the values in 52 bits each.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bits::pack(&self.0, WIDTH, bytes);
    }

    /// Itself times a factor.
    pub(crate) fn times(&self, factor: &Factor) -> Self {
        self.zip(&factor.0, |prime, a, b| prime.multiply_reduced(a, b))
    }

    /// The sum.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        self.zip(other, Prime::add)
    }

    /// The difference.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.zip(other, Prime::subtract)
    }

    /// c₀d₀ and c₀d₁ + c₁d₀, of the product of two ciphertexts of degree 1, the second as factors.
    pub(crate) fn lower_tensor([c0, c1]: [&Self; 2], [d0, d1]: [&Factor; 2]) -> [Self; 2] {
        let mut product = [(); 2].map(|()| Vec::with_capacity(2 * DEGREE));
        for (which, prime) in MODULI.into_iter().enumerate() {
            let half = which * DEGREE..(which + 1) * DEGREE;
            let c = c0.0[half.clone()].iter().zip(&c1.0[half.clone()]);
            let d = d0.0.0[half.clone()].iter().zip(&d1.0.0[half]);
            for ((&c0, &c1), (&d0, &d1)) in c.zip(d) {
                let wide = |c: u64, d: u64| u128::from(c) * u128::from(d);
                product[0].push(prime.multiply_reduced(c0, d0));
                product[1].push(prime.reduce(wide(c0, d1) + wide(c1, d0)));
            }
        }
        product.map(Self)
    }

    /// The coefficients modulo q₀ and modulo q₁.
    pub(crate) fn into_coefficients(mut self) -> Coefficients {
        let mut low = std::mem::take(&mut self.0);
        let mut high = low.split_off(DEGREE);
        transform::inverse(0, &mut low);
        transform::inverse(1, &mut high);
        Coefficients { low, high }
    }

    /// The element with these residues.
    #[cfg(test)]
    pub(crate) fn from_coefficients(coefficients: &Coefficients) -> Self {
        let mut values = [coefficients.low.clone(), coefficients.high.clone()];
        for (which, half) in values.iter_mut().enumerate() {
            transform::forward(which, half);
        }
        Self(values.concat())
    }

    /// Itself divided by another, value by value.
    #[cfg(test)]
    pub(crate) fn quotient_vartime(&self, other: &Self) -> Self {
        self.zip(other, |prime, a, b| {
            prime.multiply(a, prime.invert_vartime(b))
        })
    }

    fn zip(&self, other: &Self, operation: impl Fn(Prime, u64, u64) -> u64) -> Self {
        let mut values = Vec::with_capacity(2 * DEGREE);
        let halves = self
            .0
            .chunks_exact(DEGREE)
            .zip(other.0.chunks_exact(DEGREE));
        for (prime, (a, b)) in MODULI.into_iter().zip(halves) {
            values.extend(a.iter().zip(b).map(|(&a, &b)| operation(prime, a, b)));
        }
        Self(values)
    }
}

/// An element that others are multiplied by: in Montgomery's form, so that a product takes one reduction.
pub(crate) struct Factor(Values);

impl Factor {
    pub(crate) fn new(mut values: Values) -> Self {
        for (prime, half) in MODULI.iter().zip(values.0.chunks_exact_mut(DEGREE)) {
            for value in half {
                *value = prime.to_montgomery(*value);
            }
        }
        Self(values)
    }

    /// Overwrites coefficients modulo q₀ alone with those of the product.
    pub(crate) fn multiply_low(&self, coefficients: &mut [u64]) {
        transform::forward(0, coefficients);
        for (x, &factor) in coefficients.iter_mut().zip(&self.0.0[..DEGREE]) {
            *x = MODULI[0].multiply_reduced(*x, factor);
        }
        transform::inverse(0, coefficients);
    }
}

/// An element of R by its coefficients, modulo q₀ and modulo q₁. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Coefficients {
    pub(crate) low: Vec<u64>,
    pub(crate) high: Vec<u64>,
}

impl Coefficients {
    /// The coefficients as numbers nearest to zero, if they are the same modulo both primes: where all are small.
    #[cfg(test)]
    pub(crate) fn small(&self) -> Option<Vec<i64>> {
        let both = self.low.iter().zip(&self.high);
        both.map(|(&low, &high)| {
            let [low, high] = [MODULI[0].centred(low), MODULI[1].centred(high)];
            (low == high).then_some(low)
        })
        .collect()
    }

    /// Adds a number below 2⁶³·q₀ to one coefficient.
    pub(crate) fn add_at(&mut self, place: usize, number: u128) {
        let (low, high) = (&mut self.low[place], &mut self.high[place]);
        *low = MODULI[0].add(*low, MODULI[0].residue(number));
        *high = MODULI[1].add(*high, MODULI[1].residue(number));
    }

    /// Adds a number between −q₀ and q₀ to every coefficient.
    pub(crate) fn add_signed(&mut self, numbers: &[i64]) {
        for (prime, half) in MODULI.iter().zip([&mut self.low, &mut self.high]) {
            for (x, &number) in half.iter_mut().zip(numbers) {
                *x = prime.add(*x, prime.residue_of_signed(number));
            }
        }
    }
}

const WIDTH: usize = 52;

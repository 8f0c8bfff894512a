//! Many samples in one polynomial, so that one product with a question gives a scalar product with each.
//!
//! With w coefficients a sample, entry f of sample a stands at coefficient w·a + (w − 1 − f), and entry f of the
//! question at coefficient f. Coefficient w·a + (w − 1) of the product is then Σ_f x_{a,f}·q_f and nothing else:
//! entries f′ of sample a′ and f of the question meet there only if w·(a′ − a) = f′ − f, where the right side is
//! smaller than w, hence zero; and a product that wraps around X^N = −1 falls on coefficient w·B + w − 2 − N ≤ w − 2
//! at most, before the first that is used.

use super::DEGREE;
use crate::samples::Shape;

/// How samples of so many entries lie in a block.
#[derive(Clone, Copy)]
pub(crate) struct Packing {
    width: usize,
}

impl Packing {
    /// The features of a shape, and `more` entries behind them.
    pub(crate) fn new(shape: Shape, more: usize) -> Self {
        Self {
            width: shape.features() + more,
        }
    }

    /// B, how many samples fit.
    pub(crate) fn places(self) -> usize {
        DEGREE / self.width
    }

    /// The coefficient of an entry of a sample.
    pub(crate) fn coefficient(self, place: usize, entry: usize) -> usize {
        self.width * place + (self.width - 1 - entry)
    }

    /// The coefficient of the product that holds the scalar product with a sample.
    pub(crate) fn result(self, place: usize) -> usize {
        self.width * place + (self.width - 1)
    }
}

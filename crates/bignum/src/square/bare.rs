//! The kernels by themselves, for whoever measures how much of their speed is left further up.

use rayon::prelude::*;

use super::engine::Engine;
use super::ring::Ring;
use super::{AnyRing, SquareModulus};

/// One of the products that everything modulo n² is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum BareKernel {
    /// x·y, reduced, with its quotient.
    Product,
    /// x², reduced, with its quotient.
    Square,
    /// x·y + q, reduced.
    ProductPlus,
    /// 2·x·y + q, reduced.
    DoubleProductPlus,
    /// x₁·y₁ + x₂·y₂ + q, reduced.
    TwoProductsPlus,
}

impl SquareModulus {
    /// Runs a kernel on one block `times` times on each of rayon's threads and gives back how many residues
    /// a block holds. Measures nothing itself.
    pub fn run_bare_kernel(&self, kernel: BareKernel, times: usize) -> usize {
        match &*self.ring {
            AnyRing::Scalar(ring) => run(ring, kernel, times),
            #[cfg(target_arch = "x86_64")]
            AnyRing::Eight(ring) => run(ring, kernel, times),
        }
    }
}

fn run<E: Engine>(ring: &Ring<E>, kernel: BareKernel, times: usize) -> usize {
    let threads = 0..rayon::current_num_threads();
    threads.into_par_iter().for_each(|_| {
        let (engine, modulus) = (ring.engine, &ring.modulus);
        let (x, y) = (&ring.radix_mod_n[..], &ring.radix_squared_mod_n[..]);
        let (mut out, mut q, plus) = (ring.half(), ring.quotient(), ring.quotient());
        for _ in 0..times {
            let (out, q) = (&mut out[..], &mut q[..]);
            match kernel {
                BareKernel::Product => engine.product(out, q, x, y, modulus),
                BareKernel::Square => engine.square(out, q, x, modulus),
                BareKernel::ProductPlus => engine.product_plus(out, q, [x, y], &plus, modulus),
                BareKernel::DoubleProductPlus => {
                    engine.double_product_plus(out, q, [x, y], &plus, modulus);
                }
                BareKernel::TwoProductsPlus => {
                    engine.two_products_plus(out, q, [x, y, y, x], &plus, modulus);
                }
            }
        }
        std::hint::black_box(&out);
    });
    E::LANES
}

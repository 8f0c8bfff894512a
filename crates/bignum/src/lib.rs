//! Large integers for sealed arithmetic: what Paillier needs, in constant time where secrets pass, and in
//! batches of eight where the processor has AVX-512 IFMA.
//!
//! - [`Uint`]: a number of fixed width, its conversions and its plain arithmetic.
//! - [`Modulus`]: arithmetic modulo an odd number by Montgomery's method.
//! - [`square`]: arrays of residues modulo n², where Paillier's ciphertexts live.
//! - [`Primes`]: random primes for keys, and [`is_probable_prime`].
//! - [`Backend`]: which kernels do the work; each one is held against the portable reference.
//!
//! # Security
//! An operation takes a time that depends on the widths of its operands alone, unless its name ends in
//! `_vartime` or its documentation says what else it shows. `cargo run --release --example dudect` looks for differences in the times
//! themselves. Numbers are wiped when they are dropped.

mod kernel;
mod modulus;
mod prime;
pub mod square;
mod uint;

pub use kernel::Backend;
pub use modulus::{Modulus, ModulusError};
pub use prime::{Condition, FactoredPrime, PrimeError, Primes, is_probable_prime};
pub use uint::{ParseError, Uint};

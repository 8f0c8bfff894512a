//! Every operation against independent libraries, on numbers chosen to trip carries and borrows.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

mod known;
mod moduli;
mod numbers;
mod primes;
mod samples;

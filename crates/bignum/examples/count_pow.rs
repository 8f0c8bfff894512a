//! Some exponentiations on the portable path and nothing else, for tools that count instructions.
//!
//! `count_pow BITS EXPONENT_BITS TIMES`: `cargo xtask bench paillier` runs it under callgrind with one and with two, and takes the
//! difference. The numbers are always the same, so that two counts of the same code are equal.

use std::hint::black_box;
use std::process::ExitCode;

use bignum::{Backend, Modulus, Uint};

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).map(|argument| argument.parse());
    let Ok(numbers) = arguments.collect::<Result<Vec<usize>, _>>() else {
        return ExitCode::FAILURE;
    };
    let [bits, exponent_bits, times] = numbers[..] else {
        return ExitCode::FAILURE;
    };
    let Ok(modulus) = Modulus::with_backend(&all_ones(bits), Backend::Portable) else {
        return ExitCode::FAILURE;
    };
    let base = modulus.reduce(&Uint::from_u64(0x0053_4548_4154).resized(modulus.width()));
    let exponent = all_ones(exponent_bits);
    for _ in 0..times {
        black_box(modulus.pow(black_box(&base), black_box(&exponent)));
    }
    ExitCode::SUCCESS
}

/// 2^`bits` − 1; the length in bits is a multiple of 64.
fn all_ones(bits: usize) -> Uint {
    Uint::from_limbs(vec![u64::MAX; bits / 64])
}

//! Measures the crate `fast-paillier`; the protocol stands in the README beside the programs.

use std::hint::black_box;
use std::process::ExitCode;

use fast_paillier::backend::Integer;
use fast_paillier::{Ciphertext, DecryptionKey, EncryptionKey, Error};
use rand_core::OsRng;

mod numbers;
mod primes;
mod run;

use numbers::Numbers;
use run::Run;

fn main() -> ExitCode {
    let measured = Run::parse(std::env::args().skip(1)).and_then(|run| measure(&run));
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn measure(run: &Run) -> Result<(), String> {
    let secret = frozen_key(run.bits)?;
    let public = secret.encryption_key().clone();
    let (few, many) = (Numbers::new(BATCH), Numbers::new(ADDITIONS));
    if !few.are_the_frozen_ones() {
        return Err("other numbers than everybody's: nothing was measured".to_owned());
    }
    let encrypted = |numbers: &[Integer]| -> Result<Vec<Ciphertext>, String> {
        // Quicker with the secret key, and the same ciphertexts.
        let one = |number| secret.encrypt_with_random(&mut OsRng, number);
        numbers
            .iter()
            .map(|number| Ok(one(number).map_err(said)?.0))
            .collect()
    };
    let (x, y) = (encrypted(&many.x)?, encrypted(&many.y)?);
    check(&secret, &public, &few, &x, &y)?;

    run.measure("encrypt_public", BATCH, || {
        for number in &few.x {
            drop(black_box(public.encrypt_with_random(&mut OsRng, number)));
        }
    });
    run.measure("encrypt_secret", BATCH, || {
        for number in &few.x {
            drop(black_box(secret.encrypt_with_random(&mut OsRng, number)));
        }
    });
    run.measure("decrypt", BATCH, || {
        for ciphertext in &x[..BATCH] {
            drop(black_box(secret.decrypt(ciphertext)));
        }
    });
    run.measure("add", ADDITIONS, || {
        for (x, y) in x.iter().zip(&y) {
            drop(black_box(public.oadd(x, y)));
        }
    });
    run.measure("multiply", BATCH, || {
        for (x, k) in x.iter().zip(&few.k) {
            drop(black_box(public.omul(k, x)));
        }
    });
    run.measure_once("key_generation", || {
        let prime = || Integer::generate_safe_prime(&mut OsRng, run.bits / 2);
        drop(black_box(DecryptionKey::from_primes(prime(), prime())));
    });
    Ok(())
}

fn frozen_key(bits: u32) -> Result<DecryptionKey, String> {
    let primes = primes::of_modulus(bits).ok_or_else(|| format!("no primes for {bits} bits"))?;
    let [p, q] =
        primes.map(|prime| Integer::from_str_radix(prime, 16).expect("hexadecimal digits"));
    let key = DecryptionKey::from_primes(p, q).map_err(said)?;
    if key.n().significant_bits() != u64::from(bits) {
        return Err(format!("not a key of {bits} bits: nothing was measured"));
    }
    Ok(key)
}

/// Looks whether the results are the right ones before they are timed.
fn check(
    secret: &DecryptionKey,
    public: &EncryptionKey,
    numbers: &Numbers,
    x: &[Ciphertext],
    y: &[Ciphertext],
) -> Result<(), String> {
    for at in 0..numbers.x.len() {
        let fresh = public.encrypt_with_random(&mut OsRng, &numbers.x[at]);
        let results = [
            (
                "encrypt",
                fresh.map(|(ciphertext, _)| ciphertext),
                &numbers.x[at],
            ),
            (
                "encrypt with the secret key",
                Ok(x[at].clone()),
                &numbers.x[at],
            ),
            ("add", public.oadd(&x[at], &y[at]), &numbers.sums[at]),
            (
                "multiply",
                public.omul(&numbers.k[at], &x[at]),
                &numbers.products[at],
            ),
        ];
        for (what, ciphertext, expected) in results {
            let found = ciphertext.and_then(|ciphertext| secret.decrypt(&ciphertext));
            if found.map_err(said)? != *expected {
                return Err(format!("wrong result of {what}: nothing was measured"));
            }
        }
    }
    Ok(())
}

fn said(error: Error) -> String {
    error.to_string()
}

const BATCH: usize = 4;
const ADDITIONS: usize = 64;

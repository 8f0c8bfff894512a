//! Primes are prime, of the wanted form, and the same for the same randomness; composites are found out.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bignum::{Backend, Condition, FactoredPrime, PrimeError, Primes, Uint, is_probable_prime};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use num_bigint::BigUint;

use crate::samples::big;

fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

fn decimal(text: &str) -> Uint {
    Uint::parse_decimal(text).unwrap()
}

/// By the other library: Fermat's test to the first primes.
fn is_prime_elsewhere(n: &Uint) -> bool {
    let n = big(n);
    [2_u32, 3, 5, 7, 11, 13]
        .into_iter()
        .all(|base| BigUint::from(base).modpow(&(&n - 1_u8), &n) == BigUint::from(1_u8))
}

fn has_its_two_highest_bits(n: &Uint, bits: usize) -> bool {
    n.shr_vartime(bits - 2) == Uint::from_u64(3)
}

#[test]
fn known_primes_are_prime() {
    let mersenne = |bits| Uint::one(1).shl_vartime(bits).sub(&Uint::one(1)).unwrap();
    for bits in [13, 17, 31, 61, 89, 127, 521] {
        assert!(
            is_probable_prime(&mersenne(bits), &mut rng(1)),
            "2^{bits} - 1"
        );
    }
    for bits in [11, 23, 29, 67, 257, 509] {
        assert!(
            !is_probable_prime(&mersenne(bits), &mut rng(1)),
            "2^{bits} - 1"
        );
    }
    for (n, prime) in [
        (0, false),
        (1, false),
        (2, true),
        (3, true),
        (4, false),
        (16381, true),
    ] {
        assert_eq!(
            is_probable_prime(&Uint::from_u64(n), &mut rng(1)),
            prime,
            "{n}"
        );
    }
    // The largest prime below 2^28 and the least above: both sides of the limit of exact division.
    for (n, prime) in [
        (268_435_399, true),
        (268_435_401, false),
        (268_435_459, true),
        (268_435_461, false),
    ] {
        assert_eq!(
            is_probable_prime(&Uint::from_u64(n), &mut rng(1)),
            prime,
            "{n}"
        );
    }
}

#[test]
fn composites_made_to_deceive_are_found_out() {
    // Strong pseudoprimes to the first 9, 12 and 13 prime bases (OEIS A014233).
    for text in [
        "3825123056546413051",
        "318665857834031151167461",
        "3317044064679887385961981",
    ] {
        assert!(!is_probable_prime(&decimal(text), &mut rng(2)), "{text}");
    }
    // Arnault's (Constructing Carmichael Numbers which are Strong Pseudoprimes to Several Bases, 1995), 397 digits: to
    // every prime base below 307.
    let first = decimal(
        "29674495668685510550154174642905332730771991799853043350995075531276838753171770199594238596428121188033664754218345562493168782883",
    );
    let below = first.sub(&Uint::one(1)).unwrap();
    let other = |factor| below.mul(&Uint::from_u64(factor)).add(&Uint::one(1));
    let composite = first.mul(&other(313)).mul(&other(353));
    assert!(composite.to_decimal().len() == 397);
    assert!(is_probable_prime(&first, &mut rng(2)));
    assert!(!is_probable_prime(&composite, &mut rng(2)));
}

#[test]
fn a_made_prime_is_prime_and_of_full_length() {
    for bits in [64, 65, 100, 128, 192, 300, 512] {
        let primes = Primes::new();
        for condition in [Condition::Any, Condition::ThreeModFour] {
            let prime = primes.make_prime(bits, condition, &mut rng(3)).unwrap();
            assert!(has_its_two_highest_bits(&prime, bits), "{bits}");
            assert!(is_prime_elsewhere(&prime), "{bits}");
            if condition == Condition::ThreeModFour {
                assert_eq!(prime.low_bits(2), Uint::from_u64(3));
            }
        }
    }
}

#[test]
fn without_a_condition_both_classes_modulo_four_come() {
    let primes = Primes::new();
    let mut rng = rng(4);
    let mut classes = [0, 0];
    for _ in 0..40 {
        let prime = primes.make_prime(64, Condition::Any, &mut rng).unwrap();
        classes[usize::from(bool::from(prime.bit(1)))] += 1;
    }
    assert!(classes.into_iter().all(|count| count > 5), "{classes:?}");
}

#[test]
fn neither_threads_nor_backend_change_what_is_found() {
    let alone = |threads, backend| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let primes = Primes::new().with_threads(threads).with_backend(backend);
        primes
            .unwrap()
            .make_prime(256, Condition::Any, &mut rng(5))
            .unwrap()
    };
    let expected = alone(1, Backend::Portable);
    // Frozen, so that keys made from a seed stay the same.
    assert_eq!(
        expected.to_hex(),
        "cbca4b04e19d7c73421d10404c381f6d88caa88af3d15fa5cbb01aac91f3cf59"
    );
    for backend in Backend::ALL
        .into_iter()
        .filter(|backend| backend.is_available())
    {
        for threads in [1, 2, 5] {
            assert_eq!(
                alone(threads, backend),
                expected,
                "{threads} threads, {backend:?}"
            );
        }
    }
}

#[test]
fn progress_counts_the_candidates() {
    let tested = Arc::new(AtomicU64::new(0));
    let seen = tested.clone();
    let primes = Primes::new().on_progress(move |count| {
        seen.fetch_max(count, Ordering::Relaxed);
    });
    primes.make_prime(256, Condition::Any, &mut rng(6)).unwrap();
    assert!(tested.load(Ordering::Relaxed) > 0);
}

#[test]
fn a_safe_prime_is_twice_a_prime_and_one() {
    for bits in [64, 129, 192] {
        let prime = Primes::new().make_safe_prime(bits, &mut rng(7)).unwrap();
        assert!(has_its_two_highest_bits(&prime, bits));
        assert!(is_prime_elsewhere(&prime));
        assert!(is_prime_elsewhere(&prime.shr_vartime(1)));
    }
}

#[test]
fn the_factors_below_a_factored_prime_are_all_of_them() {
    for (bits, subgroup_bits) in [(128, None), (256, None), (400, Some(90)), (512, Some(64))] {
        let made = Primes::new()
            .make_prime_with_subgroup(bits, subgroup_bits, &mut rng(8))
            .unwrap();
        let prime = made.prime();
        assert!(has_its_two_highest_bits(prime, bits));
        assert!(is_prime_elsewhere(prime));
        assert_eq!(prime.low_bits(2), Uint::from_u64(3));
        assert_eq!(made.subgroup().map(Uint::bits_vartime), subgroup_bits);
        let mut product = Uint::one(1);
        for (factor, times) in made.factors() {
            assert!(is_probable_prime(&factor, &mut rng(8)));
            for _ in 0..times {
                product = product.mul(&factor);
            }
        }
        assert_eq!(product.add(&Uint::one(1)), *prime);
        let parsed =
            FactoredPrime::parse(prime, made.subgroup(), made.large(), &mut rng(9)).unwrap();
        assert_eq!(parsed.factors(), made.factors());
    }
}

#[test]
fn a_generator_has_the_full_order_and_a_square_has_not() {
    let made = Primes::new()
        .make_prime_with_subgroup(256, Some(64), &mut rng(10))
        .unwrap();
    let p = made.modulus();
    let generator = made.make_generator(&mut rng(11));
    let order = big(made.prime()) - 1_u8;
    for (factor, _) in made.factors() {
        let power = big(&generator).modpow(&(&order / big(&factor)), &big(made.prime()));
        assert_ne!(power, BigUint::from(1_u8));
    }
    assert!(made.is_generator(&generator));
    for (factor, _) in made.factors() {
        assert!(!made.is_generator(&p.pow(&generator, &factor)));
    }
    assert!(!made.is_generator(&Uint::zero(1)));
    assert!(!made.is_generator(&Uint::one(1)));
    let short = made.make_subgroup_generator(&mut rng(12)).unwrap();
    assert_ne!(short, Uint::one(1));
    assert_eq!(p.pow(&short, made.subgroup().unwrap()), Uint::one(1));
    let whole = Primes::new()
        .make_prime_with_subgroup(128, None, &mut rng(10))
        .unwrap();
    assert_eq!(whole.make_subgroup_generator(&mut rng(12)), None);
}

#[test]
fn factors_that_are_none_are_refused() {
    let made = Primes::new()
        .make_prime_with_subgroup(256, Some(64), &mut rng(13))
        .unwrap();
    let (prime, subgroup, large) = (made.prime(), made.subgroup().unwrap(), made.large());
    let parse = |prime: &Uint, subgroup: Option<&Uint>, large: &Uint| {
        FactoredPrime::parse(prime, subgroup, large, &mut rng(14)).map(|_| ())
    };
    assert_eq!(parse(prime, Some(subgroup), large), Ok(()));
    let two = Uint::from_u64(2);
    for (prime, subgroup, large) in [
        (&prime.add(&two), Some(subgroup), large),
        (prime, None, large),
        (prime, Some(large), subgroup),
        (prime, Some(&subgroup.mul(large)), &Uint::one(1)),
        (prime, None, &subgroup.mul(large)),
        (prime, Some(&Uint::one(1)), large),
        (prime, Some(subgroup), &Uint::zero(1)),
        (&Uint::zero(1), None, &Uint::zero(1)),
        (&Uint::one(5), Some(subgroup), large),
    ] {
        assert_eq!(parse(prime, subgroup, large), Err(PrimeError::NotFactored));
    }
    // The form is right and both factors are prime, but the number is not.
    let step = subgroup.mul(large).shl_vartime(2);
    let mut composite = prime.add(&step);
    while is_prime_elsewhere(&composite) {
        composite = composite.add(&step);
    }
    assert_eq!(
        parse(&composite, Some(subgroup), large),
        Err(PrimeError::NotFactored)
    );
}

#[test]
fn lengths_that_make_no_sense_are_refused() {
    let primes = Primes::new();
    let few = PrimeError::TooFewBits {
        bits: 63,
        least: 64,
    };
    assert_eq!(
        primes.make_prime(63, Condition::Any, &mut rng(15)),
        Err(few)
    );
    assert_eq!(primes.make_safe_prime(63, &mut rng(15)), Err(few));
    let factored = |bits, subgroup| {
        let made = primes.make_prime_with_subgroup(bits, subgroup, &mut rng(15));
        made.map(|_| ()).unwrap_err()
    };
    assert_eq!(
        factored(127, None),
        PrimeError::TooFewBits {
            bits: 127,
            least: 128
        }
    );
    for bits in [0, 63, 219, 1000] {
        let refused = PrimeError::Subgroup {
            bits,
            least: 64,
            most: 218,
        };
        assert_eq!(factored(512, Some(bits)), refused);
    }
}

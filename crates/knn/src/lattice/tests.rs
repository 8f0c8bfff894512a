//! The lattice against [`schoolbook`], its bounds against what is seen, and its position against that of BFV.

use chacha20::ChaCha20Rng;
use num_bigint::BigInt;
use proptest::prelude::*;
use rand_core::{Rng, SeedableRng};

use super::schoolbook::{centred, is_switched, lifted, modulus, product};
use super::secret::plaintext;
use super::values::Coefficients;
use super::*;

fn rng(number: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([number; 32])
}

/// Coefficients from −bound to bound.
fn small(rng: &mut ChaCha20Rng, bound: i64) -> Vec<i64> {
    let width = (2 * bound + 1).cast_unsigned();
    let any = |_| (rng.next_u64() % width).cast_signed() - bound;
    (0..DEGREE).map(any).collect()
}

fn big(coefficients: &[i64]) -> Vec<BigInt> {
    coefficients.iter().map(|&x| BigInt::from(x)).collect()
}

/// Whether two lists of numbers agree modulo q.
fn agree(a: &[BigInt], b: &[BigInt]) -> bool {
    let q = modulus();
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b) % &q == BigInt::ZERO)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_product_of_uniform_elements_is_that_of_the_schoolbook(seed: u8) {
        let [a, b] = [seed, !seed].map(|seed| Values::derive_uniform(&[seed; 32]));
        let expected = product(&lifted(&a.clone().into_coefficients()), &lifted(&b.clone().into_coefficients()));
        let found = lifted(&a.times(&Factor::new(b)).into_coefficients());
        prop_assert!(agree(&found, &expected));
    }

    #[test]
    fn the_tensor_is_the_product_of_two_linear_polynomials_below_the_square(seed: u8) {
        let values = [0, 1, 2, 3].map(|part| Values::derive_uniform(&[seed.wrapping_add(part); 32]));
        let [c0, c1, d0, d1] = values.clone().map(|x| lifted(&x.into_coefficients()));
        let [x, y, z, w] = values;
        let (z, w) = (Factor::new(z), Factor::new(w));
        let found = Values::lower_tensor([&x, &y], [&z, &w]).map(|x| lifted(&x.into_coefficients()));
        let cross = product(&c0, &d1).into_iter().zip(product(&c1, &d0));
        let expected = [product(&c0, &d0), cross.map(|(a, b)| a + b).collect()];
        prop_assert!(found.iter().zip(&expected).all(|(a, b)| agree(a, b)));
    }

    #[test]
    fn what_was_sealed_opens_and_its_bytes_come_back(seed: u8) {
        let rng = &mut rng(seed);
        let key = SecretKey::make(rng);
        let message = small(rng, PLAINTEXT.cast_signed() - 1);
        let (public, c0) = key.seal(&message, &mut Noise::make(rng));
        let mut bytes = Vec::new();
        c0.write(&mut bytes);
        prop_assert_eq!(bytes.len(), Values::BYTES);
        let c0 = Values::parse(&bytes).unwrap();
        let c1 = Values::derive_uniform(&public);
        let opened = key.open_fresh(&c0, &c1).unwrap();
        let same = |(&m, &v): (&i64, &i64)| plaintext(v) == plaintext(m);
        prop_assert!(message.iter().zip(opened.iter()).all(same));
        prop_assert!(SecretKey::make(rng).open_fresh(&c0, &c1).is_err());
    }

    #[test]
    fn a_product_opens_after_switching(seed: u8) {
        let rng = &mut rng(seed);
        let key = SecretKey::make(rng);
        let [a, b] = [small(rng, 255), small(rng, PLAINTEXT.cast_signed() - 1)];
        let [x, y] = [&a, &b].map(|message| key.seal(message, &mut Noise::make(rng)));
        let [x1, y1] = [x.0, y.0].map(|seed| Values::derive_uniform(&seed));
        let square = Sent::all(&x1.times(&key.square_times(&y1)).into_coefficients());
        let tensor = Values::lower_tensor([&x.1, &x1], [&Factor::new(y.1), &Factor::new(y1)]);
        let [c0, c1] = tensor.map(|x| Sent::all(&x.into_coefficients()));
        let opened = key.open_sent(0..DEGREE, &c0, c1, &square).unwrap();
        let t = BigInt::from(PLAINTEXT);
        let expected = product(&big(&a), &big(&b));
        for (v, m) in opened.iter().zip(expected) {
            prop_assert_eq!((m - v) % &t, BigInt::ZERO);
        }
    }

    #[test]
    fn switching_keeps_the_plaintext_and_the_proportion(
        low in 0..PRIMES[0], high in 0..PRIMES[1], edge in 0_u64..4,
    ) {
        for (low, high) in [(low, high), (edge, PRIMES[1] - 1 - edge), (PRIMES[0] - 1 - edge, edge), (low, PRIMES[1] / 2 + edge)] {
            let coefficients = Coefficients { low: vec![low], high: vec![high] };
            let c = lifted(&coefficients).remove(0);
            let dropped = Dropped::all(&coefficients).0[0];
            prop_assert!(dropped < PRIMES[0]);
            prop_assert!(is_switched(&c, dropped, PRIMES[0], ROUNDING));
            let sent = Sent::all(&coefficients).0[0];
            prop_assert!(sent < SENT_MODULUS);
            // Both roundings, the first scaled down by the second.
            prop_assert!(is_switched(&c, sent, SENT_MODULUS, ROUNDING + ROUNDING / 1000));
        }
    }

    /// Any plaintext and any multiple of t that a flood may be, with the largest noise on either side.
    #[test]
    fn what_is_flooded_opens_wherever_the_flood_lands(seed: u8, random: u128, share in 0..PLAINTEXT) {
        let rng = &mut rng(seed);
        let key = SecretKey::make(rng);
        let t = u128::from(PLAINTEXT);
        let c1 = Values::derive_uniform(&[seed; 32]);
        let q = MODULI[0].q() as u128 * MODULI[1].q() as u128;
        for flood in [0, 1, random % FLOODS, FLOODS - 2, FLOODS - 1] {
            // As large as noise may be, and a multiple of t.
            let noise = PROVIDER_NOISE / t * t;
            for phase in [t * flood + noise, t * flood + q - noise] {
                let mut c0 = Values::from_signed(&[0; DEGREE]).minus(&c1.times(key.dangerous_factor())).into_coefficients();
                c0.add_at(5, (phase + u128::from(share)) % q);
                let [c0, c1] = [Dropped::at(&c0, std::iter::once(5)), Dropped::all(&c1.clone().into_coefficients())];
                let opened = key.open_dropped(std::iter::once(5), &c0, c1);
                prop_assert_eq!(u64::from(opened[0]), share);
            }
        }
    }
}

/// −t⁻¹ = (q − 1)/t modulo q: the factor that brings the plaintext from the low bits to the high ones.
#[test]
fn the_plaintext_in_the_high_bits_is_a_ciphertext_of_bfv() {
    let rng = &mut rng(7);
    let key = SecretKey::make(rng);
    let message = small(rng, 1000);
    let (seed, c0) = key.seal(&message, &mut Noise::make(rng));
    let c1 = Values::derive_uniform(&seed);
    let (q, t) = (modulus(), BigInt::from(PLAINTEXT));
    let delta = (&q - 1_u32) / &t;
    assert_eq!((&delta * &t + 1_u32) % &q, BigInt::ZERO);
    // The phase of the multiplied ciphertext, which is the multiplied phase.
    let phase = lifted(&key.dangerous_phase(&c0, &c1));
    for (phase, &m) in phase.iter().zip(&message) {
        let high = centred(&(phase * &delta), &q);
        // BFV's own shape: Δ·m and an error of at most 21.
        let error = &high - &delta * m;
        assert!(error.magnitude() <= &ERROR_BOUND.into());
        // And BFV's own way to open it: ⌊t·v/q⌉.
        let rounded = ((&high * &t * 2_u32 + &q) + &q * &t * 4_u32) / (&q * 2_u32) - &t * 2_u32;
        assert_eq!((rounded - m) % &t, BigInt::ZERO);
    }
}

#[test]
fn errors_secrets_and_floods_are_spread_as_described() {
    let mut noise = Noise::make(&mut rng(1));
    let errors: Vec<i64> = (0..32).flat_map(|_| noise.errors().to_vec()).collect();
    let t = PLAINTEXT.cast_signed();
    assert!(
        errors
            .iter()
            .all(|e| e % t == 0 && e.unsigned_abs() <= ERROR_BOUND * PLAINTEXT)
    );
    let count = errors.len() as f64;
    let mean = errors.iter().map(|e| (e / t) as f64).sum::<f64>() / count;
    let variance = errors.iter().map(|e| ((e / t) as f64).powi(2)).sum::<f64>() / count;
    assert!(mean.abs() < 0.05, "{mean}");
    assert!((variance - 10.5).abs() < 0.3, "{variance}");
    let secrets: Vec<i64> = (0..32).flat_map(|_| noise.ternary().to_vec()).collect();
    for digit in [-1, 0, 1] {
        let share = secrets.iter().filter(|&&s| s == digit).count() as f64 / count;
        assert!((share - 1.0 / 3.0).abs() < 0.006, "{digit}: {share}");
    }
    let floods: Vec<u128> = (0..4096).map(|_| noise.flood()).collect();
    assert!(floods.iter().all(|f| f % u128::from(PLAINTEXT) == 0));
    let most = FLOODS * u128::from(PLAINTEXT);
    let upper = floods.iter().filter(|&&f| f >= most / 2).count();
    assert!((1850..2250).contains(&upper), "{upper}");
    assert!(floods.iter().all(|&f| f < most));
}

#[test]
fn what_a_seed_stands_for_is_frozen() {
    use sha2::{Digest, Sha256};
    let mut bytes = Vec::new();
    Values::derive_uniform(&[9; 32]).write(&mut bytes);
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    assert_eq!(
        hex(&digest),
        "213b8da8796e5208f35e4feeb7106e1a91e5450dcea0e6e406715f5d3fffe833"
    );
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn values_at_or_above_their_prime_are_refused() {
    let mut bytes = Vec::new();
    Values::derive_uniform(&[1; 32]).write(&mut bytes);
    assert!(Values::parse(&bytes).is_ok());
    assert!(Values::parse(&bytes[1..]).is_err());
    // q₀, and the second value as it was.
    bytes.splice(0..6, [0x01, 0x00, 0x00, 0xf3, 0xff, 0xff]);
    bytes[6] |= 0x0f;
    assert!(Values::parse(&bytes).is_err());
}

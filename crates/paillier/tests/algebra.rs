//! Sealed arithmetic against plain arithmetic with exact rationals.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use paillier::{Encoded, Encrypted, Exact, Integer, Number, PrivateKey};
use proptest::prelude::*;

#[path = "support/kit.rs"]
mod support;
use support::randomness::seeded;
use support::vectors::private_key;

/// A number of sixteenths: significand / 16^power.
#[derive(Clone, Debug)]
struct Fraction {
    significand: Integer,
    power: u32,
}

impl Fraction {
    fn of(x: f64) -> Self {
        let text = Exact::from_f64(x).unwrap().to_string();
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        let digits: Integer = text.replace('.', "").parse().unwrap();
        // digits / 10^d = digits·16^300 / 10^d / 16^300, exactly: doubles have at most 1,200 binary places here.
        let scaled = digits.mul(&power(16, 300));
        let (quotient, rest) = scaled
            .magnitude()
            .div_rem_vartime(power(10, decimals).magnitude());
        assert!(bool::from(rest.is_zero()));
        Self {
            significand: Integer::new(scaled.is_negative(), quotient),
            power: 300,
        }
    }

    fn plus(&self, other: &Self) -> Self {
        let most = self.power.max(other.power);
        let at = |x: &Self| x.significand.mul(&power(16, (most - x.power) as usize));
        Self {
            significand: at(self).add(&at(other)),
            power: most,
        }
    }

    fn times(&self, other: &Self) -> Self {
        Self {
            significand: self.significand.mul(&other.significand),
            power: self.power + other.power,
        }
    }

    fn minus(&self, other: &Self) -> Self {
        self.plus(&other.times(&Self::of(-1.0)))
    }

    fn to_f64(&self) -> f64 {
        self.significand
            .divide(&power(16, self.power as usize))
            .unwrap()
    }
}

fn power(base: i64, exponent: usize) -> Integer {
    (0..exponent).fold(Integer::from(1), |power, _| power.mul(&Integer::from(base)))
}

fn double() -> impl Strategy<Value = f64> {
    (-1e6..1e6_f64, -12..12_i32).prop_map(|(x, e)| x * 10_f64.powi(e))
}

fn opened(key: &PrivateKey, sealed: &Encrypted) -> f64 {
    key.decrypt(sealed).unwrap().to_f64().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn chains_of_operations_are_exact_and_rounded_once(
        start in double(),
        steps in proptest::collection::vec((0..5_usize, double()), 1..5),
    ) {
        let key = private_key("phe-key-1024");
        let mut rng = seeded(1);
        let mut sealed = key.encrypt(start, &mut rng).unwrap();
        let mut plain = Fraction::of(start);
        for (operation, x) in steps {
            let y = Fraction::of(x);
            (sealed, plain) = match operation {
                0 => ((&sealed + x).unwrap(), plain.plus(&y)),
                1 => ((&sealed - x).unwrap(), plain.minus(&y)),
                2 => ((&sealed * x).unwrap(), plain.times(&y)),
                3 => ((&sealed + &key.encrypt(x, &mut rng).unwrap()).unwrap(), plain.plus(&y)),
                _ => ((&sealed - &key.encrypt(x, &mut rng).unwrap()).unwrap(), plain.minus(&y)),
            };
        }
        prop_assert_eq!(opened(&key, &sealed), plain.to_f64());
    }

    #[test]
    fn integers_add_and_multiply_as_integers(a in any::<i128>(), b in any::<i128>(), k in any::<i64>()) {
        let key = private_key("phe-key-1024");
        let mut rng = seeded(2);
        let (x, y) = (key.encrypt(a, &mut rng).unwrap(), key.public().encrypt(b, &mut rng).unwrap());
        let (a, b, by) = (Integer::from(a), Integer::from(b), Integer::from(k));
        let sum = key.decrypt(&(&(&x + &y).unwrap() * k).unwrap()).unwrap();
        prop_assert!(sum == Number::Integer(a.add(&b).mul(&by)));
        let difference = key.decrypt(&(-&(&x - &y).unwrap()).unwrap()).unwrap();
        prop_assert!(difference == Number::Integer(b.sub(&a)));
    }

    #[test]
    fn a_lower_exponent_is_the_same_number(x in double(), steps in 0..40_i32) {
        let key = private_key("phe-key-1024");
        let encoded = Encoded::new(key.public(), x).unwrap();
        let lower = encoded.decrease_exponent_to(encoded.exponent() - steps).unwrap();
        prop_assert_eq!(lower.to_f64().unwrap(), x);
        let sealed = key.encrypt(x, &mut seeded(3)).unwrap();
        let sealed = sealed.decrease_exponent_to(encoded.exponent() - steps).unwrap();
        let opened = key.decrypt_encoded(&sealed).unwrap();
        prop_assert!(opened.significand() == lower.significand());
    }
}

//! Numbers behave as those of `num-bigint` do.

use crate::samples::{big, numbers, uint};
use bignum::Uint;
use num_bigint::BigUint;
use proptest::prelude::*;

proptest! {
    #[test]
    fn sums_and_differences_are_right(a in numbers(0..20), b in numbers(0..20)) {
        let (x, y) = (big(&a), big(&b));
        prop_assert_eq!(big(&a.add(&b)), &x + &y);
        prop_assert_eq!(a.sub(&b).map(|d| big(&d)), (x >= y).then(|| &x - &y));
        prop_assert_eq!(bool::from(a.ct_lt(&b)), x < y);
        prop_assert_eq!(a.cmp_vartime(&b), x.cmp(&y));
        prop_assert_eq!(a == b, x == y);
    }

    #[test]
    fn products_and_squares_are_right(a in numbers(0..40), b in numbers(0..40)) {
        prop_assert_eq!(big(&a.mul(&b)), big(&a) * big(&b));
        prop_assert_eq!(big(&a.square()), big(&a) * big(&a));
    }

    #[test]
    fn quotients_and_remainders_are_right(a in numbers(0..20), b in numbers(1..12), c in any::<u64>()) {
        prop_assume!(!bool::from(b.is_zero()) && c != 0);
        let (quotient, remainder) = a.div_rem_vartime(&b);
        prop_assert_eq!(big(&quotient), big(&a) / big(&b));
        prop_assert_eq!(big(&remainder), big(&a) % big(&b));
        prop_assert_eq!(BigUint::from(a.rem_u64(c)), big(&a) % c);
    }

    #[test]
    fn a_product_and_a_remainder_give_back_their_factors(a in numbers(1..12), b in numbers(1..12), c in numbers(1..12)) {
        prop_assume!(bool::from(c.ct_lt(&b)));
        let (quotient, remainder) = a.mul(&b).add(&c).div_rem_vartime(&b);
        prop_assert_eq!(quotient, a);
        prop_assert_eq!(remainder, c);
    }

    #[test]
    fn shifts_are_right(a in numbers(0..20), bits in 0_usize..1500) {
        prop_assert_eq!(big(&a.shl_vartime(bits)), big(&a) << bits);
        prop_assert_eq!(big(&a.shr_vartime(bits)), big(&a) >> bits);
        prop_assert_eq!(big(&a.low_bits(bits)), big(&a) % (BigUint::from(1_u8) << bits));
        prop_assert_eq!(bool::from(a.bit(bits)), big(&a).bit(bits as u64));
        prop_assert_eq!(a.bits_vartime() as u64, big(&a).bits());
    }

    #[test]
    fn texts_and_bytes_are_right_and_come_back(a in numbers(0..30)) {
        prop_assert_eq!(a.to_decimal(), big(&a).to_string());
        prop_assert_eq!(a.to_hex(), format!("{:x}", big(&a)));
        prop_assert_eq!(a.to_be_bytes(), big(&a).to_bytes_be());
        prop_assert_eq!(&Uint::parse_decimal(&a.to_decimal()).unwrap(), &a);
        prop_assert_eq!(&Uint::parse_hex(&a.to_hex()).unwrap(), &a);
        prop_assert_eq!(&Uint::from_be_bytes(&a.to_be_bytes()), &a);
    }

    #[test]
    fn inverses_and_common_divisors_are_right(a in numbers(0..20), b in numbers(0..20), shared in numbers(0..3)) {
        let (a, b) = (a.mul(&shared), b.mul(&shared));
        let gcd = num_integer::gcd(big(&a), big(&b));
        prop_assert_eq!(big(&a.gcd_vartime(&b)), gcd);
        prop_assume!(big(&b) > BigUint::from(1_u8));
        prop_assert_eq!(a.invert_mod_vartime(&b).map(|x| big(&x)), big(&a).modinv(&big(&b)));
    }

    #[test]
    fn random_numbers_stay_below_their_bound(bound in numbers(1..5), bits in 0_usize..300, seed in any::<[u8; 32]>()) {
        use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
        let mut rng = ChaCha20Rng::from_seed(seed);
        prop_assert!(Uint::random_bits(bits, &mut rng).bits_vartime() <= bits);
        prop_assume!(!bool::from(bound.is_zero()));
        let drawn = Uint::random_below(&bound, &mut rng);
        prop_assert!(bool::from(drawn.ct_lt(&bound)));
        prop_assert_eq!(drawn.width(), bound.width());
    }
}

#[test]
fn a_random_number_reaches_every_value_below_its_bound() {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let mut seen = [0; 5];
    for _ in 0..500 {
        let drawn = Uint::random_below(&Uint::from_u64(5), &mut rng);
        seen[usize::try_from(drawn.limbs()[0]).unwrap()] += 1;
    }
    assert!(
        seen.iter().all(|count| (60..140).contains(count)),
        "{seen:?}"
    );
}

#[test]
fn the_limbs_are_those_of_the_other_library() {
    let a = uint(&BigUint::parse_bytes(b"340282366920938463463374607431768211457", 10).unwrap());
    assert_eq!(a.limbs(), [1, 0, 1]);
}

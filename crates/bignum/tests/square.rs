//! Residues modulo n² against an independent library, on every backend this machine has.

use bignum::square::{FactoredSquare, FixedBase, Residues, SquareModulus};
use bignum::{Backend, Uint};
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Primes of 64, 256, 512 and 1024 bits, in pairs, and a pair on both sides of where a tile ends; found with another
/// program.
const PRIMES: &[(&str, &str)] = &[
    ("f2a74de452e6b551", "e513270e269e0d43"),
    (
        "d531985d5d9dc9f81818e811892f902bd23f0824128b2f330c5c7fd0a6a3a5a3",
        "eb0d549b6f03675a1600a35a099950d836f675cc81e74ef5e8e25d940ed904e5",
    ),
    (
        "cfd630f1f29d0da9953f48f1a09f76b5a170b33839263059f28c105d1fb17c2390c192cfd3ac94af0f21ddb66cad4a268d116ece1738f7d93d9c172411e20cc5",
        "d22766581e27a1c08a6a63ec24ede6a46b4cb2424a23d5962217beaddbc496cb8e81973e0becd7b03898d190f9ebdacc0cb1e29c658cda1495e60af593bd0523",
    ),
    (
        "ff98e2774cbd87ad5c90a9587403e430ec66a78795e761d17731af10506bf2efc6f877186d76b07e881ed162ae2eb1547f15052434b9b5df9e7769b10f4205b4907a70c31012f037b64ce4228c38fb2918f135d25f557203301850c5a38fd547923a736994e3bf911a61dbe22e44158bae97ba94d0eda82f8f6d05584ef8b1c3",
        "d3deef86ab1031d0f646e1f40a097c976bf46c697d2caf82eeeacbe226e875555790f82ec1d3fcff2a3af4d46b0a18e8830e07bc1e398f1012bd4acefaecbd389be4bcfc49b64a0872e6cc3ababced2057ee05cde00902c77ebff206867347214cdd2055930d6eaf14f4733f3e7d1bfbc7a2ea20b2f14c942e05319acb5c747b",
    ),
    (
        "d86e86cb0ab8ab67a26b7f62b1852f27e3eff9c0cf44dd3f89e7d15f17362f25244caf9c4dabb4817253edc6181879932fa91425cb0088539d2c67eda13ffe7979cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd73ab48767734d7c1c7fde805ec99108ddb5b5fab8f4d3e27dda1494c73cf285f",
        "1cb4d8474a3ea284d3bd0334684e55160320094ead7a94ded97491e2370c6a5b85387f61376c468aec7321cc007b37e14998092253deffa38e12b2b8f30b17d0b09208a650f3ebdd3102b938b8743feb6d4ea65d003d716849f8558a628518867a66b0d389d95847ebd299753a767779673f778aaf6fa5db8656abd72fb710805",
    ),
];

fn big(value: &Uint) -> BigUint {
    BigUint::from_bytes_be(&value.to_be_bytes())
}

fn uint(value: &BigUint) -> Uint {
    Uint::from_be_bytes(&value.to_bytes_be())
}

/// Those of this machine; the crate's own tests name the others.
fn backends() -> impl Iterator<Item = Backend> {
    Backend::ALL
        .into_iter()
        .filter(|backend| backend.is_available())
}

/// Odd numbers of lengths around every limb and tile, and with the extreme bits.
fn odd(bytes: usize) -> impl Strategy<Value = Uint> {
    let last = bytes - 1;
    prop::collection::vec(any::<u8>(), bytes).prop_map(move |mut bytes| {
        bytes[0] |= 0x80;
        bytes[last] |= 1;
        Uint::from_be_bytes(&bytes)
    })
}

fn residues(modulus: &SquareModulus, seeds: &[Vec<u8>]) -> (Vec<BigUint>, Residues) {
    let square = big(modulus.n()).pow(2);
    let plain: Vec<BigUint> = seeds
        .iter()
        .map(|seed| BigUint::from_bytes_be(seed) % &square)
        .collect();
    let imported = modulus.import(&plain.iter().map(uint).collect::<Vec<_>>());
    (plain, imported)
}

fn exported(modulus: &SquareModulus, residues: &Residues) -> Vec<BigUint> {
    modulus.export(residues).iter().map(big).collect()
}

fn expected_product(bases: &[BigUint], exponents: &[BigUint], modulus: &BigUint) -> BigUint {
    let powers = bases
        .iter()
        .zip(exponents)
        .map(|(x, e)| x.modpow(e, modulus));
    powers.fold(BigUint::from(1_u8), |all, power| all * power % modulus)
}

/// Lengths of n in bytes, around those of limbs and tiles.
const SHORT: &[usize] = &[2, 9, 61, 65, 127];
const LONG: &[usize] = &[2, 9, 61, 65, 127, 128, 192, 256];

fn check(
    lengths: &[usize],
    cases: u32,
    test: impl Fn(Uint, Vec<Vec<u8>>, Vec<Vec<u8>>) -> Result<(), TestCaseError>,
) {
    for &bytes in lengths {
        let seed = || {
            let some = prop::collection::vec(any::<u8>(), 0..=2 * bytes);
            prop_oneof![8 => some, 1 => Just(vec![0xff; 2 * bytes])]
        };
        let count = 1..20_usize;
        let seeds = count.prop_flat_map(move |count| {
            let seeds = || prop::collection::vec(seed(), count);
            (odd(bytes), seeds(), seeds())
        });
        let mut runner = TestRunner::new(Config::with_cases(cases));
        let outcome = runner.run(&seeds, |(n, x, y)| test(n, x, y));
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[test]
fn what_goes_in_comes_out_again_and_products_are_those_of_another_library() {
    check(LONG, 8, |n, x, y| {
        for backend in backends() {
            let modulus = SquareModulus::with_backend(&n, backend).unwrap();
            let square = big(&n).pow(2);
            let ((a, x), (b, y)) = (residues(&modulus, &x), residues(&modulus, &y));
            prop_assert_eq!(&exported(&modulus, &x), &a);
            let products: Vec<BigUint> = a.iter().zip(&b).map(|(a, b)| a * b % &square).collect();
            let product = modulus.mul(&x, &y);
            prop_assert_eq!(&exported(&modulus, &product), &products);
            let again = modulus.mul(&modulus.mul(&product, &product), &x);
            let expected: Vec<BigUint> = products
                .iter()
                .zip(&a)
                .map(|(p, a)| p * p * a % &square)
                .collect();
            prop_assert_eq!(exported(&modulus, &again), expected);
            let all = a
                .iter()
                .fold(BigUint::from(1_u8), |all, a| all * a % &square);
            prop_assert_eq!(exported(&modulus, &modulus.product(&x)), vec![all]);
            let both = modulus.concat(&[&x, &y, &product]);
            prop_assert_eq!(exported(&modulus, &both), [a.clone(), b, products].concat());
            let backwards = modulus.gather(&x, (0..x.len()).rev());
            prop_assert_eq!(
                exported(&modulus, &backwards),
                a.into_iter().rev().collect::<Vec<_>>()
            );
        }
        Ok(())
    });
}

#[test]
fn powers_and_multiples_of_n_are_those_of_another_library() {
    check(LONG, 2, |n, x, e| {
        for backend in backends() {
            let modulus = SquareModulus::with_backend(&n, backend).unwrap();
            let (n, square) = (big(&n), big(&n).pow(2));
            let (a, x) = residues(&modulus, &x);
            let exponents: Vec<BigUint> = e.iter().map(|e| BigUint::from_bytes_be(e)).collect();
            let bits = exponents.iter().map(BigUint::bits).max().unwrap_or(0);
            let bits = usize::try_from(bits).unwrap();
            let given: Vec<Uint> = exponents.iter().map(uint).collect();
            let expected: Vec<BigUint> = a
                .iter()
                .zip(&exponents)
                .map(|(a, e)| a.modpow(e, &square))
                .collect();
            prop_assert_eq!(exported(&modulus, &modulus.pow(&x, &given, bits)), expected);
            let expected: Vec<BigUint> =
                a.iter().map(|a| a.modpow(&exponents[0], &square)).collect();
            prop_assert_eq!(
                exported(&modulus, &modulus.pow_shared(&x, &given[0], bits)),
                expected
            );
            let messages: Vec<BigUint> = exponents.iter().map(|e| e % &n).collect();
            let given: Vec<Uint> = messages.iter().map(uint).collect();
            let expected: Vec<BigUint> = a
                .iter()
                .zip(&messages)
                .map(|(a, m)| a * (1_u8 + m * &n) % &square)
                .collect();
            prop_assert_eq!(
                exported(&modulus, &modulus.mul_one_plus_n_times(&x, &given)),
                expected
            );
        }
        Ok(())
    });
}

#[test]
fn repeated_squares_are_those_of_another_library() {
    check(SHORT, 2, |n, x, _| {
        for backend in backends() {
            let modulus = SquareModulus::with_backend(&n, backend).unwrap();
            let square = big(&n).pow(2);
            let (a, x) = residues(&modulus, &x);
            for times in [0, 1, 2, 103] {
                let exponent = BigUint::from(1_u8) << times;
                let expected: Vec<BigUint> =
                    a.iter().map(|a| a.modpow(&exponent, &square)).collect();
                let found = exported(&modulus, &modulus.square_times(&x, times));
                prop_assert_eq!(found, expected);
            }
        }
        Ok(())
    });
}

#[test]
fn a_product_of_many_powers_is_that_of_another_library() {
    check(SHORT, 3, |n, x, e| {
        for backend in backends() {
            let modulus = SquareModulus::with_backend(&n, backend).unwrap();
            let square = big(&n).pow(2);
            let (a, x) = residues(&modulus, &x);
            // From no bit at all to more than all lanes take at once.
            for bytes in [0, 1, 8, 9] {
                let exponents: Vec<BigUint> = e
                    .iter()
                    .map(|e| BigUint::from_bytes_be(&e[..e.len().min(bytes)]))
                    .collect();
                let given: Vec<Uint> = exponents.iter().map(uint).collect();
                let product = modulus.product_of_powers_vartime(&x, &given, 8 * bytes);
                let all = expected_product(&a, &exponents, &square);
                prop_assert_eq!(exported(&modulus, &product), vec![all]);
            }
        }
        Ok(())
    });
}

#[test]
fn inverses_are_those_of_another_library_and_missing_where_there_is_none() {
    check(SHORT, 4, |n, x, _| {
        for backend in backends() {
            let modulus = SquareModulus::with_backend(&n, backend).unwrap();
            let square = big(&n).pow(2);
            let (a, x) = residues(&modulus, &x);
            let expected: Option<Vec<BigUint>> = a.iter().map(|a| a.modinv(&square)).collect();
            let inverses = modulus.invert_vartime(&x);
            prop_assert_eq!(inverses.map(|x| exported(&modulus, &x)), expected);
        }
        Ok(())
    });
}

#[test]
fn a_table_gives_the_powers_of_its_base() {
    check(SHORT, 2, |n, x, e| {
        for backend in backends() {
            let modulus = SquareModulus::with_backend(&n, backend).unwrap();
            let square = big(&n).pow(2);
            let base = BigUint::from_bytes_be(&x[0]) % &square;
            let Some(inverse) = base.modinv(&big(&n)) else {
                continue;
            };
            let exponents: Vec<BigUint> = e.iter().map(|e| BigUint::from_bytes_be(e)).collect();
            let bits = exponents.iter().map(BigUint::bits).max().unwrap_or(0);
            let bits = usize::try_from(bits).unwrap();
            let given: Vec<Uint> = exponents.iter().map(uint).collect();
            let expected: Vec<BigUint> =
                exponents.iter().map(|e| base.modpow(e, &square)).collect();
            for uses in [1, 100, 100_000] {
                let table = FixedBase::new(&modulus, &uint(&base), &uint(&inverse), bits, uses);
                prop_assert_eq!(&exported(&modulus, &table.pow(&given)), &expected);
            }
        }
        Ok(())
    });
}

/// A modulus, and a residue modulo its square with its inverse modulo the modulus itself.
fn base_of_a_table() -> (Uint, Uint, Uint) {
    // Of 244 bits: with those to spare it just fills a tile of the eight lanes.
    let n = Uint::one(1)
        .shl_vartime(244)
        .wrapping_sub(&Uint::from_u64(3));
    let mut numbers = (5..).map(|k| {
        Uint::one(1)
            .shl_vartime(485)
            .wrapping_sub(&Uint::from_u64(k))
    });
    numbers
        .find_map(|base| Some((n.clone(), base.clone(), base.invert_mod_vartime(&n)?)))
        .expect("most numbers have an inverse")
}

#[test]
fn a_table_for_no_bits_gives_ones() {
    let (n, base, inverse) = base_of_a_table();
    for backend in backends() {
        let modulus = SquareModulus::with_backend(&n, backend).unwrap();
        let table = FixedBase::new(&modulus, &base, &inverse, 0, 1);
        let powers = table.pow(&vec![Uint::zero(1); 9]);
        assert_eq!(modulus.export(&powers), vec![Uint::one(1); 9]);
    }
}

#[test]
fn the_longest_table_is_right() {
    let (n, base, inverse) = base_of_a_table();
    let square = big(&n).pow(2);
    let ones = Uint::one(1).shl_vartime(8192).sub(&Uint::one(1)).unwrap();
    for backend in backends() {
        let modulus = SquareModulus::with_backend(&n, backend).unwrap();
        let table = FixedBase::new(&modulus, &base, &inverse, 8192, 1);
        let power = table.pow(std::slice::from_ref(&ones));
        assert_eq!(
            exported(&modulus, &power),
            [big(&base).modpow(&big(&ones), &square)],
            "{backend:?}"
        );
    }
}

#[test]
#[should_panic(expected = "at most 2,048 windows")]
fn a_table_that_is_too_long_is_refused() {
    let (n, base, inverse) = base_of_a_table();
    let modulus = SquareModulus::new(&n).unwrap();
    let _ = FixedBase::new(&modulus, &base, &inverse, 8193, 1);
}

#[test]
#[should_panic(expected = "longer than its table")]
fn an_exponent_beyond_its_table_is_refused() {
    let (n, base, inverse) = base_of_a_table();
    let modulus = SquareModulus::new(&n).unwrap();
    let table = FixedBase::new(&modulus, &base, &inverse, 8, 1);
    let _ = table.pow(&[Uint::from_u64(256)]);
}

#[test]
#[should_panic(expected = "longer than its bound")]
fn an_exponent_beyond_its_bound_is_refused() {
    let modulus = SquareModulus::new(&Uint::from_u64(15)).unwrap();
    let _ = modulus.pow(&modulus.ones(1), &[Uint::from_u64(256)], 8);
}

#[test]
fn the_smallest_moduli_are_right_on_every_residue() {
    for backend in backends() {
        for n in [3, 5, 9, 15] {
            let modulus = SquareModulus::with_backend(&Uint::from_u64(n), backend).unwrap();
            let all: Vec<u64> = (0..n * n).collect();
            let numbers = |values: &[u64]| -> Vec<Uint> {
                values.iter().copied().map(Uint::from_u64).collect()
            };
            let x = modulus.import(&numbers(&all));
            for by in 0..n * n {
                let y = modulus.import(&vec![Uint::from_u64(by); all.len()]);
                let products: Vec<u64> = all.iter().map(|a| a * by % (n * n)).collect();
                let product = modulus.mul(&x, &y);
                assert_eq!(
                    modulus.export(&product),
                    numbers(&products),
                    "{backend:?} {n}"
                );
            }
            for m in 0..n {
                let messages = vec![Uint::from_u64(m); all.len()];
                let lifted: Vec<u64> = all.iter().map(|a| a * (1 + m * n) % (n * n)).collect();
                let sealed = modulus.mul_one_plus_n_times(&x, &messages);
                assert_eq!(modulus.export(&sealed), numbers(&lifted), "{backend:?} {n}");
            }
        }
    }
}

#[test]
fn of_nothing_nothing_is_made_but_the_empty_product() {
    for backend in backends() {
        let modulus = SquareModulus::with_backend(&Uint::from_u64(35), backend).unwrap();
        let none = modulus.import(&[]);
        assert!(modulus.export(&none).is_empty());
        assert_eq!(modulus.export(&modulus.product(&none)), [Uint::one(1)]);
        assert!(modulus.mul(&none, &none).is_empty());
        assert!(modulus.pow(&none, &[], 0).is_empty());
        assert!(modulus.mul_one_plus_n_times(&none, &[]).is_empty());
        assert!(modulus.invert_vartime(&none).unwrap().is_empty());
        assert!(modulus.concat(&[]).is_empty());
        let three = modulus.import(&[Uint::from_u64(3)]);
        let both = modulus.concat(&[&Residues::default(), &three, &none, &three]);
        assert_eq!(modulus.export(&both), vec![Uint::from_u64(3); 2]);
        let powers = modulus.pow_shared(&both, &Uint::zero(1), 0);
        assert_eq!(modulus.export(&powers), vec![Uint::one(1); 2]);
    }
}

#[test]
fn who_knows_the_factors_gets_fermats_quotients_and_chinese_remainders() {
    for (p, q) in PRIMES {
        let (p, q) = (Uint::parse_hex(p).unwrap(), Uint::parse_hex(q).unwrap());
        let (big_p, big_q) = (big(&p), big(&q));
        let n = &big_p * &big_q;
        for backend in backends() {
            let factored = FactoredSquare::with_backend(&p, &q, backend).unwrap();
            let seeds: Vec<Vec<u8>> = (0..19_u8).map(|i| (3 + i..200).collect()).collect();
            let (a, x) = residues(factored.n(), &seeds);
            let one = Uint::one(1);
            let exponents = [p.sub(&one).unwrap(), q.sub(&one).unwrap()];
            let bits = p.bits_vartime().max(q.bits_vartime());
            let [of_p, of_q] = factored
                .quotients(&x, [&exponents[0], &exponents[1]], bits)
                .unwrap();
            for (index, a) in a.iter().enumerate() {
                for (prime, quotients) in [(&big_p, &of_p), (&big_q, &of_q)] {
                    let square = prime.pow(2);
                    let power = a.modpow(&(prime - 1_u8), &square);
                    assert_eq!(
                        big(&quotients[index]),
                        (power - 1_u8) / prime,
                        "{backend:?}"
                    );
                }
            }
            let no_units = factored.n().import(&[uint(&(&big_p * 5_u8))]);
            assert!(
                factored
                    .quotients(&no_units, [&exponents[0], &exponents[1]], bits)
                    .is_none()
            );

            let [side_p, side_q] = factored.sides();
            let down = |modulus: &SquareModulus| {
                let square = big(modulus.n()).pow(2);
                let values: Vec<Uint> = a.iter().map(|a| uint(&(a % &square))).collect();
                modulus.import(&values)
            };
            let combined = factored.combine(&down(side_p), &down(side_q));
            assert_eq!(exported(factored.n(), &combined), a, "{backend:?}");
            assert_eq!(big(factored.n().n()), n);
        }
    }
}

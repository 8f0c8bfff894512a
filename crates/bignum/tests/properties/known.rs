//! Answers known beforehand, frozen.

use bignum::{Backend, Modulus, Uint};

#[test]
fn powers_are_those_that_python_computed() {
    let lines = include_str!("powers.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for line in lines {
        let numbers: Vec<Uint> = line
            .split(' ')
            .map(|text| Uint::parse_hex(text).unwrap())
            .collect();
        let [n, a, e, power] = &numbers[..] else {
            panic!("four numbers in a line");
        };
        for backend in Backend::ALL
            .into_iter()
            .filter(|backend| backend.is_available())
        {
            let modulus = Modulus::with_backend(n, backend).unwrap();
            assert_eq!(modulus.pow(a, e), *power, "{backend:?}: {line}");
            assert_eq!(modulus.pow_vartime(a, e), *power, "{backend:?}: {line}");
        }
        count += 1;
    }
    assert_eq!(count, 27);
}

/// 2^607 − 1 and 3^383, by Python.
#[test]
fn decimals_are_those_that_python_printed() {
    let mersenne = Uint::one(1).shl_vartime(607).sub(&Uint::one(1)).unwrap();
    assert_eq!(mersenne.to_decimal(), MERSENNE);
    let three = (0..383).fold(Uint::one(1), |power, _| {
        power.mul(&Uint::from_u64(3)).trimmed_vartime()
    });
    assert_eq!(three.to_decimal(), POWER_OF_THREE);
    let (quotient, remainder) = mersenne.div_rem_vartime(&three.shr_vartime(300));
    assert_eq!(quotient.to_decimal(), QUOTIENT);
    assert_eq!(remainder.to_decimal(), REMAINDER);
}

const MERSENNE: &str = "531137992816767098689588206552468627329593117727031923199444138200403559860852242739162502265229285668889329486246501015346579337652707239409519978766587351943831270835393219031728127";

const POWER_OF_THREE: &str = "546311770464106706388966471847606357880374904070605174649432827564745179635423986235632198555047000816894991334534368768505656858059135070893050401791232500054690850310916156985517227";

const QUOTIENT: &str =
    "1980457420580008470109688472329457711679807360472453085506323653466410027486434756647239915";

const REMAINDER: &str =
    "74671658034621874907909785200153642706117741214705667218134067360346172882243836857131742077";

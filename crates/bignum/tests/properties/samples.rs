//! Numbers to try, full of what carries and borrows trip over, and the way to `num-bigint` and back.

use std::ops::Range;

use bignum::Uint;
use num_bigint::BigUint;
use proptest::prelude::*;

/// Numbers of so many limbs, of which many are all zeros or all ones.
pub(crate) fn numbers(limbs: Range<usize>) -> impl Strategy<Value = Uint> {
    prop::collection::vec(limb(), limbs).prop_map(Uint::from_limbs)
}

/// Odd numbers of at least 3.
pub(crate) fn moduli(limbs: Range<usize>) -> impl Strategy<Value = Uint> {
    numbers(limbs).prop_map(|mut number| {
        number.limbs_mut()[0] |= 3;
        number
    })
}

pub(crate) fn limb() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => any::<u64>(),
        1 => Just(0),
        1 => Just(u64::MAX),
        1 => Just(1),
        1 => Just(1 << 63),
    ]
}

pub(crate) fn big(number: &Uint) -> BigUint {
    BigUint::from_bytes_be(&number.to_be_bytes())
}

pub(crate) fn uint(number: &BigUint) -> Uint {
    Uint::from_be_bytes(&number.to_bytes_be())
}

//! Doubles taken apart exactly, and quotients of large integers rounded once.

use bignum::Uint;

/// A finite double as ±`mantissa` · 2^`exponent`.
pub(crate) struct Parts {
    pub(crate) negative: bool,
    pub(crate) mantissa: u64,
    pub(crate) exponent: i32,
}

/// Takes a double apart; `None` where it is not finite.
pub(crate) fn parts(x: f64) -> Option<Parts> {
    if !x.is_finite() {
        return None;
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52 & 0x7ff) as i32;
    let (mantissa, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased - 1075),
    };
    Some(Parts {
        negative: bits >> 63 == 1,
        mantissa,
        exponent,
    })
}

/// C's `frexp` exponent: x = f · 2^e with ½ ≤ |f| < 1; 0 for zero.
pub(crate) fn frexp_exponent(parts: &Parts) -> i32 {
    match parts.mantissa {
        0 => 0,
        m => parts.exponent + 64 - m.leading_zeros() as i32,
    }
}

/// ±`numerator` / `denominator`, rounded once to the nearest double, ties to even, as CPython divides integers:
/// subnormal results are rounded to their own precision, what is too small becomes ±0. `None` where the result is
/// too large for a double. Not constant-time.
///
/// # Panics
/// If the denominator is zero.
pub(crate) fn divide_vartime(negative: bool, numerator: &Uint, denominator: &Uint) -> Option<f64> {
    let (a, b) = (numerator.bits_vartime(), denominator.bits_vartime());
    if a == 0 {
        return Some(0.0);
    }
    let (up, down) = ((b + 64).saturating_sub(a), a.saturating_sub(b + 64));
    let (quotient, rest) = numerator
        .shl_vartime(up)
        .div_rem_vartime(&denominator.shl_vartime(down));
    let sticky = !bool::from(rest.is_zero());
    round(
        negative,
        low_u128(&quotient),
        sticky,
        signed(down) - signed(up),
    )
}

/// ±`x` · 2^`exponent`, rounded once. `None` where it is too large for a double. Not constant-time.
pub(crate) fn scale_vartime(negative: bool, x: &Uint, exponent: i64) -> Option<f64> {
    let bits = x.bits_vartime();
    if bits == 0 {
        return Some(0.0);
    }
    let dropped = bits.saturating_sub(100);
    let kept = x.shr_vartime(dropped);
    let sticky = (0..dropped).any(|bit| x.bit(bit).into());
    round(
        negative,
        low_u128(&kept),
        sticky,
        exponent + signed(dropped),
    )
}

/// ±(`q` + something in (0, 1) if `sticky`) · 2^`exponent`, where q is not zero and, if `sticky`, has more than 54 bits.
fn round(negative: bool, q: u128, sticky: bool, exponent: i64) -> Option<f64> {
    let top = exponent + i64::from(128 - q.leading_zeros());
    let lowest = (top - 53).max(-1074);
    let rounded = match lowest - exponent {
        up if up <= 0 => q << up.unsigned_abs(),
        drop if drop > 127 => 0,
        drop => {
            let half = 1_u128 << (drop - 1);
            let rest = q & ((half << 1) - 1);
            let m = q >> drop;
            let up = rest > half || (rest == half && (sticky || m & 1 == 1));
            m + u128::from(up)
        }
    };
    let mut m = u64::try_from(rounded).expect("rounded to 53 bits");
    let mut lowest = lowest;
    if m >> 53 == 1 {
        m >>= 1;
        lowest += 1;
    }
    let sign = u64::from(negative) << 63;
    if m >> 52 == 0 {
        return Some(f64::from_bits(sign | m));
    }
    let biased = u64::try_from(lowest + 1075).ok()?;
    (biased < 0x7ff).then(|| f64::from_bits(sign | biased << 52 | (m & ((1 << 52) - 1))))
}

fn low_u128(x: &Uint) -> u128 {
    let limb = |i: usize| u128::from(x.limbs().get(i).copied().unwrap_or(0));
    limb(0) | limb(1) << 64
}

fn signed(bits: usize) -> i64 {
    i64::try_from(bits).expect("a number of bits is far below 2^63")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_taken_apart_and_joined_is_the_same() {
        for x in [
            1.0,
            -3.5,
            0.1,
            5e-324,
            f64::MIN_POSITIVE,
            f64::MAX,
            -0.25,
            2.0_f64.powi(-1040),
        ] {
            let parts = parts(x).unwrap();
            let joined = scale_vartime(
                parts.negative,
                &Uint::from_u64(parts.mantissa),
                i64::from(parts.exponent),
            );
            assert_eq!(joined.unwrap().to_bits(), x.to_bits());
        }
    }

    #[test]
    fn quotients_of_small_integers_are_those_of_the_processor() {
        for (a, b) in [
            (1, 3),
            (2, 3),
            (10, 7),
            (199_228, 1548),
            (u64::from(u32::MAX), 10),
            (1, 1 << 50),
        ] {
            let ours = divide_vartime(false, &Uint::from_u64(a), &Uint::from_u64(b)).unwrap();
            assert_eq!(ours.to_bits(), (a as f64 / b as f64).to_bits());
        }
    }

    #[test]
    fn ties_go_to_even_and_what_is_just_above_goes_up() {
        let tie = Uint::from_u64((1 << 53) + 1);
        assert_eq!(scale_vartime(false, &tie, 0).unwrap(), 2.0_f64.powi(53));
        let above = tie.shl_vartime(200).add(&Uint::one(1));
        assert_eq!(
            scale_vartime(false, &above, -200).unwrap(),
            2.0_f64.powi(53) + 2.0
        );
    }

    #[test]
    fn the_ends_of_the_range_are_handled() {
        let one = Uint::one(1);
        assert_eq!(scale_vartime(true, &one, -2000).unwrap().to_bits(), 1 << 63);
        assert_eq!(scale_vartime(false, &one, -1075), Some(0.0));
        assert_eq!(
            scale_vartime(false, &Uint::from_u64(3), -1076),
            Some(5e-324)
        );
        assert_eq!(scale_vartime(false, &one, 1024), None);
        let most = Uint::from_u64((1 << 54) - 1);
        assert_eq!(scale_vartime(false, &most, 970), None);
    }
}

//! Small arithmetic on wires. A *number* is a list of wires, the least significant first; a *column* has one bit of each of
//! many numbers.
//!
//! Additions and comparisons take one AND gate a bit (Kolesnikov, Sadeghi and Schneider, CANS 2009), counting takes less than
//! one for each bit that is counted (Boyar and Peralta, 2006).

use super::gates::{Gates, Wires, xor};

/// x − y modulo 2^(number of columns), for many numbers, column by column.
pub(crate) fn subtract<G: Gates>(
    gates: &mut G,
    x: &[Wires<G::Wire>],
    y: &[Wires<G::Wire>],
) -> Vec<Wires<G::Wire>> {
    let mut differences = Vec::with_capacity(x.len());
    let mut borrow: Option<Wires<G::Wire>> = None;
    for (index, (x, y)) in x.iter().zip(y).enumerate() {
        let plain = xor(x, y);
        let last = index + 1 == differences.capacity();
        let not_x = gates.not(x);
        borrow = match borrow {
            None => {
                let next = (!last).then(|| gates.and(&not_x, y));
                differences.push(plain);
                next
            }
            Some(borrow) => {
                differences.push(xor(&plain, &borrow));
                (!last).then(|| majority(gates, &not_x, y, &borrow))
            }
        };
    }
    differences
}

/// Of three columns what at least two have: c ⊕ (a ⊕ c)(b ⊕ c).
fn majority<G: Gates>(
    gates: &mut G,
    a: &[G::Wire],
    b: &[G::Wire],
    c: &[G::Wire],
) -> Wires<G::Wire> {
    let both = gates.and(&xor(a, c), &xor(b, c));
    xor(&both, c)
}

/// How many of these wires are set, as a number; modulo 2^`width` if there is a width.
pub(crate) fn count<G: Gates>(
    gates: &mut G,
    wires: &[G::Wire],
    width: Option<usize>,
) -> Wires<G::Wire> {
    let mut bits = Wires::new(Vec::with_capacity(usize::BITS as usize));
    let mut column = Wires::new(wires.to_vec());
    while !column.is_empty() && Some(bits.len()) != width {
        let last = Some(bits.len() + 1) == width;
        let mut carries = Wires::new(Vec::with_capacity(column.len() / 2));
        while column.len() > 1 {
            column = reduce(gates, &column, &mut carries, last);
        }
        bits.push(column[0]);
        column = carries;
    }
    bits
}

/// Full adders over a column, or a half adder where only two are left.
fn reduce<G: Gates>(
    gates: &mut G,
    column: &[G::Wire],
    carries: &mut Wires<G::Wire>,
    last: bool,
) -> Wires<G::Wire> {
    let third = column.len() / 3;
    if third == 0 {
        if !last {
            carries.push(gates.and_one(column[0], column[1]));
        }
        return Wires::new(vec![column[0] ^ column[1]]);
    }
    let (a, rest) = column.split_at(third);
    let (b, rest) = rest.split_at(third);
    let (c, rest) = rest.split_at(third);
    if !last {
        carries.extend_from_slice(&majority(gates, a, b, c));
    }
    let mut sums = Wires::new(Vec::with_capacity(third + rest.len()));
    sums.extend_from_slice(&xor(&xor(a, b), c));
    sums.extend_from_slice(rest);
    sums
}

/// The sum of two numbers; modulo 2^`width` if there is a width.
pub(crate) fn add<G: Gates>(
    gates: &mut G,
    x: &[G::Wire],
    y: &[G::Wire],
    width: Option<usize>,
) -> Wires<G::Wire> {
    let (long, short) = if x.len() < y.len() { (y, x) } else { (x, y) };
    let most = width.unwrap_or(long.len() + 1);
    let mut sum = Wires::new(Vec::with_capacity(most));
    let mut carry: Option<G::Wire> = None;
    for (index, &a) in long.iter().enumerate().take(most) {
        let last = index + 1 == most;
        let parts = [Some(a), short.get(index).copied(), carry];
        let parts: Vec<G::Wire> = parts.into_iter().flatten().collect();
        let mut carries = Wires::new(Vec::with_capacity(1));
        sum.push(match parts.len() {
            1 => a,
            _ => reduce(gates, &parts, &mut carries, last)[0],
        });
        carry = carries.first().copied();
    }
    match carry {
        Some(carry) if sum.len() < most => sum.push(carry),
        _ => {}
    }
    sum
}

/// constant − x modulo 2^`width`, for an x of at most so many bits.
pub(crate) fn subtract_from<G: Gates>(
    gates: &mut G,
    constant: usize,
    x: &[G::Wire],
    width: usize,
) -> Wires<G::Wire> {
    let one = gates.one();
    let mut difference = Wires::new(Vec::with_capacity(width));
    let mut borrow: Option<G::Wire> = None;
    for index in 0..width {
        let set = constant >> index & 1 == 1;
        let x = x.get(index).copied();
        let bit = match (x, borrow) {
            (Some(x), Some(borrow)) => x ^ borrow,
            (Some(wire), None) | (None, Some(wire)) => wire,
            (None, None) => G::Wire::default(),
        };
        difference.push(if set { bit ^ one } else { bit });
        borrow = match (x, borrow, set) {
            _ if index + 1 == width => None,
            (Some(x), Some(borrow), true) => Some(gates.and_one(x, borrow)),
            (Some(x), Some(borrow), false) => Some(gates.and_one(x, borrow) ^ x ^ borrow),
            (Some(wire), None, false) | (None, Some(wire), false) => Some(wire),
            (_, _, true) | (None, None, false) => None,
        };
    }
    difference
}

/// Whether a number is below a constant of at least 1.
pub(crate) fn below<G: Gates>(gates: &mut G, x: &[G::Wire], constant: usize) -> G::Wire {
    let one = gates.one();
    if constant >> x.len() > 0 {
        return one;
    }
    // At least the constant's lowest bits: nothing to say below its lowest set one.
    let lowest = constant.trailing_zeros() as usize;
    let mut reached = x[lowest];
    for (index, &bit) in x.iter().enumerate().skip(lowest + 1) {
        let both = gates.and_one(reached, bit);
        reached = match constant >> index & 1 {
            1 => both,
            _ => both ^ reached ^ bit,
        };
    }
    reached ^ one
}

/// Whether x > y, for two numbers of one width.
pub(crate) fn above<G: Gates>(gates: &mut G, x: &[G::Wire], y: &[G::Wire]) -> G::Wire {
    let one = gates.one();
    let mut above: Option<G::Wire> = None;
    for (&x, &y) in x.iter().zip(y) {
        above = Some(match above {
            None => gates.and_one(x, y ^ one),
            Some(c) => gates.and_one(x ^ c, y ^ one ^ c) ^ c,
        });
    }
    above.unwrap_or_default()
}

/// Wire by wire `y` where the one wire is set, else `x`; beyond its end `y` is zero.
pub(crate) fn choose<G: Gates>(
    gates: &mut G,
    which: G::Wire,
    x: &[G::Wire],
    y: &[G::Wire],
) -> Wires<G::Wire> {
    let mut either = Wires::new(x.to_vec());
    for (either, &y) in either.iter_mut().zip(y) {
        *either = *either ^ y;
    }
    xor(x, &gates.and_all(which, &either))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::circuit::gates::Plain;

    fn number(value: usize, width: usize) -> Vec<bool> {
        (0..width).map(|bit| value >> bit & 1 == 1).collect()
    }

    fn value(number: &[bool]) -> usize {
        number
            .iter()
            .zip(0..)
            .map(|(&bit, at)| usize::from(bit) << at)
            .sum()
    }

    proptest! {
        #[test]
        fn numbers_are_added_and_compared(
            (x, a) in (0_usize..600, 0_usize..11),
            (y, b) in (0_usize..600, 0_usize..11),
            width in 1_usize..12,
        ) {
            let (x, y) = (x & ((1 << a) - 1), y & ((1 << b) - 1));
            let (xs, ys) = (number(x, a), number(y, b));
            let mut plain = Plain::default();
            prop_assert_eq!(value(&add(&mut plain, &xs, &ys, None)), x + y);
            let cut = add(&mut plain, &xs, &ys, Some(width));
            prop_assert_eq!(value(&cut), (x + y) & ((1 << width) - 1));
            if y > 0 {
                prop_assert_eq!(below(&mut plain, &xs, y), x < y);
            }
            let (xs, ys) = (number(x, 11), number(y, 11));
            prop_assert_eq!(above(&mut plain, &xs, &ys), x > y);
            if x >= y {
                prop_assert_eq!(value(&subtract_from(&mut plain, x, &number(y, b), 11)), x - y);
            }
        }

        #[test]
        fn bits_are_counted(wires in prop::collection::vec(any::<bool>(), 0..300), width in 1_usize..5) {
            let set = wires.iter().filter(|bit| **bit).count();
            let mut plain = Plain::default();
            prop_assert_eq!(value(&count(&mut plain, &wires, None)), set);
            let ones = wires.len().count_ones() as usize;
            prop_assert_eq!(plain.count.and, wires.len() - ones);
            let cut = count(&mut plain, &wires, Some(width));
            prop_assert_eq!(value(&cut), set & ((1 << width) - 1));
        }
    }
}

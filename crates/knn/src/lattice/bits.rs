//! Numbers of fixed width one after the other, the lowest bits first.

use crate::error::{Error, FormatFault};

/// Appends `width` bits, at most 64, of every number; the whole must be a whole number of bytes.
pub(crate) fn pack(numbers: &[u64], width: usize, bytes: &mut Vec<u8>) {
    assert!(width <= 64 && (numbers.len() * width).is_multiple_of(8));
    bytes.reserve(numbers.len() * width / 8);
    let (mut waiting, mut count) = (0_u128, 0);
    for &number in numbers {
        waiting |= u128::from(number) << count;
        count += width;
        while count >= 32 {
            bytes.extend_from_slice(&waiting.to_le_bytes()[..4]);
            waiting >>= 32;
            count -= 32;
        }
    }
    bytes.extend_from_slice(&waiting.to_le_bytes()[..count / 8]);
}

/// Reads exactly `count` numbers of `width` bits, each below `limit` ≤ 2^width.
///
/// # Errors
/// [`Error::Format`] for another length, or for a number at or above the limit.
pub(crate) fn unpack(
    bytes: &[u8],
    width: usize,
    count: usize,
    limit: u64,
) -> Result<Vec<u64>, Error> {
    assert!(width < 64 && (count * width).is_multiple_of(8));
    match bytes.len().cmp(&(count * width / 8)) {
        std::cmp::Ordering::Less => return Err(FormatFault::Truncated.into()),
        std::cmp::Ordering::Greater => return Err(FormatFault::Trailing.into()),
        std::cmp::Ordering::Equal => {}
    }
    let mut numbers = Vec::with_capacity(count);
    let (mut waiting, mut have) = (0_u128, 0);
    let mut words = bytes.chunks(4);
    for _ in 0..count {
        while have < width {
            let word = words.next().unwrap_or_default();
            let mut padded = [0; 4];
            padded[..word.len()].copy_from_slice(word);
            waiting |= u128::from(u32::from_le_bytes(padded)) << have;
            have += 8 * word.len();
        }
        #[expect(clippy::cast_possible_truncation, reason = "masked to the width")]
        numbers.push((waiting & ((1 << width) - 1)) as u64);
        waiting >>= width;
        have -= width;
    }
    match numbers.iter().all(|&number| number < limit) {
        true => Ok(numbers),
        false => Err(FormatFault::Field("coefficient").into()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(
            width in 1_usize..60,
            random in prop::collection::vec(any::<u64>(), 0..9),
        ) {
            let numbers: Vec<u64> =
                random.iter().flat_map(|&x| [x >> (64 - width); 8]).collect();
            let mut bytes = Vec::new();
            pack(&numbers, width, &mut bytes);
            prop_assert_eq!(bytes.len(), numbers.len() * width / 8);
            let limit = 1 << width;
            prop_assert_eq!(unpack(&bytes, width, numbers.len(), limit).unwrap(), numbers.clone());
            if let Some(&most) = numbers.iter().max() {
                prop_assert!(unpack(&bytes, width, numbers.len(), most).is_err());
                prop_assert!(unpack(&bytes[1..], width, numbers.len(), limit).is_err());
                bytes.push(0);
                prop_assert!(unpack(&bytes, width, numbers.len(), limit).is_err());
            }
        }
    }

    #[test]
    fn the_lowest_bits_come_first() {
        let mut bytes = Vec::new();
        pack(&[0x1, 0xabc], 12, &mut bytes);
        assert_eq!(bytes, [0x01, 0xc0, 0xab]);
    }
}

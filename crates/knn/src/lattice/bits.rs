//! Numbers of fixed width one after the other, the lowest bits first; zeros fill the last byte.

use crate::error::{Error, FormatFault};

/// How many bytes so many numbers take.
pub(crate) const fn packed_bytes(count: usize, width: usize) -> usize {
    (count * width).div_ceil(8)
}

/// Appends `width` bits, at most 64, of every number.
pub(crate) fn pack(numbers: &[u64], width: usize, bytes: &mut Vec<u8>) {
    assert!(width <= 64);
    bytes.reserve(packed_bytes(numbers.len(), width));
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
    bytes.extend_from_slice(&waiting.to_le_bytes()[..packed_bytes(1, count)]);
}

/// Reads exactly `count` numbers of `width` bits, each below `limit` ≤ 2^width.
///
/// # Errors
/// [`Error::Format`] for another length, for a number at or above the limit, or for anything but zeros behind the
/// last.
pub(crate) fn unpack(
    bytes: &[u8],
    width: usize,
    count: usize,
    limit: u64,
) -> Result<Vec<u64>, Error> {
    assert!(width < 64);
    match bytes.len().cmp(&packed_bytes(count, width)) {
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
    match waiting == 0 && numbers.iter().all(|&number| number < limit) {
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
                random.iter().map(|&x| x >> (64 - width)).collect();
            let mut bytes = Vec::new();
            pack(&numbers, width, &mut bytes);
            prop_assert_eq!(bytes.len(), packed_bytes(numbers.len(), width));
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
        pack(&[0x123], 12, &mut bytes);
        assert_eq!(bytes[3..], [0x23, 0x01]);
    }

    #[test]
    fn there_is_one_encoding() {
        assert!(unpack(&[0x23, 0x01], 12, 1, 1 << 12).is_ok());
        assert!(unpack(&[0x23, 0x11], 12, 1, 1 << 12).is_err());
    }
}

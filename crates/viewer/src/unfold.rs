//! Whether a file unfolds to what a document may hold: a few kilobytes can say gigabytes.

use flate2::{Decompress, FlushDecompress, Status};

use crate::ViewError;

/// What a file may unfold to in all, in bytes.
const MOST: u64 = 512 * 1024 * 1024;

/// Unfolds whatever in the file follows the word `stream` and looks like zlib (RFC 1950), without
/// keeping it. What is folded in other ways ends at the memory the worker may take.
///
/// # Errors
///
/// [`ViewError::TooMuch`] beyond 512 MiB in all.
pub(crate) fn check(file: &[u8]) -> Result<(), ViewError> {
    let mut scratch = vec![0; 64 * 1024];
    let mut total = 0;
    let mut rest = file;
    while let Some(at) = find(rest, b"stream") {
        rest = &rest[at + b"stream".len()..];
        let data = match rest {
            [b'\r', b'\n', data @ ..] | [b'\n' | b'\r', data @ ..] => data,
            _ => continue,
        };
        if is_zlib(data) {
            total += unfolded(data, MOST - total, &mut scratch);
        }
        if total >= MOST {
            return Err(ViewError::TooMuch);
        }
    }
    Ok(())
}

/// How long `data` becomes, counted up to `limit`.
fn unfolded(mut data: &[u8], limit: u64, scratch: &mut [u8]) -> u64 {
    let mut inflate = Decompress::new(true);
    while inflate.total_out() < limit {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(data, scratch, FlushDecompress::None);
        let consumed = usize::try_from(inflate.total_in() - read).unwrap_or(usize::MAX);
        data = data.get(consumed..).unwrap_or_default();
        let stands = consumed == 0 && inflate.total_out() == written;
        if stands || !matches!(status, Ok(Status::Ok)) {
            break;
        }
    }
    inflate.total_out().min(limit)
}

/// Whether it begins as zlib does: deflate, and a check of the first two bytes.
fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [a, b, ..] if a & 0x0f == 8 && (u32::from(*a) << 8 | u32::from(*b)) % 31 == 0)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = haystack[from..].iter().position(|byte| *byte == first) {
        if haystack[from + at..].starts_with(needle) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

//! QR codes in a picture.

use rqrr::PreparedImage;

/// The most pixels that are looked at.
const MAX_PIXELS: usize = 8_000_000;

/// The text of the first QR code found in a picture of `width` × `height` grey pixels (0 is black), if
/// there is one.
#[must_use]
pub fn read_qr(width: usize, height: usize, luma: &[u8]) -> Option<String> {
    let pixels = width.checked_mul(height)?;
    if pixels == 0 || pixels > MAX_PIXELS || pixels != luma.len() {
        return None;
    }
    let mut image =
        PreparedImage::prepare_from_greyscale(width, height, |x, y| luma[y * width + x]);
    image
        .detect_grids()
        .iter()
        .find_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
}

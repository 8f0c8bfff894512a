//! QR codes are read from pictures, and nothing else is.

use qrcode::{Color, QrCode};
use viewer::read_qr;

/// A picture of a code: `scale` pixels a module, in a quiet zone, on a larger grey picture.
fn picture(text: &str, scale: usize) -> (usize, usize, Vec<u8>) {
    let code = QrCode::new(text).expect("it fits");
    let modules = code.width();
    let side = (modules + 8) * scale;
    let (width, height) = (side + 40, side + 20);
    let mut luma = vec![180_u8; width * height];
    for y in 0..side {
        for x in 0..side {
            let (column, row) = ((x / scale).wrapping_sub(4), (y / scale).wrapping_sub(4));
            let is_dark = column < modules && row < modules && code[(column, row)] == Color::Dark;
            luma[(y + 10) * width + x + 20] = if is_dark { 30 } else { 240 };
        }
    }
    (width, height, luma)
}

#[test]
fn an_invitation_is_read() {
    let link = "https://records.example.in/invite#AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnM";
    for scale in [3, 5, 8] {
        let (width, height, luma) = picture(link, scale);
        assert_eq!(
            read_qr(width, height, &luma).as_deref(),
            Some(link),
            "{scale}"
        );
    }
}

#[test]
fn a_code_on_its_side_is_read() {
    let (width, height, luma) = picture("आप कैसे हैं", 6);
    let turned: Vec<u8> = (0..width * height)
        .map(|i| luma[(height - 1 - i % height) * width + i / height])
        .collect();
    assert_eq!(read_qr(height, width, &turned).as_deref(), Some("आप कैसे हैं"));
}

#[test]
fn pictures_without_a_code_have_none() {
    assert_eq!(read_qr(100, 100, &[128; 10_000]), None);
    let stripes: Vec<u8> = (0..10_000)
        .map(|i| if i % 7 < 3 { 0 } else { 255 })
        .collect();
    assert_eq!(read_qr(100, 100, &stripes), None);
    let (width, height, mut luma) = picture("torn", 4);
    luma[width * height / 3..].fill(255);
    assert_eq!(read_qr(width, height, &luma), None);
}

#[test]
fn sizes_that_do_not_fit_are_refused() {
    assert_eq!(read_qr(0, 0, &[]), None);
    assert_eq!(read_qr(10, 10, &[0; 99]), None);
    assert_eq!(read_qr(usize::MAX, 2, &[0; 4]), None);
    assert_eq!(read_qr(1, 5, &[0; 5]), None);
}

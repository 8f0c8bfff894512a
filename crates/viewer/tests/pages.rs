//! Pages are drawn as they are meant to be.

#[path = "support/pdf.rs"]
mod pdf;

use viewer::{Document, Pixels, ViewError};

const LETTER: &str = "[0 0 200 100]";

fn open(bytes: Vec<u8>) -> Document {
    Document::open(bytes, "").expect("a good file")
}

fn at(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
    let from = ((y * pixels.width + x) * 4) as usize;
    pixels.rgba[from..from + 4].try_into().unwrap_or_default()
}

fn dark(pixels: &Pixels) -> usize {
    pixels.rgba.chunks(4).filter(|p| p[0] < 128).count()
}

const WHITE: [u8; 4] = [255; 4];
const RED: [u8; 4] = [255, 0, 0, 255];

#[test]
fn a_page_is_drawn_on_white_at_the_width_asked_for() {
    // The lower left quarter in red: PDF counts from below.
    let document = open(pdf::page(LETTER, "", b"1 0 0 rg 0 0 100 50 re f", &[]));
    assert_eq!(document.sizes(), [(200.0, 100.0)]);
    let pixels = document.render(0, 400).unwrap();
    assert_eq!((pixels.width, pixels.height), (400, 200));
    assert_eq!(pixels.rgba.len(), 400 * 200 * 4);
    assert_eq!(at(&pixels, 10, 190), RED);
    assert_eq!(at(&pixels, 10, 10), WHITE);
    assert_eq!(at(&pixels, 390, 190), WHITE);
    assert_eq!(document.render(1, 400), Err(ViewError::NoSuchPage));
}

#[test]
fn a_turned_page_is_shown_upright() {
    let mut bytes = pdf::page(LETTER, "", b"1 0 0 rg 0 0 100 50 re f", &[]);
    let turned = "/MediaBox [0 0 200 100] /Rotate 90";
    let text = String::from_utf8_lossy(&bytes).replace("/MediaBox [0 0 200 100]", turned);
    bytes = text.into_bytes();
    // The table of offsets is now wrong, which readers put up with.
    let document = open(bytes);
    assert_eq!(document.sizes(), [(100.0, 200.0)]);
    let pixels = document.render(0, 100).unwrap();
    assert_eq!(at(&pixels, 10, 10), RED);
    assert_eq!(at(&pixels, 90, 190), WHITE);
}

#[test]
fn text_in_a_standard_font_is_drawn_though_the_file_has_no_font() {
    let font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    let text = b"BT /F1 40 Tf 10 30 Td (Hb 13.2) Tj ET";
    let with = open(pdf::page(LETTER, font, text, &[])).render(0, 400);
    let without = open(pdf::page(LETTER, font, b"BT ET", &[])).render(0, 400);
    assert!(dark(&with.unwrap()) > 1000);
    assert_eq!(dark(&without.unwrap()), 0);
}

#[test]
fn a_form_within_a_form_is_drawn() {
    let inner = pdf::stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 100]",
        b"0 0 100 50 re f",
    );
    let outer = pdf::stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Resources << /XObject << /In 6 0 R >> >>",
        b"1 0 0 rg /In Do",
    );
    let resources = "/XObject << /Out 5 0 R >>";
    let document = open(pdf::page(LETTER, resources, b"/Out Do", &[outer, inner]));
    assert_eq!(at(&document.render(0, 200).unwrap(), 5, 95), RED);
}

#[test]
fn an_image_is_drawn() {
    let image = pdf::stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8",
        &[255, 0, 0],
    );
    let resources = "/XObject << /Im 5 0 R >>";
    let document = open(pdf::page(
        LETTER,
        resources,
        b"200 0 0 100 0 0 cm /Im Do",
        &[image],
    ));
    assert_eq!(at(&document.render(0, 200).unwrap(), 100, 50), RED);
}

#[test]
fn pages_are_listed_in_order() {
    let kids: String = (3..8).map(|n| format!("{n} 0 R ")).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 5 >>").into_bytes(),
    ];
    for n in 1..=5 {
        let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {}0 100] >>", n);
        objects.push(page.into_bytes());
    }
    let document = open(pdf::file(&objects));
    let widths: Vec<f32> = document.sizes().into_iter().map(|(w, _)| w).collect();
    assert_eq!(widths, [10.0, 20.0, 30.0, 40.0, 50.0]);
    // A page without content is white.
    assert_eq!(dark(&document.render(4, 50).unwrap()), 0);
}

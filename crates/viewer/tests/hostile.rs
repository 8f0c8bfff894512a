//! What is damaged or made to harm is refused, and costs little.

#[path = "support/pdf.rs"]
mod pdf;

use std::io::Write;

use viewer::{Document, MAX_BYTES, MAX_PAGES, MAX_WIDTH, ViewError};

const A5: &str = "[0 0 420 595]";

fn drawn(bytes: Vec<u8>) -> Result<(), ViewError> {
    Document::open(bytes, "")?.render(0, 400).map(drop)
}

fn form(resources: &str, content: &str) -> Vec<u8> {
    let entries =
        format!("/Type /XObject /Subtype /Form /BBox [0 0 420 595] /Resources << {resources} >>");
    pdf::stream(&entries, content.as_bytes())
}

#[test]
fn what_is_no_pdf_is_damaged() {
    for bytes in [
        &b""[..],
        b"%PDF-1.7",
        b"hello",
        b"\x89PNG\r\n\x1a\n",
        &[0; 1000],
    ] {
        assert_eq!(drawn(bytes.to_vec()), Err(ViewError::Damaged));
    }
    let error = drawn(vec![b' '; MAX_BYTES + 1]);
    assert_eq!(error, Err(ViewError::TooMuch));
}

#[test]
fn a_file_cut_off_anywhere_is_drawn_or_refused() {
    let font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    let whole = pdf::page(A5, font, b"BT /F1 40 Tf 10 30 Td (Hb) Tj ET", &[]);
    for length in (0..whole.len()).step_by(7) {
        // Whether it is readable depends on what is left; that it ends does not.
        let _ = drawn(whole[..length].to_vec());
    }
    drawn(whole).unwrap();
}

#[test]
fn bytes_changed_anywhere_are_drawn_or_refused() {
    let inner = form("", "1 0 0 rg 0 0 100 50 re f");
    let whole = pdf::page(A5, "/XObject << /A 5 0 R >>", b"q /A Do Q", &[inner]);
    for at in (0..whole.len()).step_by(3) {
        for with in [b'0', b'9', b' ', b'<', 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = with;
            let _ = drawn(bytes);
        }
    }
}

#[test]
fn pages_that_contain_themselves_are_listed_once() {
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 3 0 R 3 0 R 2 0 R] /Count 4 >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 4 0 R] /Parent 3 0 R >>".to_vec(),
        b"<< /Type /Page /MediaBox [0 0 10 10] >>".to_vec(),
    ];
    let document = Document::open(pdf::file(&objects), "").unwrap();
    assert_eq!(document.sizes().len(), 1);
}

#[test]
fn forms_that_draw_each_other_are_drawn_or_refused() {
    // By the resources of the page, there is no end.
    let entries = "/Type /XObject /Subtype /Form /BBox [0 0 420 595]";
    let own = pdf::stream(entries, b"/A Do /A Do");
    let bytes = pdf::page(A5, "/XObject << /A 5 0 R >>", b"/A Do", &[own]);
    assert_eq!(drawn(bytes), Err(ViewError::TooMuch));
    let first = pdf::stream(entries, b"/B Do /B Do");
    let second = pdf::stream(entries, b"/A Do /A Do");
    let resources = "/XObject << /A 5 0 R /B 6 0 R >>";
    let bytes = pdf::page(A5, resources, b"/B Do", &[first, second]);
    assert_eq!(drawn(bytes), Err(ViewError::TooMuch));
    // By their own, a form in itself is none.
    let first = form("/XObject << /A 6 0 R >>", "/A Do /A Do");
    let second = form("/XObject << /A 5 0 R >>", "/A Do /A Do");
    let bytes = pdf::page(A5, "/XObject << /A 5 0 R >>", b"/A Do", &[first, second]);
    drawn(bytes).unwrap();
}

#[test]
fn forms_that_multiply_are_refused() {
    let mut forms = Vec::new();
    for n in 0..12 {
        let resources = format!("/XObject << /A {} 0 R >>", n + 6);
        forms.push(form(&resources, &"/A Do ".repeat(10)));
    }
    forms.push(form("", "0 0 1 1 re f"));
    let bytes = pdf::page(A5, "/XObject << /A 5 0 R >>", b"/A Do", &forms);
    assert_eq!(drawn(bytes), Err(ViewError::TooMuch));
    // The last of them alone is an ordinary page.
    let bytes = pdf::page(A5, "/XObject << /A 16 0 R >>", b"/A Do", &forms);
    drawn(bytes).unwrap();
}

#[test]
fn patterns_masks_and_glyphs_that_contain_themselves_are_refused() {
    let content = b"/Pattern cs /P scn 0 0 100 100 re f";
    let pattern = pdf::stream(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 10 10] /XStep 10 /YStep 10",
        content,
    );
    let bytes = pdf::page(A5, "/Pattern << /P 5 0 R >>", content, &[pattern]);
    assert_eq!(drawn(bytes), Err(ViewError::TooMuch));

    let resources = "/ExtGState << /G << /SMask << /Type /Mask /S /Alpha /G 5 0 R >> >> >>";
    let content = b"/G gs 0 0 10 10 re f";
    let mask = pdf::stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", content);
    let bytes = pdf::page(A5, resources, content, &[mask]);
    assert_eq!(drawn(bytes), Err(ViewError::TooMuch));

    let text = b"BT /F 10 Tf (a) Tj (a) Tj ET";
    let glyph = pdf::stream("", text);
    let font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] \
        /CharProcs << /a 5 0 R >> /Encoding << /Differences [97 /a] >> \
        /FirstChar 97 /LastChar 97 /Widths [1] >>";
    let bytes = pdf::page(A5, "/Font << /F 6 0 R >>", text, &[glyph, font.to_vec()]);
    assert_eq!(drawn(bytes), Err(ViewError::TooMuch));
}

#[test]
fn boxes_that_cannot_be_are_not_believed() {
    for media_box in [
        "[0 0 99999999999999999999 99999999999999999999]",
        "[0 0 99999999999 1]",
        "[0 0 0 0]",
        "[-99999999999999999999 0 99999999999999999999 2]",
        "[0 0 1000000 0.0001]",
        "[5 5 5 5 5]",
        "null",
    ] {
        let document =
            Document::open(pdf::page(media_box, "", b"0 0 10 10 re f", &[]), "").unwrap();
        let (width, height) = document.sizes()[0];
        assert!((1.0..=1e6).contains(&width), "{media_box}: {width}");
        assert!((1.0..=1e6).contains(&height), "{media_box}: {height}");
        let pixels = document.render(0, u32::MAX).unwrap();
        assert!(pixels.width <= MAX_WIDTH, "{media_box}: {}", pixels.width);
        assert!(pixels.rgba.len() <= 70_000_000, "{media_box}");
    }
}

#[test]
fn a_million_pages_are_not_all_listed() {
    let mut pages = Vec::new();
    let mut kids = String::new();
    for n in 0..300_000 {
        pages.push(b"<</Type/Page>>".to_vec());
        kids.push_str(&format!("{} 0 R ", n + 3));
    }
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /MediaBox [0 0 10 10] /Kids [{kids}] /Count 1000000 >>")
            .into_bytes(),
    ];
    objects.extend(pages);
    let document = Document::open(pdf::file(&objects), "").unwrap();
    assert_eq!(document.sizes().len(), MAX_PAGES);
    assert_eq!(document.render(MAX_PAGES, 10), Err(ViewError::NoSuchPage));
}

#[test]
fn a_few_kilobytes_that_unfold_to_gigabytes_are_refused() {
    let mut folder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeroes = vec![b' '; 1024 * 1024];
    for _ in 0..600 {
        folder.write_all(&zeroes).unwrap();
    }
    let folded = folder.finish().unwrap();
    assert!(folded.len() < 1_000_000);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /MediaBox [0 0 10 10] /Contents 4 0 R >>".to_vec(),
        pdf::stream("/Filter /FlateDecode", &folded),
    ];
    assert_eq!(drawn(pdf::file(&objects)), Err(ViewError::TooMuch));
}

#[test]
fn an_image_that_claims_to_be_immense_is_refused() {
    for (width, height) in [
        ("100000", "100000"),
        ("4294967295", "4294967295"),
        ("1000000000", "1"),
    ] {
        let entries = format!(
            "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 1"
        );
        let image = pdf::stream(&entries, b"x");
        let bytes = pdf::page(A5, "/XObject << /I 5 0 R >>", b"/I Do", &[image]);
        assert_eq!(drawn(bytes), Err(ViewError::TooMuch), "{width} x {height}");
    }
}

#[test]
fn a_content_without_end_is_refused() {
    let bytes = pdf::page(A5, "", &b"q Q ".repeat(6_000_000), &[]);
    assert_eq!(drawn(bytes), Err(ViewError::TooMuch));
}

#[test]
fn references_in_a_circle_end() {
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /MediaBox 5 0 R /Contents 4 0 R /Resources 6 0 R >>".to_vec(),
        b"<< /Length 4 0 R >>\nstream\n0 0 10 10 re f\nendstream".to_vec(),
        b"5 0 R".to_vec(),
        b"7 0 R".to_vec(),
        b"6 0 R".to_vec(),
    ];
    let _ = drawn(pdf::file(&objects));
}

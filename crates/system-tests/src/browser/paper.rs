//! What a page is on paper.

use std::{collections::HashMap, io::Read as _};

use data_encoding::BASE64;
use serde_json::json;

use super::Page;

/// A page printed: as many sheets, with these words.
#[derive(Debug, Clone)]
pub struct Paper {
    /// How many sheets.
    pub sheets: usize,
    /// All the words, without the spaces between them.
    pub words: String,
}

impl Page {
    /// Prints the page on A4, as PDF, and reads what is on it.
    pub async fn print(&self) -> Paper {
        let params = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true, "generateTaggedPDF": false });
        let printed = self.must("Page.printToPDF", params).await;
        let bytes = BASE64.decode(printed["data"].as_str().unwrap().as_bytes());
        read(&bytes.unwrap())
    }
}

/// Reads a PDF as Chromium writes it: each font maps its glyphs to letters, and text is glyphs in hexadecimal. Of which
/// font a text is, is not followed up: it is read in the one that has all of its glyphs and gives the most letters.
fn read(pdf: &[u8]) -> Paper {
    let streams: Vec<String> = streams(pdf);
    let fonts: Vec<HashMap<u16, String>> = streams
        .iter()
        .filter(|stream| stream.contains("begincmap"))
        .map(|stream| letters_of(stream))
        .collect();
    let mut words = String::new();
    for stream in streams.iter().filter(|stream| stream.contains(" Tf")) {
        for block in stream.split("BT\n").skip(1) {
            let block = block.split("ET\n").next().unwrap_or_default();
            let glyphs = glyphs_of(block);
            for font in &fonts {
                let letters: Option<String> = glyphs
                    .iter()
                    .map(|glyph| font.get(glyph).map(String::as_str))
                    .collect();
                words.push_str(&letters.unwrap_or_default());
                words.push('\n');
            }
        }
    }
    words.retain(|letter| letter != ' ' && letter != '\u{a0}');
    let text = String::from_utf8_lossy(pdf);
    let sheets = text.matches("/Type /Page\n").count();
    Paper { sheets, words }
}

/// Its streams, unpacked.
fn streams(pdf: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = pdf;
    while let Some(at) = position(rest, b"stream\n") {
        rest = &rest[at + 7..];
        let end = position(rest, b"endstream").unwrap_or(rest.len());
        let mut unpacked = Vec::new();
        let packed = flate2::read::ZlibDecoder::new(&rest[..end]);
        // What is no text, such as a font, ends here.
        if packed.take(1 << 22).read_to_end(&mut unpacked).is_ok() {
            found.push(String::from_utf8_lossy(&unpacked).into_owned());
        }
        rest = &rest[end..];
        rest = rest.get(9..).unwrap_or_default();
    }
    found
}

fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|part| part == wanted)
}

/// What `beginbfchar` and `beginbfrange` say.
fn letters_of(map: &str) -> HashMap<u16, String> {
    let mut letters = HashMap::new();
    for line in map.lines() {
        let numbers: Vec<&str> = line
            .split(['<', '>'])
            .filter(|part| !part.trim().is_empty())
            .collect();
        let number = |at: usize| u16::from_str_radix(numbers.get(at)?, 16).ok();
        match (numbers.len(), number(0), number(1)) {
            (2, Some(glyph), _) => {
                letters.insert(glyph, letters_in(numbers[1]));
            }
            (3, Some(first), Some(last)) if first <= last => {
                let start = u32::from_str_radix(numbers[2], 16).unwrap_or_default();
                for (letter, glyph) in (start..).zip(first..=last) {
                    let letter = char::from_u32(letter).unwrap_or_default();
                    letters.insert(glyph, letter.to_string());
                }
            }
            _ => {}
        }
    }
    letters
}

fn letters_in(hexadecimal: &str) -> String {
    let units: Vec<u16> = numbers_in(hexadecimal);
    String::from_utf16_lossy(&units)
}

fn glyphs_of(block: &str) -> Vec<u16> {
    let texts = block.split('<').skip(1);
    texts
        .flat_map(|text| numbers_in(text.split('>').next().unwrap_or_default()))
        .collect()
}

/// Numbers of four digits each.
fn numbers_in(hexadecimal: &str) -> Vec<u16> {
    let bytes = hexadecimal.as_bytes();
    let parts = bytes.chunks_exact(4);
    parts
        .filter_map(|part| u16::from_str_radix(std::str::from_utf8(part).ok()?, 16).ok())
        .collect()
}

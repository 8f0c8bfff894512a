//! Every pair of colours that meet can be told apart, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11).

use std::{collections::BTreeMap, fs, path::Path};

/// What stands on what, as text: at least 4.5 : 1.
const TEXT: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "hover"),
    ("ink", "teal-soft"),
    ("ink", "marigold-soft"),
    ("ink", "red-soft"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "hover"),
    ("muted", "red-soft"),
    ("muted", "marigold-soft"),
    ("teal", "paper"),
    ("teal", "surface"),
    ("teal", "teal-soft"),
    ("teal-ink", "teal-soft"),
    ("on-teal", "teal"),
    ("on-teal", "teal-press"),
    ("marigold-ink", "marigold-soft"),
    ("red", "surface"),
    ("red", "paper"),
    ("red", "red-soft"),
    ("blue", "surface"),
    ("blue", "blue-soft"),
];

/// What is no text: at least 3 : 1.
const SHAPES: &[(&str, &str)] = &[
    ("outline", "surface"),
    ("outline", "paper"),
    ("muted", "surface"),
    ("teal", "surface"),
    ("teal", "paper"),
];

#[test]
fn every_pair_of_colours_can_be_told_apart() {
    for (theme, colours) in themes() {
        for (pairs, least) in [(TEXT, 4.5), (SHAPES, 3.0)] {
            for (front, back) in pairs {
                let ratio = contrast(&colours[*front], &colours[*back]);
                assert!(ratio >= least, "{front} on {back} in {theme}: {ratio:.2}");
            }
        }
    }
}

#[test]
fn dark_is_the_same_by_choice_and_by_device() {
    let [_, chosen, device] = themes();
    assert_eq!(chosen.1, device.1);
}

type Colours = BTreeMap<String, [f64; 3]>;

/// Light, dark by choice, dark by the device; what dark leaves out is as in light.
fn themes() -> [(&'static str, Colours); 3] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/styles/00-tokens.css");
    let css = fs::read_to_string(path).expect("the tokens are there");
    let block = |start: &str| {
        let (_, rest) = css.split_once(start).expect("the theme is there");
        colours(rest.split('}').next().unwrap_or_default())
    };
    let light = block(":root {");
    let dark = |start| {
        let mut colours = light.clone();
        colours.extend(block(start));
        colours
    };
    [
        ("light", light.clone()),
        ("dark by choice", dark(":root[data-theme=\"dark\"] {")),
        (
            "dark by the device",
            dark(":root:not([data-theme=\"light\"]) {"),
        ),
    ]
}

fn colours(block: &str) -> Colours {
    let lines = block.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
        let value = value.trim_end_matches(';');
        let part = |at: usize| f64::from(hex(&value[at..at + 2]));
        Some((name.to_owned(), [part(0), part(2), part(4)]))
    });
    lines.collect()
}

fn hex(digits: &str) -> u8 {
    u8::from_str_radix(digits, 16).expect("colours are written in hexadecimal")
}

fn contrast(one: &[f64; 3], other: &[f64; 3]) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: &[f64; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = part / 255.0;
        match part <= 0.04045 {
            true => part / 12.92,
            false => ((part + 0.055) / 1.055).powf(2.4),
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

//! QR codes to be scanned by another's camera.

use std::fmt::Write;

use leptos::prelude::*;
use qrcode::{Color, EcLevel};

use crate::{
    components::{Notice, Tone},
    t,
};

/// A QR code: black on white in light and dark, with the quiet zone that cameras need.
///
/// `<QrCode text=link label=t!("visit-code-label") />`
#[component]
pub fn QrCode(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// Its name for screen readers: what it is for.
    #[prop(into)]
    label: String,
    /// Its id.
    #[prop(default = "qr")]
    id: &'static str,
) -> impl IntoView {
    move || {
        let label = label.clone();
        match text.with(|text| Picture::of(text)) {
            Some(picture) => view! {
                <svg
                    class="qr"
                    id=id
                    role="img"
                    aria-label=label
                    viewBox=format!("0 0 {0} {0}", picture.side)
                    shape-rendering="crispEdges"
                >
                    <rect width="100%" height="100%" fill="#fff" />
                    <path d=picture.path fill="#000" />
                </svg>
            }
            .into_any(),
            None => view! { <Notice tone=Tone::Red title=t!("viewer-qr-too-long") /> }.into_any(),
        }
    }
}

/// A code as one path, in units of a module.
struct Picture {
    /// The side with the quiet zone.
    side: usize,
    path: String,
}

/// The quiet zone of ISO/IEC 18004, in modules.
const QUIET: usize = 4;

impl Picture {
    /// `None` if the text is too long for any code.
    fn of(text: &str) -> Option<Self> {
        let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let modules = code.width();
        let is_dark = |x: usize, y: usize| x < modules && code[(x, y)] == Color::Dark;
        let mut path = String::new();
        for y in 0..modules {
            let mut x = 0;
            while x < modules {
                let from = x;
                while is_dark(x, y) {
                    x += 1;
                }
                let run = x - from;
                if run > 0 {
                    // Writing to a string does not fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", from + QUIET, y + QUIET);
                }
                x += 1;
            }
        }
        Some(Self {
            side: modules + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules that a path of runs covers.
    fn covered(path: &str) -> Vec<(usize, usize)> {
        let mut modules = Vec::new();
        for run in path.split('z').filter(|run| !run.is_empty()) {
            let numbers: Vec<usize> = run
                .split(['M', ' ', 'h', 'v', '-'])
                .filter_map(|number| number.parse().ok())
                .collect();
            let [x, y, length, 1, back] = numbers[..] else {
                panic!("{run}")
            };
            assert_eq!(length, back);
            modules.extend((x..x + length).map(|x| (x, y)));
        }
        modules
    }

    #[test]
    fn the_path_covers_the_dark_modules_and_leaves_the_quiet_zone() {
        let text = "https://records.example.in/invite#AAECAwQFBgcICQoLDA0ODw";
        let picture = Picture::of(text).unwrap();
        let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        assert_eq!(picture.side, code.width() + 8);
        let mut dark = Vec::new();
        for y in 0..code.width() {
            for x in 0..code.width() {
                if code[(x, y)] == Color::Dark {
                    dark.push((x + 4, y + 4));
                }
            }
        }
        assert_eq!(covered(&picture.path), dark);
    }

    #[test]
    fn a_text_too_long_for_a_code_has_none() {
        assert!(Picture::of(&"x".repeat(2000)).is_some());
        assert!(Picture::of(&"x".repeat(3000)).is_none());
    }
}

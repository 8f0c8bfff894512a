//! How large the apps are, and what the first screen takes.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{bundle::Bundle, compress::Packed, hash};

/// A table for each app, and the hash of each.
pub(super) fn table(bundles: &[Bundle], packed: &BTreeMap<String, Packed>) -> String {
    let mut text = String::new();
    for bundle in bundles {
        let sizes = |path: &str| Sizes::of(bundle, path, packed);
        let mut line = |name: &str, sizes: Sizes| {
            let Sizes { raw, brotli } = sizes;
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "  {name:<28} {:>10} {:>10}",
                kilobytes(raw),
                kilobytes(brotli)
            );
        };
        line(&format!("{} app, kB", bundle.app.name), Sizes::default());
        let mut so_far = Sizes::default();
        for (names, what) in [
            (FIRST, "= the first screen"),
            (NEXT, "= until somebody is in"),
        ] {
            for name in names {
                let path = match *name {
                    "index.html" => name,
                    _ => bundle.path_of(name),
                };
                let sizes = sizes(path);
                so_far = so_far.and(sizes);
                line(name, sizes);
            }
            line(what, so_far);
        }
        let listed = |name: &str| FIRST.iter().chain(NEXT).any(|listed| *listed == name);
        for (name, path) in bundle.fonts().filter(|(name, _)| !listed(name)) {
            line(name, sizes(path));
        }
        for name in ["viewer-worker.js", "viewer.js", "viewer.wasm"] {
            line(name, sizes(bundle.path_of(name)));
        }
        let all = bundle.files.keys().map(|path| sizes(path));
        line("= everything", all.fold(Sizes::default(), Sizes::and));
        text.push('\n');
    }
    for bundle in bundles {
        let _ = writeln!(
            text,
            "SHA-256 of the {:<8} {}",
            format!("{}:", bundle.app.name),
            bundle.hash()
        );
    }
    text
}

#[derive(Clone, Copy, Default)]
struct Sizes {
    raw: usize,
    brotli: usize,
}

impl Sizes {
    fn of(bundle: &Bundle, path: &str, packed: &BTreeMap<String, Packed>) -> Self {
        let Some(bytes) = bundle.files.get(path) else {
            return Self::default();
        };
        let packed = packed.get(&hash(bytes));
        Self {
            raw: bytes.len(),
            brotli: packed.map_or(bytes.len(), |packed| packed.brotli.len()),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            brotli: self.brotli + other.brotli,
        }
    }
}

fn kilobytes(bytes: usize) -> String {
    match bytes {
        0 => String::new(),
        _ => format!("{}.{}", bytes / 1000, bytes % 1000 / 100),
    }
}

/// What has to arrive before the door stands there and somebody can type. The other fonts come beside, and text is shown
/// without them.
const FIRST: &[&str] = &[
    "index.html",
    "looks.js",
    "styles.css",
    "boot.js",
    "app.js",
    "app.wasm",
    "mukta-latin-400.woff2",
];

/// What comes once the door stands there, and has to be there before somebody is in.
const NEXT: &[&str] = &[
    "split_inside.wasm",
    "engine-worker.js",
    "engine.js",
    "engine.wasm",
];

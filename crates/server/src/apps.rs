//! The apps as browsers fetch them: files that `cargo xtask web` made, in the encoding a browser takes, with headers that
//! leave a page nothing to load or run but what lies here.

use std::{borrow::Cow, path::PathBuf};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use data_encoding::HEXLOWER;
use rust_embed::Embed;
use sha2::{Digest as _, Sha256};

use crate::problem::Problem;

/// Where the files are.
#[derive(Clone)]
pub(crate) enum Apps {
    /// In the program itself, as the release has them.
    Within,
    /// In a folder: an app that is built anew needs no new server.
    Folder(PathBuf),
}

#[derive(Embed)]
#[folder = "../../dist/web"]
#[allow_missing = true]
struct Within;

impl Apps {
    /// Those in `folder`, or those that the server was built with.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        match folder {
            Some(folder) => Self::Folder(folder),
            None if CARRIED => Self::Within,
            None => Self::Folder(PathBuf::from(BUILT)),
        }
    }

    /// What an app's address answers. Below an app's folder every address without a dot is a screen of it, and all of its
    /// screens are one page.
    pub(crate) fn page_or_file(&self, app: &str, path: &str, headers: &HeaderMap) -> Response {
        let last = path.rsplit('/').next().unwrap_or_default();
        if last.contains('.') {
            return self.file(&format!("{app}/{path}"), headers);
        }
        let page = format!("{app}/index.html");
        match self.read(&page) {
            Some(_) => self.file(&page, headers),
            None => not_built(),
        }
    }

    /// One file, by its path.
    pub(crate) fn file(&self, path: &str, headers: &HeaderMap) -> Response {
        let Some((media_type, is_packed)) = kind(path) else {
            return Problem::not_found().into_response();
        };
        let encodings = match is_packed {
            true => ENCODINGS,
            false => &[],
        };
        let packed = encodings
            .iter()
            .filter(|(encoding, _)| takes(headers, encoding))
            .find_map(|(encoding, ending)| {
                Some((self.read(&format!("{path}.{ending}"))?, Some(*encoding)))
            });
        let Some((bytes, encoding)) = packed.or_else(|| Some((self.read(path)?, None))) else {
            return Problem::not_found().into_response();
        };
        let tag = format!("\"{}\"", HEXLOWER.encode(&Sha256::digest(&bytes)[..16]));
        let mut response = match has(headers, &tag) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => body(bytes).into_response(),
        };
        let headers = response.headers_mut();
        let cache = match path.contains("/assets/") {
            true => "public, max-age=31536000, immutable",
            false => "no-cache",
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        if is_packed {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        for (name, value) in STRICT {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // A service worker may serve the app's folder with and without its slash.
        if let Some(app) = path.strip_suffix("/sw.js")
            && let Ok(scope) = HeaderValue::from_str(&format!("/{app}"))
        {
            headers.insert("service-worker-allowed", scope);
        }
        response
    }

    fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        if !is_plain(path) {
            return None;
        }
        match self {
            Self::Within => Within::get(path).map(|file| file.data),
            Self::Folder(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
        }
    }
}

/// Said in the place of an app that is not there.
fn not_built() -> Response {
    let text = "This server was built without the apps. Build them with `cargo xtask web`.\n";
    (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
}

fn body(bytes: Cow<'static, [u8]>) -> Body {
    match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

/// The media type of a file, by its name, and whether it may lie there compressed as well.
fn kind(path: &str) -> Option<(&'static str, bool)> {
    let (_, ending) = path.rsplit_once('.')?;
    let kind = KINDS.iter().find(|(known, ..)| *known == ending)?;
    Some((kind.1, kind.2))
}

/// Whether a path is made of names as ours are, and leads to nothing above its folder.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|name| {
        let known = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        !name.is_empty() && !name.starts_with('.') && name.chars().all(known)
    })
}

/// Whether an encoding is named in `Accept-Encoding` and not with a weight of nothing.
fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut named = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    named.any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(encoding)
            && weight.is_some_and(|q| q.is_ok_and(|q| q > 0.0))
    })
}

/// Whether `If-None-Match` says that the caller has what the tag names.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut known = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    known.any(|one| {
        let one = one.trim();
        one == "*" || one.trim_start_matches("W/") == tag
    })
}

/// Whether the files are in this program.
const CARRIED: bool = cfg!(any(not(debug_assertions), feature = "embed"));

/// Where a build for one's own machine finds the apps.
const BUILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist/web");

/// The better comes first.
const ENCODINGS: &[(&str, &str)] = &[("br", "br"), ("gzip", "gz")];

/// Every kind of file there is in an app; others are not handed out.
const KINDS: &[(&str, &str, bool)] = &[
    ("html", "text/html; charset=utf-8", true),
    ("js", "text/javascript; charset=utf-8", true),
    ("css", "text/css; charset=utf-8", true),
    ("wasm", "application/wasm", true),
    ("webmanifest", "application/manifest+json", true),
    ("svg", "image/svg+xml", true),
    ("txt", "text/plain; charset=utf-8", true),
    ("png", "image/png", false),
    ("woff2", "font/woff2", false),
];

/// A page of ours loads from here alone, runs no script but these files, is framed by nobody, and shares its process with
/// no other site.
const STRICT: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
         worker-src 'self'; manifest-src 'self'; img-src 'self' blob: data:; font-src 'self'; \
         media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), \
         accelerometer=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

//! What strangers' files are looked at with: PDF pages to pixels, and QR codes in a camera's picture.
//!
//! It runs in a worker of its own, without a key and apart from every room that has one, because
//! nothing in it trusts what it reads. Its work is bounded: by the limits here, by the memory its
//! WebAssembly may take (`build.rs`), and by the page, which ends the worker when it takes too long.

mod document;
mod guard;
mod qr;
mod unfold;
mod wasm;

pub use document::{Document, MAX_PAGES, MAX_WIDTH, Pixels};
pub use qr::read_qr;
pub use wasm::{Rendered, Viewer};

/// The longest file that is opened, in bytes.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Why a file or a page is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViewError {
    /// It is no PDF, or too damaged.
    Damaged,
    /// It opens only with a password, and this is not the one.
    Password,
    /// It would take more memory or work than a document does.
    TooMuch,
    /// There is no such page.
    NoSuchPage,
}

impl ViewError {
    /// The name by which the page knows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Password => "password",
            Self::TooMuch => "too-much",
            Self::NoSuchPage => "no-such-page",
        }
    }
}

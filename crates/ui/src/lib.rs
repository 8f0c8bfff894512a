//! What both apps look like and are made of: tokens, components, charts, languages.
//!
//! An app is [`start`]ed with its role and its screens. What a screen needs is at hand in [`prelude`]:
//! words by [`t!`], the [`engine::Engine`] that answers, and the components. No key is ever here.

#![expect(
    unreachable_pub,
    reason = "the component macro makes the types of properties public in whatever module they are"
)]

mod behind;
mod browser;
pub mod chart;
pub mod components;
mod document;
pub mod door;
pub mod engine;
pub mod facts;
pub mod i18n;
pub mod locale;
pub mod passkey;
mod photo;
pub mod prelude;
mod qr;
mod root;
mod scanner;
pub mod settings;
pub mod theme;
mod viewer;

pub use behind::Inside;
pub use browser::{print, save_file, wide};
pub use document::DocumentView;
pub use photo::{NoPhoto, Photo, PhotoNote, shrink};
pub use qr::QrCode;
pub use root::start;
pub use scanner::QrScanner;

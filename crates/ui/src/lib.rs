//! What both apps look like and are made of: tokens, components, charts, languages.
//!
//! An app is [`start`]ed with its role and its screens. What a screen needs is at hand in [`prelude`]:
//! words by [`t!`], the [`engine::Engine`] that answers, and the components. No key is ever here.

#![expect(
    unreachable_pub,
    reason = "the component macro makes the types of properties public in whatever module they are"
)]

mod browser;
pub mod chart;
pub mod components;
pub mod door;
pub mod engine;
pub mod facts;
pub mod i18n;
pub mod locale;
pub mod passkey;
pub mod prelude;
mod root;
pub mod settings;
pub mod theme;

pub use browser::{print, save_file, wide};
pub use root::start;

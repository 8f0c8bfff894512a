//! Chromium, driven as a person would: pages of separate people, a real mouse and keyboard, a camera, a passkey, no network;
//! and everything a page says, asks for or trips over on the way, kept for the test to look at.
//!
//! It speaks the DevTools protocol itself, as there is little of it to speak. What a test awaits, it awaits for half a minute
//! and then panics with what the page showed instead.

mod accessibility;
mod audit;
mod channel;
mod input;
mod launch;
mod locator;
mod page;
mod paper;
mod profile;
mod record;
mod screen;

use std::time::Duration;

pub use accessibility::Node;
pub use channel::Refusal;
pub use launch::{Browser, Options};
pub use locator::{Locator, role, text};
pub use page::Page;
pub use paper::Paper;
pub use profile::Profile;
pub use record::Asked;
pub use screen::Screen;

/// How long a page may take to do what is awaited. Long, as machines are busy; nothing waits when it is done.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked at meanwhile.
const PAUSE: Duration = Duration::from_millis(40);

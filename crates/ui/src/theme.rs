//! Light or dark, and how large the text is: kept on the device, set on the page's root.

use leptos::prelude::*;

use crate::browser;

/// The colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    Device,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The size of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextSize {
    /// As drawn.
    Normal,
    /// An eighth larger.
    Large,
    /// A third larger.
    Largest,
}

/// What is set of the looks.
#[derive(Debug, Clone, Copy)]
pub struct Looks {
    /// The colours.
    pub theme: RwSignal<Theme>,
    /// The size of the text.
    pub text_size: RwSignal<TextSize>,
}

impl Looks {
    /// As kept on this device; from now on the page follows the signals.
    pub(crate) fn new() -> Self {
        let looks = Self {
            theme: RwSignal::new(match browser::kept("theme").as_deref() {
                Some("light") => Theme::Light,
                Some("dark") => Theme::Dark,
                _ => Theme::Device,
            }),
            text_size: RwSignal::new(match browser::kept("text-size").as_deref() {
                Some("large") => TextSize::Large,
                Some("largest") => TextSize::Largest,
                _ => TextSize::Normal,
            }),
        };
        Effect::new(move |_| {
            let theme = match looks.theme.get() {
                Theme::Device => None,
                Theme::Light => Some("light"),
                Theme::Dark => Some("dark"),
            };
            browser::keep("theme", theme.unwrap_or("device"));
            browser::root_attribute("data-theme", theme);
        });
        Effect::new(move |_| {
            let size = match looks.text_size.get() {
                TextSize::Normal => None,
                TextSize::Large => Some("large"),
                TextSize::Largest => Some("largest"),
            };
            browser::keep("text-size", size.unwrap_or("normal"));
            browser::root_attribute("data-text", size);
        });
        looks
    }

    /// The looks of the app.
    pub fn expect() -> Self {
        expect_context()
    }
}

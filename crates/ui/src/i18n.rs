//! The words: every sentence a person sees, in English and Hindi, from the files in `locales/`.

use std::cell::{Cell, RefCell};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use leptos::prelude::*;
use unic_langid::LanguageIdentifier;

use crate::{browser, locale};

/// A value put into a sentence: a text or a number.
pub type Value<'a> = FluentValue<'a>;

/// A sentence by its key: `t!("door-welcome")`, or `t!("door-minutes", count = 5)`. A `String`.
#[macro_export]
macro_rules! t {
    ($key:literal) => {
        $crate::i18n::text($key, &[])
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::text($key, &[$((stringify!($name), $crate::i18n::Value::from($value))),+])
    };
}

/// A key for a table of words, to be said later: `key!("facts-kind-note").say()`.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        $crate::i18n::Key($key)
    };
}

/// The key of a sentence without variables. Made by [`key!`], so that it is checked like those of [`t!`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(#[doc(hidden)] pub &'static str);

impl Key {
    /// The sentence.
    pub fn say(self) -> String {
        text(self.0, &[])
    }
}

/// A language of the apps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English, as in India.
    En,
    /// Hindi.
    Hi,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Hi];

    /// For the `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Hi => "hi",
        }
    }

    /// In its own words.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Hi => "हिन्दी",
        }
    }

    /// For `Intl`: Latin digits in both.
    pub fn locale(self) -> &'static str {
        match self {
            Self::En => "en-IN-u-nu-latn",
            Self::Hi => "hi-IN-u-nu-latn",
        }
    }

    fn id(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }

    /// The language whose code a browser or a store names.
    fn of(code: &str) -> Option<Self> {
        let main = code.split('-').next().unwrap_or(code);
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(main))
    }
}

/// The language in use. Not reactive: a switch renders the whole app again.
pub fn language() -> Language {
    WORDS.with_borrow(|words| words.language)
}

/// Puts a language in use for what is rendered from now on.
pub fn speak(language: Language) {
    WORDS.with_borrow_mut(|words| {
        if words.language != language {
            *words = Words::of(language);
            if let Some(inside) = INSIDE.get() {
                words.add(inside);
            }
        }
    });
}

/// The language chosen on this device, else the browser's, else English.
pub fn preferred() -> Language {
    browser::kept("language")
        .as_deref()
        .and_then(Language::of)
        .or_else(|| {
            browser::languages()
                .iter()
                .find_map(|code| Language::of(code))
        })
        .unwrap_or(Language::En)
}

/// The switch of languages: kept on the device; the app's root renders again when it changes.
#[derive(Debug, Clone, Copy)]
pub struct LanguageSwitch(RwSignal<Language>);

impl LanguageSwitch {
    /// The switch, set to the preferred language.
    pub(crate) fn new() -> Self {
        let language = preferred();
        speak(language);
        browser::root_attribute("lang", Some(language.code()));
        Self(RwSignal::new(language))
    }

    /// The switch of the app.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The language; reactive.
    pub fn get(self) -> Language {
        self.0.get()
    }

    /// Switches.
    pub fn set(self, language: Language) {
        browser::keep("language", language.code());
        browser::root_attribute("lang", Some(language.code()));
        speak(language);
        locale::forget();
        self.0.set(language);
    }
}

/// The sentence of a key; the key itself if there is none, which the tests do not let happen.
/// Screens use [`t!`], whose keys are checked.
pub fn text(key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    WORDS.with_borrow(|words| {
        let Some(pattern) = words
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        words
            .bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    })
}

struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    fn of(language: Language) -> Self {
        let mut bundle = FluentBundle::new(vec![language.id()]);
        // The marks around values are for mixed directions; all our scripts run left to right.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(locale::grouped(&number.as_string())),
            _ => None,
        }));
        let mut words = Self { language, bundle };
        words.add(DOOR);
        words
    }

    fn add(&mut self, areas: Areas) {
        for area in areas.0(self.language) {
            let resource = FluentResource::try_new((*area).to_owned())
                .unwrap_or_else(|(readable, _)| readable);
            self.bundle.add_resource_overriding(resource);
        }
    }
}

thread_local! {
    static WORDS: RefCell<Words> = RefCell::new(Words::of(Language::En));
    static INSIDE: Cell<Option<Areas>> = const { Cell::new(None) };
}

/// Areas of words, with each language's files.
#[derive(Clone, Copy)]
pub struct Areas(fn(Language) -> &'static [&'static str]);

/// The words of an app's own screens, known from now on in every language. What names them here is part of the
/// wasm that is fetched behind the door, and so they are too.
pub fn learn(inside: Areas) {
    INSIDE.set(Some(inside));
    WORDS.with_borrow_mut(|words| words.add(inside));
}

macro_rules! files {
    ($folder:literal: $($area:literal)*) => {
        &[$(include_str!(concat!("../locales/", $folder, "/", $area, ".ftl"))),*]
    };
}

macro_rules! areas {
    ($($(#[$about:meta])* $of:vis $name:ident: $($area:literal)*;)*) => {$(
        $(#[$about])*
        $of const $name: Areas = Areas(|language| match language {
            Language::En => files!("en": $($area)*),
            Language::Hi => files!("hi": $($area)*),
        });
    )*};
}

areas! {
    /// What is said at the door, and by what is around every screen.
    DOOR: "app" "door" "errors";
    /// What the Patient app says behind it.
    pub PATIENT:
        "settings" "facts" "viewer"
        "patient-home" "patient-records" "patient-add" "patient-sharing" "patient-visit" "patient-more";
    /// What the Doctor app says behind it.
    pub DOCTOR:
        "settings" "facts" "viewer"
        "doctor-patients" "doctor-page" "doctor-visit" "doctor-entry" "doctor-rx" "doctor-ask" "doctor-more";
}

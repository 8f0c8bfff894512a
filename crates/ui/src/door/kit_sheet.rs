//! The recovery kit as a sheet to be printed, and as a text.

use bridge::Kit;
use leptos::prelude::*;

use crate::{locale, t};

/// The sheet.
#[component]
pub(super) fn KitSheet(kit: Kit) -> impl IntoView {
    let words = kit.words.as_ref().map(|words| {
        let words = words.show().split_whitespace().map(str::to_owned);
        let words = words.map(|word| view! { <li>{word}</li> });
        view! {
            <h3>{t!("door-sheet-words")}</h3>
            <ol class="kit-words" translate="no" lang="en">
                {words.collect_view()}
            </ol>
        }
    });
    let gone = kit
        .words
        .is_none()
        .then(|| view! { <p>{t!("door-sheet-words-gone")}</p> });
    view! {
        <section class="card kit-sheet" id="kit" aria-label=t!("door-sheet-title")>
            <div class="kit-head">
                <h2>{t!("door-sheet-title")}</h2>
                <p>{t!("door-sheet-of", name = kit.name.as_str(), day = locale::full_day(locale::now()))}</p>
            </div>
            {words}
            {gone}
            <h3>{t!("door-account-secret")}</h3>
            <p class="kit-secret" translate="no" id="kit-secret">{kit.account_secret.show().to_owned()}</p>
            <p class="kit-use">{t!("door-sheet-use", server = kit.server.as_str())}</p>
            <p class="kit-use">{t!("door-sheet-keep")}</p>
            <p class="kit-mark" translate="no">
                {t!("door-sheet-mark", mark = kit.fingerprint.as_str())}
            </p>
        </section>
    }
}

/// The same as a text file.
pub(super) fn kit_text(kit: &Kit) -> String {
    let title = t!("door-sheet-title");
    let of = t!(
        "door-sheet-of",
        name = kit.name.as_str(),
        day = locale::full_day(locale::now())
    );
    let words = match &kit.words {
        Some(words) => numbered(words.show()),
        None => t!("door-sheet-words-gone"),
    };
    let parts = [
        title,
        of,
        t!("door-sheet-words"),
        words,
        format!(
            "{}\n{}",
            t!("door-account-secret"),
            kit.account_secret.show()
        ),
        t!("door-sheet-use", server = kit.server.as_str()),
        t!("door-sheet-keep"),
        t!("door-sheet-mark", mark = kit.fingerprint.as_str()),
    ];
    parts.join("\n\n") + "\n"
}

fn numbered(words: &str) -> String {
    let words = words.split_whitespace().zip(1..);
    let lines = words.map(|(word, number)| format!("{number:>2}. {word}"));
    lines.collect::<Vec<_>>().join("\n")
}

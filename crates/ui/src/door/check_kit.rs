//! Typing the kit's words: to show that they are on paper, or to come back with them.

use bridge::{Hidden, Request};
use leptos::{ev, prelude::*};

use crate::{
    components::{Button, Card, Kind, TextArea, Toasts, TroubleNote},
    engine::Engine,
    t,
};

/// A field for the 24 words, that counts them.
#[component]
pub(super) fn KitWords(
    /// What is typed.
    words: RwSignal<String>,
    /// Whether mistakes are shown.
    asked: RwSignal<bool>,
) -> impl IntoView {
    let count = move || match cleaned(&words.read()) {
        text if text.is_empty() => 0,
        text => text.split(' ').count(),
    };
    let hint = move || {
        Some(match count() {
            0 => t!("door-words-hint"),
            count => t!("door-words-count", count = count),
        })
    };
    let wrong = move || {
        (asked.get() && count() != 24).then(|| match count() {
            0 => t!("door-missing"),
            count => t!("door-words-wrong-count", count = count),
        })
    };
    view! {
        <TextArea
            id="words"
            label=t!("door-words")
            value=words
            rows=5
            secret=true
            hint=Signal::derive(hint)
            error=Signal::derive(wrong)
        />
    }
}

/// Asks for the words; once they are right they leave the device.
#[component]
pub(super) fn CheckKit(
    /// Done, or later.
    #[prop(into)]
    on_done: Callback<()>,
    /// Whether it can be left for later.
    #[prop(optional)]
    later: bool,
) -> impl IntoView {
    let checking = Engine::expect().asking();
    let toasts = Toasts::expect();
    let words = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        let typed = cleaned(&words.read_untracked());
        if typed.split(' ').count() != 24 {
            return;
        }
        let request = Request::CheckKit {
            words: Hidden::new(typed),
        };
        checking.send(request, move |_| {
            toasts.say(t!("door-kit-checked"));
            on_done.run(());
        });
    };
    view! {
        <Card heading=t!("door-check-title") class="no-print">
            <p>{t!("door-check-why")}</p>
            <form class="form" on:submit=send novalidate>
                <KitWords words asked />
                <TroubleNote of=checking.trouble() />
                <div class="actions">
                    <Button kind=Kind::Primary submit=true id="check-kit" busy=checking.busy()>
                        {t!("door-check-now")}
                    </Button>
                    {later
                        .then(|| {
                            view! {
                                <Button kind=Kind::Quiet id="check-later" on_press=on_done>
                                    {t!("door-later")}
                                </Button>
                            }
                        })}
                </div>
            </form>
        </Card>
    }
}

/// The words in small letters, one blank between them; numbers before them, as on the sheet, left out.
pub(super) fn cleaned(typed: &str) -> String {
    let words = typed.split(|letter: char| !letter.is_alphabetic());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn words_may_be_typed_with_their_numbers() {
        assert_eq!(
            cleaned(" 1. Abandon\n2. ability,  3 able "),
            "abandon ability able"
        );
        assert_eq!(cleaned(""), "");
    }
}

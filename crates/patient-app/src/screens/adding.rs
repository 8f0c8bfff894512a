//! What all forms that add something have in common: who is to see it, what is wrong, what came of it.

use bridge::{Answer, Draft, Request, Sent};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::prelude::*;
use wasm_bindgen::JsCast;

/// A form that adds records: asks the engine, says what came of it, and leads on.
#[derive(Clone, Copy)]
pub(crate) struct Adding {
    engine: Engine,
    asking: Asking,
    /// Whether the doctors are to see it at once.
    pub(crate) broadcast: RwSignal<bool>,
    wrong: RwSignal<Vec<Wrong>>,
    go: Callback<&'static str>,
}

/// What is wrong in a field: the field's id, and the words.
pub(crate) type Wrong = (&'static str, String);

/// Under this name the device keeps who is to see what is added.
const CHOICE: &str = "add-audience";

impl Adding {
    /// For a screen: made while it is rendered.
    pub(crate) fn new() -> Self {
        let engine = Engine::expect();
        let navigate = use_navigate();
        let broadcast = RwSignal::new(false);
        spawn_local(async move {
            let name = CHOICE.to_owned();
            if let Ok(Answer::Bytes(bytes)) = engine.ask(Request::Kept { name }).await {
                let _ = broadcast.try_set(bytes == b"doctors");
            }
        });
        Self {
            engine,
            asking: engine.asking(),
            broadcast,
            wrong: RwSignal::default(),
            go: Callback::new(move |path| navigate(path, NavigateOptions::default())),
        }
    }

    /// Whether it is under way.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.asking.busy()
    }

    /// What the engine had against it.
    pub(crate) fn trouble(self) -> Signal<Option<bridge::Trouble>> {
        self.asking.trouble()
    }

    /// What is wrong in a field.
    pub(crate) fn error(self, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let wrong = self.wrong.read();
            let found = wrong.iter().find(|(field, _)| *field == id);
            found.map(|(_, words)| words.clone())
        })
    }

    /// Adds the records, or says at their fields what is wrong and goes to the first of them.
    /// Added, it leads to `path`, below the app's own.
    pub(crate) fn add(self, drafts: Result<Vec<Draft>, Vec<Wrong>>, path: &'static str) {
        let Some(drafts) = self.checked(drafts) else {
            return;
        };
        let broadcast = self.broadcast.get_untracked();
        let request = Request::Add {
            vault: None,
            drafts,
            broadcast,
        };
        self.asking.send(request, move |answer| {
            if let Answer::Added { sent, .. } = answer {
                self.engine.toasts().say(added_words(broadcast, sent));
                self.go.run(path);
            }
        });
    }

    /// Corrects a record; corrected, it does what `then` says.
    pub(crate) fn correct(
        self,
        record: String,
        draft: Result<Vec<Draft>, Vec<Wrong>>,
        then: impl FnOnce() + 'static,
    ) {
        let drafts = self.checked(draft);
        let Some(draft) = drafts.and_then(|drafts| drafts.into_iter().next()) else {
            return;
        };
        let request = Request::Correct {
            vault: None,
            record,
            draft,
        };
        self.asking.send(request, move |_| {
            self.engine.toasts().say(t!("add-corrected"));
            then();
        });
    }

    fn checked(self, drafts: Result<Vec<Draft>, Vec<Wrong>>) -> Option<Vec<Draft>> {
        self.asking.complain(None);
        match drafts {
            Ok(drafts) => {
                self.wrong.set(Vec::new());
                Some(drafts)
            }
            Err(wrong) => {
                if let Some((id, _)) = wrong.first() {
                    focus(id);
                }
                self.wrong.set(wrong);
                None
            }
        }
    }
}

/// What was added, and who can see it.
pub(crate) fn added_words(broadcast: bool, sent: Sent) -> String {
    match (sent, broadcast) {
        (Sent::Later, _) => t!("add-added-later"),
        (Sent::Now, true) => t!("add-added-shown"),
        (Sent::Now, false) => t!("add-added-private"),
    }
}

fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into().ok()) {
        let element: web_sys::HtmlElement = element;
        // What cannot have the focus is still marked as wrong.
        let _ = element.focus();
    }
}

/// Who is to see what is added; the last choice is remembered.
#[component]
pub(crate) fn Audience(adding: Adding) -> impl IntoView {
    let engine = Engine::expect();
    let picks = vec![
        Pick::new(false, t!("facts-only-you")).hint(t!("add-only-you-hint")),
        Pick::new(true, t!("facts-your-doctors")).hint(t!("add-doctors-hint")),
    ];
    let keep = move |doctors: bool| {
        let bytes = if doctors {
            b"doctors".to_vec()
        } else {
            b"me".to_vec()
        };
        let name = CHOICE.to_owned();
        engine.tell(Request::Keep { name, bytes });
    };
    view! {
        <Choice
            id="audience"
            legend=t!("add-who-sees")
            picks
            value=adding.broadcast
            on_change=Callback::new(keep)
        />
    }
}

/// The foot of a form: who sees it, what went wrong, the button.
#[component]
pub(crate) fn AddFoot(
    /// The form.
    adding: Adding,
    /// Whether there is nothing to add yet.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <Card>
            <Audience adding />
        </Card>
        <TroubleNote of=adding.trouble() />
        <Button
            id="add"
            kind=Kind::Primary
            submit=true
            wide=true
            busy=adding.busy()
            disabled=disabled
        >
            {t!("add-now")}
        </Button>
    }
}

/// A text with its digits as the engine reads them: those of Devanagari are taken too.
pub(crate) fn plain_digits(text: &str) -> String {
    let digits = text.trim().chars().map(|letter| match letter {
        '\u{966}'..='\u{96f}' => char::from_digit(u32::from(letter) - 0x966, 10).unwrap_or(letter),
        letter => letter,
    });
    digits.collect()
}

/// What a text field holds, if it holds something.
pub(crate) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_devanagari_are_digits() {
        assert_eq!(plain_digits(" १२८ "), "128");
        assert_eq!(plain_digits("98.६"), "98.6");
        assert_eq!(plain_digits("abc"), "abc");
    }
}

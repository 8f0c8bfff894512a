//! What the forms share: the patient they are for, and how what was entered is added and taken back.

use std::collections::BTreeMap;

use bridge::{Answer, Draft, Entry, Profile, Request, Sent, Trouble};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use ui::prelude::*;

use crate::practice::{page_of, way};

mod number;
mod suggest;

pub(crate) use number::{Bounds, number, shown};
pub(crate) use suggest::{Suggest, Suggestion, found};

/// The patient whose records are written in, and the records so far.
#[derive(Clone, Copy)]
pub(crate) struct Bedside {
    engine: Engine,
    vault: StoredValue<String>,
    chart: Loaded<Chart>,
}

/// A patient's records.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    /// Newest first; without those marked as mistakes.
    pub(crate) entries: Vec<Entry>,
    /// Who the patient is.
    pub(crate) profile: Profile,
}

impl Bedside {
    /// The patient the address names.
    pub(crate) fn here() -> Self {
        let params = use_params_map();
        let vault = params.read_untracked().get("vault").unwrap_or_default();
        let engine = Engine::expect();
        let asked = vault.clone();
        let chart = engine.load(
            move || Request::Records {
                vault: Some(asked.clone()),
            },
            |answer| match answer {
                Answer::Records {
                    entries, profile, ..
                } => Some(Chart { entries, profile }),
                _ => None,
            },
        );
        Self {
            engine,
            vault: StoredValue::new(vault),
            chart,
        }
    }

    /// The vault.
    pub(crate) fn vault(self) -> String {
        self.vault.get_value()
    }

    /// The app's engine.
    pub(crate) fn engine(self) -> Engine {
        self.engine
    }

    /// The records, as they come.
    pub(crate) fn chart(self) -> Loaded<Chart> {
        self.chart
    }

    /// Something of the entries that count, newest first; reactive, and nothing until they are there.
    pub(crate) fn find<T>(self, read: impl FnOnce(&[Entry]) -> Option<T>) -> Option<T> {
        self.chart.with(|chart| read(&chart.entries)).flatten()
    }

    /// Who the patient is; reactive.
    pub(crate) fn profile(self) -> Profile {
        self.chart
            .with(|chart| chart.profile.clone())
            .unwrap_or_default()
    }

    /// Whether what is usual in adults says nothing of this patient; reactive.
    pub(crate) fn is_child(self) -> bool {
        let age = self.profile().birth_date.as_deref().and_then(locale::age);
        age.is_some_and(|age| age < 18)
    }

    /// `Asha Patil, 42, female`; reactive.
    pub(crate) fn who(self) -> Option<String> {
        let profile = self.profile();
        let age = profile.birth_date.as_deref().and_then(locale::age_words);
        let gender = profile.gender.as_deref().map(gender_words);
        let known = Some(profile.name).filter(|name| !name.is_empty());
        let known: Vec<String> = known.into_iter().chain(age).chain(gender).collect();
        (!known.is_empty()).then(|| known.join(", "))
    }

    /// The patient's page.
    pub(crate) fn page(self) -> String {
        page_of(&self.vault())
    }
}

/// Adds what a form holds, and offers to take it back.
#[derive(Clone, Copy)]
pub(crate) struct Adding {
    bedside: Bedside,
    asking: Asking,
    go: StoredValue<Go, LocalStorage>,
}

type Go = std::rc::Rc<dyn Fn(&str)>;

impl Adding {
    pub(crate) fn new(bedside: Bedside) -> Self {
        let navigate = use_navigate();
        let go: Go = std::rc::Rc::new(move |to| navigate(way(to), NavigateOptions::default()));
        Self {
            bedside,
            asking: bedside.engine.asking(),
            go: StoredValue::new_local(go),
        }
    }

    /// Whether it is under way.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.asking.busy()
    }

    /// What went wrong.
    pub(crate) fn trouble(self) -> Signal<Option<Trouble>> {
        self.asking.trouble()
    }

    /// Adds, says so with the way back, does `then` with the records' ids, and goes to the patient's page
    /// or to what `then` names below it.
    pub(crate) fn add(
        self,
        drafts: Vec<Draft>,
        then: impl FnOnce(&[String]) -> Option<String> + 'static,
    ) {
        let vault = self.bedside.vault();
        let (engine, go) = (self.bedside.engine, self.go.get_value());
        let request = Request::Add {
            vault: Some(vault.clone()),
            drafts,
            broadcast: false,
        };
        self.asking.send(request, move |answer| {
            let Answer::Added { records, sent } = answer else {
                return;
            };
            let below = then(&records);
            say_added(engine, vault.clone(), records, sent);
            let page = page_of(&vault);
            go(&below.map_or(page.clone(), |below| format!("{page}/{below}")));
        });
    }
}

fn say_added(engine: Engine, vault: String, records: Vec<String>, sent: Sent) {
    let count = records.len();
    let said = match sent {
        Sent::Now => t!("entry-added", count = count),
        Sent::Later => t!("entry-added-later", count = count),
    };
    let undo = Callback::new(move |()| take_back(engine, vault.clone(), records.clone()));
    engine.toasts().undo(said, undo);
}

/// What has been sent stays in the history, marked as mistaken; what has not is gone.
fn take_back(engine: Engine, vault: String, records: Vec<String>) {
    spawn_local(async move {
        let request = Request::Undo {
            vault: Some(vault),
            records,
        };
        match engine.ask(request).await {
            Ok(Answer::TakenBack { gone: true }) => engine.toasts().say(t!("entry-taken-out")),
            Ok(_) => engine.toasts().say(t!("entry-taken-back")),
            Err(trouble) => engine.toasts().trouble(&trouble),
        }
    });
}

/// A form for a patient: the heading, whom it is for, the way back.
#[component]
pub(crate) fn EntryScreen(
    /// For `data-screen`.
    name: &'static str,
    /// The heading.
    #[prop(into)]
    title: String,
    /// The patient.
    bedside: Bedside,
    /// The form.
    children: Children,
) -> impl IntoView {
    let lead = Signal::derive(move || bedside.who());
    view! {
        <Screen name title lead back=bedside.page()>
            {children()}
        </Screen>
    }
}

/// Puts the cursor into a field, once the page shows it.
pub(crate) fn focus(id: impl AsRef<str> + 'static) {
    request_animation_frame(move || {
        use leptos::wasm_bindgen::JsCast;
        let field = document().get_element_by_id(id.as_ref());
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            // What cannot have the focus is left alone.
            let _ = field.focus();
        }
    });
}

/// Under which name something of a patient is kept on this device: short, and of plain letters.
pub(crate) fn kept_name(what: &str, vault: &str) -> String {
    let plain = |letter: &char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let vault: String = vault.chars().filter(plain).collect();
    format!("{what}-{vault}").chars().take(60).collect()
}

/// What was ordered or written together: the same author at the same time, newest first.
pub(crate) fn together(entries: Vec<&Entry>) -> Vec<Vec<&Entry>> {
    let mut groups: BTreeMap<(std::cmp::Reverse<u64>, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let key = (std::cmp::Reverse(entry.time), entry.author.as_str());
        groups.entry(key).or_default().push(entry);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_what_is_kept_are_short_and_plain() {
        assert_eq!(kept_name("note", "0a-9F"), "note-0a9");
        assert_eq!(kept_name("note", &"a".repeat(80)).len(), 60);
    }
}

//! The daily path by keyboard: search, the next patient, a note, a prescription.

use bridge::{Answer, Request};
use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::practice::{Practice, page_of, way};

/// Under which name it is kept that single keys are not wanted.
const KEPT: &str = "single-keys";

/// Whether keys alone, without Alt, do something: those who dictate may not want that.
#[derive(Clone, Copy)]
pub(crate) struct Keys {
    pub(crate) single: RwSignal<bool>,
    engine: Engine,
}

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Search,
    Next,
    Previous,
    Down,
    Up,
    Prescribe,
    Note,
    Help,
}

impl Keys {
    /// Listens for as long as the app is open.
    pub(crate) fn new() -> Self {
        let single = RwSignal::new(true);
        let engine = Engine::expect();
        engine
            .asking()
            .send(Request::Kept { name: KEPT.into() }, move |answer| {
                if let Answer::Bytes(bytes) = answer {
                    let _ = single.try_set(bytes.is_empty());
                }
            });
        let practice = Practice::expect();
        let pathname = use_location().pathname;
        let navigate = use_navigate();
        let go = move |address: &str| navigate(way(address), NavigateOptions::default());
        let pressed = move |event: KeyboardEvent| {
            let Some(meaning) = meaning(&event, single.get_untracked()) else {
                return;
            };
            let here = pathname.get_untracked();
            let here = open_vault(&here);
            let done = match meaning {
                Meaning::Search => search(&go),
                Meaning::Help => {
                    go("/doctor/more/keys");
                    true
                }
                Meaning::Down => step(1),
                Meaning::Up => step(-1),
                Meaning::Next => walk(practice, here, 1).is_some_and(|to| told(&go, &to)),
                Meaning::Previous => walk(practice, here, -1).is_some_and(|to| told(&go, &to)),
                Meaning::Prescribe => {
                    form(practice, here, "prescribe").is_some_and(|to| told(&go, &to))
                }
                Meaning::Note => form(practice, here, "note").is_some_and(|to| told(&go, &to)),
            };
            if done {
                event.prevent_default();
            }
        };
        let listener = window_event_listener(ev::keydown, pressed);
        on_cleanup(move || listener.remove());
        Self { single, engine }
    }

    /// Those of the app.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Keeps whether keys alone do something.
    pub(crate) fn keep(self, single: bool) {
        self.single.set(single);
        let bytes = if single { Vec::new() } else { vec![1] };
        self.engine.tell(Request::Keep {
            name: KEPT.into(),
            bytes,
        });
    }
}

fn told(go: &impl Fn(&str), to: &str) -> bool {
    go(to);
    true
}

/// What a press means; nothing while one types, but for the arrows out of the search field.
fn meaning(event: &KeyboardEvent, single: bool) -> Option<Meaning> {
    if event.ctrl_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let (key, code) = (event.key(), event.code());
    if event.alt_key() {
        return match code.as_str() {
            "KeyP" => Some(Meaning::Prescribe),
            "KeyN" => Some(Meaning::Note),
            _ => None,
        };
    }
    let in_list = target.as_ref().is_some_and(|target| {
        target.id() == "find-patient" || target.class_list().contains("patient-row")
    });
    match key.as_str() {
        "ArrowDown" if in_list => return Some(Meaning::Down),
        "ArrowUp" if in_list => return Some(Meaning::Up),
        "Enter"
            if target
                .as_ref()
                .is_some_and(|target| target.id() == "find-patient") =>
        {
            return Some(Meaning::Down);
        }
        _ => {}
    }
    let typing = target.is_some_and(|target| {
        matches!(
            target.tag_name().as_str(),
            "INPUT" | "TEXTAREA" | "SELECT" | "DIALOG"
        ) || target.closest("dialog[open]").ok().flatten().is_some()
    });
    match key.as_str() {
        _ if typing || !single => None,
        "/" => Some(Meaning::Search),
        "n" => Some(Meaning::Next),
        "p" => Some(Meaning::Previous),
        "?" => Some(Meaning::Help),
        _ => None,
    }
}

/// To the search field; where there is none, to the screen that has it.
fn search(go: &impl Fn(&str)) -> bool {
    match document().get_element_by_id("find-patient") {
        Some(field) => focus(field),
        None => told(go, "/doctor"),
    }
}

/// From the search field into the list, and up and down in it.
fn step(by: i32) -> bool {
    let Ok(rows) = document().query_selector_all(".patient-row") else {
        return false;
    };
    let active = document().active_element();
    let rows: Vec<Element> = (0..rows.length())
        .filter_map(|index| rows.get(index)?.dyn_into().ok())
        .collect();
    let at = rows.iter().position(|row| Some(row) == active.as_ref());
    let next = match (at, by) {
        (None, _) => rows.first(),
        (Some(0), -1) => {
            return document()
                .get_element_by_id("find-patient")
                .is_some_and(focus);
        }
        (Some(at), -1) => rows.get(at - 1),
        (Some(at), _) => rows.get(at + 1),
    };
    next.cloned().is_some_and(focus)
}

fn focus(element: Element) -> bool {
    let element = element.dyn_into::<HtmlElement>();
    element.is_ok_and(|element| element.focus().is_ok())
}

/// The page of the patient after or before the one that is open, in the order of the list.
fn walk(practice: Practice, here: Option<&str>, by: isize) -> Option<String> {
    let all = untrack(|| practice.found());
    let at = here.and_then(|here| all.iter().position(|patient| patient.vault == here));
    let next = match at {
        Some(at) => all.get(at.checked_add_signed(by)?)?,
        None if by > 0 => all.first()?,
        None => all.last()?,
    };
    Some(page_of(&next.vault))
}

/// A form of the patient that is open, where one may add.
fn form(practice: Practice, here: Option<&str>, name: &str) -> Option<String> {
    let vault = here?;
    let patient = untrack(|| practice.patient(vault))?;
    patient
        .may_add
        .then(|| format!("{}/{name}", page_of(vault)))
}

/// The vault of the patient that is looked at.
fn open_vault(pathname: &str) -> Option<&str> {
    let inside = pathname.strip_prefix("/doctor/patients/")?;
    inside.split('/').next().filter(|vault| !vault.is_empty())
}

#[cfg(test)]
mod tests {
    use super::open_vault;

    #[test]
    fn the_open_patient_is_told_from_the_address() {
        assert_eq!(open_vault("/doctor/patients/abc/note"), Some("abc"));
        assert_eq!(open_vault("/doctor/patients/"), None);
        assert_eq!(open_vault("/doctor/news"), None);
    }
}

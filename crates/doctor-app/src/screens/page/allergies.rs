//! Allergies above everything else: in red, or said that none is known, or that nobody has asked.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::Entries;

/// What is known of allergies.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Known {
    /// To these: against what, and what happened.
    To(Vec<(String, Option<String>)>),
    /// It was written down that there is none.
    None,
    /// Nothing was written down.
    Nothing,
}

#[component]
pub(super) fn Allergies(entries: Entries, may_add: Memo<bool>) -> impl IntoView {
    let known = Memo::new(move |_| entries.with(|entries| known(entries)));
    move || {
        match known.get() {
        Known::To(allergies) => {
            let list = allergies.into_iter().map(|(name, more)| match more {
                Some(more) => t!("page-allergy-with", name = name, more = more),
                None => name,
            });
            let list: Vec<String> = list.collect();
            let title = t!("page-allergies", list = list.join("; "));
            view! { <Notice tone=Tone::Red icon=Glyph::Warning title=title id="allergies" /> }.into_any()
        }
        Known::None => {
            view! { <Notice tone=Tone::Teal icon=Glyph::Check title=t!("page-allergies-none") id="allergies" /> }
                .into_any()
        }
        Known::Nothing => view! {
            <Notice tone=Tone::Plain icon=Glyph::Help title=t!("page-allergies-nothing") id="allergies">
                {move || may_add.get().then(|| view! { <p class="muted">{t!("page-allergies-ask")}</p> })}
            </Notice>
        }
        .into_any(),
    }
    }
}

fn known(entries: &[Entry]) -> Known {
    let mut allergies: Vec<(String, Option<String>)> = Vec::new();
    let mut none = false;
    for entry in entries.iter().filter(|entry| !entry.mistaken) {
        match &entry.fact {
            Fact::Allergy {
                active: true,
                none_known: false,
                name,
                reactions,
                critical,
            } => {
                let known = name.to_lowercase();
                if allergies
                    .iter()
                    .all(|(other, _)| other.to_lowercase() != known)
                {
                    allergies.push((name.clone(), detail(reactions, *critical)));
                }
            }
            Fact::Allergy {
                none_known: true, ..
            } => none = true,
            _ => {}
        }
    }
    match (allergies.is_empty(), none) {
        (false, _) => Known::To(allergies),
        (true, true) => Known::None,
        (true, false) => Known::Nothing,
    }
}

fn detail(reactions: &[String], critical: bool) -> Option<String> {
    let critical = critical.then(|| t!("facts-allergy-critical"));
    let parts: Vec<String> = critical
        .into_iter()
        .chain(reactions.iter().cloned())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use bridge::Visibility;

    use super::*;

    fn entry(name: &str, none_known: bool, active: bool) -> Entry {
        Entry {
            id: String::new(),
            version: 1,
            versions: 1,
            author: String::new(),
            by_me: false,
            written: 0,
            date: None,
            time: 0,
            visibility: Visibility::Shared,
            shown_to: Vec::new(),
            fresh: false,
            mistaken: false,
            of_child: false,
            fact: Fact::Allergy {
                name: name.to_owned(),
                reactions: Vec::new(),
                critical: false,
                active,
                none_known,
            },
        }
    }

    #[test]
    fn that_none_is_known_is_not_that_nobody_asked() {
        assert_eq!(known(&[]), Known::Nothing);
        assert_eq!(known(&[entry("", true, true)]), Known::None);
        assert_eq!(known(&[entry("nuts", false, false)]), Known::Nothing);
    }

    #[test]
    fn an_allergy_outweighs_the_statement_that_there_is_none_and_is_said_once() {
        let entries = [
            entry("Penicillin", false, true),
            entry("", true, true),
            entry("penicillin", false, true),
        ];
        assert_eq!(
            known(&entries),
            Known::To(vec![("Penicillin".to_owned(), None)])
        );
        let mut mistaken = entry("nuts", false, true);
        mistaken.mistaken = true;
        assert_eq!(known(&[mistaken]), Known::Nothing);
    }
}

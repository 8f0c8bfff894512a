//! A document to be added.

use bridge::{DocumentKind, Draft, DraftDocument};
use leptos::{ev, prelude::*};
use ui::prelude::*;

use super::entry::{Adding, Bedside, EntryScreen, focus};

mod file;

use file::{Chosen, FileField};

/// A document to be added.
#[component]
pub(crate) fn DocumentPage() -> impl IntoView {
    let bedside = Bedside::here();
    view! {
        <EntryScreen name="document" title=t!("entry-document") bedside>
            <DocumentForm bedside />
        </EntryScreen>
    }
}

/// A file, what it is, and of when.
#[component]
fn DocumentForm(bedside: Bedside) -> impl IntoView {
    let adding = Adding::new(bedside);
    let chosen = RwSignal::new(None::<Chosen>);
    let title = RwSignal::new(String::new());
    let kind = RwSignal::new("report".to_owned());
    let when = RwSignal::new(locale::today_fhir());
    let tried = RwSignal::new(false);
    // A title that nobody has typed follows the file's name.
    let suggested = StoredValue::new(String::new());
    Effect::new(move |_| {
        let Some(name) = chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.title.clone()))
        else {
            return;
        };
        let own = title.get_untracked();
        if own.trim().is_empty() || own == suggested.get_value() {
            title.set(name.clone());
            suggested.set_value(name);
        }
    });
    let no_file =
        move || (tried.get() && chosen.with(Option::is_none)).then(|| t!("entry-document-none"));
    let no_title = move || {
        let blank = title.with(|title| title.trim().is_empty());
        (tried.get() && blank).then(|| t!("entry-document-no-title"))
    };
    let in_future = move || {
        let future = when.with(|when| when.as_str() > locale::today_fhir().as_str());
        future.then(|| t!("entry-in-future"))
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(file) = chosen.get_untracked() else {
            return focus("file");
        };
        if untrack(no_title).is_some() {
            return focus("title");
        }
        if untrack(in_future).is_some() {
            return focus("when");
        }
        let draft = DraftDocument {
            title: title.get_untracked().trim().to_owned(),
            kind: kind_of(&kind.get_untracked()),
            content: file.content.to_vec(),
            when: locale::when_fhir(&when.get_untracked()),
        };
        adding.add(vec![Draft::Document(draft)], |_| None);
    };
    let picks: Vec<Pick<String>> = KINDS
        .into_iter()
        .map(|(code, kind)| Pick::new(code.to_owned(), document_kind_words(kind)))
        .collect();
    view! {
        <form class="form" novalidate on:submit=submit>
            <Card heading=t!("entry-document-file")>
                <FileField chosen error=Signal::derive(no_file) />
            </Card>
            <Card heading=t!("entry-document-about")>
                <div class="form">
                    <Field
                        id="title"
                        label=t!("entry-document-title")
                        value=title
                        error=Signal::derive(no_title)
                        max_length=200_u32
                    />
                    <Select id="kind" label=t!("entry-document-kind") picks=picks value=kind />
                    <Field
                        id="when"
                        label=t!("entry-document-when")
                        value=when
                        input=Input::Date
                        error=Signal::derive(in_future)
                    />
                </div>
            </Card>
            <TroubleNote of=adding.trouble() />
            <div class="actions">
                <Button kind=Kind::Primary icon=Glyph::Plus id="add" submit=true busy=adding.busy()>
                    {t!("entry-add-document")}
                </Button>
            </div>
        </form>
    }
}

/// The kinds, the most frequent first, with the names of their options.
const KINDS: [(&str, DocumentKind); 7] = [
    ("report", DocumentKind::Report),
    ("consultation", DocumentKind::Consultation),
    ("prescription", DocumentKind::Prescription),
    ("discharge", DocumentKind::Discharge),
    ("immunization", DocumentKind::Immunization),
    ("wellness", DocumentKind::Wellness),
    ("other", DocumentKind::Other),
];

fn kind_of(code: &str) -> DocumentKind {
    let found = KINDS.into_iter().find(|(known, _)| *known == code);
    found.map_or(DocumentKind::Other, |(_, kind)| kind)
}

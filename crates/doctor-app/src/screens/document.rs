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

/// What is said of the file.
#[derive(Clone, Copy)]
struct About {
    title: RwSignal<String>,
    kind: RwSignal<String>,
    when: RwSignal<String>,
    /// Whether it was to be added.
    tried: RwSignal<bool>,
}

impl About {
    fn new() -> Self {
        Self {
            title: RwSignal::default(),
            kind: RwSignal::new("report".to_owned()),
            when: RwSignal::new(locale::today_fhir()),
            tried: RwSignal::new(false),
        }
    }

    /// A title that nobody has typed follows the file's name.
    fn follow(self, chosen: RwSignal<Option<Chosen>>) {
        let suggested = StoredValue::new(String::new());
        Effect::new(move |_| {
            let name = chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.title.clone()));
            let Some(name) = name else { return };
            let own = self.title.get_untracked();
            if own.trim().is_empty() || own == suggested.get_value() {
                self.title.set(name.clone());
                suggested.set_value(name);
            }
        });
    }

    fn title_wrong(self) -> Option<String> {
        let blank = self.title.with(|title| title.trim().is_empty());
        (self.tried.get() && blank).then(|| t!("entry-document-no-title"))
    }

    fn when_wrong(self) -> Option<String> {
        let future = self
            .when
            .with(|when| when.as_str() > locale::today_fhir().as_str());
        future.then(|| t!("entry-in-future"))
    }

    /// The field that is wrong, if one is.
    fn wrong(self) -> Option<&'static str> {
        match (self.title_wrong(), self.when_wrong()) {
            (Some(_), _) => Some("title"),
            (None, Some(_)) => Some("when"),
            (None, None) => None,
        }
    }
}

/// A file, what it is, and of when.
#[component]
fn DocumentForm(bedside: Bedside) -> impl IntoView {
    let adding = Adding::new(bedside);
    let chosen = RwSignal::new(None::<Chosen>);
    let about = About::new();
    about.follow(chosen);
    let no_file = move || {
        (about.tried.get() && chosen.with(Option::is_none)).then(|| t!("entry-document-none"))
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        about.tried.set(true);
        let Some(file) = chosen.get_untracked() else {
            return focus("file");
        };
        if let Some(wrong) = untrack(|| about.wrong()) {
            return focus(wrong);
        }
        let draft = DraftDocument {
            title: about.title.get_untracked().trim().to_owned(),
            kind: kind_of(&about.kind.get_untracked()),
            content: file.content.to_vec(),
            when: locale::when_fhir(&about.when.get_untracked()),
        };
        adding.add(vec![Draft::Document(draft)], |_| None);
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <Card heading=t!("entry-document-file")>
                <FileField chosen error=Signal::derive(no_file) />
            </Card>
            <Card heading=t!("entry-document-about")>
                <AboutFields about />
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

#[component]
fn AboutFields(about: About) -> impl IntoView {
    let picks: Vec<Pick<String>> = KINDS
        .into_iter()
        .map(|(code, kind)| Pick::new(code.to_owned(), document_kind_words(kind)))
        .collect();
    view! {
        <div class="form">
            <Field
                id="title"
                label=t!("entry-document-title")
                value=about.title
                error=Signal::derive(move || about.title_wrong())
                max_length=200_u32
            />
            <Select id="kind" label=t!("entry-document-kind") picks=picks value=about.kind />
            <Field
                id="when"
                label=t!("entry-document-when")
                value=about.when
                input=Input::Date
                error=Signal::derive(move || about.when_wrong())
            />
        </div>
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

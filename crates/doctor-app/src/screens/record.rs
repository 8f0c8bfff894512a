//! One record of a patient: all it says, its file, and what can be done with it.

use bridge::{Answer, Entry, Fact, Request};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{DocumentView, prelude::*};

use crate::practice::page_of;

/// The record that the address names.
#[component]
pub(crate) fn RecordPage() -> impl IntoView {
    let params = use_params_map();
    let of = |name: &str| params.with_untracked(|params| params.get(name).unwrap_or_default());
    let (vault, id) = (of("vault"), of("id"));
    let asked = vault.clone();
    let request = move || Request::Records {
        vault: Some(asked.clone()),
    };
    let entry = Engine::expect().load(request, move |answer| match answer {
        Answer::Records { entries, .. } => Some(entries.into_iter().find(|entry| entry.id == id)),
        _ => None,
    });
    let title = move || match entry.get().flatten() {
        Some(entry) => fact_title(&entry.fact),
        None => t!("page-record"),
    };
    let shown = Memo::new(move |_| entry.get().flatten());
    let gone = move || matches!(entry.get(), Some(None));
    let trouble = move || {
        entry
            .reply()
            .with(|reply| reply.as_ref()?.as_ref().err().cloned())
    };
    let kept = StoredValue::new(vault.clone());
    view! {
        <Screen name="record" title=Signal::derive(title) back=page_of(&vault)>
            {move || match (shown.get(), trouble(), gone()) {
                (Some(entry), _, _) => view! { <Record vault=kept.get_value() entry /> }.into_any(),
                (None, Some(trouble), _) => {
                    view! { <TroubleCard trouble on_again=move || entry.again() /> }.into_any()
                }
                (None, None, true) => {
                    view! {
                        <Empty icon=Glyph::Clipboard title=t!("page-record-gone")>
                            <LinkButton href=page_of(&kept.get_value())>{t!("page-to-patient")}</LinkButton>
                        </Empty>
                    }
                        .into_any()
                }
                (None, None, false) => view! { <Skeleton lines=4 /> }.into_any(),
            }}
        </Screen>
    }
}

#[component]
fn Record(vault: String, entry: Entry) -> impl IntoView {
    let file = match &entry.fact {
        Fact::Document {
            file: Some(file),
            title,
            kind,
            ..
        } => {
            let title = match title.is_empty() {
                true => document_kind_words(*kind),
                false => title.clone(),
            };
            Some((file.clone(), title))
        }
        _ => None,
    };
    let document = file.map(|(file, title)| {
        let vault = vault.clone();
        view! { <Document vault file title /> }
    });
    view! {
        {document}
        <EntryDetail vault=Some(vault.clone()) entry=entry.clone()>
            <Actions vault entry />
        </EntryDetail>
    }
}

/// What can be done: print what was prescribed, mark what was entered by mistake.
#[component]
fn Actions(vault: String, entry: Entry) -> impl IntoView {
    let print = matches!(entry.fact, Fact::Prescription(_)).then(|| {
        let href = format!("{}/prescription/{}", page_of(&vault), entry.id);
        view! {
            <LinkButton icon=Glyph::Printer id="print-prescription" href=href>
                {t!("page-print-prescription")}
            </LinkButton>
        }
    });
    let wrong = entry.by_me && !entry.mistaken;
    let record = entry.id.clone();
    view! {
        {print}
        {wrong.then(|| view! { <Mistaken vault record /> })}
    }
}

#[component]
fn Mistaken(vault: String, record: String) -> impl IntoView {
    let engine = Engine::expect();
    let (marking, asked) = (engine.asking(), RwSignal::new(false));
    let toasts = Toasts::expect();
    let mark = move || {
        let request = Request::Mistaken {
            vault: Some(vault.clone()),
            record: record.clone(),
        };
        marking.send(request, move |_| toasts.say(t!("page-mistaken-done")));
    };
    view! {
        <Button
            icon=Glyph::Undo
            id="mark-mistaken"
            busy=marking.busy()
            on_press=move || asked.set(true)
        >
            {t!("page-mistaken")}
        </Button>
        <Confirm
            open=asked
            title=t!("page-mistaken-ask")
            yes=t!("page-mistaken-yes")
            on_yes=mark
        >
            <p>{t!("page-mistaken-means")}</p>
        </Confirm>
        <TroubleNote of=marking.trouble() />
    }
}

/// The file of a document, fetched once and looked at.
#[component]
fn Document(vault: String, file: String, title: String) -> impl IntoView {
    let engine = Engine::expect();
    let (fetching, content) = (engine.asking(), RwSignal::new(None::<(String, Vec<u8>)>));
    let fetch = move || {
        let request = Request::File {
            vault: Some(vault.clone()),
            file: file.clone(),
        };
        fetching.send(request, move |answer| {
            if let Answer::File {
                content_type,
                content: bytes,
                ..
            } = answer
            {
                let _ = content.try_set(Some((content_type, bytes)));
            }
        });
    };
    fetch();
    let progress = engine.progress(bridge::Work::File);
    view! {
        <Card id="document">
            <Progress of=progress label=t!("page-file-coming") />
            <TroubleNote of=fetching.trouble() on_again=fetch />
            {move || fetching.busy().get().then(|| view! { <Skeleton lines=4 /> })}
            {move || {
                content
                    .get()
                    .map(|(content_type, content)| {
                        view! { <DocumentView title=title.clone() content content_type /> }
                    })
            }}
        </Card>
    }
}

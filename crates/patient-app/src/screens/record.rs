//! One record.

use std::sync::Arc;

use bridge::{Entry, Fact, Request, Visibility};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::prelude::*;

use super::{
    add_reading::{CorrectReading, can_correct},
    decide::DecideActions,
    showing::{self, ShowOne, ShownCard},
};
use crate::own::{self, Own};

mod file;

use file::FileView;

/// One record.
#[component]
pub(crate) fn Record() -> impl IntoView {
    let records = own::records();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let entry = Memo::new(move |_| {
        let find = |own: &Arc<Own>| own.find(&id.read()).cloned();
        records.with(find).flatten()
    });
    let title = move || match entry.read().as_ref() {
        Some(entry) => Topic::of(&entry.fact).words(),
        None => t!("records-one"),
    };
    view! {
        <Screen name="record" title=Signal::derive(title) back="/patient/records">
            {move || match entry.get() {
                Some(entry) => view! { <Shown entry /> }.into_any(),
                None => view! { <Loading of=records lines=5 children=|_| view! { <Gone /> } /> }.into_any(),
            }}
        </Screen>
    }
}

/// A record that is not there, or not any more.
#[component]
fn Gone() -> impl IntoView {
    view! {
        <Card>
            <Empty icon=Glyph::Search title=t!("records-gone")>
                <p>{t!("records-gone-why")}</p>
                <LinkButton href="/patient/records">{t!("records-title")}</LinkButton>
            </Empty>
        </Card>
    }
}

#[component]
fn Shown(entry: Entry) -> impl IntoView {
    let correcting = RwSignal::new(false);
    let file = match &entry.fact {
        Fact::Document {
            title,
            kind,
            file: Some(file),
            ..
        } => {
            let name = match title.is_empty() {
                true => document_kind_words(*kind),
                false => title.clone(),
            };
            Some(view! { <FileView file=file.clone() title=name /> })
        }
        _ => None,
    };
    let shown = showing::Shown::Of(entry.id.clone());
    let entry = StoredValue::new(entry);
    // The form stands in the place of what it corrects.
    view! {
        {file}
        <Show
            when=move || correcting.get()
            fallback=move || {
                view! {
                    <EntryDetail vault=None entry=entry.get_value()>
                        <Actions entry=entry.get_value() correcting />
                    </EntryDetail>
                }
            }
        >
            <CorrectReading entry=entry.get_value() open=correcting />
        </Show>
        <ShownCard which=shown />
    }
}

/// What can be done with a record: decide on it, show it, correct it, mark it.
#[component]
fn Actions(entry: Entry, correcting: RwSignal<bool>) -> impl IntoView {
    let id = StoredValue::new(entry.id.clone());
    let own = entry.by_me && !entry.mistaken;
    let correct = own && can_correct(&entry);
    let private = entry.visibility == Visibility::Private && !entry.mistaken;
    let shared = entry.visibility == Visibility::Shared;
    let sent = entry.visibility != Visibility::Waiting && !entry.mistaken;
    view! {
        {(entry.visibility == Visibility::Inbox)
            .then(|| view! { <DecideActions record=id.get_value() /> })}
        {private.then(|| view! { <ShowDoctors record=id.get_value() /> })}
        {sent.then(|| view! { <ShowOne record=id.get_value() shared /> })}
        {correct
            .then(|| {
                view! {
                    <Button
                        id="correct"
                        icon=Glyph::Pen
                        on_press=move || correcting.set(true)
                    >
                        {t!("records-correct")}
                    </Button>
                }
            })}
        {own.then(|| view! { <Mistake record=id.get_value() /> })}
    }
}

/// Shows a private record to the doctors.
#[component]
fn ShowDoctors(record: String) -> impl IntoView {
    let engine = Engine::expect();
    let showing = engine.asking();
    let asked = RwSignal::new(false);
    let record = StoredValue::new(record);
    let show = move || {
        let records = vec![record.get_value()];
        showing.send(Request::Broadcast { records }, move |_| {
            engine.toasts().say(t!("home-shown", count = 1));
        });
    };
    view! {
        <Button
            id="show-doctors"
            kind=Kind::Primary
            icon=Glyph::Users
            busy=showing.busy()
            on_press=move || asked.set(true)
        >
            {t!("home-show")}
        </Button>
        <TroubleNote of=showing.trouble() />
        <Confirm
            open=asked
            title=Signal::stored(t!("records-show-ask"))
            yes=Signal::stored(t!("home-show"))
            on_yes=show
        >
            <p>{t!("records-show-means")}</p>
        </Confirm>
    }
}

/// Marks a record as entered by mistake.
#[component]
fn Mistake(record: String) -> impl IntoView {
    let engine = Engine::expect();
    let marking = engine.asking();
    let asked = RwSignal::new(false);
    let record = StoredValue::new(record);
    let mark = move || {
        let request = Request::Mistaken {
            vault: None,
            record: record.get_value(),
        };
        marking.send(request, move |_| engine.toasts().say(t!("records-marked")));
    };
    view! {
        <Button
            id="mistake"
            kind=Kind::Danger
            busy=marking.busy()
            on_press=move || asked.set(true)
        >
            {t!("records-mistake")}
        </Button>
        <TroubleNote of=marking.trouble() />
        <Confirm
            open=asked
            title=Signal::stored(t!("records-mistake-ask"))
            yes=Signal::stored(t!("records-mistake"))
            danger=true
            on_yes=mark
        >
            <p>{t!("records-mistake-means")}</p>
        </Confirm>
    }
}

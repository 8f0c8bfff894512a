//! The file of a document: chosen or taken with the camera, and looked at before it is added.

use std::sync::Arc;

use js_sys::Uint8Array;
use leptos::{ev, prelude::*, task::spawn_local};
use ui::{DocumentView, PhotoNote, prelude::*, shrink};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

/// The largest file there may be.
const LARGEST: f64 = 25.0 * 1024.0 * 1024.0;

/// A file that was chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chosen {
    /// Its name without what says the type.
    pub(super) title: String,
    /// Its bytes; of a photo, those that are kept.
    pub(super) content: Arc<[u8]>,
    is_photo: bool,
}

/// A field for a PDF or a photo.
#[component]
pub(super) fn FileField(
    chosen: RwSignal<Option<Chosen>>,
    /// What else is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let reading = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let take = move |event: ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // The same file may be chosen again.
        input.set_value("");
        reading.set(true);
        refused.set(None);
        spawn_local(async move {
            let read = read(&file).await;
            let _ = reading.try_set(false);
            match read {
                Ok(file) => drop(chosen.try_set(Some(file))),
                Err(words) => drop(refused.try_set(Some(words))),
            }
        });
    };
    let wrong = move || refused.get().or_else(|| error.get());
    view! {
        <div class="field" class:field-wrong=move || wrong().is_some()>
            <label class="entry-file" for="file">
                <Icon glyph=Glyph::Upload />
                <span>{move || if chosen.read().is_some() { t!("entry-document-other") } else { t!("entry-document-choose") }}</span>
                <input
                    id="file"
                    type="file"
                    accept="application/pdf,image/*"
                    aria-describedby="file-note"
                    aria-invalid=move || wrong().is_some().then_some("true")
                    on:change=take
                />
            </label>
            <p class="field-note" id="file-note" role=move || wrong().is_some().then_some("alert")>
                {move || wrong().unwrap_or_else(|| t!("entry-document-hint"))}
            </p>
        </div>
        <Show when=move || reading.get()>
            <Skeleton lines=2 />
        </Show>
        {move || chosen.get().map(|file| view! { <Look file /> })}
    }
}

/// What will be added, to be looked at.
#[component]
fn Look(file: Chosen) -> impl IntoView {
    let content_type = if file.is_photo {
        "image/jpeg"
    } else {
        "application/pdf"
    };
    view! {
        <div class="entry-look" id="document-preview">
            <DocumentView
                title=file.title
                content=file.content.to_vec()
                content_type=content_type
            />
            {file.is_photo.then(|| view! { <PhotoNote /> })}
        </div>
    }
}

/// The file, or why it cannot be taken.
async fn read(file: &File) -> Result<Chosen, String> {
    let name = file.name();
    let title = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(title, _)| title);
    let is_photo = file.type_().starts_with("image/");
    let content: Arc<[u8]> = if is_photo {
        let photo = shrink(file).await;
        photo
            .map_err(|_| t!("entry-document-unread"))?
            .content
            .into()
    } else {
        if file.size() > LARGEST {
            return Err(t!("entry-document-large"));
        }
        bytes_of(file)
            .await
            .ok_or_else(|| t!("entry-document-unread"))?
    };
    if !is_photo && !content.starts_with(b"%PDF-") {
        return Err(t!("entry-document-type"));
    }
    Ok(Chosen {
        title: title.to_owned(),
        content,
        is_photo,
    })
}

async fn bytes_of(file: &File) -> Option<Arc<[u8]>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    let buffer: js_sys::ArrayBuffer = buffer.dyn_into().ok()?;
    Some(Uint8Array::new(&buffer).to_vec().into())
}

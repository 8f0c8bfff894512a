//! A document as it was brought: the pages of a PDF file, a photo, a text.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    browser,
    components::{Button, Glyph, Kind, Notice, Tone},
    t,
};

mod kind;
mod pages;
mod picture;
mod zoom;

use kind::{Format, file_name};
use pages::Pages;
use picture::Picture;

/// A document, with zoom, and a button that saves a copy. Strangers' files are looked at in the viewer, apart from the page.
///
/// `<DocumentView title=title content=file.content content_type=file.content_type />`
#[component]
pub fn DocumentView(
    /// Its title: names the picture, and the copy.
    #[prop(into)]
    title: String,
    /// Its bytes.
    content: Vec<u8>,
    /// What it says it is; what its bytes say goes before.
    #[prop(into)]
    content_type: String,
) -> impl IntoView {
    let content: Arc<[u8]> = content.into();
    let format = Format::of(&content_type, &content);
    let saved = {
        let (content, title) = (Arc::clone(&content), title.clone());
        let media_type = format.media_type().map_or(content_type, str::to_owned);
        move || browser::save_file(&file_name(&title, &media_type), &media_type, &content)
    };
    let shown = match format {
        Format::Pdf => view! { <Pages title content /> }.into_any(),
        Format::Picture(media_type) => view! { <Picture title content media_type /> }.into_any(),
        Format::Text => {
            let text = String::from_utf8_lossy(&content).into_owned();
            view! {
                <pre class="document-text" tabindex="0" role="region" aria-label=title>
                    {text}
                </pre>
            }
            .into_any()
        }
        Format::Other => view! {
            <Notice tone=Tone::Marigold id="document-trouble" title=t!("viewer-other")>
                <p>{t!("viewer-other-way")}</p>
            </Notice>
        }
        .into_any(),
    };
    let kind = match format {
        Format::Other => Kind::Primary,
        _ => Kind::Secondary,
    };
    view! {
        <div class="document">
            {shown}
            <Button id="save-copy" kind icon=Glyph::Download on_press=saved>
                {t!("viewer-save-copy")}
            </Button>
        </div>
    }
}

//! A photo, shown by the browser itself.

use std::sync::Arc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::zoom::{Zoom, ZoomButtons};
use crate::{
    components::{Notice, Tone},
    t,
};

/// The photo, until it is left: its address ends with it.
#[component]
pub(super) fn Picture(
    title: String,
    content: Arc<[u8]>,
    media_type: &'static str,
) -> impl IntoView {
    let address = address(&content, media_type);
    let damaged = RwSignal::new(address.is_none());
    let zoom = Zoom::new();
    if let Some(address) = address.clone() {
        on_cleanup(move || drop(Url::revoke_object_url(&address)));
    }
    move || match damaged.get() {
        true => view! {
            <Notice tone=Tone::Red id="document-trouble" title=t!("viewer-damaged")>
                <p>{t!("viewer-damaged-way")}</p>
            </Notice>
        }
        .into_any(),
        false => view! {
            <div class="document-bar">
                <ZoomButtons zoom />
            </div>
            <div class="document-box" tabindex="0" role="region" aria-label=title.clone()>
                <img
                    class="document-picture"
                    src=address.clone()
                    alt=title.clone()
                    style:width=move || zoom.width()
                    on:error=move |_| damaged.set(true)
                />
            </div>
        }
        .into_any(),
    }
}

/// An address under which the page alone finds the bytes.
fn address(content: &[u8], media_type: &str) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(content));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

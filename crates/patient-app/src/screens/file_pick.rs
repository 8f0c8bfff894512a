//! Files from the device or its camera.

use js_sys::Uint8Array;
use leptos::prelude::*;
use ui::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlInputElement};

/// A button that lets the person choose a file, or take a photo.
#[component]
pub(crate) fn FilePick(
    /// The input's id.
    id: &'static str,
    /// The words on the button.
    #[prop(into)]
    label: String,
    /// Its icon.
    icon: Glyph,
    /// What can be chosen, as `<input accept>` has it.
    accept: &'static str,
    /// Opens the camera, where there is one.
    #[prop(optional)]
    camera: bool,
    /// Whether it is the thing to do here.
    #[prop(optional)]
    primary: bool,
    /// Told what was chosen.
    on_file: Callback<File>,
) -> impl IntoView {
    let chosen = move |event| {
        let input: HtmlInputElement = event_target(&event);
        let file = input.files().and_then(|files| files.get(0));
        // The same file can be chosen again.
        input.set_value("");
        if let Some(file) = file {
            on_file.run(file);
        }
    };
    view! {
        <label class="button file-pick" class:button-primary=primary for=id>
            <input
                type="file"
                id=id
                accept=accept
                capture=camera.then_some("environment")
                on:change=chosen
            />
            <Icon glyph=icon />
            <span>{label}</span>
        </label>
    }
}

/// A file's bytes; nothing if the device does not give them.
pub(crate) async fn bytes(file: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

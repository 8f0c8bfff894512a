//! The few things asked of the browser itself: what it keeps, its languages, files, print, its width.

use std::time::Duration;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, MediaQueryListEvent, Url};

/// Prints what is shown; the print stylesheet leaves out what is not for paper.
pub fn print() {
    // A browser without printing has nothing to say about it either.
    let _ = window().print();
}

/// Hands a file to the person, to be saved under its name.
pub fn save_file(name: &str, content_type: &str, content: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(content));
    let options = BlobPropertyBag::new();
    options.set_type(content_type);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else {
        return;
    };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The click has begun the download; the address is let go once it surely has its bytes.
    set_timeout(
        move || drop(Url::revoke_object_url(&address)),
        Duration::from_secs(60),
    );
}

/// Whether there is room for columns (1000 px and more); follows the window.
pub fn wide() -> Signal<bool> {
    follows("(min-width: 62.5rem)")
}

/// Whether a media query holds; follows it.
pub(crate) fn follows(query: &str) -> Signal<bool> {
    let Ok(Some(list)) = window().match_media(query) else {
        return Signal::stored(false);
    };
    let holds = RwSignal::new(list.matches());
    let changed = Closure::<dyn Fn(MediaQueryListEvent)>::new(move |event: MediaQueryListEvent| {
        let _ = holds.try_set(event.matches());
    });
    let listener = changed.as_ref().unchecked_ref();
    // Without the listener the first answer stands.
    let _ = list.add_event_listener_with_callback("change", listener);
    let kept = StoredValue::new_local((list, changed));
    on_cleanup(move || {
        kept.try_with_value(|(list, changed)| {
            list.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref())
        });
    });
    holds.into()
}

/// Does something once what was just rendered is on the screen, so that it does not come in its way.
pub(crate) fn once_painted(then: impl FnOnce() + 'static) {
    let after = move || set_timeout(then, Duration::ZERO);
    match document().hidden() {
        // Nothing is painted for nobody.
        true => after(),
        false => request_animation_frame(after),
    }
}

/// Asks the browser not to clear what the app keeps when room gets short. Some let only pages ask, not workers.
pub(crate) fn ask_to_persist() {
    let navigator: JsValue = window().navigator().into();
    let storage = Reflect::get(&navigator, &"storage".into()).unwrap_or_default();
    let persist = Reflect::get(&storage, &"persist".into()).unwrap_or_default();
    if let Ok(persist) = persist.dyn_into::<Function>() {
        // Whatever it answers, the app goes on.
        let _ = persist.call0(&storage);
    }
}

/// Whether the browser has a database of that name; `None` where it does not say.
pub(crate) async fn has_database(name: &str) -> Option<bool> {
    let databases = Reflect::get(&window(), &"indexedDB".into()).ok()?;
    let list = Reflect::get(&databases, &"databases".into()).ok()?;
    let list = list.dyn_into::<Function>().ok()?.call0(&databases).ok()?;
    let list = JsFuture::from(list.dyn_into::<Promise>().ok()?)
        .await
        .ok()?;
    let had = Array::from(&list).iter().any(|database| {
        let had = Reflect::get(&database, &"name".into()).unwrap_or_default();
        had.as_string().as_deref() == Some(name)
    });
    Some(had)
}

/// What this device keeps under a name. Only settings of the looks: nothing of a person.
pub(crate) fn kept(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(name).ok()?
}

/// Keeps a setting of the looks.
pub(crate) fn keep(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // Where nothing can be kept, the choice holds until the page is left.
        let _ = storage.set_item(name, value);
    }
}

/// The languages the browser is set to, the dearest first.
pub(crate) fn languages() -> Vec<String> {
    let languages = window().navigator().languages();
    languages
        .iter()
        .filter_map(|code| code.as_string())
        .collect()
}

/// Sets or removes an attribute of the page's root.
pub(crate) fn root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    // Names are our own constants, which a document does not refuse.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Whether the page's loader has a new version that waits.
pub(crate) fn waits_for_update() -> bool {
    let root = document().document_element();
    root.is_some_and(|root| root.get_attribute("data-update").as_deref() == Some("waiting"))
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}

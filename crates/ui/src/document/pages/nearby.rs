//! Which sheets are in sight or close to it, and how wide the frame is.

use js_sys::Array;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// What is near, followed for as long as the component lives that made it.
#[derive(Clone, Copy)]
pub(super) struct Nearby {
    frame: NodeRef<html::Div>,
    near: StoredValue<Vec<RwSignal<bool>>>,
    room: RwSignal<f64>,
}

/// How far out of sight sheets are drawn already.
const MARGIN: &str = "600px 0px";

impl Nearby {
    /// Follows the elements in the frame that have `data-page`, from 0 to `count`.
    pub(super) fn new(count: usize) -> Self {
        let this = Self {
            frame: NodeRef::new(),
            near: StoredValue::new((0..count).map(|_| RwSignal::new(false)).collect()),
            room: RwSignal::new(0.0),
        };
        let watch = StoredValue::new_local(None);
        Effect::new(move |_| {
            let Some(frame) = this.frame.get() else {
                return;
            };
            this.measure();
            watch.set_value(this.watch(&frame));
        });
        let resized = window_event_listener(ev::resize, move |_| this.measure());
        on_cleanup(move || {
            resized.remove();
            watch.try_update_value(|watch: &mut Option<Watch>| drop(watch.take()));
        });
        this
    }

    /// To be put on the frame that scrolls.
    pub(super) fn frame(self) -> NodeRef<html::Div> {
        self.frame
    }

    /// Whether a sheet is near.
    pub(super) fn of(self, page: usize) -> Signal<bool> {
        self.near
            .with_value(|near| near.get(page).map(|near| (*near).into()))
            .unwrap_or_else(|| Signal::stored(false))
    }

    /// The width in the frame, in CSS pixels.
    pub(super) fn room(self) -> Signal<f64> {
        self.room.into()
    }

    fn measure(self) {
        if let Some(frame) = self.frame.try_get_untracked().flatten() {
            self.room.set(f64::from(frame.client_width()));
        }
    }

    fn watch(self, frame: &Element) -> Option<Watch> {
        let changed = Closure::new(move |entries: Array| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let page = entry.target().get_attribute("data-page");
                let page = page.and_then(|page| page.parse::<usize>().ok());
                self.near.try_with_value(|near| {
                    if let Some(near) = page.and_then(|page| near.get(page)) {
                        near.set(entry.is_intersecting());
                    }
                });
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root(Some(frame));
        options.set_root_margin(MARGIN);
        let observer =
            IntersectionObserver::new_with_options(changed.as_ref().unchecked_ref(), &options);
        let observer = observer.ok()?;
        let sheets = frame.query_selector_all("[data-page]").ok()?;
        for index in 0..sheets.length() {
            if let Some(sheet) = sheets.get(index) {
                observer.observe(sheet.unchecked_ref());
            }
        }
        Some(Watch {
            observer,
            _changed: changed,
        })
    }
}

struct Watch {
    observer: IntersectionObserver,
    _changed: Closure<dyn FnMut(Array)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

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

    /// Keeps what is in the middle of the frame there when what it holds becomes larger or smaller.
    pub(super) fn keep_place(self, zoom: Signal<u32>) -> Place {
        let place = Place {
            frame: self.frame,
            share: StoredValue::new(0.0),
        };
        Effect::new(move |before: Option<u32>| {
            let now = zoom.get();
            if before.is_some_and(|before| before != now) {
                let share = place.share.get_value();
                // By then the sheets have their new size.
                request_animation_frame(move || place.go_to(share));
            }
            now
        });
        place
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

/// What is in the middle of the frame.
#[derive(Clone, Copy)]
pub(super) struct Place {
    frame: NodeRef<html::Div>,
    /// Of the height of all there is.
    share: StoredValue<f64>,
}

impl Place {
    /// Notes where one is now. Gives the height in the middle, in CSS pixels.
    pub(super) fn note(self) -> Option<f64> {
        let frame = self.frame.try_get_untracked().flatten()?;
        let middle = f64::from(frame.scroll_top()) + f64::from(frame.client_height()) / 2.0;
        self.share
            .set_value(middle / f64::from(frame.scroll_height().max(1)));
        Some(middle)
    }

    fn go_to(self, share: f64) {
        let Some(frame) = self.frame.try_get_untracked().flatten() else {
            return;
        };
        let middle = share * f64::from(frame.scroll_height());
        let beside = frame.scroll_width() - frame.client_width();
        frame.set_scroll_left(beside / 2);
        #[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate")]
        frame.set_scroll_top((middle - f64::from(frame.client_height()) / 2.0) as i32);
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

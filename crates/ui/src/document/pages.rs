//! The pages of a PDF file, each drawn when it comes near.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::zoom::{Zoom, ZoomButtons};
use crate::{
    components::{Button, Field, Glyph, Input, Kind, Notice, Skeleton, Tone},
    t,
    viewer::{Unseen, Viewer},
};

mod nearby;
mod sheet;

use nearby::Nearby;
use sheet::Sheet;

/// The viewer's own limit: of longer documents it shows the beginning.
const MOST_PAGES: usize = 2000;

/// Between two sheets, in CSS pixels; the same as `--document-gap`.
const GAP: f64 = 12.0;

#[derive(Clone, PartialEq)]
enum State {
    Opening,
    Open(Arc<[(f32, f32)]>),
    Unseen(Unseen),
}

/// A PDF file: opening, its pages, or why there are none.
#[component]
pub(super) fn Pages(title: String, content: Arc<[u8]>) -> impl IntoView {
    let viewer = StoredValue::new_local(Viewer::default());
    let state = RwSignal::new(State::Opening);
    let password = RwSignal::new(String::new());
    on_cleanup(move || {
        viewer.try_with_value(Viewer::close);
    });
    let open = Callback::new(move |()| {
        let content = Arc::clone(&content);
        let viewer = viewer.get_value();
        let password = password.get_untracked();
        state.set(State::Opening);
        spawn_local(async move {
            let password = (!password.is_empty()).then_some(password.as_str());
            let opened = match viewer.open(&content, password).await {
                Ok(sizes) => State::Open(sizes.into()),
                Err(unseen) => State::Unseen(unseen),
            };
            // The screen may be left by now.
            let _ = state.try_set(opened);
        });
    });
    open.run(());
    move || match state.get() {
        State::Opening => view! {
            <div class="document-opening">
                <p role="status">{t!("viewer-opening")}</p>
                <Skeleton lines=6 />
            </div>
        }
        .into_any(),
        State::Open(sizes) => view! { <Sheets title=title.clone() viewer sizes /> }.into_any(),
        State::Unseen(Unseen::Password) => view! { <Password password open /> }.into_any(),
        State::Unseen(unseen) => view! { <Trouble unseen open /> }.into_any(),
    }
}

/// Asks for the file's password.
#[component]
fn Password(password: RwSignal<String>, open: Callback<()>) -> impl IntoView {
    // Who has typed one already is told that it was not the right one.
    let wrong = password.with_untracked(|password| !password.is_empty());
    let error = RwSignal::new(wrong.then(|| t!("viewer-password-wrong")));
    view! {
        <form
            class="document-password"
            on:submit=move |event| {
                event.prevent_default();
                open.run(());
            }
        >
            <Notice tone=Tone::Teal icon=Glyph::Lock title=t!("viewer-password-title")>
                <p>{t!("viewer-password-why")}</p>
            </Notice>
            <Field
                id="document-password"
                label=t!("viewer-password")
                value=password
                input=Input::Passphrase
                error=error
            />
            <Button id="document-open" kind=Kind::Primary submit=true>
                {t!("viewer-open")}
            </Button>
        </form>
    }
}

/// Why nothing is shown, and the way on.
#[component]
fn Trouble(unseen: Unseen, open: Callback<()>) -> impl IntoView {
    let (title, way) = match unseen {
        Unseen::TooMuch => (t!("viewer-too-much"), t!("viewer-too-much-way")),
        Unseen::NoViewer => (t!("viewer-no-viewer"), t!("viewer-no-viewer-way")),
        Unseen::Damaged | Unseen::Password => (t!("viewer-damaged"), t!("viewer-damaged-way")),
    };
    view! {
        <Notice tone=Tone::Red id="document-trouble" title>
            <p>{way}</p>
            {(unseen == Unseen::NoViewer)
                .then(|| {
                    view! {
                        <Button id="document-again" icon=Glyph::RefreshCw on_press=open>
                            {t!("app-again")}
                        </Button>
                    }
                })}
        </Notice>
    }
}

/// The sheets one below the other, in a box that scrolls.
#[component]
fn Sheets(
    title: String,
    viewer: StoredValue<Viewer, LocalStorage>,
    sizes: Arc<[(f32, f32)]>,
) -> impl IntoView {
    let zoom = Zoom::new();
    let count = sizes.len();
    let near = Nearby::new(count);
    let room = near.room();
    let current = RwSignal::new(0);
    let width = move || room.get() * f64::from(zoom.percent()) / 100.0;
    let place = near.keep_place(zoom.into());
    let scrolled = {
        let sizes = Arc::clone(&sizes);
        move |_| {
            if let Some(middle) = place.note() {
                current.set(page_at(&sizes, width(), middle));
            }
        }
    };
    let sheets = sizes.iter().enumerate().map(|(page, size)| {
        view! {
            <Sheet viewer page count size=*size near=near.of(page) width=Signal::derive(width) />
        }
    });
    let sheets = sheets.collect_view();
    view! {
        <div class="document-bar">
            <p class="document-place" id="document-place">
                {move || t!("viewer-page-of", page = current.get() + 1, pages = count)}
            </p>
            <ZoomButtons zoom />
        </div>
        <div
            class="document-box document-pages"
            id="document-pages"
            tabindex="0"
            role="region"
            aria-label=title
            node_ref=near.frame()
            on:scroll=scrolled
        >
            <div class="document-sheets" style:width=move || zoom.width()>
                {sheets}
            </div>
        </div>
        <p class="document-note">
            {if count == MOST_PAGES {
                t!("viewer-only-first", pages = count)
            } else {
                t!("viewer-as-pictures")
            }}
        </p>
    }
}

/// The page at a height of the stack, in CSS pixels, when all are `width` wide.
fn page_at(sizes: &[(f32, f32)], width: f64, height: f64) -> usize {
    let mut bottom = 0.0;
    for (page, (wide, high)) in sizes.iter().enumerate() {
        bottom += width * f64::from(*high) / f64::from(*wide) + GAP;
        if height < bottom {
            return page;
        }
    }
    sizes.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_the_middle_is_the_one_one_reads() {
        // Square, twice as high, square: 100, 200 and 100 pixels with gaps of 12.
        let sizes = [(10.0, 10.0), (10.0, 20.0), (10.0, 10.0)];
        let at = |height| page_at(&sizes, 100.0, height);
        assert_eq!(at(0.0), 0);
        assert_eq!(at(111.0), 0);
        assert_eq!(at(113.0), 1);
        assert_eq!(at(323.0), 1);
        assert_eq!(at(325.0), 2);
        assert_eq!(at(9999.0), 2);
        assert_eq!(page_at(&[], 100.0, 5.0), 0);
    }
}

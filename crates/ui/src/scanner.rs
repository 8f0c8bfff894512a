//! The camera, looking for a QR code; and the other ways for who has none.

use gloo_timers::future::TimeoutFuture;
use leptos::{ev, html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlVideoElement};

use crate::{
    components::{Button, Field, Glyph, Icon, Kind, Notice, Tone},
    photo, t,
    viewer::Viewer,
};

mod camera;
mod detector;
mod frame;

use camera::{Camera, NoCamera};
use detector::Detector;

/// Scans a QR code with the camera. Where there is no camera, or it is refused, and for whoever prefers it: a photo of the
/// code, or the link typed or pasted.
///
/// `on_found` is given what was read, and says whether it is what was wanted: if not, the person is told, and may go on.
/// The camera is let go when something was found, and when the scanner is left.
///
/// `<QrScanner on_found=move |link: String| { open(&link); true } />`
#[component]
pub fn QrScanner(
    /// Takes what was read, or says no.
    #[prop(into)]
    on_found: Callback<String, bool>,
) -> impl IntoView {
    let viewer = StoredValue::new_local(Viewer::default());
    let state = RwSignal::new(State::Starting);
    let wrong = RwSignal::new(false);
    let video = NodeRef::<html::Video>::new();
    on_cleanup(move || {
        viewer.try_with_value(Viewer::close);
    });
    let take = Callback::new(move |text: String| {
        let taken = on_found.run(text);
        // What takes it may have left the screen already.
        let _ = wrong.try_set(!taken);
        taken
    });
    let look = Callback::new(move |()| {
        let Some(video) = video.get_untracked() else {
            return;
        };
        state.set(State::Starting);
        let viewer = viewer.get_value();
        spawn_local(look_for_code(video, viewer, state, take));
    });
    Effect::new(move |_| {
        if video.get().is_some() {
            look.run(());
        }
    });
    view! {
        <div class="scanner" id="scanner">
            <div class="scanner-picture" class:scanner-off=move || state.get() != State::Looking>
                <video node_ref=video muted=true playsinline=true aria-label=t!("viewer-camera") />
                <div class="scanner-mark" aria-hidden="true"></div>
            </div>
            <p class="scanner-state" role="status" aria-live="polite">
                {move || words(state.get(), wrong.get())}
            </p>
            {move || match state.get() {
                State::Without(why) => view! { <Without why look /> }.into_any(),
                _ => ().into_any(),
            }}
            <OtherWays viewer take without=Signal::derive(move || matches!(state.get(), State::Without(_))) />
        </div>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Starting,
    Looking,
    Found,
    Without(NoCamera),
}

fn words(state: State, wrong: bool) -> String {
    match state {
        State::Looking if wrong => t!("viewer-scan-other"),
        State::Looking => t!("viewer-scan-point"),
        State::Starting => t!("viewer-scan-starting"),
        State::Found => t!("viewer-scan-found"),
        State::Without(_) => String::new(),
    }
}

/// Between two looks, in milliseconds.
const EVERY: u32 = 200;

/// Opens the camera and looks until a code is taken or the scanner is left.
async fn look_for_code(
    video: HtmlVideoElement,
    viewer: Viewer,
    state: RwSignal<State>,
    take: Callback<String, bool>,
) {
    let camera = match Camera::open(&video).await {
        Ok(camera) => camera,
        Err(why) => {
            let _ = state.try_set(State::Without(why));
            return;
        }
    };
    // Whoever left while the browser asked is not filmed.
    if state.try_set(State::Looking).is_some() {
        return;
    }
    let mut detector = Detector::new(viewer);
    let mut refused = None;
    while state.try_get_untracked() == Some(State::Looking) {
        if camera.is_over() {
            let _ = state.try_set(State::Without(NoCamera::Busy));
            return;
        }
        let found = detector.look(&video).await;
        if let Some(found) = found.filter(|found| refused.as_ref() != Some(found)) {
            // It may have been left while the picture was looked at.
            if state.try_get_untracked() != Some(State::Looking) {
                return;
            }
            if take.run(found.clone()) {
                let _ = state.try_set(State::Found);
                return;
            }
            refused = Some(found);
        }
        TimeoutFuture::new(EVERY).await;
    }
}

/// Why there is no camera, and the way on.
#[component]
fn Without(why: NoCamera, look: Callback<()>) -> impl IntoView {
    let (title, way) = match why {
        NoCamera::Refused => (t!("viewer-camera-refused"), t!("viewer-camera-refused-way")),
        NoCamera::Absent => (t!("viewer-camera-absent"), t!("viewer-camera-absent-way")),
        NoCamera::Busy => (t!("viewer-camera-busy"), t!("viewer-camera-busy-way")),
    };
    view! {
        <Notice tone=Tone::Marigold icon=Glyph::Camera id="scanner-trouble" title>
            <p>{way}</p>
            {(why != NoCamera::Absent)
                .then(|| {
                    view! {
                        <Button id="scanner-again" icon=Glyph::RefreshCw on_press=look>
                            {t!("app-again")}
                        </Button>
                    }
                })}
        </Notice>
    }
}

/// A photo of the code, or its link.
#[component]
fn OtherWays(
    viewer: StoredValue<Viewer, LocalStorage>,
    take: Callback<String, bool>,
    /// Whether there is no camera: then they are in sight.
    without: Signal<bool>,
) -> impl IntoView {
    let link = RwSignal::new(String::new());
    let link_wrong = RwSignal::new(None::<String>);
    let photo_wrong = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = link.get_untracked().trim().to_owned();
        let taken = !text.is_empty() && take.run(text);
        let _ = link_wrong.try_set((!taken).then(|| t!("viewer-link-wrong")));
    };
    let chosen = move |event: ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // The same photo may be chosen again.
        input.set_value("");
        let viewer = viewer.get_value();
        photo_wrong.set(None);
        spawn_local(async move {
            let found = read_photo(&viewer, file.unchecked_ref()).await;
            let taken = found.is_some_and(|found| take.run(found));
            let _ = photo_wrong.try_set((!taken).then(|| t!("viewer-photo-wrong")));
        });
    };
    view! {
        <details class="scanner-ways" open=move || without.get()>
            <summary>{t!("viewer-scan-without")}</summary>
            <form on:submit=submit>
                <Field
                    id="invite-link"
                    label=t!("viewer-link")
                    value=link
                    hint=Some(t!("viewer-link-hint"))
                    error=link_wrong
                />
                <Button id="invite-link-open" kind=Kind::Secondary submit=true>
                    {t!("viewer-link-open")}
                </Button>
            </form>
            <label class="button scanner-photo">
                <Icon glyph=Glyph::Photo />
                <span class="button-words">{t!("viewer-code-photo")}</span>
                <input
                    type="file"
                    id="code-photo"
                    accept="image/*"
                    aria-describedby="code-photo-note"
                    on:change=chosen
                />
            </label>
            <p class="field-note" id="code-photo-note" role="status">
                {move || photo_wrong.get()}
            </p>
        </details>
    }
}

/// The longer side of a photo in which a code is looked for, in pixels.
const PHOTO: u32 = 1600;

async fn read_photo(viewer: &Viewer, file: &web_sys::Blob) -> Option<String> {
    let bitmap = photo::decode(file).await?;
    let (width, height) = photo::fitted(bitmap.width(), bitmap.height(), PHOTO);
    let canvas = photo::draw(&bitmap, width, height);
    bitmap.close();
    let grey = frame::grey(&canvas?)?;
    viewer.read_qr(&grey).await.ok()?
}

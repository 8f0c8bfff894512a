//! The camera, from asking for it to letting it go.

use js_sys::{Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    HtmlVideoElement, MediaDevices, MediaStream, MediaStreamConstraints, MediaStreamTrack,
    MediaStreamTrackState,
};

/// A camera that films into a video element until it is dropped.
pub(super) struct Camera {
    stream: MediaStream,
    video: HtmlVideoElement,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoCamera {
    /// The person, or the device's settings, said no.
    Refused,
    /// The device has none, or the browser gives none.
    Absent,
    /// Another program has it, or it stopped.
    Busy,
}

impl Camera {
    /// Asks for the camera that looks away from the person, and shows its picture.
    pub(super) async fn open(video: &HtmlVideoElement) -> Result<Self, NoCamera> {
        // Without a secure connection there is no such thing, whatever the types say.
        let devices = Reflect::get(&window().navigator(), &"mediaDevices".into());
        let devices: MediaDevices = devices
            .ok()
            .and_then(|devices| devices.dyn_into().ok())
            .ok_or(NoCamera::Absent)?;
        let asking = devices.get_user_media_with_constraints(&constraints());
        let asking = asking.map_err(|error| NoCamera::of(&error))?;
        let stream = JsFuture::from(asking).await;
        let stream: MediaStream = stream
            .map_err(|error| NoCamera::of(&error))?
            .unchecked_into();
        video.set_src_object(Some(&stream));
        let camera = Self {
            stream,
            video: video.clone(),
        };
        let playing = video.play().map_err(|_| NoCamera::Busy)?;
        JsFuture::from(playing).await.map_err(|_| NoCamera::Busy)?;
        Ok(camera)
    }

    /// Whether it has stopped by itself: unplugged, or taken back in the device's settings.
    pub(super) fn is_over(&self) -> bool {
        let mut tracks = self.tracks();
        tracks.all(|track| track.ready_state() == MediaStreamTrackState::Ended)
    }

    fn tracks(&self) -> impl Iterator<Item = MediaStreamTrack> {
        let tracks = self.stream.get_tracks();
        tracks.into_iter().map(JsCast::unchecked_into)
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.tracks() {
            track.stop();
        }
        self.video.set_src_object(None);
    }
}

impl NoCamera {
    /// By the name of what the browser threw.
    fn of(error: &JsValue) -> Self {
        let name = Reflect::get(error, &"name".into()).unwrap_or_default();
        match name.as_string().as_deref() {
            Some("NotAllowedError" | "SecurityError") => Self::Refused,
            Some("NotReadableError" | "AbortError") => Self::Busy,
            _ => Self::Absent,
        }
    }
}

/// A camera that looks away, if there is a choice, and fine enough for a code that is far off.
fn constraints() -> MediaStreamConstraints {
    let ideal = |value: &JsValue| {
        let object = Object::new();
        // A plain object refuses no property.
        let _ = Reflect::set(&object, &"ideal".into(), value);
        object
    };
    let video = Object::new();
    for (name, value) in [
        ("facingMode", ideal(&"environment".into())),
        ("width", ideal(&1280.into())),
        ("height", ideal(&720.into())),
    ] {
        let _ = Reflect::set(&video, &name.into(), &value);
    }
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&video);
    constraints.set_audio_bool(false);
    constraints
}

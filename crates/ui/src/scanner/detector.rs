//! What finds the code: the device's own detector where there is one, else the viewer.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlCanvasElement, HtmlVideoElement};

use super::frame;
use crate::viewer::Viewer;

/// Looks at one picture after the other.
pub(super) struct Detector {
    own: Option<Object>,
    viewer: Viewer,
    canvas: Option<HtmlCanvasElement>,
}

impl Detector {
    pub(super) fn new(viewer: Viewer) -> Self {
        let canvas = document().create_element("canvas").ok();
        Self {
            own: device_detector(),
            viewer,
            canvas: canvas.and_then(|canvas| canvas.dyn_into().ok()),
        }
    }

    /// What a code in the picture says, if there is one.
    pub(super) async fn look(&mut self, video: &HtmlVideoElement) -> Option<String> {
        if let Some(own) = &self.own {
            match detect(own, video).await {
                Ok(found) => return found,
                // It exists and does not work, as on some phones without its data.
                Err(_) => self.own = None,
            }
        }
        let grey = frame::of_video(video, self.canvas.as_ref()?)?;
        self.viewer.read_qr(&grey).await.ok()?
    }
}

/// The Barcode Detection API, where the browser has it
/// (<https://developer.mozilla.org/docs/Web/API/Barcode_Detection_API>).
fn device_detector() -> Option<Object> {
    let class = Reflect::get(&window(), &"BarcodeDetector".into()).ok()?;
    let class: Function = class.dyn_into().ok()?;
    let options = Object::new();
    // A plain object refuses no property.
    let _ = Reflect::set(&options, &"formats".into(), &Array::of1(&"qr_code".into()));
    let made = Reflect::construct(&class, &Array::of1(&options)).ok()?;
    made.dyn_into().ok()
}

async fn detect(detector: &Object, video: &HtmlVideoElement) -> Result<Option<String>, JsValue> {
    let detect: Function = Reflect::get(detector, &"detect".into())?.dyn_into()?;
    let detecting: Promise = detect.call1(detector, video)?.dyn_into()?;
    let codes: Array = JsFuture::from(detecting).await?.dyn_into()?;
    let first = codes.get(0);
    if first.is_undefined() {
        return Ok(None);
    }
    Ok(Reflect::get(&first, &"rawValue".into())?.as_string())
}

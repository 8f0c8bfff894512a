//! The handle to the viewer: the worker without a key in which strangers' files are looked at.
//!
//! It is started when it is first needed, ended with its handle, and ended and started again when it takes too long or
//! breaks down: a file made to harm costs its own picture, and nothing else.

use std::rc::Rc;

use js_sys::{Float32Array, Object, Reflect, Uint8Array, Uint8ClampedArray};
use wasm_bindgen::{Clamped, prelude::*};
use web_sys::ImageData;

mod line;

use line::Line;

/// The viewer. Clones are handles to the same worker.
#[derive(Clone, Default)]
pub(crate) struct Viewer(Rc<Line>);

/// Why something is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unseen {
    /// It is damaged, or not what it says it is.
    Damaged,
    /// It opens only with a password, and this is not the one.
    Password,
    /// It would take more memory or time than a document does.
    TooMuch,
    /// The viewer itself could not be started.
    NoViewer,
}

/// A grey picture in which to look for a code: 0 is black, row by row.
pub(crate) struct Grey {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) luma: Vec<u8>,
}

impl Viewer {
    /// Ends the worker. Who still waits is told that there is none.
    pub(crate) fn close(&self) {
        self.0.close();
    }

    /// Opens a PDF file, in place of the one before. Gives width and height of each page.
    pub(crate) async fn open(
        &self,
        content: &[u8],
        password: Option<&str>,
    ) -> Result<Vec<(f32, f32)>, Unseen> {
        let message = message("pdf");
        put(&message, "bytes", &Uint8Array::from(content));
        if let Some(password) = password {
            put(&message, "password", &password.into());
        }
        let answer = answered(&self.0.ask(message.clone()).await)?;
        let sizes = Float32Array::new(&part(&answer, "sizes")).to_vec();
        self.0.remember(message);
        Ok(sizes
            .chunks_exact(2)
            .map(|size| (size[0], size[1]))
            .collect())
    }

    /// A page of the open file, counted from 0, about as wide as asked for, in pixels.
    pub(crate) async fn page(&self, page: u32, width: u32) -> Result<ImageData, Unseen> {
        let message = message("page");
        put(&message, "page", &page.into());
        put(&message, "width", &width.into());
        let answer = answered(&self.0.ask(message).await)?;
        let side = |name| part(&answer, name).as_f64().map(whole);
        let rgba = Uint8ClampedArray::new(&part(&answer, "rgba"));
        let (Some(width), Some(height)) = (side("width"), side("height")) else {
            return Err(Unseen::Damaged);
        };
        ImageData::new_with_js_u8_clamped_array_and_sh(&rgba, width, height)
            .map_err(|_| Unseen::Damaged)
    }

    /// The text of a QR code in a picture, if there is one.
    pub(crate) async fn read_qr(&self, picture: &Grey) -> Result<Option<String>, Unseen> {
        let message = message("qr");
        put(&message, "width", &picture.width.into());
        put(&message, "height", &picture.height.into());
        put(&message, "luma", &Uint8Array::from(picture.luma.as_slice()));
        let answer = answered(&self.0.ask(message).await)?;
        Ok(part(&answer, "text").as_string())
    }
}

impl Grey {
    /// From red, green, blue and alpha, by the eye's own weights (ITU-R BT.601).
    pub(crate) fn of(width: u32, height: u32, Clamped(rgba): &Clamped<Vec<u8>>) -> Self {
        let grey = |pixel: &[u8]| {
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
            let weighed = (red * 77 + green * 150 + blue * 29) >> 8;
            u8::try_from(weighed).unwrap_or(u8::MAX)
        };
        Self {
            width,
            height,
            luma: rgba.chunks_exact(4).map(grey).collect(),
        }
    }
}

fn message(operation: &str) -> Object {
    let message = Object::new();
    put(&message, "op", &operation.into());
    message
}

fn put(object: &Object, name: &str, value: &JsValue) {
    // A plain object refuses no property.
    let _ = Reflect::set(object, &name.into(), value);
}

fn part(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// The answer, if the worker gave a good one.
fn answered(reply: &line::Reply) -> Result<JsValue, Unseen> {
    match reply {
        line::Reply::Answer(answer) if part(answer, "ok").is_truthy() => Ok(answer.clone()),
        line::Reply::Answer(answer) => Err(match part(answer, "why").as_string().as_deref() {
            Some("password") => Unseen::Password,
            Some("too-much" | line::BROKEN) => Unseen::TooMuch,
            _ => Unseen::Damaged,
        }),
        line::Reply::Slow => Err(Unseen::TooMuch),
        line::Reply::Gone => Err(Unseen::NoViewer),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "casts of floats saturate, and these are sides of pictures"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_is_nothing_white_is_all_and_green_weighs_most() {
        let rgba = [
            [0, 0, 0, 255],
            [255, 255, 255, 255],
            [255, 0, 0, 255],
            [0, 255, 0, 255],
            [0, 0, 255, 255],
        ];
        let grey = Grey::of(5, 1, &Clamped(rgba.concat()));
        let [black, white, red, green, blue] = grey.luma[..] else {
            panic!("five pixels")
        };
        assert_eq!((black, white), (0, 255));
        assert!(green > red && red > blue && blue > 0);
    }
}

//! The pixels of a picture in which a code is looked for.

use wasm_bindgen::Clamped;
use web_sys::{HtmlCanvasElement, HtmlVideoElement};

use crate::{photo, viewer::Grey};

/// The longer side that is looked at, in pixels.
const LONGEST: u32 = 960;

/// What the video shows now, on the canvas and in grey; `None` while it shows nothing.
pub(super) fn of_video(video: &HtmlVideoElement, canvas: &HtmlCanvasElement) -> Option<Grey> {
    let (width, height) = (video.video_width(), video.video_height());
    if width == 0 || height == 0 {
        return None;
    }
    let (width, height) = photo::fitted(width, height, LONGEST);
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    photo::context_to_read(canvas)?
        .draw_image_with_html_video_element_and_dw_and_dh(
            video,
            0.0,
            0.0,
            width.into(),
            height.into(),
        )
        .ok()?;
    grey(canvas)
}

/// What is on a canvas.
pub(super) fn grey(canvas: &HtmlCanvasElement) -> Option<Grey> {
    let (width, height) = (canvas.width(), canvas.height());
    let data = photo::context_to_read(canvas)?
        .get_image_data(0.0, 0.0, width.into(), height.into())
        .ok()?;
    let rgba: Clamped<Vec<u8>> = data.data();
    Some(Grey::of(width, height, &rgba))
}

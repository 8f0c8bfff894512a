//! Photos made ready to be kept: upright, of a size that is read well and sent quickly, and without what the camera wrote
//! into them, such as the place.

use js_sys::{ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageBitmapOptions,
    ImageOrientation,
};

use crate::{
    components::{Glyph, Icon},
    t,
};

/// A photo made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// A JPEG.
    pub content: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// The browser cannot read the file as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPhoto;

/// The longer side of a photo that is kept, in pixels: a page of print is read well at this.
const LONGEST: u32 = 2400;

/// How well the JPEG keeps it.
const QUALITY: f64 = 0.85;

/// Draws a photo anew, upright, on white, no longer than 2400 pixels, and as JPEG: what else the file said (where it was
/// taken, by which camera) is not drawn, and so is gone.
///
/// # Errors
///
/// [`NoPhoto`] if this browser cannot read it as a picture.
pub async fn shrink(file: &Blob) -> Result<Photo, NoPhoto> {
    let bitmap = decode(file).await.ok_or(NoPhoto)?;
    let (width, height) = fitted(bitmap.width(), bitmap.height(), LONGEST);
    let drawn = draw(&bitmap, width, height);
    // Frees the pixels at once; twelve million of them are 48 MB.
    bitmap.close();
    let content = encode(&drawn.ok_or(NoPhoto)?).await.ok_or(NoPhoto)?;
    Ok(Photo {
        content,
        width,
        height,
    })
}

/// What happens to a photo before it is kept, for where photos are chosen.
#[component]
pub fn PhotoNote() -> impl IntoView {
    view! {
        <p class="photo-note">
            <Icon glyph=Glyph::Info />
            <span>{t!("viewer-photo-note")}</span>
        </p>
    }
}

/// The pixels of a picture file, turned as its camera was held.
pub(crate) async fn decode(file: &Blob) -> Option<ImageBitmap> {
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    let decoding = window()
        .create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)
        .ok()?;
    JsFuture::from(decoding).await.ok()?.dyn_into().ok()
}

/// The picture on a canvas of its own.
pub(crate) fn draw(bitmap: &ImageBitmap, width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = context(&canvas)?;
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width.into(), height.into())
        .ok()?;
    Some(canvas)
}

pub(crate) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// A context whose pixels are read again and again.
pub(crate) fn context_to_read(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let options = Object::new();
    // A plain object refuses no property.
    let _ = Reflect::set(&options, &"willReadFrequently".into(), &JsValue::TRUE);
    let context = canvas.get_context_with_context_options("2d", &options);
    context.ok()??.dyn_into().ok()
}

async fn encode(canvas: &HtmlCanvasElement) -> Option<Vec<u8>> {
    let encoding = Promise::new(&mut |resolve, reject| {
        let begun =
            canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &QUALITY.into());
        if let Err(error) = begun {
            // A promise's own function does not throw.
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    let blob: Blob = JsFuture::from(encoding).await.ok()?.dyn_into().ok()?;
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    let bytes: ArrayBuffer = bytes.dyn_into().ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

/// The size within a square of `limit` pixels, of the same shape; never larger than it is.
pub(crate) fn fitted(width: u32, height: u32, limit: u32) -> (u32, u32) {
    let longer = width.max(height).max(1);
    if longer <= limit {
        return (width.max(1), height.max(1));
    }
    let scaled = |side: u32| {
        let scaled = u64::from(side) * u64::from(limit) / u64::from(longer);
        u32::try_from(scaled).unwrap_or(limit).max(1)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_made_smaller_and_never_larger() {
        assert_eq!(fitted(4000, 3000, 2400), (2400, 1800));
        assert_eq!(fitted(3000, 4000, 2400), (1800, 2400));
        assert_eq!(fitted(800, 600, 2400), (800, 600));
        assert_eq!(fitted(100_000, 1, 2400), (2400, 1));
        assert_eq!(fitted(0, 0, 2400), (1, 1));
        assert_eq!(fitted(u32::MAX, u32::MAX, 2400), (2400, 2400));
    }
}

//! What the worker calls.

use wasm_bindgen::Clamped;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{Document, Pixels, ViewError};

/// One open file at a time, and a reader of QR codes.
#[wasm_bindgen]
#[derive(Default)]
pub struct Viewer {
    document: Option<Document>,
}

/// A page drawn.
#[wasm_bindgen]
pub struct Rendered(Pixels);

#[wasm_bindgen]
impl Viewer {
    /// Nothing is open yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a PDF file in place of the one before. Gives width and height of each page in points, one
    /// after the other.
    ///
    /// # Errors
    ///
    /// The name of a [`ViewError`].
    pub fn open(&mut self, bytes: Vec<u8>, password: Option<String>) -> Result<Vec<f32>, JsValue> {
        // Before the new one is read, so that both never need memory together.
        self.document = None;
        let password = password.unwrap_or_default();
        let document = Document::open(bytes, &password).map_err(named)?;
        let sizes = document.sizes();
        self.document = Some(document);
        Ok(sizes.into_iter().flat_map(|(w, h)| [w, h]).collect())
    }

    /// Draws a page of the open file, counted from 0.
    ///
    /// # Errors
    ///
    /// The name of a [`ViewError`].
    pub fn page(&self, page: u32, width: u32) -> Result<Rendered, JsValue> {
        let document = self.document.as_ref().ok_or(ViewError::NoSuchPage);
        document
            .and_then(|document| document.render(page as usize, width))
            .map(Rendered)
            .map_err(named)
    }

    /// The text of a QR code in a picture, if there is one.
    #[must_use]
    pub fn qr(&self, width: u32, height: u32, luma: &[u8]) -> Option<String> {
        crate::read_qr(width as usize, height as usize, luma)
    }
}

#[wasm_bindgen]
impl Rendered {
    /// Columns.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn width(&self) -> u32 {
        self.0.width
    }

    /// Rows.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn height(&self) -> u32 {
        self.0.height
    }

    /// The pixels, handed over: a `Uint8ClampedArray` of red, green, blue, alpha.
    #[must_use]
    pub fn rgba(self) -> Clamped<Vec<u8>> {
        Clamped(self.0.rgba)
    }
}

fn named(error: ViewError) -> JsValue {
    JsValue::from_str(error.name())
}

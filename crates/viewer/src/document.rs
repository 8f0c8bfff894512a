//! A PDF file, and its pages as pixels.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use crate::{MAX_BYTES, ViewError, guard, unfold};

/// How many pages of a document are shown at most.
pub const MAX_PAGES: usize = 2000;

/// The widest a page is drawn, in pixels.
pub const MAX_WIDTH: u32 = 4096;

/// The most pixels a page is drawn with.
const MAX_PIXELS: f32 = 16_000_000.0;

/// The highest a page is drawn, in pixels.
const MAX_HEIGHT: f32 = 16_000.0;

/// An open PDF file.
pub struct Document {
    pdf: Pdf,
}

/// A page as pixels: `width` × `height` × red, green, blue, alpha, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Four bytes a pixel, none of them transparent.
    pub rgba: Vec<u8>,
}

impl Document {
    /// Opens a file, with its password if it has one.
    ///
    /// # Errors
    ///
    /// [`ViewError::TooMuch`] beyond [`MAX_BYTES`]; [`ViewError::Password`] if it needs another
    /// password; [`ViewError::Damaged`] if nothing of it can be read.
    pub fn open(bytes: Vec<u8>, password: &str) -> Result<Self, ViewError> {
        if bytes.len() > MAX_BYTES {
            return Err(ViewError::TooMuch);
        }
        unfold::check(&bytes)?;
        let pdf = Pdf::new_with_password(bytes, password).map_err(|error| match error {
            LoadPdfError::Decryption(_) => ViewError::Password,
            LoadPdfError::Invalid => ViewError::Damaged,
        })?;
        match pdf.pages().is_empty() {
            true => Err(ViewError::Damaged),
            false => Ok(Self { pdf }),
        }
    }

    /// The width and height of each page in points, of the first [`MAX_PAGES`].
    #[must_use]
    pub fn sizes(&self) -> Vec<(f32, f32)> {
        self.pages().iter().map(size).collect()
    }

    /// A page, counted from 0, on white, `width` pixels wide; less if it would be too many pixels.
    ///
    /// # Errors
    ///
    /// [`ViewError::NoSuchPage`]; [`ViewError::TooMuch`] or [`ViewError::Damaged`] if its content is
    /// made to exhaust who draws it.
    pub fn render(&self, page: usize, width: u32) -> Result<Pixels, ViewError> {
        let page = self.pages().get(page).ok_or(ViewError::NoSuchPage)?;
        guard::check(page)?;
        let (page_width, page_height) = size(page);
        let wanted = width.clamp(1, MAX_WIDTH) as f32 / page_width;
        let scale = wanted
            .min((MAX_PIXELS / (page_width * page_height)).sqrt())
            .min(MAX_HEIGHT / page_height);
        let mut context = RenderContext::new(whole(page_width * scale), whole(page_height * scale));
        let transform =
            Affine::scale(f64::from(scale)) * Affine::new(page.initial_transform(true).as_coeffs());
        let settings = InterpreterSettings {
            warning_sink: Arc::new(|_| {}),
            ..InterpreterSettings::default()
        };
        render_into(
            page,
            &RenderCache::new(),
            &settings,
            &RenderSettings::default(),
            &mut context,
            transform,
        );
        context.flush();
        let mut pixmap = Pixmap::new(context.width(), context.height());
        context.render_with(
            &mut pixmap,
            &mut Resources::default(),
            RasterizerSettings {
                target_init: TargetInit::Clear(WHITE),
                ..RasterizerSettings::default()
            },
        );
        Ok(Pixels {
            width: u32::from(pixmap.width()),
            height: u32::from(pixmap.height()),
            rgba: pixmap.take_rgba8(ImageAlphaType::Alpha),
        })
    }

    fn pages(&self) -> &[Page<'_>] {
        let pages = self.pdf.pages();
        &pages[..pages.len().min(MAX_PAGES)]
    }
}

/// The size in points; A4 for a page whose box says nothing that can be.
fn size(page: &Page<'_>) -> (f32, f32) {
    let (width, height) = page.render_dimensions();
    let is_sane = |length: f32| length.is_finite() && (1.0..=1e6).contains(&length);
    match is_sane(width) && is_sane(height) {
        true => (width, height),
        false => (595.0, 842.0),
    }
}

/// A length in whole pixels, at least one.
fn whole(length: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what u16 holds"
    )]
    let pixels = length.round().clamp(1.0, 65_535.0) as u16;
    pixels
}

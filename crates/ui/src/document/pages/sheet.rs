//! One page: white paper until it is near, then drawn, and let go again when it is far.

use gloo_timers::future::TimeoutFuture;
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::{HtmlCanvasElement, ImageData};

use crate::{
    photo, t,
    viewer::{Unseen, Viewer},
};

/// The widest a page is drawn, in pixels: 3000 × 4243 of A4 are 51 MB already.
const WIDEST: f64 = 3000.0;

/// Whoever scrolls by does not want it drawn. In milliseconds.
const PAUSE: u32 = 120;

/// A page, `width` CSS pixels wide.
#[component]
pub(super) fn Sheet(
    viewer: StoredValue<Viewer, LocalStorage>,
    page: usize,
    count: usize,
    size: (f32, f32),
    near: Signal<bool>,
    width: Signal<f64>,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let failed = RwSignal::new(false);
    let wanted = Memo::new(move |_| {
        let width = if near.get() { width.get() } else { 0.0 };
        pixels(width * window().device_pixel_ratio())
    });
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let pixels = wanted.get();
        if pixels == 0 {
            // An empty canvas holds no memory.
            canvas.set_width(0);
            return;
        }
        let viewer = viewer.get_value();
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            let is_wanted = || wanted.try_get_untracked() == Some(pixels);
            if !is_wanted() {
                return;
            }
            let page = u32::try_from(page).unwrap_or(u32::MAX);
            let drawn = viewer.page(page, pixels).await;
            if is_wanted() {
                let shown = drawn.and_then(|drawn| show(&canvas, &drawn));
                let _ = failed.try_set(shown.is_err());
            }
        });
    });
    let (wide, high) = size;
    let name = t!("viewer-page-of", page = page + 1, pages = count);
    view! {
        <div
            class="document-sheet"
            data-page=page.to_string()
            style:aspect-ratio=format!("{wide} / {high}")
        >
            <canvas node_ref=canvas role="img" aria-label=name />
            {move || {
                failed
                    .get()
                    .then(|| view! { <p class="document-unseen">{t!("viewer-page-unseen")}</p> })
            }}
        </div>
    }
}

fn show(canvas: &HtmlCanvasElement, drawn: &ImageData) -> Result<(), Unseen> {
    canvas.set_width(drawn.width());
    canvas.set_height(drawn.height());
    let context = photo::context(canvas).ok_or(Unseen::NoViewer)?;
    context
        .put_image_data(drawn, 0.0, 0.0)
        .map_err(|_| Unseen::NoViewer)
}

/// Whole pixels, in steps of 64: a scroll bar that comes and goes draws nothing anew.
fn pixels(width: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to small numbers that are not negative"
    )]
    let pixels = width.clamp(0.0, WIDEST) as u32;
    pixels.next_multiple_of(64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_rounded_up_and_bounded() {
        assert_eq!(pixels(0.0), 0);
        assert_eq!(pixels(1.0), 64);
        assert_eq!(pixels(360.0), 384);
        assert_eq!(pixels(383.5), 384);
        assert_eq!(pixels(1e9), 3008);
        assert_eq!(pixels(f64::NAN), 0);
    }
}

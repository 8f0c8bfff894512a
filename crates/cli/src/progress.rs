//! Bars on the error stream while long work goes on.

use std::cell::RefCell;

use client::session::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// One bar for each kind of work, gone when it is done.
pub(crate) fn bars() -> Progress {
    let current: RefCell<Option<(String, ProgressBar)>> = RefCell::new(None);
    Box::new(move |what, done, total| {
        let mut current = current.borrow_mut();
        if current.as_ref().is_none_or(|(name, _)| name != what) {
            *current = Some((what.to_owned(), bar(what, total)));
        }
        if let Some((_, bar)) = current.as_ref() {
            bar.set_length(total);
            bar.set_position(done);
        }
        if done >= total
            && let Some((_, bar)) = current.take()
        {
            bar.finish_and_clear();
        }
    })
}

/// A bar for one kind of work.
pub(crate) fn bar(what: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template("{msg:16} {wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

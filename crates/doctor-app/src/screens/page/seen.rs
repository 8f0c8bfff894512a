//! Notes that a page was seen, once it has been looked at for a moment.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use web_sys::VisibilityState;

use super::Chart;
use crate::practice::{Practice, page_of};
use ui::prelude::*;

/// How long a page must have been in sight.
const MOMENT: Duration = Duration::from_secs(2);

/// Whenever there is something new in the chart and the page is in sight for a moment, it is seen.
pub(super) fn when_visible(practice: Practice, vault: String, chart: Loaded<Chart>) {
    let pathname = use_location().pathname;
    let page = StoredValue::new(page_of(&vault));
    let vault = StoredValue::new(vault);
    let shown = Memo::new(move |_| pathname.with(|path| page.with_value(|page| path == page)));
    let fresh = Memo::new(move |_| {
        let fresh = |chart: &Chart| chart.entries.iter().filter(|entry| entry.fresh).count();
        chart.with(fresh).unwrap_or(0)
    });
    Effect::new(move |_| {
        if fresh.get() == 0 || !shown.get() {
            return;
        }
        set_timeout(move || look(practice, vault, shown), MOMENT);
    });
}

/// If it is still in sight; a page in the background is looked at again later.
fn look(practice: Practice, vault: StoredValue<String>, shown: Memo<bool>) {
    let (Some(name), Some(true)) = (vault.try_get_value(), shown.try_get_untracked()) else {
        return;
    };
    if document().visibility_state() == VisibilityState::Visible {
        practice.seen(Some(name), || ());
    } else {
        set_timeout(move || look(practice, vault, shown), MOMENT);
    }
}

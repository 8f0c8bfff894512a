//! Scanning the code on a doctor's screen.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{QrScanner, prelude::*};

use crate::invited;

/// Scans the code on a doctor's screen, or takes its link.
#[component]
pub(crate) fn Scan() -> impl IntoView {
    let navigate = use_navigate();
    let found = Callback::new(move |link: String| {
        let taken = invited::take(&link);
        if taken {
            navigate("/invite", NavigateOptions::default());
        }
        taken
    });
    view! {
        <Screen name="scan" title=t!("scan-title") lead=t!("scan-lead") back="/patient/sharing">
            <div class="screen-narrow">
                <QrScanner on_found=found />
            </div>
        </Screen>
    }
}

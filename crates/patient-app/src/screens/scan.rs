//! A doctor's code to be scanned.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{QrScanner, prelude::*};

use crate::invitation;

/// A doctor's code to be scanned.
#[component]
pub(crate) fn Scan() -> impl IntoView {
    let navigate = use_navigate();
    let found = move |text: String| {
        let fits = invitation::is_link(&text);
        if fits {
            invitation::keep(text.trim());
            navigate("/invite", NavigateOptions::default());
        }
        fits
    };
    view! {
        <Screen
            name="scan"
            title=t!("visit-scan")
            lead=Signal::stored(Some(t!("visit-scan-lead")))
            back="/patient/sharing"
        >
            <Card>
                <QrScanner on_found=found />
            </Card>
            <p class="muted small">{t!("visit-scan-then")}</p>
        </Screen>
    }
}

//! What can be set, the same in both apps.

use leptos::prelude::*;

use crate::{components::Screen, t};

/// The settings' screen: a route of each app.
///
/// `<Route path=path!("/more/settings") view=|| view! { <Settings back="/patient/more" /> } />`
#[component]
pub fn Settings(
    /// Where back leads.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    view! { <Screen name="settings" title=t!("settings-title") back=back>""</Screen> }
}

//! Lists of things, a hairline between them.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A list.
///
/// `<Rows><Row title="Amlodipine 5 mg" detail="1-0-0" /></Rows>`
#[component]
pub fn Rows(
    /// A name for screen readers, where no heading stands above.
    #[prop(optional, into)]
    label: Option<String>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <ul class="rows" aria-label=label>
            {children()}
        </ul>
    }
}

/// One of a list: a title, a detail below, something at the right; with `href` all of it leads there.
///
/// `<Row icon=Glyph::Settings title=t!("more-settings") href="/patient/more/settings" />`
#[component]
pub fn Row(
    /// An icon at the left.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// What it is.
    #[prop(into)]
    title: String,
    /// More of it, below.
    #[prop(optional, into)]
    detail: Option<String>,
    /// A short word at the right: a time.
    #[prop(optional, into)]
    at: Option<String>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// Its id.
    #[prop(optional, into)]
    id: Option<String>,
    /// What else stands at the right: a chip, a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let leads = href.is_some();
    let inside = view! {
        {icon.map(|glyph| view! { <Icon glyph /> })}
        <span class="row-words">
            <span class="row-title">{title}</span>
            {detail.map(|detail| view! { <span class="row-detail">{detail}</span> })}
        </span>
        {at.map(|at| view! { <span class="row-at">{at}</span> })}
        {children.map(|children| children())}
        {leads.then(|| view! { <Icon glyph=Glyph::ChevronRight /> })}
    };
    let row = match href {
        Some(href) => view! { <a class="row" href=href id=id>{inside}</a> }.into_any(),
        None => view! { <div class="row" id=id>{inside}</div> }.into_any(),
    };
    view! { <li>{row}</li> }
}

//! A record in a list.

use bridge::{Entry, Fact, Role};
use leptos::prelude::*;

use super::{
    FlagChip, fact_detail, fact_glyph, fact_title, flag_of, seen_by_words, visibility_glyph,
};
use crate::{
    components::{Edge, Icon},
    engine::Engine,
    locale, t,
};

/// A record in a list: its icon, what it says, from whom, when, and who can see it.
/// The colour at its left says the same as its words.
///
/// `<Rows><EntryRow entry=entry href="/patient/records/abc" /></Rows>`
#[component]
pub fn EntryRow(
    /// The record.
    entry: Entry,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// Whether to say who can see it.
    #[prop(default = true)]
    visibility: bool,
) -> impl IntoView {
    let role = Engine::expect().role();
    let edge = match Edge::from(entry.visibility) {
        Edge::Waits => "waits",
        Edge::Shared => "shared",
        _ => "private",
    };
    let at = locale::entry_short_when(&entry);
    let fresh = entry.fresh;
    let inside = view! {
        <Icon glyph=fact_glyph(&entry.fact) />
        <span class="row-words">
            <span class="row-head">
                <span class="row-title">
                    {fact_title(&entry.fact)}
                    {fresh.then(|| view! { <span class="fresh">{t!("facts-new")}</span> })}
                </span>
                <span class="row-at">{at}</span>
            </span>
            <Details entry=entry.clone() role visibility />
        </span>
    };
    let class = "row entry-row";
    let row = match href {
        Some(href) => {
            view! { <a class=class data-edge=edge data-mistaken=entry.mistaken.to_string() href=href>{inside}</a> }.into_any()
        }
        None => {
            view! { <div class=class data-edge=edge data-mistaken=entry.mistaken.to_string()>{inside}</div> }.into_any()
        }
    };
    view! { <li>{row}</li> }
}

#[component]
fn Details(entry: Entry, role: Role, visibility: bool) -> impl IntoView {
    let value = matches!(
        entry.fact,
        Fact::BloodPressure { .. } | Fact::Measurement(_)
    );
    let sees = visibility.then(|| {
        view! {
            <Icon glyph=visibility_glyph(entry.visibility) />
            " "
            {seen_by_words(&entry, role)}
        }
    });
    let from = (!entry.by_me).then(|| t!("facts-from", name = entry.author.as_str()));
    let mistaken = entry.mistaken.then(|| t!("facts-mistaken"));
    let mut more: Vec<String> = from.into_iter().chain(mistaken).collect();
    if visibility {
        more.insert(0, String::new());
    }
    view! {
        <span class="row-line">
            {fact_detail(&entry.fact)
                .map(|detail| {
                    view! { <span class=if value { "row-value" } else { "row-detail" }>{detail}</span> }
                })} <FlagChip flag=flag_of(&entry) />
        </span>
        <span class="row-sees">{sees} {more.join(" · ")}</span>
    }
}

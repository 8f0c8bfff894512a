//! All records: by kind, and a timeline with search.

use bridge::Request;
use leptos::prelude::*;
use ui::prelude::*;

use super::home::Unreadable;
use crate::own::{self, Own, Records as OwnRecords};

mod filter;
mod timeline;

use timeline::Timeline;

/// All records: by kind, and a timeline with search.
#[component]
pub(crate) fn Records() -> impl IntoView {
    let engine = Engine::expect();
    let records = own::records();
    // Whoever leaves the timeline has seen what is new in it.
    on_cleanup(move || {
        let fresh = |own: &Own| own.entries.iter().any(|entry| entry.fresh);
        if own::peek(records, fresh) == Some(true) {
            engine.tell(Request::Seen { vault: None });
        }
    });
    let actions = || {
        view! {
            <LinkButton id="add" kind=Kind::Add icon=Glyph::Plus href="/patient/add">
                {t!("records-add")}
            </LinkButton>
        }
    };
    view! {
        <Screen name="records" title=t!("records-title") actions>
            <Loading of=records lines=6 children=|own| view! { <Unreadable count=own.unreadable /> } />
            <Tiles records />
            <Timeline records />
        </Screen>
    }
}

/// The topics that have a page, and where it is.
const PAGES: [(Topic, &str); 8] = [
    (Topic::Vitals, "/patient/records/vitals"),
    (Topic::Labs, "/patient/records/labs"),
    (Topic::Medicines, "/patient/records/medicines"),
    (Topic::Allergies, "/patient/records/allergies"),
    (Topic::Conditions, "/patient/records/conditions"),
    (Topic::Immunizations, "/patient/records/immunizations"),
    (Topic::Documents, "/patient/records/documents"),
    (Topic::Visits, "/patient/records/notes"),
];

/// A tile for each topic, with how many records there are.
#[component]
fn Tiles(records: OwnRecords) -> impl IntoView {
    let tiles = PAGES.map(|(topic, href)| {
        let count = move || records.with(|own| own.of(topic).count());
        let count = move || count().map(|count| locale::grouped(&count.to_string()));
        view! {
            <li>
                <a class="tile" href=href>
                    <Icon glyph=topic.glyph() />
                    <span class="tile-name">{topic.words()}</span>
                    <span class="tile-count">{count}</span>
                </a>
            </li>
        }
    });
    view! {
        <nav aria-label=t!("records-kinds")>
            <ul class="tiles">{tiles.into_iter().collect_view()}</ul>
        </nav>
    }
}

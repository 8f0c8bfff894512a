//! What came from others and waits, on Home.

use leptos::prelude::*;
use ui::prelude::*;

use crate::{
    own::{Records, peek},
    screens::decide::DecideCard,
};

/// How many cards Home has room for; the inbox has all.
const ROOM: usize = 2;

/// What waits, as far as there is room. What was decided stays until Home is left, so that one sees
/// where it went.
pub(super) fn waiting_ids(records: Records) -> Memo<Vec<String>> {
    let shown = StoredValue::new(Vec::<String>::new());
    Memo::new(move |_| {
        let waiting = records.with(|own| {
            let ids = own.waiting().take(ROOM).map(|entry| entry.id.clone());
            ids.collect::<Vec<_>>()
        });
        shown.update_value(|shown| {
            for id in waiting.unwrap_or_default() {
                if !shown.contains(&id) {
                    shown.push(id);
                }
            }
        });
        shown.get_value()
    })
}

/// Cards of what waits.
#[component]
pub(super) fn InboxCards(records: Records, ids: Memo<Vec<String>>) -> impl IntoView {
    let card = move |id: String| {
        let entry = peek(records, |own| own.find(&id).cloned()).flatten();
        entry.map(|entry| view! { <DecideCard records entry /> })
    };
    let count = move || records.with(|own| own.waiting().count()).unwrap_or(0);
    view! {
        <For each=move || ids.get() key=Clone::clone children=card />
        {move || {
            (count() > ROOM)
                .then(|| {
                    view! {
                        <LinkButton id="open-inbox" icon=Glyph::Inbox href="/patient/inbox" wide=true>
                            {t!("home-all-waiting", count = count())}
                        </LinkButton>
                    }
                })
        }}
    }
}

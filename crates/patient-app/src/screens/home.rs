//! Home: what waits, the last blood pressure, the medicines of today.

use std::sync::Arc;

use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{self, Own, Records};

mod inbox_cards;
mod interrupted;
mod reading;
mod seen;
mod taken;

use inbox_cards::{InboxCards, waiting_ids};
pub(crate) use interrupted::InterruptedCard;
pub(crate) use reading::LastValue;
use reading::ReadingCard;
use seen::SeenLine;
use taken::TakenCard;

/// Home: what waits, the last blood pressure, the medicines of today.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let engine = Engine::expect();
    let records = own::records();
    let waiting = waiting_ids(records);
    // What waits has a column of its own on a desk; without it the reading comes first.
    let alone = move || waiting.read().is_empty();
    let name = Memo::new(move |_| engine.me().map(|me| me.name).unwrap_or_default());
    let greeting = move || name.with(|name| locale::greeting(first_name(name)));
    let avatar = move || view! { {move || view! { <Avatar name=name.get() /> }} };
    view! {
        <Screen
            name="home"
            title=Signal::derive(greeting)
            lead=Signal::stored(Some(locale::long_day(locale::now())))
            actions=avatar
        >
            <KitBanner href="/patient/more/kit" />
            <InterruptedCard />
            <div class="columns">
                <div class="stack">
                    <InboxCards records ids=waiting />
                    <Show when=alone>
                        <Latest records />
                    </Show>
                </div>
                <div class="stack">
                    <Show when=move || !alone()>
                        <Latest records />
                    </Show>
                    <TakenCard records />
                    <SeenLine records />
                </div>
            </div>
        </Screen>
    }
}

/// The card of the last reading, once the records are there.
#[component]
fn Latest(records: Records) -> impl IntoView {
    let show = move |own: Arc<Own>| {
        view! {
            <Unreadable count=own.unreadable />
            <ReadingCard own />
        }
    };
    view! { <Loading of=records lines=5 children=show /> }
}

/// Says honestly that some records do not open.
#[component]
pub(crate) fn Unreadable(count: u32) -> impl IntoView {
    (count > 0).then(|| {
        view! {
            <Notice
                tone=Tone::Marigold
                id="unreadable"
                title=Signal::stored(t!("records-unreadable", count = count))
            >
                <p>{t!("records-unreadable-why")}</p>
            </Notice>
        }
    })
}

/// What people are greeted with: the first name, with the title if there is one.
fn first_name(name: &str) -> &str {
    let mut words = name.match_indices(' ').map(|(at, _)| at);
    let first = words.next().unwrap_or(name.len());
    // "Dr Rao", "श्री कुमार": a title alone is no greeting.
    let title = name[..first].chars().count() <= 3 || name.starts_with("श्री");
    let end = if title {
        words.next().unwrap_or(name.len())
    } else {
        first
    };
    &name[..end]
}

#[cfg(test)]
mod tests {
    use super::first_name;

    #[test]
    fn people_are_greeted_by_their_first_name() {
        assert_eq!(first_name("Asha Devi"), "Asha");
        assert_eq!(first_name("Asha"), "Asha");
        assert_eq!(first_name("Dr Suresh Rao"), "Dr Suresh");
        assert_eq!(first_name("श्रीमती आशा देवी"), "श्रीमती आशा");
        assert_eq!(first_name(""), "");
    }
}

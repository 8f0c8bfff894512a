//! The medicines taken now.

use std::sync::Arc;

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use crate::{
    own::{Own, Records, record_href},
    screens::medicines::{is_taken, taken_until},
};

/// How many medicines Home names; the page has all.
const ROOM: usize = 6;

/// The medicines taken now, in words.
#[component]
pub(super) fn TakenCard(records: Records) -> impl IntoView {
    let show = |own: Arc<Own>| {
        let taken: Vec<Entry> = own
            .valid()
            .filter(|entry| is_taken(entry))
            .cloned()
            .collect();
        let more = taken.len() > ROOM;
        let count = taken.len();
        let rows = taken.into_iter().take(ROOM).map(medicine).collect_view();
        view! {
            <Card heading=t!("home-medicines") id="medicines-now">
                {match count {
                    0 => view! {
                        <Empty icon=Glyph::Pill title=t!("home-no-medicines")>
                            <p>{t!("home-no-medicines-why")}</p>
                        </Empty>
                    }
                        .into_any(),
                    _ => view! { <Rows>{rows}</Rows> }.into_any(),
                }}
                {more
                    .then(|| {
                        view! {
                            <LinkButton href="/patient/records/medicines" kind=Kind::Quiet>
                                {t!("home-all-medicines", count = count)}
                            </LinkButton>
                        }
                    })}
            </Card>
        }
    };
    view! { <Loading of=records lines=3 children=show /> }
}

fn medicine(entry: Entry) -> impl IntoView {
    let Fact::Prescription(prescription) = &entry.fact else {
        return None;
    };
    let (title, href) = (prescription.drug.clone(), record_href(&entry.id));
    let detail = fact_detail(&entry.fact).unwrap_or_default();
    let until = taken_until(&entry).map(|until| t!("home-until", day = locale::day(until)));
    Some(view! { <Row icon=Glyph::Pill title detail nostrip:at=until href /> })
}

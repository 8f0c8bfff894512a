//! What was prescribed before, and what the doctor prescribes often, each at a tap.

use bridge::{DraftPrescription, Entry, Fact, Prescription};
use leptos::prelude::*;
use ui::prelude::*;

use super::Desk;
use crate::screens::{entry::together, favourites::Star};

/// How many earlier prescriptions are offered.
const VISITS: usize = 5;

/// Earlier prescriptions of the patient, and the doctor's favourites.
#[component]
pub(super) fn Again(desk: Desk) -> impl IntoView {
    view! {
        <Earlier desk />
        <Often desk />
    }
}

/// What was ordered together.
#[derive(Debug, Clone, PartialEq)]
struct Before {
    from: String,
    orders: Vec<DraftPrescription>,
}

#[component]
fn Earlier(desk: Desk) -> impl IntoView {
    let visits = Memo::new(move |_| {
        desk.bedside
            .find(|entries| Some(before(entries)))
            .unwrap_or_default()
    });
    let first =
        move |(index, visit): (usize, Before)| view! { <Visit desk visit first=index == 0 /> };
    move || {
        let visits = visits.get();
        (!visits.is_empty()).then(|| {
            view! {
                <Card heading=t!("rx-earlier") id="earlier">
                    {visits.into_iter().enumerate().map(first).collect_view()}
                </Card>
            }
        })
    }
}

/// One earlier prescription: all of it at a tap, or some.
#[component]
fn Visit(desk: Desk, visit: Before, first: bool) -> impl IntoView {
    let Before { from, orders } = visit;
    let several = orders.len() > 1;
    let all = orders.clone();
    let repeat_all = move || all.iter().cloned().for_each(|order| desk.put(order));
    let id = first.then_some("repeat-all");
    let label = t!("rx-repeat-all-of", from = from.as_str());
    view! {
        <div class="rx-visit entry-lines">
            <div class="between">
                <h3>{from}</h3>
                {several
                    .then(|| match id {
                        Some(id) => {
                            view! {
                                <Button kind=Kind::Add icon=Glyph::Repeat id=id label=label on_press=repeat_all>
                                    {t!("rx-repeat-all")}
                                </Button>
                            }
                                .into_any()
                        }
                        None => {
                            view! {
                                <Button icon=Glyph::Repeat label=label on_press=repeat_all>
                                    {t!("rx-repeat-all")}
                                </Button>
                            }
                                .into_any()
                        }
                    })}
            </div>
            <Rows>
                {orders.into_iter().map(|order| view! { <Offer desk order glyph=Glyph::Repeat /> }).collect_view()}
            </Rows>
        </div>
    }
}

#[component]
fn Often(desk: Desk) -> impl IntoView {
    let some = move || !desk.favourites.all().is_empty();
    view! {
        <Show when=some>
            <Card heading=t!("rx-favourites") id="favourites" class="entry-lines">
                <Rows>
                    <For
                        each=move || desk.favourites.all()
                        key=|order| format!("{order:?}")
                        children=move |order| view! { <Offer desk order glyph=Glyph::Plus star=true /> }
                    />
                </Rows>
            </Card>
        </Show>
    }
}

/// A medicine that can be put on the prescription as it is.
#[component]
fn Offer(
    desk: Desk,
    order: DraftPrescription,
    glyph: Glyph,
    #[prop(optional)] star: bool,
) -> impl IntoView {
    let label = match glyph {
        Glyph::Plus => t!("rx-put", drug = order.drug.as_str()),
        _ => t!("rx-repeat", drug = order.drug.as_str()),
    };
    let own = order.clone();
    let put = move || desk.put(own.clone());
    view! {
        <Row title=order.drug.clone() detail=dosage_words(&order)>
            {star.then(|| view! { <Star favourites=desk.favourites order=order /> })}
            <IconButton glyph label on_press=put />
        </Row>
    }
}

fn before(entries: &[Entry]) -> Vec<Before> {
    let orders = entries.iter().filter(|entry| {
        !entry.mistaken && matches!(&entry.fact, Fact::Prescription(order) if !order.do_not_take)
    });
    let groups = together(orders.collect()).into_iter().take(VISITS);
    let visits = groups.map(|group| {
        let from = t!(
            "rx-from",
            name = group[0].author.as_str(),
            when = locale::entry_short_when(group[0])
        );
        let orders = group.into_iter().filter_map(|entry| match &entry.fact {
            Fact::Prescription(prescription) => Some(order_of(prescription)),
            _ => None,
        });
        Before {
            from,
            orders: orders.collect(),
        }
    });
    visits.collect()
}

/// The order of an earlier prescription; where it is not in parts, as it was written.
fn order_of(prescription: &Prescription) -> DraftPrescription {
    let in_parts = prescription.order.clone().map(|order| DraftPrescription {
        when: String::new(),
        ..order
    });
    in_parts.unwrap_or_else(|| {
        let written = prescription.dosage.iter().chain(&prescription.notes);
        let note = written.cloned().collect::<Vec<_>>().join(", ");
        DraftPrescription {
            drug: prescription.drug.clone(),
            note: (!note.is_empty()).then_some(note),
            ..DraftPrescription::default()
        }
    })
}

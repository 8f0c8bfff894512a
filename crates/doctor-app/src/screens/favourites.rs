//! Medicines a doctor orders often, with how they are taken: kept on this device, sealed.

use bridge::{Answer, DraftPrescription, Request};
use leptos::prelude::*;
use ui::prelude::*;

/// Under which they are kept.
const KEPT: &str = "rx-favourites";

/// The most there may be: a list that is longer is read slower than one types.
const MOST: usize = 60;

/// The doctor's favourites.
#[derive(Clone, Copy)]
pub(crate) struct Favourites {
    engine: Engine,
    list: RwSignal<Vec<DraftPrescription>>,
    asking: Asking,
}

impl Favourites {
    pub(crate) fn load(engine: Engine) -> Self {
        let own = Self {
            engine,
            list: RwSignal::default(),
            asking: engine.asking(),
        };
        let request = Request::Kept { name: KEPT.into() };
        own.asking.send(request, move |answer| {
            if let Answer::Bytes(bytes) = answer
                && let Ok(list) = bridge::from_bytes(&bytes)
            {
                let _ = own.list.try_set(list);
            }
        });
        own
    }

    /// All of them by name; reactive.
    pub(crate) fn all(self) -> Vec<DraftPrescription> {
        self.list.get()
    }

    /// Whether this order is one; reactive.
    pub(crate) fn has(self, order: &DraftPrescription) -> bool {
        let order = timeless(order);
        self.list.with(|list| list.contains(&order))
    }

    /// Makes it one, or no longer.
    pub(crate) fn turn(self, order: &DraftPrescription) {
        let order = timeless(order);
        self.list.update(|list| turn(list, order));
        let list = self.list.get_untracked();
        let bytes = match list.is_empty() {
            true => Vec::new(),
            false => bridge::to_bytes(&list),
        };
        self.engine.tell(Request::Keep {
            name: KEPT.into(),
            bytes,
        });
    }
}

fn turn(list: &mut Vec<DraftPrescription>, order: DraftPrescription) {
    let before = list.len();
    list.retain(|known| *known != order);
    if list.len() == before && before < MOST {
        list.push(order);
        list.sort_by_key(|order| order.drug.to_lowercase());
    }
}

/// The order without when it was given.
fn timeless(order: &DraftPrescription) -> DraftPrescription {
    DraftPrescription {
        when: String::new(),
        ..order.clone()
    }
}

/// A star that makes an order a favourite.
#[component]
pub(crate) fn Star(favourites: Favourites, order: DraftPrescription) -> impl IntoView {
    let name = order.drug.clone();
    let order = StoredValue::new(order);
    let is_one = Memo::new(move |_| order.with_value(|order| favourites.has(order)));
    view! {
        <button
            type="button"
            class="icon-button rx-star"
            aria-pressed=move || is_one.get().to_string()
            aria-label=t!("rx-favourite", drug = name)
            on:click=move |_| order.with_value(|order| favourites.turn(order))
        >
            <Icon glyph=Glyph::Star />
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(drug: &str) -> DraftPrescription {
        DraftPrescription {
            drug: drug.into(),
            when: "2026-04-14".into(),
            ..DraftPrescription::default()
        }
    }

    #[test]
    fn turning_twice_leaves_the_list_as_it_was() {
        let mut list = Vec::new();
        turn(&mut list, timeless(&order("Metformin 500 mg")));
        turn(&mut list, timeless(&order("amlodipine 5 mg")));
        assert_eq!(list[0].drug, "amlodipine 5 mg");
        assert_eq!(list[0].when, "");
        turn(&mut list, timeless(&order("amlodipine 5 mg")));
        assert_eq!(list.len(), 1);
    }
}

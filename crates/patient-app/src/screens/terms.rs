//! What a doctor is given: chosen when he is let in, and changed later.

use bridge::{Consent, Sharer, Visit};
use leptos::prelude::*;
use ui::prelude::*;

/// What is chosen so far.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    may_add: RwSignal<bool>,
    history: RwSignal<bool>,
    broadcasts: RwSignal<bool>,
    visit_only: RwSignal<bool>,
    hours: RwSignal<u16>,
}

/// How long a visit lasts if nobody says otherwise, in hours.
const VISIT: u16 = 8;

impl Terms {
    /// As a doctor asks for them.
    pub(crate) fn asked(visit: &Visit) -> Self {
        Self::new(&Consent {
            may_add: visit.may_add,
            history: visit.history,
            visit_hours: visit.visit_hours,
            broadcasts: false,
        })
    }

    /// As they stand for somebody on the list; for somebody who left, as they stood.
    pub(crate) fn of(sharer: &Sharer) -> Self {
        Self::new(&standing(sharer))
    }

    fn new(consent: &Consent) -> Self {
        Self {
            may_add: RwSignal::new(consent.may_add),
            history: RwSignal::new(consent.history),
            broadcasts: RwSignal::new(consent.broadcasts),
            visit_only: RwSignal::new(consent.visit_hours.is_some()),
            hours: RwSignal::new(consent.visit_hours.unwrap_or(VISIT)),
        }
    }

    /// What is given; reactive.
    pub(crate) fn consent(self) -> Consent {
        let may_add = self.may_add.get();
        Consent {
            may_add,
            history: self.history.get(),
            visit_hours: self.visit_only.get().then(|| self.hours.get()),
            broadcasts: may_add && self.broadcasts.get(),
        }
    }
}

/// What somebody has, as it would be given again now.
pub(crate) fn standing(sharer: &Sharer) -> Consent {
    Consent {
        may_add: sharer.may_add,
        history: sharer.history,
        visit_hours: sharer.visit.then(|| hours_left(sharer)),
        broadcasts: sharer.broadcasts,
    }
}

/// Whole hours until a visit is over, one at least; of one that is over, as long as visits last.
fn hours_left(sharer: &Sharer) -> u16 {
    let left = sharer.until.unwrap_or_default();
    let left = left.saturating_sub(locale::now()).div_ceil(3_600_000);
    match (sharer.ended, u16::try_from(left)) {
        (None, Ok(hours)) => hours.max(1),
        _ => VISIT,
    }
}

/// For how long: until it is taken back, or for some hours.
#[component]
pub(crate) fn HowLong(terms: Terms) -> impl IntoView {
    let mut hours = vec![2, VISIT, 24, 72];
    let asked = terms.hours.get_untracked();
    if !hours.contains(&asked) {
        hours.push(asked);
        hours.sort_unstable();
    }
    let picks = move || {
        let picks = hours
            .iter()
            .map(|hours| Pick::new(*hours, hours_words(*hours)));
        picks.collect::<Vec<_>>()
    };
    view! {
        <Choice
            id="how-long"
            legend=t!("visit-how-long")
            picks=vec![
                Pick::new(false, t!("visit-standing")),
                Pick::new(true, t!("visit-only")).hint(t!("visit-only-hint")),
            ]
            value=terms.visit_only
        />
        <Show when=move || terms.visit_only.get()>
            <Segments label=t!("visit-hours") picks=picks() value=terms.hours />
        </Show>
    }
}

/// So many hours, in words: `8 hours`, `3 days`.
pub(crate) fn hours_words(hours: u16) -> String {
    match (hours / 24, hours % 24) {
        (days @ 2.., 0) => t!("visit-days", count = u64::from(days)),
        _ => t!("visit-hours-count", count = u64::from(hours)),
    }
}

/// What the doctor may do, each on or off.
#[component]
pub(crate) fn MayDo(
    terms: Terms,
    /// Whether adding can be given.
    may_add: bool,
    /// Whether what was shared before can be given.
    history: bool,
) -> impl IntoView {
    view! {
        {history
            .then(|| {
                view! {
                    <Toggle
                        id="history"
                        label=t!("visit-history")
                        hint=t!("visit-history-hint")
                        value=terms.history
                    />
                }
            })}
        {may_add
            .then(|| {
                view! {
                    <Toggle
                        id="may-add"
                        label=t!("visit-may-add")
                        hint=t!("visit-may-add-hint")
                        value=terms.may_add
                    />
                    <Show when=move || terms.may_add.get()>
                        <Toggle
                            id="broadcasts"
                            label=t!("visit-broadcasts")
                            hint=t!("visit-broadcasts-hint")
                            value=terms.broadcasts
                        />
                    </Show>
                }
            })}
    }
}

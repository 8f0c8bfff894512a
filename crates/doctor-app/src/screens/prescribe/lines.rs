//! The medicines on the prescription so far.

use bridge::DraftPrescription;
use leptos::prelude::*;
use ui::prelude::*;

use super::{Desk, allergy::AllergyWarning};
use crate::screens::{entry::focus, favourites::Star};

/// The medicines on the prescription so far; each can be changed, left out, or made a favourite.
#[component]
pub(super) fn Lines(desk: Desk) -> impl IntoView {
    let some = move || desk.lines.with(|lines| !lines.is_empty());
    view! {
        <div aria-live="polite">
            <Show when=some>
                <Card heading=t!("rx-so-far") id="prescription">
                    <ol class="rows rx-lines entry-lines">
                        <For
                            each=move || desk.lines.get()
                            key=|order| format!("{order:?}")
                            children=move |order| view! { <Line desk order /> }
                        />
                    </ol>
                </Card>
            </Show>
        </div>
    }
}

#[component]
fn Line(desk: Desk, order: DraftPrescription) -> impl IntoView {
    let name = order.drug.clone();
    let own = StoredValue::new(order.clone());
    let leave_out = move || {
        desk.lines
            .update(|lines| own.with_value(|own| lines.retain(|line| line != own)));
        focus("drug");
    };
    let change = move || {
        // What is being written is not lost: it goes on the prescription first.
        if !desk.order.is_empty() && !desk.take() {
            return;
        }
        desk.order.fill(&own.get_value());
        leave_out();
        focus("amount");
    };
    view! {
        <li class="rx-line">
            <div class="row">
                <span class="row-words">
                    <span class="row-title">{name.clone()}</span>
                    <span class="row-detail">{dosage_words(&order)}</span>
                </span>
                <Star favourites=desk.favourites order=order.clone() />
                <IconButton
                    glyph=Glyph::Pen
                    label=t!("entry-change", what = name.as_str())
                    on_press=change
                />
                <IconButton
                    glyph=Glyph::Cross
                    label=t!("entry-leave-out", what = name.as_str())
                    on_press=leave_out
                />
            </div>
            <AllergyWarning bedside=desk.bedside drug=Signal::stored(name) />
        </li>
    }
}

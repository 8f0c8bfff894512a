//! What the doctor asks the patient for.

use leptos::prelude::*;
use ui::prelude::*;

use super::Entered;

/// What I ask for: to see, to add, and for how long.
#[component]
pub(super) fn AskFor(entered: Entered) -> impl IntoView {
    let how_long = vec![
        Pick::new(false, t!("intake-standing")).hint(t!("intake-standing-hint")),
        Pick::new(true, t!("intake-visit")).hint(t!("intake-visit-hint")),
    ];
    view! {
        <Card heading=t!("intake-ask")>
            <p class="muted small">{t!("intake-ask-why")}</p>
            <div class="columns">
                <div>
                    <Toggle
                        id="ask-add"
                        label=t!("intake-ask-add")
                        hint=t!("intake-ask-add-hint")
                        value=entered.may_add
                    />
                    <Toggle
                        id="ask-history"
                        label=t!("intake-ask-history")
                        hint=t!("intake-ask-history-hint")
                        value=entered.history
                    />
                </div>
                <Choice
                    id="ask-how-long"
                    legend=t!("intake-how-long")
                    picks=how_long
                    value=entered.visit
                />
            </div>
        </Card>
    }
}

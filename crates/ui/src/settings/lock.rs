//! When the app locks itself.

use bridge::{Answer, Request};
use leptos::prelude::*;

use crate::{
    components::{Button, Card, Glyph, Pick, Select, Toasts, TroubleNote},
    engine::Engine,
    t,
};

/// After how many minutes, and now.
#[component]
pub(super) fn LockCard() -> impl IntoView {
    let engine = Engine::expect();
    let toasts = Toasts::expect();
    let setting = engine.asking();
    let now = engine.me().map_or(15, |me| me.lock_after);
    let minutes = RwSignal::new(now.to_string());
    let mut choices = vec![1, 5, 15, 30, 60, 240];
    if !choices.contains(&now) {
        choices.push(now);
        choices.sort_unstable();
    }
    let picks: Vec<_> = choices
        .into_iter()
        .map(|count| Pick::new(count.to_string(), t!("settings-minutes", count = count)))
        .collect();
    Effect::new(move |before: Option<String>| {
        let chosen = minutes.get();
        if let (Some(before), Ok(count)) = (before, chosen.parse())
            && before != chosen
        {
            setting.send(Request::LockAfter(count), move |answer| {
                if let Answer::Standing(_) = answer {
                    toasts.say(t!("settings-lock-set", count = count));
                }
            });
        }
        chosen
    });
    view! {
        <Card heading=t!("settings-lock")>
            <Select id="lock-after" label=t!("settings-lock-after") picks value=minutes />
            <TroubleNote of=setting.trouble() />
            <Button icon=Glyph::Lock id="lock-now" on_press=move || engine.tell(Request::Lock)>
                {t!("settings-lock-now")}
            </Button>
        </Card>
    }
}

//! Help: what one can rely on, and what nobody can do.

use leptos::prelude::*;
use ui::prelude::*;

/// Help: what one can rely on, and what nobody can do.
#[component]
pub(crate) fn Help() -> impl IntoView {
    let topics = [
        (
            t!("help-who"),
            vec![
                t!("help-who-you"),
                t!("help-who-private"),
                t!("help-who-log"),
            ],
        ),
        (
            t!("help-cloud"),
            vec![t!("help-cloud-sealed"), t!("help-cloud-sees")],
        ),
        (
            t!("help-end"),
            vec![
                t!("help-end-stop"),
                t!("help-end-remove"),
                t!("help-end-cannot"),
            ],
        ),
        (
            t!("help-lost"),
            vec![
                t!("help-lost-kit"),
                t!("help-lost-code"),
                t!("help-lost-none"),
            ],
        ),
        (
            t!("help-urgent"),
            vec![t!("help-urgent-call"), t!("help-urgent-paper")],
        ),
        (t!("help-ranges"), vec![t!("help-ranges-what")]),
    ];
    let cards = topics.into_iter().map(|(heading, words)| {
        let lines = words.into_iter().map(|words| view! { <p>{words}</p> });
        view! { <Card heading>{lines.collect_view()}</Card> }
    });
    view! {
        <Screen name="help" title=t!("help-title") lead=t!("help-lead") back="/patient/more">
            <div class="columns">{cards.collect_view()}</div>
            <div class="actions no-print">
                <LinkButton icon=Glyph::LifeBuoy href="/patient/more/kit" id="help-kit">
                    {t!("more-kit")}
                </LinkButton>
                <LinkButton icon=Glyph::Printer href="/patient/more/summary" id="help-summary">
                    {t!("summary-title")}
                </LinkButton>
            </div>
        </Screen>
    }
}

//! The answer: one word, what it means and what not, and who saw what.

use leptos::prelude::*;
use ui::prelude::*;

use super::{about::class_words, form::Form, keeping::Keeping, question::Answered};
use crate::screens::entry::Bedside;

/// The answer.
#[component]
pub(super) fn VerdictCard(
    form: Form,
    answered: Answered,
    bedside: Option<Bedside>,
) -> impl IntoView {
    let model = form.classifier();
    let verdict = answered.verdict.clone();
    let class = class_words(&verdict.class);
    let outside: Vec<String> = form
        .cells()
        .into_iter()
        .filter(|cell| {
            verdict
                .outside
                .iter()
                .any(|place| *place as usize == cell.place)
        })
        .map(|cell| form.name(cell))
        .collect();
    let provider = model.provider.clone();
    let took = t!("ask-took", time = seconds(verdict.milliseconds));
    view! {
        <section class="card" id="verdict" tabindex="-1" aria-label=t!("ask-answer")>
            <div class="card-head">
                <h2>{t!("ask-answer")}</h2>
            </div>
            <p class="ask-class">{class}</p>
            <p class="muted">{t!("ask-answer-of", title = model.title, provider = provider.as_str())}</p>
            {(!outside.is_empty())
                .then(|| {
                    view! {
                        <Notice tone=Tone::Marigold title=t!("ask-counted", names = outside.join("; ")) />
                    }
                })}
            <h3>{t!("ask-means")}</h3>
            <ul class="ask-points">
                <li>{t!("ask-means-aid")}</li>
                <li>{t!("ask-means-word")}</li>
                <li>
                    {t!(
                        "ask-means-samples", samples = locale::grouped(&model.samples.to_string()), nearest = model
                        .neighbours
                    )}
                </li>
                <li>{t!("ask-means-alone")}</li>
            </ul>
            <details class="ask-more">
                <summary>{t!("ask-provider-says")}</summary>
                <p class="entry-text">{model.purpose}</p>
            </details>
            <h3>{t!("ask-saw")}</h3>
            <ul class="ask-saw">
                <li>
                    <Icon glyph=Glyph::EyeOff />
                    <span>{t!("ask-saw-provider", provider = provider.as_str())}</span>
                </li>
                <li>
                    <Icon glyph=Glyph::EyeOff />
                    <span>{t!("ask-saw-you", provider = provider.as_str())}</span>
                </li>
                <li>
                    <Icon glyph=Glyph::EyeOff />
                    <span>{t!("ask-saw-cloud")}</span>
                </li>
            </ul>
            <p class="muted small">{took}</p>
        </section>
        {bedside.map(|bedside| view! { <Keeping form answered bedside /> })}
    }
}

/// `0.3`: seconds, with one place.
fn seconds(milliseconds: u64) -> String {
    let tenths = milliseconds.div_ceil(100).max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_told_as_none() {
        for (milliseconds, text) in [(0, "0.1"), (31, "0.1"), (250, "0.3"), (12_040, "12.1")] {
            assert_eq!(seconds(milliseconds), text);
        }
    }
}

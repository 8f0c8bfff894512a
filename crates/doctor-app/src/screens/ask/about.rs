//! Which model is asked: whose it is, what it compares with, and what its provider says of it.

use bridge::Classifier;
use leptos::prelude::*;
use ui::prelude::*;

/// The model's card.
#[component]
pub(super) fn About(model: Classifier) -> impl IntoView {
    let (samples, nearest) = (
        locale::grouped(&model.samples.to_string()),
        model.neighbours,
    );
    let classes: Vec<String> = model
        .classes
        .iter()
        .map(|class| class_words(class))
        .collect();
    let daily = t!("ask-daily", count = model.daily);
    view! {
        <Card id="about-model">
            <div class="entry-head">
                <Icon glyph=Glyph::Microscope />
                <h2>{model.title}</h2>
            </div>
            <p class="muted">{t!("ask-provider", provider = model.provider.as_str())}</p>
            <p>{t!("ask-how", samples = samples, nearest = nearest)}</p>
            <details class="ask-more">
                <summary>{t!("ask-provider-says")}</summary>
                <p class="entry-text">{model.purpose}</p>
                <p class="muted small">{t!("ask-may-answer", classes = classes.join(", "))}</p>
                <p class="muted small">{daily}</p>
            </details>
        </Card>
    }
}

/// A class in the person's language where it is known; else as the card calls it.
pub(super) fn class_words(class: &str) -> String {
    match class.trim().to_lowercase().as_str() {
        "benign" => t!("ask-class-benign"),
        "malignant" => t!("ask-class-malignant"),
        _ => class.to_owned(),
    }
}

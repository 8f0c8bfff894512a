//! The parts of the summary.

use leptos::prelude::*;
use ui::prelude::*;

use super::lines::Line;

/// What is dangerous, first of all: allergies, or medicines not to be given.
#[component]
pub(super) fn Danger(
    /// Allergies; one of the two lists is given.
    #[prop(optional)]
    allergies: Option<Vec<Line>>,
    /// Whether it is written down that there is none.
    #[prop(optional)]
    none_known: bool,
    /// Medicines not to be given.
    #[prop(optional)]
    forbidden: Option<Vec<Line>>,
) -> impl IntoView {
    match (allergies, forbidden) {
        (Some(lines), _) if lines.is_empty() => {
            let words = match none_known {
                true => t!("facts-no-known-allergy"),
                false => t!("summary-no-allergies"),
            };
            view! {
                <section class="summary-part">
                    <h3>{t!("facts-topic-allergies")}</h3>
                    <p>{words}</p>
                </section>
            }
            .into_any()
        }
        (Some(lines), _) => view! { <Alarm title=t!("facts-topic-allergies") lines /> }.into_any(),
        (None, Some(lines)) if !lines.is_empty() => {
            view! { <Alarm title=t!("facts-do-not-take") lines /> }.into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn Alarm(title: String, lines: Vec<Line>) -> impl IntoView {
    view! {
        <section class="summary-part summary-danger">
            <h3>
                <Icon glyph=Glyph::Warning />
                {title}
            </h3>
            <Lines lines />
        </section>
    }
}

/// A part in sentences; one that is empty says so, for a doctor has to know that it was looked for.
#[component]
pub(super) fn Part(title: String, lines: Vec<Line>) -> impl IntoView {
    let inside = match lines.is_empty() {
        true => view! { <p class="muted">{t!("summary-none")}</p> }.into_any(),
        false => view! { <Lines lines /> }.into_any(),
    };
    view! {
        <section class="summary-part">
            <h3>{title}</h3>
            {inside}
        </section>
    }
}

#[component]
fn Lines(lines: Vec<Line>) -> impl IntoView {
    let rows = lines.into_iter().map(|line| {
        view! {
            <li>
                <strong>{line.what}</strong>
                {line.more.map(|more| view! { <span>{format!(", {more}")}</span> })}
                " "
                <span class="muted small">{line.source}</span>
            </li>
        }
    });
    view! { <ul class="summary-lines">{rows.collect_view()}</ul> }
}

/// A part in a table: what was measured, the value, when.
#[component]
pub(super) fn Values(title: String, lines: Vec<Line>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <Part title lines /> }.into_any();
    }
    let rows = lines.into_iter().map(|line| {
        view! {
            <tr>
                <th scope="row">{line.what}</th>
                <td>
                    <strong>{line.more}</strong>
                    {line
                        .outside
                        .map(|words| view! { <span class="summary-outside">{words}</span> })}
                </td>
                <td class="muted small">{line.source}</td>
            </tr>
        }
    });
    view! {
        <section class="summary-part">
            <h3>{title.clone()}</h3>
            <table class="summary-table" aria-label=title>
                <thead class="for-ears">
                    <tr>
                        <th scope="col">{t!("summary-what")}</th>
                        <th scope="col">{t!("summary-value")}</th>
                        <th scope="col">{t!("facts-when")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

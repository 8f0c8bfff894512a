//! The thirty measurements of an aspirate: their names, and a table of them.

use leptos::prelude::*;
use record::codes::{Nuclear, NuclearFeature, Statistic};

use crate::t;

/// A feature of cell nuclei, in the person's language.
pub fn nuclear_feature_words(feature: NuclearFeature) -> String {
    match feature {
        NuclearFeature::Radius => t!("facts-nuclear-radius"),
        NuclearFeature::Texture => t!("facts-nuclear-texture"),
        NuclearFeature::Perimeter => t!("facts-nuclear-perimeter"),
        NuclearFeature::Area => t!("facts-nuclear-area"),
        NuclearFeature::Smoothness => t!("facts-nuclear-smoothness"),
        NuclearFeature::Compactness => t!("facts-nuclear-compactness"),
        NuclearFeature::Concavity => t!("facts-nuclear-concavity"),
        NuclearFeature::ConcavePoints => t!("facts-nuclear-concave-points"),
        NuclearFeature::Symmetry => t!("facts-nuclear-symmetry"),
        NuclearFeature::FractalDimension => t!("facts-nuclear-fractal-dimension"),
    }
}

/// What is said of it over all nuclei.
pub fn statistic_words(statistic: Statistic) -> String {
    match statistic {
        Statistic::Mean => t!("facts-statistic-mean"),
        Statistic::Error => t!("facts-statistic-error"),
        Statistic::Worst => t!("facts-statistic-worst"),
    }
}

/// The thirty measurements, a row for each feature.
///
/// `<AspirateTable values=values />`
#[component]
pub fn AspirateTable(
    /// As written, in the order of [`Nuclear::all`].
    values: Vec<String>,
) -> impl IntoView {
    let heads =
        Statistic::ALL.map(|statistic| view! { <th scope="col">{statistic_words(statistic)}</th> });
    let rows = NuclearFeature::ALL.map(|feature| {
        let cells = Statistic::ALL.map(|statistic| {
            let place = Nuclear { feature, statistic }.place();
            view! { <td>{values.get(place).cloned()}</td> }
        });
        view! {
            <tr>
                <th scope="row">{nuclear_feature_words(feature)}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <table class="aspirate">
            <caption class="for-ears">{t!("facts-aspirate")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!("facts-nuclear-feature")}</th>
                    {heads.collect_view()}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

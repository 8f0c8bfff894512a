//! The thirty measurements of an aspirate: their names, and the one table of them.

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

/// The thirty measurements to be read or entered: a row for each feature, a column for each statistic.
///
/// `<AspirateTable caption=t!("facts-aspirate") cell=move |one: Nuclear| values.get(one.place()).cloned() />`
#[component]
pub fn AspirateTable<C, V>(
    /// What the table is called for who does not see it.
    caption: String,
    /// What stands in the cell of a measurement.
    cell: C,
    /// Whether fields stand in the cells.
    #[prop(optional)]
    entering: bool,
) -> impl IntoView
where
    C: Fn(Nuclear) -> V,
    V: IntoView + 'static,
{
    let heads =
        Statistic::ALL.map(|statistic| view! { <th scope="col">{statistic_words(statistic)}</th> });
    let rows = NuclearFeature::ALL.map(|feature| {
        let cells = Statistic::ALL.map(|statistic| {
            let one = Nuclear { feature, statistic };
            view! { <td>{cell(one)}</td> }
        });
        view! {
            <tr>
                <th scope="row">{nuclear_feature_words(feature)}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <table class="aspirate" class:entering=entering>
            <caption class="for-ears">{caption}</caption>
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

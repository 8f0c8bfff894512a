//! The numbers of a chart as a table.

use leptos::prelude::*;

use super::Series;
use crate::{locale, t};

/// A row for each time, newest first; a column for each series.
#[component]
pub(super) fn Table(caption: String, series: Vec<Series>) -> impl IntoView {
    let mut times: Vec<u64> = series
        .iter()
        .flat_map(|series| series.points.iter().map(|point| point.time))
        .collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.dedup();
    let heads = series
        .iter()
        .map(|series| view! { <th scope="col">{series.name.clone()}</th> });
    let heads = heads.collect_view();
    let rows = times.into_iter().map(|time| {
        let cells = series.iter().map(|series| {
            let point = series.points.iter().find(|point| point.time == time);
            view! { <td>{point.map(|point| locale::number(point.value))}</td> }
        });
        view! {
            <tr>
                <th scope="row">{locale::full_when(time)}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let label = caption.clone();
    view! {
        <div class="chart-table" tabindex="0" role="region" aria-label=label>
            <table>
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("facts-when")}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

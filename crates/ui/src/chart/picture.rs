//! The drawing itself: bands, lines across, lines, points, words.

use leptos::{prelude::*, svg};

use super::{Series, scale::Scale};
use crate::{locale, t};

/// The picture, `size` in pixels; screen readers get the title and the description.
#[component]
pub(super) fn Picture(
    id: &'static str,
    title: String,
    series: Vec<Series>,
    size: (f64, f64),
) -> impl IntoView {
    let scale = Scale::of(&series, size)?;
    let (left, right) = scale.ends();
    let description = series.iter().map(describe).collect::<Vec<_>>().join(" ");
    let bands = series.iter().enumerate().filter_map(|(index, series)| {
        let (low, high) = series.usual?;
        let (top, bottom) = (scale.y(high), scale.y(low));
        Some(view! {
            <rect
                class=format!("chart-band chart-band-{index}")
                x=left
                y=format!("{top:.1}")
                width=right - left
                height=format!("{:.1}", bottom - top)
            />
        })
    });
    let bands = bands.collect_view();
    let lines = series.iter().enumerate();
    let lines = lines.map(|(index, series)| line(index, series, &scale));
    let lines = lines.collect_view();
    // Written as a tag, `title` would be that of HTML.
    let name = svg::title().id(format!("{id}-title")).child(title);
    Some(view! {
        <svg
            class="chart-picture"
            role="img"
            aria-labelledby=format!("{id}-title")
            aria-describedby=format!("{id}-words")
            viewBox=format!("0 0 {} {}", size.0, size.1)
            width=size.0
            height=size.1
        >
            {name}
            <desc id=format!("{id}-words")>{description}</desc>
            {bands}
            {across(&scale)}
            {lines}
            {below(&scale)}
        </svg>
    })
}

fn line(index: usize, series: &Series, scale: &Scale) -> impl IntoView + use<> {
    let places: Vec<(String, String)> = series
        .points
        .iter()
        .map(|point| {
            let (x, y) = (scale.x(point.time), scale.y(point.value));
            (format!("{x:.1}"), format!("{y:.1}"))
        })
        .collect();
    let path: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
    // So many points that they would touch are left to the line.
    let crowded = places.len() > 40;
    let last = places.len().saturating_sub(1);
    let dots = places
        .into_iter()
        .enumerate()
        .filter(move |(index, _)| !crowded || *index == last);
    let dots = dots.map(move |(index, (x, y))| {
        let radius = if index == last { "6" } else { "3" };
        view! { <circle cx=x cy=y r=radius /> }
    });
    view! {
        <g class=format!("chart-line chart-line-{index}")>
            <polyline points=path.join(" ") />
            {dots.collect_view()}
        </g>
    }
}

fn across(scale: &Scale) -> impl IntoView + use<> {
    let (left, right) = scale.ends();
    let ticks = scale.ticks().into_iter().map(|value| {
        let y = scale.y(value);
        view! {
            <line class="chart-across" x1=left x2=right y1=format!("{y:.1}") y2=format!("{y:.1}") />
            <text class="chart-words" x=left - 8.0 y=format!("{:.1}", y + 5.0) text-anchor="end">
                {locale::number(value)}
            </text>
        }
    });
    ticks.collect_view()
}

fn below(scale: &Scale) -> impl IntoView + use<> {
    let (left, right) = scale.ends();
    let places = [
        (left, "start"),
        (f64::midpoint(left, right), "middle"),
        (right, "end"),
    ];
    let words = scale
        .times()
        .into_iter()
        .zip(places)
        .map(|(time, (x, anchor))| {
            view! {
                <text class="chart-words" x=x y=scale.foot() text-anchor=anchor>
                    {locale::relative_day(time)}
                </text>
            }
        });
    words.collect_view()
}

/// `Upper value: 12 readings, from 127 to 142, the last one 128.`
fn describe(series: &Series) -> String {
    let values = || series.points.iter().map(|point| point.value);
    let low = values().fold(f64::MAX, f64::min);
    let high = values().fold(f64::MIN, f64::max);
    let Some(last) = values().next_back() else {
        return String::new();
    };
    t!(
        "facts-chart-words",
        name = series.name.as_str(),
        count = series.points.len(),
        low = locale::number(low),
        high = locale::number(high),
        last = locale::number(last)
    )
}

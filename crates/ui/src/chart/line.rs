//! A chart of values over time.

use leptos::{html, prelude::*};
use wasm_bindgen::prelude::*;
use web_sys::ResizeObserver;

use super::{Series, Span, picture::Picture, table::Table};
use crate::{
    components::{Button, Empty, Glyph, Kind, Pick, Segments},
    locale, t,
};

/// One or two series over time, with ranges of 30 days, a year and all, and the numbers as a table.
///
/// It has no heading of its own: put it into a `Card`, with the last value large above it.
///
/// `<LineChart id="bp" title=t!("facts-blood-pressure") series=Series::of_blood_pressure(&entries).to_vec() />`
#[component]
pub fn LineChart(
    /// Its id.
    id: &'static str,
    /// What it shows, for screen readers and above the table.
    #[prop(into)]
    title: String,
    /// One or two series.
    #[prop(into)]
    series: Signal<Vec<Series>>,
    /// How far back at first.
    #[prop(default = Span::Month)]
    span: Span,
    /// The height in pixels, of the picture alone.
    #[prop(default = 190.0)]
    height: f64,
) -> impl IntoView {
    let span = RwSignal::new(span);
    let table = RwSignal::new(false);
    let place = NodeRef::<html::Div>::new();
    let width = width_of(place);
    let shown = Memo::new(move |_| {
        let series = series.get().into_iter();
        let cut = |series: Series| Series {
            points: span.get().cut(&series.points, locale::now()),
            ..series
        };
        series.map(cut).collect::<Vec<_>>()
    });
    let empty = move || shown.with(|all| all.iter().all(|series| series.points.is_empty()));
    let caption = title.clone();
    let picture = move || {
        let size = (width.get(), height);
        view! { <Picture id title=title.clone() series=shown.get() size /> }
    };
    view! {
        <div class="chart" id=id>
            <div class="chart-head no-print">
                <Legend series=shown />
                <Spans span />
            </div>
            <div class="chart-place" node_ref=place>
                <Show
                    when=move || !empty()
                    fallback=|| {
                        view! { <Empty icon=Glyph::ChartLine title=t!("facts-chart-empty") /> }
                    }
                >
                    {picture.clone()}
                </Show>
            </div>
            <Show when=move || !empty()>
                <Button
                    kind=Kind::Quiet
                    icon=Glyph::Table
                    on_press=move || table.update(|table| *table = !*table)
                >
                    {move || if table.get() { t!("facts-chart-hide") } else { t!("facts-chart-table") }}
                </Button>
            </Show>
            {move || table.get().then(|| view! { <Table caption=caption.clone() series=shown.get() /> })}
        </div>
    }
}

/// Names with their colours, where there is more than one line.
#[component]
fn Legend(series: Memo<Vec<Series>>) -> impl IntoView {
    move || {
        let series = series.get();
        (series.len() > 1).then(|| {
            let names = series.into_iter().enumerate().map(|(index, series)| {
                view! { <span class=format!("chart-name chart-name-{index}")>{series.name}</span> }
            });
            view! { <div class="chart-names">{names.collect_view()}</div> }
        })
    }
}

#[component]
fn Spans(span: RwSignal<Span>) -> impl IntoView {
    let picks = vec![
        Pick::new(Span::Month, t!("facts-chart-month")),
        Pick::new(Span::Year, t!("facts-chart-year")),
        Pick::new(Span::All, t!("facts-chart-all")),
    ];
    view! { <Segments label=t!("facts-chart-span") picks value=span /> }
}

/// The width of an element, followed; that of a narrow phone's card until it is known.
fn width_of(place: NodeRef<html::Div>) -> Signal<f64> {
    let width = RwSignal::new(296.0);
    let measured = Closure::<dyn Fn()>::new(move || {
        let Some(Some(place)) = place.try_get_untracked() else {
            return;
        };
        let now = place.get_bounding_client_rect().width().floor();
        if now > 0.0 && width.try_get_untracked() != Some(now) {
            let _ = width.try_set(now);
        }
    });
    let observer = ResizeObserver::new(measured.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((observer, measured));
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            kept.with_value(|(observer, _)| {
                if let Some(observer) = observer {
                    observer.observe(&place);
                }
            });
        }
    });
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
    width.into()
}

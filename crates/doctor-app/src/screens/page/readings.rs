//! The other vital signs: each one's last value, and where it is going.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::Entries;

/// A measurement that was made more than once, or once: the last, and all numbers for the trend.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trend {
    /// The last of them.
    pub(super) last: Entry,
    /// The numbers in the unit of the last.
    pub(super) points: Vec<Point>,
}

#[component]
pub(super) fn Readings(entries: Entries) -> impl IntoView {
    let trends = Memo::new(move |_| entries.with(|entries| trends(entries, false)));
    let opened = RwSignal::new(None::<String>);
    move || {
        let trends = trends.get();
        (!trends.is_empty()).then(|| {
            let rows = trends
                .into_iter()
                .map(|trend| view! { <TrendRow trend entries opened /> })
                .collect_view();
            view! {
                <Card heading=t!("page-readings") id="readings">
                    <ul class="rows trends">{rows}</ul>
                </Card>
            }
        })
    }
}

/// One measurement: its name, the last value, a small trend; pressed, the whole chart.
#[component]
pub(super) fn TrendRow(
    trend: Trend,
    entries: Entries,
    opened: RwSignal<Option<String>>,
) -> impl IntoView {
    let Fact::Measurement(measurement) = trend.last.fact.clone() else {
        return ().into_any();
    };
    let key = key_of(&trend.last.fact).unwrap_or_default();
    let name = measurement_name(&measurement);
    let several = trend.points.len() > 1;
    let loinc = measurement.loinc.clone().filter(|_| several);
    let (own, same) = (key.clone(), key.clone());
    let open = Memo::new(move |_| opened.read().as_deref() == Some(own.as_str()));
    let press = move |_| opened.set((!open.get_untracked()).then(|| same.clone()));
    let title = name.clone();
    let chart = move || {
        let code = loinc.clone().filter(|_| open.get())?;
        let (name, title) = (title.clone(), title.clone());
        let series = Signal::derive(move || {
            entries.with(|entries| {
                vec![Series::of_measurement(
                    name.clone(),
                    &[code.as_str()],
                    entries,
                )]
            })
        });
        Some(view! { <LineChart id="trend-chart" title=title series=series span=Span::Year /> })
    };
    let charted = several && measurement.loinc.is_some();
    let inside = view! { <TrendWords trend name /> };
    view! {
        <li>
            {match charted {
                true => {
                    view! {
                        <button
                            type="button"
                            class="trend"
                            aria-expanded=move || open.get().to_string()
                            on:click=press
                        >
                            {inside}
                            <Icon glyph=Glyph::ChartLine />
                        </button>
                    }
                        .into_any()
                }
                false => view! { <div class="trend">{inside}</div> }.into_any(),
            }}
            {chart}
        </li>
    }
    .into_any()
}

#[component]
fn TrendWords(trend: Trend, name: String) -> impl IntoView {
    let value = fact_detail(&trend.last.fact).unwrap_or_default();
    let when = locale::entry_when(&trend.last);
    view! {
        <span class="row-words">
            <span class="row-title">{name}</span>
            <span class="row-detail">{when}</span>
        </span>
        <Sparkline points=trend.points />
        <span class="trend-value">
            <span class="row-value">{value}</span>
            <FlagChip flag=flag_of(&trend.last) />
        </span>
    }
}

/// Every measurement, the latest first; laboratory results or the others.
pub(super) fn trends(entries: &[Entry], laboratory: bool) -> Vec<Trend> {
    let mut found: Vec<(String, Trend)> = Vec::new();
    let mut sorted: Vec<&Entry> = entries.iter().filter(|entry| !entry.mistaken).collect();
    sorted.sort_by_key(|entry| std::cmp::Reverse(entry.time));
    for entry in sorted {
        let Fact::Measurement(measurement) = &entry.fact else {
            continue;
        };
        let Some(key) = key_of(&entry.fact).filter(|_| measurement.laboratory == laboratory) else {
            continue;
        };
        let point = measurement.value.map(|value| Point {
            time: entry.time,
            value,
        });
        match found.iter_mut().find(|(known, _)| *known == key) {
            Some((_, trend)) => {
                let same = matches!(&trend.last.fact, Fact::Measurement(last) if last.ucum == measurement.ucum);
                trend.points.extend(point.filter(|_| same));
            }
            None => found.push((
                key,
                Trend {
                    last: entry.clone(),
                    points: point.into_iter().collect(),
                },
            )),
        }
    }
    found.into_iter().map(|(_, trend)| trend).collect()
}

/// What makes two measurements the same: the code, else the name.
fn key_of(fact: &Fact) -> Option<String> {
    let Fact::Measurement(measurement) = fact else {
        return None;
    };
    let name = || measurement.name.to_lowercase();
    Some(measurement.loinc.clone().unwrap_or_else(name))
}

#[cfg(test)]
mod tests {
    use bridge::{Flag, Measurement, Visibility};

    use super::*;

    fn measured(time: u64, name: &str, value: f64, ucum: &str) -> Entry {
        Entry {
            id: String::new(),
            version: 1,
            versions: 1,
            author: String::new(),
            by_me: false,
            written: time,
            date: None,
            time,
            visibility: Visibility::Shared,
            shown_to: Vec::new(),
            fresh: false,
            mistaken: false,
            of_child: false,
            fact: Fact::Measurement(Measurement {
                loinc: None,
                name: name.to_owned(),
                value: Some(value),
                text: value.to_string(),
                unit: ucum.to_owned(),
                ucum: ucum.to_owned(),
                low: None,
                high: None,
                flag: Flag::Unknown,
                laboratory: false,
                parts: Vec::new(),
            }),
        }
    }

    #[test]
    fn a_trend_is_of_one_unit_and_ends_with_the_latest() {
        let entries = [
            measured(1, "Weight", 70.0, "kg"),
            measured(3, "weight", 72.0, "kg"),
            measured(2, "Weight", 160.0, "[lb_av]"),
        ];
        let trends = trends(&entries, false);
        assert_eq!(trends.len(), 1);
        assert_eq!(trends[0].last.time, 3);
        let values: Vec<f64> = trends[0].points.iter().map(|point| point.value).collect();
        assert_eq!(values, [72.0, 70.0]);
    }
}

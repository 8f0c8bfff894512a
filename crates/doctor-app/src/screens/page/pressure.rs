//! Blood pressure: the last one large, the mean, and the chart.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use super::Entries;

/// Over how many days the mean is taken, in milliseconds.
const MONTH: u64 = 30 * 86_400_000;

#[component]
pub(super) fn Pressure(entries: Entries) -> impl IntoView {
    let last = Memo::new(move |_| entries.with(|entries| last(entries)));
    let mean = Memo::new(move |_| entries.with(|entries| mean(entries)));
    let some = Memo::new(move |_| last.read().is_some());
    let series =
        Memo::new(move |_| entries.with(|entries| Series::of_blood_pressure(entries).to_vec()));
    move || {
        some.get().then(|| {
            view! {
                <Card heading=t!("facts-blood-pressure") id="pressure">
                    <div class="pressure">
                        <div class="pressure-last">
                            {move || last.get().map(|entry| view! { <Last entry /> })}
                            {move || {
                                mean.get()
                                    .map(|(upper, lower)| {
                                        view! {
                                            <Chip tone=Tone::Teal>
                                                {t!("page-mean", value = format!("{upper}/{lower}"))}
                                            </Chip>
                                        }
                                    })
                            }}
                        </div>
                        <LineChart id="pressure-chart" title=t!("facts-blood-pressure") series=series />
                    </div>
                </Card>
            }
        })
    }
}

#[component]
fn Last(entry: Entry) -> impl IntoView {
    let Fact::BloodPressure {
        systolic,
        diastolic,
    } = entry.fact
    else {
        return ().into_any();
    };
    let value = format!("{}/{}", locale::number(systolic), locale::number(diastolic));
    let from = match entry.by_me {
        true => t!("page-by-you", when = locale::entry_when(&entry)),
        false => t!(
            "page-by",
            when = locale::entry_when(&entry),
            name = entry.author.as_str()
        ),
    };
    view! {
        <p class="value">
            <span class="value-number">{value}</span>
            " "
            <span class="value-unit">"mmHg"</span>
        </p>
        <p class="muted small">{from}</p>
        <FlagChip flag=flag_of(&entry) />
    }
    .into_any()
}

fn last(entries: &[Entry]) -> Option<Entry> {
    readings(entries).max_by_key(|entry| entry.time).cloned()
}

/// The mean of the 30 days up to the last reading; nothing of fewer than two.
fn mean(entries: &[Entry]) -> Option<(i64, i64)> {
    let newest = readings(entries).map(|entry| entry.time).max()?;
    let (mut count, mut upper, mut lower) = (0.0, 0.0, 0.0);
    for entry in readings(entries).filter(|entry| entry.time + MONTH >= newest) {
        if let Fact::BloodPressure {
            systolic,
            diastolic,
        } = entry.fact
        {
            count += 1.0;
            upper += systolic;
            lower += diastolic;
        }
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "casts of floats saturate, and these are pressures"
    )]
    let whole = |sum: f64| (sum / count).round() as i64;
    (count > 1.0).then(|| (whole(upper), whole(lower)))
}

fn readings(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let measured = entries.iter().filter(|entry| !entry.mistaken);
    measured.filter(|entry| matches!(entry.fact, Fact::BloodPressure { .. }))
}

#[cfg(test)]
mod tests {
    use bridge::Visibility;

    use super::*;

    fn reading(time: u64, systolic: f64, diastolic: f64) -> Entry {
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
            fact: Fact::BloodPressure {
                systolic,
                diastolic,
            },
        }
    }

    #[test]
    fn the_mean_is_of_the_last_month_and_of_more_than_one() {
        let old = reading(0, 200.0, 120.0);
        let (a, b) = (
            reading(MONTH * 2, 130.0, 80.0),
            reading(MONTH * 2 + 1, 133.0, 85.0),
        );
        assert_eq!(mean(&[old.clone(), a.clone(), b.clone()]), Some((132, 83)));
        assert_eq!(mean(&[old, b.clone()]), None);
        let mut wrong = a;
        wrong.mistaken = true;
        assert_eq!(mean(&[wrong, b]), None);
    }
}

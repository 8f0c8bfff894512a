//! The result that is being entered.

use bridge::{DraftLab, Flag};
use leptos::prelude::*;
use record::{
    codes::{LabTest, Span},
    units,
};
use ui::prelude::*;

use crate::screens::entry::{Bedside, Bounds, Suggest, Suggestion, focus, found, number, shown};

/// What is typed for one result.
#[derive(Clone, Copy)]
pub(super) struct TestResult {
    bedside: Bedside,
    name: RwSignal<String>,
    value: RwSignal<String>,
    /// The UCUM code of a known unit, or what was typed.
    unit: RwSignal<String>,
    low: RwSignal<String>,
    high: RwSignal<String>,
    /// Whether the value was left, or the result was to be taken.
    left: RwSignal<bool>,
}

impl TestResult {
    pub(super) fn new(bedside: Bedside) -> Self {
        Self {
            bedside,
            name: RwSignal::default(),
            value: RwSignal::default(),
            unit: RwSignal::default(),
            low: RwSignal::default(),
            high: RwSignal::default(),
            left: RwSignal::new(false),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        let empty = |text: RwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        empty(self.name) && empty(self.value)
    }

    pub(super) fn clear(self) {
        self.fill(DraftLab::default());
    }

    pub(super) fn fill(self, draft: DraftLab) {
        self.left.set(false);
        self.name.set(draft.name);
        self.value.set(draft.value);
        self.unit.set(draft.unit);
        self.low.set(draft.low.unwrap_or_default());
        self.high.set(draft.high.unwrap_or_default());
    }

    pub(super) fn draft(self) -> DraftLab {
        let end = |text: RwSignal<String>| {
            Some(shown(&text.get_untracked())).filter(|end| !end.is_empty())
        };
        let value = self.value.get_untracked();
        let is_number = number(&value).is_some();
        DraftLab {
            name: self.name.get_untracked().trim().to_owned(),
            loinc: untrack(|| self.test()).map(|test| test.loinc.to_owned()),
            value: if is_number {
                shown(&value)
            } else {
                value.trim().to_owned()
            },
            unit: self.unit.get_untracked().trim().to_owned(),
            low: end(self.low),
            high: end(self.high),
            when: String::new(),
        }
    }

    /// Whether it can be taken; otherwise the field that cannot.
    pub(super) fn check(self) -> Result<(), &'static str> {
        self.left.set(true);
        let blank = |text: RwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        if blank(self.name) {
            return Err("test");
        }
        if blank(self.value) || untrack(|| self.value_wrong()).is_some() {
            return Err("result");
        }
        match untrack(|| self.range_wrong()) {
            Some(_) => Err("range-low"),
            None => Ok(()),
        }
    }

    /// The test of this name, if it is one of the table.
    fn test(self) -> Option<&'static LabTest> {
        self.name.with(|name| LabTest::by_name(name))
    }

    fn value_wrong(self) -> Option<String> {
        let (value, left) = (self.value.get(), self.left.get());
        if value.trim().is_empty() {
            return left.then(|| t!("entry-labs-no-result"));
        }
        number(&value)?;
        let unit = self.unit.get();
        let possible = self.test()?.in_unit(&unit)?;
        let bounds = Bounds {
            low: possible.low,
            high: possible.high,
            whole: false,
        };
        bounds.wrong(&value, units::label(&unit), left)
    }

    fn range_wrong(self) -> Option<String> {
        let ends = (self.low.get(), self.high.get());
        let read = |end: &str| match end.trim() {
            "" => Ok(None),
            end => number(end).map(Some).ok_or(()),
        };
        match (read(&ends.0), read(&ends.1)) {
            (Ok(Some(low)), Ok(Some(high))) if low >= high => Some(t!("entry-labs-range-crossed")),
            (Ok(low), Ok(high)) => {
                // A word has no range.
                let word = (low.is_some() || high.is_some())
                    && self.value.with(|value| {
                        let value = value.trim().trim_start_matches(['<', '>', '=']);
                        !value.is_empty() && number(value).is_none()
                    });
                word.then(|| t!("entry-labs-range-word"))
            }
            _ => Some(t!("entry-no-number")),
        }
    }

    fn flag(self) -> Flag {
        let end = |end: RwSignal<String>| end.with(|end| number(end));
        flag_against(
            self.value.with(|value| number(value)),
            end(self.low),
            end(self.high),
        )
    }

    /// Takes a test of the table: its unit, and what is usual.
    fn take(self) {
        let Some(test) = untrack(|| self.test()) else {
            return;
        };
        let unit = test.units.first().map_or("", |unit| unit.ucum);
        self.unit.set(unit.to_owned());
        self.prefill(test, unit);
    }

    /// What is usual of the test, in a unit; children have no range here.
    fn prefill(self, test: &LabTest, unit: &str) {
        let gender = untrack(|| self.bedside.profile()).gender;
        let usual = match untrack(|| self.bedside.is_child()) {
            true => None,
            false => test.usual.of(gender.as_deref()),
        };
        let none = Span {
            low: None,
            high: None,
        };
        let Span { low, high } = usual.unwrap_or(none);
        let first = test.units.first().map_or("", |unit| unit.ucum);
        let text = |end: Option<f64>| {
            let end = end.and_then(|end| in_unit(end, first, unit));
            end.map(|end| format!("{}", (end * 1000.0).round() / 1000.0))
        };
        self.low.set(text(low).unwrap_or_default());
        self.high.set(text(high).unwrap_or_default());
    }
}

/// A value in another unit; counts of cells are the same count in thousands and lakhs.
fn in_unit(value: f64, from: &str, to: &str) -> Option<f64> {
    let cells = |unit: &str| match unit {
        units::PER_UL => Some(1.0),
        units::THOUSAND_PER_UL => Some(1e3),
        units::LAKH_PER_UL => Some(1e5),
        _ => None,
    };
    match (cells(from), cells(to)) {
        (Some(from), Some(to)) => Some(value * from / to),
        // Of the salts, one unit of charge each.
        _ if matches!((from, to), (units::MMOL_PER_L, units::MEQ_PER_L)) => Some(value),
        _ => (from == to).then_some(value),
    }
}

/// How a value stands to a range with one or two ends.
pub(super) fn flag_against(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> Flag {
    match (value, low, high) {
        (Some(value), Some(low), _) if value < low => Flag::Low,
        (Some(value), _, Some(high)) if value > high => Flag::High,
        (None, ..) | (_, None, None) => Flag::Unknown,
        _ => Flag::Normal,
    }
}

/// The fields of a result.
#[component]
pub(super) fn ResultFields(result: TestResult) -> impl IntoView {
    let options = Signal::derive(move || result.name.with(|typed| suggestions(typed)));
    let pick = Callback::new(move |_: Suggestion| {
        result.take();
        focus("result");
    });
    let nameless = move || {
        let nameless = result.left.get() && result.name.with(|name| name.trim().is_empty());
        nameless.then(|| t!("entry-labs-no-test"))
    };
    let flag = move || view! { <FlagChip flag=result.flag() /> };
    let left = move |_| {
        if result
            .value
            .with_untracked(|value| !value.trim().is_empty())
        {
            result.left.set(true);
        }
    };
    view! {
        <div class="form">
            <Suggest
                id="test"
                label=t!("entry-labs-test")
                value=result.name
                options
                on_pick=pick
                hint=Signal::stored(Some(t!("entry-labs-test-hint")))
                error=Signal::derive(nameless)
            />
            <div class="entry-grid">
                <div on:focusout=left>
                    <Field
                        id="result"
                        label=t!("entry-labs-value")
                        value=result.value
                        error=Signal::derive(move || result.value_wrong())
                        list="result-words"
                        max_length=200_u32
                    />
                    <div aria-live="polite">{flag}</div>
                </div>
                <Unit result />
            </div>
            <datalist id="result-words">
                <option value=t!("entry-labs-negative")></option>
                <option value=t!("entry-labs-positive")></option>
            </datalist>
            <div class="pair">
                <Field
                    id="range-low"
                    label=t!("entry-labs-low")
                    value=result.low
                    input=Input::Decimal
                    error=Signal::derive(move || result.range_wrong())
                />
                <Field id="range-high" label=t!("entry-labs-high") value=result.high input=Input::Decimal />
            </div>
            <p class="muted small">{t!("entry-labs-range-hint")}</p>
        </div>
    }
}

/// The unit: a choice where the test has several, else typed.
#[component]
fn Unit(result: TestResult) -> impl IntoView {
    let several = Memo::new(move |_| {
        let units = result.test().map_or(&[][..], |test| test.units);
        let units: Vec<&str> = units.iter().map(|unit| unit.ucum).collect();
        (units.len() > 1).then_some(units)
    });
    let known = |typed: &str| units::from_written(typed).map_or(typed.to_owned(), str::to_owned);
    let (chosen, typed) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    Effect::new(move |_| {
        let unit = result.unit.get();
        // What means the same stays as it was typed.
        if typed.with_untracked(|typed| known(typed) != unit) {
            typed.set(units::label(&unit).to_owned());
        }
        chosen.set(unit);
    });
    Effect::new(move |_| {
        let typed = typed.with(|typed| known(typed));
        if result.unit.with_untracked(|unit| *unit != typed) {
            result.unit.set(typed);
        }
    });
    // What is usual is said anew in the other unit.
    Effect::new(move |_| {
        let chosen = chosen.get();
        if result.unit.with_untracked(|unit| *unit != chosen) {
            result.unit.set(chosen.clone());
            if let Some(test) = untrack(|| result.test()) {
                result.prefill(test, &chosen);
            }
        }
    });
    move || match several.get() {
        Some(units) => {
            let picks: Vec<Pick<String>> = units
                .into_iter()
                .map(|ucum| Pick::new(ucum.to_owned(), units::label(ucum)))
                .collect();
            view! { <Select id="unit" label=t!("entry-labs-unit") picks=picks value=chosen /> }
                .into_any()
        }
        None => {
            view! { <Field id="unit" label=t!("entry-labs-unit") value=typed max_length=40_u32 /> }
                .into_any()
        }
    }
}

fn suggestions(typed: &str) -> Vec<Suggestion> {
    let fits = |test: &&LabTest| {
        let mut names = std::iter::once(test.label).chain(test.also.iter().copied());
        names.any(|name| found(name, typed))
    };
    let suggestion = |test: &LabTest| Suggestion {
        label: test.label.to_owned(),
        detail: test
            .units
            .first()
            .map_or("", |unit| units::label(unit.ucum))
            .to_owned(),
    };
    LabTest::all()
        .iter()
        .filter(fits)
        .take(8)
        .map(suggestion)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_have_one_end() {
        assert_eq!(flag_against(Some(5.0), None, Some(4.0)), Flag::High);
        assert_eq!(flag_against(Some(5.0), Some(6.0), None), Flag::Low);
        assert_eq!(flag_against(Some(5.0), Some(5.0), Some(5.5)), Flag::Normal);
        assert_eq!(flag_against(Some(5.0), None, None), Flag::Unknown);
        assert_eq!(flag_against(None, Some(1.0), None), Flag::Unknown);
    }

    #[test]
    fn a_range_is_turned_into_the_other_unit_only_where_that_is_sure() {
        assert_eq!(
            in_unit(150.0, units::THOUSAND_PER_UL, units::LAKH_PER_UL),
            Some(1.5)
        );
        assert_eq!(
            in_unit(135.0, units::MMOL_PER_L, units::MEQ_PER_L),
            Some(135.0)
        );
        assert_eq!(in_unit(1.0, units::MG_PER_DL, units::G_PER_DL), None);
    }

    #[test]
    fn tests_are_suggested_by_what_people_call_them() {
        assert_eq!(suggestions("hb")[0].label, "Haemoglobin");
        assert!(suggestions("").is_empty());
    }
}

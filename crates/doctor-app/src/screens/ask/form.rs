//! The measurements to be asked about, as they are typed.

use bridge::{Classifier, Feature};
use leptos::prelude::*;
use record::codes::Nuclear;
use ui::prelude::*;

use super::super::entry::{number, shown};

/// A field for each measurement that a classifier wants.
#[derive(Clone, Copy)]
pub(super) struct Form {
    classifier: StoredValue<Classifier>,
    cells: StoredValue<Vec<Cell>>,
    /// By place among the thirty of an aspirate the place among the features, where they are these.
    aspirate: StoredValue<Option<Vec<usize>>>,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// Its place among the features.
    pub(super) place: usize,
    /// What was typed.
    pub(super) text: RwSignal<String>,
    /// Whether the person has gone on.
    pub(super) left: RwSignal<bool>,
    low: f64,
    high: f64,
}

/// How what was typed stands to what the classifier knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// Nothing to say of it.
    Fine,
    /// It counts as the lower end.
    Below,
    /// It counts as the upper end.
    Above,
    /// It is no number.
    Wrong,
}

impl Form {
    pub(super) fn new(classifier: Classifier) -> Self {
        let cells = classifier.features.iter().enumerate();
        let cells = cells.map(|(place, feature)| Cell::new(place, feature));
        let cells = cells.collect();
        let names = classifier
            .features
            .iter()
            .map(|feature| feature.name.as_str());
        Self {
            aspirate: StoredValue::new(places(&names.collect::<Vec<_>>())),
            cells: StoredValue::new(cells),
            classifier: StoredValue::new(classifier),
        }
    }

    /// What will be asked.
    pub(super) fn classifier(self) -> Classifier {
        self.classifier.get_value()
    }

    /// The fields in the classifier's order.
    pub(super) fn cells(self) -> Vec<Cell> {
        self.cells.get_value()
    }

    /// The fields in the order of an aspirate, where the classifier wants its thirty measurements.
    pub(super) fn aspirate(self) -> Option<Vec<Cell>> {
        let places = self.aspirate.get_value()?;
        self.cells.with_value(|cells| {
            places
                .iter()
                .map(|place| cells.get(*place).copied())
                .collect()
        })
    }

    /// What a field is called.
    pub(super) fn name(self, cell: Cell) -> String {
        let name = self.classifier.with_value(|classifier| {
            classifier
                .features
                .get(cell.place)
                .map(|feature| feature.name.clone())
        });
        let name = name.unwrap_or_default();
        match Nuclear::by_name(&name).filter(|_| self.aspirate.with_value(Option::is_some)) {
            Some(one) => t!(
                "ask-measurement",
                feature = nuclear_feature_words(one.feature),
                statistic = statistic_words(one.statistic)
            ),
            None => name.replace('_', " "),
        }
    }

    /// Whether any field holds a number; reactive.
    pub(super) fn is_begun(self) -> bool {
        let cells = self.cells();
        cells.iter().any(|cell| number(&cell.text.read()).is_some())
    }

    /// What stands in the fields, in the order of an aspirate if it is one; reactive.
    pub(super) fn texts(self) -> Vec<String> {
        let cells = self.aspirate().unwrap_or_else(|| self.cells());
        cells.iter().map(|cell| shown(&cell.text.get())).collect()
    }

    /// Puts these into the fields, in the order of [`Form::texts`].
    pub(super) fn fill(self, texts: &[String]) {
        let cells = self.aspirate().unwrap_or_else(|| self.cells());
        for (cell, text) in cells.iter().zip(texts) {
            cell.text.set(shown(text));
            cell.left.set(true);
        }
    }

    /// The first field that does not hold a number.
    pub(super) fn first_missing(self) -> Option<Cell> {
        let cells = self.aspirate().unwrap_or_else(|| self.cells());
        cells
            .into_iter()
            .find(|cell| number(&cell.text.get_untracked()).is_none())
    }

    /// The numbers in the classifier's order, if all are there.
    pub(super) fn values(self) -> Option<Vec<f64>> {
        let cells = self.cells();
        cells
            .iter()
            .map(|cell| number(&cell.text.get_untracked()))
            .collect()
    }
}

impl Cell {
    fn new(place: usize, feature: &Feature) -> Self {
        Self {
            place,
            text: RwSignal::default(),
            left: RwSignal::new(false),
            low: feature.low,
            high: feature.high,
        }
    }

    /// Its id.
    pub(super) fn id(self) -> String {
        format!("measurement-{}", self.place)
    }

    /// How it stands; reactive. Of what may still grow nothing is said before the field is left.
    pub(super) fn stands(self) -> Stands {
        stands(&self.text.read(), self.low, self.high, self.left.get())
    }

    /// `6.981 to 28.11`, or what is to be said of the value; reactive.
    pub(super) fn note(self) -> String {
        let (low, high) = (plain(self.low), plain(self.high));
        match self.stands() {
            Stands::Fine => t!("ask-known", low = low, high = high),
            Stands::Below => t!("ask-below", end = low),
            Stands::Above => t!("ask-above", end = high),
            Stands::Wrong => t!("entry-no-number"),
        }
    }
}

fn stands(text: &str, low: f64, high: f64, left: bool) -> Stands {
    match number(text) {
        None if text.trim().is_empty() => Stands::Fine,
        None => Stands::Wrong,
        Some(value) if value > high => Stands::Above,
        Some(value) if left && value < low => Stands::Below,
        Some(_) => Stands::Fine,
    }
}

/// A bound with as many digits as it has, up to five that count. Not grouped: a comma could be taken for a point.
pub(super) fn plain(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the exponent of a float is below 400"
    )]
    let before = value.abs().log10().floor() as i32 + 1;
    let places = usize::try_from(5 - before).unwrap_or(0);
    let text = format!("{value:.places$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// For each of the thirty measurements of an aspirate its place among these names, if they are exactly those.
fn places(names: &[&str]) -> Option<Vec<usize>> {
    if names.len() != Nuclear::COUNT {
        return None;
    }
    let known: Vec<_> = names.iter().map(|name| Nuclear::by_name(name)).collect();
    Nuclear::all()
        .map(|one| known.iter().position(|name| *name == Some(one)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_written_with_the_digits_that_count() {
        for (value, text) in [
            (6.981, "6.981"),
            (4254.0, "4254"),
            (0.000_894_8, "0.0008948"),
            (0.0, "0"),
            (28.110_000_000_000_003, "28.11"),
            (12.0, "12"),
        ] {
            assert_eq!(plain(value), text);
        }
    }

    #[test]
    fn what_lies_outside_is_marked_and_what_may_grow_is_not_yet() {
        let of = |text, left| stands(text, 6.981, 28.11, left);
        assert_eq!(of("", true), Stands::Fine);
        assert_eq!(of("1", false), Stands::Fine);
        assert_eq!(of("1", true), Stands::Below);
        assert_eq!(of("17,99", true), Stands::Fine);
        assert_eq!(of("28.2", false), Stands::Above);
        assert_eq!(of("-3", false), Stands::Wrong);
    }

    #[test]
    fn the_thirty_of_an_aspirate_are_known_in_any_order() {
        let mut names: Vec<String> = Nuclear::all()
            .map(|one| one.code().replace('-', "_"))
            .collect();
        names.swap(0, 29);
        let of = |names: &[String]| places(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let found = of(&names).unwrap();
        assert_eq!((found[0], found[1], found[29]), (29, 1, 0));
        names[3] = "mean_radius".into();
        assert_eq!(of(&names), None);
        assert_eq!(of(&names[..29]), None);
    }
}

//! How often a classifier takes one class for another.

use serde_json::{Value, json};

use crate::listing::table;

/// Rows by the class they are of, columns by the class they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Confusion {
    counts: Vec<Vec<usize>>,
}

impl Confusion {
    /// Nothing classified yet.
    pub(crate) fn new(classes: usize) -> Self {
        Self {
            counts: vec![vec![0; classes]; classes],
        }
    }

    /// Takes in classes as they are and as they were given, both below the number of classes.
    pub(crate) fn extend(&mut self, truth: &[u8], given: &[u8]) {
        for (&is, &was) in truth.iter().zip(given) {
            self.counts[usize::from(is)][usize::from(was)] += 1;
        }
    }

    /// How many were classified.
    pub(crate) fn total(&self) -> usize {
        self.counts.iter().flatten().sum()
    }

    /// How many were given the class they are of.
    pub(crate) fn right(&self) -> usize {
        (0..self.counts.len())
            .map(|class| self.counts[class][class])
            .sum()
    }

    /// The share that was given its class; nothing of nothing.
    pub(crate) fn accuracy(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| self.right() as f64 / total as f64)
    }

    /// For people: a row for each class, a column for each class given.
    pub(crate) fn to_text(&self, classes: &[String]) -> String {
        let given: Vec<String> = classes.iter().map(|name| format!("GIVEN {name}")).collect();
        let heading: Vec<&str> = std::iter::once("IS")
            .chain(given.iter().map(String::as_str))
            .collect();
        let rows: Vec<Vec<String>> = classes
            .iter()
            .zip(&self.counts)
            .map(|(name, counts)| {
                let counts = counts.iter().map(ToString::to_string);
                std::iter::once(name.clone()).chain(counts).collect()
            })
            .collect();
        table(&heading, &rows)
    }

    /// For programs: the counts, row by row.
    pub(crate) fn to_json(&self) -> Value {
        json!(self.counts)
    }
}

/// A share in percent, with one decimal.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_taken_for_whom_is_counted() {
        let mut confusion = Confusion::new(2);
        assert_eq!(confusion.accuracy(), None);
        confusion.extend(&[0, 0, 1, 1, 1], &[0, 1, 1, 1, 0]);
        assert_eq!(confusion.to_json(), json!([[1, 1], [1, 2]]));
        assert_eq!((confusion.right(), confusion.total()), (3, 5));
        assert_eq!(confusion.accuracy(), Some(0.6));
        assert_eq!(percent(0.6), "60.0 %");
        let names = ["sick".to_owned(), "well".to_owned()];
        assert_eq!(
            confusion.to_text(&names),
            "IS    GIVEN sick  GIVEN well\nsick  1           1\nwell  1           2"
        );
    }
}

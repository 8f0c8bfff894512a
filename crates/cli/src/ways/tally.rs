//! What came of all questions by one way: right or not, different from the plaintext or not, time and bytes.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Cost, Trial, Way};
use crate::{
    confusion::{Confusion, percent},
    listing::table,
    work::span,
};

/// The questions of one split, and what the classifier in the clear says of them.
pub(crate) struct Reference {
    pub seed: u32,
    /// The rows of the table, counted from one, as messages do.
    pub rows: Vec<usize>,
    /// The class each is of.
    pub truth: Vec<u8>,
    /// The class that the integer classifier gives in the clear.
    pub plain: Vec<u8>,
}

/// Over all splits.
pub(crate) struct Tally {
    pub way: Way,
    pub confusion: Confusion,
    pub differing: Vec<Differing>,
    costs: Vec<Cost>,
    prepare: Vec<Duration>,
    stored: u64,
}

/// A label that is not the plaintext's.
pub(crate) struct Differing {
    seed: u32,
    row: usize,
    plain: u8,
    sealed: u8,
}

impl Tally {
    /// Nothing asked yet.
    pub(crate) fn new(way: Way, classes: usize) -> Self {
        Self {
            way,
            confusion: Confusion::new(classes),
            differing: Vec::new(),
            costs: Vec::new(),
            prepare: Vec::new(),
            stored: 0,
        }
    }

    /// Takes in the questions of one split, or the first of them.
    pub(crate) fn extend(&mut self, reference: &Reference, trial: Trial) {
        self.confusion.extend(&reference.truth, &trial.labels);
        let all = reference.rows.iter().zip(&reference.plain);
        for ((&row, &plain), &sealed) in all.zip(&trial.labels) {
            if plain != sealed {
                self.differing.push(Differing {
                    seed: reference.seed,
                    row,
                    plain,
                    sealed,
                });
            }
        }
        self.costs.extend(trial.costs);
        self.prepare.push(trial.prepare);
        self.stored = trial.stored;
    }

    /// The columns of [`Tally::row`].
    pub(crate) const HEADING: [&str; 10] = [
        "WAY",
        "ASKED",
        "RIGHT",
        "DIFFERENT",
        "AHEAD",
        "SENT AHEAD",
        "SERVER",
        "ASKER",
        "UP",
        "DOWN",
    ];

    /// For people: a row under [`Tally::HEADING`]; times and bytes are medians of one question.
    pub(crate) fn row(&self) -> Vec<String> {
        let time = |of: fn(&Cost) -> Duration| match self.median(of) {
            Some(took) if !took.is_zero() => span(took),
            _ => "-".to_owned(),
        };
        let sent = |of: fn(&Cost) -> u64| match self.median(of) {
            Some(count) if count > 0 => bytes(count),
            _ => "-".to_owned(),
        };
        vec![
            self.way.name(),
            self.confusion.total().to_string(),
            percent(self.confusion.accuracy().unwrap_or_default()),
            self.differing.len().to_string(),
            time(|cost| cost.ahead.asker + cost.ahead.server),
            sent(|cost| cost.ahead.up + cost.ahead.down),
            time(|cost| cost.online.server),
            time(|cost| cost.online.asker),
            sent(|cost| cost.online.up),
            sent(|cost| cost.online.down),
        ]
    }

    /// For programs; times in milliseconds, times and bytes medians of one question.
    pub(crate) fn to_json(&self, classes: &[String]) -> Value {
        let time = |of: fn(&Cost) -> Duration| self.median(of).map(milliseconds);
        let sent = |of: fn(&Cost) -> u64| self.median(of);
        let differing: Vec<Value> = self
            .differing
            .iter()
            .map(|label| {
                json!({
                    "seed": label.seed,
                    "row": label.row,
                    "plaintext": classes[usize::from(label.plain)],
                    "sealed": classes[usize::from(label.sealed)],
                })
            })
            .collect();
        json!({
            "way": self.way.id(),
            "name": self.way.name(),
            "questions": self.confusion.total(),
            "right": self.confusion.right(),
            "accuracy": self.confusion.accuracy(),
            "confusion": self.confusion.to_json(),
            "different": self.differing.len(),
            "differing": differing,
            "milliseconds": {
                "prepare": median(self.prepare.clone()).map(milliseconds),
                "ahead_asker": time(|cost| cost.ahead.asker),
                "ahead_server": time(|cost| cost.ahead.server),
                "asker": time(|cost| cost.online.asker),
                "server": time(|cost| cost.online.server),
            },
            "bytes": {
                "ahead_up": sent(|cost| cost.ahead.up),
                "ahead_down": sent(|cost| cost.ahead.down),
                "up": sent(|cost| cost.online.up),
                "down": sent(|cost| cost.online.down),
                "stored": self.stored,
            },
        })
    }

    /// The labels that differ, a line each; empty if there are none.
    pub(crate) fn differing_text(&self, classes: &[String]) -> String {
        let lines = self.differing.iter().map(|label| {
            format!(
                "{}: seed {}, row {}: {} instead of {}\n",
                self.way.name(),
                label.seed,
                label.row,
                classes[usize::from(label.sealed)],
                classes[usize::from(label.plain)]
            )
        });
        lines.collect()
    }

    fn median<T: Ord + Copy>(&self, of: impl Fn(&Cost) -> T) -> Option<T> {
        median(self.costs.iter().map(of).collect())
    }
}

/// A table of all ways.
pub(crate) fn ways_table(tallies: &[Tally]) -> String {
    let rows: Vec<Vec<String>> = tallies.iter().map(Tally::row).collect();
    table(&Tally::HEADING, &rows)
}

/// The middle one, the upper of two.
fn median<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    let middle = values.len() / 2;
    values.sort_unstable();
    values.get(middle).copied()
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

/// A number of bytes as people read it: `640 B`, `55 kB`, `1.6 MB`.
pub(crate) fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..100_000 => format!("{:.1} kB", count as f64 / 1e3),
        100_000..1_000_000 => format!("{:.0} kB", count as f64 / 1e3),
        _ => format!("{:.1} MB", count as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ways::Sides;

    fn trial(labels: &[u8], millis: &[u64]) -> Trial {
        let cost = |&millis: &u64| Cost {
            online: Sides {
                server: Duration::from_millis(millis),
                up: 55_000,
                ..Sides::default()
            },
            ..Cost::default()
        };
        Trial {
            labels: labels.to_vec(),
            costs: millis.iter().map(cost).collect(),
            prepare: Duration::from_millis(5),
            stored: 7,
        }
    }

    #[test]
    fn a_label_that_differs_is_listed_with_its_row() {
        let mut tally = Tally::new(Way::Provider, 2);
        let reference = |seed| Reference {
            seed,
            rows: vec![8, 3, 5],
            truth: vec![0, 1, 1],
            plain: vec![0, 1, 0],
        };
        tally.extend(&reference(0), trial(&[0, 1, 0], &[1, 2, 9]));
        tally.extend(&reference(4), trial(&[0, 0, 0], &[2, 2, 2]));
        let classes = ["no".to_owned(), "yes".to_owned()];
        assert_eq!(
            tally.differing_text(&classes),
            "provider, lattice: seed 4, row 3: no instead of yes\n"
        );
        let json = tally.to_json(&classes);
        assert_eq!((&json["different"], &json["right"]), (&json!(1), &json!(3)));
        assert_eq!(json["differing"][0]["row"], 3);
        assert_eq!(json["milliseconds"]["server"], 2.0);
        assert_eq!(json["bytes"]["up"], 55_000);
        let text = ways_table(&[tally]);
        assert!(text.contains("provider, lattice  6      50.0 %"), "{text}");
        assert!(
            text.contains("2.0 ms") && text.contains("55.0 kB"),
            "{text}"
        );
    }

    #[test]
    fn bytes_have_the_unit_that_fits() {
        for (count, text) in [
            (640, "640 B"),
            (55_369, "55.4 kB"),
            (640_000, "640 kB"),
            (1_612_345, "1.6 MB"),
        ] {
            assert_eq!(bytes(count), text);
        }
    }
}

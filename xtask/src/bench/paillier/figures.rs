//! All figures of a run: each by whose it is and what was measured, a value for every round.

use std::collections::BTreeMap;

use super::line::{Absent, Figure, Line, Row, Setting};
use crate::bench::statistics::{Spread, median};

/// Which round a figure is taken from.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) enum Choice {
    #[default]
    Median,
    /// What else a machine does only ever takes time away: the best round is the least disturbed one.
    Best,
}

/// What the programs told, over all rounds.
#[derive(Default)]
pub(crate) struct Figures {
    choice: Choice,
    rates: BTreeMap<(Setting, Row, String), Vec<f64>>,
    absences: Vec<Absent>,
    notes: BTreeMap<(String, String), String>,
}

impl Figures {
    /// None yet.
    pub(crate) fn choosing(choice: Choice) -> Self {
        Self {
            choice,
            ..Self::default()
        }
    }

    /// Takes in what one program told in one round.
    pub(crate) fn extend(&mut self, lines: impl IntoIterator<Item = Line>) {
        for line in lines {
            match line {
                Line::Figure(figure) => self.add(figure),
                Line::Absent(absent) if self.absences.contains(&absent) => {}
                Line::Absent(absent) => self.absences.push(absent),
            }
        }
    }

    fn add(&mut self, figure: Figure) {
        if let Some(note) = figure.note {
            let about = (figure.row.peer.clone(), figure.operation.clone());
            self.notes.insert(about, note);
        }
        let key = (figure.setting, figure.row, figure.operation);
        self.rates.entry(key).or_default().push(figure.per_second);
    }

    /// Of the chosen round, in operations a second.
    pub(crate) fn rate(&self, setting: Setting, row: &Row, operation: &str) -> Option<f64> {
        let key = (setting, row.clone(), operation.to_owned());
        let rates = self.rates.get(&key)?;
        Some(match self.choice {
            Choice::Median => median(rates),
            Choice::Best => rates.iter().copied().fold(0.0, f64::max),
        })
    }

    /// Every setting that has a figure, in order.
    pub(crate) fn settings(&self) -> Vec<Setting> {
        let mut settings: Vec<_> = self.rates.keys().map(|(setting, ..)| *setting).collect();
        settings.dedup();
        settings
    }

    /// Everybody who has a figure under a setting, in order.
    pub(crate) fn rows(&self, setting: Setting) -> Vec<&Row> {
        let here = self.rates.keys().filter(|(other, ..)| *other == setting);
        let mut rows: Vec<_> = here.map(|(_, row, _)| row).collect();
        rows.dedup();
        rows
    }

    /// The names of all operations of a row.
    pub(crate) fn operations(&self, setting: Setting, row: &Row) -> Vec<&str> {
        let here = self.rates.keys();
        here.filter(|(other, whose, _)| *other == setting && whose == row)
            .map(|(.., operation)| operation.as_str())
            .collect()
    }

    /// What is not there, once each.
    pub(crate) fn absences(&self) -> &[Absent] {
        &self.absences
    }

    /// Sentences on how a peer does an operation: peer, operation, sentence.
    pub(crate) fn notes(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let notes = self.notes.iter();
        notes.map(|((peer, operation), note)| (peer.as_str(), operation.as_str(), note.as_str()))
    }

    /// By how much rounds differ. Keys are left out: how long one is searched for is chance.
    pub(crate) fn spread(&self) -> Option<Spread> {
        let lasting = self.rates.iter();
        let lasting = lasting.filter(|((.., operation), _)| operation != "key_generation");
        Spread::of(lasting.map(|(_, rates)| rates))
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::parse_lines;
    use super::*;

    fn figures(rates: &[f64]) -> Figures {
        let mut figures = Figures::default();
        for rate in rates {
            let line = format!(
                r#"{{"peer":"p","version":"1","bits":2048,"threads":1,"operation":"add","per_second":{rate}}}"#
            );
            figures.extend(parse_lines(&line).unwrap());
        }
        figures
    }

    fn rate(figures: &Figures) -> Option<f64> {
        let setting = *figures.settings().first()?;
        figures.rate(setting, figures.rows(setting)[0], "add")
    }

    #[test]
    fn a_figure_is_the_median_of_its_rounds() {
        assert_eq!(rate(&figures(&[])), None);
        assert_eq!(rate(&figures(&[7.0])), Some(7.0));
        assert_eq!(rate(&figures(&[900.0, 100.0, 110.0])), Some(110.0));
        assert_eq!(rate(&figures(&[4.0, 1.0, 2.0, 9.0])), Some(3.0));
    }

    #[test]
    fn a_figure_is_the_best_of_its_rounds_where_that_is_wanted() {
        let mut figures = figures(&[4.0, 1.0, 2.0, 9.0]);
        figures.choice = Choice::Best;
        assert_eq!(rate(&figures), Some(9.0));
    }

    #[test]
    fn the_spread_is_that_of_the_rounds_but_for_keys() {
        assert_eq!(figures(&[5.0]).spread(), None);
        let mut figures = figures(&[90.0, 100.0, 120.0]);
        let (middle, most) = (0.3, 0.3);
        let spread = Some(Spread { middle, most });
        assert_eq!(figures.spread(), spread);
        for rate in [1.0, 5.0] {
            let line = format!(
                r#"{{"peer":"p","version":"1","bits":2048,"threads":1,"operation":"key_generation","per_second":{rate}}}"#
            );
            figures.extend(parse_lines(&line).unwrap());
        }
        assert_eq!(figures.spread(), spread);
    }

    #[test]
    fn what_is_absent_in_every_round_is_said_once() {
        let line = r#"{"peer":"p","version":"1","bits":3072,"threads":2,"absent":"refuses"}"#;
        let mut figures = Figures::default();
        figures.extend(parse_lines(line).unwrap());
        figures.extend(parse_lines(line).unwrap());
        assert_eq!(figures.absences().len(), 1);
        assert!(figures.settings().is_empty());
    }
}

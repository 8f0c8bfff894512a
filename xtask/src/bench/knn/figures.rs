//! All figures of a run: each by whose it is and under which conditions, a value for every round.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use super::line::{Line, Row, Said, Setting};
use crate::bench::statistics::{Spread, median};

/// What the programs told, over all rounds.
#[derive(Default)]
pub(crate) struct Figures {
    times: BTreeMap<(Setting, Row, String), Vec<f64>>,
    bytes: BTreeMap<(Setting, Row, String), u64>,
    absences: Vec<(Setting, Row, String)>,
}

impl Figures {
    /// Takes in what one program told in one turn.
    ///
    /// # Errors
    /// It told a figure twice: then two things go by the same name, and one would pass for a round of the other. Nothing of
    /// the turn is taken in.
    pub(crate) fn extend(&mut self, turn: Vec<Line>) -> Result<()> {
        ensure_once(&turn)?;
        for Line { row, setting, said } in turn {
            match said {
                Said::Time(phase, ms) => {
                    self.times
                        .entry((setting, row, phase))
                        .or_default()
                        .push(ms);
                }
                Said::Bytes(bytes) => {
                    let named = bytes.into_iter();
                    let keyed = named.map(|(name, count)| ((setting, row.clone(), name), count));
                    self.bytes.extend(keyed);
                }
                Said::Absent(reason) => {
                    let absence = (setting, row, reason);
                    if !self.absences.contains(&absence) {
                        self.absences.push(absence);
                    }
                }
            }
        }
        Ok(())
    }

    /// The median of the rounds, in seconds.
    pub(crate) fn seconds(&self, setting: Setting, row: &Row, phase: &str) -> Option<f64> {
        let rounds = self.times.get(&(setting, row.clone(), phase.to_owned()))?;
        Some(median(rounds) / 1e3)
    }

    /// The sum of phases; nothing if one is missing.
    pub(crate) fn sum(&self, setting: Setting, row: &Row, phases: &[&str]) -> Option<f64> {
        phases
            .iter()
            .map(|phase| self.seconds(setting, row, phase))
            .sum()
    }

    /// How many bytes of a kind.
    pub(crate) fn bytes(&self, setting: Setting, row: &Row, kind: &str) -> Option<u64> {
        let key = (setting, row.clone(), kind.to_owned());
        self.bytes.get(&key).copied()
    }

    /// Every setting that has a figure, in order.
    pub(crate) fn settings(&self) -> Vec<Setting> {
        let mut settings: Vec<_> = self.times.keys().map(|(setting, ..)| *setting).collect();
        settings.dedup();
        settings
    }

    /// Everybody who has the time of a phase under a setting, in order.
    pub(crate) fn rows(&self, setting: Setting, phase: &str) -> Vec<&Row> {
        self.times
            .keys()
            .filter(|(other, _, named)| *other == setting && named == phase)
            .map(|(_, row, _)| row)
            .collect()
    }

    /// What is not there, and why, once each.
    pub(crate) fn absences(&self) -> &[(Setting, Row, String)] {
        &self.absences
    }

    /// By how much rounds differ.
    pub(crate) fn spread(&self) -> Option<Spread> {
        Spread::of(self.times.values())
    }
}

fn ensure_once(turn: &[Line]) -> Result<()> {
    let mut told = BTreeSet::new();
    for Line { row, setting, said } in turn {
        let names: Vec<&str> = match said {
            Said::Time(phase, _) => vec![phase],
            Said::Bytes(bytes) => bytes.keys().map(String::as_str).collect(),
            Said::Absent(_) => Vec::new(),
        };
        for name in names {
            ensure!(
                told.insert((setting, row, name)),
                "`{name}` of `{}` was told twice in one turn",
                row.variant
            );
        }
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod toy {
    //! Figures made up for the tests.

    use super::super::line::parse_lines;
    use super::Figures;

    /// A line of a program: whose, under which conditions, and what it tells.
    pub(crate) fn line(peer: &str, (n, threads): (usize, usize), told: &str) -> String {
        format!(
            "{{\"peer\":\"{peer}\",\"version\":\"1\",\"n\":{n},\"d\":30,\"threads\":{threads},{told}}}\n"
        )
    }

    /// All that these turns tell.
    pub(crate) fn figures(turns: &[String]) -> Figures {
        let mut figures = Figures::default();
        for turn in turns {
            figures.extend(parse_lines(turn).unwrap()).unwrap();
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::parse_lines;
    use super::Figures;
    use super::toy::{figures, line};

    const OPEN: &str = r#""variant":"v","phase":"open","median_ms":1"#;

    #[test]
    fn a_figure_is_the_median_of_its_rounds_and_a_sum_needs_all_its_phases() {
        let turns = [900.0, 100.0, 110.0].map(|ms| {
            let told = format!("\"variant\":\"v\",\"phase\":\"server\",\"median_ms\":{ms}");
            line("p", (455, 1), &told)
                + &line("p", (455, 1), OPEN)
                + &line("p", (455, 1), r#""variant":"v","bytes":{"up":5}"#)
        });
        let figures = figures(&turns);
        let setting = figures.settings()[0];
        let row = figures.rows(setting, "server")[0];
        assert_eq!(figures.seconds(setting, row, "server"), Some(0.11));
        assert_eq!(figures.sum(setting, row, &["server", "open"]), Some(0.111));
        assert_eq!(figures.sum(setting, row, &["server", "keys"]), None);
        assert_eq!(figures.bytes(setting, row, "up"), Some(5));
        assert_eq!(figures.bytes(setting, row, "down"), None);
        let spread = figures.spread().unwrap();
        assert!(spread.middle < spread.most && (spread.most - 800.0 / 110.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_told_twice_in_one_turn_is_refused_whole() {
        let (open, bytes) = (
            line("p", (455, 1), OPEN),
            line("p", (455, 1), r#""variant":"v","bytes":{"up":5}"#),
        );
        let mut figures = Figures::default();
        for twice in [&open, &bytes] {
            let turn = parse_lines(&format!("{open}{bytes}{twice}")).unwrap();
            assert!(figures.extend(turn).is_err());
            assert!(figures.settings().is_empty());
        }
        let other = [
            line("p", (455, 2), OPEN),
            line("q", (455, 1), OPEN),
            line("p", (455, 1), &OPEN.replace(r#""v""#, r#""w""#)),
            line("p", (455, 1), &OPEN.replace("open", "server")),
        ];
        let turn = parse_lines(&format!("{open}{bytes}{}", other.concat())).unwrap();
        figures.extend(turn).unwrap();
        let rows = figures.rows(figures.settings()[0], "open").len();
        assert_eq!((figures.settings().len(), rows), (2, 3));
    }

    #[test]
    fn what_is_absent_in_every_round_is_said_once() {
        let absent = line("p", (455, 1), r#""variant":"v","absent":"no""#);
        let figures = figures(&[absent.clone(), absent]);
        assert_eq!(figures.absences().len(), 1);
        assert!(figures.settings().is_empty() && figures.spread().is_none());
    }
}

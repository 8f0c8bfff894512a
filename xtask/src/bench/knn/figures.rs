//! All figures of a run: each by whose it is and under which conditions, a value for every round.

use std::collections::BTreeMap;

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
    /// Takes in what one program told in one round.
    pub(crate) fn extend(&mut self, lines: impl IntoIterator<Item = Line>) {
        for Line { row, setting, said } in lines {
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

    /// All that these lines tell.
    pub(crate) fn figures(lines: &str) -> Figures {
        let mut figures = Figures::default();
        figures.extend(parse_lines(lines).unwrap());
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::toy::{figures, line};

    #[test]
    fn a_figure_is_the_median_of_its_rounds_and_a_sum_needs_all_its_phases() {
        let mut lines = String::new();
        for ms in [900.0, 100.0, 110.0] {
            let told = format!("\"variant\":\"v\",\"phase\":\"server\",\"median_ms\":{ms}");
            lines += &line("p", (455, 1), &told);
        }
        lines += &line(
            "p",
            (455, 1),
            r#""variant":"v","phase":"open","median_ms":1"#,
        );
        lines += &line("p", (455, 1), r#""variant":"v","bytes":{"up":5}"#);
        let figures = figures(&lines);
        let setting = figures.settings()[0];
        let row = figures.rows(setting, "server")[0];
        assert_eq!(figures.seconds(setting, row, "server"), Some(0.11));
        assert_eq!(figures.sum(setting, row, &["server", "open"]), Some(0.111));
        assert_eq!(figures.sum(setting, row, &["server", "keys"]), None);
        assert_eq!(figures.bytes(setting, row, "up"), Some(5));
        assert_eq!(figures.bytes(setting, row, "down"), None);
        let spread = figures.spread().unwrap();
        assert!((spread.most - 800.0 / 110.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_absent_in_every_round_is_said_once() {
        let absent = line("p", (455, 1), r#""variant":"v","absent":"no""#);
        let figures = figures(&format!("{absent}{absent}"));
        assert_eq!(figures.absences().len(), 1);
        assert!(figures.settings().is_empty() && figures.spread().is_none());
    }
}

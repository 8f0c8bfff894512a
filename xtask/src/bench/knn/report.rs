//! `bench/knn.md`, made from the figures.

use std::fmt;

use super::figures::Figures;
use super::line::{Row, Setting};
use super::programs::{NAMES, OURS};
use super::running::{Plan, Task};
use crate::bench::number;

mod growth;
mod settings;

/// Everything the report tells.
pub(crate) struct Report {
    pub(crate) command: String,
    /// When, where, under what load.
    pub(crate) machine: String,
    pub(crate) plan: Plan,
    pub(crate) figures: Figures,
    /// What could not be installed, each with the reason.
    pub(crate) missing: Vec<(String, String)>,
    /// The libraries that were asked for; empty for all.
    pub(crate) only: Vec<String>,
    /// What its program prints; `None` where it was not asked for.
    pub(crate) loopback: Option<String>,
    /// A table; `None` where it was not asked for.
    pub(crate) labels: Option<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# The sealed kNN beside its peers\n")?;
        writeln!(f, "`{}` on {}.", self.command, self.machine)?;
        writeln!(f, "{}", self.conditions())?;
        self.left_out(f)?;
        for setting in self.figures.settings() {
            let Setting { n, d, threads } = setting;
            if (Task { n, d }).is_real() {
                settings::outsourced(f, &self.figures, setting)?;
                settings::provider(f, &self.figures, setting)?;
                if threads == 1 {
                    settings::whole(f, &self.figures, setting)?;
                }
            }
        }
        if let Some(loopback) = &self.loopback {
            writeln!(f, "\n## Over loopback\n\n{}", loopback.trim_end())?;
        }
        if let Some(labels) = &self.labels {
            writeln!(f, "\n## Labels\n\n{LABELS}\n\n{}", labels.trim_end())?;
        }
        growth::tables(f, &self.figures)?;
        self.absences(f)
    }
}

impl Report {
    fn conditions(&self) -> String {
        let Plan {
            rounds, seconds, ..
        } = self.plan;
        let spread = self.figures.spread();
        let spread = spread.map_or(String::new(), |spread| format!(" {spread}"));
        format!(
            "The Wisconsin Diagnostic data, 455 rows to learn from and 30 measurements of 8 bits, k = 5; the larger tasks are drawn\n\
             for the purpose. Times are medians of the calls in {seconds} s or more, and of {rounds} round(s) in which all programs \
             take their\nturn; what takes too long to be repeated is timed once a round. Everybody classifies the same questions, \
             and the labels were\nchecked first ([peers/knn.md](peers/knn.md)). One thread is pinned to one core.{spread}"
        )
    }

    /// What this run does not tell, and a whole one does.
    fn left_out(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.plan.test {
            writeln!(f, "\n{TRIED}")?;
        }
        let asked = |name: &&str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        let peers = NAMES.iter().copied().filter(|name| !asked(name));
        let tables = [
            (self.plan.threads.len() < 2, "two threads"),
            (self.loopback.is_none(), "a class over loopback"),
            (self.labels.is_none(), "the labels of ten splits"),
            (self.plan.tasks.len() < 2, "growth"),
        ];
        let tables = tables.iter().filter(|(missing, _)| *missing);
        let left_out: Vec<&str> = peers.chain(tables.map(|(_, words)| *words)).collect();
        match left_out.is_empty() {
            true => Ok(()),
            false => writeln!(f, "\n**Not in this run:** {}.", left_out.join("; ")),
        }
    }

    fn absences(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.figures.absences().is_empty() && self.missing.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n## Absent\n")?;
        for (peer, reason) in &self.missing {
            writeln!(f, "- {peer}: {reason}")?;
        }
        let mut said = Vec::new();
        for (setting, row, reason) in self.figures.absences() {
            let Setting { n, d, .. } = *setting;
            let at = match (Task { n, d }).is_real() {
                true => String::new(),
                false => format!(" at {} × {d}", number::count(n as u64)),
            };
            let sentence = format!("{}{at}: {reason}", name(row));
            if !said.contains(&sentence) {
                writeln!(f, "- {sentence}")?;
                said.push(sentence);
            }
        }
        Ok(())
    }
}

/// How a row of ours or a peer's begins.
fn name(row: &Row) -> String {
    let peer = match row.peer.as_str() {
        OURS => "**Sehat**".to_owned(),
        peer => format!("{peer} {}", row.version).trim_end().to_owned(),
    };
    match row.variant.as_str() {
        "" => peer,
        variant => format!("{peer}, {variant}"),
    }
}

/// A table's heading.
fn heading(f: &mut fmt::Formatter<'_>, columns: &[&str]) -> fmt::Result {
    writeln!(f, "| | {} |", columns.join(" | "))?;
    writeln!(f, "|---|{}", "---|".repeat(columns.len()))
}

/// A table's row, with a dash for what is not there.
fn line(f: &mut fmt::Formatter<'_>, name: &str, cells: &[Option<String>]) -> fmt::Result {
    let cells: Vec<&str> = cells
        .iter()
        .map(|cell| cell.as_deref().unwrap_or("–"))
        .collect();
    writeln!(f, "| {name} | {} |", cells.join(" | "))
}

/// A number of bytes, in units of a thousand.
fn bytes(count: u64) -> String {
    let (unit, name) = match count {
        0..1_000 => return format!("{count} B"),
        1_000..1_000_000 => (1e3, "kB"),
        1_000_000..1_000_000_000 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    let value = count as f64 / unit;
    match value {
        ..9.995 => format!("{value:.2} {name}"),
        ..99.95 => format!("{value:.1} {name}"),
        _ => format!("{value:.0} {name}"),
    }
}

/// So many threads, in words.
fn threads(threads: usize) -> String {
    match threads {
        1 => "one thread".to_owned(),
        threads => format!("{threads} threads"),
    }
}

const TRIED: &str =
    "**A trial**: everything ran once, to see that it runs, and the times mean nothing.";

const LABELS: &str = "`sehat knn evaluate` over the splits of scikit-learn's `train_test_split(test_size=0.2)` with seeds from 0 on.";

#[cfg(test)]
mod tests;

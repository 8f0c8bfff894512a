//! `bench/paillier.md`, made from the figures.

use std::fmt;

use super::figures::{Choice, Figures};
use super::instructions::Count;
use super::powers::Powers;
use super::programs::{Missing, OURS};
use super::running::Plan;

mod kernels;
mod peers;

/// Everything the report tells.
pub(crate) struct Report {
    pub(crate) command: String,
    /// When, where, under what load.
    pub(crate) machine: String,
    pub(crate) plan: Plan,
    pub(crate) figures: Figures,
    /// What could not be installed.
    pub(crate) missing: Vec<Missing>,
    pub(crate) powers: Powers,
    /// Or why there are none.
    pub(crate) instructions: Result<Vec<Count>, String>,
    /// A table as it is; empty where it was not asked for.
    pub(crate) hospital: String,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# Paillier beside its peers\n")?;
        writeln!(f, "`{}` on {}.", self.command, self.machine)?;
        writeln!(f, "{}", self.conditions())?;
        for setting in self.figures.settings() {
            peers::table(f, &self.figures, &self.missing, setting)?;
        }
        peers::absences(f, &self.figures, &self.missing)?;
        peers::notes(f, &self.figures)?;
        if !self.hospital.is_empty() {
            writeln!(f, "\n## A hospital's mean\n")?;
            writeln!(
                f,
                "With the public key, on all cores; the sum was compared with the plain one.\n"
            )?;
            write!(f, "{}", self.hospital)?;
        }
        kernels::limits(f, &self.figures)?;
        kernels::powers(f, &self.powers)?;
        kernels::instructions(f, &self.instructions)
    }
}

impl Report {
    fn conditions(&self) -> String {
        let Plan {
            rounds, seconds, ..
        } = self.plan;
        let round = match self.plan.choice {
            Choice::Median => "median",
            Choice::Best => "best",
        };
        let spread = self.figures.spread();
        let spread = spread.map_or(String::new(), |spread| format!(" {spread}"));
        format!(
            "The tables have operations a second: the median of the calls in {seconds} s or more, and the {round} of {rounds} \
             round(s)\nin which all programs take their turn. Everybody computes on the same numbers, and what they decrypt to was \
             checked first\n([peers/README.md](peers/README.md)). One thread is pinned to one core. A new key is a search of \
             random length: its time\ntells the order of magnitude.{spread}"
        )
    }
}

/// What the operations are called in a table.
const COLUMNS: [(&str, &str); 6] = [
    ("key_generation", "new key"),
    ("encrypt_public", "encrypt, public key"),
    ("encrypt_secret", "encrypt, secret key"),
    ("decrypt", "decrypt"),
    ("add", "add"),
    ("multiply", "× 64-bit number"),
];

/// The words for an operation of the protocol, or its own where there are none.
fn words(operation: &str) -> &str {
    let known = COLUMNS.iter().find(|(name, _)| *name == operation);
    known.map_or(operation, |(_, words)| words)
}

/// How a row of ours or a peer's begins.
fn name(row: &super::line::Row) -> String {
    let mut name = match row.peer.as_str() {
        OURS => "**Sehat**".to_owned(),
        peer => format!("{peer} {}", row.version).trim_end().to_owned(),
    };
    if let Some(variant) = &row.variant {
        name.push_str(", ");
        name.push_str(variant);
    }
    name
}

#[cfg(test)]
mod tests;

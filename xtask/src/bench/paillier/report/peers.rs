//! The tables of ours and the peers' figures, with the best peer and the ratio to it in each column.

use std::fmt::{self, Write as _};

use super::{COLUMNS, name, words};
use crate::bench::number;
use crate::bench::paillier::figures::Figures;
use crate::bench::paillier::line::{Absent, Row, Setting};
use crate::bench::paillier::programs::{Missing, OURS};
use crate::bench::paillier::recorded::{RECORDED, Recorded};

/// One table: a size and a number of threads.
pub(super) fn table(
    f: &mut fmt::Formatter<'_>,
    figures: &Figures,
    missing: &[Missing],
    setting: Setting,
) -> fmt::Result {
    let threads = match setting.threads {
        1 => "one thread".to_owned(),
        threads => format!("{threads} threads"),
    };
    writeln!(f, "\n## {} bits, {threads}\n", setting.bits)?;
    let columns: Vec<_> = COLUMNS.iter().map(|(_, words)| *words).collect();
    writeln!(f, "| | {} |", columns.join(" | "))?;
    writeln!(f, "|---|{}", "---|".repeat(COLUMNS.len()))?;

    let rows = figures.rows(setting);
    let (ours, peers): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|row| row.peer == OURS);
    for row in ours.iter().chain(&peers) {
        write_row(f, &name(row), |operation| {
            Some(shown(operation, figures.rate(setting, row, operation)?))
        })?;
    }
    for recorded in stand_ins(figures, missing, setting, &peers) {
        write_row(
            f,
            &format!("*{}, recorded elsewhere*", recorded.name),
            |operation| Some(format!("*{}*", shown(operation, recorded.rate(operation)?))),
        )?;
    }
    let best = |operation: &str| best(figures, setting, &peers, operation);
    write_row(f, "best peer in this run", |operation| {
        let (row, rate) = best(operation)?;
        Some(format!("{} ({})", shown(operation, rate), row.peer))
    })?;
    for row in &ours {
        write_row(f, &format!("{} / best peer", name(row)), |operation| {
            let (_, best) = best(operation)?;
            let ratio = number::ratio(figures.rate(setting, row, operation)? / best);
            Some(format!("**{ratio}**"))
        })?;
    }
    Ok(())
}

/// The fastest peer. Who has the secret key may also encrypt as everybody does.
fn best<'a>(
    figures: &Figures,
    setting: Setting,
    peers: &[&'a Row],
    operation: &str,
) -> Option<(&'a Row, f64)> {
    let ways: &[&str] = match operation {
        "encrypt_secret" => &["encrypt_secret", "encrypt_public"],
        "key_generation" => &["key_generation"],
        "encrypt_public" => &["encrypt_public"],
        "decrypt" => &["decrypt"],
        "add" => &["add"],
        "multiply" => &["multiply"],
        _ => &[],
    };
    let all = peers.iter().flat_map(|row| {
        let rates = ways
            .iter()
            .filter_map(|way| figures.rate(setting, row, way));
        rates.map(|rate| (*row, rate))
    });
    all.max_by(|one, other| one.1.total_cmp(&other.1))
}

/// Recorded figures of the peers that were asked for and could not be installed or failed. One that refuses a
/// size by itself has none.
fn stand_ins<'a>(
    figures: &'a Figures,
    missing: &'a [Missing],
    setting: Setting,
    peers: &'a [&Row],
) -> impl Iterator<Item = &'a Recorded> {
    RECORDED.iter().filter(move |recorded| {
        let here = peers.iter().any(|row| row.peer == recorded.peer);
        let not_installed = missing.iter().any(|missing| missing.peer == recorded.peer);
        let failed = figures.absences().iter().any(|absent| {
            absent.row.peer.starts_with(recorded.peer)
                && absent.row.version.is_empty()
                && absent.setting == setting
        });
        let size = setting.threads == 1 && recorded.bits == setting.bits;
        size && !here && (not_installed || failed)
    })
}

fn write_row(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    cell: impl Fn(&str) -> Option<String>,
) -> fmt::Result {
    let mut line = format!("| {name} |");
    for (operation, _) in COLUMNS {
        let cell = cell(operation).unwrap_or_else(|| "–".to_owned());
        write!(line, " {cell} |")?;
    }
    writeln!(f, "{line}")
}

/// A key takes so long that its time says more than a rate.
fn shown(operation: &str, rate: f64) -> String {
    match operation {
        "key_generation" => number::time(rate.recip()),
        _ => number::rate(rate),
    }
}

/// What could not be measured, and why.
pub(super) fn absences(
    f: &mut fmt::Formatter<'_>,
    figures: &Figures,
    missing: &[Missing],
) -> fmt::Result {
    if figures.absences().is_empty() && missing.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n## Absent\n")?;
    for missing in missing {
        writeln!(f, "- {}: {}", missing.peer, missing.reason)?;
    }
    let mut said = Vec::new();
    for absent in figures.absences() {
        let sentence = sentence(absent);
        if !said.contains(&sentence) {
            writeln!(f, "- {sentence}")?;
            said.push(sentence);
        }
    }
    Ok(())
}

fn sentence(absent: &Absent) -> String {
    let Absent { row, setting, .. } = absent;
    match &absent.operation {
        Some(operation) => format!("{}: {}: {}", name(row), words(operation), absent.reason),
        None => format!(
            "{} at {} bits, {} thread(s): {}",
            name(row),
            setting.bits,
            setting.threads,
            absent.reason
        ),
    }
}

/// How a peer does what it does, where the figure alone might mislead.
pub(super) fn notes(f: &mut fmt::Formatter<'_>, figures: &Figures) -> fmt::Result {
    let mut notes = figures.notes().peekable();
    if notes.peek().is_some() {
        writeln!(f, "\n## Notes\n")?;
    }
    for (peer, operation, note) in notes {
        writeln!(f, "- {peer}, {}: {note}", words(operation))?;
    }
    Ok(())
}

//! Below the scheme: how near ours comes to the bare kernel, to OpenSSL, and in how many instructions.

use std::fmt;

use super::words;
use crate::bench::number;
use crate::bench::paillier::figures::Figures;
use crate::bench::paillier::instructions::Count;
use crate::bench::paillier::line::{Row, Setting};
use crate::bench::paillier::powers::Powers;
use crate::bench::paillier::programs::OURS;

/// Ours beside what the bare kernel would allow.
pub(super) fn limits(f: &mut fmt::Formatter<'_>, figures: &Figures) -> fmt::Result {
    let mut rows = Vec::new();
    for setting in figures.settings() {
        for row in figures.rows(setting) {
            for operation in figures.operations(setting, row) {
                rows.extend(limit(figures, setting, row, operation));
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n## Beside the limit of the kernel\n")?;
    writeln!(
        f,
        "What the bare kernels, measured in the same run, would allow: the products of the operation and nothing \
         else, neither\na table read nor a number packed. Once in base n, as Sehat computes, and once by Montgomery \
         products of the whole length\nof n², as is usual.\n"
    )?;
    writeln!(
        f,
        "| bits | threads | operation | Sehat | limit in base n | of it | limit at full length | of it |"
    )?;
    writeln!(f, "|---|---|---|---|---|---|---|---|")?;
    rows.iter().try_for_each(|row| writeln!(f, "{row}"))
}

/// A row of the table, if this operation is a limit.
fn limit(figures: &Figures, setting: Setting, row: &Row, operation: &str) -> Option<String> {
    let limited = operation.strip_prefix("kernel_limit_")?;
    let ours = figures.rate(setting, row, limited);
    let beside = |limit: Option<f64>| {
        let share = ours.zip(limit).map(|(ours, limit)| ours / limit);
        let shown = |figure: Option<String>| figure.unwrap_or("–".to_owned());
        [
            shown(limit.map(number::rate)),
            shown(share.map(number::percent)),
        ]
        .join(" | ")
    };
    let full_length = format!("full_length_limit_{limited}");
    Some(format!(
        "| {} | {} | {} | {} | {} | {} |",
        setting.bits,
        setting.threads,
        words(limited),
        ours.map_or("–".to_owned(), number::rate),
        beside(figures.rate(setting, row, operation)),
        beside(figures.rate(setting, row, &full_length)),
    ))
}

/// One exponentiation, ours beside OpenSSL's.
pub(super) fn powers(f: &mut fmt::Formatter<'_>, powers: &Powers) -> fmt::Result {
    let settings = powers.figures.settings();
    if settings.is_empty() && powers.missing.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n## One exponentiation\n")?;
    writeln!(
        f,
        "Constant-time, one thread, one at a time; in brackets the time as a multiple of OpenSSL's \
         (`BN_mod_exp_mont_consttime`).\n"
    )?;
    if !settings.is_empty() {
        power_table(f, &powers.figures, &settings)?;
    }
    for missing in &powers.missing {
        writeln!(f, "\nAbsent: {missing}.")?;
    }
    Ok(())
}

fn power_table(f: &mut fmt::Formatter<'_>, figures: &Figures, settings: &[Setting]) -> fmt::Result {
    let mut rows: Vec<&Row> = settings
        .iter()
        .flat_map(|setting| figures.rows(*setting))
        .collect();
    // OpenSSL first.
    rows.sort_by_key(|row| (row.peer == OURS, (*row).clone()));
    rows.dedup();
    write!(f, "| modulus, exponent |")?;
    for row in &rows {
        match row.peer.as_str() {
            OURS => write!(f, " **Sehat**, {} |", row.variant.as_deref().unwrap_or("–"))?,
            _ => write!(f, " OpenSSL {} |", row.version)?,
        }
    }
    writeln!(f, "\n|---|{}", "---|".repeat(rows.len()))?;
    for setting in settings {
        write!(
            f,
            "| {}, {} |",
            setting.bits,
            setting.exponent_bits.unwrap_or_default()
        )?;
        let rate = |row: &Row| figures.rate(*setting, row, "pow");
        let peer = rows
            .iter()
            .find(|row| row.peer != OURS)
            .and_then(|row| rate(row));
        for row in &rows {
            let time = rate(row).map_or("–".to_owned(), |rate| number::time(rate.recip()));
            let beside = match (row.peer.as_str(), rate(row), peer) {
                (OURS, Some(ours), Some(peer)) => format!(" ({})", number::ratio(peer / ours)),
                _ => String::new(),
            };
            write!(f, " {time}{beside} |")?;
        }
        writeln!(f)?;
    }
    Ok(())
}

/// Instructions of the portable path.
pub(super) fn instructions(
    f: &mut fmt::Formatter<'_>,
    counts: &Result<Vec<Count>, String>,
) -> fmt::Result {
    if counts.as_ref().is_ok_and(Vec::is_empty) {
        return Ok(());
    }
    writeln!(f, "\n## Instructions of one exponentiation\n")?;
    let counts = match counts {
        Ok(counts) => counts,
        Err(reason) => return writeln!(f, "Not counted: {reason}."),
    };
    writeln!(
        f,
        "The portable path in constant time, counted by callgrind: a figure that a busy machine does not change.\n"
    )?;
    writeln!(f, "| modulus, exponent | instructions |\n|---|---|")?;
    for count in counts {
        let instructions = number::count(count.instructions);
        writeln!(
            f,
            "| {}, {} | {instructions} |",
            count.bits, count.exponent_bits
        )?;
    }
    Ok(())
}

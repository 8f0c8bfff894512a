//! How everything grows with the number of samples and of features.

use std::fmt;

use super::settings::{AHEAD, ONLINE, OUTSOURCED, sealed_sets};
use super::{bytes, heading, line, name};
use crate::bench::knn::figures::Figures;
use crate::bench::knn::line::Setting;
use crate::bench::number;

/// One table for a sealed set, one for a provider; only if there is more than one size.
pub(super) fn tables(f: &mut fmt::Formatter<'_>, figures: &Figures) -> fmt::Result {
    let settings = figures.settings().into_iter();
    let mut settings: Vec<Setting> = settings.filter(|setting| setting.threads == 1).collect();
    // By features at the smallest number of samples, then by samples.
    settings.sort_by_key(|setting| (setting.n, setting.d));
    if settings.len() < 2 {
        return Ok(());
    }
    writeln!(f, "\n## Growth, one thread\n")?;
    heading(
        f,
        &[
            "samples × measurements",
            "server",
            "whole question",
            "up",
            "down",
            "stored",
        ],
    )?;
    for &setting in &settings {
        for row in sealed_sets(figures, setting) {
            let sent = |kind| figures.bytes(setting, row, kind).map(bytes);
            let whole = figures.sum(setting, row, &OUTSOURCED);
            let cells = [
                Some(size(setting)),
                figures.seconds(setting, row, "server").map(number::time),
                whole.map(number::time),
                sent("up"),
                sent("down"),
                sent("stored"),
            ];
            line(f, &name(row), &cells)?;
        }
    }
    writeln!(f)?;
    heading(
        f,
        &[
            "samples × measurements",
            "ahead: both",
            "ahead: down",
            "provider",
            "computing once asked",
            "up",
            "down",
        ],
    )?;
    for &setting in &settings {
        for row in figures.rows(setting, AHEAD) {
            let sent = |kind| figures.bytes(setting, row, kind).map(bytes);
            let ahead = figures.sum(setting, row, &[AHEAD, "ahead_provider"]);
            let online = figures.sum(setting, row, &ONLINE);
            let cells = [
                Some(size(setting)),
                ahead.map(number::time),
                sent("ahead_down"),
                figures.seconds(setting, row, "server").map(number::time),
                online.map(number::time),
                sent("up"),
                sent("down"),
            ];
            line(f, &name(row), &cells)?;
        }
    }
    Ok(())
}

fn size(setting: Setting) -> String {
    let samples = number::count(setting.n as u64);
    format!("{samples} × {}", setting.d)
}

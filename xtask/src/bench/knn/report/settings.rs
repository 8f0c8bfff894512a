//! The tables of the real data: a sealed set at a cloud, a provider who is asked, and libraries that do all at once.

use std::fmt;

use super::{bytes, heading, line, name, threads};
use crate::bench::knn::figures::Figures;
use crate::bench::knn::line::{Row, Setting};
use crate::bench::knn::programs::OURS;
use crate::bench::number;

/// The phases of one question to a sealed set.
pub(super) const OUTSOURCED: [&str; 3] = ["question", "server", "open"];

/// The phases of one question to a provider after the tables were sent.
pub(super) const ONLINE: [&str; 3] = ["question", "server", "open"];

/// The phase that only who sends tables ahead has.
pub(super) const AHEAD: &str = "ahead_asker";

/// Setting A: the training set sealed at a cloud, and the peers' factors.
pub(super) fn outsourced(
    f: &mut fmt::Formatter<'_>,
    figures: &Figures,
    setting: Setting,
) -> fmt::Result {
    let rows = sealed_sets(figures, setting);
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        f,
        "\n## A sealed set at a cloud, {}\n",
        threads(setting.threads)
    )?;
    heading(f, &COLUMNS.map(|(_, _, words)| words))?;
    let value = |row: &Row, (phase, kind, _): (&str, Kind, &str)| match kind {
        Kind::Time => figures.seconds(setting, row, phase),
        Kind::Bytes => figures.bytes(setting, row, phase).map(|count| count as f64),
    };
    for row in &rows {
        let cells = COLUMNS.map(|column| match column.1 {
            Kind::Time => value(row, column).map(number::time),
            Kind::Bytes => figures.bytes(setting, row, column.0).map(bytes),
        });
        line(f, &name(row), &cells)?;
    }
    let Some(ours) = rows.iter().find(|row| row.peer == OURS) else {
        return Ok(());
    };
    for peer in rows.iter().filter(|row| row.peer != OURS) {
        let cells = COLUMNS.map(|column| {
            let times = value(peer, column)? / value(ours, column)?;
            Some(format!("**{}**", number::ratio(times)))
        });
        line(f, &format!("{} / **Sehat**", name(peer)), &cells)?;
    }
    Ok(())
}

/// Everybody who answers questions to a sealed set; ours first.
pub(super) fn sealed_sets(figures: &Figures, setting: Setting) -> Vec<&Row> {
    let mut rows = figures.rows(setting, "server");
    rows.retain(|row| figures.seconds(setting, row, AHEAD).is_none());
    rows.sort_by_key(|row| row.peer != OURS);
    rows
}

/// Setting B: a provider who learns nothing, and an asker who learns the class.
pub(super) fn provider(
    f: &mut fmt::Formatter<'_>,
    figures: &Figures,
    setting: Setting,
) -> fmt::Result {
    let rows = figures.rows(setting, AHEAD);
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        f,
        "\n## A provider who is asked, {}\n",
        threads(setting.threads)
    )?;
    heading(
        f,
        &[
            "prepare, once",
            "keys, once",
            "ahead: asker",
            "ahead: provider",
            "ahead: up",
            "ahead: down",
            "question",
            "provider",
            "open",
            "up",
            "down",
            "computing once asked",
        ],
    )?;
    for row in rows {
        let time = |phase| figures.seconds(setting, row, phase).map(number::time);
        let sent = |kind| figures.bytes(setting, row, kind).map(bytes);
        let online = figures.sum(setting, row, &ONLINE);
        let cells = [
            time("prepare"),
            time("keys"),
            time(AHEAD),
            time("ahead_provider"),
            sent("ahead_up"),
            sent("ahead_down"),
            time("question"),
            time("server"),
            time("open"),
            sent("up"),
            sent("down"),
            online.map(|seconds| format!("**{}**", number::time(seconds))),
        ];
        line(f, &name(row), &cells)?;
    }
    Ok(())
}

/// Libraries that select while sealed and have no phases to tell apart.
pub(super) fn whole(
    f: &mut fmt::Formatter<'_>,
    figures: &Figures,
    setting: Setting,
) -> fmt::Result {
    let rows = figures.rows(setting, "compile");
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n## Selected under one scheme\n")?;
    heading(f, &["compile", "keys", "a question"])?;
    for row in rows {
        let time = |phase| figures.seconds(setting, row, phase).map(number::time);
        line(
            f,
            &name(row),
            &[time("compile"), time("keys"), time("whole")],
        )?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Kind {
    Time,
    Bytes,
}

/// Name in the protocol, kind, words.
const COLUMNS: [(&str, Kind, &str); 7] = [
    ("seal_samples", Kind::Time, "seal the set, once"),
    ("question", Kind::Time, "question"),
    ("server", Kind::Time, "server"),
    ("open", Kind::Time, "open"),
    ("up", Kind::Bytes, "up"),
    ("down", Kind::Bytes, "down"),
    ("stored", Kind::Bytes, "stored"),
];

//! `sehat sync`: what is new at the server, verified; what waits here, sent.

use client::sync::SyncReport;
use serde_json::json;

use super::watch;
use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    listing::count,
};

/// Fetch and check what is new, and send what waits here
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat sync
  sehat sync --watch
  sehat sync --restore

As JSON: {\"entries\", \"sent\", \"waiting\", \"restored\", \"ended\": [], \"troubles\": []}; with --watch after it one
document a line for each change, as in `sehat log`, with \"patient\"")]
pub(crate) struct Args {
    /// Stay, and tell each change as it comes
    #[arg(long)]
    watch: bool,
    /// Put back what the server has lost, after it was restored from a backup (patients)
    #[arg(long)]
    restore: bool,
}

/// Syncs.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    if app.globals().offline {
        return Err(Failure::usage(
            "this needs the server: leave --offline away",
        ));
    }
    let mut session = app.session().await?;
    let restored = match args.restore {
        true => Some(session.restore(session.own_vault()?).await?),
        false => None,
    };
    let report = session.sync().await?;
    let waiting = session.waiting().await?;
    if !report.cheated.is_empty() {
        let message = report.troubles.join("\n");
        return Err(Failure::new(Kind::Cheating, "server_cheats", message));
    }
    let answer = answer(&report, waiting, restored);
    if !args.watch {
        return Ok(answer);
    }
    app.show(&answer)?;
    app.note("waiting for changes; Ctrl-C ends it");
    watch::changes(app, session, report).await
}

fn answer(report: &SyncReport, waiting: u64, restored: Option<u64>) -> Answer {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut text = Vec::new();
    if let Some(restored) = restored {
        text.push(format!(
            "{} put back at the server.",
            count(number(restored), "change")
        ));
    }
    text.push(match report.entries {
        0 => "Nothing new.".to_owned(),
        n => format!("{} fetched and checked.", count(number(n), "change")),
    });
    if report.sent > 0 {
        text.push(format!(
            "{} sent that waited here.",
            count(number(report.sent), "record")
        ));
    }
    if waiting > 0 {
        text.push(format!(
            "{} wait here still.",
            count(number(waiting), "record")
        ));
    }
    for name in &report.ended {
        text.push(format!(
            "Your access to the records of {name} has ended; they were taken off this device."
        ));
    }
    text.extend(
        report
            .troubles
            .iter()
            .map(|trouble| format!("Not done: {trouble}")),
    );
    let json = json!({
        "entries": report.entries,
        "sent": report.sent,
        "waiting": waiting,
        "restored": restored,
        "ended": report.ended,
        "troubles": report.troubles,
    });
    Answer::new(text.join("\n"), json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_told_in_sentences_and_in_json() {
        let report = SyncReport {
            entries: 3,
            sent: 1,
            ..SyncReport::default()
        };
        let answer = answer(&report, 0, None);
        assert_eq!(
            answer.text,
            "3 changes fetched and checked.\n1 record sent that waited here."
        );
        assert_eq!(answer.json["entries"], 3);
        assert_eq!(answer.json["restored"], serde_json::Value::Null);
    }
}

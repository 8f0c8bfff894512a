//! `sehat invite`: a doctor asks a patient to be let in.

use std::io::IsTerminal;

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use serde_json::json;
use wire::{
    invite::Ask,
    vault::{Mode, Purpose},
};

use super::watch;
use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    moment::{self, parse_hours},
    terms,
};

/// Invite a patient: a link and a code to scan, good once (doctors)
///
/// Show it to the patient, or send it by a way that only the patient reads: whoever has the link can answer
/// it. When it is answered, compare the short code with the one the patient sees.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat invite
  sehat invite --wait
  sehat invite --read-only --from-now-on --visit 4h --valid 1d

As JSON: {\"id\", \"link\", \"valid_until\", \"asks\": {\"mode\": \"read|write\", \"history\": \"full|now\",
\"visit_hours\"}}; with --wait a second document on a line of its own, as `sehat invitations` lists it")]
pub(crate) struct Args {
    /// Ask to read only, not to add
    #[arg(long)]
    read_only: bool,
    /// Ask for what is written from now on only
    #[arg(long)]
    from_now_on: bool,
    /// Ask for one visit of this length (8h, 2d) instead of until taken back
    #[arg(long, value_name = "HOURS", value_parser = parse_hours)]
    visit: Option<u16>,
    /// How long the invitation is good
    #[arg(long, value_name = "HOURS", default_value = "24h", value_parser = parse_hours)]
    valid: u16,
    /// Wait until it is answered, and show the short code
    #[arg(long)]
    wait: bool,
    /// Show the code to scan also where the output is no terminal
    #[arg(long)]
    qr: bool,
}

/// Makes the invitation.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let ask = Ask {
        mode: if args.read_only {
            Mode::Read
        } else {
            Mode::Write
        },
        history: !args.from_now_on,
        purpose: if args.visit.is_some() {
            Purpose::Visit
        } else {
            Purpose::Standing
        },
        hours: args.visit,
        may_share: false,
    };
    let mut session = app.synced().await?.session;
    let link = session.invite(ask.clone(), args.valid).await?;
    let own = session.invitations().last().cloned();
    let own = own.ok_or_else(|| Failure::other("the invitation was not kept"))?;
    let mut text = String::new();
    let on_terminal = std::io::stdout().is_terminal();
    if args.qr || on_terminal {
        text.push_str(&code_to_scan(&link, on_terminal)?);
        text.push('\n');
    }
    text.push_str(&format!(
        "{}\n\nAsks to {}.\nGood once, until {}. Show it to the patient alone: who has it can answer it.",
        *link,
        terms::ask_words(&ask),
        moment::for_people(own.not_after)
    ));
    let json = json!({
        "id": own.id.to_string(),
        "link": *link,
        "valid_until": moment::for_programs(own.not_after),
        "asks": terms::ask_json(&ask),
    });
    let answer = Answer::new(text, json);
    if !args.wait {
        return Ok(answer);
    }
    app.show(&answer)?;
    app.note("waiting for the patient's answer; Ctrl-C stops waiting, the invitation stays good");
    watch::for_answer(app, session, own.id).await
}

/// A QR code in half blocks. On a terminal it is black on white whatever its colours; elsewhere a dark
/// background is taken for granted.
fn code_to_scan(link: &str, on_terminal: bool) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L)
        .map_err(|error| Failure::other(format!("the link does not fit into a code: {error}")))?;
    let mut drawing = code.render::<Dense1x2>();
    if on_terminal {
        let lines = drawing.build();
        let coloured: Vec<String> = lines
            .lines()
            .map(|line| format!("\x1b[30;107m{line}\x1b[0m"))
            .collect();
        return Ok(coloured.join("\n") + "\n");
    }
    drawing
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark);
    Ok(drawing.build() + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_makes_a_square_code() {
        let link = format!("https://sehat.example/invite#{}", "x".repeat(150));
        let code = code_to_scan(&link, false).unwrap();
        let lines: Vec<&str> = code.lines().collect();
        assert!(lines.len() > 20);
        assert!(
            lines
                .iter()
                .all(|line| line.chars().count() == lines[0].chars().count())
        );
    }
}

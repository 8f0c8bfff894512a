//! `sehat accept`: a patient lets a doctor in, at the first visit.

use client::{
    account::Kit,
    visit::{Consent, Visit, server_of},
};
use serde_json::{Value, json};
use wire::{
    person::Role,
    vault::{Mode, Purpose},
};

use super::signup;
use crate::{
    answer::Answer,
    app::{App, Signed},
    failure::Failure,
    kit_sheet,
    moment::{self, parse_hours},
    prompt,
    terms::{self, History},
};

/// Accept a doctor's invitation: see who asks for what, compare the code, and let the doctor in
///
/// If you have no account yet, it is made first, at the server of the link, and your recovery kit is shown.
/// Nothing more is given than was asked for, unless you say so.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat accept 'https://sehat.example/invite#AbC…' --name 'Asha Verma'
  sehat accept 'https://sehat.example/invite#AbC…' --history now --visit 4h

With --yes nobody compares the codes: only where you can trust the way the link came.

As JSON: {\"doctor\": {\"name\", \"registration\", \"fingerprint\"}, \"code\", \"granted\": {\"mode\": \"read|write\",
\"history\": \"full|now\", \"visit_hours\", \"broadcasts\"}, \"vault\", \"kit\": as in signup, or null}")]
pub(crate) struct Args {
    /// The doctor's link; put it in quotes
    link: String,
    /// Your name, if you have no account yet
    #[arg(long)]
    name: Option<String>,
    /// Answer yes to every question
    #[arg(long, short)]
    yes: bool,
    /// How far back the doctor sees, if not as asked
    #[arg(long, value_enum)]
    history: Option<History>,
    /// Let the doctor read only, whatever is asked
    #[arg(long)]
    read_only: bool,
    /// Let the doctor in for one visit of this length (8h, 2d)
    #[arg(long, value_name = "HOURS", value_parser = parse_hours)]
    visit: Option<u16>,
    /// What the doctor adds goes to everyone on your list without waiting for you
    #[arg(long)]
    broadcasts: bool,
}

/// Looks, asks, answers and grants.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    if !args.yes {
        prompt::must_be_answerable("--yes")?;
    }
    let (mut session, kit) = session_or_new(app, &args).await?;
    let visit = session.look(&args.link).await?;
    let consent = consent(&args, &visit);
    let granted = terms::words(
        consent.mode,
        consent.history,
        consent.purpose,
        consent.hours,
    );
    let request = request(&visit, &granted);
    if args.yes {
        app.note(&request);
    } else {
        prompt::say(&request);
    }
    if !app
        .confirm("Answer, so that you can compare the code?", args.yes)
        .await?
    {
        return Err(Failure::refused("nothing was sent, and nobody was let in")
            .advise("The invitation stays good. `sehat deny LINK` tells the doctor no."));
    }
    let code = session.answer(&visit).await?;
    let question = format!("Does {} see the same code, {code}?", visit.doctor.name);
    if !app.confirm(&question, args.yes).await? {
        return Err(
            Failure::refused("nobody was let in, since the codes were not the same")
                .advise("Somebody may have copied the link. Ask the doctor for a new invitation."),
        );
    }
    let vault = session.consent(&visit, &consent).await?;
    let text = format!(
        "{} can now {granted}.\nCode: {code}\nTo end it: `sehat share stop` or `sehat share remove`.",
        visit.doctor.name
    );
    let json = json!({
        "doctor": doctor_json(&visit),
        "code": code,
        "granted": {
            "mode": terms::mode_name(consent.mode),
            "history": terms::history_name(consent.history),
            "visit_hours": consent.hours,
            "broadcasts": consent.broadcasts,
        },
        "vault": vault.to_string(),
        "kit": kit.as_ref().map_or(Value::Null, kit_sheet::json),
    });
    Ok(Answer::new(text, json))
}

/// The session; without an account, one is made at the link's server.
async fn session_or_new(app: &App, args: &Args) -> Result<(Signed, Option<Kit>), Failure> {
    let server = server_of(&args.link)?;
    let home = app.home().await?;
    if home.account().await?.is_some() {
        drop(home);
        return Ok((app.synced().await?.session, None));
    }
    drop(home);
    let name = match &args.name {
        Some(name) => name.clone(),
        None => {
            prompt::ask(
                "You have no account yet. Your name, as the doctor will see it: ",
                "--name",
            )
            .await?
        }
    };
    let (session, kit) = signup::sign_up(app, &server, Role::Patient, &name, None).await?;
    if !app.json() {
        app.show(&Answer::new(signup::welcome(&kit) + "\n", Value::Null))?;
    }
    Ok((session, Some(kit)))
}

/// What was asked, but for what the patient says otherwise.
fn consent(args: &Args, visit: &Visit) -> Consent {
    let asked = Consent::as_asked(&visit.ask);
    let purpose = if args.visit.is_some() {
        Purpose::Visit
    } else {
        asked.purpose
    };
    Consent {
        mode: if args.read_only {
            Mode::Read
        } else {
            asked.mode
        },
        history: args.history.map_or(asked.history, History::is_full),
        purpose,
        hours: args.visit.or(asked.hours),
        broadcasts: args.broadcasts,
    }
}

/// Who asks for what, for the patient to decide.
fn request(visit: &Visit, granted: &str) -> String {
    let registration = match &visit.doctor.registration {
        Some(number) => format!(", registration {number} (as the doctor says)"),
        None => String::new(),
    };
    format!(
        "{}{registration}\n  fingerprint {}\n  asks to     {}\n  you give    {granted}\n  answer by   {}",
        visit.doctor.name,
        visit.fingerprint,
        terms::ask_words(&visit.ask),
        moment::for_people(visit.not_after)
    )
}

pub(super) fn doctor_json(visit: &Visit) -> Value {
    json!({
        "name": visit.doctor.name,
        "registration": visit.doctor.registration,
        "fingerprint": visit.person.to_string(),
    })
}

//! `sehat share`: the list of those who see what is broadcast, and single records shown to single persons.

mod one;

use client::{share::Sharer, visit::Consent};
use serde_json::{Value, json};
use wire::vault::{Leave, Mode, Purpose};

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    listing,
    moment::{self, parse_hours},
    terms::{self, CANNOT_UNREAD, History},
};

/// See who sees what, let somebody in or take somebody off, show one record to one person (patients)
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat share list
  sehat share add 'Dr Rao' --history now
  sehat share stop 'Dr Rao'
  sehat share remove 'Dr Rao'
  sehat share one 1a2b3c4d 'Dr Rao'
  sehat share take-back 1a2b3c4d 'Dr Rao'")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Who is on your list, who was, and who was shown single records
    #[command(after_long_help = "Example:
  sehat share list

As JSON: {\"sharers\": [{\"name\", \"registration\", \"fingerprint\", \"mode\", \"history\", \"broadcasts\", \"visit\",
\"since\", \"until\", \"state\": \"active|stopped|removed|expired\", \"ended\"}], \"shown\": [{\"name\", \"fingerprint\", \"record\",
\"version\", \"files\", \"since\", \"state\": \"shown|taken_back\", \"taken_back\"}]}")]
    List,
    /// Let somebody in again whom you have met by an invitation
    ///
    /// A doctor whom you have not met needs an invitation first: a name alone may be anybody's.
    #[command(after_long_help = "Examples:
  sehat share add 'Dr Rao'
  sehat share add 'Dr Rao' --history now --read-only --visit 4h

As JSON: one of the list's sharers")]
    Add(Add),
    /// Give a doctor nothing new; what the doctor has stays readable
    ///
    /// For a doctor whose work is done: what you write from now on stays closed to him, what he had he keeps.
    #[command(after_long_help = "Example:
  sehat share stop 'Dr Rao'

As JSON: one of the list's sharers")]
    Stop(Whom),
    /// Take a doctor off: nothing new, and what was had is taken off the doctor's device
    ///
    /// The server stops serving, and the doctor's program drops what it holds. What was read, printed or
    /// copied before cannot be called back by anybody.
    #[command(after_long_help = "Example:
  sehat share remove 'Dr Rao'

As JSON: one of the list's sharers")]
    Remove(Whom),
    /// Show one record to one person, who need not be on your list
    ///
    /// That person sees this version of this record, with its files, and nothing else by it; nobody else
    /// sees it. A later correction is shown only when you show it.
    #[command(after_long_help = "Examples:
  sehat share one 1a2b3c4d 'Dr Rao'
  sehat share one 1a2b3c4d 'Dr Rao' --version 1
  sehat share one 1a2b3c4d --invitation 'https://sehat.example/invite#AbC…'

As JSON: one of the list's shown")]
    One(one::One),
    /// Take back a record that was shown to one person
    ///
    /// The server stops serving it, and the program there drops it. What was opened may have been copied.
    #[command(after_long_help = "Example:
  sehat share take-back 1a2b3c4d 'Dr Rao'

As JSON: {\"taken_back\": some of the list's shown}")]
    TakeBack(one::TakeBack),
}

/// Which doctor.
#[derive(clap::Args)]
struct Whom {
    /// The doctor's name or fingerprint
    doctor: String,
}

/// Who is let in again, and to what.
#[derive(clap::Args)]
struct Add {
    /// The doctor's name or fingerprint
    doctor: String,
    /// How far back the doctor sees; as before, if not said
    #[arg(long, value_enum)]
    history: Option<History>,
    /// To read only, not to add
    #[arg(long)]
    read_only: bool,
    /// For one visit of this length (8h, 2d) instead of until taken back
    #[arg(long, value_name = "HOURS", value_parser = parse_hours)]
    visit: Option<u16>,
    /// What the doctor adds goes to everyone on your list without waiting for you
    #[arg(long)]
    broadcasts: bool,
}

/// Lists or changes the list.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::List => list(app).await,
        Command::Add(add) => let_in(app, add).await,
        Command::Stop(whom) => take_off(app, &whom.doctor, Leave::Stopped).await,
        Command::Remove(whom) => take_off(app, &whom.doctor, Leave::Removed).await,
        Command::One(one) => one::show(app, one).await,
        Command::TakeBack(back) => one::take_back(app, back).await,
    }
}

async fn list(app: &App) -> Result<Answer, Failure> {
    let mut synced = app.synced_if_possible().await?;
    synced.own_vault()?;
    let sharers = synced.session.sharers()?;
    let showings = synced.session.showings()?;
    let mut text = if sharers.is_empty() {
        "Nobody is on your list. A doctor's invitation changes that: `sehat accept LINK`."
            .to_owned()
    } else {
        let rows: Vec<Vec<String>> = sharers.iter().map(row).collect();
        listing::table(&["DOCTOR", "FINGERPRINT", "SINCE", "STATE", "MAY"], &rows)
    };
    text.push_str(&one::table(&mut synced.session, &showings).await?);
    let sharers: Vec<Value> = sharers.iter().map(to_json).collect();
    let shown: Vec<Value> = showings.iter().map(one::to_json).collect();
    let json = json!({ "sharers": sharers, "shown": shown });
    Ok(Answer::new(text, json))
}

async fn let_in(app: &App, add: Add) -> Result<Answer, Failure> {
    let mut synced = app.synced().await?;
    synced.own_vault()?;
    let before = synced.session.sharer(&add.doctor)?;
    let consent = Consent {
        mode: if add.read_only {
            Mode::Read
        } else {
            before.mode
        },
        history: add.history.map_or(before.history, History::is_full),
        purpose: if add.visit.is_some() {
            Purpose::Visit
        } else {
            Purpose::Standing
        },
        hours: add.visit,
        broadcasts: add.broadcasts,
    };
    let print = before.person.to_string();
    let sharer = synced.session.share_again(&print, &consent).await?;
    let may = terms::words(
        consent.mode,
        consent.history,
        consent.purpose,
        consent.hours,
    );
    Ok(Answer::new(
        format!("{} can now {may}.", sharer.name),
        to_json(&sharer),
    ))
}

async fn take_off(app: &App, doctor: &str, leave: Leave) -> Result<Answer, Failure> {
    let mut synced = app.synced().await?;
    synced.own_vault()?;
    let sharer = synced.session.take_off(doctor, leave).await?;
    let name = &sharer.name;
    let text = match leave {
        Leave::Stopped => format!(
            "{name} gets nothing that is new from now on. What {name} had stays readable there; \
             `sehat share remove` takes that away too."
        ),
        _ => format!(
            "{name} is off your list: nothing new, what was shown one by one is taken back, and the program there \
             drops what it holds. {CANNOT_UNREAD}"
        ),
    };
    Ok(Answer::new(text, to_json(&sharer)))
}

fn row(sharer: &Sharer) -> Vec<String> {
    let state = match (sharer.ended, sharer.not_after) {
        (Some((time, leave)), _) => {
            format!("{} {}", terms::leave_name(leave), moment::day_of(time))
        }
        (None, Some(end)) => format!("until {}", moment::for_people(end)),
        (None, None) => "on the list".to_owned(),
    };
    let mut may = format!(
        "{}, {}",
        terms::mode_words(sharer.mode),
        terms::history_words(sharer.history)
    );
    if sharer.broadcasts {
        may.push_str(", adds for everyone at once");
    }
    vec![
        sharer.name.clone(),
        sharer.person.short(),
        moment::day_of(sharer.since),
        state,
        may,
    ]
}

fn to_json(sharer: &Sharer) -> Value {
    json!({
        "name": sharer.name,
        "registration": sharer.registration,
        "fingerprint": sharer.person.to_string(),
        "mode": terms::mode_name(sharer.mode),
        "history": terms::history_name(sharer.history),
        "broadcasts": sharer.broadcasts,
        "visit": sharer.purpose == Purpose::Visit,
        "since": moment::for_programs(sharer.since),
        "until": sharer.not_after.map(moment::for_programs),
        "state": sharer.ended.map_or("active", |(_, leave)| terms::leave_name(leave)),
        "ended": sharer.ended.map(|(time, _)| moment::for_programs(time)),
    })
}

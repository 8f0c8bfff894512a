//! `sehat share one` and `sehat share take-back`: one record shown to one person.

use client::{showing::Showing, visit::Visit};
use serde_json::{Value, json};
use wire::id::{RecordId, VaultId};

use crate::{
    answer::Answer,
    app::{App, Signed},
    failure::Failure,
    listing, moment, prompt,
};

/// Said wherever something is shown or taken back.
pub(super) const MAY_BE_COPIED: &str = "What was opened may have been copied.";

/// Which record is shown, and to whom.
#[derive(clap::Args)]
pub(super) struct One {
    /// The record's id, or its first characters
    record: String,
    /// The name or fingerprint of somebody you have met by an invitation
    #[arg(required_unless_present = "invitation", conflicts_with = "invitation")]
    doctor: Option<String>,
    /// This version instead of the newest
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    /// To the doctor of this invitation, who is not let in
    #[arg(long, value_name = "LINK")]
    invitation: Option<String>,
    /// Answer yes to every question
    #[arg(long, short)]
    yes: bool,
}

/// Which record is taken back, and from whom.
#[derive(clap::Args)]
pub(super) struct TakeBack {
    /// The record's id, or its first characters
    record: String,
    /// The name or fingerprint of whom it was shown to
    doctor: String,
}

/// Shows the record.
pub(super) async fn show(app: &App, one: One) -> Result<Answer, Failure> {
    let mut synced = app.synced().await?;
    let vault = synced.own_vault()?;
    let session = &mut synced.session;
    let record = session.find_record(vault, &one.record)?;
    let showing = match &one.invitation {
        Some(link) => {
            let visit = met(app, session, link, one.yes).await?;
            session.show_at_visit(&visit, record, one.version).await?
        }
        None => {
            let doctor = one.doctor.as_deref().unwrap_or_default();
            let known = session.acquaintance(doctor)?;
            session.show(&known.person, record, one.version).await?
        }
    };
    let title = title(session, vault, record).await;
    let (name, id) = (&showing.name, short(&showing));
    let text = format!(
        "{name} can now see this record and nothing else by it: {title}, version {}.\nA later correction is not shown \
         by itself. To take it back: `sehat share take-back {id} '{name}'`. {MAY_BE_COPIED}",
        showing.at.version
    );
    Ok(Answer::new(text, to_json(&showing)))
}

/// The doctor of an invitation, after the codes were compared.
async fn met(app: &App, session: &mut Signed, link: &str, yes: bool) -> Result<Visit, Failure> {
    if !yes {
        prompt::must_be_answerable("--yes")?;
    }
    let visit = session.look(link).await?;
    let who = format!(
        "{}, fingerprint {}, is shown one record and is not let in.",
        visit.doctor.name, visit.fingerprint
    );
    if yes {
        app.note(&who);
    } else {
        prompt::say(&who);
    }
    let question = "Answer, so that you can compare the code?";
    if !app.confirm(question, yes).await? {
        return Err(Failure::refused("nothing was sent, and nothing shown"));
    }
    let code = session.answer(&visit).await?;
    let question = format!("Does {} see the same code, {code}?", visit.doctor.name);
    if app.confirm(&question, yes).await? {
        return Ok(visit);
    }
    Err(
        Failure::refused("nothing was shown, since the codes were not the same")
            .advise("Somebody may have copied the link. Ask the doctor for a new invitation."),
    )
}

/// Takes the record back.
pub(super) async fn take_back(app: &App, back: TakeBack) -> Result<Answer, Failure> {
    let mut synced = app.synced().await?;
    let vault = synced.own_vault()?;
    let session = &mut synced.session;
    let record = session.find_record(vault, &back.record)?;
    let known = session.acquaintance(&back.doctor)?;
    let mut standing = session.showings()?;
    standing.retain(|showing| {
        showing.person == known.person
            && showing.at.record == record
            && showing.taken_back.is_none()
    });
    if standing.is_empty() {
        return Err(Failure::refused(format!(
            "{} was not shown this record by itself",
            known.name
        ))
        .advise("`sehat share list` has what was shown to whom."));
    }
    for showing in &standing {
        session.take_back(&showing.person, showing.number).await?;
    }
    let text = format!(
        "The server no longer gives this record to {}, and the program there drops it. {MAY_BE_COPIED}",
        known.name
    );
    let mut taken = session.showings()?;
    taken.retain(|now| {
        standing
            .iter()
            .any(|one| (one.person, one.number) == (now.person, now.number))
    });
    let taken: Vec<Value> = taken.iter().map(to_json).collect();
    Ok(Answer::new(text, json!({ "taken_back": taken })))
}

/// What was shown to whom, as a table; empty when nothing ever was.
pub(super) async fn table(session: &mut Signed, showings: &[Showing]) -> Result<String, Failure> {
    if showings.is_empty() {
        return Ok(String::new());
    }
    let vault = session.own_vault()?;
    let mut rows = Vec::with_capacity(showings.len());
    for showing in showings {
        let state = match showing.taken_back {
            Some((_, time)) => format!("taken back {}", moment::day_of(time)),
            None => "shown".to_owned(),
        };
        rows.push(vec![
            showing.name.clone(),
            short(showing),
            moment::day_of(showing.since),
            state,
            title(session, vault, showing.at.record).await,
        ]);
    }
    let table = listing::table(&["SHOWN TO", "RECORD", "SINCE", "STATE", "WHAT"], &rows);
    Ok(format!("\n\nOne by one:\n{table}"))
}

async fn title(session: &mut Signed, vault: VaultId, record: RecordId) -> String {
    match session.record(vault, record, None).await {
        Ok(view) => view.summary.title,
        Err(_) => "cannot be read here".to_owned(),
    }
}

fn short(showing: &Showing) -> String {
    showing.at.record.to_string().chars().take(8).collect()
}

/// A showing as JSON.
pub(super) fn to_json(showing: &Showing) -> Value {
    json!({
        "name": showing.name,
        "fingerprint": showing.person.to_string(),
        "record": showing.at.record.to_string(),
        "version": showing.at.version,
        "files": showing.files,
        "since": moment::for_programs(showing.since),
        "state": if showing.taken_back.is_none() { "shown" } else { "taken_back" },
        "taken_back": showing.taken_back.map(|(_, time)| moment::for_programs(time)),
    })
}

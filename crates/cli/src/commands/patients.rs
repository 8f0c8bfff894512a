//! `sehat patients`: who has let a doctor in.

use client::state::InvitationState;
use serde_json::{Value, json};
use wire::{id::VaultId, person::Role};

use super::invitations;
use crate::{
    answer::Answer,
    app::{App, Signed},
    failure::Failure,
    listing, moment, terms,
};

/// List your patients: since when, until when, what you may do (doctors)
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat patients

As JSON: {\"patients\": [{\"name\", \"fingerprint\", \"vault\", \"state\": \"active|stopped|shown\", \"mode\", \"history\",
\"broadcasts\", \"since\", \"until\", \"records\"}], \"invitations\": as in `sehat invitations`, those that are open
or answered and not yet granted, \"ended\": [{\"name\", \"fingerprint\", \"how\", \"time\"}]}")]
pub(crate) struct Args {}

/// Lists the patients.
pub(crate) async fn run(app: &App, _: Args) -> Result<Answer, Failure> {
    let synced = app.synced_if_possible().await?;
    let session = &synced.session;
    if session.identity().role != Role::Doctor {
        return Err(Failure::refused(
            "only doctors have patients; `sehat share list` shows who sees your records",
        ));
    }
    let patients: Vec<Patient> = session
        .views()
        .keys()
        .filter_map(|vault| Patient::of(session, *vault))
        .chain(Patient::shown_alone(session))
        .collect();
    let waiting: Vec<_> = session
        .invitations()
        .iter()
        .filter(|own| match own.state {
            InvitationState::Open => true,
            InvitationState::Answered => own.vault.is_some_and(|vault| {
                !session.views().contains_key(&vault)
                    && !session.ended().iter().any(|ended| ended.vault == vault)
            }),
            _ => false,
        })
        .collect();
    let mut parts = Vec::new();
    if patients.is_empty() {
        parts.push("Nobody has let you in yet: `sehat invite`.".to_owned());
    } else {
        let rows: Vec<Vec<String>> = patients.iter().map(Patient::row).collect();
        parts.push(listing::table(
            &[
                "PATIENT",
                "FINGERPRINT",
                "SINCE",
                "UNTIL",
                "RECORDS",
                "YOU MAY",
            ],
            &rows,
        ));
    }
    if !waiting.is_empty() {
        parts.push("Invitations:".to_owned());
        parts.extend(
            waiting
                .iter()
                .map(|own| format!("  {}", invitations::sentence(own))),
        );
    }
    if !session.ended().is_empty() {
        parts.push("Ended:".to_owned());
    }
    for ended in session.ended() {
        let (time, how) = (
            moment::for_people(ended.time),
            terms::leave_words(ended.leave),
        );
        parts.push(format!("  {}  {} ({how})", time, ended.name));
    }
    let ended: Vec<Value> = session
        .ended()
        .iter()
        .map(|ended| {
            json!({
                "name": ended.name,
                "fingerprint": ended.owner.to_string(),
                "how": terms::leave_name(ended.leave),
                "time": moment::for_programs(ended.time),
            })
        })
        .collect();
    let json = json!({
        "patients": patients.into_iter().map(|patient| patient.json).collect::<Vec<_>>(),
        "invitations": waiting.into_iter().map(invitations::json).collect::<Vec<_>>(),
        "ended": ended,
    });
    Ok(Answer::new(parts.join("\n"), json))
}

/// A patient as listed.
struct Patient {
    name: String,
    print: String,
    since: u64,
    until: Option<u64>,
    may: String,
    records: usize,
    json: Value,
}

impl Patient {
    /// The patient of a vault, unless it is one's own.
    fn of(session: &Signed, vault: VaultId) -> Option<Self> {
        let ledger = &session.views().get(&vault)?.ledger;
        if ledger.is_owner() {
            return None;
        }
        let me = session.identity().person;
        let owner = ledger.state().owner;
        let grant = ledger
            .grants()
            .iter()
            .rev()
            .find(|grant| grant.terms.recipient == me)?;
        let member = ledger
            .state()
            .members
            .iter()
            .any(|member| member.person == me);
        let terms = &grant.terms;
        let records = ledger
            .records()
            .values()
            .filter(|versions| {
                let readable = versions
                    .iter()
                    .any(|version| ledger.readable(version.at()).is_some());
                readable
                    && versions
                        .iter()
                        .all(|version| version.attachment().is_none())
            })
            .count();
        let may = if member {
            format!(
                "{}, {}",
                terms::mode_words(terms.mode),
                terms::history_words(terms.history)
            )
        } else {
            "read what you had; nothing new comes".to_owned()
        };
        let name = session.vault_name(vault);
        let json = json!({
            "name": name,
            "fingerprint": owner.to_string(),
            "vault": vault.to_string(),
            "state": if member { "active" } else { "stopped" },
            "mode": terms::mode_name(terms.mode),
            "history": terms::history_name(terms.history),
            "broadcasts": terms.broadcasts,
            "since": moment::for_programs(grant.time),
            "until": terms.not_after.map(moment::for_programs),
            "records": records,
        });
        Some(Self {
            name,
            print: owner.short(),
            since: grant.time,
            until: terms.not_after,
            may,
            records,
            json,
        })
    }

    /// Those who have shown single records and have not let one in.
    fn shown_alone(session: &Signed) -> impl Iterator<Item = Self> {
        let shelves = session.shelves();
        let alone = shelves.filter(|(vault, _)| !session.views().contains_key(vault));
        alone.map(|(vault, view)| {
            let versions = view.shelf.versions();
            let records = versions
                .iter()
                .filter(|on| on.version.attachment().is_none());
            let since = versions.iter().map(|on| on.time).min().unwrap_or_default();
            let (name, owner) = (session.vault_name(vault), view.shelf.owner());
            let records = records.count();
            let json = json!({
                "name": name,
                "fingerprint": owner.to_string(),
                "vault": vault.to_string(),
                "state": "shown",
                "since": moment::for_programs(since),
                "records": records,
            });
            Self {
                name,
                print: owner.short(),
                since,
                until: None,
                may: "read what was shown to you, record by record".to_owned(),
                records,
                json,
            }
        })
    }

    fn row(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            self.print.clone(),
            moment::day_of(self.since),
            self.until
                .map_or_else(|| "no end".to_owned(), moment::for_people),
            self.records.to_string(),
            self.may.clone(),
        ]
    }
}

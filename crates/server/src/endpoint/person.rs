//! `/v1/persons/{person}`: a person's chain.

use axum::{extract::State, http::StatusCode};
use store::ChainAppend;
use wire::{api::PersonEntries, id::PersonId, log::CLOCK_SKEW, person::PersonEntry, sign::Signed};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::{Caller, From, InPath},
    problem::Problem,
};

/// The entries from `?from=N` on. Public keys and a salted hash: no session is asked for.
pub(crate) async fn read(
    State(app): State<App>,
    InPath(person): InPath<PersonId>,
    From(from): From,
) -> Result<Encoded<PersonEntries>, Problem> {
    let entries = app.store.person_entries(&person, from).await?;
    if entries.is_empty() && app.store.person(&person).await?.is_none() {
        return Err(Problem::not_found());
    }
    Ok(Encoded(PersonEntries { entries }))
}

/// Refuses entries whose time is not now. What a removed device signed counts up to its removal: a wrong
/// time there would make true history worthless, or let a thief write on.
pub(crate) fn in_time(app: &App, entries: &[Signed<PersonEntry>]) -> Result<(), Problem> {
    for entry in entries {
        if entry.peek()?.time.abs_diff(app.now()) > CLOCK_SKEW {
            return Err(Problem::refused(
                "The clock of this device is off by more than ten minutes. Set it right, then try again.",
            ));
        }
    }
    Ok(())
}

/// Puts entries behind the caller's own chain. The very same again is no conflict.
pub(crate) async fn extend(
    State(app): State<App>,
    caller: Caller,
    InPath(person): InPath<PersonId>,
    Parsed(new): Parsed<PersonEntries>,
) -> Result<StatusCode, Problem> {
    if person != caller.person {
        return Err(Problem::forbidden(
            "A person's chain is written by that person alone.",
        ));
    }
    in_time(&app, &new.entries)?;
    let first = new
        .entries
        .first()
        .ok_or_else(|| Problem::malformed("There are no entries."))?
        .peek()?
        .seq;
    let before = app.store.person(&person).await?;
    let before = before.ok_or_else(Problem::not_found)?;
    let (seq, head) = before.chain.head();
    if first <= seq {
        let known = app.store.person_entries(&person, first).await?;
        let same = known.starts_with(&new.entries);
        return if same {
            Ok(StatusCode::NO_CONTENT)
        } else {
            Err(Problem::behind(seq, head))
        };
    }
    if seq + new.entries.len() as u64 > LONGEST {
        return Err(Problem::refused("The chain is as long as chains get."));
    }
    let mut after = before.chain.clone();
    for entry in &new.entries {
        after.append(entry)?;
    }
    match app
        .store
        .extend_person(&before, after, &new.entries)
        .await?
    {
        ChainAppend::Done => Ok(StatusCode::NO_CONTENT),
        ChainAppend::RootTaken => Err(Problem::refused("That recovery key is another's.")),
        _ => Err(Problem::behind(seq, head)),
    }
}

/// The last position a chain may reach: whoever verifies a person reads all of it.
const LONGEST: u64 = 1000;

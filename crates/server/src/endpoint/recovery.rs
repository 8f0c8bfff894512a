//! POST `/v1/recovery`: the kit's holder takes the account over.

use axum::extract::State;
use store::{ChainAppend, Recovery};
use wire::{
    SUITE,
    api::{Keyring, RecoveryFinish, RecoveryRequest, SessionOpened},
    hash::hash,
    person::PersonChain,
};

use super::{
    accounts::{check_keyring, password_file},
    person::in_time,
};
use crate::{
    app::{App, opened},
    body::{Encoded, Parsed},
    caller::NotTooOften,
    problem::Problem,
};

/// New entries, password file and keyring; the old credential and every session end. All of it or
/// nothing. `refused` when the request is not signed by the kit, or not about what comes with it.
pub(crate) async fn finish(
    State(app): State<App>,
    _: NotTooOften,
    Parsed(finish): Parsed<RecoveryFinish, LIMIT>,
) -> Result<Encoded<SessionOpened>, Problem> {
    check_keyring(&finish.keyring)?;
    let claimed = finish.request.peek()?;
    if app.nonces.take(&claimed.nonce, app.now()) != Some(claimed.person) {
        return Err(Problem::refused(
            "The recovery took too long or was tried before. Begin it again.",
        ));
    }
    let before = app.store.person(&claimed.person).await?;
    let before = before.ok_or_else(Problem::not_found)?;
    let request = finish
        .request
        .verify(&before.chain.recovery().root)
        .map_err(|_| Problem::refused("The request is not signed by the recovery kit."))?;
    check(&request, &finish)?;
    in_time(&app, &finish.entries)?;
    let after = extended(&before.chain, &finish)?;
    let old = app.store.keyring(&claimed.person).await?;
    let old = old.ok_or_else(Problem::not_found)?;
    let session = app.make_session();
    let done = app
        .store
        .recover(Recovery {
            before,
            after,
            credential: request.credential,
            password_file: password_file(&finish.upload)?,
            keyring: finish.keyring.clone(),
            entries: finish.entries,
            session: session.1,
        })
        .await?;
    if done != ChainAppend::Done {
        return Err(Problem::conflict(
            "The person has changed meanwhile, or the new name is taken. Begin the recovery again.",
        ));
    }
    let keyring = Keyring {
        version: old.version + 1,
        sealed: finish.keyring,
    };
    Ok(Encoded(opened(session, claimed.person, keyring)))
}

fn check(request: &RecoveryRequest, finish: &RecoveryFinish) -> Result<(), Problem> {
    let head = finish.entries.last().map(wire::sign::Signed::hash);
    let same = request.suite == SUITE
        && request.upload == hash("recovery-upload", &[&finish.upload])
        && request.keyring == hash("recovery-keyring", &[&finish.keyring])
        && Some(request.head) == head;
    if same {
        Ok(())
    } else {
        Err(Problem::refused(
            "The request was signed for something else than what came with it.",
        ))
    }
}

fn extended(chain: &PersonChain, finish: &RecoveryFinish) -> Result<PersonChain, Problem> {
    let mut after = chain.clone();
    for entry in &finish.entries {
        if entry.peek()?.author.is_some() {
            return Err(Problem::refused(
                "In a recovery the kit signs every new entry.",
            ));
        }
        after.append(entry)?;
    }
    Ok(after)
}

const LIMIT: usize = 2 << 20;

//! POST `/v1/invitations/{invitation}/answer`: the patient accepts.

use axum::{extract::State, http::StatusCode};
use wire::{
    api::{InvitationStatus, Reply},
    id::InvitationId,
    invite::Answer,
};

use super::invitation::{answerable, settled};
use crate::{
    app::App,
    body::Parsed,
    caller::{Caller, InPath},
    problem::Problem,
};

/// The first answer wins. It is the patient's own, about the patient's own vault as it stands here.
pub(crate) async fn give(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<InvitationId>,
    Parsed(answer): Parsed<Answer, LIMIT>,
) -> Result<StatusCode, Problem> {
    if answer.id != id {
        return Err(Problem::malformed("The answer is to another invitation."));
    }
    if answer.patient != caller.person {
        return Err(Problem::forbidden("Patients answer for themselves."));
    }
    let invitation = answerable(&app, &id).await?;
    check_vault(&app, &answer).await?;
    let turn = app
        .store
        .settle_invitation(
            id,
            invitation.doctor,
            InvitationStatus::Answered,
            Some(Reply::Answer(answer)),
        )
        .await?;
    settled(turn)
}

async fn check_vault(app: &App, answer: &Answer) -> Result<(), Problem> {
    let refused = || Problem::refused("The answer names another vault than the patient's own.");
    let vault = app.store.vault(&answer.vault).await?;
    let vault = vault
        .filter(|vault| vault.state().owner == answer.patient)
        .ok_or_else(refused)?;
    let entry = vault.entry(answer.seq).await?;
    match entry.map(|entry| entry.hash()) {
        Some(head) if head == answer.head => Ok(()),
        _ => Err(Problem::refused(
            "The answer names another log than is kept here. Sync, then try again.",
        )),
    }
}

const LIMIT: usize = 16 * 1024;

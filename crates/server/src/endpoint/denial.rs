//! POST `/v1/invitations/{invitation}/denial`: the patient says no.

use axum::{extract::State, http::StatusCode};
use wire::{
    api::{InvitationStatus, Reply},
    id::InvitationId,
    invite::Denial,
};

use super::invitation::{answerable, settled};
use crate::{app::App, body::Parsed, caller::InPath, problem::Problem};

/// The first reply wins. Nobody need have an account to say no; the doctor checks the proof.
pub(crate) async fn give(
    State(app): State<App>,
    InPath(id): InPath<InvitationId>,
    Parsed(denial): Parsed<Denial, LIMIT>,
) -> Result<StatusCode, Problem> {
    if denial.id != id {
        return Err(Problem::malformed("The denial is of another invitation."));
    }
    let invitation = answerable(&app, &id).await?;
    let turn = app
        .store
        .settle_invitation(
            id,
            invitation.doctor,
            InvitationStatus::Denied,
            Some(Reply::Denial(denial)),
        )
        .await?;
    settled(turn)
}

const LIMIT: usize = 1024;

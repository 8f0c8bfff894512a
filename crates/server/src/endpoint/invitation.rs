//! `/v1/invitations/{invitation}`: one invitation.

use axum::{extract::State, http::StatusCode};
use store::InvitationTurn;
use wire::{
    api::{InvitationItem, InvitationStatus},
    id::InvitationId,
    invite::Invitation,
};

use super::invitations::status;
use crate::{
    app::App,
    body::Encoded,
    caller::{Caller, InPath, Perhaps},
    problem::Problem,
};

/// The invitation and where it stands. Whoever has the link may ask; what came back is shown to the
/// doctor alone.
pub(crate) async fn read(
    State(app): State<App>,
    InPath(id): InPath<InvitationId>,
    Perhaps(caller): Perhaps,
) -> Result<Encoded<InvitationItem>, Problem> {
    let row = app.store.invitation(&id).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let invitation = row.invitation.peek()?;
    let doctor = caller.is_some_and(|caller| caller.person == invitation.doctor);
    Ok(Encoded(InvitationItem {
        status: status(row.status, invitation.not_after, app.now()),
        invitation: row.invitation,
        reply: row.reply.filter(|_| doctor),
    }))
}

/// Withdraws it, if it was not answered.
pub(crate) async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<InvitationId>,
) -> Result<StatusCode, Problem> {
    let row = app.store.invitation(&id).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let doctor = row.invitation.peek()?.doctor;
    if doctor != caller.person {
        return Err(Problem::not_found());
    }
    let turn = app
        .store
        .settle_invitation(id, doctor, InvitationStatus::Withdrawn, None)
        .await?;
    settled(turn)
}

/// An invitation that may still be answered at `now`. One that was settled is shown as well: the very
/// same answer again is no error.
pub(crate) async fn answerable(app: &App, id: &InvitationId) -> Result<Invitation, Problem> {
    let row = app.store.invitation(id).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let invitation = row.invitation.peek()?;
    match status(row.status, invitation.not_after, app.now()) {
        InvitationStatus::Expired => Err(Problem::expired()),
        _ => Ok(invitation),
    }
}

/// The answer to settling an invitation.
pub(crate) fn settled(turn: InvitationTurn) -> Result<StatusCode, Problem> {
    match turn {
        InvitationTurn::Done => Ok(StatusCode::NO_CONTENT),
        _ => Err(Problem::used()),
    }
}

//! `/v1/invitations`: a doctor's invitations.

use axum::{extract::State, http::StatusCode};
use store::InvitationTurn;
use wire::{
    SUITE,
    api::{InvitationItem, InvitationStatus, Invitations},
    invite::Invitation,
    person::{PersonChain, Role},
    sign::Signed,
};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::Caller,
    problem::Problem,
};

/// The caller's, newest first, at most the last 1,000.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Encoded<Invitations>, Problem> {
    let now = app.now();
    let rows = app.store.invitations(&caller.person, LISTED).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(InvitationItem {
            status: status(row.status, row.invitation.peek()?.not_after, now),
            invitation: row.invitation,
            reply: row.reply,
        });
    }
    Ok(Encoded(Invitations { items }))
}

/// Keeps an invitation signed by a device of the caller, a doctor. The very same again is no conflict.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Parsed(signed): Parsed<Signed<Invitation>, LIMIT>,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    let person = app.store.person(&caller.person).await?;
    let person = person.ok_or_else(Problem::session)?;
    let invitation = verify(&signed, &person.chain)?;
    if invitation.not_after <= now || invitation.not_after > now.saturating_add(LONGEST) {
        return Err(Problem::refused(
            "An invitation ends in the future, within 30 days.",
        ));
    }
    match app
        .store
        .invite(&invitation, &signed, now, MOST_OPEN)
        .await?
    {
        InvitationTurn::Done => Ok(StatusCode::NO_CONTENT),
        InvitationTurn::TooMany => Err(Problem::too_many(
            "Too many invitations are open. Withdraw some first.",
        )),
        _ => Err(Problem::conflict(
            "There is an invitation of that name. Make another.",
        )),
    }
}

fn verify(signed: &Signed<Invitation>, chain: &PersonChain) -> Result<Invitation, Problem> {
    let claimed = signed.peek()?;
    if claimed.doctor != chain.id() {
        return Err(Problem::forbidden("Doctors invite for themselves."));
    }
    if chain.role() != Role::Doctor {
        return Err(Problem::forbidden("Doctors invite."));
    }
    let device = chain
        .device(&claimed.device)
        .filter(|device| device.removed.is_none())
        .ok_or_else(|| Problem::refused("The device is not one of the doctor's."))?;
    let invitation = signed
        .verify(&device.keys.signing)
        .map_err(|error| Problem::refused(error.to_string()))?;
    if invitation.suite != SUITE || invitation.doctor_seq > chain.head().0 {
        return Err(Problem::refused(
            "The invitation names a suite or an entry that is not known.",
        ));
    }
    Ok(invitation)
}

/// Where an invitation stands at `now`.
pub(crate) fn status(kept: InvitationStatus, not_after: u64, now: u64) -> InvitationStatus {
    match kept {
        InvitationStatus::Open if now > not_after => InvitationStatus::Expired,
        other => other,
    }
}

const LISTED: u32 = 1000;
const MOST_OPEN: u32 = 500;
const LONGEST: u64 = 30 * 24 * 60 * 60 * 1000;
const LIMIT: usize = 16 * 1024;

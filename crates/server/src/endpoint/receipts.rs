//! `/v1/vaults/{vault}/receipts`: what readers say they read, sealed to the owner.

use axum::{extract::State, http::StatusCode};
use store::{ReceiptPut, Vault};
use wire::{
    SUITE,
    api::ReceiptPage,
    id::{PersonId, VaultId},
    log::{CLOCK_SKEW, Horizon, VaultState},
    person::PersonChain,
    sign::Signed,
    vault::ReadReceipts,
};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::{Caller, From, InPath},
    problem::Problem,
};

/// Those from number `?from=N` on: for the owner all, for a reader his own, so that one who comes back
/// with his kit finds where his chain stands.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<VaultId>,
    From(from): From,
) -> Result<Encoded<ReceiptPage>, Problem> {
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    check_reader(&vault.state(), &caller.person, app.now())?;
    if vault.state().owner != caller.person {
        return own(&vault, &caller, from).await.map(Encoded);
    }
    let (items, total) = vault.receipts(from, PAGE).await?;
    Ok(Encoded(ReceiptPage { items, total }))
}

async fn own(vault: &Vault, caller: &Caller, from: u64) -> Result<ReceiptPage, Problem> {
    let mut own = Vec::new();
    let mut next = 0;
    loop {
        let (page, total) = vault.receipts(next, PAGE).await?;
        next += page.len() as u64;
        let done = page.is_empty() || next >= total;
        let by_caller =
            |signed: &Signed<ReadReceipts>| signed.peek().is_ok_and(|r| r.reader == caller.person);
        own.extend(page.into_iter().filter(by_caller));
        if done {
            break;
        }
    }
    let total = own.len() as u64;
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    let items = own.into_iter().skip(from).take(PAGE as usize).collect();
    Ok(ReceiptPage { items, total })
}

/// Keeps a reader's next receipts, signed by a device of the caller. The very same again is no
/// conflict.
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<VaultId>,
    Parsed(signed): Parsed<Signed<ReadReceipts>>,
) -> Result<StatusCode, Problem> {
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    let (state, now) = (vault.state(), app.now());
    check_reader(&state, &caller.person, now)?;
    let person = app.store.person(&caller.person).await?;
    let person = person.ok_or_else(Problem::session)?;
    let receipts = verify(&signed, &person.chain)?;
    if receipts.vault != id || receipts.reader == state.owner {
        return Err(Problem::refused("These are no receipts for this vault."));
    }
    if receipts.time > now.saturating_add(CLOCK_SKEW) {
        return Err(Problem::refused(
            "The receipts are from the future. Set the clock right.",
        ));
    }
    match vault.put_receipts(&receipts, &signed).await? {
        ReceiptPut::Done(_) => Ok(StatusCode::NO_CONTENT),
        ReceiptPut::Quota => Err(Problem::quota()),
        ReceiptPut::Conflict(Some((seq, head))) => Err(Problem::behind(seq, head)),
        _ => Err(Problem::conflict("A reader's receipts start at zero.")),
    }
}

/// Who is or was served anything may say what he read.
fn check_reader(state: &VaultState, person: &PersonId, now: u64) -> Result<(), Problem> {
    let served = state.horizon(person, now) != Horizon::Nothing || state.shown_to(person).is_some();
    if served {
        Ok(())
    } else {
        Err(Problem::not_found())
    }
}

fn verify(signed: &Signed<ReadReceipts>, chain: &PersonChain) -> Result<ReadReceipts, Problem> {
    let claimed = signed.peek()?;
    if claimed.reader != chain.id() {
        return Err(Problem::forbidden("Receipts are sent by who read."));
    }
    let device = chain
        .device(&claimed.device)
        .filter(|device| device.removed.is_none())
        .ok_or_else(|| Problem::refused("The device is not one of the reader's."))?;
    let receipts = signed
        .verify(&device.keys.signing)
        .map_err(|error| Problem::refused(error.to_string()))?;
    if receipts.suite != SUITE || (receipts.seq == 0) != receipts.previous.is_none() {
        return Err(Problem::refused("The receipts do not continue a chain."));
    }
    Ok(receipts)
}

const PAGE: u32 = 256;

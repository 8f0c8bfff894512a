//! `/v1/vaults`: the caller's vaults.

use axum::extract::State;
use store::Opened;
use wire::{
    api::{Append, Appended, VaultItem, Vaults},
    log::{Horizon, Judge, VaultState},
    person::Role,
    vault::Part,
};

use crate::{
    admission::Known,
    app::App,
    body::{Encoded, Parsed},
    caller::Caller,
    problem::Problem,
};

/// Those in which the caller has or had a part, as far as they are served.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Encoded<Vaults>, Problem> {
    let now = app.now();
    let mut items = Vec::new();
    for row in app.store.vaults_of(&caller.person).await? {
        let Some(vault) = app.store.vault(&row.vault).await? else {
            continue;
        };
        let state = vault.state();
        let seq = match state.horizon(&caller.person, now) {
            Horizon::Open => state.seq,
            Horizon::Until(last) => last,
            Horizon::Nothing => continue,
        };
        let own = state.owner == caller.person;
        items.push(VaultItem {
            vault: row.vault,
            owner: state.owner,
            seq,
            receipts: if own { row.receipts } else { 0 },
        });
    }
    Ok(Encoded(Vaults { items }))
}

/// Opens the caller's vault, one a patient. The very same genesis again is no conflict.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Parsed(append): Parsed<Append, LIMIT>,
) -> Result<Encoded<Appended>, Problem> {
    let owner = app.store.person(&caller.person).await?;
    let owner = owner.ok_or_else(Problem::session)?;
    if owner.chain.role() != Role::Patient {
        return Err(Problem::forbidden("Patients have vaults."));
    }
    if append.entry.peek()?.author != caller.person {
        return Err(Problem::forbidden("A vault is opened by its owner."));
    }
    if !append.bodies.is_empty() {
        return Err(Problem::refused("A genesis has no records."));
    }
    let part = Part::parse(&append.part)?;
    let people = Known::of(owner);
    let state = VaultState::open(&append.entry, &part, &people, Judge::Now(app.now()))?;
    let appended = Appended {
        seq: 0,
        head: state.head,
    };
    match app
        .store
        .open_vault(&state, &append.entry, &append.part)
        .await?
    {
        Opened::Done => Ok(Encoded(appended)),
        _ => Err(Problem::conflict("This person has a vault already.")),
    }
}

const LIMIT: usize = 1 << 20;

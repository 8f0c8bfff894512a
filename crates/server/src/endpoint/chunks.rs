//! POST `/v1/vaults/{vault}/chunks`: which chunks are not here yet.

use axum::extract::State;
use wire::{
    api::ChunkList,
    id::{PersonId, VaultId},
    log::{Horizon, VaultState},
    vault::Mode,
};

use crate::{
    admission::MOST_CHUNKS,
    app::App,
    body::{Encoded, Parsed},
    caller::{Caller, InPath},
    problem::Problem,
};

/// Those of the named chunks that are still to be uploaded, in the order they were named.
pub(crate) async fn missing(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<VaultId>,
    Parsed(list): Parsed<ChunkList>,
) -> Result<Encoded<ChunkList>, Problem> {
    if list.chunks.len() > MOST_CHUNKS {
        return Err(Problem::malformed("Name at most 4,096 chunks at once."));
    }
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    check_writer(&vault.state(), &caller.person, app.now())?;
    let here = vault.chunk_lengths(&list.chunks).await?;
    let mut chunks = list.chunks;
    chunks.retain(|chunk| !here.contains_key(chunk));
    Ok(Encoded(ChunkList { chunks }))
}

/// Who may write may upload.
pub(crate) fn check_writer(state: &VaultState, person: &PersonId, now: u64) -> Result<(), Problem> {
    if state.horizon(person, now) == Horizon::Nothing {
        return Err(Problem::not_found());
    }
    let writes = state.owner == *person
        || state
            .members
            .iter()
            .any(|m| m.person == *person && m.mode == Mode::Write && !m.expired(now));
    if writes {
        Ok(())
    } else {
        Err(Problem::forbidden("You may not write to this vault."))
    }
}

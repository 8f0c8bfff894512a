//! `/v1/vaults/{vault}/chunks/{chunk}`: one sealed chunk of an attachment.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use store::{ChunkPut, Vault};
use wire::{
    id::{Hash, PersonId, VaultId},
    log::Horizon,
    vault::{CHUNK, chunk_hash},
};

use super::chunks::check_writer;
use crate::{
    app::App,
    body::{OCTETS, heavy, octets, read as read_body},
    caller::{Caller, TwoInPath},
    problem::Problem,
};

/// Keeps a chunk, whose hash must be its name. Again is no error. What no entry shows within a week is
/// removed.
pub(crate) async fn store(
    State(app): State<App>,
    caller: Caller,
    TwoInPath(id, chunk): TwoInPath<VaultId, Hash>,
    request: Request,
) -> Result<StatusCode, Problem> {
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    check_writer(&vault.state(), &caller.person, app.now())?;
    let bytes = read_body(request, OCTETS, CHUNK + OVERHEAD).await?;
    if bytes.is_empty() {
        return Err(Problem::refused("The chunk is empty."));
    }
    let (bytes, found) = heavy(bytes.len(), move || {
        let found = chunk_hash(&bytes);
        (bytes, found)
    })
    .await?;
    if found != chunk {
        return Err(Problem::refused(
            "The chunk is not the one named: cut short or altered. Send it again.",
        ));
    }
    match vault.put_chunk(chunk, bytes.into(), app.now()).await? {
        ChunkPut::Done => Ok(StatusCode::NO_CONTENT),
        _ => Err(Problem::quota()),
    }
}

/// A chunk, if an entry shows it to the caller.
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    TwoInPath(id, chunk): TwoInPath<VaultId, Hash>,
) -> Result<Response, Problem> {
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    if !sees(&vault, &chunk, &caller.person, app.now()).await? {
        return Err(Problem::not_found());
    }
    let bytes = vault.chunk(&chunk).await?;
    let bytes = bytes.ok_or_else(Problem::not_found)?;
    Ok(octets(bytes, OCTETS))
}

async fn sees(vault: &Vault, chunk: &Hash, viewer: &PersonId, now: u64) -> Result<bool, Problem> {
    let state = vault.state();
    let acts = state.shown_to(viewer).map_or(&[][..], |shown| &shown.acts);
    let last = match state.horizon(viewer, now) {
        Horizon::Open => Some(state.seq),
        Horizon::Until(last) => Some(last),
        Horizon::Nothing if acts.is_empty() => return Ok(false),
        Horizon::Nothing => None,
    };
    for seq in vault.chunk_uses(chunk).await? {
        if acts.iter().any(|act| act.standing && act.entry == seq) {
            return Ok(true);
        }
        let entry = vault.entry(seq).await?;
        let entry = entry.ok_or_else(Problem::not_found)?.peek()?;
        if last.is_some_and(|last| seq <= last)
            && state.sees(viewer, &entry.author, entry.audience, seq, now)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What sealing may add to a chunk.
const OVERHEAD: usize = 64;

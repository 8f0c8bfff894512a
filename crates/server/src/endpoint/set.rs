//! `/v1/sets/{set}`: one sealed set.

use axum::{extract::State, http::StatusCode};
use wire::{
    api::{
        REQUEST_LIMIT,
        sealed_sets::{BLOCK_LIMIT, INDEX_LIMIT, MAX_BLOCKS, SetChange, SetItem, SetState},
    },
    id::SetId,
};

use super::sets::made;
use crate::{
    app::App,
    body::{Encoded, Parsed, heavy},
    caller::{Caller, InPath},
    problem::Problem,
    sets,
};

/// The set with its index.
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<SetId>,
) -> Result<Encoded<SetState>, Problem> {
    let state = app.store.set_state(&caller.person, &id).await?;
    state.map(Encoded).ok_or_else(Problem::not_found)
}

/// Changes index and blocks together; `conflict` when the set is no longer the one that was read. The very
/// same again is no conflict.
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<SetId>,
    Parsed(change): Parsed<SetChange, REQUEST_LIMIT>,
) -> Result<Encoded<SetItem>, Problem> {
    let item = app.store.set(&caller.person, &id).await?;
    let item = item.ok_or_else(Problem::not_found)?;
    check_numbers(&change)?;
    let shape = sets::shape(item.shape)?;
    let size = change.puts.iter().map(|put| put.block.len()).sum();
    let change = heavy(size, move || {
        sets::check(&change.puts, shape).map(|()| change)
    })
    .await??;
    let turn = app
        .store
        .change_set(caller.person, id, change, app.config.set_quota)
        .await?;
    made(turn).map(Encoded)
}

fn check_numbers(change: &SetChange) -> Result<(), Problem> {
    if change.index.len() > INDEX_LIMIT {
        return Err(Problem::too_large(INDEX_LIMIT));
    }
    if change.puts.iter().any(|put| put.block.len() > BLOCK_LIMIT) {
        return Err(Problem::too_large(BLOCK_LIMIT));
    }
    let puts: Vec<u32> = change.puts.iter().map(|put| put.number).collect();
    let ascending = |numbers: &[u32]| {
        numbers.windows(2).all(|pair| pair[0] < pair[1])
            && numbers.last().is_none_or(|last| *last < MAX_BLOCKS)
    };
    if ascending(&puts)
        && ascending(&change.drops)
        && !change.drops.iter().any(|number| puts.contains(number))
    {
        Ok(())
    } else {
        Err(Problem::refused(
            "Blocks are named once each, in ascending order.",
        ))
    }
}

/// Removes it.
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<SetId>,
) -> Result<StatusCode, Problem> {
    if app.store.drop_set(caller.person, id).await? {
        app.sets.forget(&caller.person, &id);
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

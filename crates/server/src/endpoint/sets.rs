//! `/v1/sets`: the caller's sealed sets.

use axum::extract::State;
use store::SetTurn;
use wire::api::sealed_sets::{INDEX_LIMIT, NewSet, SetItem, Sets};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::Caller,
    problem::Problem,
    sets,
};

/// The caller's own, in the order they were made.
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Encoded<Sets>, Problem> {
    let items = app.store.sets(&caller.person).await?;
    Ok(Encoded(Sets { items }))
}

/// Makes a set without blocks. The very same again is no conflict.
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Parsed(set): Parsed<NewSet, { INDEX_LIMIT + 1024 }>,
) -> Result<Encoded<SetItem>, Problem> {
    sets::shape(set.shape)?;
    let turn = app
        .store
        .new_set(caller.person, set, app.config.set_quota)
        .await?;
    made(turn).map(Encoded)
}

/// The answer to making or changing a set.
pub(crate) fn made(turn: SetTurn) -> Result<SetItem, Problem> {
    match turn {
        SetTurn::Done(item) => Ok(item),
        SetTurn::Missing => Err(Problem::not_found()),
        SetTurn::TooMany => Err(Problem::too_many(
            "This account has too many sets. Remove one first.",
        )),
        SetTurn::Quota => Err(Problem::quota()),
        _ => Err(sets::changed()),
    }
}

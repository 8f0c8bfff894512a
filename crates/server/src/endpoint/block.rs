//! `/v1/sets/{set}/blocks/{block}`: one sealed block.

use axum::{extract::State, response::Response};
use wire::id::SetId;

use crate::{
    app::App,
    body::{OCTETS, octets},
    caller::{Caller, TwoInPath, Version},
    problem::Problem,
    sets,
};

/// The block, as its owner sealed it, of the set's version `?version=N`.
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    TwoInPath(set, number): TwoInPath<SetId, u32>,
    Version(version): Version,
) -> Result<Response, Problem> {
    let item = app.store.set(&caller.person, &set).await?;
    if item.ok_or_else(Problem::not_found)?.version != version {
        return Err(sets::changed());
    }
    let block = app.store.block(&caller.person, &set, number).await?;
    let block = block.ok_or_else(Problem::not_found)?;
    Ok(octets(block, OCTETS))
}

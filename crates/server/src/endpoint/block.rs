//! `/v1/sets/{set}/blocks/{block}`: one sealed block.

use axum::{extract::State, response::Response};
use wire::id::SetId;

use crate::{
    app::App,
    body::{OCTETS, octets},
    caller::{Caller, TwoInPath},
    problem::Problem,
};

/// The block, as its owner sealed it.
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    TwoInPath(set, number): TwoInPath<SetId, u32>,
) -> Result<Response, Problem> {
    let block = app.store.block(&caller.person, &set, number).await?;
    let block = block.ok_or_else(Problem::not_found)?;
    Ok(octets(block, OCTETS))
}

//! `/v1/sets/{set}/answer`: a sealed question to a sealed set.

use axum::{extract::State, response::Response};
use wire::{
    api::sealed_sets::{QUESTION_LIMIT, SetQuestion},
    id::SetId,
};

use crate::{
    app::App,
    body::{OCTETS, Parsed, octets},
    caller::{Caller, InPath},
    problem::Problem,
    sets,
};

/// The sealed distances to every place of every block, for the version that the owner has the index of.
pub(crate) async fn give(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<SetId>,
    Parsed(asked): Parsed<SetQuestion, { QUESTION_LIMIT + 1024 }>,
) -> Result<Response, Problem> {
    let item = app.store.set(&caller.person, &id).await?;
    let item = item.ok_or_else(Problem::not_found)?;
    if item.version != asked.version {
        return Err(sets::changed());
    }
    let answer = app
        .sets
        .answer(&app.store, &caller.person, &item, asked.question.0);
    Ok(octets(answer.await?, OCTETS))
}

//! `/v1/classifiers/{classifier}/work`: what waits for a provider.

use axum::extract::State;
use wire::{
    api::classifiers::{Poll, Work},
    id::ClassifierId,
};

use super::classifier::own;
use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::{Caller, InPath},
    problem::Problem,
};

/// Waits for frames, for a while; as long as a program of the provider's asks, the classifier is served.
pub(crate) async fn poll(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<ClassifierId>,
    Parsed(poll): Parsed<Poll, 64>,
) -> Result<Encoded<Work>, Problem> {
    own(&app, &caller, &id).await?;
    let work = app.relay.poll(id, poll.worker, app.stopping.subscribe());
    work.await.map(|(work, _)| Encoded(work))
}

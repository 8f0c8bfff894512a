//! `/v1/classifiers/{classifier}/work/{inquiry}`: a provider's answer to a frame.

use axum::{extract::State, http::StatusCode};
use wire::{
    api::classifiers::{Done, FRAME_LIMIT},
    id::{ClassifierId, InquiryId},
};

use super::classifier::own;
use crate::{
    app::App,
    body::Roomy,
    caller::{Caller, TwoInPath},
    problem::Problem,
};

/// Hands the answer to who waits for it.
pub(crate) async fn give(
    State(app): State<App>,
    caller: Caller,
    TwoInPath(classifier, inquiry): TwoInPath<ClassifierId, InquiryId>,
    Roomy(done, room): Roomy<Done, { FRAME_LIMIT + 1024 }>,
) -> Result<StatusCode, Problem> {
    own(&app, &caller, &classifier).await?;
    app.relay.answer(classifier, inquiry, done, room)?;
    Ok(StatusCode::NO_CONTENT)
}

//! `/v1/classifiers/{classifier}/inquiries/{inquiry}`: an inquiry under way.

use axum::{extract::State, http::StatusCode};
use wire::{
    api::classifiers::{Exchanged, FRAME_LIMIT, Frame},
    id::{ClassifierId, InquiryId},
};

use crate::{
    app::App,
    body::{Encoded, Roomy},
    caller::{Caller, TwoInPath},
    problem::Problem,
};

/// Carries the next frame to the provider and waits for the answer. A frame is carried once: who does not get
/// the answer opens another inquiry.
pub(crate) async fn exchange(
    State(app): State<App>,
    caller: Caller,
    TwoInPath(classifier, inquiry): TwoInPath<ClassifierId, InquiryId>,
    Roomy(frame, room): Roomy<Frame, { FRAME_LIMIT + 1024 }>,
) -> Result<Encoded<Exchanged>, Problem> {
    let stopping = app.stopping.subscribe();
    let names = (classifier, inquiry);
    let answer = app
        .relay
        .exchange(names, caller.person, frame, room, stopping);
    answer.await.map(|(exchanged, _)| Encoded(exchanged))
}

/// Ends it.
pub(crate) async fn end(
    State(app): State<App>,
    caller: Caller,
    TwoInPath(classifier, inquiry): TwoInPath<ClassifierId, InquiryId>,
) -> Result<StatusCode, Problem> {
    app.relay.end(classifier, inquiry, caller.person)?;
    Ok(StatusCode::NO_CONTENT)
}

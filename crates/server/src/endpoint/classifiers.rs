//! `/v1/classifiers`: what is published.

use axum::extract::State;
use wire::api::classifiers::ClassifierPage;

use crate::{
    app::App,
    body::Encoded,
    caller::{Caller, From},
    problem::Problem,
};

/// The cards from number `?from=N` on, a page at a time.
pub(crate) async fn list(
    State(app): State<App>,
    _: Caller,
    From(from): From,
) -> Result<Encoded<ClassifierPage>, Problem> {
    let rows = app.store.classifiers(from, PAGE).await?;
    let full = rows.len() == PAGE as usize;
    let next = rows.last().map(|(number, _)| number + 1).filter(|_| full);
    let items = rows.into_iter().map(|(_, card)| card).collect();
    Ok(Encoded(ClassifierPage { items, next }))
}

/// Cards in a page.
const PAGE: u32 = 50;

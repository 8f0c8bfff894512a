//! GET `/v1/health`: whether the server can serve.

use axum::extract::State;

use crate::{app::App, problem::Problem};

/// `200` while the database answers; `503`, as a problem, while it does not.
pub(crate) async fn read(State(app): State<App>) -> Result<&'static str, Problem> {
    app.store.check().await?;
    Ok("ok\n")
}

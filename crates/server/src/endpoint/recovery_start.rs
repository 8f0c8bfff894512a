//! POST `/v1/recovery/start`: a person by the kit's root key, and a nonce to sign.

use axum::extract::State;
use wire::api::{RecoveryStart, RecoveryStarted};

use crate::{
    ambient::make_random,
    app::App,
    body::{Encoded, Parsed},
    caller::NotTooOften,
    problem::Problem,
};

/// `not-found` for a key that is nobody's.
pub(crate) async fn start(
    State(app): State<App>,
    _: NotTooOften,
    Parsed(start): Parsed<RecoveryStart, LIMIT>,
) -> Result<Encoded<RecoveryStarted>, Problem> {
    let person = app.store.person_by_root(&start.root).await?;
    let person = person.ok_or_else(Problem::not_found)?;
    let entries = app.store.person_entries(&person, 0).await?;
    let nonce = make_random();
    app.nonces.put(nonce, person, app.now());
    Ok(Encoded(RecoveryStarted { nonce, entries }))
}

const LIMIT: usize = 1024;

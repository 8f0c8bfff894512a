//! POST `/v1/accounts/start`: OPAQUE registration, first message.

use axum::extract::State;
use opaque_ke::{RegistrationRequest, ServerRegistration};
use wire::{
    api::{RegistrationStart, RegistrationStarted},
    codec::Bytes,
    opaque::Suite,
};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::NotTooOften,
    problem::Problem,
};

/// Answers for any name alike; whether it is free is told at the end.
pub(crate) async fn start(
    State(app): State<App>,
    _: NotTooOften,
    Parsed(start): Parsed<RegistrationStart, LIMIT>,
) -> Result<Encoded<RegistrationStarted>, Problem> {
    let request = RegistrationRequest::deserialize(&start.request)
        .map_err(|_| Problem::malformed("This is no OPAQUE registration request."))?;
    let started = ServerRegistration::<Suite>::start(&app.setup, request, &start.credential.0)
        .map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Encoded(RegistrationStarted {
        response: Bytes(started.message.serialize().to_vec()),
    }))
}

const LIMIT: usize = 4 * 1024;

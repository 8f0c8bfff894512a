//! POST `/v1/sessions/start`: OPAQUE login, first message.

use axum::extract::State;
use opaque_ke::{
    CredentialRequest, ServerLogin, ServerLoginParameters, ServerRegistration,
    errors::ProtocolError,
};
use wire::{
    api::{LoginStart, LoginStarted},
    codec::Bytes,
    id::CredentialId,
    opaque::{CONTEXT, Suite, identifiers},
};

use crate::{
    ambient::{OsRandom, make_random},
    app::{App, Attempt},
    body::{Encoded, Parsed},
    caller::NotTooOften,
    problem::Problem,
};

/// Answers for a credential that does not exist as for one that does; the third message then fails as
/// with a wrong password.
pub(crate) async fn start(
    State(app): State<App>,
    _: NotTooOften,
    Parsed(start): Parsed<LoginStart, LIMIT>,
) -> Result<Encoded<LoginStarted>, Problem> {
    let now = app.now();
    app.credentials
        .take(start.credential, now)
        .map_err(Problem::rate)?;
    let request = CredentialRequest::deserialize(&start.request)
        .map_err(|_| Problem::malformed("This is no OPAQUE credential request."))?;
    let (person, file) = match app.store.login(&start.credential).await? {
        Some(login) => (Some(login.person), Some(login.password_file)),
        None => (None, None),
    };
    let file = file
        .map(|file| ServerRegistration::<Suite>::deserialize(&file))
        .transpose()
        .map_err(internal)?;
    let started = ServerLogin::start(
        &mut OsRandom,
        &app.setup,
        file,
        request,
        &start.credential.0,
        parameters(&start.credential),
    )
    .map_err(internal)?;
    let (login, state) = (make_random(), started.state);
    let attempt = Attempt {
        state,
        credential: start.credential,
        person,
    };
    app.logins.put(login, attempt, now);
    Ok(Encoded(LoginStarted {
        login,
        response: Bytes(started.message.serialize().to_vec()),
    }))
}

/// What both messages of a login bind.
pub(crate) fn parameters(credential: &CredentialId) -> ServerLoginParameters<'_, '_> {
    ServerLoginParameters {
        context: Some(CONTEXT),
        identifiers: identifiers(credential),
    }
}

fn internal(error: ProtocolError) -> Problem {
    Problem::internal(error.to_string())
}

const LIMIT: usize = 4 * 1024;

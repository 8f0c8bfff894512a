//! `/v1/sessions`: POST, OPAQUE login, third message; DELETE ends the session.

use axum::{extract::State, http::StatusCode};
use opaque_ke::CredentialFinalization;
use wire::api::{LoginFinish, SessionOpened};

use super::login::parameters;
use crate::{
    app::{App, opened},
    body::{Encoded, Parsed},
    caller::{Caller, NotTooOften},
    problem::Problem,
};

/// Opens a session, once for each login begun; `login` when the password is wrong.
pub(crate) async fn open(
    State(app): State<App>,
    _: NotTooOften,
    Parsed(finish): Parsed<LoginFinish, LIMIT>,
) -> Result<Encoded<SessionOpened>, Problem> {
    let attempt = app
        .logins
        .take(&finish.login, app.now())
        .ok_or_else(Problem::login)?;
    let finalization =
        CredentialFinalization::deserialize(&finish.finalization).map_err(|_| Problem::login())?;
    attempt
        .state
        .finish(finalization, parameters(&attempt.credential))
        .map_err(|_| Problem::login())?;
    let person = attempt.person.ok_or_else(Problem::login)?;
    let keyring = app.store.keyring(&person).await?;
    let keyring = keyring.ok_or_else(Problem::login)?;
    let session = app.make_session();
    app.store.open_session(person, session.1, app.now()).await?;
    Ok(Encoded(opened(session, person, keyring)))
}

/// Ends the session it is called with.
pub(crate) async fn end(State(app): State<App>, caller: Caller) -> Result<StatusCode, Problem> {
    app.store.end_session(caller.person, caller.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

const LIMIT: usize = 4 * 1024;

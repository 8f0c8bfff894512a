//! POST `/v1/accounts`: OPAQUE registration, third message, with the new person.

use axum::extract::State;
use opaque_ke::{RegistrationUpload, ServerRegistration};
use store::NewAccount;
use wire::{
    api::{KEYRING_LIMIT, Keyring, RegistrationFinish, SessionOpened},
    codec::Bytes,
    opaque::Suite,
    person::PersonChain,
};

use super::person::in_time;
use crate::{
    app::{App, opened},
    body::{Encoded, Parsed},
    caller::NotTooOften,
    problem::Problem,
};

/// Makes the account and opens its first session. `conflict` when credential or person are taken,
/// `refused` when the person's first entry is not in order.
pub(crate) async fn create(
    State(app): State<App>,
    _: NotTooOften,
    Parsed(finish): Parsed<RegistrationFinish, LIMIT>,
) -> Result<Encoded<SessionOpened>, Problem> {
    check_keyring(&finish.keyring)?;
    in_time(&app, std::slice::from_ref(&finish.entry))?;
    let chain = PersonChain::verify(std::slice::from_ref(&finish.entry), None)?;
    let person = chain.id();
    let session = app.make_session();
    let keyring = Keyring {
        version: 1,
        sealed: finish.keyring,
    };
    let done = app
        .store
        .register(NewAccount {
            credential: finish.credential,
            password_file: password_file(&finish.upload)?,
            chain,
            entry: finish.entry,
            keyring: keyring.sealed.clone(),
            session: session.1,
        })
        .await?;
    if !done {
        return Err(Problem::conflict(
            "There is an account of that name, or of that person, already. Sign in instead.",
        ));
    }
    Ok(Encoded(opened(session, person, keyring)))
}

/// What is kept of an OPAQUE registration upload.
pub(crate) fn password_file(upload: &Bytes) -> Result<Vec<u8>, Problem> {
    let upload = RegistrationUpload::<Suite>::deserialize(upload)
        .map_err(|_| Problem::malformed("This is no OPAQUE registration upload."))?;
    Ok(ServerRegistration::finish(upload).serialize().to_vec())
}

/// Refuses a keyring that is too large.
pub(crate) fn check_keyring(keyring: &Bytes) -> Result<(), Problem> {
    if keyring.len() > KEYRING_LIMIT {
        return Err(Problem::too_large(KEYRING_LIMIT));
    }
    Ok(())
}

const LIMIT: usize = 1 << 20;

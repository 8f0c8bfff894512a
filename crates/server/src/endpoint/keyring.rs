//! `/v1/keyring`: the sealed keyring of the caller.

use axum::{extract::State, http::StatusCode};
use store::KeyringPut;
use wire::api::{KEYRING_LIMIT, Keyring};

use super::accounts::check_keyring;
use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::Caller,
    problem::Problem,
};

/// The keyring as it stands.
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
) -> Result<Encoded<Keyring>, Problem> {
    let keyring = app.store.keyring(&caller.person).await?;
    keyring.map(Encoded).ok_or_else(Problem::not_found)
}

/// Replaces it by the next version; `conflict` when another device was faster.
pub(crate) async fn replace(
    State(app): State<App>,
    caller: Caller,
    Parsed(keyring): Parsed<Keyring, { KEYRING_LIMIT + 1024 }>,
) -> Result<StatusCode, Problem> {
    check_keyring(&keyring.sealed)?;
    match app.store.put_keyring(caller.person, keyring).await? {
        KeyringPut::Done => Ok(StatusCode::NO_CONTENT),
        _ => Err(Problem::conflict(
            "Another device changed the keyring. Fetch it, then try again.",
        )),
    }
}

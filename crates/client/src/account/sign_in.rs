//! Signing in.

use vault::{identity::Identity, kit::AccountSecret, passphrase::Login};
use wire::{
    api::{self, path, problem},
    codec::Bytes,
};

use super::Home;
use crate::{error::ClientError, session::Session, storage::Storage, transport::Transport};

impl<S: Storage> Home<S> {
    /// Signs in: on this device again, or with the account secret on a new one.
    ///
    /// # Errors
    /// [`ClientError::WrongPassword`]; [`ClientError::NoAccount`] when nobody has signed up here and no
    /// account secret is given.
    pub async fn sign_in(
        mut self,
        server: Option<&str>,
        account_secret: Option<&str>,
        passphrase: &str,
    ) -> Result<Session<S>, ClientError> {
        let file = self.account_file().await?;
        let account = match (account_secret, &file) {
            (Some(text), _) => AccountSecret::parse(text)?,
            (None, Some(file)) => AccountSecret::from_bytes(file.account),
            (None, None) => return Err(ClientError::NoAccount),
        };
        let known = file.as_ref().map(|file| file.server.clone());
        let server = server
            .map(str::to_owned)
            .or(known)
            .ok_or(ClientError::NoAccount)?;
        let transport = Transport::new(&server)?;
        let (login, request) = Login::start(passphrase, &account, &mut *self.env.rng)?;
        let start = api::LoginStart {
            credential: account.credential(),
            request: Bytes(request),
        };
        let started: api::LoginStarted = transport.post(path::LOGIN, &start).await?;
        let (finalization, export_key) = login
            .finish(&started.response, &account, &mut *self.env.rng)
            .map_err(|_| ClientError::WrongPassword)?;
        let finish = api::LoginFinish {
            login: started.login,
            finalization: Bytes(finalization),
        };
        let opened: api::SessionOpened = transport
            .post(path::SESSIONS, &finish)
            .await
            .map_err(wrong_password)?;
        let identity = Identity::open_keyring(&opened.keyring.sealed, &export_key, &account)
            .map_err(|why| ClientError::Altered {
                what: "the keyring",
                why,
            })?;
        let expected = file.as_ref().map(|file| file.person);
        if identity.person != opened.person
            || expected.is_some_and(|person| person != identity.person)
        {
            return Err(ClientError::NotPossible(
                "this account belongs to another person than the one who signed up here".to_owned(),
            ));
        }
        self.must_be_of(identity.role)?;
        let keyring = opened.keyring.sealed.0.clone();
        self.settle(
            transport,
            identity,
            &opened,
            &export_key,
            keyring,
            None,
            passphrase,
        )
        .await
    }
}

fn wrong_password(error: ClientError) -> ClientError {
    match error {
        ClientError::Refused { problem, .. } if problem == problem::LOGIN => {
            ClientError::WrongPassword
        }
        other => other,
    }
}

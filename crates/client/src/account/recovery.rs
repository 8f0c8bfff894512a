//! Coming back with the kit.

use vault::{
    identity::{recover_person, recovery_hashes},
    kit::{AccountSecret, Words},
};
use wire::{
    SUITE,
    api::{self, path, problem},
    codec::Bytes,
    id::PersonId,
    person::PersonChain,
};

use super::{Home, Kit, kit::kit_of, sign_up::register};
use crate::{
    error::ClientError,
    session::Session,
    state::{DeviceState, KnownPerson},
    storage::Storage,
    transport::Transport,
};

impl<S: Storage> Home<S> {
    /// Comes back with the kit alone: a new device, a new password, every key renewed.
    ///
    /// On a device that is locked at rest this is also the way in for who forgot its passphrase: nothing on it is
    /// touched before the server has taken the words, and what waits there to be sent is taken along.
    ///
    /// # Errors
    /// When the words are mistyped or unknown to this server; [`ClientError::OtherKit`] when they are of another
    /// person than the one who signed up here; [`ClientError::AccountExists`] when somebody has and the device is
    /// not locked at rest.
    pub async fn recover(
        mut self,
        server: &str,
        words: &str,
        passphrase: &str,
    ) -> Result<(Session<S>, Kit), ClientError> {
        let here = self.account_file().await?.map(|file| file.person);
        if !self.locked_at_rest {
            self.must_be_empty().await?;
        }
        let words = Words::parse(words)?;
        let transport = Transport::new(server)?;
        let (started, chain) = self.find_person(&transport, &words, here).await?;
        let account = AccountSecret::make(&mut *self.env.rng);
        let now = (self.env.now)();
        let (entries, identity) = recover_person(
            &chain,
            words.clone(),
            account.clone(),
            now,
            &mut *self.env.rng,
        )
        .map_err(|why| ClientError::Altered {
            what: "the account's keys",
            why,
        })?;
        let (upload, export_key) =
            register(&transport, passphrase, &account, &mut self.env).await?;
        let keyring = identity.seal_keyring(&export_key, &mut *self.env.rng);
        let (upload_hash, keyring_hash) = recovery_hashes(&upload, &keyring);
        let head = entries
            .last()
            .map_or(chain.head().1, wire::sign::Signed::hash);
        let request = words.sign(&api::RecoveryRequest {
            suite: SUITE,
            person: chain.id(),
            nonce: started.nonce,
            credential: account.credential(),
            upload: upload_hash,
            keyring: keyring_hash,
            head,
        });
        let finish = api::RecoveryFinish {
            request,
            upload: Bytes(upload),
            entries: entries.clone(),
            keyring: Bytes(keyring.clone()),
        };
        let opened: api::SessionOpened = transport.post(path::RECOVERY, &finish).await?;
        let mut known = started.entries;
        known.extend(entries);
        let known = KnownPerson {
            person: chain.id(),
            entries: known,
        };
        let state = DeviceState {
            renew: true,
            ..DeviceState::default()
        };
        if here.is_some() {
            self.carry_over(&words, &identity, chain.recovery()).await?;
        }
        let mut kit = kit_of(&identity, transport.base());
        kit.words = Some(words.to_text());
        let session = self
            .settle(
                transport,
                identity,
                &opened,
                &export_key,
                keyring,
                Some((known, state)),
                passphrase,
            )
            .await?;
        session.drop_rescues().await?;
        Ok((session, kit))
    }

    /// Whose words these are, by the server's word and the chain's proof; who signed up here already, if somebody did.
    async fn find_person(
        &self,
        transport: &Transport,
        words: &Words,
        here: Option<PersonId>,
    ) -> Result<(api::RecoveryStarted, PersonChain), ClientError> {
        let root = words.root_public();
        let started: api::RecoveryStarted = transport
            .post(path::RECOVERY_START, &api::RecoveryStart { root })
            .await
            .map_err(unknown_kit)?;
        let chain = PersonChain::verify(&started.entries, None)?;
        self.must_be_of(chain.role())?;
        match here {
            Some(person) if person != chain.id() => Err(ClientError::OtherKit),
            _ => Ok((started, chain)),
        }
    }
}

fn unknown_kit(error: ClientError) -> ClientError {
    match error {
        ClientError::Refused { problem, .. } if problem == problem::NOT_FOUND => {
            ClientError::UnknownKit
        }
        other => other,
    }
}

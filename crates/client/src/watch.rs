//! Watching: the server says at once when something happens.

use wire::{api::path, id::VaultId};

use crate::{
    error::ClientError,
    session::Session,
    storage::Storage,
    transport::{Events, Transport},
};

/// What the server announces. It is only a hint to sync: what is true is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A vault's log has grown.
    Vault(VaultId),
    /// An invitation was answered.
    Invitation,
    /// Somebody sent receipts.
    Receipts,
}

/// Waits for hints without holding the session, so that others may work in its home meanwhile.
pub struct Watcher {
    transport: Transport,
    events: Option<Events>,
}

impl<S: Storage> Session<S> {
    /// What waits for hints, also when the session is closed. Connect it, then sync, then wait: so
    /// nothing falls between.
    pub fn watcher(&self) -> Watcher {
        Watcher {
            transport: self.transport.clone(),
            events: None,
        }
    }
}

impl Watcher {
    /// Connects, if not connected: whatever happens from now on is announced.
    ///
    /// # Errors
    /// When the server cannot be reached, or the session has ended.
    pub async fn connect(&mut self) -> Result<(), ClientError> {
        if self.events.is_none() {
            self.events = Some(self.transport.events(path::EVENTS).await?);
        }
        Ok(())
    }

    /// Waits for the next hint, connecting first if need be.
    ///
    /// # Errors
    /// When the connection breaks; the next call makes a new one.
    pub async fn next_hint(&mut self) -> Result<Hint, ClientError> {
        self.connect().await?;
        let result = self.wait().await;
        if result.is_err() {
            self.events = None;
        }
        result
    }

    async fn wait(&mut self) -> Result<Hint, ClientError> {
        let events = self.events.as_mut().ok_or(ClientError::SignedOut)?;
        loop {
            let (event, data) = events.next().await?;
            let vault = || {
                data.split_whitespace()
                    .next()
                    .and_then(|id| id.parse().ok())
            };
            match event.as_str() {
                "vault" => {
                    if let Some(vault) = vault() {
                        return Ok(Hint::Vault(vault));
                    }
                }
                "invitation" => return Ok(Hint::Invitation),
                "receipts" => return Ok(Hint::Receipts),
                _ => {}
            }
        }
    }
}

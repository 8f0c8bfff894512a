//! Watching: the server says at once when something happens.

use wire::{api::path, id::VaultId};

use crate::{error::ClientError, session::Session, storage::Storage, transport::Transport};

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
}

impl<S: Storage> Session<S> {
    /// Waits for the next hint.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn next_hint(&self) -> Result<Hint, ClientError> {
        self.watcher().next_hint().await
    }

    /// What waits for hints when the session is closed.
    pub fn watcher(&self) -> Watcher {
        Watcher {
            transport: self.transport.clone(),
        }
    }
}

impl Watcher {
    /// Waits for the next hint.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn next_hint(&self) -> Result<Hint, ClientError> {
        let mut found = None;
        self.transport
            .events(path::EVENTS, |event, data| {
                found = match event {
                    "vault" => data
                        .split_whitespace()
                        .next()
                        .and_then(|id| id.parse().ok())
                        .map(Hint::Vault),
                    "invitation" => Some(Hint::Invitation),
                    "receipts" => Some(Hint::Receipts),
                    _ => None,
                };
                found.is_none()
            })
            .await?;
        found.ok_or_else(|| ClientError::Network("the server closed the connection".to_owned()))
    }
}

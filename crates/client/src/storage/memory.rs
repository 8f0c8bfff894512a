//! Storage that lasts as long as the process: for tests, and for a browser's private window.

use std::{cell::RefCell, collections::BTreeMap};

use super::Storage;
use crate::error::ClientError;

/// Pieces in memory.
#[derive(Debug, Default)]
pub struct Memory(RefCell<BTreeMap<String, Vec<u8>>>);

impl Storage for Memory {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        Ok(self.0.borrow().get(name).cloned())
    }

    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        self.0.borrow_mut().insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    async fn append(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        self.0
            .borrow_mut()
            .entry(name.to_owned())
            .or_default()
            .extend_from_slice(bytes);
        Ok(())
    }

    async fn truncate(&self, name: &str, length: u64) -> Result<(), ClientError> {
        if let Some(bytes) = self.0.borrow_mut().get_mut(name) {
            bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        }
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), ClientError> {
        self.0.borrow_mut().remove(name);
        Ok(())
    }

    async fn names(&self, prefix: &str) -> Result<Vec<String>, ClientError> {
        Ok(self
            .0
            .borrow()
            .keys()
            .filter(|name| name.starts_with(prefix))
            .cloned()
            .collect())
    }
}

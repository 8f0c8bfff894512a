//! The data directory: one server at a time has it.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::Mutex,
};

use crate::StoreError;

/// The data directory, held for as long as this lives.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    /// The operating system lets go of the lock when the process ends, however it ends.
    lock: Mutex<Option<File>>,
}

impl Directory {
    /// Makes the directory if need be and takes hold of it.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(path.join("chunks"))?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        Ok(Self {
            path: path.to_path_buf(),
            lock: Mutex::new(Some(lock)),
        })
    }

    /// Lets another have the directory.
    pub(crate) fn release(&self) {
        crate::lock(&self.lock).take();
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join("sehat.db")
    }

    /// The folder of attachments' chunks.
    pub(crate) fn chunks(&self) -> PathBuf {
        self.path.join("chunks")
    }
}

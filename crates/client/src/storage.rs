//! Where a client keeps what it must not lose: files on a disk, a browser's database, or memory.
//!
//! Whatever is stored here was sealed before, but for the account file and, while signed in on a disk, the
//! key that unlocks the rest. In a browser that key lies under the device's lock.

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub mod disk;
pub mod memory;

use crate::error::ClientError;

/// Where a handle is shared, each is as good as the other.
impl<S: Storage> Storage for std::rc::Rc<S> {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        (**self).read(name).await
    }
    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        (**self).write(name, bytes).await
    }
    async fn append(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        (**self).append(name, bytes).await
    }
    async fn truncate(&self, name: &str, length: u64) -> Result<(), ClientError> {
        (**self).truncate(name, length).await
    }
    async fn remove(&self, name: &str) -> Result<(), ClientError> {
        (**self).remove(name).await
    }
    async fn names(&self, prefix: &str) -> Result<Vec<String>, ClientError> {
        (**self).names(prefix).await
    }
}

/// Named pieces of bytes. Names are of `a-z 0-9 -`.
#[expect(
    async_fn_in_trait,
    reason = "in the browser futures are not Send, and need not be"
)]
pub trait Storage {
    /// The bytes under `name`, if any.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError>;

    /// Replaces what is under `name`, all or nothing.
    ///
    /// # Errors
    /// [`ClientError::Storage`]; then what was there is still there.
    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError>;

    /// Adds to what is under `name`. After a crash the end may be missing.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    async fn append(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError>;

    /// Cuts what is under `name` to `length` bytes.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    async fn truncate(&self, name: &str, length: u64) -> Result<(), ClientError>;

    /// Removes what is under `name`, if anything.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    async fn remove(&self, name: &str) -> Result<(), ClientError>;

    /// The names that start with `prefix`, sorted.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    async fn names(&self, prefix: &str) -> Result<Vec<String>, ClientError>;
}

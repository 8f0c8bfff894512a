//! Storage in a folder: one file a piece, readable by its owner alone, replaced by renaming.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use super::Storage;
use crate::error::ClientError;

/// Held by who works in the folder; no piece has this name.
const LOCK: &str = "lock";

/// A folder that one process at a time works in.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    /// Held until dropped.
    _lock: File,
}

impl Disk {
    /// Opens a folder, making it if it is not there, and locks it.
    ///
    /// # Errors
    /// [`ClientError::Storage`], or [`ClientError::Locked`] while another process works in it.
    pub fn open(folder: &Path) -> Result<Self, ClientError> {
        fs::create_dir_all(folder).map_err(|e| failed(folder, &e))?;
        restrict(folder, 0o700)?;
        let path = folder.join(LOCK);
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| failed(&path, &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                folder: folder.to_owned(),
                _lock: lock,
            }),
            Err(fs::TryLockError::WouldBlock) => Err(ClientError::Locked),
            Err(fs::TryLockError::Error(e)) => Err(failed(&path, &e)),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let (path, fresh) = (self.path(name), self.path(&format!("{name}.new")));
        let mut file = private_file(
            OpenOptions::new().create(true).truncate(true).write(true),
            &fresh,
        )?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, &path)?;
        File::open(&self.folder)?.sync_all()
    }
}

impl Storage for Disk {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        match fs::read(self.path(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(failed(&self.path(name), &e)),
        }
    }

    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        self.replace(name, bytes).map_err(|e| {
            // What could not be written whole is taken away again; the old piece is untouched.
            let _ = fs::remove_file(self.path(&format!("{name}.new")));
            failed(&self.path(name), &e)
        })
    }

    async fn append(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        let path = self.path(name);
        let mut file = private_file(OpenOptions::new().create(true).append(true), &path)
            .map_err(|e| failed(&path, &e))?;
        let before = file.metadata().map_err(|e| failed(&path, &e))?.len();
        file.write_all(bytes)
            .and_then(|()| file.sync_data())
            .map_err(|e| {
                let _ = file.set_len(before);
                failed(&path, &e)
            })
    }

    async fn truncate(&self, name: &str, length: u64) -> Result<(), ClientError> {
        let path = self.path(name);
        let file = OpenOptions::new()
            .write(true)
            .open(&path)
            .map_err(|e| failed(&path, &e))?;
        file.set_len(length).map_err(|e| failed(&path, &e))
    }

    async fn remove(&self, name: &str) -> Result<(), ClientError> {
        match fs::remove_file(self.path(name)) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(failed(&self.path(name), &e)),
            _ => Ok(()),
        }
    }

    async fn names(&self, prefix: &str) -> Result<Vec<String>, ClientError> {
        let entries = fs::read_dir(&self.folder).map_err(|e| failed(&self.folder, &e))?;
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.starts_with(prefix) && !name.ends_with(".new") && name != LOCK)
            .collect();
        names.sort_unstable();
        Ok(names)
    }
}

fn failed(path: &Path, error: &std::io::Error) -> ClientError {
    ClientError::Storage(format!("{}: {error}", path.display()))
}

#[cfg(unix)]
fn private_file(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    options.open(path)
}

#[cfg(unix)]
fn restrict(folder: &Path, mode: u32) -> Result<(), ClientError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).map_err(|e| failed(folder, &e))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<(), ClientError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_folders_own_lock_is_no_piece() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::open(folder.path()).unwrap();
        disk.write("device-lock", b"x").await.unwrap();
        assert_eq!(disk.names("").await.unwrap(), ["device-lock"]);
        assert!(matches!(
            Disk::open(folder.path()),
            Err(ClientError::Locked)
        ));
    }
}

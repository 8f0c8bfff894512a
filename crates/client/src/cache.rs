//! What a device keeps, sealed: vaults as journals, everything else as pieces that are replaced whole.

use vault::{seal, secret::Secret};
use wire::{
    cbor_choice, cbor_struct,
    codec::{self, Bytes, Cbor},
    id::VaultId,
    sign::Signed,
    vault::LogEntry,
};
use zeroize::Zeroizing;

use crate::{env::Env, error::ClientError, storage::Storage};

const PIECE_LIMIT: usize = 64 << 20;

cbor_struct! {
    /// An entry as it was served.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EntryFrame {
        /// The signed entry.
        pub entry: Signed<LogEntry>,
        /// Its part, if it is for us.
        pub part: Option<Bytes>,
        /// The bodies that came with it.
        pub bodies: Vec<Bytes>,
    }
}

cbor_struct! {
    /// A part that was served later than its entry.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FillFrame {
        /// Of which entry.
        pub seq: u64,
        /// The part.
        pub part: Bytes,
        /// The bodies that came with it.
        pub bodies: Vec<Bytes>,
    }
}

cbor_choice! {
    /// One frame of a vault's journal.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Frame {
        /// The log grows.
        0 => Entry(EntryFrame),
        /// A gap is filled.
        1 => Fill(FillFrame),
    }
}

/// Reads and writes sealed pieces.
pub struct Cache {
    key: Secret,
}

impl Cache {
    /// A cache under a device's own key.
    pub fn new(key: Secret) -> Self {
        Self { key }
    }

    /// Reads a piece.
    ///
    /// # Errors
    /// [`ClientError::Damaged`] when it does not open.
    pub async fn read<T: Cbor>(
        &self,
        storage: &impl Storage,
        name: &str,
    ) -> Result<Option<T>, ClientError> {
        let Some(sealed) = storage.read(name).await? else {
            return Ok(None);
        };
        let plain = seal::open(&self.key, name.as_bytes(), &sealed)
            .map(Zeroizing::new)
            .map_err(|_| ClientError::Damaged("a sealed file"))?;
        let value =
            codec::parse(&plain, PIECE_LIMIT).map_err(|_| ClientError::Damaged("a sealed file"))?;
        Ok(Some(value))
    }

    /// Replaces a piece.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub async fn write(
        &self,
        storage: &impl Storage,
        env: &mut Env,
        name: &str,
        value: &impl Cbor,
    ) -> Result<(), ClientError> {
        let plain = Zeroizing::new(codec::to_bytes(value));
        let sealed = seal::seal(&self.key, name.as_bytes(), &plain, &mut *env.rng);
        storage.write(name, &sealed).await
    }

    /// Seals a piece that `old` opens under this key. Whether it did; if not, the piece is as it was.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub(crate) async fn take_over(
        &self,
        storage: &impl Storage,
        env: &mut Env,
        name: &str,
        old: &Self,
    ) -> Result<bool, ClientError> {
        let Some(sealed) = storage.read(name).await? else {
            return Ok(false);
        };
        let Ok(plain) = seal::open(&old.key, name.as_bytes(), &sealed).map(Zeroizing::new) else {
            return Ok(false);
        };
        let sealed = seal::seal(&self.key, name.as_bytes(), &plain, &mut *env.rng);
        storage.write(name, &sealed).await?;
        Ok(true)
    }

    /// Adds frames to a vault's journal, which has `count` already.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub async fn append(
        &self,
        storage: &impl Storage,
        env: &mut Env,
        vault: VaultId,
        count: u64,
        frames: &[Frame],
    ) -> Result<(), ClientError> {
        let mut out = Vec::new();
        for (index, frame) in (count..).zip(frames) {
            let plain = Zeroizing::new(codec::to_bytes(frame));
            let sealed = seal::seal(&self.key, &frame_aad(vault, index), &plain, &mut *env.rng);
            let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(&sealed);
        }
        storage.append(&journal(vault), &out).await
    }

    /// Reads a vault's journal. What a crash left half-written at its end is cut off.
    ///
    /// # Errors
    /// [`ClientError::Damaged`] when a whole frame does not open.
    pub async fn frames(
        &self,
        storage: &impl Storage,
        vault: VaultId,
    ) -> Result<Vec<Frame>, ClientError> {
        let name = journal(vault);
        let bytes = storage.read(&name).await?.unwrap_or_default();
        let mut rest = bytes.as_slice();
        let mut frames = Vec::new();
        while let Some((sealed, after)) = split_frame(rest) {
            let aad = frame_aad(vault, frames.len() as u64);
            let plain = seal::open(&self.key, &aad, sealed)
                .map(Zeroizing::new)
                .map_err(|_| ClientError::Damaged("a vault's journal"))?;
            frames.push(
                codec::parse(&plain, PIECE_LIMIT)
                    .map_err(|_| ClientError::Damaged("a vault's journal"))?,
            );
            rest = after;
        }
        if !rest.is_empty() {
            storage
                .truncate(&name, (bytes.len() - rest.len()) as u64)
                .await?;
        }
        Ok(frames)
    }

    /// The vaults that have a journal.
    ///
    /// # Errors
    /// [`ClientError::Storage`].
    pub async fn vaults(&self, storage: &impl Storage) -> Result<Vec<VaultId>, ClientError> {
        let names = storage.names(JOURNAL).await?;
        Ok(names
            .iter()
            .filter_map(|name| name.strip_prefix(JOURNAL)?.parse().ok())
            .collect())
    }
}

const JOURNAL: &str = "vault-";

/// The name of a vault's journal.
pub fn journal(vault: VaultId) -> String {
    format!("{JOURNAL}{vault}")
}

fn frame_aad(vault: VaultId, index: u64) -> Vec<u8> {
    [b"journal".as_slice(), &vault.0, &index.to_be_bytes()].concat()
}

fn split_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

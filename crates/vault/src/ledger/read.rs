//! Opening records.

use wire::{
    SUITE,
    vault::{BatchWrap, Chunked, Content, EpochRef, Target, VersionRef},
};
use zeroize::Zeroizing;

use super::{Ledger, Version};
use crate::{
    attachment::open_attachment,
    batch::{Opener, RecordContext, check_commit, open_batch_key, open_body, open_single},
    error::VaultError,
    identity::Identity,
    secret::Secret,
};

/// Through what a version is readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Through an epoch whose seed is held.
    Epoch(EpochRef),
    /// By a key sealed to the person.
    Person,
}

impl Ledger {
    /// The key of a version: by the first way open to us that leads to the key committed to.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] when no way is open, [`VaultError::DoesNotOpen`] when none of those open leads
    /// there.
    pub fn record_key(&self, identity: &Identity, at: VersionRef) -> Result<Secret, VaultError> {
        let version = self.version(at)?;
        let mut failed = VaultError::NoKey;
        for key in self.ways(identity, version) {
            match key.and_then(|key| self.check(key, version)) {
                Ok(key) => return Ok(key),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    fn check(&self, key: Secret, version: &Version) -> Result<Secret, VaultError> {
        check_commit(&key, &version.header, self.state.vault).map(|()| key)
    }

    /// Opens a record from its body.
    ///
    /// # Errors
    /// As [`Ledger::record_key`]; [`VaultError::DoesNotOpen`] for a body that is not this version's.
    pub fn open_record(
        &self,
        identity: &Identity,
        at: VersionRef,
        body: &[u8],
        dictionary: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let version = self.version(at)?;
        let key = self.record_key(identity, at)?;
        open_body(
            &key,
            &version.header,
            &self.record_context(version),
            body,
            dictionary,
        )
    }

    /// Opens an attachment from its chunks.
    ///
    /// # Errors
    /// As [`Ledger::open_record`].
    pub fn open_attachment(
        &self,
        identity: &Identity,
        at: VersionRef,
        chunks: &[Vec<u8>],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let version = self.version(at)?;
        let key = self.record_key(identity, at)?;
        let content = version
            .attachment()
            .ok_or(VaultError::Unknown("attachment"))?;
        open_attachment(&key, &self.record_context(version), content, chunks)
    }

    /// The context a version is sealed in.
    pub fn record_context(&self, version: &Version) -> RecordContext {
        RecordContext {
            suite: SUITE,
            vault: self.state.vault,
            record: version.header.record,
            version: version.header.version,
            previous: version.header.previous,
            author: version.author,
        }
    }

    /// Whether some way is open to a version, without taking it.
    pub fn readable(&self, at: VersionRef) -> Option<Shown> {
        let version = self.version(at).ok()?;
        let single = version
            .shown
            .iter()
            .map(|wrap| wrap.target)
            .find(|target| self.keychain.seed(*target).is_ok());
        if let Some(target) = single {
            return Some(Shown::Epoch(target));
        }
        let part = &self.batches.get(&version.entry)?.part;
        part.wraps.iter().find_map(|wrap| match &wrap.target {
            Target::Epoch(target) => self
                .keychain
                .seed(*target)
                .is_ok()
                .then_some(Shown::Epoch(*target)),
            Target::Person(to) => (to.person == self.me).then_some(Shown::Person),
        })
    }

    /// Every way to a version's key that is open to us. One of them may be spoilt: an author can wrap
    /// nonsense to the owner and the right key to the others.
    fn ways<'a>(
        &'a self,
        identity: &'a Identity,
        version: &'a Version,
    ) -> impl Iterator<Item = Result<Secret, VaultError>> + 'a {
        let vault = self.state.vault;
        let single = version.shown.iter().filter_map(move |wrap| {
            let seed = self.keychain.seed(wrap.target).ok()?;
            let header = &version.header;
            Some(open_single(&wrap.wrapped, vault, header, wrap.target, seed))
        });
        let written = self.batches.get(&version.entry).into_iter();
        let batch = written.flat_map(move |written| {
            let open = move |wrap: &BatchWrap| {
                let opener = self.opener(identity, wrap).transpose()?;
                Some(opener.and_then(|opener| {
                    open_batch_key(
                        wrap,
                        &opener,
                        vault,
                        version.author,
                        written.root,
                        version.at(),
                    )
                }))
            };
            written.part.wraps.iter().filter_map(open)
        });
        single.chain(batch)
    }

    fn opener<'a>(
        &'a self,
        identity: &'a Identity,
        wrap: &BatchWrap,
    ) -> Result<Option<Opener<'a>>, VaultError> {
        match &wrap.target {
            Target::Epoch(target) => Ok(self.keychain.seed(*target).ok().map(Opener::Seed)),
            Target::Person(to) if to.person == self.me => {
                identity.person_key(to.key).map(Opener::Person).map(Some)
            }
            Target::Person(_) => Ok(None),
        }
    }
}

impl Version {
    /// What the header says of an attachment's chunks, if it is one.
    pub fn attachment(&self) -> Option<&Chunked> {
        match &self.header.content {
            Content::Chunked(chunked) => Some(chunked),
            Content::Inline(_) => None,
        }
    }
}

//! Adding records, and showing them to more readers.

use std::collections::BTreeMap;

use wire::{
    hash::merkle_paths,
    id::Hash,
    vault::{
        Audience, BatchWrap, Compartment, DisclosedHeader, Disclosure, EpochRef, Part,
        PersonTarget, RecordHeader, RecordsPart, Target, VersionRef, WrapsPart, wraps_hash,
    },
};

use super::{Draft, Pen, Prepared};
use crate::{
    batch::{Batch, wrap_single},
    error::VaultError,
    identity::Identity,
    ledger::Ledger,
    secret::{Random, Secret},
};

impl Ledger {
    /// Adds a batch of records. After a lost race the same batch is wrapped and signed again.
    ///
    /// # Errors
    /// When the keys of an epoch are none.
    pub fn make_records(
        &self,
        pen: &Pen<'_>,
        batch: &Batch,
        audience: Audience,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        let mut targets = vec![self.current(Compartment::Private)?];
        if let Some(compartment) = audience
            .compartment()
            .filter(|c| *c != Compartment::Private)
        {
            targets.push(self.current(compartment)?);
        }
        let mut wraps = Vec::with_capacity(targets.len() + 1);
        for target in &targets {
            wraps.push(self.wrap_to_epoch(batch, *target, rng)?);
        }
        if !self.is_owner() {
            let key = pen.chain.person_key();
            let target = Target::Person(PersonTarget {
                person: self.me,
                key: key.number,
            });
            wraps.push(batch.wrap_to(target, &key.public, rng)?);
        }
        let draft = Draft {
            audience,
            epochs: targets,
            part: Part::Records(RecordsPart {
                records: batch.headers().to_vec(),
                wraps,
            }),
            bodies: batch.bodies().to_vec(),
        };
        Ok(self.sign(pen, draft))
    }

    fn wrap_to_epoch(
        &self,
        batch: &Batch,
        target: EpochRef,
        rng: Random<'_>,
    ) -> Result<BatchWrap, VaultError> {
        if let Ok(seed) = self.keychain.seed(target) {
            return Ok(batch.wrap_with_seed(target, seed, rng));
        }
        let epoch = self
            .state
            .epoch(target.compartment)
            .ok_or(VaultError::Unknown("compartment"))?;
        batch.wrap_to(Target::Epoch(target), &epoch.public, rng)
    }

    /// Broadcasts versions to a compartment: their headers with the proof of who wrote them, and their
    /// keys one by one.
    ///
    /// # Errors
    /// When we are not the owner, or a version is unknown.
    pub fn make_broadcast(
        &self,
        pen: &Pen<'_>,
        versions: &[VersionRef],
        compartment: Compartment,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let audience = Audience::of(compartment).filter(|a| *a != Audience::Private);
        let audience = audience.ok_or(VaultError::NotPossible(
            "this compartment cannot be broadcast to",
        ))?;
        let target = self.current(compartment)?;
        let seed = self.keychain.seed(target)?;
        let disclosures = self.disclose(pen.identity, versions, |key, header| {
            wrap_single(key, self.state.vault, header, target, seed)
        })?;
        let draft = Draft {
            audience,
            epochs: vec![target],
            part: Part::Wraps(WrapsPart {
                target,
                disclosures,
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }
    /// The headers of versions with the proof of who wrote them, each with its key as `wrap` wraps it.
    pub(super) fn disclose(
        &self,
        identity: &Identity,
        versions: &[VersionRef],
        wrap: impl Fn(&Secret, &RecordHeader) -> [u8; 48],
    ) -> Result<Vec<Disclosure>, VaultError> {
        let mut by_entry: BTreeMap<u64, Vec<(u32, VersionRef)>> = BTreeMap::new();
        for at in versions {
            let version = self.version(*at)?;
            by_entry
                .entry(version.entry)
                .or_default()
                .push((version.index, *at));
        }
        let mut disclosures = Vec::with_capacity(by_entry.len());
        for (entry, mut wanted) in by_entry {
            wanted.sort_unstable_by_key(|(index, _)| *index);
            wanted.dedup();
            let part = &self
                .batches
                .get(&entry)
                .ok_or(VaultError::Unknown("entry"))?
                .part;
            let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
            let indices: Vec<usize> = wanted
                .iter()
                .filter_map(|(index, _)| usize::try_from(*index).ok())
                .collect();
            let (_, paths) = merkle_paths(&leaves, &indices);
            let mut headers = Vec::with_capacity(wanted.len());
            for ((index, at), path) in wanted.into_iter().zip(paths) {
                let header = self.version(at)?.header.clone();
                let key = self.record_key(identity, at)?;
                let wrapped = wrap(&key, &header);
                headers.push(DisclosedHeader {
                    index,
                    path,
                    header,
                    wrapped,
                });
            }
            let count = u32::try_from(part.records.len()).unwrap_or(u32::MAX);
            disclosures.push(Disclosure {
                entry,
                count,
                wraps: wraps_hash(&part.wraps),
                headers,
            });
        }
        Ok(disclosures)
    }
}

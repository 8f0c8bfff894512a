//! A thief: who has the server's whole database, and the keys that somebody had.

use std::{collections::BTreeMap, path::Path};

use store::{Options, Store};
use vault::{
    batch::{Opener, open_batch_key, open_single},
    epoch::{open_next_hist, open_next_seed, open_owner_box, open_previous},
    hpke::{SealingKey, info},
    secret::Secret,
};
use wire::{
    SUITE, cbor_struct,
    hash::merkle_root,
    id::{Hash, PersonId, VaultId},
    vault::{
        Disclosure, Epoch, EpochRef, LogEntry, OwnerAccess, Part, RecordHeader, RecordsPart,
        RotatePart, VersionRef, WrapsPart,
    },
};

use crate::clinic::Person;

cbor_struct! {
    /// What a rotation's new key is sealed in, as the protocol describes it.
    struct ResealContext {
        suite: u16,
        vault: VaultId,
        epoch: EpochRef,
        commit_seed: Hash,
        grant: Hash,
        recipient: PersonId,
        key: u32,
    }
}

/// A vault's log as the server keeps it: every entry with its part.
pub struct Loot {
    vault: VaultId,
    owner: PersonId,
    entries: Vec<(LogEntry, Part)>,
}

/// Everything somebody's device holds.
#[derive(Clone, Default)]
pub struct Keys {
    /// The person's own keys.
    pub persons: Vec<(PersonId, SealingKey)>,
    /// Seeds of epochs.
    pub seeds: BTreeMap<EpochRef, Secret>,
    /// History keys of epochs.
    pub hists: BTreeMap<EpochRef, Secret>,
}

impl Keys {
    /// What a client holds for a vault.
    pub fn of(person: &Person, vault: VaultId) -> Self {
        let identity = person.identity();
        let mut keys = Self::default();
        for key in &identity.person_keys {
            keys.persons.push((identity.person, key.clone()));
        }
        let keychain = person.view(vault).unwrap().ledger.keychain();
        for epoch in keychain.held() {
            keys.seeds
                .insert(epoch, keychain.seed(epoch).unwrap().clone());
            if let Ok(secret) = keychain.secret(epoch) {
                keys.hists.insert(epoch, secret.hist);
            }
        }
        keys
    }

    /// What two hold together.
    pub fn join(mut self, other: Self) -> Self {
        self.persons.extend(other.persons);
        self.seeds.extend(other.seeds);
        self.hists.extend(other.hists);
        self
    }
}

impl Loot {
    /// Takes a vault out of a data directory that no server is at.
    pub async fn take(data: &Path, vault: VaultId) -> Self {
        let store = Store::open(Options::new(data)).await.unwrap();
        let kept = store.vault(&vault).await.unwrap().unwrap();
        let mut entries = Vec::new();
        for seq in 0..=kept.state().seq {
            let entry = kept.entry(seq).await.unwrap().unwrap().peek().unwrap();
            let content = kept.content(seq).await.unwrap().unwrap();
            entries.push((entry, Part::parse(&content.part).unwrap()));
        }
        let owner = kept.state().owner;
        store.close().await;
        Self {
            vault,
            owner,
            entries,
        }
    }

    /// How many seals of the entries from `from` on open with these keys: wraps, new keys, epochs.
    pub fn opened(&self, keys: &Keys, from: u64) -> usize {
        let newer = self.entries.iter().filter(|(entry, _)| entry.seq >= from);
        newer
            .map(|(entry, part)| match part {
                Part::Records(part) => self.opened_records(keys, entry, part),
                Part::Wraps(part) => self.opened_wraps(keys, part),
                Part::Rotate(part) => self.opened_rotation(keys, part),
                Part::Grant(part) => {
                    let grant = part.grant.peek().unwrap();
                    let info = info("grant", &grant.terms);
                    let sealed = &grant.sealed;
                    let mut persons = keys.persons.iter();
                    let opens = persons.any(|(_, key)| key.open(&info, sealed).is_ok());
                    let epoch = part
                        .opened
                        .iter()
                        .map(|epoch| self.opened_epoch(keys, epoch));
                    usize::from(opens) + epoch.sum::<usize>()
                }
                _ => 0,
            })
            .sum()
    }

    fn opened_records(&self, keys: &Keys, entry: &LogEntry, part: &RecordsPart) -> usize {
        let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
        let root = merkle_root(&leaves);
        let first = &part.records[0];
        let at = VersionRef {
            record: first.record,
            version: first.version,
        };
        let seeds = keys.seeds.values().map(Opener::Seed);
        let persons = keys.persons.iter().map(|(_, key)| Opener::Person(key));
        let openers: Vec<Opener<'_>> = seeds.chain(persons).collect();
        let opens = part.wraps.iter().filter(|wrap| {
            let open =
                |opener| open_batch_key(wrap, opener, self.vault, entry.author, root, at).is_ok();
            openers.iter().any(open)
        });
        opens.count()
    }

    fn opened_wraps(&self, keys: &Keys, part: &WrapsPart) -> usize {
        let shown = part
            .disclosures
            .iter()
            .flat_map(|one: &Disclosure| &one.headers);
        let opens = shown.filter(|shown| {
            let (wrapped, header) = (&shown.wrapped, &shown.header);
            keys.seeds
                .values()
                .any(|seed| open_single(wrapped, self.vault, header, part.target, seed).is_ok())
        });
        opens.count()
    }

    fn opened_rotation(&self, keys: &Keys, part: &RotatePart) -> usize {
        let mut opens = 0;
        for rotation in &part.rotations {
            opens += self.opened_epoch(keys, &rotation.epoch);
            for reseal in &rotation.reseals {
                let open = |(person, key): &(PersonId, SealingKey)| {
                    let context = ResealContext {
                        suite: SUITE,
                        vault: self.vault,
                        epoch: epoch_ref(&rotation.epoch),
                        commit_seed: rotation.epoch.commit_seed,
                        grant: reseal.grant,
                        recipient: *person,
                        key: reseal.key,
                    };
                    key.open(&info("reseal", &context), &reseal.sealed).is_ok()
                };
                opens += usize::from(keys.persons.iter().any(open));
            }
        }
        opens
    }

    /// Whether any of the keys leads to this epoch.
    fn opened_epoch(&self, keys: &Keys, epoch: &Epoch) -> usize {
        let (seeds, hists) = (keys.seeds.values(), keys.hists.values());
        let boxed = |seed| match &epoch.owner {
            OwnerAccess::Boxed(boxed) => open_owner_box(epoch, boxed, self.owner, seed).is_ok(),
            OwnerAccess::Sealed(_) => false,
        };
        let by_seed = seeds
            .filter(|seed| open_next_seed(epoch, self.owner, seed).is_ok() || boxed(seed))
            .count();
        let by_hist = hists
            .filter(|hist| open_next_hist(epoch, self.owner, hist).is_ok())
            .count();
        by_seed + by_hist
    }

    /// Everything that the keys lead to, by every box of every epoch.
    pub fn walk(&self, mut keys: Keys) -> Keys {
        let epochs: Vec<&Epoch> = self.epochs().collect();
        loop {
            let before = keys.seeds.len() + keys.hists.len();
            for epoch in &epochs {
                let at = epoch_ref(epoch);
                for seed in keys.seeds.clone().values() {
                    if let Ok(next) = open_next_seed(epoch, self.owner, seed) {
                        keys.seeds.insert(at, next);
                    }
                }
                for hist in keys.hists.clone().values() {
                    if let Ok(next) = open_next_hist(epoch, self.owner, hist) {
                        keys.hists.insert(at, next);
                    }
                    for earlier in &epochs {
                        if let Ok(secret) = open_previous(epoch, earlier, self.owner, hist) {
                            keys.seeds.insert(epoch_ref(earlier), secret.seed);
                            keys.hists.insert(epoch_ref(earlier), secret.hist);
                        }
                    }
                }
            }
            if keys.seeds.len() + keys.hists.len() == before {
                return keys;
            }
        }
    }

    /// The epochs of the log.
    pub fn epochs(&self) -> impl Iterator<Item = &Epoch> {
        self.entries.iter().flat_map(|(_, part)| match part {
            Part::Genesis(part) => part.epochs.iter().collect::<Vec<_>>(),
            Part::Grant(part) => part.opened.iter().collect(),
            Part::Rotate(part) => part.rotations.iter().map(|one| &one.epoch).collect(),
            _ => Vec::new(),
        })
    }
}

/// The name of an epoch.
pub fn epoch_ref(epoch: &Epoch) -> EpochRef {
    EpochRef {
        compartment: epoch.compartment,
        number: epoch.number,
    }
}

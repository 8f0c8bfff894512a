//! A thief with the server's whole database and every key some people ever had: he tries each of them
//! on each sealed thing, again and again until nothing new opens. He does not care for rules.

use std::collections::BTreeSet;

use vault::{
    batch::{Opener, RecordContext, check_commit, open_batch_key, open_body, open_single},
    derive::derive,
    epoch::{open_next_hist, open_next_seed, open_owner_box, open_owner_seal, open_previous},
    hpke::{SealingKey, info},
    seal::open_once,
    secret::Secret,
};
use wire::{
    SUITE, cbor_struct,
    codec::{Cbor, Reader},
    hash::merkle_root,
    id::{Hash, PersonId, RecordId, VaultId},
    vault::{
        DisclosedHeader, Disclosure, Epoch, EpochRef, OwnerAccess, Part, RecordHeader, RecordsPart,
        Reseal, ShowingPart, VersionRef,
    },
};

use crate::world::{Actor, DICTIONARY, Item, World};

cbor_struct! {
    /// What a rotation's new key is sealed with, as the protocol's description has it.
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

cbor_struct! {
    /// What a version's key in a showing is wrapped with.
    struct ShownContext {
        suite: u16,
        vault: VaultId,
        record: RecordId,
        version: u32,
        header: Hash,
        recipient: PersonId,
    }
}

#[derive(Default)]
pub(crate) struct Thief {
    secrets: BTreeSet<[u8; 32]>,
    persons: Vec<(PersonId, SealingKey)>,
}

impl Thief {
    /// Takes everything these people's devices hold.
    pub(crate) fn robbing(people: &[&Actor]) -> Self {
        let mut thief = Self::default();
        for actor in people {
            let id = actor.identity.person;
            let keys = actor.identity.person_keys.iter().cloned();
            thief.persons.extend(keys.map(|key| (id, key)));
            thief
                .persons
                .push((id, actor.identity.device.sealing.clone()));
            let Some(ledger) = &actor.ledger else {
                continue;
            };
            for at in ledger.keychain().held() {
                thief.learn(ledger.keychain().seed(at).unwrap());
                if let Ok(both) = ledger.keychain().secret(at) {
                    thief.learn(&both.hist);
                }
            }
        }
        thief
    }

    fn learn(&mut self, secret: &Secret) {
        self.secrets.insert(*secret.dangerous_bytes());
    }

    fn secrets(&self) -> Vec<Secret> {
        self.secrets
            .iter()
            .copied()
            .map(Secret::from_bytes)
            .collect()
    }

    /// The versions that open in the end.
    pub(crate) fn loot(mut self, world: &World) -> BTreeSet<VersionRef> {
        loop {
            let before = self.secrets.len();
            world
                .items
                .iter()
                .for_each(|item| self.try_keys(world, item));
            if self.secrets.len() == before {
                break;
            }
        }
        world
            .items
            .iter()
            .flat_map(|item| self.try_records(world, item))
            .collect()
    }

    fn try_keys(&mut self, world: &World, item: &Item) {
        for epoch in item.part.epochs() {
            self.try_epoch(world, epoch);
        }
        let vault = world.state.as_ref().unwrap().vault;
        match &item.part {
            Part::Grant(part) => {
                let grant = part.grant.peek().unwrap();
                self.try_sealed(&info("grant", &grant.terms), &grant.sealed);
            }
            Part::Rotate(part) => {
                for rotation in &part.rotations {
                    for reseal in &rotation.reseals {
                        self.try_reseal(vault, &rotation.epoch, reseal);
                    }
                }
            }
            Part::Showing(ShowingPart {
                terms,
                content: Some(content),
            }) => {
                let context = terms.context(&content.disclosures).unwrap();
                self.try_showing(&info("showing", &context), &content.sealed);
            }
            _ => {}
        }
    }

    /// A showing's seal holds `[key, profile]`.
    fn try_showing(&mut self, info: &[u8], sealed: &[u8]) {
        for (_, key) in self.persons.clone() {
            if let Ok(plain) = key.open(info, sealed) {
                let mut reader = Reader::new(&plain);
                reader.array().unwrap();
                self.learn(&Secret::decode(&mut reader).unwrap());
            }
        }
    }

    fn try_epoch(&mut self, world: &World, epoch: &Epoch) {
        let owner = world.state.as_ref().unwrap().owner;
        let all = || world.items.iter().flat_map(|item| item.part.epochs());
        let before: Vec<&Epoch> = all()
            .filter(|e| e.compartment == epoch.compartment && e.number + 1 == epoch.number)
            .collect();
        for secret in self.secrets() {
            let mut found = Vec::new();
            found.extend(open_next_seed(epoch, owner, &secret));
            found.extend(open_next_hist(epoch, owner, &secret));
            let mut pairs = Vec::new();
            for earlier in &before {
                pairs.extend(open_previous(epoch, earlier, owner, &secret));
            }
            if let OwnerAccess::Boxed(boxed) = &epoch.owner {
                pairs.extend(open_owner_box(epoch, boxed, owner, &secret));
            }
            found.extend(pairs.into_iter().flat_map(|pair| [pair.seed, pair.hist]));
            found.iter().for_each(|secret| self.learn(secret));
        }
        if let OwnerAccess::Sealed(sealed) = &epoch.owner {
            for (_, key) in self.persons.clone() {
                if let Ok(pair) = open_owner_seal(epoch, sealed, owner, &key) {
                    self.learn(&pair.seed);
                    self.learn(&pair.hist);
                }
            }
        }
    }

    fn try_reseal(&mut self, vault: VaultId, epoch: &Epoch, reseal: &Reseal) {
        for (recipient, _) in self.persons.clone() {
            let context = ResealContext {
                suite: SUITE,
                vault,
                epoch: EpochRef {
                    compartment: epoch.compartment,
                    number: epoch.number,
                },
                commit_seed: epoch.commit_seed,
                grant: reseal.grant,
                recipient,
                key: reseal.key,
            };
            self.try_sealed(&info("reseal", &context), &reseal.sealed);
        }
    }

    /// Grants and reseals alike hold `[seed, hist or null, …]`.
    fn try_sealed(&mut self, info: &[u8], sealed: &[u8]) {
        for (_, key) in self.persons.clone() {
            let Ok(plain) = key.open(info, sealed) else {
                continue;
            };
            let mut reader = Reader::new(&plain);
            reader.array().unwrap();
            self.learn(&Secret::decode(&mut reader).unwrap());
            if let Some(hist) = Option::<Secret>::decode(&mut reader).unwrap() {
                self.learn(&hist);
            }
        }
    }

    fn try_records(&self, world: &World, item: &Item) -> Vec<VersionRef> {
        match &item.part {
            Part::Records(part) => self.try_batch(world, item, part),
            Part::Wraps(part) => {
                let shown = part.disclosures.iter();
                shown
                    .flat_map(|shown| self.try_shown(world, part.target, shown))
                    .collect()
            }
            Part::Showing(ShowingPart {
                terms,
                content: Some(content),
            }) => {
                let shown = content.disclosures.iter().flat_map(|d| &d.headers);
                shown
                    .filter(|shown| self.opens_shown(world, item, terms.recipient, shown))
                    .map(|shown| name(&shown.header))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn opens_shown(
        &self,
        world: &World,
        item: &Item,
        recipient: PersonId,
        shown: &DisclosedHeader,
    ) -> bool {
        let header = &shown.header;
        let aad = info(
            "shown-key",
            &ShownContext {
                suite: SUITE,
                vault: world.state.as_ref().unwrap().vault,
                record: header.record,
                version: header.version,
                header: header.hash(),
                recipient,
            },
        );
        let Part::Showing(part) = &item.part else {
            return false;
        };
        let disclosures = &part.content.as_ref().unwrap().disclosures;
        let entry = disclosures
            .iter()
            .find(|d| d.headers.contains(shown))
            .unwrap()
            .entry;
        let source = &world.items[usize::try_from(entry).unwrap()];
        let author = source.entry.peek().unwrap().author;
        self.secrets().iter().any(|showing| {
            let wrapping = derive(&showing.dangerous_bytes()[..], "shown-key", &aad);
            let key = open_once(&wrapping, &aad, &shown.wrapped);
            let key = key.ok().and_then(|key| key.as_slice().try_into().ok());
            key.is_some_and(|key| opens_with(world, header, author, &Secret::from_bytes(key)))
        })
    }

    fn try_batch(&self, world: &World, item: &Item, part: &RecordsPart) -> Vec<VersionRef> {
        let vault = world.state.as_ref().unwrap().vault;
        let author = item.entry.peek().unwrap().author;
        let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
        let root = merkle_root(&leaves);
        let secrets = self.secrets();
        let seeds = secrets.iter().map(Opener::Seed);
        let openers: Vec<_> = seeds
            .chain(self.persons.iter().map(|(_, key)| Opener::Person(key)))
            .collect();
        let opens = |header: &RecordHeader| {
            let at = name(header);
            part.wraps.iter().any(|wrap| {
                let keys = openers.iter().filter_map(|opener| {
                    open_batch_key(wrap, opener, vault, author, root, at).ok()
                });
                keys.into_iter()
                    .any(|key| opens_with(world, header, author, &key))
            })
        };
        part.records
            .iter()
            .filter(|header| opens(header))
            .map(name)
            .collect()
    }

    fn try_shown(&self, world: &World, target: EpochRef, shown: &Disclosure) -> Vec<VersionRef> {
        let vault = world.state.as_ref().unwrap().vault;
        let source = &world.items[usize::try_from(shown.entry).unwrap()];
        let author = source.entry.peek().unwrap().author;
        let secrets = self.secrets();
        let opens = |wrapped: &[u8; 48], header: &RecordHeader| {
            secrets.iter().any(|seed| {
                let key = open_single(wrapped, vault, header, target, seed);
                key.is_ok_and(|key| opens_with(world, header, author, &key))
            })
        };
        let headers = shown.headers.iter();
        headers
            .filter(|shown| opens(&shown.wrapped, &shown.header))
            .map(|shown| name(&shown.header))
            .collect()
    }
}

fn name(header: &RecordHeader) -> VersionRef {
    VersionRef {
        record: header.record,
        version: header.version,
    }
}

fn opens_with(world: &World, header: &RecordHeader, author: PersonId, key: &Secret) -> bool {
    let context = RecordContext {
        suite: SUITE,
        vault: world.state.as_ref().unwrap().vault,
        record: header.record,
        version: header.version,
        previous: header.previous,
        author,
    };
    let body = world.body(name(header));
    check_commit(key, header, context.vault).is_ok()
        && open_body(key, header, &context, &body, DICTIONARY).is_ok()
}

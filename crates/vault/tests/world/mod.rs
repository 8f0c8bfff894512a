//! A world in memory: persons, one vault's log, and a carrier that serves each what is for him.

use std::{collections::HashMap, convert::Infallible};

use rand_core::{TryCryptoRng, TryRng};
use vault::{
    VaultError,
    batch::{Batch, Place},
    identity::{Identity, make_person},
    kit::{AccountSecret, Words},
    ledger::{GrantRequest, Ledger, Pen, Prepared, make_genesis},
    plaintext::Packer,
    secret::{Random, make_bytes},
};
use wire::{
    codec::Bytes,
    hash::hash,
    id::{Hash, PersonId, RecordId},
    log::{EntryFact, History, Judge, RecordFact, VaultState},
    person::{PersonChain, PersonEntry, Profile, Role},
    sign::Signed,
    vault::{Audience, Compartment, LogEntry, Mode, Part, Purpose, VersionRef},
};

pub(crate) const DICTIONARY: &[u8] = b"\"resourceType\":\"Observation\"";

pub(crate) struct Actor {
    pub(crate) identity: Identity,
    pub(crate) words: Words,
    pub(crate) entries: Vec<Signed<PersonEntry>>,
    pub(crate) ledger: Option<Ledger>,
}

pub(crate) struct Item {
    pub(crate) entry: Signed<LogEntry>,
    pub(crate) part: Part,
    pub(crate) bodies: Vec<Bytes>,
}

pub(crate) struct World {
    pub(crate) people: HashMap<PersonId, PersonChain>,
    pub(crate) items: Vec<Item>,
    pub(crate) state: Option<VaultState>,
    pub(crate) now: u64,
    pub(crate) rng: Seeded,
}

impl History for World {
    fn entry(&self, seq: u64) -> Option<EntryFact> {
        let entry = self
            .items
            .get(usize::try_from(seq).unwrap())?
            .entry
            .peek()
            .unwrap();
        Some(EntryFact {
            author: entry.author,
            kind: entry.kind,
            audience: entry.audience,
            part: entry.part,
        })
    }
    fn latest(&self, record: &RecordId) -> Option<RecordFact> {
        let mut author = None;
        let mut latest = None;
        for item in &self.items {
            let Part::Records(part) = &item.part else {
                continue;
            };
            for header in part.records.iter().filter(|h| h.record == *record) {
                let author = *author.get_or_insert(item.entry.peek().unwrap().author);
                latest = Some(RecordFact {
                    version: header.version,
                    header: header.hash(),
                    author,
                });
            }
        }
        latest
    }
    fn complete(&self) -> bool {
        true
    }
}

/// Random numbers that are the same at every run: a failure can be looked at again, and vectors made again.
pub(crate) struct Seeded {
    seed: [u8; 32],
    drawn: u64,
}

impl TryRng for Seeded {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)
            .map(|()| u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)
            .map(|()| u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for piece in out.chunks_mut(32) {
            let block = hash("test-random", &[&self.seed, &self.drawn.to_be_bytes()]);
            piece.copy_from_slice(&block.0[..piece.len()]);
            self.drawn += 1;
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}

impl World {
    pub(crate) fn new() -> Self {
        Self::seeded([7; 32])
    }

    pub(crate) fn seeded(seed: [u8; 32]) -> Self {
        Self {
            people: HashMap::new(),
            items: Vec::new(),
            state: None,
            now: 1_700_000_000_000,
            rng: Seeded { seed, drawn: 0 },
        }
    }

    pub(crate) fn person(&mut self, role: Role, name: &str) -> Actor {
        let rng: Random<'_> = &mut self.rng;
        let profile = Profile {
            salt: make_bytes(rng),
            name: name.into(),
            registration: None,
        };
        let words = Words::make(rng);
        let account = AccountSecret::make(rng);
        let (entry, identity) =
            make_person(role, profile, words.clone(), account, self.now, rng).unwrap();
        let chain =
            PersonChain::verify(std::slice::from_ref(&entry), Some(identity.person)).unwrap();
        self.people.insert(identity.person, chain);
        Actor {
            identity,
            words,
            entries: vec![entry],
            ledger: None,
        }
    }

    pub(crate) fn found(&mut self, owner: &mut Actor) {
        let chain = self.people[&owner.identity.person].clone();
        let pen = Pen {
            identity: &owner.identity,
            chain: &chain,
            time: self.now,
        };
        let made = make_genesis(&pen, &mut self.rng).unwrap();
        self.state = Some(
            VaultState::open(&made.entry, &made.part, &self.people, Judge::Now(self.now)).unwrap(),
        );
        self.items.push(Item {
            entry: made.entry,
            part: made.part,
            bodies: made.bodies,
        });
        self.sync(owner).unwrap();
    }

    /// The server's admission.
    pub(crate) fn append(&mut self, made: Prepared) -> Result<u64, VaultError> {
        self.now += 1000;
        let state = self.admit(&made)?;
        self.state = Some(state);
        self.items.push(Item {
            entry: made.entry,
            part: made.part,
            bodies: made.bodies,
        });
        Ok(self.items.len() as u64 - 1)
    }

    /// What the server's admission would make of an entry.
    pub(crate) fn admit(&self, made: &Prepared) -> Result<VaultState, VaultError> {
        let mut state = self.state.clone().unwrap();
        state.apply(
            &made.entry,
            Some(&made.part),
            &self.people,
            self,
            Judge::Now(self.now),
        )?;
        Ok(state)
    }

    pub(crate) fn write(
        &mut self,
        actor: &mut Actor,
        make: impl FnOnce(
            &Ledger,
            &Pen<'_>,
            &HashMap<PersonId, PersonChain>,
            Random<'_>,
        ) -> Result<Prepared, VaultError>,
    ) -> Result<u64, VaultError> {
        self.sync(actor)?;
        let chain = self.people[&actor.identity.person].clone();
        let pen = Pen {
            identity: &actor.identity,
            chain: &chain,
            time: self.now,
        };
        let made = make(
            actor.ledger.as_ref().unwrap(),
            &pen,
            &self.people,
            &mut self.rng,
        )?;
        let seq = self.append(made)?;
        self.sync(actor)?;
        Ok(seq)
    }

    /// Serves `actor` what is for him.
    pub(crate) fn sync(&mut self, actor: &mut Actor) -> Result<(), VaultError> {
        let state = self.state.as_ref().unwrap();
        let me = actor.identity.person;
        let from = actor
            .ledger
            .as_ref()
            .map_or(0, |ledger| ledger.lines().len());
        for item in &self.items[from..] {
            let entry = item.entry.peek()?;
            let sees = state.sees(&me, &entry.author, entry.audience, entry.seq, self.now);
            let part = sees.then_some(&item.part);
            match &mut actor.ledger {
                None => {
                    let part = part.ok_or(VaultError::Unknown("vault"))?;
                    actor.ledger = Some(Ledger::open(
                        &actor.identity,
                        &item.entry,
                        part,
                        &self.people,
                        None,
                    )?);
                }
                Some(ledger) => ledger.apply(&actor.identity, &item.entry, part, &self.people)?,
            }
        }
        match actor
            .ledger
            .as_ref()
            .and_then(|ledger| ledger.withheld(self.now))
        {
            None => Ok(()),
            Some(seq) => {
                let part = &self.items[usize::try_from(seq).unwrap()].part;
                actor.ledger.as_mut().unwrap().fill(seq, part)?;
                self.sync(actor)
            }
        }
    }

    pub(crate) fn grant(
        &mut self,
        owner: &mut Actor,
        to: &Actor,
        history: bool,
        mode: Mode,
    ) -> Result<u64, VaultError> {
        let request = GrantRequest {
            compartment: Compartment::Shared,
            mode,
            history,
            broadcasts: false,
            may_share: false,
            depth: 0,
            not_after: None,
            purpose: Purpose::Standing,
        };
        self.grant_as(owner, to, &request)
    }

    pub(crate) fn grant_as(
        &mut self,
        owner: &mut Actor,
        to: &Actor,
        request: &GrantRequest,
    ) -> Result<u64, VaultError> {
        let id = to.identity.person;
        let profile = to.identity.profile.clone();
        self.write(owner, |ledger, pen, people, rng| {
            ledger.make_grant(pen, &people[&id], &profile, request, rng)
        })
    }

    pub(crate) fn add(
        &mut self,
        actor: &mut Actor,
        text: &str,
        audience: Audience,
    ) -> Result<VersionRef, VaultError> {
        let record = RecordId(make_bytes(&mut self.rng));
        self.write(actor, |ledger, pen, _, rng| {
            let mut batch = Batch::new(ledger.state().vault, pen.identity.person, rng);
            batch.push(
                Place::first(record),
                text.as_bytes(),
                &mut Packer::new(DICTIONARY),
            )?;
            ledger.make_records(pen, &batch, audience, rng)
        })?;
        Ok(VersionRef { record, version: 1 })
    }

    pub(crate) fn body(&self, at: VersionRef) -> Vec<u8> {
        for item in &self.items {
            let Part::Records(part) = &item.part else {
                continue;
            };
            let found = part
                .records
                .iter()
                .position(|h| h.record == at.record && h.version == at.version);
            if let Some(index) = found {
                return item.bodies[index].0.clone();
            }
        }
        panic!("no such record")
    }

    pub(crate) fn read(&mut self, actor: &mut Actor, at: VersionRef) -> Result<String, VaultError> {
        self.sync(actor)?;
        let body = self.body(at);
        let plain =
            actor
                .ledger
                .as_ref()
                .unwrap()
                .open_record(&actor.identity, at, &body, DICTIONARY)?;
        Ok(String::from_utf8(plain.to_vec()).unwrap())
    }

    pub(crate) fn grant_of(&self, actor: &Actor) -> Hash {
        self.state
            .as_ref()
            .unwrap()
            .member(Compartment::Shared, &actor.identity.person)
            .unwrap()
            .grant
    }
}

//! The attackers' tools: entries that say anything, signed by whoever is on the attacker's side.

use core::marker::PhantomData;

use vault::{
    VaultError,
    batch::{Batch, Place},
    identity::Identity,
    ledger::{GrantRequest, Prepared},
    plaintext::Packer,
    secret::make_bytes,
};
use wire::{
    SUITE,
    codec::{Cbor, CodecError, Reader, SortedSet, Writer, to_bytes},
    id::RecordId,
    log::LogError,
    person::Role,
    sign::{Object, Signed},
    vault::{
        Audience, Compartment, EpochRef, LogEntry, Mode, Part, Purpose, RecordHeader, RecordsPart,
        VersionRef,
    },
};

use crate::world::{Actor, DICTIONARY, World};

/// A patient, a doctor who may write and read all, and one who reads from now on.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) asha: Actor,
    pub(crate) rao: Actor,
    pub(crate) bose: Actor,
    pub(crate) early: VersionRef,
    pub(crate) late: VersionRef,
    pub(crate) private: VersionRef,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let mut world = World::new();
        let mut asha = world.person(Role::Patient, "Asha");
        let rao = world.person(Role::Doctor, "Dr Rao");
        let bose = world.person(Role::Doctor, "Dr Bose");
        world.found(&mut asha);
        world.grant(&mut asha, &rao, true, Mode::Write).unwrap();
        let early = world.add(&mut asha, "early", Audience::Shared).unwrap();
        world.grant(&mut asha, &bose, false, Mode::Read).unwrap();
        let late = world.add(&mut asha, "late", Audience::Shared).unwrap();
        let private = world.add(&mut asha, "private", Audience::Private).unwrap();
        let mut scene = Self {
            world,
            asha,
            rao,
            bose,
            early,
            late,
            private,
        };
        scene.sync();
        scene
    }

    pub(crate) fn sync(&mut self) {
        for actor in [&mut self.asha, &mut self.rao, &mut self.bose] {
            self.world.sync(actor).unwrap();
        }
    }

    /// Refused by the server, and by every client to which a cheating server shows it nevertheless.
    pub(crate) fn assert_refused(&self, made: &Prepared) {
        assert!(self.world.admit(made).is_err(), "the server admits it");
        for actor in [&self.asha, &self.rao, &self.bose] {
            let name = &actor.identity.profile.name;
            assert!(offer(&self.world, actor, made).is_err(), "{name} takes it");
        }
    }

    /// Why the server refuses it; that the clients do is checked besides.
    pub(crate) fn refusal(&self, made: &Prepared) -> LogError {
        self.assert_refused(made);
        match self.world.admit(made) {
            Err(VaultError::Log(why)) => why,
            other => panic!("refused for another reason: {:?}", other.err()),
        }
    }
}

/// What a client makes of an entry that a server shows it, whatever the server's own rules.
pub(crate) fn offer(world: &World, actor: &Actor, made: &Prepared) -> Result<(), VaultError> {
    let mut ledger = actor.ledger.clone().unwrap();
    ledger.apply(
        &actor.identity,
        &made.entry,
        Some(&made.part),
        &world.people,
    )
}

/// An entry at the head, signed by `actor`, that says what the attacker likes.
pub(crate) fn forge(
    world: &World,
    actor: &Actor,
    audience: Audience,
    epochs: Vec<EpochRef>,
    part: Part,
) -> Prepared {
    let state = world.state.as_ref().unwrap();
    let entry = actor.identity.sign(&LogEntry {
        suite: SUITE,
        vault: Some(state.vault),
        seq: state.seq + 1,
        previous: Some(state.head),
        author: actor.identity.person,
        device: actor.identity.device.id(),
        author_seq: world.people[&actor.identity.person].head().0,
        time: world.now,
        kind: part.kind(),
        epochs: SortedSet::new(epochs),
        audience,
        part: part.hash(),
    });
    Prepared {
        entry,
        part,
        bodies: Vec::new(),
    }
}

/// The entry changed and signed again, by whoever is on the attacker's side.
pub(crate) fn resign(
    signer: &Identity,
    made: &Prepared,
    edit: impl FnOnce(&mut LogEntry, &mut Part),
) -> Prepared {
    let mut entry = made.entry.peek().unwrap();
    let mut part = made.part.clone();
    edit(&mut entry, &mut part);
    entry.part = part.hash();
    Prepared {
        entry: signer.sign(&entry),
        part,
        bodies: made.bodies.clone(),
    }
}

/// Moves an entry to the head, signed again: what a client does after a lost race, without wrapping again.
pub(crate) fn rebase(world: &World, signer: &Identity, made: &Prepared) -> Prepared {
    let state = world.state.as_ref().unwrap();
    resign(signer, made, |entry, _| {
        entry.seq = state.seq + 1;
        entry.previous = Some(state.head);
        entry.time = world.now;
    })
}

/// The current epoch of a compartment.
pub(crate) fn current(world: &World, compartment: Compartment) -> EpochRef {
    let number = world
        .state
        .as_ref()
        .unwrap()
        .epoch(compartment)
        .unwrap()
        .number;
    EpochRef {
        compartment,
        number,
    }
}

/// The epochs a broadcast relies on.
pub(crate) fn both(world: &World) -> Vec<EpochRef> {
    vec![
        current(world, Compartment::Private),
        current(world, Compartment::Shared),
    ]
}

/// A batch of one new record, and the record's name.
pub(crate) fn batch(world: &mut World, author: &Actor, text: &str) -> (Batch, VersionRef) {
    let vault = world.state.as_ref().unwrap().vault;
    let record = RecordId(make_bytes(&mut world.rng));
    let mut batch = Batch::new(vault, author.identity.person, &mut world.rng);
    let mut packer = Packer::new(DICTIONARY);
    batch
        .push(Place::first(record), text.as_bytes(), &mut packer)
        .unwrap();
    (batch, VersionRef { record, version: 1 })
}

/// The records part inside a part.
pub(crate) fn records(part: &mut Part) -> &mut RecordsPart {
    match part {
        Part::Records(part) => part,
        other => panic!("not records but {:?}", other.kind()),
    }
}

/// A doctor who reads all of what is shared.
pub(crate) fn reading_all() -> GrantRequest {
    GrantRequest {
        compartment: Compartment::Shared,
        mode: Mode::Read,
        history: true,
        broadcasts: false,
        may_share: false,
        depth: 0,
        not_after: None,
        purpose: Purpose::Standing,
    }
}

/// The next version's place in a header.
pub(crate) fn following(header: &RecordHeader) -> Place {
    Place {
        record: header.record,
        version: header.version + 1,
        previous: Some(header.hash()),
    }
}

/// Each bit-flip of each byte, one bit a byte.
pub(crate) fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len()).map(|at| {
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 1 << (at % 8);
        flipped
    })
}

/// Bytes that are signed as an object of type `T`, whether or not they are one.
pub(crate) struct Raw<T>(Vec<u8>, PhantomData<T>);

impl<T> Cbor for Raw<T> {
    fn encode(&self, writer: &mut Writer) {
        writer.writer_mut().extend_from_slice(&self.0);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Err(wire::codec::malformed(
            reader,
            "nothing: it is only written",
        ))
    }
}

impl<T: Object> Object for Raw<T> {
    const DOMAIN: &'static str = T::DOMAIN;
    const LIMIT: usize = T::LIMIT;
}

/// Signs bytes as an object of type `T`.
pub(crate) fn sign_raw<T: Object>(signer: &Identity, bytes: Vec<u8>) -> Signed<T> {
    let signed = signer.sign(&Raw::<T>(bytes, PhantomData));
    Signed::from_parts(signed.bytes().to_vec(), *signed.signature())
}

/// The same batch with another secret: the headers promise one key, the wraps hold another.
pub(crate) fn with_other_secret(batch: &Batch) -> Batch {
    let mut bytes = to_bytes(batch);
    // Array head, vault, author and the secret's own head stand before the secret.
    let at = 1 + 34 + 34 + 2;
    bytes[at..at + 32].fill(0x55);
    wire::codec::parse(&bytes, bytes.len()).unwrap()
}

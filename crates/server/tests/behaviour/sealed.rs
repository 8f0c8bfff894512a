//! A vault as its owner sees it: builds entries whose secrets are noise.

use wire::{
    SUITE,
    api::{Append, Appended, path},
    codec::{self, Bytes, SortedSet},
    hash::{hash, merkle_paths, merkle_root},
    id::{Hash, PersonId, RecordId, VaultId},
    sign::Signed,
    vault::{
        Audience, BatchWrap, Chunked, Compartment, Content, DisclosedHeader, Disclosure, EntryKind,
        Epoch, EpochRef, GenesisPart, Grant, GrantPart, GrantTerms, Inline, Leave, LogEntry, Mode,
        OwnerAccess, OwnerBox, OwnerNote, OwnerSeal, Part, PersonTarget, Purpose, Reason,
        RecordHeader, RecordsPart, Reseal, Revoke, RotatePart, Rotation, Target, Wrapped,
        WrapsPart, members_hash, wraps_hash,
    },
};

use crate::{
    people::{Human, fixed, noise},
    web::{Answer, Web},
};

const PRIVATE: Compartment = Compartment::Private;
const SHARED: Compartment = Compartment::Shared;

/// What the tests know of a vault.
#[derive(Clone)]
pub(crate) struct Book {
    pub(crate) vault: VaultId,
    pub(crate) seq: u64,
    pub(crate) head: Hash,
    pub(crate) time: u64,
    /// Numbers of the private and the shared epoch.
    pub(crate) private: u32,
    pub(crate) shared: u32,
    /// Members of `shared` by grant.
    pub(crate) members: Vec<(PersonId, Hash)>,
}

/// What a grant says, where the tests differ.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) mode: Mode,
    pub(crate) history: bool,
    pub(crate) not_after: Option<u64>,
}

pub(crate) const READER: Terms = Terms {
    mode: Mode::Read,
    history: true,
    not_after: None,
};
pub(crate) const WRITER: Terms = Terms {
    mode: Mode::Write,
    ..READER
};

impl Book {
    /// Opens a vault at the server.
    pub(crate) async fn open(web: &Web, owner: &Human) -> Self {
        let append = genesis(owner, web.now());
        let made: Appended = web
            .post(path::VAULTS, Some(&owner.token), &append)
            .await
            .ok();
        Self {
            vault: VaultId(made.head.0),
            seq: 0,
            head: made.head,
            time: web.now(),
            private: 0,
            shared: 0,
            members: Vec::new(),
        }
    }

    pub(crate) fn log(&self) -> String {
        path::LOG.replace("{vault}", &self.vault.to_string())
    }

    /// Sends an entry as its author, which must be taken.
    pub(crate) async fn append(&mut self, web: &Web, by: &Human, append: &Append) {
        let made: Appended = self.send(web, by, append).await.ok();
        assert_eq!(made.head, append.entry.hash());
        (self.seq, self.head) = (made.seq, made.head);
    }

    pub(crate) async fn send(&self, web: &Web, by: &Human, append: &Append) -> Answer {
        web.post(&self.log(), Some(&by.token), append).await
    }

    pub(crate) fn entry(
        &self,
        by: &Human,
        audience: Audience,
        part: &Part,
        bodies: Vec<Bytes>,
    ) -> Append {
        let epochs = vec![
            epoch_ref(PRIVATE, self.private),
            epoch_ref(SHARED, self.shared),
        ];
        let entry = LogEntry {
            suite: SUITE,
            vault: Some(self.vault),
            seq: self.seq + 1,
            previous: Some(self.head),
            author: by.id,
            device: by.device_id(),
            author_seq: 0,
            time: self.time,
            kind: part.kind(),
            epochs: SortedSet::new(epochs),
            audience,
            part: part.hash(),
        };
        Append {
            entry: by.sign(&entry),
            part: Bytes(codec::to_bytes(part)),
            bodies,
        }
    }

    /// New records of these bodies; those of a member are for the owner.
    pub(crate) fn records(&self, by: &Human, owner: bool, bodies: &[Vec<u8>]) -> Append {
        let headers = bodies.iter().map(|body| header(inline(body))).collect();
        self.headers(by, owner, Audience::Private, headers, bodies)
    }

    pub(crate) fn headers(
        &self,
        by: &Human,
        owner: bool,
        audience: Audience,
        records: Vec<RecordHeader>,
        bodies: &[Vec<u8>],
    ) -> Append {
        let part = self.records_part(by, owner, audience, records);
        let bodies = bodies.iter().cloned().map(Bytes).collect();
        self.entry(by, audience, &Part::Records(part), bodies)
    }

    pub(crate) fn records_part(
        &self,
        by: &Human,
        owner: bool,
        audience: Audience,
        records: Vec<RecordHeader>,
    ) -> RecordsPart {
        let mut wraps = vec![wrap(Target::Epoch(epoch_ref(PRIVATE, self.private)))];
        if audience == Audience::Shared {
            wraps.push(wrap(Target::Epoch(epoch_ref(SHARED, self.shared))));
        }
        if !owner {
            let target = PersonTarget {
                person: by.id,
                key: 0,
            };
            wraps.push(wrap(Target::Person(target)));
        }
        RecordsPart { records, wraps }
    }

    /// Lets somebody into `shared`.
    pub(crate) fn grant(&mut self, owner: &Human, to: &Human, terms: Terms) -> Append {
        let (private, from) = (self.private, self.shared);
        let opened = (!terms.history).then(|| {
            let mut epoch = self.epoch(SHARED, from + 1, Reason::FromNowOn, &self.members);
            epoch.next = Some(wire::vault::NextBoxes {
                seed: fixed(),
                hist: fixed(),
            });
            epoch
        });
        let epoch = from + u32::from(!terms.history);
        let grant = Grant {
            terms: GrantTerms {
                suite: SUITE,
                vault: self.vault,
                compartment: SHARED,
                epoch,
                issuer: owner.id,
                recipient: to.id,
                recipient_key: 0,
                mode: terms.mode,
                history: terms.history,
                broadcasts: false,
                may_share: false,
                depth: 0,
                not_after: terms.not_after,
                purpose: Purpose::Standing,
                parent: None,
            },
            sealed: Bytes(noise(1200)),
        };
        let grant: Signed<Grant> = owner.sign(&grant);
        let hash = grant.hash();
        let note = OwnerNote {
            private_epoch: private,
            sealed: Bytes(noise(64)),
        };
        let part = Part::Grant(GrantPart {
            opened,
            grant,
            note,
        });
        let append = self.entry(owner, Audience::Members, &part, Vec::new());
        self.members.push((to.id, hash));
        self.shared = epoch;
        append
    }

    /// Puts somebody out of `shared`.
    pub(crate) fn revoke(&mut self, owner: &Human, who: &Human, leave: Leave) -> Append {
        let at = self
            .members
            .iter()
            .position(|(id, _)| *id == who.id)
            .unwrap();
        let (_, grant) = self.members.remove(at);
        let mut reseals: Vec<Reseal> = self
            .members
            .iter()
            .map(|(_, grant)| Reseal {
                grant: *grant,
                key: 0,
                sealed: Bytes(noise(1200)),
            })
            .collect();
        reseals.sort_unstable_by_key(|reseal| reseal.grant);
        let epoch = self.epoch(SHARED, self.shared + 1, Reason::Leave, &self.members);
        let part = Part::Rotate(RotatePart {
            revokes: SortedSet::new(vec![Revoke { grant, leave }]),
            rotations: vec![Rotation { epoch, reseals }],
        });
        let append = self.entry(owner, Audience::Members, &part, Vec::new());
        self.shared += 1;
        append
    }

    /// Broadcasts records of an earlier part.
    pub(crate) fn broadcast(
        &self,
        owner: &Human,
        entry: u64,
        part: &RecordsPart,
        which: &[usize],
    ) -> Append {
        let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
        let shown = |at: &usize| DisclosedHeader {
            index: u32::try_from(*at).unwrap(),
            path: merkle_paths(&leaves, &[*at]).1.remove(0),
            header: part.records[*at].clone(),
            wrapped: fixed(),
        };
        let part = Part::Wraps(WrapsPart {
            target: epoch_ref(SHARED, self.shared),
            disclosures: vec![Disclosure {
                entry,
                count: u32::try_from(leaves.len()).unwrap(),
                wraps: wraps_hash(&part.wraps),
                headers: which.iter().map(shown).collect(),
            }],
        });
        self.entry(owner, Audience::Shared, &part, Vec::new())
    }

    fn epoch(
        &self,
        compartment: Compartment,
        number: u32,
        reason: Reason,
        members: &[(PersonId, Hash)],
    ) -> Epoch {
        Epoch {
            previous: Some(fixed()),
            ..first_epoch(compartment, number, self.private, reason, members)
        }
    }
}

pub(crate) fn genesis(owner: &Human, time: u64) -> Append {
    let first = |compartment| first_epoch(compartment, 0, 0, Reason::Genesis, &[]);
    let part = Part::Genesis(GenesisPart {
        epochs: [PRIVATE, SHARED, Compartment::Sensitive].map(first).into(),
    });
    let entry = LogEntry {
        suite: SUITE,
        vault: None,
        seq: 0,
        previous: None,
        author: owner.id,
        device: owner.device_id(),
        author_seq: 0,
        time,
        kind: EntryKind::Genesis,
        epochs: SortedSet::new(Vec::new()),
        audience: Audience::Members,
        part: part.hash(),
    };
    Append {
        entry: owner.sign(&entry),
        part: Bytes(codec::to_bytes(&part)),
        bodies: Vec::new(),
    }
}

fn first_epoch(
    compartment: Compartment,
    number: u32,
    private_epoch: u32,
    reason: Reason,
    members: &[(PersonId, Hash)],
) -> Epoch {
    let owner = if compartment == PRIVATE {
        OwnerAccess::Sealed(OwnerSeal {
            person_key: 0,
            person: Bytes(noise(1200)),
            recovery: Bytes(noise(1200)),
        })
    } else {
        OwnerAccess::Boxed(OwnerBox {
            private_epoch,
            sealed: fixed(),
        })
    };
    Epoch {
        compartment,
        number,
        commit_seed: Hash(fixed()),
        commit_hist: Hash(fixed()),
        public: fixed(),
        previous: None,
        next: None,
        owner,
        members: members_hash(members),
        reason,
    }
}

fn epoch_ref(compartment: Compartment, number: u32) -> EpochRef {
    EpochRef {
        compartment,
        number,
    }
}

fn wrap(target: Target) -> BatchWrap {
    let wrapped = match target {
        Target::Epoch(_) => Wrapped::Seed(Bytes(noise(12 + 48))),
        Target::Person(_) => Wrapped::Sealed(Bytes(noise(1168))),
    };
    BatchWrap { target, wrapped }
}

/// The first version of a new record.
pub(crate) fn header(content: Content) -> RecordHeader {
    RecordHeader {
        record: RecordId(fixed()),
        version: 1,
        previous: None,
        content,
        commit: Hash(fixed()),
    }
}

pub(crate) fn inline(body: &[u8]) -> Content {
    Content::Inline(Inline {
        hash: hash("ciphertext", &[body]),
        length: u32::try_from(body.len()).unwrap(),
    })
}

pub(crate) fn chunked(chunks: &[Hash], length: u64) -> (Content, Vec<u8>) {
    let content = Content::Chunked(Chunked {
        root: merkle_root(chunks),
        count: u32::try_from(chunks.len()).unwrap(),
        length,
    });
    (content, chunks.iter().flat_map(|chunk| chunk.0).collect())
}

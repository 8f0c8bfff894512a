//! A batch of records by one author: one secret, a key of its own for each record, wraps to who may read.

use wire::{
    SUITE, cbor_struct,
    codec::Bytes,
    hash::{hash, merkle_root},
    id::{Hash, PersonId, RecordId, VaultId},
    person::SealingPublic,
    vault::{BatchWrap, Content, EpochRef, Inline, RecordHeader, Target, VersionRef, Wrapped},
};

use crate::{
    derive::derive,
    error::VaultError,
    hpke::{SealingKey, info, seal_to},
    plaintext::{Packer, unpack},
    seal::{open, open_once, seal, seal_once, seal_once_in_place},
    secret::{Random, Secret},
};
use zeroize::Zeroizing;

cbor_struct! {
    /// AAD of a record: where it belongs and who wrote it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecordContext {
        /// [`SUITE`].
        pub suite: u16,
        /// The vault.
        pub vault: VaultId,
        /// The record.
        pub record: RecordId,
        /// The version.
        pub version: u32,
        /// Hash of the header of the version before.
        pub previous: Option<Hash>,
        /// Who wrote it.
        pub author: PersonId,
    }
}

cbor_struct! {
    /// AAD and `info` of a batch's wrap: which batch, for whom.
    struct BatchContext {
        suite: u16,
        vault: VaultId,
        author: PersonId,
        root: Hash,
        target: Target,
    }
}

cbor_struct! {
    /// AAD of a single record's wrap.
    struct SingleContext {
        suite: u16,
        vault: VaultId,
        record: RecordId,
        version: u32,
        header: Hash,
        target: EpochRef,
    }
}

cbor_struct! {
    /// A batch being made: nothing of it is in the log yet, and it survives a lost race for the head.
    /// Its encoding holds its secret: it is stored sealed only.
    pub struct Batch {
        vault: VaultId,
        author: PersonId,
        secret: Secret,
        headers: Vec<RecordHeader>,
        bodies: Vec<Bytes>,
    }
}

/// Where a version stands in its record's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which record.
    pub record: RecordId,
    /// Which version, from one.
    pub version: u32,
    /// Hash of the header of the version before.
    pub previous: Option<Hash>,
}

impl Place {
    /// A new record's first version.
    pub fn first(record: RecordId) -> Self {
        Self {
            record,
            version: 1,
            previous: None,
        }
    }
}

impl Batch {
    /// An empty batch.
    pub fn new(vault: VaultId, author: PersonId, rng: Random<'_>) -> Self {
        Self {
            vault,
            author,
            secret: Secret::make(rng),
            headers: Vec::new(),
            bodies: Vec::new(),
        }
    }

    /// Whose vault it is for.
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// The key of a version: derived, used for it alone.
    pub fn key(&self, place: &Place) -> Secret {
        derive_record_key(&self.secret, self.vault, place.record, place.version)
    }

    /// The context that a version is sealed in.
    pub fn context(&self, place: &Place) -> RecordContext {
        RecordContext {
            suite: SUITE,
            vault: self.vault,
            record: place.record,
            version: place.version,
            previous: place.previous,
            author: self.author,
        }
    }

    /// Seals a plaintext into the batch.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`]; when the record is in the batch already, as its key seals one content.
    pub fn push(
        &mut self,
        place: Place,
        plaintext: &[u8],
        packer: &mut Packer<'_>,
    ) -> Result<(), VaultError> {
        self.check_new(&place)?;
        let packed = packer.pack(plaintext)?;
        let key = self.key(&place);
        let mut body = Vec::with_capacity(packed.len() + crate::seal::TAG);
        body.extend_from_slice(&packed);
        seal_once_in_place(&key, &info("record", &self.context(&place)), &mut body);
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        let content = Content::Inline(Inline {
            hash: hash("ciphertext", &[&body]),
            length,
        });
        self.push_sealed(place, content, body)
    }

    /// A key for each record, and one content for each key: the nonce is zero.
    fn check_new(&self, place: &Place) -> Result<(), VaultError> {
        if self.headers.iter().any(|h| h.record == place.record) {
            return Err(VaultError::NotPossible(
                "a record can be in a batch only once",
            ));
        }
        Ok(())
    }

    /// Puts in what was sealed under [`Batch::key`] already: an attachment's chunks, by their hashes.
    ///
    /// # Errors
    /// When the record is in the batch already.
    pub fn push_sealed(
        &mut self,
        place: Place,
        content: Content,
        body: Vec<u8>,
    ) -> Result<(), VaultError> {
        self.check_new(&place)?;
        let commit = commit_key(&self.key(&place), self.vault, place.record, place.version);
        let header = RecordHeader {
            record: place.record,
            version: place.version,
            previous: place.previous,
            content,
            commit,
        };
        self.headers.push(header);
        self.bodies.push(Bytes(body));
        Ok(())
    }

    /// Opens one of its records again, before it is in the log.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] when there is none at `index`; [`VaultError::DoesNotOpen`] for an attachment.
    pub fn open(&self, index: usize, dictionary: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let unknown = VaultError::Unknown("record");
        let header = self.headers.get(index).ok_or(unknown.clone())?;
        let body = self.bodies.get(index).ok_or(unknown)?;
        let place = place_of(header);
        open_body(
            &self.key(&place),
            header,
            &self.context(&place),
            body,
            dictionary,
        )
    }

    /// The headers so far.
    pub fn headers(&self) -> &[RecordHeader] {
        &self.headers
    }

    /// The bodies so far, one for each header.
    pub fn bodies(&self) -> &[Bytes] {
        &self.bodies
    }

    fn context_for(&self, target: &Target) -> BatchContext {
        let leaves: Vec<Hash> = self.headers.iter().map(RecordHeader::hash).collect();
        BatchContext {
            suite: SUITE,
            vault: self.vault,
            author: self.author,
            root: merkle_root(&leaves),
            target: target.clone(),
        }
    }

    /// Wraps the batch's secret to an epoch whose seed is held.
    pub fn wrap_with_seed(&self, target: EpochRef, seed: &Secret, rng: Random<'_>) -> BatchWrap {
        let target = Target::Epoch(target);
        let aad = info("batch-wrap", &self.context_for(&target));
        let sealed = seal(&seed_key(seed), &aad, &self.secret.0, rng);
        BatchWrap {
            target,
            wrapped: Wrapped::Seed(Bytes(sealed)),
        }
    }

    /// Wraps the batch's secret to a public key: an epoch's that we cannot read, or a person's.
    ///
    /// # Errors
    /// When the key is none.
    pub fn wrap_to(
        &self,
        target: Target,
        public: &SealingPublic,
        rng: Random<'_>,
    ) -> Result<BatchWrap, VaultError> {
        let info = info("batch-wrap", &self.context_for(&target));
        let sealed = seal_to(public, &info, &self.secret.0, rng)?;
        Ok(BatchWrap {
            target,
            wrapped: Wrapped::Sealed(Bytes(sealed)),
        })
    }
}

/// The place that a header names.
pub fn place_of(header: &RecordHeader) -> Place {
    Place {
        record: header.record,
        version: header.version,
        previous: header.previous,
    }
}

fn seed_key(seed: &Secret) -> Secret {
    derive(&seed.0, "batch-wrap", &[])
}

/// Who holds what a wrap was made to.
pub enum Opener<'a> {
    /// An epoch's seed.
    Seed(&'a Secret),
    /// A person's key.
    Person(&'a SealingKey),
}

/// Opens a batch's wrap and derives one version's key from it.
///
/// `root` is the Merkle root over the batch's headers.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_batch_key(
    wrap: &BatchWrap,
    opener: &Opener<'_>,
    vault: VaultId,
    author: PersonId,
    root: Hash,
    version: VersionRef,
) -> Result<Secret, VaultError> {
    let context = BatchContext {
        suite: SUITE,
        vault,
        author,
        root,
        target: wrap.target.clone(),
    };
    let info = info("batch-wrap", &context);
    let plain = match (&wrap.wrapped, opener) {
        (Wrapped::Seed(sealed), Opener::Seed(seed)) => {
            Zeroizing::new(open(&seed_key(seed), &info, sealed)?)
        }
        (Wrapped::Sealed(sealed), Opener::Seed(seed)) => {
            crate::epoch::derive_key(seed).open(&info, sealed)?
        }
        (Wrapped::Sealed(sealed), Opener::Person(key)) => key.open(&info, sealed)?,
        (Wrapped::Seed(_), Opener::Person(_)) => return Err(VaultError::DoesNotOpen),
    };
    let bytes = plain
        .as_slice()
        .try_into()
        .map_err(|_| VaultError::DoesNotOpen)?;
    Ok(derive_record_key(
        &Secret::from_bytes(bytes),
        vault,
        version.record,
        version.version,
    ))
}

fn derive_record_key(secret: &Secret, vault: VaultId, record: RecordId, version: u32) -> Secret {
    derive(
        &secret.0,
        "record-key",
        &[&vault.0[..], &record.0, &version.to_be_bytes()].concat(),
    )
}

/// Commitment to a version's key: AES-GCM alone binds nobody to one key.
pub fn commit_key(key: &Secret, vault: VaultId, record: RecordId, version: u32) -> Hash {
    Hash(
        derive(
            &key.0,
            "commit",
            &[&vault.0[..], &record.0, &version.to_be_bytes()].concat(),
        )
        .0,
    )
}

fn single_key(seed: &Secret, aad: &[u8]) -> Secret {
    derive(&seed.0, "single-wrap", aad)
}

fn single_aad(vault: VaultId, header: &RecordHeader, target: EpochRef) -> Vec<u8> {
    let context = SingleContext {
        suite: SUITE,
        vault,
        record: header.record,
        version: header.version,
        header: header.hash(),
        target,
    };
    info("single-wrap", &context)
}

/// Wraps one version's key to an epoch. The key under which it is wrapped belongs to this header and
/// epoch alone, and the header commits to the content: one content for one key.
pub fn wrap_single(
    key: &Secret,
    vault: VaultId,
    header: &RecordHeader,
    target: EpochRef,
    seed: &Secret,
) -> [u8; 48] {
    let aad = single_aad(vault, header, target);
    match seal_once(&single_key(seed, &aad), &aad, &key.0).try_into() {
        Ok(wrapped) => wrapped,
        Err(_) => unreachable!("a wrapped key is 32 bytes and a tag"),
    }
}

/// Opens what [`wrap_single`] wrapped.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_single(
    wrapped: &[u8; 48],
    vault: VaultId,
    header: &RecordHeader,
    target: EpochRef,
    seed: &Secret,
) -> Result<Secret, VaultError> {
    let aad = single_aad(vault, header, target);
    let plain = Zeroizing::new(open_once(&single_key(seed, &aad), &aad, wrapped)?);
    plain
        .as_slice()
        .try_into()
        .map(Secret::from_bytes)
        .map_err(|_| VaultError::DoesNotOpen)
}

/// Opens a record's body: checks that the key is the one committed to and the body the one the header
/// names, then decrypts and unpacks.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_body(
    key: &Secret,
    header: &RecordHeader,
    context: &RecordContext,
    body: &[u8],
    dictionary: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    check_commit(key, header, context.vault)?;
    let Content::Inline(inline) = &header.content else {
        return Err(VaultError::DoesNotOpen);
    };
    if body.len() as u64 != u64::from(inline.length) || hash("ciphertext", &[body]) != inline.hash {
        return Err(VaultError::DoesNotOpen);
    }
    let packed = Zeroizing::new(open_once(key, &info("record", context), body)?);
    unpack(&packed, dictionary)
}

/// Checks that a key is the one its header commits to.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn check_commit(key: &Secret, header: &RecordHeader, vault: VaultId) -> Result<(), VaultError> {
    if commit_key(key, vault, header.record, header.version) == header.commit {
        Ok(())
    } else {
        Err(VaultError::DoesNotOpen)
    }
}

//! Read receipts: what a reader opened, in a chain of his own, sealed to the patient.

use wire::{
    SUITE, cbor_struct,
    codec::{self, Bytes},
    hash::{hash, merkle_root},
    id::{DeviceId, Hash, PersonId, RecordId, VaultId},
    log::CLOCK_SKEW,
    person::PersonChain,
    sign::Signed,
    vault::ReadReceipts,
};

use crate::{
    error::VaultError,
    hpke::{info, seal_to},
    identity::Identity,
    secret::Random,
};

cbor_struct! {
    /// One reading.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reading {
        /// What was read.
        pub record: RecordId,
        /// Which version.
        pub version: u32,
        /// When, in milliseconds since 1970.
        pub time: u64,
    }
}

cbor_struct! {
    struct ReceiptContext {
        suite: u16,
        vault: VaultId,
        reader: PersonId,
        device: DeviceId,
        seq: u64,
        previous: Option<Hash>,
        root: Hash,
        owner_key: u32,
    }
}

/// The most readings in one object: what the owner can take in.
pub const MAX_READINGS: usize = 8192;

fn root(readings: &[Reading]) -> Hash {
    let leaves: Vec<Hash> = readings
        .iter()
        .map(|reading| hash("reading", &[&codec::to_bytes(reading)]))
        .collect();
    merkle_root(&leaves)
}

/// The next receipts of a reader's chain.
///
/// # Errors
/// When the owner's key is none, or there are more readings than [`MAX_READINGS`].
#[expect(clippy::too_many_arguments, reason = "each is a field of the object")]
pub fn make_receipts(
    identity: &Identity,
    vault: VaultId,
    owner: &PersonChain,
    seq: u64,
    previous: Option<Hash>,
    readings: Vec<Reading>,
    time: u64,
    rng: Random<'_>,
) -> Result<Signed<ReadReceipts>, VaultError> {
    if readings.len() > MAX_READINGS {
        return Err(VaultError::TooLarge {
            size: readings.len(),
            limit: MAX_READINGS,
        });
    }
    let context = ReceiptContext {
        suite: SUITE,
        vault,
        reader: identity.person,
        device: identity.device.id(),
        seq,
        previous,
        root: root(&readings),
        owner_key: owner.person_key().number,
    };
    let sealed = seal_to(
        &owner.person_key().public,
        &info("receipts", &context),
        &codec::to_bytes(&readings),
        rng,
    )?;
    Ok(identity.sign(&ReadReceipts {
        suite: SUITE,
        vault,
        reader: context.reader,
        device: context.device,
        seq,
        previous,
        time,
        root: context.root,
        owner_key: context.owner_key,
        sealed: Bytes(sealed),
    }))
}

/// A reader's receipts as the owner follows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiptChain {
    next: u64,
    head: Option<Hash>,
}

impl ReceiptChain {
    /// Where the next receipts go.
    pub fn head(&self) -> (u64, Option<Hash>) {
        (self.next, self.head)
    }

    /// Goes on after receipts we made ourselves.
    pub fn advance(&mut self, receipts: &Signed<ReadReceipts>) {
        self.next += 1;
        self.head = Some(receipts.hash());
    }

    /// A chain that stands somewhere already.
    pub fn at(next: u64, head: Option<Hash>) -> Self {
        Self { next, head }
    }

    /// Verifies the next receipts and opens their list, as the owner.
    ///
    /// # Errors
    /// When receipts are missing, reordered or replayed, are not signed by the reader's device, or
    /// their list is not the one signed.
    pub fn open(
        &mut self,
        signed: &Signed<ReadReceipts>,
        vault: VaultId,
        reader: &PersonChain,
        owner: &Identity,
    ) -> Result<(ReadReceipts, Vec<Reading>), VaultError> {
        let claimed = signed.peek()?;
        let device = reader
            .device(&claimed.device)
            .ok_or(VaultError::DoesNotOpen)?;
        let receipts = signed
            .verify(&device.keys.signing)
            .map_err(|_| VaultError::DoesNotOpen)?;
        let right =
            receipts.suite == SUITE && receipts.vault == vault && receipts.reader == reader.id();
        let late = device
            .removed
            .is_some_and(|(_, time)| receipts.time > time.saturating_add(CLOCK_SKEW));
        if !right || late || receipts.seq != self.next || receipts.previous != self.head {
            return Err(VaultError::DoesNotOpen);
        }
        let context = ReceiptContext {
            suite: SUITE,
            vault,
            reader: receipts.reader,
            device: receipts.device,
            seq: receipts.seq,
            previous: receipts.previous,
            root: receipts.root,
            owner_key: receipts.owner_key,
        };
        let plain = owner
            .person_key(receipts.owner_key)?
            .open(&info("receipts", &context), &receipts.sealed)?;
        let readings: Vec<Reading> = codec::parse(&plain, 1 << 20)?;
        if root(&readings) != receipts.root {
            return Err(VaultError::DoesNotOpen);
        }
        self.advance(signed);
        Ok((receipts, readings))
    }
}

//! A person's signed chain: root, devices and person key, verified against the fingerprint alone.
//!
//! The first entry is signed by the root key it names, and its hash is the person's fingerprint; every
//! later one is signed by the root or by a device still in. Whoever has the fingerprint therefore needs
//! nobody's word for the keys.

use std::collections::BTreeMap;

use crate::{
    SUITE, cbor_choice, cbor_enum, cbor_struct,
    codec::{self, Bytes},
    hash::hash,
    id::{DeviceId, Hash, PersonId},
    sign::{Object, SignatureError, Signed, SigningPublic},
};

/// An X-Wing public key (draft-connolly-cfrg-xwing-kem), 1,216 bytes.
pub type SealingPublic = [u8; 1216];

cbor_enum! {
    /// What a person is to the system.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Role {
        /// Owns a vault.
        Patient = 0,
        /// Is invited into vaults.
        Doctor = 1,
    }
}

cbor_struct! {
    /// A device's two public keys.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DeviceKeys {
        /// Signs for the person.
        pub signing: SigningPublic,
        /// What the person key is sealed to.
        pub sealing: SealingPublic,
    }
}

impl DeviceKeys {
    /// The device's name.
    pub fn id(&self) -> DeviceId {
        DeviceId(hash("device", &[&self.signing, &self.sealing]).0)
    }
}

cbor_struct! {
    /// A secret sealed to one device.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DeviceBox {
        /// The device that can open it.
        pub device: DeviceId,
        /// HPKE output: encapsulated key, then ciphertext.
        pub sealed: Bytes,
    }
}

cbor_struct! {
    /// A person key: what others seal to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonKeyBody {
        /// Counts from zero, one up at each renewal.
        pub number: u32,
        /// The public half.
        pub public: SealingPublic,
        /// The secret half, to every device in at this point, in the order of their ids.
        pub boxes: Vec<DeviceBox>,
        /// The secret half, to the recovery key.
        pub recovery: Bytes,
    }
}

cbor_struct! {
    /// The recovery kit's two public keys.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryKeys {
        /// Signs for the person when no device can.
        pub root: SigningPublic,
        /// What person keys and the private compartment are sealed to besides.
        pub sealing: SealingPublic,
    }
}

cbor_struct! {
    /// The first entry's body.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CreateBody {
        /// What this person is.
        pub role: Role,
        /// The kit's keys.
        pub recovery: RecoveryKeys,
        /// The first device.
        pub device: DeviceKeys,
        /// Person key number 0.
        pub person_key: PersonKeyBody,
        /// [`profile_hash`] of name and registration number.
        pub profile: Hash,
        /// The profile itself, to the recovery key.
        pub sealed_profile: Bytes,
    }
}

cbor_choice! {
    /// What an entry does.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[expect(clippy::large_enum_variant, reason = "one at a time, and short-lived")]
    pub enum PersonBody {
        /// Opens the chain.
        0 => Create(CreateBody),
        /// A device comes in.
        1 => DeviceAdd(DeviceKeys),
        /// A device is out, for good.
        2 => DeviceRemove(DeviceId),
        /// The person key is renewed.
        3 => PersonKey(PersonKeyBody),
        /// A new kit replaces the old one.
        4 => Recovery(RecoveryKeys),
    }
}

cbor_struct! {
    /// One entry of the chain.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonEntry {
        /// [`SUITE`].
        pub suite: u16,
        /// Whose chain; absent in the first entry, whose hash it is.
        pub person: Option<PersonId>,
        /// Position, from zero.
        pub seq: u64,
        /// Hash of the entry before.
        pub previous: Option<Hash>,
        /// When, in milliseconds since 1970.
        pub time: u64,
        /// The device that signs; absent when it is the root.
        pub author: Option<DeviceId>,
        /// What the entry does.
        pub body: PersonBody,
    }
}

impl Object for PersonEntry {
    const DOMAIN: &'static str = "person-entry";
    const LIMIT: usize = 256 * 1024;
}

/// Salted hash of a name and registration number: in public instead of the name.
pub fn profile_hash(salt: &[u8; 32], name: &str, registration: Option<&str>) -> Hash {
    let profile = codec::to_bytes(&Profile {
        salt: *salt,
        name: name.to_owned(),
        registration: registration.map(str::to_owned),
    });
    hash("profile", &[&profile])
}

cbor_struct! {
    /// What a person is called; travels sealed only.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Profile {
        /// Makes the public hash of the rest say nothing.
        pub salt: [u8; 32],
        /// The name.
        pub name: String,
        /// A doctor's registration number with the medical council.
        pub registration: Option<String>,
    }
}

impl Profile {
    /// What stands for this profile in public.
    pub fn hash(&self) -> Hash {
        profile_hash(&self.salt, &self.name, self.registration.as_deref())
    }
}

/// Why a chain is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// No entries at all.
    #[error("the chain is empty")]
    Empty,
    /// An unknown suite: newer than this program, or a downgrade.
    #[error("unknown suite {0}")]
    Suite(u16),
    /// The first entry does not hash to the fingerprint.
    #[error("the keys are not those of the fingerprint")]
    Fingerprint,
    /// An entry does not follow the one before it.
    #[error("entry {0} does not continue the chain")]
    Broken(u64),
    /// What an entry does is not allowed at its place.
    #[error("entry {0} is not allowed: {1}")]
    NotAllowed(u64, &'static str),
    /// An entry's signature or encoding is wrong.
    #[error("entry {0}: {1}")]
    Signature(u64, SignatureError),
}

/// A device in a verified chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainDevice {
    /// Its keys.
    pub keys: DeviceKeys,
    /// The entry that let it in.
    pub added: u64,
    /// The entry that put it out, and its time.
    pub removed: Option<(u64, u64)>,
}

/// A verified chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChain {
    id: PersonId,
    role: Role,
    recovery: RecoveryKeys,
    profile: Hash,
    devices: BTreeMap<DeviceId, ChainDevice>,
    person_keys: Vec<PersonKeyBody>,
    sealed_profile: Bytes,
    seq: u64,
    head: Hash,
    time: u64,
}

impl PersonChain {
    /// Verifies a whole chain. With `expect`, also that it is this person's.
    ///
    /// # Errors
    /// At the first entry that is not in order.
    pub fn verify(
        entries: &[Signed<PersonEntry>],
        expect: Option<PersonId>,
    ) -> Result<Self, ChainError> {
        let (first, rest) = entries.split_first().ok_or(ChainError::Empty)?;
        let mut chain = Self::open(first)?;
        if expect.is_some_and(|id| id != chain.id) {
            return Err(ChainError::Fingerprint);
        }
        for entry in rest {
            chain.append(entry)?;
        }
        Ok(chain)
    }

    fn open(first: &Signed<PersonEntry>) -> Result<Self, ChainError> {
        let claimed = first
            .peek()
            .map_err(|e| ChainError::Signature(0, e.into()))?;
        let PersonBody::Create(body) = &claimed.body else {
            return Err(ChainError::NotAllowed(
                0,
                "the first entry creates the person",
            ));
        };
        let entry = first
            .verify(&body.recovery.root)
            .map_err(|e| ChainError::Signature(0, e))?;
        if entry.suite != SUITE {
            return Err(ChainError::Suite(entry.suite));
        }
        if (entry.seq, entry.person, entry.previous, entry.author) != (0, None, None, None) {
            return Err(ChainError::Broken(0));
        }
        let head = first.hash();
        let device = ChainDevice {
            keys: body.device.clone(),
            added: 0,
            removed: None,
        };
        let devices = BTreeMap::from([(body.device.id(), device)]);
        check_person_key(&body.person_key, 0, &devices)
            .map_err(|why| ChainError::NotAllowed(0, why))?;
        Ok(Self {
            id: PersonId(head.0),
            role: body.role,
            recovery: body.recovery.clone(),
            profile: body.profile,
            devices,
            person_keys: vec![body.person_key.clone()],
            sealed_profile: body.sealed_profile.clone(),
            seq: 0,
            head,
            time: entry.time,
        })
    }

    /// Verifies and takes up the next entry. On error the chain is as it was.
    ///
    /// # Errors
    /// When the entry does not follow, is not signed by who may, or does what it may not.
    pub fn append(&mut self, signed: &Signed<PersonEntry>) -> Result<(), ChainError> {
        let seq = self.seq + 1;
        let claimed = signed
            .peek()
            .map_err(|e| ChainError::Signature(seq, e.into()))?;
        let key = match claimed.author {
            None => self.recovery.root,
            Some(id) => self
                .device_at(&id, self.seq)
                .map(|device| device.keys.signing)
                .ok_or(ChainError::NotAllowed(
                    seq,
                    "its author is no device of this person",
                ))?,
        };
        let entry = signed
            .verify(&key)
            .map_err(|e| ChainError::Signature(seq, e))?;
        if entry.suite != SUITE {
            return Err(ChainError::Suite(entry.suite));
        }
        if entry.person != Some(self.id) || entry.seq != seq || entry.previous != Some(self.head) {
            return Err(ChainError::Broken(seq));
        }
        self.apply(&entry)
            .map_err(|why| ChainError::NotAllowed(seq, why))?;
        self.seq = seq;
        self.head = signed.hash();
        self.time = entry.time;
        Ok(())
    }

    fn apply(&mut self, entry: &PersonEntry) -> Result<(), &'static str> {
        match &entry.body {
            PersonBody::Create(_) => return Err("a person is created once"),
            PersonBody::DeviceAdd(keys) => {
                let device = ChainDevice {
                    keys: keys.clone(),
                    added: entry.seq,
                    removed: None,
                };
                if self.devices.contains_key(&keys.id()) {
                    return Err("the device is known already");
                }
                self.devices.insert(keys.id(), device);
            }
            PersonBody::DeviceRemove(id) => {
                let device = self.devices.get_mut(id).ok_or("no such device")?;
                if device.removed.is_some() {
                    return Err("the device is out already");
                }
                device.removed = Some((entry.seq, entry.time));
            }
            PersonBody::PersonKey(body) => {
                check_person_key(body, self.person_keys.len(), &self.devices)?;
                self.person_keys.push(body.clone());
            }
            PersonBody::Recovery(keys) => {
                if entry.author.is_some() {
                    return Err("only the old kit makes a new one");
                }
                self.recovery = keys.clone();
            }
        }
        Ok(())
    }

    /// The fingerprint.
    pub fn id(&self) -> PersonId {
        self.id
    }

    /// What this person is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The salted hash of the person's profile.
    pub fn profile(&self) -> Hash {
        self.profile
    }

    /// The profile, to the recovery key.
    pub fn sealed_profile(&self) -> &[u8] {
        &self.sealed_profile
    }

    /// The kit's public keys.
    pub fn recovery(&self) -> &RecoveryKeys {
        &self.recovery
    }

    /// Position and hash of the last entry.
    pub fn head(&self) -> (u64, Hash) {
        (self.seq, self.head)
    }

    /// The current person key.
    pub fn person_key(&self) -> &PersonKeyBody {
        self.person_keys
            .last()
            .unwrap_or_else(|| unreachable!("a chain opens with a person key"))
    }

    /// All person keys, by number.
    pub fn person_keys(&self) -> &[PersonKeyBody] {
        &self.person_keys
    }

    /// The device, if it was in when the chain stood at `seq`.
    pub fn device_at(&self, id: &DeviceId, seq: u64) -> Option<&ChainDevice> {
        self.devices.get(id).filter(|device| {
            device.added <= seq && device.removed.is_none_or(|(removed, _)| removed > seq)
        })
    }

    /// The device, in or out.
    pub fn device(&self, id: &DeviceId) -> Option<&ChainDevice> {
        self.devices.get(id)
    }

    /// The devices in now.
    pub fn devices(&self) -> impl Iterator<Item = &ChainDevice> {
        self.devices
            .values()
            .filter(|device| device.removed.is_none())
    }
}

/// A new person key must be sealed to exactly the devices in, so that none is locked out or let in by it.
fn check_person_key(
    body: &PersonKeyBody,
    number: usize,
    devices: &BTreeMap<DeviceId, ChainDevice>,
) -> Result<(), &'static str> {
    if usize::try_from(body.number) != Ok(number) {
        return Err("person keys are numbered without gaps");
    }
    let active = devices
        .iter()
        .filter(|(_, device)| device.removed.is_none())
        .map(|(id, _)| id);
    if !active.eq(body.boxes.iter().map(|sealed| &sealed.device)) {
        return Err("a person key is sealed to exactly the devices that are in");
    }
    Ok(())
}

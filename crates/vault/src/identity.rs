//! A person's secrets on a device: made at sign-up, sealed into the keyring, renewed by recovery.

use wire::{
    SUITE, cbor_struct,
    codec::{self, Bytes},
    hash::hash,
    id::{CredentialId, DeviceId, Hash, PersonId},
    person::{
        CreateBody, DeviceBox, PersonBody, PersonChain, PersonEntry, PersonKeyBody, Profile,
        RecoveryKeys, Role, SealingPublic,
    },
    sign::{Object, Signed, SigningPublic},
};
use zeroize::Zeroizing;

use crate::{
    derive::derive,
    device::Device,
    error::VaultError,
    hpke::{SealingKey, info, seal_to},
    kit::{AccountSecret, Words},
    seal,
    secret::{Random, Secret},
};

/// Everything a device knows about its person.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The fingerprint.
    pub person: PersonId,
    /// Patient or doctor.
    pub role: Role,
    /// The name, and a doctor's registration number.
    pub profile: Profile,
    /// This device.
    pub device: Device,
    /// The person's secret keys, by number; the last one is current.
    pub person_keys: Vec<SealingKey>,
    /// The account secret.
    pub account: AccountSecret,
    /// The kit's words, until the person has shown to have them on paper.
    pub pending_kit: Option<Words>,
}

cbor_struct! {
    struct KeyringBody {
        suite: u16,
        person: PersonId,
        role: Role,
        profile: Profile,
        device: Device,
        person_keys: Vec<SealingKey>,
        account: [u8; 16],
        pending_kit: Option<Secret>,
    }
}

cbor_struct! {
    /// `info` of a person key's seal.
    struct PersonKeyContext {
        suite: u16,
        root: SigningPublic,
        number: u32,
        public: SealingPublic,
        recipient: Option<DeviceId>,
    }
}

cbor_struct! {
    /// AAD of a sealed keyring.
    struct KeyringContext {
        suite: u16,
        credential: CredentialId,
    }
}

/// The most bytes a profile's encoding may have.
pub const PROFILE_LIMIT: usize = 4096;

/// A new person: the chain's first entry and the secrets.
///
/// # Errors
/// [`VaultError::TooLarge`] for a name that nobody could read back.
pub fn make_person(
    role: Role,
    profile: Profile,
    words: Words,
    account: AccountSecret,
    time: u64,
    rng: Random<'_>,
) -> Result<(Signed<PersonEntry>, Identity), VaultError> {
    let size = codec::to_bytes(&profile).len();
    if size > PROFILE_LIMIT {
        return Err(VaultError::TooLarge {
            size,
            limit: PROFILE_LIMIT,
        });
    }
    let device = Device::make(rng);
    let key = SealingKey::make(rng);
    let body = CreateBody {
        role,
        recovery: words.public(),
        device: device.keys(),
        person_key: seal_person_key(&key, 0, &words, &device, rng)?,
        profile: profile.hash(),
        sealed_profile: Bytes(seal_profile(&profile, &words, rng)?),
    };
    let entry = words.sign(&PersonEntry {
        suite: SUITE,
        person: None,
        seq: 0,
        previous: None,
        time,
        author: None,
        body: PersonBody::Create(body),
    });
    let identity = Identity {
        person: PersonId(entry.hash().0),
        role,
        profile,
        device,
        person_keys: vec![key],
        account,
        pending_kit: Some(words),
    };
    Ok((entry, identity))
}

/// A person who comes back with the kit: a new device in, every old one out, a new person key.
///
/// The chain must be verified and the words must be this person's.
///
/// # Errors
/// When the words belong to another person, or the chain's sealed halves do not open with them.
pub fn recover_person(
    chain: &PersonChain,
    words: Words,
    account: AccountSecret,
    time: u64,
    rng: Random<'_>,
) -> Result<(Vec<Signed<PersonEntry>>, Identity), VaultError> {
    if words.public() != *chain.recovery() {
        return Err(VaultError::Kit("these words belong to another person"));
    }
    let mut person_keys = open_person_keys(chain, &words)?;
    let profile = open_profile(chain, &words)?;
    let device = Device::make(rng);
    let key = SealingKey::make(rng);
    let number = u32::try_from(person_keys.len()).unwrap_or(u32::MAX);
    let mut bodies = vec![PersonBody::DeviceAdd(device.keys())];
    bodies.extend(
        chain
            .devices()
            .map(|old| PersonBody::DeviceRemove(old.keys.id())),
    );
    bodies.push(PersonBody::PersonKey(seal_person_key(
        &key, number, &words, &device, rng,
    )?));
    person_keys.push(key);
    let (mut seq, mut previous) = chain.head();
    let mut entries = Vec::with_capacity(bodies.len());
    for body in bodies {
        seq += 1;
        let entry = words.sign(&PersonEntry {
            suite: SUITE,
            person: Some(chain.id()),
            seq,
            previous: Some(previous),
            time,
            author: None,
            body,
        });
        previous = entry.hash();
        entries.push(entry);
    }
    let identity = Identity {
        person: chain.id(),
        role: chain.role(),
        profile,
        device,
        person_keys,
        account,
        pending_kit: None,
    };
    Ok((entries, identity))
}

impl Identity {
    /// Signs as this device.
    pub fn sign<T: Object>(&self, object: &T) -> Signed<T> {
        self.device.signing.sign(object)
    }

    /// The person's secret key of this number.
    ///
    /// # Errors
    /// [`VaultError::NoKey`].
    pub fn person_key(&self, number: u32) -> Result<&SealingKey, VaultError> {
        usize::try_from(number)
            .ok()
            .and_then(|n| self.person_keys.get(n))
            .ok_or(VaultError::NoKey)
    }

    /// Seals everything under OPAQUE's export key.
    pub fn seal_keyring(&self, export_key: &[u8], rng: Random<'_>) -> Vec<u8> {
        let body = KeyringBody {
            suite: SUITE,
            person: self.person,
            role: self.role,
            profile: self.profile.clone(),
            device: self.device.clone(),
            person_keys: self.person_keys.clone(),
            account: self.account.0,
            pending_kit: self.pending_kit.as_ref().map(|words| Secret(words.0)),
        };
        let plain = Zeroizing::new(codec::to_bytes(&body));
        seal::seal(
            &keyring_key(export_key),
            &keyring_aad(&self.account),
            &plain,
            rng,
        )
    }

    /// Opens a keyring.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] for a wrong key, another account's keyring, or an altered one.
    pub fn open_keyring(
        sealed: &[u8],
        export_key: &[u8],
        account: &AccountSecret,
    ) -> Result<Self, VaultError> {
        let plain = Zeroizing::new(seal::open(
            &keyring_key(export_key),
            &keyring_aad(account),
            sealed,
        )?);
        let body: KeyringBody = codec::parse(&plain, 1 << 16)?;
        if body.suite != SUITE {
            return Err(VaultError::DoesNotOpen);
        }
        Ok(Self {
            person: body.person,
            role: body.role,
            profile: body.profile,
            device: body.device,
            person_keys: body.person_keys,
            account: AccountSecret(body.account),
            pending_kit: body.pending_kit.map(|words| Words(words.0)),
        })
    }

    /// A key for what this device keeps on its disk.
    pub fn cache_key(&self) -> Secret {
        derive(
            &self.device.sealing.secret().0,
            "device-cache",
            &self.person.0,
        )
    }
}

cbor_struct! {
    /// `info` of a cache key's seal.
    struct CacheKeyContext {
        suite: u16,
        person: PersonId,
    }
}

impl Identity {
    /// The key of this device's cache, sealed to the kit: who forgot the passphrase can still send what waits
    /// on the device. `recovery` are the kit's public keys, from the person's verified chain.
    ///
    /// # Errors
    /// When the chain's key is none.
    pub fn seal_cache_key(
        &self,
        recovery: &RecoveryKeys,
        rng: Random<'_>,
    ) -> Result<Vec<u8>, VaultError> {
        let info = cache_key_info(self.person);
        seal_to(&recovery.sealing, &info, &self.cache_key().0, rng)
    }
}

/// Opens what [`Identity::seal_cache_key`] has sealed.
///
/// # Errors
/// [`VaultError::DoesNotOpen`] for another person's, another kit's, or an altered one.
pub fn open_cache_key(
    person: PersonId,
    words: &Words,
    sealed: &[u8],
) -> Result<Secret, VaultError> {
    let plain = words
        .recovery_key()
        .open(&cache_key_info(person), sealed)
        .map(Zeroizing::new)?;
    let bytes = plain
        .as_slice()
        .try_into()
        .map_err(|_| VaultError::DoesNotOpen)?;
    Ok(Secret::from_bytes(bytes))
}

fn cache_key_info(person: PersonId) -> Vec<u8> {
    info(
        "cache-key",
        &CacheKeyContext {
            suite: SUITE,
            person,
        },
    )
}

fn keyring_key(export_key: &[u8]) -> Secret {
    derive(export_key, "keyring", &[])
}

fn keyring_aad(account: &AccountSecret) -> Vec<u8> {
    info(
        "keyring",
        &KeyringContext {
            suite: SUITE,
            credential: account.credential(),
        },
    )
}

fn seal_person_key(
    key: &SealingKey,
    number: u32,
    words: &Words,
    device: &Device,
    rng: Random<'_>,
) -> Result<PersonKeyBody, VaultError> {
    let public = key.public();
    let root = words.root_public();
    let context = |recipient| {
        info(
            "person-key",
            &PersonKeyContext {
                suite: SUITE,
                root,
                number,
                public,
                recipient,
            },
        )
    };
    let keys = device.keys();
    let to_device = seal_to(
        &keys.sealing,
        &context(Some(keys.id())),
        &key.secret().0,
        rng,
    )?;
    let to_recovery = seal_to(
        &words.recovery_key().public(),
        &context(None),
        &key.secret().0,
        rng,
    )?;
    Ok(PersonKeyBody {
        number,
        public,
        boxes: vec![DeviceBox {
            device: keys.id(),
            sealed: Bytes(to_device),
        }],
        recovery: Bytes(to_recovery),
    })
}

fn open_person_keys(chain: &PersonChain, words: &Words) -> Result<Vec<SealingKey>, VaultError> {
    let recovery = words.recovery_key();
    let open = |body: &PersonKeyBody| {
        let context = PersonKeyContext {
            suite: SUITE,
            root: words.root_public(),
            number: body.number,
            public: body.public,
            recipient: None,
        };
        let plain = recovery.open(&info("person-key", &context), &body.recovery)?;
        let bytes = plain
            .as_slice()
            .try_into()
            .map_err(|_| VaultError::DoesNotOpen)?;
        let key = SealingKey::from_secret(Secret::from_bytes(bytes));
        if key.public() == body.public {
            Ok(key)
        } else {
            Err(VaultError::DoesNotOpen)
        }
    };
    chain.person_keys().iter().map(open).collect()
}

cbor_struct! {
    struct ProfileContext {
        suite: u16,
        root: SigningPublic,
        profile: Hash,
    }
}

fn profile_info(root: SigningPublic, profile: Hash) -> Vec<u8> {
    info(
        "sealed-profile",
        &ProfileContext {
            suite: SUITE,
            root,
            profile,
        },
    )
}

fn seal_profile(profile: &Profile, words: &Words, rng: Random<'_>) -> Result<Vec<u8>, VaultError> {
    let plain = Zeroizing::new(codec::to_bytes(profile));
    let info = profile_info(words.root_public(), profile.hash());
    seal_to(&words.recovery_key().public(), &info, &plain, rng)
}

fn open_profile(chain: &PersonChain, words: &Words) -> Result<Profile, VaultError> {
    let info = profile_info(words.root_public(), chain.profile());
    let plain = words.recovery_key().open(&info, chain.sealed_profile())?;
    let profile: Profile = codec::parse(&plain, PROFILE_LIMIT)?;
    if profile.hash() == chain.profile() {
        Ok(profile)
    } else {
        Err(VaultError::DoesNotOpen)
    }
}

/// The hashes a recovery request signs over its upload and keyring.
pub fn recovery_hashes(upload: &[u8], keyring: &[u8]) -> (Hash, Hash) {
    (
        hash("recovery-upload", &[upload]),
        hash("recovery-keyring", &[keyring]),
    )
}

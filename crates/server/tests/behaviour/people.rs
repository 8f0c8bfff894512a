//! Persons for the tests, and noise where secrets would be.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

use ed25519_dalek::{Signer as _, SigningKey};
use opaque_ke::{
    ClientRegistration, ClientRegistrationFinishParameters, ServerRegistration, ServerSetup,
};
use rand_for_opaque::{CryptoRng, Error, RngCore};
use sha2::{Digest as _, Sha256};
use wire::{
    SUITE,
    api::{RegistrationFinish, SessionOpened, path},
    codec::Bytes,
    id::{CredentialId, DeviceId, Hash, PersonId},
    opaque::Suite,
    person::{
        CreateBody, DeviceBox, DeviceKeys, PersonBody, PersonEntry, PersonKeyBody, Profile,
        RecoveryKeys, Role,
    },
    sign::{Object, Signed},
};

use crate::web::{Answer, START, Web};

/// Bytes that repeat nowhere.
pub(crate) fn noise(len: usize) -> Vec<u8> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let mut bytes = Vec::with_capacity(len + 32);
    while bytes.len() < len {
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        bytes.extend(Sha256::digest(count.to_be_bytes()));
    }
    bytes.truncate(len);
    bytes
}

pub(crate) fn fixed<const N: usize>() -> [u8; N] {
    noise(N).try_into().unwrap()
}

/// A person with one device, signed up or not.
pub(crate) struct Human {
    pub(crate) root: SigningKey,
    pub(crate) device: SigningKey,
    pub(crate) keys: DeviceKeys,
    pub(crate) entry: Signed<PersonEntry>,
    pub(crate) profile: Profile,
    pub(crate) id: PersonId,
    pub(crate) credential: CredentialId,
    pub(crate) token: [u8; 32],
}

impl Human {
    pub(crate) fn new(role: Role) -> Self {
        Self::at(role, START)
    }

    /// Made at `time`.
    pub(crate) fn at(role: Role, time: u64) -> Self {
        let (root, device) = (
            SigningKey::from_bytes(&fixed()),
            SigningKey::from_bytes(&fixed()),
        );
        let keys = DeviceKeys {
            signing: device.verifying_key().to_bytes(),
            sealing: fixed(),
        };
        let profile = Profile {
            salt: fixed(),
            name: "City Laboratory".to_owned(),
            registration: None,
        };
        let body = CreateBody {
            role,
            recovery: RecoveryKeys {
                root: root.verifying_key().to_bytes(),
                sealing: fixed(),
            },
            device: keys.clone(),
            person_key: person_key(0, &[keys.id()]),
            profile: profile.hash(),
            sealed_profile: Bytes(noise(64)),
        };
        let entry = PersonEntry {
            suite: SUITE,
            person: None,
            seq: 0,
            previous: None,
            time,
            author: None,
            body: PersonBody::Create(body),
        };
        let entry = sign(&root, &entry);
        Self {
            id: PersonId(entry.hash().0),
            credential: CredentialId(fixed()),
            token: [0; 32],
            root,
            device,
            keys,
            entry,
            profile,
        }
    }

    pub(crate) async fn doctor(web: &Web) -> Self {
        Self::signed_up(web, Role::Doctor).await
    }

    pub(crate) async fn patient(web: &Web) -> Self {
        Self::signed_up(web, Role::Patient).await
    }

    async fn signed_up(web: &Web, role: Role) -> Self {
        let mut human = Self::at(role, web.now());
        let opened: SessionOpened = human.sign_up(web).await.ok();
        assert_eq!(opened.person, human.id);
        human.token = opened.token;
        human
    }

    /// Signs up with a password file of nobody's password: the server cannot tell.
    pub(crate) async fn sign_up(&self, web: &Web) -> Answer {
        let finish = RegistrationFinish {
            credential: self.credential,
            upload: upload(),
            entry: self.entry.clone(),
            keyring: Bytes(b"sealed keyring".to_vec()),
        };
        web.post(path::ACCOUNTS, None, &finish).await
    }

    pub(crate) fn device_id(&self) -> DeviceId {
        self.keys.id()
    }

    pub(crate) fn sign<T: Object>(&self, object: &T) -> Signed<T> {
        sign(&self.device, object)
    }

    /// The next entry of the chain, by the root or by the device.
    pub(crate) fn next_entry(
        &self,
        seq: u64,
        previous: Hash,
        by_root: bool,
        body: PersonBody,
    ) -> Signed<PersonEntry> {
        let entry = PersonEntry {
            suite: SUITE,
            person: Some(self.id),
            seq,
            previous: Some(previous),
            time: START,
            author: (!by_root).then(|| self.device_id()),
            body,
        };
        sign(if by_root { &self.root } else { &self.device }, &entry)
    }
}

pub(crate) fn person_key(number: u32, devices: &[DeviceId]) -> PersonKeyBody {
    let mut devices = devices.to_vec();
    devices.sort_unstable();
    let sealed = |device| DeviceBox {
        device,
        sealed: Bytes(noise(64)),
    };
    PersonKeyBody {
        number,
        public: fixed(),
        boxes: devices.into_iter().map(sealed).collect(),
        recovery: Bytes(noise(64)),
    }
}

pub(crate) fn sign<T: Object>(key: &SigningKey, object: &T) -> Signed<T> {
    Signed::new(object, |input| key.sign(input).to_bytes())
}

/// An OPAQUE upload, made once: Argon2id takes its time.
pub(crate) fn upload() -> Bytes {
    static UPLOAD: OnceLock<Vec<u8>> = OnceLock::new();
    let upload = UPLOAD.get_or_init(|| {
        let setup = ServerSetup::<Suite>::new(&mut Noise);
        let start = ClientRegistration::<Suite>::start(&mut Noise, b"password").unwrap();
        let response = ServerRegistration::<Suite>::start(&setup, start.message, b"me").unwrap();
        let parameters = ClientRegistrationFinishParameters::default();
        let finish = start
            .state
            .finish(&mut Noise, b"password", response.message, parameters);
        finish.unwrap().message.serialize().to_vec()
    });
    Bytes(upload.clone())
}

/// [`noise`] as OPAQUE asks for randomness.
pub(crate) struct Noise;

impl RngCore for Noise {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(fixed())
    }
    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(fixed())
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&noise(bytes.len()));
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Noise {}

//! A thief with a copy of everything that a browser stores.

use vault::{VaultError, device_lock::DeviceLock, kit::AccountSecret};
use wire::{
    cbor_struct,
    codec::{Bytes, parse, to_bytes},
    opaque::{ARGON2_MEMORY, ARGON2_PASSES},
};

use crate::world::{Seeded, World};

const PASSPHRASE: &str = "correct horse battery";
const CONTENT: &[u8] = b"token and export key";
const CREDENTIAL: &[u8] = b"a passkey's credential";
const PRF: [u8; 32] = [5; 32];

// A lock, taken apart as the protocol's description has it.
cbor_struct! {
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct PassphraseBox { memory: u32, passes: u32, salt: [u8; 16], sealed: Bytes }
}
cbor_struct! {
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct PasskeyBox { credential: Bytes, salt: [u8; 32], sealed: Bytes }
}
cbor_struct! {
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Lock {
        suite: u16,
        id: [u8; 16],
        passphrase: PassphraseBox,
        passkey: Option<PasskeyBox>,
        sealed: Bytes,
    }
}

fn account() -> AccountSecret {
    AccountSecret::from_bytes([3; 16])
}

fn lock(rng: &mut Seeded) -> DeviceLock {
    let (mut lock, key) = DeviceLock::make(PASSPHRASE, &account(), CONTENT, rng).unwrap();
    lock.add_passkey(&key, CREDENTIAL, [4; 32], &PRF, rng)
        .unwrap();
    lock
}

fn apart(lock: &DeviceLock) -> Lock {
    let bytes = lock.to_bytes();
    parse(&bytes, bytes.len()).unwrap()
}

fn together(lock: &Lock) -> Result<DeviceLock, VaultError> {
    DeviceLock::parse(&to_bytes(lock))
}

/// What the passphrase opens.
fn opened(lock: &DeviceLock) -> Result<Vec<u8>, VaultError> {
    let key = lock.unlock(PASSPHRASE, &account())?;
    Ok(lock.content(&key)?.to_vec())
}

fn opened_by_passkey(lock: &DeviceLock, prf: &[u8; 32]) -> Result<Vec<u8>, VaultError> {
    let key = lock.unlock_with_passkey(prf)?;
    Ok(lock.content(&key)?.to_vec())
}

#[test]
fn attack_32_a_copied_lock_opens_by_the_right_passphrase_or_passkey_alone() {
    let lock = lock(&mut World::new().rng);
    assert_eq!(opened(&lock).unwrap(), CONTENT);
    assert_eq!(opened_by_passkey(&lock, &PRF).unwrap(), CONTENT);
    let other = AccountSecret::from_bytes([0; 16]);
    for (passphrase, account) in [
        ("wrong horse battery", account()),
        ("", account()),
        (PASSPHRASE, other),
    ] {
        let key = lock.unlock(passphrase, &account);
        assert_eq!(key.err(), Some(VaultError::DoesNotOpen));
    }
    for prf in [[0; 32], [6; 32]] {
        let key = lock.unlock_with_passkey(&prf);
        assert_eq!(key.err(), Some(VaultError::DoesNotOpen));
    }
    let stored = lock.to_bytes();
    for secret in [
        CONTENT,
        PASSPHRASE.as_bytes(),
        &PRF,
        account().dangerous_bytes(),
    ] {
        assert!(!stored.windows(secret.len()).any(|bytes| bytes == secret));
    }
}

#[test]
fn attack_32_boxes_of_another_device_do_not_fit() {
    let mut rng = World::new().rng;
    // The same person, passphrase and passkey on two devices.
    let (one, two) = (apart(&lock(&mut rng)), apart(&lock(&mut rng)));
    let mixed = [
        Lock {
            passphrase: two.passphrase.clone(),
            ..one.clone()
        },
        Lock {
            id: two.id,
            ..one.clone()
        },
        Lock {
            sealed: two.sealed.clone(),
            ..one.clone()
        },
    ];
    for mixed in &mixed {
        assert!(opened(&together(mixed).unwrap()).is_err());
    }
    let passkey = Lock {
        passkey: two.passkey.clone(),
        ..one.clone()
    };
    assert!(opened_by_passkey(&together(&passkey).unwrap(), &PRF).is_err());
    // A key of one device opens nothing of the other.
    let one = together(&one).unwrap();
    let key = together(&two).unwrap().unlock_with_passkey(&PRF).unwrap();
    assert_eq!(one.content(&key).err(), Some(VaultError::DoesNotOpen));
    let mut one = one;
    let added = one.add_passkey(&key, b"mine", [9; 32], &[9; 32], &mut rng);
    assert_eq!(added, Err(VaultError::DoesNotOpen));
}

#[test]
fn attack_32_a_bound_credential_is_not_exchanged() {
    let mut taken = apart(&lock(&mut World::new().rng));
    let passkey = taken.passkey.as_mut().unwrap();
    passkey.credential = Bytes(b"the thief's credential".to_vec());
    assert!(opened_by_passkey(&together(&taken).unwrap(), &PRF).is_err());
    let mut taken = apart(&lock(&mut World::new().rng));
    taken.passkey.as_mut().unwrap().salt = [0; 32];
    assert!(opened_by_passkey(&together(&taken).unwrap(), &PRF).is_err());
}

#[test]
fn attack_32_no_byte_of_a_lock_can_be_changed() {
    let stored = lock(&mut World::new().rng).to_bytes();
    let mut beside = Vec::new();
    for at in 0..stored.len() {
        let mut changed = stored.clone();
        changed[at] ^= 1;
        let by_passkey =
            DeviceLock::parse(&changed).and_then(|lock| opened_by_passkey(&lock, &PRF));
        if by_passkey.is_ok() {
            beside.push(changed);
        }
    }
    // These bytes belong to the passphrase's box: that way in is shut by them.
    assert!((60..110).contains(&beside.len()), "{}", beside.len());
    for changed in beside.iter().step_by(9) {
        assert!(opened(&DeviceLock::parse(changed).unwrap()).is_err());
    }
}

#[test]
fn attack_12_a_lock_cannot_ask_for_cheaper_stretching() {
    let honest = apart(&lock(&mut World::new().rng));
    assert_eq!(honest.passphrase.memory, ARGON2_MEMORY);
    assert_eq!(honest.passphrase.passes, ARGON2_PASSES);
    for (memory, passes) in [
        (8, 1),
        (ARGON2_MEMORY - 1, ARGON2_PASSES),
        (ARGON2_MEMORY, ARGON2_PASSES - 1),
        // Nor for so much that the device would stand still.
        (ARGON2_MEMORY * 100, ARGON2_PASSES),
        (ARGON2_MEMORY, u32::MAX),
    ] {
        let mut asked = honest.clone();
        (asked.passphrase.memory, asked.passphrase.passes) = (memory, passes);
        assert_eq!(together(&asked).err(), Some(VaultError::DoesNotOpen));
    }
    let mut other_suite = honest;
    other_suite.suite = 2;
    assert_eq!(together(&other_suite).err(), Some(VaultError::DoesNotOpen));
}

#[test]
fn attack_32_a_passkey_taken_away_opens_nothing_any_more() {
    let mut rng = World::new().rng;
    let mut lock = lock(&mut rng);
    let key = lock.unlock_with_passkey(&PRF).unwrap();
    lock.replace(&key, b"another token", &mut rng);
    assert_eq!(opened_by_passkey(&lock, &PRF).unwrap(), b"another token");
    lock.remove_passkey();
    assert_eq!(lock.passkey(), None);
    assert!(lock.unlock_with_passkey(&PRF).is_err());
    assert_eq!(opened(&lock).unwrap(), b"another token");
}

//! Forging with the real keys of somebody who cheats, and posting it past the honest client.

use client::session::Session;
use rand_core::UnwrapErr;
use vault::{
    identity::Identity,
    kit::{AccountSecret, Words},
    ledger::Pen,
    secret::make_bytes,
};
use wire::{
    SUITE,
    api::{Append, path},
    codec::{self, Bytes, SortedSet},
    id::VaultId,
    person::{PersonEntry, Profile, Role},
    sign::Signed,
    vault::{Audience, EpochRef, LogEntry, Part},
};

use crate::{
    clinic::{Clinic, Person},
    liar::{Asked, Told, http, send},
};

/// Randomness.
pub fn rng() -> UnwrapErr<getrandom::SysRng> {
    UnwrapErr(getrandom::SysRng)
}

/// A person whom no server knows.
pub fn stranger(role: Role, name: &str) -> (Signed<PersonEntry>, Identity) {
    let mut rng = rng();
    let profile = Profile {
        salt: make_bytes(&mut rng),
        name: name.to_owned(),
        registration: None,
    };
    let (words, account) = (Words::make(&mut rng), AccountSecret::make(&mut rng));
    vault::identity::make_person(role, profile, words, account, 1, &mut rng).unwrap()
}

/// The pen of an honest client, in other hands.
pub fn pen<'a, S: client::storage::Storage>(person: &'a Session<S>) -> Pen<'a> {
    Pen {
        identity: person.identity(),
        chain: person.chain(&person.identity().person).unwrap(),
        time: person.now(),
    }
}

/// The next entry of a vault by `author`, whatever it does.
pub fn entry(
    author: &Person,
    vault: VaultId,
    part: &Part,
    audience: Audience,
    epochs: Vec<EpochRef>,
) -> Append {
    altered_entry(author, vault, part, audience, epochs, |_| {})
}

/// The same, with other fields.
pub fn altered_entry(
    author: &Person,
    vault: VaultId,
    part: &Part,
    audience: Audience,
    epochs: Vec<EpochRef>,
    alter: impl FnOnce(&mut LogEntry),
) -> Append {
    let state = author.view(vault).unwrap().ledger.state();
    let identity = author.identity();
    let mut entry = LogEntry {
        suite: SUITE,
        vault: Some(vault),
        seq: state.seq + 1,
        previous: Some(state.head),
        author: identity.person,
        device: identity.device.id(),
        author_seq: author.chain(&identity.person).unwrap().head().0,
        time: author.now(),
        kind: part.kind(),
        epochs: SortedSet::new(epochs),
        audience,
        part: part.hash(),
    };
    alter(&mut entry);
    Append {
        entry: identity.sign(&entry),
        part: Bytes(codec::to_bytes(part)),
        bodies: Vec::new(),
    }
}

/// Posts an entry straight to the real server.
pub async fn post(clinic: &Clinic, token: &str, vault: VaultId, append: &Append) -> Told {
    let path = path::LOG.replace("{vault}", &vault.to_string());
    request(clinic, "POST", &path, Some(token), codec::to_bytes(append)).await
}

/// Asks the real server.
pub async fn request(
    clinic: &Clinic,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Vec<u8>,
) -> Told {
    let asked = Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        token: token.map(str::to_owned),
        media_type: Some("application/cbor".to_owned()),
        body,
    };
    send(&http(), &clinic.real_url(), &asked).await.unwrap()
}

/// The type of a problem's document.
pub fn problem(told: &Told) -> String {
    let document: serde_json::Value = serde_json::from_slice(&told.body).unwrap();
    let kind = document["type"].as_str().unwrap();
    kind.trim_start_matches("urn:sehat:problem:").to_owned()
}

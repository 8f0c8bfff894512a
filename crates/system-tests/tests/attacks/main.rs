//! The attackers of `docs/protocol.md`, each found by its number, against the real client and server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attack_01;
mod attack_02;
mod attack_04;
mod attack_06;
mod attack_07;
mod attack_08;
mod attack_09;
mod attack_10;
mod attack_11;
mod attack_12;
mod attack_13;
mod attack_14;
mod attack_16;
mod attack_17;
mod attack_21;
mod attack_22;
mod attack_23;
mod attack_24;
mod attack_27;
mod attack_29;
mod attack_30;
mod attack_33;
mod attack_34;
mod attack_36;
mod attack_37;
mod attack_38;
mod attack_39;

use system_tests::{
    clinic::Person,
    forger::{post, problem},
    practice::{Practice, heads, troubled_sync},
};
use wire::{
    api::{Append, LogItem, LogPage, path},
    id::VaultId,
};

/// An honest server refuses the entry. Returns the problem's type.
async fn refused_by_the_server(at: &Practice, token: &str, append: &Append) -> String {
    let told = post(&at.clinic, token, at.vault, append).await;
    assert!((400..500).contains(&told.status), "{}", told.status);
    problem(&told)
}

/// The server has admitted what it should not: every page of the log ends with it.
fn admit(at: &Practice, append: &Append) {
    let item = LogItem {
        entry: append.entry.clone(),
        part: Some(append.part.clone()),
        bodies: append.bodies.clone(),
    };
    at.clinic
        .liar()
        .on_answer("GET", path::LOG, move |_, told| {
            told.alter(|page: &mut LogPage| {
                page.last += 1;
                page.items.push(item.clone());
            });
        });
}

/// A client refuses what its server shows; its log is as before.
async fn refused_by(person: &mut Person, vault: VaultId) -> String {
    let before = heads(person, vault);
    let why = troubled_sync(person).await;
    assert_eq!(heads(person, vault), before, "{why}");
    why
}

/// Neither the server nor, if it admits it, any client takes the entry up.
async fn refused_by_all(at: &mut Practice, token: &str, append: &Append) -> String {
    let kind = refused_by_the_server(at, token, append).await;
    admit(at, append);
    refused_by(&mut at.asha, at.vault).await;
    refused_by(&mut at.rao, at.vault).await;
    at.clinic.liar().honest();
    kind
}

//! After the whole story the server's data directory holds nothing of what was said in it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use system_tests::{
    canary::{Canaries, Scanner},
    clinic::{Clinic, PASSWORD, Person, ask, large_bundle, visit},
    practice::{prescribe, prescription, readable, sync},
    thief::Keys,
};
use wire::{id::VaultId, person::Role, vault::Leave};

const SCAN: &[u8] = b"%PDF-1.7 a scan of a lung, unremarkable";

/// Every file of a folder, with its name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            all.extend(files(&entry.path()));
        } else {
            let name = entry.path().display().to_string();
            all.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
    all
}

fn search(scanner: &Scanner, folder: &Path) -> Vec<String> {
    let found = files(folder).into_iter().filter_map(|(name, bytes)| {
        let what = scanner.find(&bytes)?;
        Some(format!("{name}: {what}"))
    });
    found.collect()
}

/// The story; leaves behind who stays, the kits' texts and the keys in the list of canaries.
async fn story(clinic: &Clinic, canaries: &mut Canaries) -> (Person, VaultId) {
    let (mut rao, rao_kit) = clinic.sign_up(Role::Doctor, "Dr Lakshmi Raghunathan").await;
    let (mut bose, bose_kit) = clinic.sign_up(Role::Doctor, "Dr Subhas Bose").await;
    let (mut iyer, iyer_kit) = clinic.sign_up(Role::Doctor, "Dr Venkat Iyer").await;
    let (mut asha, kit) = clinic.sign_up(Role::Patient, "Ashalata Deshpande").await;
    let vault = visit(&mut rao, &mut asha, ask(true)).await.unwrap();
    asha.import(vault, &large_bundle(), false).await.unwrap();
    asha.broadcast_all().await.unwrap();
    for (drug, broadcast) in [
        ("Amoxicillin trihydrate", true),
        ("Paracetamol 650 mg", false),
    ] {
        let waiting = prescribe(&mut rao, vault, drug).await;
        sync(&mut asha).await;
        asha.admit(&[waiting], broadcast).await.unwrap();
    }
    let describe = |_: &str| Ok(prescription("doc", "A scanned document of the lung"));
    let scan = SCAN.repeat(60_000);
    asha.attach(vault, &scan, true, describe).await.unwrap();
    visit(&mut bose, &mut asha, ask(true)).await.unwrap();
    visit(&mut iyer, &mut asha, ask(false)).await.unwrap();
    for doctor in [&mut rao, &mut bose, &mut iyer] {
        sync(doctor).await;
        readable(doctor, vault).await;
        sync(doctor).await;
    }
    sync(&mut asha).await;
    remember_keys(canaries, &asha, vault);
    asha.take_off("Bose", Leave::Stopped).await.unwrap();
    asha.take_off("Iyer", Leave::Removed).await.unwrap();
    drop(asha);
    let words = kit.words.clone().unwrap();
    let home = clinic.place("Ashalata again");
    let (mut asha, new_kit) = home
        .recover(&clinic.url(), &words, "yet another password")
        .await
        .unwrap();
    sync(&mut asha).await;
    sync(&mut rao).await;
    for kit in [&rao_kit, &bose_kit, &iyer_kit, &kit, &new_kit] {
        canaries.kit(kit);
        canaries.text(kit.name.trim_start_matches("Dr "));
    }
    remember_keys(canaries, &asha, vault);
    (asha, vault)
}

fn remember_keys(canaries: &mut Canaries, person: &Person, vault: VaultId) {
    let keys = Keys::of(person, vault);
    for secret in keys.seeds.values().chain(keys.hists.values()) {
        canaries.secret(secret.dangerous_bytes());
    }
    let identity = person.identity();
    canaries.secret(identity.account.dangerous_bytes());
    canaries.secret(identity.cache_key().dangerous_bytes());
    for key in &identity.person_keys {
        canaries.secret(&wire::codec::to_bytes(key)[2..]);
    }
}

#[tokio::test]
async fn a_servers_data_holds_no_canary() {
    let empty = Clinic::open().await;
    let mut clinic = Clinic::open().await;
    let mut canaries = Canaries::new();
    canaries.bundle(&large_bundle());
    for text in [
        "MCI-12345",
        PASSWORD,
        "yet another password",
        "Amoxicillin trihydrate",
        "Paracetamol 650 mg",
        "A scanned document of the lung",
        "a scan of a lung, unremarkable",
    ] {
        canaries.text(text);
    }
    let (mut asha, vault) = story(&clinic, &mut canaries).await;
    assert!(canaries.len() > 1000, "{}", canaries.len());
    for (_, bytes) in files(&empty.data()) {
        canaries.without(&bytes);
    }
    assert!(canaries.len() > 1000, "{}", canaries.len());
    let scanner = canaries.scanner();
    // Once while the server runs, with what it has not yet tidied away, and once after it has ended.
    assert_eq!(search(&scanner, &clinic.data()), Vec::<String>::new());
    let exported = asha.export(vault).await.unwrap().to_json_bytes();
    clinic.stop().await;
    assert_eq!(search(&scanner, &clinic.data()), Vec::<String>::new());
    let size: usize = files(&clinic.data())
        .iter()
        .map(|(_, bytes)| bytes.len())
        .sum();
    assert!(size > 2 << 20, "there is something to search: {size}");

    // The scanner finds what is there: in an export, and wherever it is planted, in each form.
    assert!(scanner.find(&exported).is_some());
    let planted = clinic.data().join("chunks").join("planted");
    for form in ["Ashalata Deshpande", &hash_of("Ashalata Deshpande")] {
        let noise = [vec![0xa5; 5000], form.as_bytes().to_vec(), vec![0x5a; 5000]].concat();
        std::fs::write(&planted, noise).unwrap();
        assert_eq!(search(&scanner, &clinic.data()).len(), 1, "{form}");
    }
}

fn hash_of(text: &str) -> String {
    use sha2::Digest;
    data_encoding::BASE64.encode(&sha2::Sha256::digest(text.as_bytes()))
}

/// Nor does a client's own folder hold anything in the clear.
#[tokio::test]
async fn a_clients_folder_holds_no_canary_but_the_keys_while_signed_in() {
    let clinic = Clinic::open().await;
    let (mut asha, kit) = clinic.sign_up(Role::Patient, "Ashalata Deshpande").await;
    let vault = asha.own_vault().unwrap();
    let file = system_tests::clinic::bundle(3);
    asha.import(vault, &file, false).await.unwrap();
    let mut canaries = Canaries::new();
    canaries.bundle(&file);
    canaries.text("Ashalata Deshpande");
    canaries.text(PASSWORD);
    canaries.kit(&kit);
    let scanner = canaries.scanner();
    let found = search(&scanner, &clinic.home("Ashalata Deshpande"));
    assert_eq!(found, Vec::<String>::new());
}

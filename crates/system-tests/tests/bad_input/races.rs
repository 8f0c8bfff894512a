//! Several who write at once lose nothing.

use system_tests::{
    clinic::{Person, copy_folder},
    practice::{Practice, heads, prescription, readable, sync},
};
use wire::{id::VaultId, vault::EntryKind};

const EACH: usize = 8;

async fn write_many(person: &mut Person, vault: VaultId, broadcast: bool) {
    for round in 0..EACH {
        let rx = prescription("rx", &format!("Drug {round}"));
        let (_, sent) = person.add(vault, &rx, broadcast).await.unwrap();
        assert_eq!(sent, client::write::Sent::Now);
    }
}

#[tokio::test]
async fn a_doctor_and_a_patient_who_write_at_once_lose_nothing() {
    let mut at = Practice::open().await;
    let vault = at.vault;
    tokio::join!(
        write_many(&mut at.rao, vault, false),
        write_many(&mut at.asha, vault, true)
    );
    for _ in 0..2 {
        sync(&mut at.rao).await;
        sync(&mut at.asha).await;
    }
    assert_eq!(readable(&mut at.asha, vault).await, 2 * EACH);
    assert_eq!(readable(&mut at.rao, vault).await, 2 * EACH);
    assert_eq!(heads(&at.asha, vault), heads(&at.rao, vault));
}

/// One doctor at two machines: a copied home is the same device twice.
#[tokio::test]
async fn the_same_doctor_twice_and_a_rotation_between_them_lose_nothing() {
    let mut at = Practice::open().await;
    let vault = at.vault;
    copy_folder(&at.clinic.home("Dr Rao"), &at.clinic.home("twin"));
    let mut twin = at.clinic.place("twin").session().await.unwrap();
    let mut bose = at.clinic.doctor("Dr Bose").await;
    let ask = system_tests::clinic::ask(true);
    system_tests::clinic::visit(&mut bose, &mut at.asha, ask)
        .await
        .unwrap();
    let rotate = async {
        at.asha
            .take_off("Dr Bose", wire::vault::Leave::Removed)
            .await
            .unwrap();
    };
    tokio::join!(
        write_many(&mut at.rao, vault, false),
        write_many(&mut twin, vault, false),
        rotate
    );
    for person in [&mut at.asha, &mut twin, &mut at.rao] {
        sync(person).await;
        assert_eq!(readable(person, vault).await, 2 * EACH);
    }
    let rotations = system_tests::practice::entries_of(&at.asha, vault, EntryKind::Rotate);
    assert_eq!(rotations, 1);
    assert_eq!(at.asha.inbox().await.unwrap().len(), 2 * EACH);
    // Their receipts race as well.
    for person in [&mut at.rao, &mut twin] {
        sync(person).await;
        sync(person).await;
    }
    sync(&mut at.asha).await;
}

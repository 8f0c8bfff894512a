//! 16: a doctor let in from now on, and what was written before.

use client::ClientError;
use system_tests::{
    clinic::{ask, visit},
    liar::Way,
    practice::{Practice, prescribe, readable, sync},
};
use vault::VaultError;
use wire::vault::Compartment;

#[tokio::test]
async fn attack_16_a_doctor_from_now_on_opens_nothing_older_even_with_all_ciphertexts() {
    let mut at = Practice::open().await;
    let old = prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    let mut iyer = at.clinic.doctor("Dr Iyer").await;
    visit(&mut iyer, &mut at.asha, ask(false)).await.unwrap();
    let new = prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    // The server serves him everything that a doctor with full history gets.
    let token = at.token_of_rao();
    at.clinic.liar().on_asked(move |asked| {
        if asked.is("GET", wire::api::path::LOG) {
            asked.token = Some(token.clone());
        }
        Way::Through
    });
    drop(iyer);
    let journal = at
        .clinic
        .home("Dr Iyer")
        .join(format!("vault-{}", at.vault));
    std::fs::remove_file(journal).unwrap();
    let mut iyer = at.clinic.place("Dr Iyer").session().await.unwrap();
    iyer.sync().await.unwrap();
    assert!(
        iyer.view(at.vault)
            .unwrap()
            .ledger
            .records()
            .contains_key(&old),
        "he has it"
    );
    let tried = iyer.record(at.vault, old, None).await;
    assert!(
        matches!(tried, Err(ClientError::Vault(VaultError::NoKey))),
        "{tried:?}"
    );
    assert_eq!(readable(&mut iyer, at.vault).await, 1);
    iyer.record(at.vault, new, None).await.unwrap();

    let ledger = &iyer.view(at.vault).unwrap().ledger;
    let held: Vec<_> = ledger.keychain().held().collect();
    let first = held.iter().map(|epoch| epoch.number).min();
    assert_eq!(first, Some(1), "nothing of the epoch before");
    assert!(
        held.iter()
            .all(|epoch| epoch.compartment == Compartment::Shared)
    );
    at.clinic.liar().honest();
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 2);
}

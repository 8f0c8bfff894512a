//! 29: no secret in any request, whatever the server answers.

use client::{ClientError, write::Sent};
use system_tests::{
    canary::Canaries,
    clinic::{Clinic, PASSWORD, ask, bundle, resources, visit},
    liar::{Exchange, Told, Way},
    practice::{Practice, prescribe, prescription, readable, sync},
};
use wire::{
    api::path,
    person::Role,
    vault::{EntryKind, Leave},
};

/// All that a server sees of a request.
fn seen(exchange: &Exchange) -> Vec<u8> {
    let asked = &exchange.asked;
    let head = format!("{} {} {:?} ", asked.method, asked.path, asked.token);
    [head.as_bytes(), &asked.body].concat()
}

#[tokio::test]
async fn attack_29_no_secret_is_in_any_request_of_a_whole_story() {
    let clinic = Clinic::open_lying().await;
    let (mut rao, rao_kit) = clinic.sign_up(Role::Doctor, "Dr Lakshmi Raghunathan").await;
    let (mut asha, kit) = clinic.sign_up(Role::Patient, "Ashalata Deshpande").await;
    let vault = visit(&mut rao, &mut asha, ask(true)).await.unwrap();
    let link = rao.invite(ask(true), 1).await.unwrap();
    let file = bundle(2);
    asha.import(vault, &file, true).await.unwrap();
    prescribe(&mut rao, vault, "Amoxicillin trihydrate 500 mg").await;
    let scan = b"%PDF-1.7 a scan of a lung, unremarkable".repeat(40_000);
    let describe = |_: &str| Ok(prescription("doc", "A scanned document of the lung"));
    asha.attach(vault, &scan, true, describe).await.unwrap();
    sync(&mut rao).await;
    readable(&mut rao, vault).await;
    sync(&mut rao).await;
    sync(&mut asha).await;
    asha.take_off("Raghunathan", Leave::Removed).await.unwrap();
    rao.sync().await.unwrap();
    drop(asha);
    clinic.place("Ashalata Deshpande").sign_out().await.unwrap();
    let home = clinic.place("Ashalata Deshpande");
    drop(home.sign_in(None, None, PASSWORD).await.unwrap());
    let words = kit.words.clone().unwrap();
    let home = clinic.place("again");
    let (mut asha, new_kit) = home
        .recover(&clinic.url(), &words, "yet another password")
        .await
        .unwrap();
    sync(&mut asha).await;

    let mut canaries = Canaries::new();
    canaries.bundle(&file);
    for kit in [&kit, &rao_kit, &new_kit] {
        canaries.kit(kit);
    }
    let secret = link.rsplit('#').next().unwrap();
    for text in [
        "Lakshmi Raghunathan",
        "Ashalata Deshpande",
        "MCI-12345",
        PASSWORD,
        "yet another password",
        "Amoxicillin trihydrate 500 mg",
        "MedicationRequest",
        "a scan of a lung, unremarkable",
        "A scanned document of the lung",
        secret,
    ] {
        canaries.text(text);
    }
    let identity = asha.identity();
    canaries.secret(asha.identity().account.dangerous_bytes());
    for key in asha.view(vault).unwrap().ledger.keychain().held() {
        let keychain = asha.view(vault).unwrap().ledger.keychain();
        canaries.secret(keychain.seed(key).unwrap().dangerous_bytes());
        canaries.secret(keychain.secret(key).unwrap().hist.dangerous_bytes());
    }
    canaries.secret(identity.cache_key().dangerous_bytes());

    let scanner = canaries.scanner();
    let record = clinic.liar().record();
    let mut routes: Vec<String> = Vec::new();
    for exchange in &record {
        let found = scanner.find(&seen(exchange));
        assert_eq!(
            found, None,
            "{} {}",
            exchange.asked.method, exchange.asked.path
        );
        routes.push(exchange.asked.method.clone() + exchange.asked.path.split('?').next().unwrap());
    }
    assert!(
        record.len() > 50 && canaries.len() > 500,
        "{} {}",
        record.len(),
        canaries.len()
    );
    // The scanner finds them where they are.
    let exported = asha.export(vault).await.unwrap().to_json_bytes();
    assert!(scanner.find(&exported).is_some());
    assert!(resources(&exported).len() > 10);
}

#[tokio::test]
async fn attack_29_a_server_that_fails_never_gets_plaintext() {
    let mut at = Practice::open().await;
    let drug = "Amoxicillin trihydrate 500 mg";
    let mut canaries = Canaries::new();
    for text in [drug, "MedicationRequest", PASSWORD, "Asha", "Dr Rao"] {
        canaries.text(text);
    }
    let scanner = canaries.scanner();
    type Answer = fn() -> Told;
    let answers: [Answer; 5] = [
        || Told::bytes(400, "send it unsealed"),
        || Told::bytes(200, "garbage"),
        || Told::bytes(404, []),
        || Told::bytes(302, []),
        || {
            Told::bytes(
                422,
                br#"{"type":"urn:sehat:problem:refused","detail":"another suite"}"#.to_vec(),
            )
        },
    ];
    let from = at.clinic.liar().record().len();
    for answer in answers {
        at.clinic.liar().on_asked(move |_| Way::Answer(answer()));
        let added = at.rao.add(at.vault, &prescription("rx", drug), false).await;
        // Refused, or kept sealed on the device for a better day.
        assert!(!matches!(added, Ok((_, Sent::Now))), "{added:?}");
        let stopped = at.asha.take_off("Dr Rao", Leave::Stopped).await;
        assert!(stopped.is_err(), "{stopped:?}");
        assert!(at.asha.sync().await.is_err());
        let home = at.clinic.place("new");
        let (url, kit) = (at.clinic.url(), at.asha.kit());
        let signed_in = home.sign_in(Some(&url), Some(&kit.account_secret), PASSWORD);
        let error = signed_in.await.err().unwrap();
        assert!(!matches!(error, ClientError::Altered { .. }), "{error:?}");
    }
    at.clinic.liar().honest();
    let record = at.clinic.liar().record();
    assert!(record.len() > from + 15);
    for exchange in &record {
        assert_eq!(
            scanner.find(&seen(exchange)),
            None,
            "{}",
            exchange.asked.path
        );
    }
    sync(&mut at.asha).await;
    let rotations = system_tests::practice::entries_of(&at.asha, at.vault, EntryKind::Rotate);
    assert_eq!(rotations, 0);
    assert!(at.clinic.liar().last("GET", path::VAULTS).told.status == 200);
}

//! 12: a downgrade of the suite, or of how the password is stretched.

use client::{ClientError, account::SignUp};
use system_tests::{
    clinic::{Clinic, PASSWORD},
    forger::altered_entry,
    liar::{Told, Way},
    practice::{Practice, prescribe},
};
use wire::{
    api::{LoginStarted, RegistrationStarted, path},
    codec::Bytes,
    person::Role,
    vault::{AnchorPart, Audience, Part},
};

#[tokio::test]
async fn attack_12_another_suite_is_refused() {
    let mut at = Practice::open().await;
    let head = at.asha.chain(&at.asha.identity().person).unwrap().head().1;
    let part = Part::Anchor(AnchorPart { head });
    let token = at.token_of_asha();
    for suite in [0, 2, u16::MAX] {
        let append = altered_entry(
            &at.asha,
            at.vault,
            &part,
            Audience::Members,
            Vec::new(),
            |entry| entry.suite = suite,
        );
        super::refused_by_all(&mut at, &token, &append).await;
    }
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
}

#[tokio::test]
async fn attack_12_a_sign_in_answered_by_another_server_opens_nothing() {
    let clinic = Clinic::open_lying().await;
    let (asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
    drop(asha);
    clinic.place("Asha").sign_out().await.unwrap();
    // A server that knows nothing of the account, with an answer that looks right.
    let other = Clinic::open().await;
    let url = other.real_url();
    clinic
        .liar()
        .on_asked(move |asked| match asked.is("POST", path::LOGIN) {
            true => Way::To(url.clone()),
            false => Way::Through,
        });
    let signed_in = clinic.place("Asha").sign_in(None, None, PASSWORD).await;
    assert!(matches!(signed_in, Err(ClientError::WrongPassword)));
    // Answers of the right shape with other contents, and of no shape at all.
    for length in [0, 64, 320, 1 << 20] {
        clinic
            .liar()
            .on_answer("POST", path::LOGIN, move |_, told| {
                told.alter(|started: &mut LoginStarted| started.response = Bytes(vec![9; length]));
            });
        let signed_in = clinic.place("Asha").sign_in(None, None, PASSWORD).await;
        assert!(matches!(signed_in, Err(ClientError::WrongPassword)));
    }
    let never = clinic.liar().record();
    let never = never
        .iter()
        .filter(|one| one.asked.is("POST", path::SESSIONS));
    assert_eq!(
        never.count(),
        0,
        "nothing derived from the password was sent"
    );
    assert!(
        !clinic
            .place("Asha")
            .account()
            .await
            .unwrap()
            .unwrap()
            .signed_in
    );
    clinic.liar().honest();
    let home = clinic.place("Asha");
    let back = home
        .sign_in(None, Some(&kit.account_secret), PASSWORD)
        .await
        .unwrap();
    assert_eq!(back.identity().person, kit.person);
}

#[tokio::test]
async fn attack_12_a_sign_up_answered_with_garbage_makes_nothing() {
    let clinic = Clinic::open_lying().await;
    let url = clinic.url();
    let new = SignUp {
        server: &url,
        role: Role::Patient,
        name: "Asha",
        registration: None,
        passphrase: PASSWORD,
    };
    for length in [0, 32, 64, 1000] {
        clinic
            .liar()
            .on_answer("POST", path::REGISTRATION, move |_, told| {
                told.alter(|started: &mut RegistrationStarted| {
                    started.response = Bytes(vec![0; length]);
                });
            });
        let error = clinic.place("Asha").sign_up(&new).await.err().unwrap();
        assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
        assert!(clinic.place("Asha").account().await.unwrap().is_none());
    }
    clinic.liar().on_answer("POST", path::ACCOUNTS, |_, told| {
        *told = Told::bytes(200, "welcome");
    });
    let error = clinic.place("Asha").sign_up(&new).await.err().unwrap();
    assert!(matches!(error, ClientError::Garbage(_)), "{error:?}");
    assert!(clinic.place("Asha").account().await.unwrap().is_none());
    clinic.liar().honest();
    clinic.place("Asha").sign_up(&new).await.unwrap();
}

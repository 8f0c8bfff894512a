//! Signing in with what is wrong, and with what is right.

use client::ClientError;
use system_tests::clinic::{Clinic, PASSWORD};
use wire::person::Role;

#[tokio::test]
async fn a_wrong_password_or_account_secret_is_told_and_the_right_ones_work() {
    let clinic = Clinic::open().await;
    let (asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
    let (ravi, other) = clinic.sign_up(Role::Patient, "Ravi").await;
    drop((asha, ravi));
    clinic.place("Asha").sign_out().await.unwrap();
    let session = clinic.place("Asha").session().await;
    assert!(matches!(session, Err(ClientError::SignedOut)));

    let url = clinic.url();
    for (secret, password) in [
        (&kit.account_secret, "another password"),
        (&kit.account_secret, ""),
        (&other.account_secret, "another password"),
    ] {
        let home = clinic.place("elsewhere");
        let signed_in = home.sign_in(Some(&url), Some(secret), password).await;
        assert!(matches!(signed_in, Err(ClientError::WrongPassword)));
        assert!(clinic.place("elsewhere").account().await.unwrap().is_none());
    }
    let signed_in = clinic.place("Asha").sign_in(None, None, "another").await;
    assert!(matches!(signed_in, Err(ClientError::WrongPassword)));
    let typo = clinic
        .place("elsewhere")
        .sign_in(Some(&url), Some("ABCD"), PASSWORD)
        .await;
    assert!(typo.is_err());
    let nobody = clinic
        .place("elsewhere")
        .sign_in(Some(&url), None, PASSWORD)
        .await;
    assert!(matches!(nobody, Err(ClientError::NoAccount)));

    let back = clinic
        .place("Asha")
        .sign_in(None, None, PASSWORD)
        .await
        .unwrap();
    assert_eq!(back.identity().person, kit.person);
    let home = clinic.place("elsewhere");
    let also = home
        .sign_in(Some(&url), Some(&kit.account_secret), PASSWORD)
        .await
        .unwrap();
    assert_eq!(also.identity().person, kit.person);
}

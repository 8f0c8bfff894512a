//! 27: the server's database and the right password, without the account secret.

use client::ClientError;
use system_tests::{
    clinic::{Clinic, PASSWORD},
    forger::{problem, request, rng},
    liar::Told,
};
use vault::{
    kit::AccountSecret,
    passphrase::{Login, Registration},
};
use wire::{
    api::{LoginFinish, LoginStart, LoginStarted, RegistrationFinish, SessionOpened, path},
    codec::{self, Bytes, Cbor},
    person::Role,
};

async fn post(clinic: &Clinic, path: &str, body: &impl Cbor) -> Told {
    request(clinic, "POST", path, None, codec::to_bytes(body)).await
}

/// Signs in as who holds the database would: by the credential's name, which stands in it.
async fn try_secret(
    clinic: &Clinic,
    kept: &RegistrationFinish,
    guess: &AccountSecret,
    password: &str,
) -> Option<Vec<u8>> {
    let (login, message) = Login::start(password, guess, &mut rng()).unwrap();
    let start = LoginStart {
        credential: kept.credential,
        request: Bytes(message),
    };
    let started: LoginStarted = post(clinic, path::LOGIN, &start).await.read();
    let (finalization, export_key) = login.finish(&started.response, guess, &mut rng()).ok()?;
    let finish = LoginFinish {
        login: started.login,
        finalization: Bytes(finalization),
    };
    let told = post(clinic, path::SESSIONS, &finish).await;
    if told.status != 200 {
        assert_eq!(problem(&told), wire::api::problem::LOGIN);
        return None;
    }
    let opened: SessionOpened = told.read();
    vault::identity::Identity::open_keyring(&opened.keyring.sealed, &export_key, guess).ok()?;
    Some(export_key.to_vec())
}

#[tokio::test]
async fn attack_27_the_database_and_the_right_password_open_nothing_without_the_account_secret() {
    let clinic = Clinic::open_lying().await;
    let (asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
    drop(asha);
    let kept: RegistrationFinish = clinic.liar().last("POST", path::ACCOUNTS).asked.read();
    for guess in [
        AccountSecret::from_bytes([0; 16]),
        AccountSecret::from_bytes([0xff; 16]),
        AccountSecret::make(&mut rng()),
    ] {
        assert_eq!(try_secret(&clinic, &kept, &guess, PASSWORD).await, None);
        // Nor does the keyring open with what such a sign-in, or a new sign-up, would give.
        let (registration, message) = Registration::start(PASSWORD, &guess, &mut rng()).unwrap();
        let start = wire::api::RegistrationStart {
            credential: kept.credential,
            request: Bytes(message),
        };
        let started: wire::api::RegistrationStarted =
            post(&clinic, path::REGISTRATION, &start).await.read();
        let (_, export_key) = registration
            .finish(&started.response, &guess, &mut rng())
            .unwrap();
        let opened = vault::identity::Identity::open_keyring(&kept.keyring, &export_key, &guess);
        assert!(opened.is_err());
    }
    // The right secret with a wrong password opens as little; both together do.
    let right = AccountSecret::parse(&kit.account_secret).unwrap();
    assert_eq!(
        try_secret(&clinic, &kept, &right, "another password").await,
        None
    );
    assert!(try_secret(&clinic, &kept, &right, PASSWORD).await.is_some());
}

#[tokio::test]
async fn attack_27_the_client_says_no_more_than_that_it_is_wrong() {
    let clinic = Clinic::open().await;
    let (asha, _) = clinic.sign_up(Role::Patient, "Asha").await;
    drop(asha);
    let guess = AccountSecret::make(&mut rng()).to_text();
    let url = clinic.url();
    let home = clinic.place("thief");
    let signed_in = home.sign_in(Some(&url), Some(&guess), PASSWORD).await;
    assert!(matches!(signed_in, Err(ClientError::WrongPassword)));
}

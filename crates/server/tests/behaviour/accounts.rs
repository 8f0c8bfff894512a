//! Signing up, signing in, the keyring, persons' chains.

use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration,
    ClientRegistrationFinishParameters, CredentialResponse, RegistrationResponse,
};
use server::Rate;
use wire::{
    api::{
        Keyring, LoginFinish, LoginStart, LoginStarted, PersonEntries, PersonSince, Persons,
        PersonsSince, RegistrationFinish, RegistrationStart, RegistrationStarted, SessionOpened,
        path, problem,
    },
    codec::Bytes,
    id::CredentialId,
    log::CLOCK_SKEW,
    opaque::{CONTEXT, Suite, identifiers},
    person::{PersonBody, Role},
};

use crate::{
    people::{Human, Noise, fixed, noise, person_key},
    web::{Answer, DAY, Web},
};

/// The whole of OPAQUE's registration.
async fn sign_up(web: &Web, human: &Human, password: &[u8]) -> Answer {
    let start = ClientRegistration::<Suite>::start(&mut Noise, password).unwrap();
    let request = RegistrationStart {
        credential: human.credential,
        request: Bytes(start.message.serialize().to_vec()),
    };
    let started: RegistrationStarted = web.post(path::REGISTRATION, None, &request).await.ok();
    let response = RegistrationResponse::deserialize(&started.response).unwrap();
    let parameters = ClientRegistrationFinishParameters::new(identifiers(&human.credential), None);
    let finish = start
        .state
        .finish(&mut Noise, password, response, parameters)
        .unwrap();
    let finish = RegistrationFinish {
        credential: human.credential,
        upload: Bytes(finish.message.serialize().to_vec()),
        entry: human.entry.clone(),
        keyring: Bytes(b"sealed keyring".to_vec()),
    };
    web.post(path::ACCOUNTS, None, &finish).await
}

/// The first two messages of a login, and the third if the client can make it.
async fn begin(web: &Web, name: CredentialId, password: &[u8]) -> (LoginStarted, Option<Bytes>) {
    let start = ClientLogin::<Suite>::start(&mut Noise, password).unwrap();
    let request = LoginStart {
        credential: name,
        request: Bytes(start.message.serialize().to_vec()),
    };
    let started: LoginStarted = web.post(path::LOGIN, None, &request).await.ok();
    let response = CredentialResponse::deserialize(&started.response).unwrap();
    let parameters = ClientLoginFinishParameters::new(Some(CONTEXT), identifiers(&name), None);
    let finish = start
        .state
        .finish(&mut Noise, password, response, parameters);
    let finish = finish
        .ok()
        .map(|finish| Bytes(finish.message.serialize().to_vec()));
    (started, finish)
}

async fn finish(web: &Web, login: [u8; 16], finalization: Bytes) -> Answer {
    let finish = LoginFinish {
        login,
        finalization,
    };
    web.post(path::SESSIONS, None, &finish).await
}

#[tokio::test]
async fn a_person_signs_up_and_in_and_out() {
    let web = Web::new().await;
    let human = Human::new(Role::Doctor);
    let first: SessionOpened = sign_up(&web, &human, b"right").await.ok();
    assert_eq!((first.person, first.keyring.version), (human.id, 1));
    assert_eq!(first.expires, web.now() + 30 * DAY);

    let (started, message) = begin(&web, human.credential, b"right").await;
    let second: SessionOpened = finish(&web, started.login, message.unwrap()).await.ok();
    assert_eq!(second.keyring.sealed.0, b"sealed keyring");
    assert!(second.token != first.token);

    web.delete(path::SESSIONS, Some(&second.token)).await.done();
    web.get(path::KEYRING, Some(&second.token))
        .await
        .problem(401, problem::SESSION);
    let _: Keyring = web.get(path::KEYRING, Some(&first.token)).await.ok();
}

#[tokio::test]
async fn a_login_works_once_and_only_with_the_right_password() {
    let web = Web::new().await;
    let human = Human::new(Role::Patient);
    let _: SessionOpened = sign_up(&web, &human, b"right").await.ok();
    let (_, message) = begin(&web, human.credential, b"wrong").await;
    assert_eq!(message, None, "the client itself sees that it is wrong");

    let (started, message) = begin(&web, human.credential, b"right").await;
    let forged = finish(&web, started.login, Bytes(noise(64))).await;
    forged.problem(401, problem::LOGIN);
    let again = finish(&web, started.login, message.unwrap()).await;
    again.problem(401, problem::LOGIN);

    let (started, message) = begin(&web, human.credential, b"right").await;
    web.wait(3 * 60 * 1000);
    let late = finish(&web, started.login, message.unwrap()).await;
    late.problem(401, problem::LOGIN);
}

#[tokio::test]
async fn an_unknown_credential_is_answered_like_a_known_one() {
    let web = Web::new().await;
    let human = Human::new(Role::Patient);
    let _: SessionOpened = sign_up(&web, &human, b"right").await.ok();
    let (known, _) = begin(&web, human.credential, b"wrong").await;
    let (unknown, _) = begin(&web, CredentialId(fixed()), b"wrong").await;
    assert_eq!(known.response.len(), unknown.response.len());
    let one = finish(&web, known.login, Bytes(noise(64))).await;
    let other = finish(&web, unknown.login, Bytes(noise(64))).await;
    assert_eq!((one.status, &one.bytes), (other.status, &other.bytes));
    assert_eq!(one.status, 401);
}

#[tokio::test]
async fn a_credential_and_a_person_are_registered_once() {
    let web = Web::new().await;
    let human = Human::patient(&web).await;
    human.sign_up(&web).await.problem(409, problem::CONFLICT);
    let other = Human {
        credential: human.credential,
        ..Human::new(Role::Patient)
    };
    other.sign_up(&web).await.problem(409, problem::CONFLICT);
    // Nothing of the refused one is left: it can register under a name of its own.
    let other = Human {
        credential: CredentialId(fixed()),
        ..other
    };
    let _: SessionOpened = other.sign_up(&web).await.ok();
}

#[tokio::test]
async fn a_registration_that_is_not_in_order_is_refused() {
    let web = Web::new().await;
    let mut human = Human::new(Role::Patient);
    let forged = Human::new(Role::Patient);
    human.entry =
        wire::sign::Signed::from_parts(human.entry.bytes().to_vec(), *forged.entry.signature());
    human.sign_up(&web).await.problem(422, problem::REFUSED);
    let large = RegistrationFinish {
        credential: forged.credential,
        upload: crate::people::upload(),
        entry: forged.entry.clone(),
        keyring: Bytes(noise(wire::api::KEYRING_LIMIT + 1)),
    };
    let large = web.post(path::ACCOUNTS, None, &large).await;
    large.problem(413, problem::TOO_LARGE);
    let no_point = RegistrationStart {
        credential: human.credential,
        request: Bytes(vec![0xff; 32]),
    };
    let no_point = web.post(path::REGISTRATION, None, &no_point).await;
    no_point.problem(400, problem::MALFORMED);
}

#[tokio::test]
async fn a_person_is_made_now_and_not_at_another_time() {
    let web = Web::new().await;
    for time in [web.now() - CLOCK_SKEW - 1, web.now() + CLOCK_SKEW + 1] {
        let human = Human::at(Role::Patient, time);
        human.sign_up(&web).await.problem(422, problem::REFUSED);
    }
    let human = Human::at(Role::Patient, web.now() - CLOCK_SKEW);
    let _: SessionOpened = human.sign_up(&web).await.ok();
}

#[tokio::test]
async fn a_session_ends_after_thirty_days() {
    let web = Web::new().await;
    let human = Human::patient(&web).await;
    web.wait(30 * DAY - 1);
    let _: Keyring = web.get(path::KEYRING, Some(&human.token)).await.ok();
    web.wait(1);
    web.get(path::KEYRING, Some(&human.token))
        .await
        .problem(401, problem::SESSION);
}

#[tokio::test]
async fn a_keyring_is_replaced_by_its_next_version_only() {
    let web = Web::new().await;
    let human = Human::patient(&web).await;
    let put = async |version, sealed: &[u8]| {
        let keyring = Keyring {
            version,
            sealed: Bytes(sealed.to_vec()),
        };
        let body = wire::codec::to_bytes(&keyring);
        let token = Some(&human.token);
        web.send(
            reqwest::Method::PUT,
            path::KEYRING,
            token,
            "application/cbor",
            body,
        )
        .await
    };
    put(2, b"two").await.done();
    put(2, b"two").await.done();
    put(2, b"other").await.problem(409, problem::CONFLICT);
    put(4, b"four").await.problem(409, problem::CONFLICT);
    let kept: Keyring = web.get(path::KEYRING, Some(&human.token)).await.ok();
    assert_eq!((kept.version, &kept.sealed.0[..]), (2, &b"two"[..]));
}

#[tokio::test]
async fn a_chain_grows_by_its_person_alone_and_by_one_client_at_a_time() {
    let web = Web::new().await;
    let (human, stranger) = (Human::patient(&web).await, Human::patient(&web).await);
    let at = path::PERSON.replace("{person}", &human.id.to_string());
    let key = || PersonBody::PersonKey(person_key(1, &[human.device_id()]));
    let one = PersonEntries {
        entries: vec![human.next_entry(1, human.entry.hash(), false, key())],
    };
    let other = PersonEntries {
        entries: vec![human.next_entry(1, human.entry.hash(), false, key())],
    };
    let refused = web.post(&at, Some(&stranger.token), &one).await;
    refused.problem(403, problem::FORBIDDEN);
    web.post(&at, None, &one)
        .await
        .problem(401, problem::SESSION);
    web.post(&at, Some(&human.token), &one).await.done();
    web.post(&at, Some(&human.token), &one).await.done();
    let lost = web.post(&at, Some(&human.token), &other).await;
    let lost = lost.problem(409, problem::CONFLICT);
    assert_eq!(lost["seq"], 1);

    let all: PersonEntries = web.get(&at, None).await.ok();
    assert_eq!(all.entries, [human.entry.clone(), one.entries[0].clone()]);
    let rest: PersonEntries = web.get(&format!("{at}?from=1"), None).await.ok();
    assert_eq!(rest.entries, one.entries);
    let nobody = path::PERSON.replace("{person}", &"00".repeat(32));
    web.get(&nobody, None)
        .await
        .problem(404, problem::NOT_FOUND);
}

#[tokio::test]
async fn what_is_new_in_many_chains_is_asked_for_at_once() {
    let web = Web::new().await;
    let (one, two) = (Human::patient(&web).await, Human::doctor(&web).await);
    let since = |human: &Human, from| PersonSince {
        person: human.id,
        from,
    };
    let unknown = Human::new(Role::Doctor);
    let persons = vec![
        since(&two, 0),
        since(&unknown, 0),
        since(&one, 1),
        since(&one, 0),
    ];
    let wanted = PersonsSince { persons };
    let found: Persons = web.post(path::PERSONS, None, &wanted).await.ok();
    let entries: Vec<_> = found
        .chains
        .into_iter()
        .map(|chain| chain.entries)
        .collect();
    assert_eq!(
        entries,
        [vec![two.entry], vec![], vec![], vec![one.entry.clone()]]
    );
    let persons = (0..1025).map(|_| since(&unknown, 0)).collect();
    let many = web
        .post(path::PERSONS, None, &PersonsSince { persons })
        .await;
    many.problem(400, problem::MALFORMED);
}

#[tokio::test]
async fn guessing_is_slowed_down_by_credential_and_by_address() {
    let limited = |config: &mut server::Config| {
        config.credential_rate = Rate {
            per_second: 0.1,
            burst: 2.0,
        };
        config.sign_in_rate = Rate {
            per_second: 1.0,
            burst: 5.0,
        };
    };
    let web = Web::with(limited).await;
    let start = ClientLogin::<Suite>::start(&mut Noise, b"guess").unwrap();
    let attempt = async |name| {
        let start = LoginStart {
            credential: name,
            request: Bytes(start.message.serialize().to_vec()),
        };
        web.post(path::LOGIN, None, &start).await
    };
    let name = CredentialId(fixed());
    for _ in 0..2 {
        let _: LoginStarted = attempt(name).await.ok();
    }
    let slow = attempt(name).await;
    assert_eq!(slow.headers["retry-after"], "10");
    slow.problem(429, problem::RATE);
    for _ in 0..2 {
        let _: LoginStarted = attempt(CredentialId(fixed())).await.ok();
    }
    let slow = attempt(CredentialId(fixed())).await;
    slow.problem(429, problem::RATE);
    web.wait(10_000);
    let _: LoginStarted = attempt(name).await.ok();
}

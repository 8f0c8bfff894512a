//! 7: two clients are shown two histories.

use client::ClientError;
use system_tests::{
    clinic::{ask, copy_folder},
    liar::Way,
    practice::{Practice, heads, prescribe, sync, troubled_sync},
};

/// A practice whose server has forked: the doctor is at the one, the patient at the other, and both
/// have written since.
async fn forked() -> (Practice, server::Running) {
    let mut at = Practice::open().await;
    at.clinic.stop().await;
    let other = at.clinic.folder().join("other");
    copy_folder(&at.clinic.data(), &other);
    at.clinic.start().await;
    let mut config = at.clinic.config();
    config.data = other;
    let second = server::start(config).await.unwrap();
    let (token, url) = (at.token_of_asha(), second.url());
    at.clinic.liar().on_asked(move |asked| {
        if asked.token.as_ref() == Some(&token) {
            Way::To(url.clone())
        } else {
            Way::Through
        }
    });
    prescribe(&mut at.rao, at.vault, "Amoxicillin 500 mg").await;
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    sync(&mut at.rao).await;
    sync(&mut at.asha).await;
    (at, second)
}

#[tokio::test]
async fn attack_07_a_fork_shows_when_checkpoints_are_compared() {
    let (mut at, _second) = forked().await;
    let theirs = at.asha.checkpoint(at.vault).unwrap();
    let compared = at.rao.compare(&theirs).await;
    assert!(compared.is_err(), "{compared:?}");
    let theirs = at.rao.checkpoint(at.vault).unwrap();
    let compared = at.asha.compare(&theirs).await;
    assert!(compared.is_err(), "{compared:?}");
}

#[tokio::test]
async fn attack_07_equal_views_compare_as_equal() {
    let mut at = Practice::open().await;
    let theirs = at.asha.checkpoint(at.vault).unwrap();
    let compared = at.rao.compare(&theirs).await.unwrap();
    assert_eq!(compared, (at.vault, 1));
}

#[tokio::test]
async fn attack_07_a_fork_is_never_merged() {
    let (mut at, _second) = forked().await;
    let (doctors, patients) = (heads(&at.rao, at.vault), heads(&at.asha, at.vault));
    assert_ne!(doctors, patients);
    // Everybody is shown the doctor's history from now on.
    at.clinic.liar().honest();
    let error = at.asha.sync_vault(at.vault).await.unwrap_err();
    assert!(
        matches!(error, ClientError::Forked { seq: 2, .. }),
        "{error:?}"
    );
    troubled_sync(&mut at.asha).await;
    assert_eq!(heads(&at.asha, at.vault), patients, "hers is as it was");
    // Nor does she write on top of it, and nothing is put back over it.
    let restored = at.asha.restore(at.vault).await;
    assert!(
        matches!(restored, Err(ClientError::Forked { .. })),
        "{restored:?}"
    );
    assert_eq!(heads(&at.rao, at.vault), doctors);
}

#[tokio::test]
async fn attack_07_a_fork_shows_when_an_invitation_is_answered() {
    let (mut at, second) = forked().await;
    // They meet again. The server carries the invitation and the answer between its two halves.
    let link = at.rao.invite(ask(true), 24).await.unwrap();
    let (token, url) = (at.token_of_asha(), second.url());
    at.clinic.liar().on_asked(move |asked| {
        let log = asked.path.contains("/vaults");
        match asked.token.as_ref() == Some(&token) && log {
            true => Way::To(url.clone()),
            false => Way::Through,
        }
    });
    let visit = at.asha.look(&link).await.unwrap();
    let answered = at.asha.answer(&visit).await;
    // The server's first half knows no such head; it swallows the answer and passes it on all the same.
    assert!(answered.is_err());
    let answer = at.clinic.liar().last("POST", wire::api::path::ANSWER).asked;
    at.clinic.liar().honest();
    at.clinic
        .liar()
        .on_answer("GET", wire::api::path::INVITATIONS, move |_, told| {
            told.alter(|list: &mut wire::api::Invitations| {
                list.items[0].reply = Some(wire::api::Reply::Answer(answer.read()));
            });
        });
    let why = troubled_sync(&mut at.rao).await;
    assert!(why.contains("another history"), "{why}");
}

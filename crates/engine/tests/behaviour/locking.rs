//! Locked and unlocked: by passphrase, by passkey, by the clock, by another tab.

use bridge::{
    Answer, Cause, Event, Hidden, HiddenBytes, Passkey, Request, Role, Sent, Standing, Visibility,
};

use crate::world::{
    Clinic, PASSPHRASE, eventually, kit, me, on_one_thread, pressure, standing, systolic, visit,
};

fn unlock(passphrase: &str) -> Request {
    Request::Unlock {
        passphrase: Hidden::new(passphrase),
    }
}

#[tokio::test]
async fn a_device_opens_by_its_passphrase_alone_also_without_a_network() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let device = clinic.device();
        let (asha, first) = device.open_tab(Role::Patient).await;
        assert_eq!(first, Standing::Nobody);
        let records = Request::Records { vault: None };
        assert_eq!(asha.refused(records.clone()).await, Cause::NoAccount);
        let short = Request::SignUp {
            name: "Asha".to_owned(),
            registration: None,
            passphrase: Hidden::new("short"),
        };
        assert_eq!(asha.refused(short).await, Cause::WeakPassphrase);
        asha.sign_up("Asha").await;
        asha.add(None, vec![pressure(128, 82)]).await;
        clinic.stop().await;
        asha.get(Request::Lock).await;
        assert!(asha.told(|event| *event == Event::Locked));
        assert_eq!(asha.refused(records.clone()).await, Cause::Locked);
        assert_eq!(
            asha.refused(unlock("wrong horse battery")).await,
            Cause::WrongPassphrase
        );
        assert_eq!(asha.refused(records).await, Cause::Locked);
        assert_eq!(me(asha.get(unlock(PASSPHRASE)).await).name, "Asha");
        assert_eq!(asha.entries(None).await.len(), 1);
        let asha = asha.reopen().await;
        assert_eq!(me(asha.get(unlock(PASSPHRASE)).await).name, "Asha");
        assert_eq!(asha.entries(None).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn nothing_that_opens_anything_lies_in_the_clear_on_the_device() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, words) = clinic.sign_up(Role::Patient, "Ashalata Deshpande").await;
        let rao = clinic.doctor("Dr Rao").await;
        visit(&rao, &asha).await;
        asha.add(None, vec![pressure(128, 82)]).await;
        let keep = Request::Keep {
            name: "note-1".to_owned(),
            bytes: b"half a note".to_vec(),
        };
        asha.get(keep).await;
        let stored = asha.device.contents().await;
        assert!(stored.iter().any(|(name, _)| name == "device-lock"));
        assert!(stored.iter().all(|(name, _)| name != "unlocked"));
        let words = words.words.unwrap();
        let first_word = words.show().split(' ').next().unwrap();
        for text in [
            "Ashalata",
            "half a note",
            "resourceType",
            PASSPHRASE,
            words.show(),
        ] {
            let found = stored
                .iter()
                .find(|(_, bytes)| bytes.windows(text.len()).any(|w| w == text.as_bytes()));
            assert!(found.is_none(), "{text} in {:?}", found.map(|f| &f.0));
        }
        // What is looked for is found where it is.
        assert!(words.show().contains(first_word));
        let kept = Request::Kept {
            name: "note-1".to_owned(),
        };
        assert_eq!(asha.get(kept).await, Answer::Bytes(b"half a note".to_vec()));
    })
    .await;
}

#[tokio::test]
async fn a_passkey_opens_the_device_until_it_is_taken_away() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let add = Request::AddPasskey {
            credential: vec![1, 2, 3],
            salt: [4; 32],
            prf: HiddenBytes([5; 32]),
        };
        assert!(me(asha.get(add).await).has_passkey);
        let passkey = Passkey {
            credential: vec![1, 2, 3],
            salt: [4; 32],
        };
        let device = asha.device.clone();
        drop(asha.reopen().await);
        let (asha, locked) = device.open_tab(Role::Patient).await;
        // The tab before was never told to go.
        assert_eq!(locked, Standing::Elsewhere);
        let taken = standing(asha.ask(Request::TakeOver).await);
        assert_eq!(taken, Standing::Locked(Some(passkey)));
        let with = |prf| Request::UnlockWithPasskey {
            prf: HiddenBytes(prf),
        };
        assert_eq!(asha.refused(with([6; 32])).await, Cause::PasskeyRefused);
        assert!(me(asha.get(with([5; 32])).await).has_passkey);
        // The kit's words leave the device; the passkey goes on working.
        let words = kit(asha.get(Request::Kit).await).words.unwrap();
        let wrong = Request::CheckKit {
            words: Hidden::new("abandon ".repeat(24)),
        };
        assert_eq!(asha.refused(wrong).await, Cause::WrongWords);
        let checked = Request::CheckKit { words };
        assert!(!me(asha.get(checked).await).kit_pending);
        let asha = asha.reopen().await;
        assert!(!me(asha.get(with([5; 32])).await).kit_pending);
        assert!(kit(asha.get(Request::Kit).await).words.is_none());
        // Signing in anew with the same passphrase keeps it as well.
        let sign_in = Request::SignIn {
            account_secret: None,
            passphrase: Hidden::new(PASSPHRASE),
        };
        assert!(me(asha.get(sign_in).await).has_passkey);
        assert!(!me(asha.get(Request::RemovePasskey).await).has_passkey);
        let asha = asha.reopen().await;
        assert_eq!(asha.refused(with([5; 32])).await, Cause::PasskeyRefused);
        asha.unlock().await;
    })
    .await;
}

#[tokio::test]
async fn another_persons_kit_is_told_from_mistyped_words() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let (_, other) = clinic.sign_up(Role::Patient, "Meena").await;
        let check = Request::CheckKit {
            words: other.words.unwrap(),
        };
        assert_eq!(asha.refused(check).await, Cause::OtherKit);
    })
    .await;
}

#[tokio::test]
async fn the_app_locks_itself_when_nobody_is_there() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        assert_eq!(asha.refused(Request::LockAfter(0)).await, Cause::OutOfRange);
        assert_eq!(me(asha.get(Request::LockAfter(5)).await).lock_after, 5);
        clinic.later(4);
        asha.get(Request::Awake).await;
        clinic.later(4);
        asha.engine.tick().await;
        assert!(asha.ask(Request::Records { vault: None }).await.is_ok());
        clinic.later(2);
        asha.engine.tick().await;
        assert!(asha.told(|event| *event == Event::Locked));
        let records = Request::Records { vault: None };
        assert_eq!(asha.refused(records).await, Cause::Locked);
        let asha = asha.reopen().await;
        assert_eq!(asha.unlock().await.lock_after, 5);
    })
    .await;
}

#[tokio::test]
async fn one_tab_has_the_app_and_another_can_take_it_over() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let one = clinic.patient("Asha").await;
        let (two, second) = one.device.open_tab(Role::Patient).await;
        assert_eq!(second, Standing::Elsewhere);
        let records = Request::Records { vault: None };
        assert_eq!(two.refused(records.clone()).await, Cause::Elsewhere);
        let taken = standing(two.ask(Request::TakeOver).await);
        assert_eq!(taken, Standing::Locked(None));
        assert!(one.stolen.get());
        one.engine.stolen().await;
        assert!(one.told(|event| *event == Event::Elsewhere));
        assert_eq!(one.refused(records.clone()).await, Cause::Elsewhere);
        assert_eq!(one.refused(unlock(PASSPHRASE)).await, Cause::Elsewhere);
        two.unlock().await;
        assert!(two.ask(records).await.is_ok());
        // The other tab is closed: who asks again where it stands has the app.
        let again = Request::Start {
            server: clinic.url(),
            role: Role::Patient,
        };
        assert_eq!(standing(one.ask(again.clone()).await), Standing::Elsewhere);
        two.close();
        assert_eq!(standing(one.ask(again).await), Standing::Locked(None));
        one.unlock().await;
    })
    .await;
}

#[tokio::test]
async fn signing_out_leaves_nothing_and_signing_in_needs_the_account_secret() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
        asha.add(None, vec![pressure(128, 82)]).await;
        asha.get(Request::SignOut { anyway: false }).await;
        assert!(asha.device.contents().await.is_empty());
        let sign_in = |secret: Option<Hidden>, passphrase: &str| Request::SignIn {
            account_secret: secret,
            passphrase: Hidden::new(passphrase),
        };
        assert_eq!(
            asha.refused(sign_in(None, PASSPHRASE)).await,
            Cause::NoAccount
        );
        let secret = kit.account_secret;
        for (secret, passphrase) in [
            (secret.clone(), "wrong horse battery"),
            (Hidden::new("NOT-A-SECRET"), PASSPHRASE),
        ] {
            let wrong = sign_in(Some(secret), passphrase);
            assert_eq!(asha.refused(wrong).await, Cause::WrongPassphrase);
        }
        let doctor = clinic.device().open(Role::Doctor).await;
        let in_the_wrong_app = sign_in(Some(secret.clone()), PASSPHRASE);
        assert_eq!(doctor.refused(in_the_wrong_app).await, Cause::NoAccount);
        assert!(doctor.device.contents().await.is_empty());
        me(asha.get(sign_in(Some(secret), PASSPHRASE)).await);
        eventually(async || {
            let records = asha.ask(Request::Records { vault: None }).await;
            matches!(records, Ok(Answer::Records { entries, .. }) if entries.len() == 1)
                .then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn who_forgot_the_passphrase_takes_along_what_waits() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
        let (_, other) = clinic.sign_up(Role::Patient, "Bina").await;
        asha.add(None, vec![pressure(128, 82)]).await;
        clinic.stop().await;
        let (_, sent) = asha.add(None, vec![pressure(131, 83)]).await;
        assert_eq!(sent, Sent::Later);
        let note = Request::Keep {
            name: "half-a-note".to_owned(),
            bytes: b"she says".to_vec(),
        };
        asha.get(note).await;
        let asha = asha.reopen().await;
        let before = asha.device.contents().await;
        let recover = |kit: &bridge::Kit| Request::Recover {
            words: kit.words.clone().unwrap(),
            passphrase: Hidden::new("another passphrase"),
        };
        // Nothing on the device is touched before the server has taken the words.
        assert_eq!(asha.refused(recover(&kit)).await, Cause::Offline);
        clinic.start().await;
        assert_eq!(asha.refused(recover(&other)).await, Cause::OtherKit);
        let mistyped = Request::Recover {
            words: Hidden::new("some words"),
            passphrase: Hidden::new("another passphrase"),
        };
        assert_eq!(asha.refused(mistyped).await, Cause::WrongWords);
        assert!(before == asha.device.contents().await);

        asha.get(recover(&kit)).await;
        asha.hears(|event| *event == Event::Waiting(0)).await;
        let entries = eventually(async || {
            let entries = asha.entries(None).await;
            let waits = |entry: &bridge::Entry| entry.visibility == Visibility::Waiting;
            (entries.len() == 2 && !entries.iter().any(waits)).then_some(entries)
        })
        .await;
        let upper = entries.iter().filter_map(systolic).sum::<f64>();
        assert_eq!(upper, 128.0 + 131.0);
        let kept = Request::Kept {
            name: "half-a-note".to_owned(),
        };
        assert_eq!(
            asha.get(kept.clone()).await,
            Answer::Bytes(b"she says".to_vec())
        );

        // The old passphrase is of no use any more, and the new one opens all of it.
        let asha = asha.reopen().await;
        let refused = asha.refused(unlock(PASSPHRASE)).await;
        assert_eq!(refused, Cause::WrongPassphrase);
        asha.get(unlock("another passphrase")).await;
        assert_eq!(asha.entries(None).await.len(), 2);
        assert_eq!(asha.get(kept).await, Answer::Bytes(b"she says".to_vec()));
    })
    .await;
}

#[tokio::test]
async fn coming_back_on_a_full_device_is_done_again() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
        clinic.stop().await;
        for upper in 120..124 {
            asha.add(None, vec![pressure(upper, 80)]).await;
        }
        let asha = asha.reopen().await;
        clinic.start().await;
        let recover = || Request::Recover {
            words: kit.words.clone().unwrap(),
            passphrase: Hidden::new("another passphrase"),
        };
        // It breaks off at every point there is.
        let room = |pieces| asha.device.frail.room.set(pieces);
        let mut pieces = 0;
        loop {
            room(Some(pieces));
            match asha.ask(recover()).await {
                Ok(_) => break,
                Err(trouble) => assert_eq!(trouble.cause, Cause::StorageFull, "{trouble:?}"),
            }
            pieces += 1;
            assert!(pieces < 40, "it never succeeds");
        }
        room(None);
        let records = || Request::Records { vault: None };
        asha.engine.network_changed(true);
        let sent = eventually(async || {
            let Ok(Answer::Records { entries, .. }) = asha.ask(records()).await else {
                return None;
            };
            let waits = |entry: &bridge::Entry| entry.visibility == Visibility::Waiting;
            (entries.len() == 4 && !entries.iter().any(waits)).then_some(entries)
        })
        .await;
        let upper = sent.iter().filter_map(systolic).sum::<f64>();
        assert_eq!(upper, 120.0 + 121.0 + 122.0 + 123.0);
        assert!(pieces > 4, "only {pieces} pieces were written");
    })
    .await;
}

//! The whole story between a patient and doctors.

use bridge::{
    Answer, Cause, Entry, Event, Fact, Happened, Hidden, InvitationState, Leave, Link, Request,
    Role, Sent, Visibility,
};

use crate::world::{App, Clinic, consent, eventually, on_one_thread, pressure, systolic, visit};

#[tokio::test]
async fn a_patient_and_a_doctor_from_the_first_visit_to_the_last() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha Verma").await;
        let rao = clinic.doctor("Dr Rao").await;
        asha.hears(|event| *event == Event::Link(Link::Online))
            .await;
        let (_, sent) = asha.add(None, vec![pressure(128, 82)]).await;
        assert_eq!(sent, Sent::Now);
        let vault = first_visit(&asha, &rao).await;
        what_is_broadcast_is_seen_at_once(&asha, &rao, &vault).await;
        what_a_doctor_writes_waits_for_the_patient(&asha, &rao, &vault).await;
        who_read_is_told(&asha).await;
        removed(&asha, &rao, &vault).await;
    })
    .await;
}

async fn first_visit(asha: &App, rao: &App) -> String {
    let invitation = rao.invite(Vec::new()).await;
    assert_eq!(invitation.state, InvitationState::Open);
    let seen = asha.look(&invitation).await;
    assert_eq!((seen.doctor.as_str(), seen.may_add), ("Dr Rao", true));
    assert_eq!(seen.registration.as_deref(), Some("KMC-12345"));
    assert!(!seen.known);
    let Answer::Text(code) = asha.get(Request::AnswerVisit).await else {
        panic!("no code");
    };
    let answered = eventually(async || {
        let own = rao.invitations().await.remove(0);
        (own.state == InvitationState::Answered).then_some(own)
    })
    .await;
    assert_eq!(answered.code.as_deref(), Some(code.as_str()));
    assert_eq!(answered.name.as_deref(), Some("Asha Verma"));
    assert_eq!(answered.link, None);
    asha.get(Request::Accept(consent(true))).await;
    let patient = eventually(async || rao.patients().await.pop()).await;
    assert_eq!((patient.name.as_str(), patient.fresh), ("Asha Verma", 1));
    assert!(patient.may_add && patient.history && !patient.stopped);
    let state = rao.invitations().await[0].state;
    assert_eq!(state, InvitationState::Accepted);
    patient.vault
}

async fn what_is_broadcast_is_seen_at_once(asha: &App, rao: &App, vault: &str) {
    let entries = rao.entries(Some(vault)).await;
    assert_eq!(entries.len(), 1);
    assert!(entries[0].fresh && entries[0].visibility == Visibility::Shared);
    asha.get(Request::Add {
        vault: None,
        drafts: vec![pressure(141, 91)],
        broadcast: false,
    })
    .await;
    asha.add(None, vec![pressure(135, 85)]).await;
    let entries = eventually(async || {
        let entries = rao.entries(Some(vault)).await;
        (entries.len() == 2).then_some(entries)
    })
    .await;
    assert!(entries.iter().all(|entry| systolic(entry) != Some(141.0)));
    let Answer::News(news) = rao.get(Request::News).await else {
        panic!("no news");
    };
    assert_eq!(news.len(), 2);
    assert_eq!(news[0].patient, "Asha Verma");
    rao.get(Request::Seen { vault: None }).await;
    assert_eq!(rao.patients().await[0].fresh, 0);
}

async fn what_a_doctor_writes_waits_for_the_patient(asha: &App, rao: &App, vault: &str) {
    rao.add(Some(vault), vec![pressure(120, 80)]).await;
    let inbox = eventually(async || {
        let entries = asha.entries(None).await;
        let waits = |entry: &Entry| entry.visibility == Visibility::Inbox;
        entries.into_iter().find(waits)
    })
    .await;
    assert_eq!((inbox.author.as_str(), inbox.fresh), ("Dr Rao", true));
    asha.get(Request::Decide {
        records: vec![inbox.id.clone()],
        broadcast: true,
    })
    .await;
    let shared = asha.entries(None).await;
    let shared = shared.iter().find(|entry| entry.id == inbox.id).unwrap();
    assert_eq!(shared.visibility, Visibility::Shared);
}

async fn who_read_is_told(asha: &App) {
    eventually(async || {
        let Answer::Happenings(lines) = asha.get(Request::History { vault: None }).await else {
            panic!("no history");
        };
        let mut read = lines.iter().filter_map(|line| match &line.what {
            Happened::Read { records, .. } if line.who == "Dr Rao" => Some(records),
            _ => None,
        });
        read.any(|records| !records.is_empty()).then_some(())
    })
    .await;
    let Answer::Count(lines) = asha.get(Request::VerifyLog { vault: None }).await else {
        panic!("no count");
    };
    assert!(lines >= 6, "{lines}");
}

/// The doctor's app is told, and holds nothing but what he wrote.
async fn removed(asha: &App, rao: &App, vault: &str) {
    let Answer::Sharers(sharers) = asha.get(Request::Sharers).await else {
        panic!("no list");
    };
    assert_eq!((sharers.len(), &sharers[0].ended), (1, &None));
    asha.get(Request::TakeOff {
        person: sharers[0].person.clone(),
        remove: true,
    })
    .await;
    rao.hears(|event| *event == Event::AccessEnded("Asha Verma".to_owned()))
        .await;
    assert!(rao.patients().await.is_empty());
    let closed = Request::Records {
        vault: Some(vault.to_owned()),
    };
    assert_eq!(rao.refused(closed).await, Cause::AccessEnded);
    let Answer::EndedAccess(ended) = rao.get(Request::EndedAccess).await else {
        panic!("no list");
    };
    assert_eq!((ended[0].leave, ended[0].kept), (Leave::Removed, true));
    let own = Request::KeptOwn {
        vault: vault.to_owned(),
    };
    let Answer::File { content, .. } = rao.get(own).await else {
        panic!("no file");
    };
    let kept = String::from_utf8(content).unwrap();
    // Names are hexadecimal and may contain any number.
    assert!(
        kept.contains("\"value\":120") && !kept.contains("\"value\":135"),
        "{kept}"
    );
}

#[tokio::test]
async fn somebody_on_the_list_is_let_in_under_other_terms() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let vault = visit(&rao, &asha).await;
        let sharer = async || match asha.get(Request::Sharers).await {
            Answer::Sharers(mut sharers) => sharers.remove(0),
            other => panic!("{other:?}"),
        };
        let person = sharer().await.person;
        asha.get(Request::ShareAgain {
            person: person.clone(),
            consent: consent(false),
        })
        .await;
        let now = sharer().await;
        assert!(!now.may_add && now.ended.is_none());
        eventually(async || {
            let patient = rao.patients().await.pop()?;
            (!patient.may_add && !patient.stopped).then_some(())
        })
        .await;
        let add = Request::Add {
            vault: Some(vault.clone()),
            drafts: vec![pressure(120, 80)],
            broadcast: false,
        };
        assert_eq!(rao.refused(add).await, Cause::MayNotAdd);
        assert_eq!(rao.patients().await[0].waiting, 0);

        asha.get(Request::TakeOff {
            person: person.clone(),
            remove: false,
        })
        .await;
        eventually(async || rao.patients().await.pop().filter(|p| p.stopped)).await;
        asha.add(None, vec![pressure(150, 95)]).await;
        asha.get(Request::ShareAgain {
            person,
            consent: consent(true),
        })
        .await;
        eventually(async || {
            let patient = rao.patients().await.pop()?;
            let entries = rao.entries(Some(&vault)).await;
            (patient.may_add && entries.len() == 1).then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_doctor_sees_other_doctors_as_they_sign_themselves() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let (rao, bose) = (clinic.doctor("Dr Rao").await, clinic.doctor("Dr Bose").await);
        let vault = visit(&rao, &asha).await;
        visit(&bose, &asha).await;
        let (records, _) = rao.add(Some(&vault), vec![pressure(120, 80)]).await;
        eventually(async || {
            let entries = asha.entries(None).await;
            entries.iter().any(|entry| entry.id == records[0]).then_some(())
        })
        .await;
        asha.get(Request::Decide {
            records,
            broadcast: true,
        })
        .await;
        let entry = eventually(async || bose.entries(Some(&vault)).await.pop()).await;
        assert_eq!(entry.author, "Dr Rao (KMC-12345)");
        assert!(!entry.by_me && entry.fresh);
        let history = Request::History {
            vault: Some(vault.clone()),
        };
        let Answer::Happenings(lines) = bose.get(history).await else {
            panic!("no history");
        };
        let named = |line: &bridge::Happening| matches!(&line.what, Happened::LetIn { name, .. } if name == "Dr Rao (KMC-12345)");
        assert!(lines.iter().any(named), "{lines:?}");
        assert!(lines.windows(2).all(|pair| pair[0].time >= pair[1].time));
        let asked = bose.entries(Some(&vault)).await;
        assert!(matches!(asked[0].fact, Fact::BloodPressure { .. }));
    })
    .await;
}

#[tokio::test]
async fn coming_back_with_the_kit_on_a_new_device() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
        let rao = clinic.doctor("Dr Rao").await;
        let vault = visit(&rao, &asha).await;
        asha.add(None, vec![pressure(128, 82)]).await;
        drop(asha);
        let words = kit.words.unwrap();
        let device = clinic.device();
        let again = device.open(Role::Patient).await;
        let recover = |words: &str| Request::Recover {
            words: Hidden::new(words),
            passphrase: Hidden::new("another passphrase"),
        };
        assert_eq!(
            again.refused(recover("some words")).await,
            Cause::WrongWords
        );
        let doctor = clinic.device().open(Role::Doctor).await;
        assert_eq!(
            doctor.refused(recover(words.show())).await,
            Cause::NoAccount,
            "a patient's kit in the doctors' app"
        );
        let new = crate::world::kit(again.get(recover(words.show())).await);
        assert_ne!(new.account_secret, kit.account_secret);
        eventually(async || (again.entries(None).await.len() == 1).then_some(())).await;
        again.add(None, vec![pressure(131, 83)]).await;
        eventually(async || (rao.entries(Some(&vault)).await.len() == 2).then_some(())).await;
        let again = again.reopen().await;
        let unlock = Request::Unlock {
            passphrase: Hidden::new("another passphrase"),
        };
        again.get(unlock).await;
        assert_eq!(again.entries(None).await.len(), 2);
    })
    .await;
}

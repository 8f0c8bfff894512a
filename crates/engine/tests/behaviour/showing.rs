//! One record shown to one person, in both apps.

use bridge::{
    Acquaintance, Answer, Cause, Consent, Entry, Event, Happened, Request, Showing, Visibility,
};

use crate::world::{
    App, Clinic, consent, eventually, on_one_thread, pressure, systolic, visit_with,
};

async fn showings(app: &App) -> Vec<Showing> {
    match app.get(Request::Showings).await {
        Answer::Showings(showings) => showings,
        other => panic!("{other:?}"),
    }
}

async fn acquaintances(app: &App) -> Vec<Acquaintance> {
    match app.get(Request::Acquaintances).await {
        Answer::Acquaintances(known) => known,
        other => panic!("{other:?}"),
    }
}

async fn happened(app: &App, vault: Option<String>) -> Vec<Happened> {
    match app.get(Request::History { vault }).await {
        Answer::Happenings(all) => all.into_iter().map(|one| one.what).collect(),
        other => panic!("{other:?}"),
    }
}

fn show(person: Option<&str>, record: &str) -> Request {
    Request::ShowTo {
        person: person.map(str::to_owned),
        record: record.to_owned(),
        version: None,
    }
}

/// Two blood pressures, kept private; their ids.
async fn two_private(app: &App) -> Vec<String> {
    let add = Request::Add {
        vault: None,
        drafts: vec![pressure(128, 82), pressure(140, 90)],
        broadcast: false,
    };
    match app.get(add).await {
        Answer::Added { records, .. } => records,
        other => panic!("{other:?}"),
    }
}

fn only(mut entries: Vec<Entry>) -> Entry {
    assert_eq!(entries.len(), 1);
    entries.remove(0)
}

#[tokio::test]
async fn a_record_is_shown_to_one_doctor_and_taken_back() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let bose = clinic.doctor("Dr Bose").await;
        let now_on = Consent {
            history: false,
            ..consent(false)
        };
        let vault = visit_with(&rao, &asha, Vec::new(), now_on.clone()).await;
        visit_with(&bose, &asha, Vec::new(), now_on).await;
        let records = two_private(&asha).await;
        let known = acquaintances(&asha).await;
        let who = known.iter().find(|known| known.name == "Dr Rao").unwrap();
        assert!(who.on_list);

        asha.get(show(Some(&who.person), &records[1])).await;
        let seen = eventually(async || {
            let entries = rao.entries(Some(&vault)).await;
            (!entries.is_empty()).then_some(entries)
        })
        .await;
        let seen = only(seen);
        assert_eq!(systolic(&seen), Some(140.0));
        assert_eq!((seen.visibility, seen.fresh), (Visibility::ShownToMe, true));

        let own = asha.entries(None).await;
        let shown = own.iter().find(|entry| entry.id == records[1]).unwrap();
        assert_eq!(shown.visibility, Visibility::Private);
        assert_eq!(shown.shown_to, ["Dr Rao"]);
        let name = "Dr Rao".to_owned();
        let record = records[1].clone();
        let told = Happened::ShownTo { name, record };
        assert!(happened(&asha, None).await.contains(&told));
        // The other doctor learns that something was done, and neither what nor for whom.
        bose.get(Request::Sync).await;
        let between = eventually(async || {
            let all = happened(&bose, Some(vault.clone())).await;
            all.contains(&Happened::ShownToSomebody).then_some(all)
        })
        .await;
        assert!(!between.contains(&told));
        assert!(bose.entries(Some(&vault)).await.is_empty());
        let twice = show(Some(&who.person), &records[1]);
        assert_eq!(asha.refused(twice).await, Cause::SeenAlready);

        let showing = showings(&asha).await.remove(0);
        let back = Request::TakeBack {
            person: showing.person,
            number: showing.number,
        };
        asha.get(back.clone()).await;
        eventually(async || rao.entries(Some(&vault)).await.is_empty().then_some(())).await;
        assert!(showings(&asha).await[0].taken_back.is_some());
        assert_eq!(asha.refused(back).await, Cause::NotFound);
        let own = asha.entries(None).await;
        assert!(own.iter().all(|entry| entry.shown_to.is_empty()));
    })
    .await;
}

#[tokio::test]
async fn a_doctor_who_is_met_and_not_let_in_sees_the_record_shown_and_no_more() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, sen) = (clinic.patient("Asha").await, clinic.doctor("Dr Sen").await);
        let records = two_private(&asha).await;
        assert_eq!(asha.refused(show(None, &records[0])).await, Cause::NotFound);
        let invitation = sen.invite(Vec::new()).await;
        asha.look(&invitation).await;
        asha.get(Request::AnswerVisit).await;
        asha.get(show(None, &records[0])).await;
        let patient = eventually(async || sen.patients().await.pop()).await;
        assert_eq!((patient.name.as_str(), patient.shown_alone), ("Asha", true));
        assert!(!patient.may_add && !patient.stopped);
        let seen = only(sen.entries(Some(&patient.vault)).await);
        assert_eq!(systolic(&seen), Some(128.0));
        assert!(seen.fresh && patient.fresh == 1);
        let vault = Some(patient.vault.clone());
        sen.get(Request::Seen { vault }).await;
        assert!(!only(sen.entries(Some(&patient.vault)).await).fresh);
        let log = Request::History {
            vault: Some(patient.vault.clone()),
        };
        assert_eq!(sen.refused(log).await, Cause::NotFound);
        // What she looked at, the patient learns.
        let read = eventually(async || {
            let mut all = happened(&asha, None).await.into_iter();
            all.find(|what| matches!(what, Happened::Read { .. }))
        })
        .await;
        assert_eq!(
            read,
            Happened::Read {
                count: 1,
                records: vec![records[0].clone()]
            }
        );
        // It stays when the app is opened again, and goes when it is taken back.
        let sen = sen.reopen().await;
        sen.unlock().await;
        assert_eq!(sen.entries(Some(&patient.vault)).await.len(), 1);
        let known = acquaintances(&asha).await;
        assert_eq!(
            (known[0].name.as_str(), known[0].on_list),
            ("Dr Sen", false)
        );
        let showing = showings(&asha).await.remove(0);
        asha.get(Request::TakeBack {
            person: showing.person,
            number: showing.number,
        })
        .await;
        eventually(async || sen.patients().await.is_empty().then_some(())).await;
        assert!(sen.told(|event| matches!(event, Event::Changed(_))));
        let closed = Request::Records {
            vault: Some(patient.vault),
        };
        assert_eq!(sen.refused(closed).await, Cause::NotFound);
    })
    .await;
}

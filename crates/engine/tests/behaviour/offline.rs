//! Without a network: what is written is kept, shown, and sent when the server is back.

use bridge::{
    Answer, Cause, DocumentKind, Draft, DraftDocument, Event, Link, Request, Sent, Visibility,
};

use crate::world::{Clinic, WHEN, eventually, on_one_thread, pressure, systolic, visit};

#[tokio::test]
async fn what_is_written_offline_is_shown_kept_and_sent_later() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let vault = visit(&rao, &asha).await;
        asha.add(None, vec![pressure(128, 82)]).await;
        eventually(async || (rao.entries(Some(&vault)).await.len() == 1).then_some(())).await;
        clinic.stop().await;
        rao.hears(|event| *event == Event::Link(Link::Offline))
            .await;

        // Read and written all the same.
        assert_eq!(rao.entries(Some(&vault)).await.len(), 1);
        let (_, sent) = rao
            .add(Some(&vault), vec![pressure(120, 80), pressure(121, 81)])
            .await;
        assert_eq!(sent, Sent::Later);
        let waiting = |entries: Vec<bridge::Entry>| {
            let waits = |entry: &bridge::Entry| entry.visibility == Visibility::Waiting;
            entries.into_iter().filter(waits).collect::<Vec<_>>()
        };
        let shown = waiting(rao.entries(Some(&vault)).await);
        assert_eq!(shown.len(), 2);
        assert!(
            shown
                .iter()
                .all(|entry| entry.by_me && entry.author == "Dr Rao")
        );
        assert!(rao.told(|event| *event == Event::Waiting(2)));
        assert_eq!(rao.patients().await[0].waiting, 2);
        let text = Request::Resource {
            vault: Some(vault.clone()),
            record: shown[0].id.clone(),
            version: None,
        };
        assert!(matches!(rao.get(text).await, Answer::Text(json) if json.contains("12")));
        let change = Request::Mistaken {
            vault: Some(vault.clone()),
            record: shown[0].id.clone(),
        };
        assert_eq!(rao.refused(change).await, Cause::Offline);
        let out = Request::SignOut { anyway: false };
        assert_eq!(rao.refused(out).await, Cause::Offline);

        // Also after the tab was closed and opened again.
        let rao = rao.reopen().await;
        rao.unlock().await;
        assert_eq!(waiting(rao.entries(Some(&vault)).await).len(), 2);
        assert!(rao.told(|event| *event == Event::Waiting(2)));
        clinic.start().await;
        rao.engine.network_changed(true);
        rao.hears(|event| *event == Event::Waiting(0)).await;
        let entries = rao.entries(Some(&vault)).await;
        assert_eq!(entries.len(), 3);
        assert!(waiting(entries).is_empty());
        asha.engine.network_changed(true);
        let received = eventually(async || {
            let entries = asha.entries(None).await;
            (entries.len() == 3).then_some(entries)
        })
        .await;
        let inbox = received
            .iter()
            .filter(|entry| entry.visibility == Visibility::Inbox);
        assert_eq!(inbox.filter_map(systolic).sum::<f64>(), 241.0);
    })
    .await;
}

#[tokio::test]
async fn what_was_added_is_taken_back_before_it_is_sent_and_marked_afterwards() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let vault = visit(&rao, &asha).await;
        let undo = |records: &[String]| Request::Undo {
            vault: Some(vault.clone()),
            records: records.to_vec(),
        };
        clinic.stop().await;
        rao.hears(|event| *event == Event::Link(Link::Offline))
            .await;
        let (wrong, _) = rao.add(Some(&vault), vec![pressure(120, 80)]).await;
        let both = vec![pressure(128, 82), pressure(129, 83)];
        let (mut right, _) = rao.add(Some(&vault), both).await;
        right.sort_unstable();
        let gone = Answer::TakenBack { gone: true };
        assert_eq!(rao.get(undo(&wrong)).await, gone);
        let shown = rao.entries(Some(&vault)).await;
        let ids = |entries: &[bridge::Entry]| -> Vec<String> {
            let mut ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(ids(&shown), right);
        assert!(rao.told(|event| *event == Event::Waiting(2)));
        // One of two that go together does not go alone.
        assert_eq!(rao.refused(undo(&right[..1])).await, Cause::Offline);

        clinic.start().await;
        rao.engine.network_changed(true);
        rao.hears(|event| *event == Event::Waiting(0)).await;
        asha.engine.network_changed(true);
        let received = eventually(async || {
            let entries = asha.entries(None).await;
            (entries.len() == 2).then_some(entries)
        })
        .await;
        assert_eq!(ids(&received), right);
        // What is in the log stays there.
        let marked = Answer::TakenBack { gone: false };
        assert_eq!(rao.get(undo(&right)).await, marked);
        assert_eq!(ids(&rao.entries(Some(&vault)).await), right);
    })
    .await;
}

#[tokio::test]
async fn what_may_have_been_sent_is_not_taken_out() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        clinic.stop().await;
        asha.hears(|event| *event == Event::Link(Link::Offline))
            .await;
        let (records, _) = asha.add(None, vec![pressure(120, 80)]).await;
        // Opened anew, nobody knows whether it was on its way before.
        let asha = asha.reopen().await;
        asha.unlock().await;
        let undo = Request::Undo {
            vault: None,
            records,
        };
        assert_eq!(asha.refused(undo).await, Cause::Offline);
        assert_eq!(asha.entries(None).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_never_answers_keeps_nobody_from_reading_and_writing() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        asha.add(None, vec![pressure(128, 82)]).await;
        clinic.stop().await;
        let deaf = clinic.hang().await;
        let asha = asha.reopen().await;
        asha.unlock().await;
        asha.get(Request::Sync).await;
        assert_eq!(asha.entries(None).await.len(), 1);
        let engine = asha.engine.clone();
        let add = Request::Add {
            vault: None,
            drafts: vec![pressure(120, 80)],
            broadcast: false,
        };
        let adding = tokio::task::spawn_local(async move { engine.handle(add).await });
        // It is kept and seen while it is still being sent.
        eventually(async || {
            let entries = asha.entries(None).await;
            let mut waits = entries.iter().map(|entry| entry.visibility);
            waits.any(|seen| seen == Visibility::Waiting).then_some(())
        })
        .await;
        adding.abort();
        deaf.abort();
    })
    .await;
}

#[tokio::test]
async fn a_document_added_offline_can_be_opened_before_and_after_it_is_sent() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let content = [b"%PDF-1.7 ".as_slice(), &[7; 1_500_000]].concat();
        asha.hears(|event| *event == Event::Link(Link::Online))
            .await;
        clinic.stop().await;
        let scan = Draft::Document(DraftDocument {
            title: "Chest X-ray".to_owned(),
            kind: DocumentKind::Report,
            content: content.clone(),
            when: WHEN.to_owned(),
        });
        let (_, sent) = asha.add(None, vec![scan]).await;
        assert_eq!(sent, Sent::Later);
        let file_of = |entry: &bridge::Entry| match &entry.fact {
            bridge::Fact::Document { file, .. } => file.clone().unwrap(),
            other => panic!("{other:?}"),
        };
        let file = file_of(&asha.entries(None).await[0]);
        let open = || Request::File {
            vault: None,
            file: file.clone(),
        };
        let expect = |answer: Answer| match answer {
            Answer::File {
                name,
                content_type,
                content: bytes,
            } => {
                assert_eq!(
                    (name.as_str(), content_type.as_str()),
                    ("Chest X-ray.pdf", "application/pdf")
                );
                assert!(bytes == content);
            }
            other => panic!("{other:?}"),
        };
        expect(asha.get(open()).await);
        clinic.start().await;
        asha.engine.network_changed(true);
        asha.hears(|event| *event == Event::Waiting(0)).await;
        expect(asha.get(open()).await);

        // On a device that has never had it.
        let rao = clinic.doctor("Dr Rao").await;
        let vault = visit(&rao, &asha).await;
        let entry = eventually(async || rao.entries(Some(&vault)).await.pop()).await;
        expect(
            rao.get(Request::File {
                vault: Some(vault),
                file: file_of(&entry),
            })
            .await,
        );
    })
    .await;
}

#[tokio::test]
async fn the_watch_is_taken_up_again_after_the_server_was_away() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let vault = visit(&rao, &asha).await;
        clinic.stop().await;
        rao.hears(|event| *event == Event::Link(Link::Offline))
            .await;
        clinic.start().await;
        // Nobody tells them: they find out by trying.
        rao.hears(|event| *event == Event::Link(Link::Online)).await;
        asha.add(None, vec![pressure(128, 82)]).await;
        rao.hears(|event| *event == Event::Changed(Some(vault.clone())))
            .await;
    })
    .await;
}

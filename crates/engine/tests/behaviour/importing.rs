//! Importing, also when the tab is closed in the middle.

use bridge::{Answer, Cause, Event, Interrupted, Request, Sent, Work};

use crate::world::{App, Clinic, on_one_thread};

/// A bundle of so many measurements.
fn bundle(count: usize) -> Vec<u8> {
    let entries: Vec<String> = (0..count)
        .map(|n| {
            format!(
                r#"{{"resource":{{"resourceType":"Observation","id":"o{n}","status":"final",
                "code":{{"text":"Step count"}},"valueInteger":{n}}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
    .into_bytes()
}

fn import(content: Vec<u8>) -> Request {
    Request::Import {
        name: "steps.json".to_owned(),
        content,
        broadcast: false,
    }
}

async fn interrupted(app: &App) -> Option<Interrupted> {
    match app.get(Request::Interrupted).await {
        Answer::Interrupted(interrupted) => interrupted,
        other => panic!("{other:?}"),
    }
}

/// The values imported, in order.
async fn values(app: &App) -> Vec<u32> {
    let mut values: Vec<u32> = app
        .entries(None)
        .await
        .iter()
        .map(|entry| match &entry.fact {
            bridge::Fact::Measurement(measurement) => measurement.text.parse().unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    values.sort_unstable();
    values
}

#[tokio::test]
async fn a_file_becomes_records_and_tells_how_far_it_is() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let Answer::Imported(done) = asha.get(import(bundle(700))).await else {
            panic!("not imported");
        };
        assert_eq!((done.count, done.sent), (700, Sent::Now));
        let progress = |event: &Event| {
            matches!(
                event,
                Event::Progress {
                    work: Work::Records,
                    done: 500,
                    total: 700
                }
            )
        };
        assert!(asha.told(progress));
        assert_eq!(values(&asha).await, (0..700).collect::<Vec<_>>());
        assert_eq!(interrupted(&asha).await, None);
        for (content, cause) in [
            (b"%PDF-1.7".to_vec(), Cause::FileType),
            (b"{\"resourceType\":\"Bundle\"".to_vec(), Cause::FileDamaged),
            (b"{}".to_vec(), Cause::FileDamaged),
        ] {
            assert_eq!(asha.refused(import(content)).await, cause);
        }
        assert_eq!(interrupted(&asha).await, None);
    })
    .await;
}

#[tokio::test]
async fn an_import_that_broke_off_goes_on_without_making_anything_twice() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        // Room for the file, the plan, and some of the batches.
        asha.device.frail.room.set(Some(4));
        assert_eq!(asha.refused(import(bundle(1000))).await, Cause::StorageFull);
        asha.device.frail.room.set(None);
        let asha = asha.reopen().await;
        asha.unlock().await;
        let broken = interrupted(&asha).await.unwrap();
        assert_eq!((broken.name.as_str(), broken.total), ("steps.json", 1000));
        assert!(broken.done > 0 && broken.done < 1000, "{broken:?}");
        let Answer::Imported(done) = asha.get(Request::Resume { go_on: true }).await else {
            panic!("not imported");
        };
        assert_eq!((done.count, done.sent), (1000, Sent::Now));
        assert_eq!(interrupted(&asha).await, None);
        assert_eq!(values(&asha).await, (0..1000).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn the_rest_of_an_import_can_be_dropped() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        asha.device.frail.room.set(Some(3));
        assert_eq!(asha.refused(import(bundle(600))).await, Cause::StorageFull);
        asha.device.frail.room.set(None);
        let broken = interrupted(&asha).await.unwrap();
        let Answer::Imported(done) = asha.get(Request::Resume { go_on: false }).await else {
            panic!("not dropped");
        };
        assert_eq!(done.count, broken.done);
        assert_eq!(interrupted(&asha).await, None);
        assert_eq!(values(&asha).await.len() as u64, broken.done);
    })
    .await;
}

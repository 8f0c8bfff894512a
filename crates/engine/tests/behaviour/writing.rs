//! Writing and correcting, and what is refused.

use bridge::{
    Answer, Cause, DocumentKind, Draft, DraftAspirate, DraftDocument, DraftLab, DraftNote, Fact,
    Flag, Profile, Request,
};

use crate::world::{App, Clinic, WHEN, eventually, on_one_thread, pressure, systolic, visit};

fn add(drafts: Vec<Draft>) -> Request {
    Request::Add {
        vault: None,
        drafts,
        broadcast: false,
    }
}

async fn versions(app: &App, record: &str) -> Vec<bridge::Entry> {
    let request = Request::Versions {
        vault: None,
        record: record.to_owned(),
    };
    match app.get(request).await {
        Answer::Entries(entries) => entries,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_record_is_corrected_and_marked_as_a_mistake_and_nothing_is_lost() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let (records, _) = asha.add(None, vec![pressure(182, 82)]).await;
        let correct = Request::Correct {
            vault: None,
            record: records[0].clone(),
            draft: pressure(128, 82),
        };
        asha.get(correct).await;
        let now = asha.entries(None).await;
        assert_eq!((now.len(), systolic(&now[0])), (1, Some(128.0)));
        assert_eq!((now[0].version, now[0].versions), (2, 2));
        let earlier = versions(&asha, &records[0]).await;
        assert_eq!((earlier.len(), systolic(&earlier[0])), (1, Some(182.0)));
        let mistaken = Request::Mistaken {
            vault: None,
            record: records[0].clone(),
        };
        asha.get(mistaken).await;
        let now = asha.entries(None).await;
        assert!(now[0].mistaken);
        assert_eq!(systolic(&now[0]), Some(128.0));
        assert_eq!(versions(&asha, &records[0]).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_wrote_is_not_changed() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let vault = visit(&rao, &asha).await;
        let (records, _) = asha.add(None, vec![pressure(128, 82)]).await;
        eventually(async || rao.entries(Some(&vault)).await.pop()).await;
        let mistaken = Request::Mistaken {
            vault: Some(vault),
            record: records[0].clone(),
        };
        assert_eq!(rao.refused(mistaken).await, Cause::MayNotAdd);
    })
    .await;
}

#[tokio::test]
async fn all_that_is_added_at_once_is_added_or_nothing() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let impossible = add(vec![pressure(128, 82), pressure(1280, 82)]);
        assert_eq!(asha.refused(impossible).await, Cause::OutOfRange);
        assert_eq!(asha.refused(add(Vec::new())).await, Cause::BadEntry);
        let scan = |content: Vec<u8>| {
            Draft::Document(DraftDocument {
                title: "Scan".to_owned(),
                kind: DocumentKind::Report,
                content,
                when: WHEN.to_owned(),
            })
        };
        let wrong = add(vec![scan(b"MZ a program".to_vec())]);
        assert_eq!(asha.refused(wrong).await, Cause::FileType);
        let mut large = b"%PDF-".to_vec();
        large.resize((25 << 20) + 1, 0);
        let large = add(vec![scan(large)]);
        assert_eq!(asha.refused(large).await, Cause::FileTooLarge);
        assert!(asha.entries(None).await.is_empty());
        asha.device.frail.room.set(Some(0));
        let full = add(vec![pressure(128, 82)]);
        assert_eq!(asha.refused(full).await, Cause::StorageFull);
        asha.device.frail.room.set(None);
        assert!(asha.entries(None).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn notes_results_and_who_the_patient_is_come_back_as_they_were_entered() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        let drafts = vec![
            Draft::Patient(Profile {
                name: "Asha Verma".to_owned(),
                birth_date: Some("1958-04-02".to_owned()),
                abha_number: Some("22-7225-4829-5255".to_owned()),
                ..Profile::default()
            }),
            Draft::Lab(DraftLab {
                name: "HbA1c".to_owned(),
                loinc: Some("4548-4".to_owned()),
                value: "7.9".to_owned(),
                unit: "%".to_owned(),
                low: Some("4.0".to_owned()),
                high: Some("5.6".to_owned()),
                when: WHEN.to_owned(),
            }),
            Draft::Note(DraftNote {
                title: "Visit".to_owned(),
                subjective: "Tired <b>often</b> & thirsty".to_owned(),
                plan: "Walk\nevery day".to_owned(),
                when: WHEN.to_owned(),
                ..DraftNote::default()
            }),
        ];
        asha.add(None, drafts).await;
        let Answer::Records {
            entries, profile, ..
        } = asha.get(Request::Records { vault: None }).await
        else {
            panic!("no records");
        };
        assert_eq!(profile.name, "Asha Verma");
        assert_eq!(profile.abha_number.as_deref(), Some("22-7225-4829-5255"));
        let lab = entries.iter().find_map(|entry| match &entry.fact {
            Fact::Measurement(measurement) => Some(measurement),
            _ => None,
        });
        let lab = lab.unwrap();
        assert_eq!((lab.value, lab.flag), (Some(7.9), Flag::High));
        assert!(lab.laboratory);
        let sections = entries.iter().find_map(|entry| match &entry.fact {
            Fact::Note { sections, .. } => Some(sections),
            _ => None,
        });
        let texts: Vec<&str> = sections.unwrap().iter().map(|s| s.text.as_str()).collect();
        assert_eq!(texts, ["Tired <b>often</b> & thirsty", "Walk\nevery day"]);
        // All of it names the same patient.
        let Answer::File { content, name, .. } = asha.get(Request::Export { vault: None }).await
        else {
            panic!("no file");
        };
        assert_eq!(name, "Asha.fhir.json");
        let bundle: serde_json::Value = serde_json::from_slice(&content).unwrap();
        let entries = bundle["entry"].as_array().unwrap();
        let patient = entries
            .iter()
            .find(|entry| entry["resource"]["resourceType"] == "Patient");
        let reference = format!(
            "Patient/{}",
            patient.unwrap()["resource"]["id"].as_str().unwrap()
        );
        let about = entries
            .iter()
            .filter_map(|e| e["resource"]["subject"]["reference"].as_str());
        assert!(about.clone().count() == 2 && about.into_iter().all(|to| to == reference));
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_under_a_name_is_replaced_and_removed() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = clinic.doctor("Dr Rao").await;
        let keep = |name: &str, bytes: &[u8]| Request::Keep {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let kept = || Request::Kept {
            name: "favourites".to_owned(),
        };
        assert_eq!(rao.get(kept()).await, Answer::Bytes(Vec::new()));
        for bytes in [&b"one"[..], b"two", b""] {
            rao.get(keep("favourites", bytes)).await;
            assert_eq!(rao.get(kept()).await, Answer::Bytes(bytes.to_vec()));
        }
        for bad in ["", "Favourites", "../lock", &"a".repeat(61)] {
            assert_eq!(rao.refused(keep(bad, b"x")).await, Cause::BadEntry, "{bad}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_measurements_of_an_aspirate_are_one_record_and_keep_their_digits() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let vault = visit(&rao, &asha).await;
        let values: Vec<String> = (0..30).map(|place| format!("0.{place:02}0")).collect();
        let draft = |values: Vec<String>| {
            Draft::Aspirate(DraftAspirate {
                values,
                when: WHEN.to_owned(),
            })
        };
        let slip = values.iter().map(|value| value.replace("0.140", "14"));
        let slip = slip.collect::<Vec<_>>();
        let refused = |values| Request::Add {
            vault: Some(vault.clone()),
            drafts: vec![draft(values)],
            broadcast: false,
        };
        assert_eq!(rao.refused(refused(slip)).await, Cause::OutOfRange);
        let few = values[..29].to_vec();
        assert_eq!(rao.refused(refused(few)).await, Cause::BadEntry);
        rao.add(Some(&vault), vec![draft(values.clone())]).await;
        let entry = eventually(async || asha.entries(None).await.pop()).await;
        assert_eq!(entry.fact, Fact::Aspirate { values });
        assert_eq!(entry.date.as_deref(), Some(WHEN));
    })
    .await;
}

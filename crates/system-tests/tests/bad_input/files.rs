//! Files that are not what they should be: what is imported, and what lies on the device.

use client::{ClientError, storage::disk::Disk};
use system_tests::{
    clinic::{Clinic, bundle},
    practice::{Practice, heads, prescribe, readable, sync},
};

#[tokio::test]
async fn a_file_that_is_not_fhir_is_refused_whole_and_nothing_is_made() {
    let clinic = Clinic::open().await;
    let mut asha = clinic.patient("Asha").await;
    let vault = asha.own_vault().unwrap();
    let whole = bundle(0);
    let cut = &whole[..whole.len() / 2];
    let whole_text = String::from_utf8(whole.clone()).unwrap();
    let one_bad = whole_text.replacen("\"female\"", "\"purple\"", 1);
    let one_bad = one_bad.replacen("\"male\"", "\"purple\"", 1);
    assert_ne!(one_bad, whole_text);
    for file in [
        b"".as_slice(),
        b"%PDF-1.7 a scan",
        b"PK\x03\x04 a zip",
        b"{}",
        b"[1, 2, 3]",
        b"<Bundle xmlns=\"http://hl7.org/fhir\"/>",
        b"{\"resourceType\": \"Observation\"}",
        &[0xff; 1000],
        cut,
        one_bad.as_bytes(),
    ] {
        let imported = asha.import(vault, file, false).await;
        match imported {
            Err(error @ ClientError::Record(_)) => assert!(error.to_string().len() > 20, "{error}"),
            other => panic!(
                "{:?}: {other:?}",
                String::from_utf8_lossy(&file[..file.len().min(40)])
            ),
        }
        assert_eq!(heads(&asha, vault).len(), 1);
        assert_eq!(asha.waiting().await.unwrap(), 0);
    }
    let imported = asha.import(vault, &whole, false).await.unwrap();
    assert_eq!(readable(&mut asha, vault).await, imported.records.len());
}

#[tokio::test]
async fn two_processes_in_one_home_do_not_meet() {
    let clinic = Clinic::open().await;
    let asha = clinic.patient("Asha").await;
    let second = Disk::open(&clinic.home("Asha"));
    assert!(matches!(second, Err(ClientError::Locked)), "{second:?}");
    assert!(ClientError::Locked.to_string().contains("another command"));
    drop(asha);
    clinic.place("Asha").session().await.unwrap();
}

/// Every file of a home, damaged in turn: the error says so and says what to do, and with the file as
/// it was all goes on.
#[tokio::test]
async fn damaged_local_files_are_told() {
    let mut at = Practice::open().await;
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    drop(at.asha);
    let home = at.clinic.home("Asha");
    let mut damaged = 0;
    for entry in std::fs::read_dir(&home).unwrap() {
        let path = entry.unwrap().path();
        let whole = std::fs::read(&path).unwrap();
        if whole.is_empty() {
            continue;
        }
        for place in [0, whole.len() / 2, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x40;
            std::fs::write(&path, &bytes).unwrap();
            match at.clinic.place("Asha").session().await {
                Err(error) => {
                    let clear = matches!(
                        error,
                        ClientError::Damaged(_)
                            | ClientError::SignedOut
                            | ClientError::NotPossible(_)
                    );
                    assert!(clear, "{path:?} {place}: {error:?}");
                    damaged += 1;
                }
                // A token or an address that is another: the server will not know it.
                Ok(mut session) => {
                    let _ = session.sync().await;
                }
            }
            std::fs::write(&path, &whole).unwrap();
        }
    }
    assert!(damaged >= 6, "{damaged}");
    let mut asha = at.clinic.place("Asha").session().await.unwrap();
    sync(&mut asha).await;
    assert_eq!(readable(&mut asha, at.vault).await, 1);
}

/// A copy that is damaged in its middle is put aside, said, and fetched again.
#[tokio::test]
async fn a_damaged_copy_is_fetched_again() {
    let mut at = Practice::open().await;
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    drop(at.asha);
    let home = at.clinic.home("Asha");
    let names: Vec<String> = std::fs::read_dir(&home)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("vault-") || name.starts_with("person-") || name == "state")
        .collect();
    assert!(names.len() >= 4, "{names:?}");
    for name in &names {
        let mut bytes = std::fs::read(home.join(name)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(home.join(name), bytes).unwrap();
    }
    let mut asha = at.clinic.place("Asha").session().await.unwrap();
    let report = asha.sync().await.unwrap();
    assert!(
        report.troubles.len() >= names.len(),
        "{:?}",
        report.troubles
    );
    assert!(report.cheated.is_empty());
    assert_eq!(readable(&mut asha, at.vault).await, 1);
    assert!(
        names
            .iter()
            .all(|name| home.join(format!("damaged-{name}")).exists())
    );
    sync(&mut asha).await;
}

/// What a crash leaves half-written at a journal's end is cut off, and fetched again.
#[tokio::test]
async fn a_journal_cut_short_heals_itself() {
    let mut at = Practice::open().await;
    for drug in ["Amoxicillin 500 mg", "Paracetamol 650 mg"] {
        prescribe(&mut at.asha, at.vault, drug).await;
    }
    let full = heads(&at.asha, at.vault);
    drop(at.asha);
    let journal = at.clinic.home("Asha").join(format!("vault-{}", at.vault));
    let whole = std::fs::read(&journal).unwrap();
    for cut in [1, 100, whole.len() / 2, whole.len() - 3, whole.len()] {
        std::fs::write(&journal, &whole[..whole.len() - cut]).unwrap();
        let mut asha = at.clinic.place("Asha").session().await.unwrap();
        sync(&mut asha).await;
        assert_eq!(heads(&asha, at.vault), full, "{cut}");
        assert_eq!(readable(&mut asha, at.vault).await, 2);
        drop(asha);
        let asha = at.clinic.place("Asha").session().await.unwrap();
        assert_eq!(heads(&asha, at.vault), full, "{cut}, opened again");
    }
}

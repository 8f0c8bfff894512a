//! The story: a clinic, from the first visit to the kit, and what each can and cannot open on the way.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use client::account::Kit;
use system_tests::{
    clinic::{Clinic, PASSWORD, Person, ask, large_bundle, resources, visit},
    practice::{prescription, readable},
};
use wire::{
    id::{RecordId, VaultId},
    person::Role,
    vault::Leave,
};

/// Everybody, and what has happened so far.
struct Story {
    clinic: Clinic,
    rao: Person,
    bose: Person,
    iyer: Person,
    asha: Person,
    kit: Kit,
    vault: VaultId,
    imported: usize,
}

#[tokio::test]
async fn a_patient_and_three_doctors_share_a_vault() {
    let mut story = Story::first_visit().await;
    story.import_and_broadcast().await;
    let kept = story.decide_on_prescriptions().await;
    let third = story.join(kept).await;
    let fourth = story.leave(third).await;
    story.come_back(fourth).await;
}

impl Story {
    async fn first_visit() -> Self {
        let clinic = Clinic::open().await;
        let mut rao = clinic.doctor("Dr Rao").await;
        let (bose, iyer) = (
            clinic.doctor("Dr Bose").await,
            clinic.doctor("Dr Iyer").await,
        );
        let (mut asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
        let vault = visit(&mut rao, &mut asha, ask(true)).await.unwrap();
        assert_eq!(readable(&mut rao, vault).await, 0, "nothing to read yet");
        Self {
            clinic,
            rao,
            bose,
            iyer,
            asha,
            kit,
            vault,
            imported: 0,
        }
    }

    async fn import_and_broadcast(&mut self) {
        let file = large_bundle();
        let imported = self.asha.import(self.vault, &file, false).await.unwrap();
        self.rao.sync().await.unwrap();
        assert_eq!(
            readable(&mut self.rao, self.vault).await,
            0,
            "not broadcast, not readable"
        );
        self.imported = self.asha.broadcast_all().await.unwrap();
        assert_eq!(self.imported, imported.records.len());
        self.rao.sync().await.unwrap();
        let exported = self.rao.export(self.vault).await.unwrap().to_json_bytes();
        assert_eq!(
            resources(&exported),
            resources(&file),
            "equal resource by resource"
        );
    }

    /// Two prescriptions wait; one is kept, one broadcast. Gives the one kept.
    async fn decide_on_prescriptions(&mut self) -> RecordId {
        let kept = self.prescribe("Amoxicillin 500 mg").await;
        let shared = self.prescribe("Paracetamol 650 mg").await;
        self.asha.sync().await.unwrap();
        let inbox = self.asha.inbox().await.unwrap();
        assert_eq!(
            inbox.iter().map(|view| view.at.record).collect::<Vec<_>>(),
            [kept, shared]
        );
        self.asha.admit(&[kept], false).await.unwrap();
        self.asha.admit(&[shared], true).await.unwrap();
        assert!(self.asha.inbox().await.unwrap().is_empty());
        kept
    }

    /// A second doctor joins with full history, a third from now on. Gives what all three can read.
    async fn join(&mut self, kept: RecordId) -> RecordId {
        visit(&mut self.bose, &mut self.asha, ask(true))
            .await
            .unwrap();
        assert_eq!(
            readable(&mut self.bose, self.vault).await,
            self.imported + 1
        );
        assert!(
            self.bose.record(self.vault, kept, None).await.is_err(),
            "kept private"
        );
        assert!(
            self.rao.record(self.vault, kept, None).await.is_ok(),
            "his own copy"
        );
        visit(&mut self.iyer, &mut self.asha, ask(false))
            .await
            .unwrap();
        assert_eq!(readable(&mut self.iyer, self.vault).await, 0, "from now on");
        let third = self.prescribe_and_broadcast("Metformin 500 mg").await;
        for doctor in [&mut self.rao, &mut self.bose, &mut self.iyer] {
            doctor.sync().await.unwrap();
            assert!(doctor.record(self.vault, third, None).await.is_ok());
        }
        third
    }

    /// One is stopped, one removed. Gives what only the one who stays can read.
    async fn leave(&mut self, third: RecordId) -> RecordId {
        self.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
        self.asha.take_off("Dr Iyer", Leave::Removed).await.unwrap();
        let fourth = self.prescribe_and_broadcast("Amlodipine 5 mg").await;
        self.bose.sync().await.unwrap();
        assert!(self.bose.record(self.vault, fourth, None).await.is_err());
        assert!(
            self.bose.record(self.vault, third, None).await.is_ok(),
            "what was had stays readable"
        );
        assert!(
            self.bose
                .add(self.vault, &prescription("rx", "x"), false)
                .await
                .is_err()
        );
        let report = self.iyer.sync().await.unwrap();
        assert_eq!(report.ended, ["Asha"]);
        assert!(
            self.iyer.view(self.vault).is_err(),
            "keys and copies are gone"
        );

        // Who was only stopped can still be removed; after that there is nothing left to take.
        self.asha.take_off("Dr Bose", Leave::Removed).await.unwrap();
        assert_eq!(self.bose.sync().await.unwrap().ended, ["Asha"]);
        assert!(self.bose.view(self.vault).is_err());
        for leave in [Leave::Removed, Leave::Stopped] {
            assert!(self.asha.take_off("Dr Bose", leave).await.is_err());
        }
        fourth
    }

    /// The patient comes back with the kit alone; the lost device is out.
    async fn come_back(mut self, fourth: RecordId) {
        let before = readable(&mut self.asha, self.vault).await;
        let words = self.kit.words.clone().unwrap();
        let home = self.clinic.place("Asha again");
        let (again, _) = home
            .recover(&self.clinic.url(), &words, "another password")
            .await
            .unwrap();
        drop(std::mem::replace(&mut self.asha, again));
        self.asha.sync().await.unwrap();
        assert_eq!(readable(&mut self.asha, self.vault).await, before);
        self.rao.sync().await.unwrap();
        assert!(self.rao.record(self.vault, fourth, None).await.is_ok());
        let fifth = self.prescribe_and_broadcast("Atorvastatin 10 mg").await;
        self.rao.sync().await.unwrap();
        assert!(self.rao.record(self.vault, fifth, None).await.is_ok());

        let lost = self
            .clinic
            .place("Asha")
            .session()
            .await
            .unwrap()
            .sync()
            .await;
        assert!(
            matches!(lost, Err(client::ClientError::SignedOut)),
            "{lost:?}"
        );
        let old = self
            .clinic
            .place("Asha")
            .sign_in(None, None, PASSWORD)
            .await;
        assert!(matches!(old, Err(client::ClientError::WrongPassword)));
        let names: Vec<String> = self
            .asha
            .sharers()
            .unwrap()
            .into_iter()
            .filter(|s| s.ended.is_none())
            .map(|s| s.name)
            .collect();
        assert_eq!(names, ["Dr Rao"], "who may see is known by name again");
        let read = |event: &client::history::Event| {
            matches!(event.what, client::history::What::Read { .. })
        };
        assert!(
            self.asha.history(self.vault).unwrap().iter().any(read),
            "who read what is known again"
        );
    }

    async fn prescribe(&mut self, drug: &str) -> RecordId {
        self.rao
            .add(self.vault, &prescription("rx", drug), false)
            .await
            .unwrap()
            .0
    }

    async fn prescribe_and_broadcast(&mut self, drug: &str) -> RecordId {
        let record = self.prescribe(drug).await;
        self.asha.sync().await.unwrap();
        self.asha.admit(&[record], true).await.unwrap();
        record
    }
}

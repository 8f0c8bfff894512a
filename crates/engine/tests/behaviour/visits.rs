//! Invitations that are not as they should be, and forms filled in before anybody was let in.

use bridge::{
    Answer, Cause, Consent, Draft, DraftAllergy, Hidden, InvitationState, Profile, Request,
    Visibility,
};

use crate::world::{
    Clinic, WHEN, consent, eventually, look, on_one_thread, pressure, systolic, visit, visit_with,
};

fn intake() -> Vec<Draft> {
    vec![
        Draft::Patient(Profile {
            name: "Asha Verma".to_owned(),
            birth_date: Some("1958".to_owned()),
            gender: Some("female".to_owned()),
            ..Profile::default()
        }),
        pressure(128, 82),
        Draft::Allergy(DraftAllergy {
            name: "Penicillin".to_owned(),
            critical: true,
            when: WHEN.to_owned(),
            ..DraftAllergy::default()
        }),
    ]
}

#[tokio::test]
async fn an_invitation_that_is_broken_foreign_used_withdrawn_or_too_old() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let elsewhere = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let bose = elsewhere.doctor("Dr Bose").await;
        let broken = |text: &str| Request::Look {
            link: Hidden::new(text),
        };
        let good = rao.invite(Vec::new()).await;
        let cut = good.link.clone().unwrap();
        for text in ["", "https://example.org", &cut[..cut.len() - 9]] {
            assert_eq!(asha.refused(broken(text)).await, Cause::BadLink, "{text}");
        }
        let foreign = bose.invite(Vec::new()).await;
        assert_eq!(asha.refused(look(&foreign)).await, Cause::ForeignInvitation);
        let withdrawn = rao.invite(Vec::new()).await;
        rao.get(Request::ForgetInvitation {
            id: withdrawn.id.clone(),
        })
        .await;
        assert_eq!(asha.refused(look(&withdrawn)).await, Cause::InvitationOver);
        assert_eq!(rao.invitations().await.len(), 1);
        let denied = rao.invite(Vec::new()).await;
        asha.look(&denied).await;
        asha.get(Request::Deny).await;
        assert_eq!(asha.refused(look(&denied)).await, Cause::InvitationOver);
        eventually(async || {
            let own = rao.invitations().await;
            (own[0].state == InvitationState::Denied).then_some(())
        })
        .await;
        let meena = clinic.patient("Meena").await;
        asha.look(&good).await;
        meena.look(&good).await;
        asha.get(Request::AnswerVisit).await;
        assert_eq!(
            meena.refused(Request::AnswerVisit).await,
            Cause::InvitationUsed
        );
        assert_eq!(meena.refused(look(&good)).await, Cause::InvitationUsed);
        let old = rao.invite(Vec::new()).await;
        clinic.later(25 * 60);
        assert_eq!(meena.refused(look(&old)).await, Cause::InvitationExpired);
        let own = rao.invitations().await;
        assert_eq!((own[0].state, &own[0].link), (InvitationState::Over, &None));
    })
    .await;
}

#[tokio::test]
async fn a_form_filled_in_before_is_added_once_when_the_patient_accepts() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("A V").await, clinic.doctor("Dr Rao").await);
        let wrong = Request::Invite {
            may_add: true,
            history: true,
            visit_hours: None,
            intake: vec![pressure(1280, 82)],
        };
        assert_eq!(rao.refused(wrong).await, Cause::OutOfRange);
        assert!(rao.invitations().await.is_empty());
        let invitation = rao.invite(intake()).await;
        assert!(invitation.intake);
        assert_eq!(invitation.name.as_deref(), Some("Asha Verma"));
        asha.look(&invitation).await;
        asha.get(Request::AnswerVisit).await;
        // The tab is closed and opened again before the patient has decided.
        let rao = rao.reopen().await;
        rao.unlock().await;
        asha.get(Request::Accept(consent(true))).await;
        let inbox = eventually(async || {
            let entries = asha.entries(None).await;
            (entries.len() == 3).then_some(entries)
        })
        .await;
        assert!(inbox.iter().all(|e| e.visibility == Visibility::Inbox));
        let rao = rao.reopen().await;
        rao.unlock().await;
        rao.get(Request::Sync).await;
        let patient = eventually(async || rao.patients().await.pop()).await;
        assert_eq!(patient.name, "Asha Verma");
        assert_eq!(patient.birth_date.as_deref(), Some("1958"));
        assert_eq!(rao.entries(Some(&patient.vault)).await.len(), 3);
        assert!(!rao.invitations().await[0].intake);
    })
    .await;
}

#[tokio::test]
async fn a_form_waits_for_as_long_as_one_may_only_read() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let vault = visit_with(&rao, &asha, intake(), consent(false)).await;
        assert!(rao.entries(Some(&vault)).await.is_empty());
        assert!(rao.invitations().await[0].intake);
    })
    .await;
}

#[tokio::test]
async fn a_visit_ends_by_itself() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let for_a_visit = Consent {
            visit_hours: Some(1),
            ..consent(true)
        };
        let vault = visit_with(&rao, &asha, Vec::new(), for_a_visit).await;
        assert!(rao.patients().await[0].until.is_some());
        clinic.later(90);
        rao.get(Request::Sync).await;
        rao.hears(|event| matches!(event, bridge::Event::AccessEnded(_)))
            .await;
        let closed = Request::Records { vault: Some(vault) };
        assert_eq!(rao.refused(closed).await, Cause::AccessEnded);
        // Met before, asked again.
        visit(&rao, &asha).await;
    })
    .await;
}

#[tokio::test]
async fn a_lock_between_the_number_and_the_yes_loses_nothing() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let (asha, rao) = (clinic.patient("Asha").await, clinic.doctor("Dr Rao").await);
        let invitation = rao.invite(Vec::new()).await;
        assert_eq!(asha.look(&invitation).await.code, None);
        let Answer::Text(code) = asha.get(Request::AnswerVisit).await else {
            panic!("no code");
        };
        let asha = asha.reopen().await;
        asha.unlock().await;
        let again = asha.look(&invitation).await;
        assert_eq!(again.code.as_ref(), Some(&code));
        asha.get(Request::Accept(consent(true))).await;
        eventually(async || (rao.patients().await.len() == 1).then_some(())).await;
        // Once decided, it is as used as any other.
        assert_eq!(asha.refused(look(&invitation)).await, Cause::InvitationUsed);
        // And for others it was so all the time.
        let next = rao.invite(Vec::new()).await;
        let meena = clinic.patient("Meena").await;
        meena.look(&next).await;
        meena.get(Request::AnswerVisit).await;
        assert_eq!(asha.refused(look(&next)).await, Cause::InvitationUsed);
        meena.look(&next).await;
        meena.get(Request::Deny).await;
        assert_eq!(meena.refused(look(&next)).await, Cause::InvitationUsed);
    })
    .await;
}

#[tokio::test]
async fn what_was_measured_in_childhood_is_marked_as_such() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let asha = clinic.patient("Asha").await;
        // Measured on the last of May 2024.
        asha.add(None, vec![pressure(96, 58)]).await;
        let born = |date: &str| {
            Draft::Patient(Profile {
                name: "Asha".to_owned(),
                birth_date: Some(date.to_owned()),
                ..Profile::default()
            })
        };
        let of_child = async || {
            let entries = asha.entries(None).await;
            let pressure = entries.iter().find(|entry| systolic(entry).is_some());
            pressure.unwrap().of_child
        };
        assert!(!of_child().await, "nothing is known");
        asha.add(None, vec![born("1984-03-09")]).await;
        assert!(!of_child().await);
        clinic.later(1);
        asha.add(None, vec![born("2006-06-01")]).await;
        assert!(of_child().await, "a day before eighteen");
    })
    .await;
}

//! A patient signs in on a new device, which learns everything from the log alone.

use system_tests::{
    clinic::{Clinic, PASSWORD, ask, bundle},
    practice::readable,
};
use wire::person::Role;

#[tokio::test]
async fn what_was_shown_to_a_doctor_who_was_never_let_in_is_read_on_a_new_device() {
    let clinic = Clinic::open().await;
    let (mut asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
    let mut sen = clinic.doctor("Dr Sen").await;
    let vault = asha.own_vault().unwrap();
    asha.import(vault, &bundle(0), false).await.unwrap();
    let link = sen.invite(ask(true), 24).await.unwrap();
    let visit = asha.look(&link).await.unwrap();
    asha.answer(&visit).await.unwrap();
    let record = asha.records(vault).await.unwrap().0[0].at.record;
    let shown = asha.show_at_visit(&visit, record, None).await.unwrap();

    // Nothing else in the log names this doctor.
    let there = clinic.place("Asha's new telephone");
    let (url, secret) = (clinic.url(), kit.account_secret.as_str());
    let there = there.sign_in(Some(&url), Some(secret), PASSWORD).await;
    let mut there = there.unwrap();
    let report = there.sync().await.unwrap();
    assert_eq!(report.troubles, Vec::<String>::new());
    let known = there.showings().unwrap();
    assert_eq!((known.len(), known[0].at.record), (1, record));
    assert_eq!(known[0].name, "Dr Sen");
    assert_eq!(
        readable(&mut there, vault).await,
        readable(&mut asha, vault).await
    );

    // What was shown on one is taken back on the other.
    there.take_back(&shown.person, shown.number).await.unwrap();
    let mut there = clinic.reopen(there, "Asha's new telephone").await;
    asha.sync().await.unwrap();
    there.sync().await.unwrap();
    for device in [&asha, &there] {
        assert!(device.showings().unwrap()[0].taken_back.is_some());
    }
}

//! The Wisconsin Diagnostic data through the whole system, both ways.

use system_tests::{
    clinic::Clinic,
    laboratory::{Laboratory, ask, terms, while_serving},
};

use crate::wdbc::splits;

#[tokio::test]
async fn the_labels_of_a_sealed_set_are_those_of_the_plaintext_on_a_whole_split() {
    let split = splits().swap_remove(3);
    let clinic = Clinic::open().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let set = rao.create_set(&split.model).await.unwrap();
    assert_eq!((set.count(), set.item().blocks), (455, 4));
    let rows: Vec<Vec<f64>> = split
        .tests
        .iter()
        .map(|test| test.measurements.clone())
        .collect();
    let verdicts = rao.evaluate_set(&set, &rows).await.unwrap();
    let plain = rows.iter().map(|row| split.model.classify(row).unwrap());
    let different = verdicts
        .iter()
        .map(|verdict| verdict.class)
        .zip(plain)
        .filter(|(a, b)| a != b);
    assert_eq!(different.count(), 0);
    assert_eq!(verdicts.len(), 114);
}

#[tokio::test]
async fn the_labels_of_a_provider_are_those_of_the_plaintext() {
    let split = splits().swap_remove(5);
    let mut at = Laboratory::with(split.model.clone(), terms(200)).await;
    let mut provider = at.provider();
    let (asha, listing) = (&mut at.asha, &at.listing);
    let story = async {
        for test in split.tests.iter().take(30) {
            let verdict = ask(asha, listing, &test.measurements).await.unwrap();
            assert_eq!(
                verdict.class,
                split.model.classify(&test.measurements).unwrap()
            );
        }
    };
    while_serving(&mut provider, story).await;
}

//! 39: somebody who asks more often than the provider allows, and a server that lets it pass.

use client::error::{ClientError, InquiryEnd};
use system_tests::laboratory::{Laboratory, small_model, terms};

const ROW: [f64; 4] = [500.0, 400.0, 300.0, 200.0];

#[tokio::test]
async fn attack_39_a_provider_counts_for_itself() {
    let mut at = Laboratory::with(small_model(20), terms(2)).await;
    let mut provider = at.provider();
    for _ in 0..2 {
        at.ask(&mut provider, &ROW).await.unwrap();
    }
    let refused = at.ask(&mut provider, &ROW).await;
    assert!(
        matches!(
            refused,
            Err(ClientError::Inquiry(InquiryEnd::TooOften { .. }))
        ),
        "{refused:?}"
    );
    // The server forgets what it has counted.
    at.clinic.stop().await;
    let store = store::Store::open(store::Options::new(at.clinic.data()))
        .await
        .unwrap();
    store.forget_inquiries(u64::MAX).await.unwrap();
    store.close().await;
    drop(store);
    at.clinic.start().await;
    match at.ask(&mut provider, &ROW).await {
        Err(ClientError::Inquiry(InquiryEnd::TooOften { seconds })) => {
            assert!((80_000..=86_401).contains(&seconds), "{seconds}");
        }
        other => panic!("{other:?}"),
    }
    // Another account has not asked yet.
    let meera = at.clinic.patient("Meera").await;
    at.asha = meera;
    at.ask(&mut provider, &ROW).await.unwrap();
}

//! A laboratory that has published a classifier, and somebody who asks it.

use std::ops::ControlFlow;

use client::{
    classifiers::{Listing, Prepared, Provider, Status, Terms, Verdict},
    env::Env,
    error::ClientError,
};
use knn::{Model, Names, Rule, Weights};
use wire::classifier::{LatticeVersion, Source};

use crate::clinic::{Clinic, Person};

/// The laboratory and who asks it, in a clinic whose server lies when told to.
pub struct Laboratory {
    /// The clinic.
    pub clinic: Clinic,
    /// The laboratory's account.
    pub lab: Person,
    /// Who asks.
    pub asha: Person,
    /// What is published.
    pub model: Model,
    /// Its card.
    pub listing: Listing,
}

impl Laboratory {
    /// Opens one with a small classifier.
    pub async fn open() -> Self {
        Self::with(small_model(60), terms(100)).await
    }

    /// Opens one with this model on these terms.
    pub async fn with(model: Model, terms: Terms) -> Self {
        let clinic = Clinic::open_lying().await;
        let mut lab = clinic.doctor("City Laboratory").await;
        let asha = clinic.patient("Asha").await;
        let listing = lab.publish_classifier(&model, &terms, None).await.unwrap();
        Self {
            clinic,
            lab,
            asha,
            model,
            listing,
        }
    }

    /// The laboratory's program, with the clinic's clock.
    pub fn provider(&self) -> Provider {
        let env = self.env();
        self.lab
            .answer_for(&self.listing, &self.model, env)
            .unwrap()
    }

    /// The clinic's clock, and randomness.
    pub fn env(&self) -> Env {
        self.clinic.env()
    }

    /// An inquiry, all of it, while the laboratory's program runs. Nothing is prepared until it is connected.
    ///
    /// # Errors
    /// As the client has it.
    pub async fn ask(
        &mut self,
        provider: &mut Provider,
        measurements: &[f64],
    ) -> Result<Verdict, ClientError> {
        let (asha, listing) = (&mut self.asha, &self.listing);
        while_serving(provider, ask(asha, listing, measurements)).await
    }
}

/// Prepares and asks.
///
/// # Errors
/// As the client has it.
pub async fn ask(
    asker: &mut Person,
    listing: &Listing,
    measurements: &[f64],
) -> Result<Verdict, ClientError> {
    let prepared = prepare(asker, listing).await?;
    asker.ask_classifier(prepared, measurements).await
}

/// Prepares, as soon as the provider is connected.
///
/// # Errors
/// As the client has it.
pub async fn prepare(asker: &mut Person, listing: &Listing) -> Result<Prepared, ClientError> {
    let away = client::error::InquiryEnd::Away;
    for _ in 0..100 {
        match asker.prepare_inquiry(listing, None).await {
            Err(ClientError::Inquiry(end)) if end == away => {}
            other => return other,
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(away.into())
}

/// Does `story` while the provider's program runs.
pub async fn while_serving<T>(provider: &mut Provider, story: impl Future<Output = T>) -> T {
    tokio::select! {
        ended = provider.serve(|_| ControlFlow::Continue(())) => panic!("{ended:?}"),
        told = story => told,
    }
}

/// Runs the provider's program until its status is as wished.
pub async fn serve_until(provider: &mut Provider, wish: impl Fn(&Status) -> bool) {
    let stop = |status: &Status| {
        if wish(status) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    provider.serve(stop).await.unwrap();
}

/// Terms over the lattice.
pub fn terms(daily: u32) -> Terms {
    Terms {
        purpose: "Tells benign from malignant, of a mass that was punctured.".to_owned(),
        units: Vec::new(),
        source: Source::Lattice(LatticeVersion { version: 1 }),
        daily,
    }
}

/// Rows of four measurements that no two tests make alike by chance.
pub fn rows(count: u32) -> Vec<Vec<f64>> {
    let mut state = 7_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 12) / 1024.0
    };
    (0..count)
        .map(|_| (0..4).map(|_| next()).collect())
        .collect()
}

/// A classifier of three classes over four measurements.
pub fn small_model(count: u32) -> Model {
    let rows = rows(count);
    let class = |row: &Vec<f64>| {
        let sum: f64 = row.iter().sum();
        if sum < 1700.0 {
            0
        } else {
            u8::from(row[0] > row[3]) + 1
        }
    };
    let labels = rows.iter().map(class).collect();
    let names = Names {
        title: "Spots on a leaf".to_owned(),
        features: ["length", "breadth", "spots", "holes"]
            .map(str::to_owned)
            .to_vec(),
        classes: ["rust", "mildew", "none"].map(str::to_owned).to_vec(),
    };
    let rule = Rule::new(3, Weights::Rank, 3).unwrap();
    Model::train(names, &rows, labels, rule).unwrap()
}

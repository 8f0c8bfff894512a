//! `sehat knn list`: what can be asked.

use client::classifiers::Listing;
use serde_json::{Value, json};
use wire::classifier::{Source, Weights};

use super::find;
use crate::{answer::Answer, app::App, failure::Failure, listing::table};

/// List the classifiers that are published at your server
///
/// Each card was verified: it is signed by whoever answers. Whether the provider is connected right now, asking tells.
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat knn list

As JSON: {\"classifiers\": [{\"id\", \"title\", \"purpose\", \"provider\", \"own\", \"samples\", \"features\": [{\"name\", \"unit\", \"low\",
\"high\"}], \"bits\", \"classes\", \"k\", \"weights\", \"source\", \"per_day\", \"version\"}]}")]
pub(super) struct Args {}

/// Lists them.
pub(super) async fn run(app: &App, _: Args) -> Result<Answer, Failure> {
    let mut session = app.synced().await?.session;
    let listings = find::published(app, &mut session).await?;
    let me = session.identity().person;
    let json: Vec<Value> = listings
        .iter()
        .map(|listing| to_json(listing, listing.card().provider == me))
        .collect();
    let rows: Vec<Vec<String>> = listings.iter().map(row).collect();
    let text = match rows.is_empty() {
        true => "No classifier is published at this server.".to_owned(),
        false => table(
            &[
                "ID",
                "CLASSIFIER",
                "BY",
                "SAMPLES",
                "MEASUREMENTS",
                "CLASSES",
                "SEALED BY",
                "A DAY",
            ],
            &rows,
        ),
    };
    Ok(Answer::new(text, json!({ "classifiers": json })))
}

fn row(listing: &Listing) -> Vec<String> {
    let card = listing.card();
    vec![
        short(&card.id.to_string()),
        card.title.clone(),
        card.profile.name.clone(),
        card.samples.to_string(),
        card.features.len().to_string(),
        card.classes.join(", "),
        source_name(card.source),
        card.daily.to_string(),
    ]
}

/// The beginning of an id, as it is listed and can be typed back.
pub(super) fn short(id: &str) -> String {
    id.chars().take(SHORT).collect()
}

fn to_json(listing: &Listing, own: bool) -> Value {
    let card = listing.card();
    let features: Vec<Value> = card
        .features
        .iter()
        .map(|feature| {
            json!({
                "name": feature.name,
                "unit": feature.unit,
                "low": feature.low.value(),
                "high": feature.high.value(),
            })
        })
        .collect();
    json!({
        "id": card.id.to_string(),
        "title": card.title,
        "purpose": card.purpose,
        "provider": card.profile.name,
        "own": own,
        "samples": card.samples,
        "features": features,
        "bits": card.bits,
        "classes": card.classes,
        "k": card.neighbours,
        "weights": match card.weights {
            Weights::Uniform => "uniform",
            Weights::Rank => "rank",
        },
        "source": source_name(card.source),
        "per_day": card.daily,
        "version": card.version,
    })
}

/// The scheme that seals questions, as `--source` names it.
pub(super) fn source_name(source: Source) -> String {
    match source {
        Source::Lattice(_) => "lattice".to_owned(),
        Source::Paillier(paillier) => format!("paillier-{}", paillier.bits),
    }
}

/// The characters of an id that are shown.
const SHORT: usize = 8;

//! `sehat knn sets`: one's own sealed sets.

use client::sealed_sets::SealedSet;
use serde_json::{Value, json};

use super::{find, list::short};
use crate::{answer::Answer, app::App, failure::Failure, listing::table};

/// List your sealed sets, or the samples of one
///
/// A sample has a number, by which `sehat knn remove` takes it out. What its measurements are, only the sealed blocks know.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn sets
  sehat knn sets 'My masses'

As JSON: {\"sets\": [{\"set\", \"title\", \"samples\", \"features\", \"classes\", \"version\"}]}; with a name
{\"set\", \"title\", \"features\", \"classes\", \"version\", \"samples\": [{\"number\", \"class\"}]}")]
pub(super) struct Args {
    /// The title of one, or the first characters of its id
    set: Option<String>,
}

/// Lists them.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut session = app.synced().await?.session;
    if let Some(name) = &args.set {
        return Ok(samples(&find::set(app, &mut session, name).await?));
    }
    let sets = find::sealed(app, &mut session).await?;
    let json: Vec<Value> = sets
        .iter()
        .map(|set| {
            let mut json = about(set);
            json["samples"] = set.count().into();
            json
        })
        .collect();
    let rows: Vec<Vec<String>> = sets
        .iter()
        .map(|set| {
            vec![
                short(&set.item().id.to_string()),
                set.title().to_owned(),
                set.count().to_string(),
                set.features().count().to_string(),
                set.classes().join(", "),
            ]
        })
        .collect();
    let text = match rows.is_empty() {
        true => {
            "You have no sealed set: `sehat knn publish MODEL --sealed NAME` makes one.".to_owned()
        }
        false => table(&["ID", "SET", "SAMPLES", "MEASUREMENTS", "CLASSES"], &rows),
    };
    Ok(Answer::new(text, json!({ "sets": json })))
}

fn samples(set: &SealedSet) -> Answer {
    let class = |class: u8| set.classes()[usize::from(class)].clone();
    let samples = set.samples();
    let rows: Vec<Vec<String>> = samples
        .iter()
        .map(|&(number, label)| vec![number.to_string(), class(label)])
        .collect();
    let mut json = about(set);
    json["samples"] = samples
        .iter()
        .map(|&(number, label)| json!({ "number": number, "class": class(label) }))
        .collect();
    Answer::new(table(&["NUMBER", "CLASS"], &rows), json)
}

/// A set as JSON, but for its samples.
pub(super) fn about(set: &SealedSet) -> Value {
    json!({
        "set": set.item().id.to_string(),
        "title": set.title(),
        "features": set.features().collect::<Vec<_>>(),
        "classes": set.classes(),
        "version": set.item().version,
    })
}

//! `sehat knn remove`: samples out of a sealed set.

use serde_json::json;

use super::find;
use crate::{answer::Answer, app::App, failure::Failure, listing::count};

/// Take samples out of a sealed set of yours
///
/// Only the blocks that change are sealed and sent anew; the set then decides like one that never had these samples. Numbers
/// stay as they are and never come back.
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat knn remove 'My masses' --row 17 --row 30

As JSON: {\"set\", \"removed\", \"samples\"}")]
pub(super) struct Args {
    /// The title of the set, or the first characters of its id
    set: String,
    /// The number of a sample, as `sehat knn sets SET` lists it; can be given several times
    #[arg(long, value_name = "NUMBER", required = true)]
    row: Vec<u32>,
}

/// Takes them out.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut session = app.synced().await?.session;
    let mut set = find::set(app, &mut session, &args.set).await?;
    let there = set.samples();
    let missing = |number: &&u32| !there.iter().any(|(known, _)| known == *number);
    if let Some(number) = args.row.iter().find(missing) {
        let message = format!("\"{}\" has no sample {number}", set.title());
        return Err(
            Failure::new(crate::failure::Kind::NotFound, "not_found", message)
                .advise("`sehat knn sets SET` lists them."),
        );
    }
    let before = set.count();
    let outcome = session.remove_samples(&mut set, &args.row).await;
    let removed = before - set.count();
    outcome.map_err(|error| find::broken_off(error.into(), &set, removed, "taken out"))?;
    let json = json!({
        "set": set.item().id.to_string(),
        "removed": removed,
        "samples": set.count(),
    });
    let text = format!(
        "{} taken out of \"{}\": {} are left",
        count(removed, "sample"),
        set.title(),
        set.count()
    );
    Ok(Answer::new(text, json))
}

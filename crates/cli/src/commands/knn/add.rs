//! `sehat knn add`: samples into a sealed set.

use std::path::PathBuf;

use serde_json::json;

use super::find;
use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    labelled::{labels, measurements},
    listing::count,
    table::{Column, Table, Wanted},
};

/// Add samples to a sealed set of yours
///
/// Only the blocks that change are sealed and sent anew. Columns are found by the names of the measurements; a value outside the
/// set's range counts as its edge, for ranges stay as they were when the set was made.
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat knn add 'My masses' more.csv --label diagnosis

As JSON: {\"set\", \"added\", \"samples\"}")]
pub(super) struct Args {
    /// The title of the set, or the first characters of its id
    set: String,
    /// The table; `-` is the input stream
    rows: PathBuf,
    /// The column with the class of each row
    #[arg(long, value_name = "COLUMN")]
    label: String,
}

/// Adds them.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let table = Table::read(&args.rows, Wanted::All)?;
    let mut session = app.synced().await?.session;
    let mut set = find::set(app, &mut session, &args.set).await?;
    let columns = set.features().map(|name| table.column(name));
    let columns: Vec<&Column> = columns.collect::<Result<_, _>>()?;
    let rows = measurements(&table, &columns)?;
    let classes = labels(&table, table.column(&args.label)?, set.classes())?;
    let before = set.count();
    let outcome = session.append_samples(&mut set, &rows, &classes).await;
    let added = set.count() - before;
    outcome.map_err(|error| find::broken_off(error.into(), &set, added, "added"))?;
    let json = json!({
        "set": set.item().id.to_string(),
        "added": rows.len(),
        "samples": set.count(),
    });
    let text = format!(
        "{} added to \"{}\": {} now",
        count(rows.len(), "sample"),
        set.title(),
        set.count()
    );
    Ok(Answer::new(text, json))
}

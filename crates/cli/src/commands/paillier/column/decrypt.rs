//! `sehat paillier column decrypt`: a sealed column or a sealed result, opened.

use std::path::PathBuf;

use paillier::{Error, Exact, FormatFault};
use sealed::statistics::shortest;
use serde_json::{Value, json};

use super::result::{Asked, LIMIT, to_json, to_text};
use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    file,
    keys::{self, KeyLengths, one_stream_at_most},
    listing::count,
    sealed_column::{OpenSum, SealedColumn, SealedSum},
};

/// Open a sealed column, sum, mean or variance
///
/// A column is written as CSV, with an empty line for a missing value; a result is told.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier column decrypt private.json mean.sealed
  sehat paillier column decrypt private.json sbp.sealed --output sbp.csv

As JSON: {\"count\", \"sum\", \"mean\"}, with \"variance\" and \"deviation\" where the squares were added; of a column
{\"values\"}, or {\"file\", \"rows\", \"missing\"} with --output")]
pub(super) struct Args {
    /// The private key
    private: PathBuf,
    /// The sealed column or result; `-` is the input stream
    sealed: PathBuf,
    /// Save to a file instead of printing it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    lengths: KeyLengths,
}

enum Opened {
    Sum(OpenSum),
    Column(Vec<Option<Exact>>),
}

/// Opens it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.private, &args.sealed])?;
    if let Some(path) = &args.output {
        file::must_be_writable(path)?;
    }
    let key = keys::read_private(app, &args.private, args.lengths)?;
    let path = args.sealed.clone();
    let opened = app
        .compute(move |work| {
            let bytes = file::read_up_to(&path, LIMIT)?;
            let open = || match SealedSum::parse(key.public(), &bytes) {
                Err(Error::Format(FormatFault::Magic)) => {
                    let column = SealedColumn::parse(key.public(), &bytes)?;
                    let values = work.stage("opening", |progress| column.open(&key, progress));
                    values.value.map(Opened::Column)
                }
                sum => sum?.open(&key).map(Opened::Sum),
            };
            open().map_err(|error| Failure::from(error).about(&path))
        })
        .await?;
    match opened {
        Opened::Sum(sum) => {
            let about = |error| Failure::from(error).about(&args.sealed);
            let text = to_text(&sum, Asked::All).map_err(about)?;
            let json = to_json(&sum, Asked::All).map_err(about)?;
            save(args.output, text, json)
        }
        Opened::Column(values) => give_column(app, args.output, &values),
    }
}

fn save(output: Option<PathBuf>, text: String, mut json: Value) -> Result<Answer, Failure> {
    let Some(path) = output else {
        return Ok(Answer::new(text, json));
    };
    file::write(&path, format!("{text}\n").as_bytes(), true)?;
    if file::is_stream(&path) {
        return Ok(Answer::nothing());
    }
    json["file"] = path.display().to_string().into();
    Ok(Answer::new(format!("{}: opened", path.display()), json))
}

fn give_column(
    app: &App,
    output: Option<PathBuf>,
    values: &[Option<Exact>],
) -> Result<Answer, Failure> {
    let cells: Vec<Option<String>> = values
        .iter()
        .map(|value| value.as_ref().map(shortest))
        .collect();
    if app.json() && output.as_deref().is_none_or(file::is_stream) {
        let numbers: Vec<Option<Value>> = cells
            .iter()
            .map(|cell| {
                cell.as_deref()
                    .and_then(|cell| serde_json::from_str(cell).ok())
            })
            .collect();
        return Ok(Answer::new("", json!({ "values": numbers })));
    }
    // Printed for people there is no heading; empty lines at the end are missing values as well.
    let mut text = String::from(if output.is_some() { "value\n" } else { "" });
    let path = output.unwrap_or_else(|| PathBuf::from("-"));
    for cell in &cells {
        text.push_str(cell.as_deref().unwrap_or_default());
        text.push('\n');
    }
    file::write(&path, text.as_bytes(), true)?;
    if file::is_stream(&path) {
        return Ok(Answer::nothing());
    }
    let missing = cells.iter().filter(|cell| cell.is_none()).count();
    let name = path.display().to_string();
    let text = format!(
        "{name}: {} ({missing} missing), opened",
        count(cells.len(), "row")
    );
    Ok(Answer::new(
        text,
        json!({ "file": name, "rows": cells.len(), "missing": missing }),
    ))
}

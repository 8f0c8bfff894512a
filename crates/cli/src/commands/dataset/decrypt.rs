//! `sehat dataset decrypt`: a sealed data set as CSV again, or sealed sums told.

use std::path::PathBuf;

use paillier::PrivateKey;
use sealed::{
    dataset::{Content, Dataset},
    secret::FormSecret,
    statistics::shortest,
    totals::Totals,
};
use serde_json::json;

use super::stats::told;
use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    file,
    keys::{self, KeyLengths},
    listing::count,
    table::{Column, sealed_file},
    work::Work,
};

/// Open a sealed data set, or the sealed sums of one
///
/// A data set is written as CSV, numbers without zeros at their end.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat dataset decrypt private.json wdbc.xlsx --output wdbc-again.csv
  sehat dataset decrypt private.json survey.xlsx --secret form-keys/secret.json --output survey.csv
  sehat dataset decrypt private.json sums.json

As JSON: {\"file\", \"rows\", \"columns\"}, or for sums as `sehat dataset stats`")]
pub(super) struct Args {
    /// The private key
    private: PathBuf,
    /// The sealed data set, or sums as `sehat dataset stats` writes them
    sealed: PathBuf,
    /// Where to write the data set; `-` is the output stream
    #[arg(long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// The form secret, where columns of text are locked
    #[arg(long, value_name = "FILE")]
    secret: Option<PathBuf>,
    #[command(flatten)]
    lengths: KeyLengths,
}

enum Opened {
    Sums(Answer),
    Table(Vec<Column>, usize),
}

/// Opens it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    file::must_be_writable(&args.output)?;
    let key = keys::read_private(app, &args.private, args.lengths)?;
    let secret = match &args.secret {
        Some(path) => Some(keys::read_secret(app, path)?),
        None => None,
    };
    let path = args.sealed.clone();
    let opened = app
        .compute(move |work| {
            let about = |error: sealed::SealedError| Failure::from(error).about(&path);
            let bytes = sealed_file::bytes(&path)?;
            if bytes.first() == Some(&b'{') {
                let totals = Totals::parse(key.public(), &bytes).map_err(about)?;
                let sums = told(&totals.open(&key).map_err(about)?, &[]);
                return sums
                    .map(Opened::Sums)
                    .map_err(|failure| failure.about(&path));
            }
            let stored = work.wait("reading", || sealed_file::parse(&path, bytes));
            let dataset = Dataset::read(key.public(), stored.value?).map_err(about)?;
            let rows = dataset.rows;
            let columns = open(work, &key, secret.as_ref(), &dataset)
                .map_err(|failure| failure.about(&path))?;
            Ok(Opened::Table(columns, rows))
        })
        .await?;
    let (columns, rows) = match opened {
        Opened::Sums(answer) => return Ok(answer),
        Opened::Table(columns, rows) => (columns, rows),
    };
    file::write(&args.output, &to_csv(&columns, rows)?, true)?;
    if file::is_stream(&args.output) {
        return Ok(Answer::nothing());
    }
    let name = args.output.display().to_string();
    let text = format!(
        "{name}: {} of {}, opened",
        count(columns.len(), "column"),
        count(rows, "row")
    );
    Ok(Answer::new(
        text,
        json!({ "file": name, "rows": rows, "columns": columns.len() }),
    ))
}

fn open(
    work: Work,
    key: &PrivateKey,
    secret: Option<&FormSecret>,
    dataset: &Dataset,
) -> Result<Vec<Column>, Failure> {
    let opened = work.stage("opening", |progress| {
        let all = dataset.columns.len() * dataset.rows;
        let mut columns = Vec::with_capacity(dataset.columns.len());
        for (at, column) in dataset.columns.iter().enumerate() {
            let further = |done, _| progress(at * dataset.rows + done, all);
            let cells = match (&column.content, column.content.values(), secret) {
                (Content::Clear(cells), ..) => cells.clone(),
                (_, Some(values), _) => {
                    let opened = key.decrypt_column_exact(values, &further)?;
                    opened
                        .iter()
                        .map(|cell| cell.as_ref().map(shortest))
                        .collect()
                }
                (_, None, Some(secret)) => {
                    let opened = dataset.unlock(at, secret)?.unwrap_or_default();
                    opened
                        .iter()
                        .map(|cell| cell.as_ref().map(|cell| cell.to_string()))
                        .collect()
                }
                (_, None, None) => {
                    let message = format!("column \"{}\" is locked", column.name);
                    return Err(Failure::new(Kind::WrongSecret, "wrong_secret", message)
                        .advise("Give the form secret with --secret FILE."));
                }
            };
            columns.push(Column {
                name: column.name.clone(),
                cells,
            });
        }
        Ok(columns)
    });
    opened.value
}

fn to_csv(columns: &[Column], rows: usize) -> Result<Vec<u8>, Failure> {
    let failed =
        |error: csv::Error| Failure::other(format!("the table cannot be written as CSV: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(columns.iter().map(|column| &column.name))
        .map_err(failed)?;
    for row in 0..rows {
        let cells = columns.iter().map(|column| {
            column
                .cells
                .get(row)
                .and_then(Option::as_deref)
                .unwrap_or_default()
        });
        writer.write_record(cells).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| Failure::other(error.to_string()))
}

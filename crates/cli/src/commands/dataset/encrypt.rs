//! `sehat dataset encrypt`: a table, sealed cell by cell.

use std::path::PathBuf;

use paillier::{Column as SealedValues, ColumnWithSquares};
use rand_core::Rng;
use sealed::{
    dataset::{Content, Dataset, DatasetColumn, lock_texts},
    secret::FormSecret,
};
use serde_json::json;

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    file,
    keys::{self, Key, KeyLengths, one_stream_at_most, with_key},
    listing::count,
    sealed_column::Manner,
    table::{
        Column, Numbers, Table, Wanted,
        sealed_file::{self, Format},
    },
    work::{Work, span},
};

/// Seal a data set
///
/// Every column is sealed, unless it is named to be left in the clear or out, or to be locked. A column with text in it cannot be
/// sealed: the message names its row. Nothing is rounded. With a private key in the place of the public one it is
/// quicker. The squares of the numbers are sealed beside them, so that variances can be had while sealed; without
/// them the file is half as large, and sums and means remain.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat dataset encrypt public.json wdbc.csv --clear target --output wdbc.xlsx
  sehat dataset encrypt public.json survey.csv --lock name --secret form-keys/secret.json --output survey.xlsx
  sehat dataset encrypt public.json survey.parquet --drop name --no-squares --output survey-sealed.parquet

As JSON: {\"file\", \"key\", \"rows\", \"sealed\": [names], \"clear\": [names], \"locked\": [names], \"cells\", \"size\", \"seconds\"}")]
pub(super) struct Args {
    /// The key
    key: PathBuf,
    /// The table: CSV with a heading (also packed with gzip), Parquet or Excel; `-` is the input stream
    table: PathBuf,
    /// Where to write it: a name that ends in .xlsx or .parquet
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Leave a column in the clear, where anybody can read it
    #[arg(long, value_name = "NAME")]
    clear: Vec<String>,
    /// Lock a column of text under AES-256-GCM with the form secret
    #[arg(long, value_name = "NAME", requires = "secret")]
    lock: Vec<String>,
    /// The form secret, as `sehat form keys` makes it
    #[arg(long, value_name = "FILE")]
    secret: Option<PathBuf>,
    /// Leave a column out
    #[arg(long, value_name = "NAME")]
    drop: Vec<String>,
    /// Do not seal the squares
    #[arg(long)]
    no_squares: bool,
    /// Digits kept behind the point, if not as many as each column has
    #[arg(long, value_name = "DIGITS")]
    decimals: Option<u32>,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Seals it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.key, &args.table])?;
    let format = Format::of(&args.output)?;
    file::must_not_be(&args.output, &args.table)?;
    file::must_be_writable(&args.output)?;
    let key = Key::read(app, &args.key, args.lengths)?;
    let secret = match &args.secret {
        Some(path) => Some(keys::read_secret(app, path)?),
        None => None,
    };
    let output = args.output.clone();
    let id = key.public().id().to_string();
    let (dataset, bytes, took) = app
        .compute(move |work| {
            let table = Table::read(&args.table, Wanted::All)?;
            format.must_hold(table.rows())?;
            for name in args.clear.iter().chain(&args.drop).chain(&args.lock) {
                table.column(name)?;
            }
            let sealed = work.stage("sealing", |progress| {
                seal(&key, &table, &args, secret.as_ref(), progress)
            });
            let (dataset, took) = (sealed.value?, sealed.took);
            let bytes = to_bytes(work, &key, &dataset, format)?;
            Ok((dataset, bytes, took))
        })
        .await?;
    file::write(&output, &bytes, true)?;
    let names = |wanted: fn(&Content) -> bool| -> Vec<&str> {
        let columns = dataset.columns.iter();
        let chosen = columns.filter(|column| wanted(&column.content));
        chosen.map(|column| column.name.as_str()).collect()
    };
    let sealed = names(|content| content.values().is_some());
    let clear = names(|content| matches!(content, Content::Clear(_)));
    let locked = names(|content| matches!(content, Content::Locked(_)));
    let cells: usize = dataset
        .columns
        .iter()
        .filter_map(|column| column.content.values())
        .map(|values| values.presence().count())
        .sum();
    let name = output.display().to_string();
    let listed = |what: &str, names: &[&str]| match names {
        [] => String::new(),
        names => format!("; {what}: {}", names.join(", ")),
    };
    let text = format!(
        "{name}: {} of {} sealed for the key {id}, {} in {}{}{}",
        count(sealed.len(), "column"),
        count(dataset.rows, "row"),
        count(cells, "number"),
        span(took),
        listed("locked", &locked),
        listed("in the clear", &clear),
    );
    let json = json!({
        "file": name,
        "key": id,
        "rows": dataset.rows,
        "sealed": sealed,
        "clear": clear,
        "locked": locked,
        "cells": cells,
        "size": bytes.len(),
        "seconds": took.as_secs_f64(),
    });
    Ok(Answer::new(text, json))
}

fn seal(
    key: &Key,
    table: &Table,
    args: &Args,
    secret: Option<&FormSecret>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Dataset, Failure> {
    let kept: Vec<&Column> = table
        .columns
        .iter()
        .filter(|column| !args.drop.contains(&column.name))
        .collect();
    // All is read before anything is sealed: a bad cell at the end costs no time.
    let is_text =
        |column: &Column| args.clear.contains(&column.name) || args.lock.contains(&column.name);
    let mut numbers = Vec::with_capacity(kept.len());
    for column in &kept {
        let read = || {
            let numbers = table.numbers(column, args.decimals);
            numbers.map_err(|failure| advised(failure, args.decimals))
        };
        numbers.push((!is_text(column)).then(read).transpose()?);
    }
    let rows = table.rows();
    let all = rows * numbers.iter().flatten().count();
    let rng = &mut keys::rng();
    let mut name = [0; 16];
    rng.fill_bytes(&mut name);
    let mut columns = Vec::with_capacity(kept.len());
    let mut before = 0;
    for (at, (column, numbers)) in kept.into_iter().zip(numbers).enumerate() {
        let content = match (&numbers, secret) {
            (None, Some(secret)) if args.lock.contains(&column.name) => {
                Content::Locked(lock_texts(secret, &name, at, &column.name, &column.cells))
            }
            (None, _) => Content::Clear(column.cells.clone()),
            (Some(numbers), _) => {
                let further =
                    |done: usize, of: usize| progress(before + done * rows / of.max(1), all);
                let sealed = seal_numbers(key, numbers, args.no_squares, &further);
                before += rows;
                sealed.map_err(|error| table.refused(column, error))?
            }
        };
        columns.push(DatasetColumn {
            name: column.name.clone(),
            content,
        });
    }
    Ok(Dataset {
        rows,
        columns,
        name: secret.map(|_| name),
    })
}

/// What to do with a column that holds no numbers. With a scale that was asked for, the cell's own advice is better.
fn advised(failure: Failure, decimals: Option<u32>) -> Failure {
    match decimals {
        Some(_) => failure,
        None => failure.advise(
            "A column of text is named with --clear, --lock or --drop. In one of numbers an empty cell, NaN, NA and null are missing values.",
        ),
    }
}

fn seal_numbers(
    key: &Key,
    numbers: &Numbers,
    no_squares: bool,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Content, paillier::Error> {
    let manner = Manner {
        packed: false,
        below: None,
    };
    let scale = manner.scale(numbers.places)?;
    let rng = &mut keys::rng();
    with_key!(key, key => match no_squares {
        true => SealedValues::encrypt(key, &numbers.values, scale, rng, progress).map(Content::Sealed),
        false => {
            let both = ColumnWithSquares::encrypt(key, &numbers.values, scale, rng, progress);
            both.map(Content::WithSquares)
        }
    })
}

fn to_bytes(work: Work, key: &Key, dataset: &Dataset, format: Format) -> Result<Vec<u8>, Failure> {
    let written = work.wait("writing", || {
        sealed_file::write(&dataset.store(key.public()), format)
    });
    written.value
}

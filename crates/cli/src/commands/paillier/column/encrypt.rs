//! `sehat paillier column encrypt`: a column, sealed.

use std::path::PathBuf;

use serde_json::json;

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    file,
    keys::{Key, KeyLengths, one_stream_at_most},
    listing::count,
    sealed_column::{Manner, SealedColumn},
    table::{Table, Wanted},
    work::span,
};

/// Seal a column
///
/// Nothing is rounded: a number with more decimals than are kept is refused. With a private key in the place of the
/// public one it is quicker.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier column encrypt public.json survey.csv --column sbp --output sbp.sealed
  sehat paillier column encrypt public.json survey.parquet --column sbp --squares sbp2.sealed --output sbp.sealed
  sehat paillier column encrypt public.json survey.csv --column sbp --complete-with dbp --output sbp.sealed
  sehat paillier column encrypt public.json survey.csv --column sbp --packed --below 1000 --output sbp.sealed

As JSON: {\"file\", \"squares\", \"key\", \"rows\", \"missing\", \"decimals\", \"ciphertexts\", \"size\", \"seconds\"}")]
pub(super) struct Args {
    /// The key
    key: PathBuf,
    /// The table: CSV with a heading (also packed with gzip), Parquet or Excel; `-` is the input stream
    table: PathBuf,
    /// The column's name
    #[arg(long, value_name = "NAME")]
    column: String,
    /// Where to write the sealed column
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Seal the squares too, for the variance, and write them to this file
    #[arg(long, value_name = "FILE")]
    squares: Option<PathBuf>,
    /// Count only the rows where this other column is not missing either
    #[arg(long, value_name = "NAME")]
    complete_with: Option<String>,
    /// Digits kept behind the point, if not as many as the column has
    #[arg(long, value_name = "DIGITS")]
    decimals: Option<u32>,
    /// Many numbers a ciphertext: smaller and quicker by far
    #[arg(long)]
    packed: bool,
    /// Every number is below this one in magnitude, which is public; the smaller, the more fit a ciphertext. Packed
    /// ones are below 16,777,216 without their point, if nothing is said
    #[arg(long, value_name = "NUMBER")]
    below: Option<u64>,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Seals it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.key, &args.table])?;
    if args.squares.as_ref() == Some(&args.output) {
        return Err(Failure::usage(
            "--squares and --output name the same file: the squares need one of their own",
        ));
    }
    for path in std::iter::once(&args.output).chain(&args.squares) {
        file::must_not_be(path, &args.key)?;
        file::must_not_be(path, &args.table)?;
    }
    for path in std::iter::once(&args.output).chain(&args.squares) {
        file::must_be_writable(path)?;
    }
    let key = Key::read(app, &args.key, args.lengths)?;
    let manner = Manner {
        packed: args.packed,
        below: args.below,
    };
    let (table, name, decimals) = (args.table.clone(), args.column.clone(), args.decimals);
    let other = args.complete_with.clone();
    let with_squares = args.squares.is_some();
    let (sealed, numbers, key) = app
        .compute(move |work| {
            let wanted: Vec<&str> = [Some(name.as_str()), other.as_deref()]
                .into_iter()
                .flatten()
                .collect();
            let table = Table::read(&table, Wanted::Named(&wanted))?;
            let column = table.column(&name)?;
            let mut numbers = table.numbers(column, decimals)?;
            if let Some(other) = &other {
                numbers.keep_where(&table.column(other)?.cells);
            }
            let sealed = work.stage("sealing", |progress| {
                SealedColumn::encrypt(&key, &numbers, manner, with_squares, progress)
            });
            let (value, took) = (sealed.value, sealed.took);
            let value = value.map_err(|error| table.refused(column, error))?;
            Ok(((value, took), numbers, key))
        })
        .await?;
    let ((column, squares), took) = sealed;
    let bytes = column.to_bytes();
    // The squares first: whoever finds the column has them as well.
    if let (Some(path), Some(squares)) = (&args.squares, squares) {
        file::write(path, &squares.to_bytes(), true)?;
    }
    file::write(&args.output, &bytes, true)?;
    if file::is_stream(&args.output) {
        return Ok(Answer::nothing());
    }
    let file = args.output.display().to_string();
    let (rows, missing) = column.rows();
    let ciphertexts = column.ciphertexts();
    let text = format!(
        "{file}: {} ({missing} missing) in {} for the key {}, {} kept, {}",
        count(rows, "row"),
        count(ciphertexts, "ciphertext"),
        key.public().id(),
        count(numbers.places as usize, "decimal"),
        span(took),
    );
    let json = json!({
        "file": file,
        "squares": args.squares.map(|path| path.display().to_string()),
        "key": key.public().id().to_string(),
        "rows": rows,
        "missing": missing,
        "decimals": numbers.places,
        "ciphertexts": ciphertexts,
        "size": bytes.len(),
        "seconds": took.as_secs_f64(),
    });
    Ok(Answer::new(text, json))
}

//! `sehat mean-bp`: the mean of blood pressures, computed while they are sealed, step by step.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use paillier::{KeySize, Sizes, Variant};
use sealed::statistics::shortest;
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    keys::{self, Key, KeyLengths},
    listing::count,
    pressures::{Names, Pressures},
    python,
    sealed_column::{Manner, OpenSum, SealedColumn, SealedSum},
    work::{Work, span},
};

/// The mean of many blood pressures, computed while they are sealed
///
/// Reads ten days of readings or a whole hospital's, seals each number, adds while sealed with the public key alone,
/// and opens nothing but the sums. Each step is shown with its time, and with what it gives away. It needs no account
/// and leaves no file.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat mean-bp crates/cli/examples-data/ten-days.csv
  sehat mean-bp hospital.parquet --systolic sbp --diastolic dbp --packed
  sehat mean-bp bundle.json --key private.json

As JSON: {\"key\", \"bits\", \"readings\", \"incomplete\", \"decimals\", \"packed\", \"ciphertexts\",
\"systolic\": {\"sum\", \"mean\"}, \"diastolic\": {\"sum\", \"mean\"}, \"seconds\": {\"key\", \"read\", \"seal\", \"add\", \"open\"}}")]
pub(crate) struct Args {
    /// CSV, Parquet or Excel with a column for each number, or FHIR R4 with Observations of blood pressure; `-` is the
    /// input stream
    file: PathBuf,
    /// The private key; one is made for the occasion if none is given
    #[arg(long, value_name = "PRIVATE")]
    key: Option<PathBuf>,
    /// The column of the systolic pressure, if not one of the usual names
    #[arg(long, value_name = "NAME", requires = "diastolic")]
    systolic: Option<String>,
    /// The column of the diastolic pressure
    #[arg(long, value_name = "NAME", requires = "systolic")]
    diastolic: Option<String>,
    /// Many numbers a ciphertext: for large files
    #[arg(long)]
    packed: bool,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// What was computed, with the time of each step.
struct Outcome {
    key: Key,
    key_took: Duration,
    readings: usize,
    incomplete: usize,
    places: u32,
    look: Look,
    ciphertexts: usize,
    open: [OpenSum; 2],
    read_took: Duration,
    seal_took: Duration,
    add_took: Duration,
    open_took: Duration,
}

/// A look at the first ciphertext.
struct Look {
    plain: String,
    digits: String,
    numbers: usize,
}

/// Computes it, and tells how.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let given = match &args.key {
        Some(path) => Some(Key::Private(keys::read_private(app, path, args.lengths)?)),
        None => None,
    };
    let names = args
        .systolic
        .zip(args.diastolic)
        .map(|(systolic, diastolic)| Names {
            systolic,
            diastolic,
        });
    let (path, packed) = (args.file, args.packed);
    let small = args.lengths.sizes() == Sizes::DangerousSmall;
    let outcome = app
        .compute(move |work| compute(work, &path, names, given, packed, small))
        .await?;
    Ok(Answer::new(
        to_text(&outcome, packed, args.key.as_deref()),
        to_json(&outcome, packed),
    ))
}

fn compute(
    work: Work,
    path: &Path,
    names: Option<Names>,
    given: Option<Key>,
    packed: bool,
    small: bool,
) -> Result<Outcome, Failure> {
    let read = work.wait("reading", || Pressures::read(path, names.as_ref()));
    let (pressures, read_took) = (read.value?, read.took);
    let made = work.wait("making a key", || match given {
        Some(key) => Ok(key),
        None => keys::make(work, occasional_size(small), Variant::Djn).map(Key::Private),
    });
    let (key, key_took) = (made.value?, made.took);
    let private = key
        .private()
        .ok_or_else(|| Failure::usage("the private key is missing"))?;
    let manner = Manner {
        packed,
        below: Some(pressures.below()),
    };
    // Sealing takes the public key, as on the device of whoever measured, and adding too.
    let public = Key::Public(key.public().clone());
    let sealed = work.stage("sealing", |progress| {
        let first = |done, of| progress(done, of * 2);
        let (systolic, _) =
            SealedColumn::encrypt(&public, &pressures.systolic, manner, false, &first)?;
        let second = |done, of| progress(of + done, of * 2);
        let (diastolic, _) =
            SealedColumn::encrypt(&public, &pressures.diastolic, manner, false, &second)?;
        Ok::<_, paillier::Error>([systolic, diastolic])
    });
    let about = |error: paillier::Error| Failure::from(error).about(path);
    let (columns, seal_took) = (sealed.value.map_err(about)?, sealed.took);
    let added = work.wait("adding", || {
        let [systolic, diastolic] = &columns;
        Ok::<[SealedSum; 2], paillier::Error>([systolic.sum()?, diastolic.sum()?])
    });
    let (sums, add_took) = (added.value?, added.took);
    let opened = work.wait("opening", || {
        let [systolic, diastolic] = &sums;
        Ok::<[OpenSum; 2], paillier::Error>([systolic.open(private)?, diastolic.open(private)?])
    });
    let (open, open_took) = (opened.value?, opened.took);
    pressures.check([&open[0], &open[1]])?;
    let ciphertexts = columns.iter().map(SealedColumn::ciphertexts).sum();
    let look = Look {
        plain: pressures
            .systolic
            .values
            .iter()
            .flatten()
            .next()
            .map(ToString::to_string)
            .unwrap_or_default(),
        digits: columns[0].first_ciphertext(),
        numbers: columns[0].in_first(),
    };
    Ok(Outcome {
        key_took,
        readings: pressures.systolic.count(),
        incomplete: pressures.incomplete,
        places: pressures.systolic.places,
        look,
        ciphertexts,
        open,
        read_took,
        seal_took,
        add_took,
        open_took,
        key,
    })
}

/// How long a key for the occasion is.
fn occasional_size(small: bool) -> KeySize {
    match KeySize::dangerous_small(1024) {
        Ok(size) if small => size,
        _ => KeySize::default(),
    }
}

fn to_text(outcome: &Outcome, packed: bool, path: Option<&Path>) -> String {
    let [systolic, diastolic] = &outcome.open;
    let bits = outcome.key.public().bits();
    let key = match path {
        Some(path) => format!("{bits} bits, from {}", path.display()),
        None => format!("{bits} bits, made for this run and forgotten after it"),
    };
    let read = count(outcome.readings, "blood pressure");
    let read = match outcome.incomplete {
        0 => read,
        few => format!(
            "{read}; {} without both numbers left out",
            count(few, "row")
        ),
    };
    let sealed = format!(
        "{} into {}, with the public key;",
        count(2 * outcome.readings, "number"),
        count(outcome.ciphertexts, "ciphertext"),
    );
    let digits = outcome.look.digits.len();
    let (holds, saw) = match packed {
        true => (
            format!(
                "the first, with {} in it, is a number of {digits} digits:",
                count(outcome.look.numbers, "systolic pressure")
            ),
            "which rows there are, the scale, and how many numbers a ciphertext holds;",
        ),
        false => (
            format!(
                "the first, a systolic pressure of {}, became a number of {digits} digits:",
                outcome.look.plain
            ),
            "which rows there are, and the scale;",
        ),
    };
    let sums = format!(
        "{} / {} mmHg in all. Whoever opens sees",
        shortest(&systolic.sum),
        shortest(&diastolic.sum)
    );
    let look = abridged(&outcome.look.digits);
    let steps: [(&str, Duration, &[&str]); 5] = [
        ("Read", outcome.read_took, &[&read]),
        ("Key", outcome.key_took, &[&key]),
        ("Sealed", outcome.seal_took, &[&sealed, &holds, &look]),
        (
            "Added",
            outcome.add_took,
            &[
                "while sealed, with the public key alone. Whoever adds sees",
                saw,
                "no pressure, no sum and no mean",
            ],
        ),
        (
            "Opened",
            outcome.open_took,
            &[
                &sums,
                "the two sums and how many readings they are of, and no reading",
            ],
        ),
    ];
    let mut text = String::new();
    for (name, took, lines) in steps {
        let mut head = format!("{name:<8}{:>10}   ", span(took));
        for line in lines {
            text.push_str(&format!("{head}{line}\n"));
            head = " ".repeat(21);
        }
    }
    let mean = |sum: &OpenSum| sum.mean().map_or_else(|| "none".to_owned(), python::repr);
    text + &format!(
        "\nMean    {} / {} mmHg: to the last digit the mean of the readings in the clear",
        mean(systolic),
        mean(diastolic)
    )
}

fn to_json(outcome: &Outcome, packed: bool) -> Value {
    let sum = |sum: &OpenSum| {
        let exact: Value = serde_json::from_str(&shortest(&sum.sum)).unwrap_or_default();
        json!({ "sum": exact, "mean": sum.mean() })
    };
    json!({
        "key": outcome.key.public().id().to_string(),
        "bits": outcome.key.public().bits(),
        "readings": outcome.readings,
        "incomplete": outcome.incomplete,
        "decimals": outcome.places,
        "packed": packed,
        "ciphertexts": outcome.ciphertexts,
        "systolic": sum(&outcome.open[0]),
        "diastolic": sum(&outcome.open[1]),
        "seconds": {
            "read": outcome.read_took.as_secs_f64(),
            "key": outcome.key_took.as_secs_f64(),
            "seal": outcome.seal_took.as_secs_f64(),
            "add": outcome.add_took.as_secs_f64(),
            "open": outcome.open_took.as_secs_f64(),
        },
    })
}

/// The beginning and the end of a long number.
fn abridged(digits: &str) -> String {
    match digits.len() {
        0..=ENDS_TWICE => digits.to_owned(),
        length => format!(
            "{}…{}",
            &digits[..ENDS_TWICE / 2],
            &digits[length - ENDS_TWICE / 2..]
        ),
    }
}

/// Digits shown of a ciphertext.
const ENDS_TWICE: usize = 48;

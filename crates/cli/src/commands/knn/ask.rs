//! `sehat knn ask`: the class of measurements that nobody else sees.

use std::path::{Path, PathBuf};

use client::{
    ClientError,
    classifiers::{Listing, Traffic, Verdict},
    sealed_sets::{SealedSet, SetVerdict},
};
use knn::distances::paillier::AskerKey;
use paillier::KeySize;
use serde_json::{Value, json};
use wire::classifier::Source;

use super::find::{self, Target};
use crate::{
    answer::Answer,
    app::{App, Signed},
    failure::{Failure, Kind},
    file, keys,
    labelled::measurements,
    listing::{count, table},
    python,
    table::{Column, Table, Wanted},
    ways::tally::bytes,
};

/// Ask a classifier, or a sealed set of yours, about measurements
///
/// What is asked leaves this machine sealed; the provider answers without opening it, the server carries what it cannot read,
/// and you alone learn the class. In a table the columns are found by the names of the measurements, and others are passed
/// over; every row is a question.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn ask wdbc --values 17.99,10.38,122.8,1001,0.1184,…
  sehat knn ask wdbc --csv patients.csv --out classes.csv --verbose

As JSON: {\"classifier\", \"title\", \"purpose\", \"provider\", \"answers\": [{\"row\", \"class\", \"number\", \"outside\": names of measurements outside
the range, \"milliseconds\": {\"ahead\", \"online\"}, \"bytes\": {\"ahead_up\", \"ahead_down\", \"up\", \"down\"}}]}")]
pub(super) struct Args {
    /// The title of a published classifier or of a sealed set, or the first characters of its id
    classifier: String,
    /// The measurements in the classifier's order, with commas between
    #[arg(long, value_name = "NUMBERS", allow_hyphen_values = true)]
    values: Option<String>,
    /// A table with a column for each measurement; `-` is the input stream
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "values",
        required_unless_present = "values"
    )]
    csv: Option<PathBuf>,
    /// Write the classes to a CSV file, a line for each row
    #[arg(long, value_name = "FILE", requires = "csv")]
    out: Option<PathBuf>,
    /// Show how long it took and how many bytes were sent
    #[arg(long)]
    verbose: bool,
}

/// An answer, whoever gave it.
struct Answered {
    class: u8,
    name: String,
    outside: Vec<usize>,
    ahead: Traffic,
    ahead_millis: u64,
    online: Traffic,
    online_millis: u64,
}

/// Asks.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    if let Some(out) = &args.out {
        file::must_be_writable(out)?;
    }
    let mut session = app.synced().await?.session;
    let target = find::target(app, &mut session, &args.classifier).await?;
    let rows = rows(&args, &target)?;
    let mut answers = Vec::with_capacity(rows.len());
    let asked = match &target {
        Target::Published(listing) => ask_all(&mut session, listing, &rows, &mut answers).await,
        Target::Sealed(set) => ask_set(&mut session, set, &rows, &mut answers).await,
    };
    if let Some(out) = &args.out
        && !answers.is_empty()
    {
        // Also where a later question was refused: what was asked before counts, and was answered.
        file::write(out, to_csv(&target, &answers).as_bytes(), true)?;
    }
    asked.map_err(|failure| after(failure, answers.len(), rows.len()))?;
    if args.out.as_deref().is_some_and(file::is_stream) {
        return Ok(Answer::nothing());
    }
    Ok(Answer::new(
        to_text(&args, &target, &answers),
        to_json(&target, &answers),
    ))
}

async fn ask_all(
    session: &mut Signed,
    listing: &Listing,
    rows: &[Vec<f64>],
    answers: &mut Vec<Answered>,
) -> Result<(), Failure> {
    // One key serves for all questions: making it takes longer than asking.
    let key = match listing.card().source {
        Source::Paillier(paillier) => Some(make_key(paillier.bits)?),
        Source::Lattice(_) => None,
    };
    for row in rows {
        let prepared = session.prepare_inquiry(listing, key.clone()).await;
        let prepared = prepared.map_err(|error| too_often(error, listing))?;
        let verdict = session.ask_classifier(prepared, row).await?;
        answers.push(verdict.into());
    }
    Ok(())
}

/// The server counts as well as the provider, and says less about why.
fn too_often(error: ClientError, listing: &Listing) -> Failure {
    match &error {
        ClientError::Refused { status: 429, .. } => {
            let message = format!(
                "you have asked this classifier as often as its provider allows, {} in 24 hours: {error}",
                count(listing.card().daily as usize, "question")
            );
            Failure::new(Kind::Refused, "too_often", message)
        }
        _ => error.into(),
    }
}

fn make_key(bits: u16) -> Result<AskerKey, Failure> {
    let size =
        KeySize::new(usize::from(bits)).map_err(|error| Failure::other(error.to_string()))?;
    Ok(AskerKey::make(size, &mut keys::rng())?)
}

async fn ask_set(
    session: &mut Signed,
    set: &SealedSet,
    rows: &[Vec<f64>],
    answers: &mut Vec<Answered>,
) -> Result<(), Failure> {
    for row in rows {
        answers.push(session.ask_set(set, row).await?.into());
    }
    Ok(())
}

/// What is asked, row by row.
fn rows(args: &Args, target: &Target) -> Result<Vec<Vec<f64>>, Failure> {
    let names = features(target);
    match (&args.values, &args.csv) {
        (Some(values), _) => Ok(vec![typed(values, &names)?]),
        (None, Some(path)) => read(path, &names),
        (None, None) => Ok(Vec::new()),
    }
}

fn typed(values: &str, names: &[String]) -> Result<Vec<f64>, Failure> {
    let values: Vec<&str> = values.split(',').collect();
    if values.len() != names.len() {
        return Err(Failure::usage(format!(
            "--values has {}, and {} are needed: {}",
            count(values.len(), "number"),
            names.len(),
            names.join(", ")
        )));
    }
    let parsed = values.iter().zip(names).map(|(value, name)| {
        python::parse(value).map_err(|why| Failure::usage(format!("--values, {name}: {why}")))
    });
    parsed.collect()
}

fn read(path: &Path, names: &[String]) -> Result<Vec<Vec<f64>>, Failure> {
    let table = Table::read(path, Wanted::All)?;
    let columns = names.iter().map(|name| table.column(name));
    let columns: Vec<&Column> = columns.collect::<Result<_, _>>()?;
    let rows = measurements(&table, &columns)?;
    match rows.is_empty() {
        true => Err(Failure::file(format!(
            "{}: there is no row to ask about",
            table.name
        ))),
        false => Ok(rows),
    }
}

fn features(target: &Target) -> Vec<String> {
    match target {
        Target::Published(listing) => {
            let features = listing.card().features.iter();
            features.map(|feature| feature.name.clone()).collect()
        }
        Target::Sealed(set) => set.features().map(str::to_owned).collect(),
    }
}

/// What went wrong after some rows were answered.
fn after(mut failure: Failure, done: usize, of: usize) -> Failure {
    if done > 0 {
        failure.message = format!("after {done} of {of} rows: {}", failure.message);
    }
    failure
}

impl From<Verdict> for Answered {
    fn from(verdict: Verdict) -> Self {
        Self {
            class: verdict.class,
            name: verdict.name,
            outside: verdict.outside,
            ahead: verdict.ahead,
            ahead_millis: verdict.ahead_millis,
            online: verdict.online,
            online_millis: verdict.online_millis,
        }
    }
}

impl From<SetVerdict> for Answered {
    fn from(verdict: SetVerdict) -> Self {
        Self {
            class: verdict.class,
            name: verdict.name,
            outside: verdict.outside,
            ahead: Traffic::default(),
            ahead_millis: 0,
            online: verdict.traffic,
            online_millis: verdict.millis,
        }
    }
}

fn to_text(args: &Args, target: &Target, answers: &[Answered]) -> String {
    let names = features(target);
    let outside = |answer: &Answered| -> String {
        let names: Vec<&str> = answer
            .outside
            .iter()
            .map(|&at| names[at].as_str())
            .collect();
        names.join(", ")
    };
    let cost = |answer: &Answered| {
        format!(
            "{} ms and {} for the question, {} ms and {} ahead of it",
            answer.online_millis,
            bytes(answer.online.up + answer.online.down),
            answer.ahead_millis,
            bytes(answer.ahead.up + answer.ahead.down),
        )
    };
    let mut text = match answers {
        [answer] => {
            let mut text = answer.name.clone();
            if !answer.outside.is_empty() {
                let outside = outside(answer);
                text.push_str(&format!(
                    "\nOutside the range, and taken for its edge: {outside}"
                ));
            }
            if args.verbose {
                text.push_str(&format!("\n{}", cost(answer)));
            }
            text
        }
        _ => {
            let rows: Vec<Vec<String>> = answers
                .iter()
                .zip(1..)
                .map(|(answer, row): (_, usize)| {
                    let took = match args.verbose {
                        true => cost(answer),
                        false => String::new(),
                    };
                    vec![row.to_string(), answer.name.clone(), outside(answer), took]
                })
                .collect();
            table(&["ROW", "CLASS", "OUTSIDE THE RANGE", ""], &rows)
        }
    };
    match target {
        Target::Published(listing) => {
            let card = listing.card();
            text.push_str(&format!("\n\n{}\n", card.purpose));
            // Anybody may give a classifier the name of another's.
            text.push_str(&format!("Answered by {}. ", card.profile.name));
            text.push_str("Nobody but you has seen the measurements or the class. It is an aid and no diagnosis.");
        }
        Target::Sealed(_) => {
            text.push_str("\n\nThe server has seen neither the measurements nor the class.")
        }
    }
    text
}

fn to_json(target: &Target, answers: &[Answered]) -> Value {
    let names = features(target);
    let answers: Vec<Value> = answers
        .iter()
        .zip(1..)
        .map(|(answer, row): (_, usize)| {
            let outside = answer.outside.iter().map(|&at| names[at].as_str());
            json!({
                "row": row,
                "class": answer.name,
                "number": answer.class,
                "outside": outside.collect::<Vec<_>>(),
                "milliseconds": { "ahead": answer.ahead_millis, "online": answer.online_millis },
                "bytes": {
                    "ahead_up": answer.ahead.up,
                    "ahead_down": answer.ahead.down,
                    "up": answer.online.up,
                    "down": answer.online.down,
                },
            })
        })
        .collect();
    let (id, title, purpose, provider) = match target {
        Target::Published(listing) => {
            let card = listing.card();
            (
                card.id.to_string(),
                card.title.as_str(),
                Some(card.purpose.as_str()),
                Some(card.profile.name.as_str()),
            )
        }
        Target::Sealed(set) => (set.item().id.to_string(), set.title(), None, None),
    };
    json!({
        "classifier": id,
        "title": title,
        "purpose": purpose,
        "provider": provider,
        "answers": answers,
    })
}

fn to_csv(target: &Target, answers: &[Answered]) -> String {
    let names = features(target);
    let quoted = |text: &str| match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let mut csv = "row,class,outside\n".to_owned();
    for (answer, row) in answers.iter().zip(1_usize..) {
        let outside: Vec<&str> = answer
            .outside
            .iter()
            .map(|&at| names[at].as_str())
            .collect();
        let (class, outside) = (quoted(&answer.name), quoted(&outside.join(" ")));
        csv.push_str(&format!("{row},{class},{outside}\n"));
    }
    csv
}

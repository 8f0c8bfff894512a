//! `sehat knn demo`: the Wisconsin data sealed, stored, and asked over a held-out part, by every way.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{
    evaluate::{Asked, same_or},
    train::{RuleArgs, learn, split},
};
use crate::{
    answer::Answer,
    app::App,
    confusion::{Confusion, percent},
    failure::{Failure, Kind},
    labelled::{Columns, Labelled},
    listing::count,
    table::{Table, Wanted},
    ways::{
        Way,
        outsourced::SealedSet,
        paillier_bits,
        tally::{Tally, bytes, ways_table},
    },
    work::{Work, span},
};

/// Breast masses classified while sealed, by every way, beside the plaintext
///
/// The Wisconsin Diagnostic data (Wolberg, Street, Mangasarian 1995) are in this program: 569 fine-needle aspirates with thirty
/// measurements each, and whether the mass was malignant. A fifth is kept back. The others are sealed and written to files as
/// a server would store them, read back, and asked about each row kept back; then the same is asked of a provider who has the
/// training set and sees no question, by the lattice and by Paillier. Every label is compared with that of the classifier in
/// the clear. It needs no account and no network.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn demo
  sehat knn demo --quick --folder wdbc-sealed

As JSON: {\"samples\", \"questions\", \"features\", \"classes\", \"folder\", \"blocks\", \"plaintext\": {\"right\", \"accuracy\",
\"confusion\"}, \"ways\": as `sehat knn evaluate` gives them}")]
pub(super) struct Args {
    /// Where the sealed set is kept; without it, it is written to a temporary folder and taken away again
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The length of the Paillier key
    #[arg(long, value_name = "BITS", default_value = "3072", value_parser = paillier_bits())]
    paillier_bits: usize,
    /// Ask the first ten rows only by Paillier
    #[arg(long)]
    quick: bool,
}

/// Shows it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    app.compute(move |work| shown(work, &args)).await
}

fn shown(work: Work, args: &Args) -> Result<Answer, Failure> {
    let data = wisconsin()?;
    let split = split(data.rows.len(), HELD_OUT, SEED)?;
    let model = learn(&data, &split.train, RuleArgs::default(), TITLE.to_owned())?;
    let all = Asked::of(&data, &model, &split, SEED, usize::MAX)?;
    let few = Asked::of(&data, &model, &split, SEED, QUICK_ROWS)?;
    let mut tallies = Vec::new();

    let temporary = tempfile::tempdir().map_err(|error| no_folder(&error))?;
    let folder = args.folder.as_deref().unwrap_or(temporary.path());
    let sealed = work.wait("sealing", || SealedSet::seal(&model));
    let (set, took) = (sealed.value?, sealed.took);
    set.write(folder)?;
    let stored = Stored {
        blocks: set.blocks(),
        bytes: set.stored(),
    };
    drop(set);
    let set = SealedSet::read(folder, model.numbers().rule())?;
    let of = all.questions.len();
    let trial = work.stage("outsourced", |progress| {
        set.ask(&all.questions, &|done| progress(done, of))
    });
    let mut trial = trial.value?;
    trial.prepare += took;
    let mut tally = Tally::new(Way::Outsourced, data.classes.len());
    tally.extend(&all.reference, trial);
    tallies.push(tally);

    for way in [Way::Provider, Way::Paillier(args.paillier_bits)] {
        let asked = match way {
            Way::Paillier(_) if args.quick => &few,
            _ => &all,
        };
        let mut tally = Tally::new(way, data.classes.len());
        asked.ask(work, way.id(), &model, &mut tally)?;
        tallies.push(tally);
    }
    let mut plaintext = Confusion::new(data.classes.len());
    plaintext.extend(&all.reference.truth, &all.reference.plain);
    let outcome = Outcome {
        classes: data.classes,
        samples: split.train.len(),
        features: data.features.len(),
        stored,
        plaintext,
        tallies,
    };
    let sealing = span(took);
    Ok(Answer::new(
        outcome.to_text(args, &sealing),
        outcome.to_json(args),
    ))
}

/// The data as they are embedded.
fn wisconsin() -> Result<Labelled, Failure> {
    let bytes = include_bytes!("../../../../knn/data/wdbc.csv").to_vec();
    let table = Table::parse(Path::new("wdbc.csv"), bytes, Wanted::All)?;
    let columns = Columns::labelled("diagnosis", &["malignant", "benign"]);
    Labelled::of(&table, &columns)
}

fn no_folder(error: &std::io::Error) -> Failure {
    let message = format!("no temporary folder can be made: {error}");
    Failure::new(Kind::Storage, "storage", message)
}

struct Outcome {
    classes: Vec<String>,
    samples: usize,
    features: usize,
    stored: Stored,
    plaintext: Confusion,
    tallies: Vec<Tally>,
}

/// What the server has of the sealed set.
struct Stored {
    blocks: usize,
    bytes: u64,
}

impl Outcome {
    fn to_text(&self, args: &Args, sealing: &str) -> String {
        let place = match &args.folder {
            Some(folder) => format!("in {}", folder.display()),
            None => "in a temporary folder".to_owned(),
        };
        let mut text = format!(
            "Breast Cancer Wisconsin (Diagnostic): {} of {} to learn from, {} kept back\n\
             Sealed in {sealing} into {}, {}, {place}, and read back from there\n\
             In the clear {} of {} kept back are classified rightly: {}\n\n{}\n",
            count(self.samples, "sample"),
            count(self.features, "measurement"),
            self.plaintext.total(),
            count(self.stored.blocks, "block"),
            bytes(self.stored.bytes),
            self.plaintext.right(),
            self.plaintext.total(),
            percent(self.plaintext.accuracy().unwrap_or_default()),
            ways_table(&self.tallies),
        );
        for tally in &self.tallies {
            let confusion = tally.confusion.to_text(&self.classes);
            text.push_str(&format!("\n{}\n{confusion}\n", tally.way.name()));
        }
        let differing: String = self
            .tallies
            .iter()
            .map(|tally| tally.differing_text(&self.classes))
            .collect();
        text.push_str(&format!("\n{}\n", same_or(&differing)));
        if args.quick {
            text.push_str(&format!(
                "By Paillier the first {QUICK_ROWS} rows were asked alone: leave --quick away for all.\n"
            ));
        }
        text + "Times and bytes are medians of one question, both sides on this machine. It is no medical device."
    }

    fn to_json(&self, args: &Args) -> Value {
        let ways: Vec<Value> = self
            .tallies
            .iter()
            .map(|tally| tally.to_json(&self.classes))
            .collect();
        json!({
            "samples": self.samples,
            "questions": self.plaintext.total(),
            "features": self.features,
            "classes": self.classes,
            "folder": args.folder.as_ref().map(|folder| folder.display().to_string()),
            "blocks": self.stored.blocks,
            "plaintext": {
                "right": self.plaintext.right(),
                "accuracy": self.plaintext.accuracy(),
                "confusion": self.plaintext.to_json(),
            },
            "ways": ways,
        })
    }
}

const TITLE: &str = "Breast masses by fine-needle aspirate (Wisconsin 1995)";

/// The split that is always shown.
const HELD_OUT: f64 = 0.2;
const SEED: u32 = 0;

/// Rows asked by Paillier where it has to be quick.
const QUICK_ROWS: usize = 10;

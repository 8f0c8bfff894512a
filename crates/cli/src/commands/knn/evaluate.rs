//! `sehat knn evaluate`: the sealed ways beside the classifier in the clear, on splits of a table.

use std::path::PathBuf;

use knn::Model;
use serde_json::{Value, json};

use super::train::{RuleArgs, learn, split, title_of};
use crate::{
    answer::Answer,
    app::App,
    confusion::{Confusion, percent},
    failure::Failure,
    labelled::{Columns, Labelled},
    listing::count,
    split::Split,
    ways::{
        Way, paillier_bits,
        tally::{Reference, Tally, ways_table},
    },
    work::Work,
};

/// Compare the sealed ways with the classifier in the clear
///
/// Keeps a part of the rows back, learns from the others, and asks about each row kept back: in the clear, and by every way
/// that is named, with both sides on this machine. It needs no account and no network. The same is done for as many splits
/// as there are seeds; a seed keeps back the rows that scikit-learn's train_test_split does.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn evaluate wdbc.csv --label diagnosis
  sehat knn evaluate wdbc.csv --label diagnosis --way all --seeds 1 --limit 20

As JSON: {\"file\", \"rows\", \"features\", \"classes\", \"k\", \"weights\", \"seeds\": [{\"seed\", \"samples\", \"questions\", \"accuracy\"}],
\"plaintext\": {\"right\", \"questions\", \"accuracy\", \"confusion\"}, \"ways\": [{\"way\", \"name\", \"questions\", \"right\",
\"accuracy\", \"confusion\", \"different\", \"differing\": [{\"seed\", \"row\", \"plaintext\", \"sealed\"}], \"milliseconds\": {\"prepare\",
\"ahead_asker\", \"ahead_server\", \"asker\", \"server\"}, \"bytes\": {\"ahead_up\", \"ahead_down\", \"up\", \"down\", \"stored\"}}]}")]
pub(super) struct Args {
    /// The table; `-` is the input stream
    data: PathBuf,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    rule: RuleArgs,
    /// How many splits: seeds from 0 on
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    seeds: u32,
    /// The share of the rows that is kept back
    #[arg(long, value_name = "SHARE", default_value_t = 0.2)]
    hold_out: f64,
    /// Ask this way; can be given several times. By Paillier a question takes a good part of a second
    #[arg(long, value_enum, default_values = ["outsourced", "provider"])]
    way: Vec<WayArg>,
    /// The length of the Paillier key
    #[arg(long, value_name = "BITS", default_value = "3072", value_parser = paillier_bits())]
    paillier_bits: usize,
    /// Ask about so many rows of each split at most
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
}

/// A way by its name.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq)]
enum WayArg {
    /// The training set lies sealed at a server, and its owner asks
    Outsourced,
    /// A provider has the training set and sees no question, by the lattice
    Provider,
    /// The same by Paillier
    Paillier,
    /// All three
    All,
}

/// Compares them.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    app.compute(move |work| compare(work, &args)).await
}

fn compare(work: Work, args: &Args) -> Result<Answer, Failure> {
    let data = work.wait("reading", || Labelled::read(&args.data, &args.columns));
    let data = data.value?;
    let mut tallies: Vec<Tally> = ways(args)
        .into_iter()
        .map(|way| Tally::new(way, data.classes.len()))
        .collect();
    let mut plaintext = Confusion::new(data.classes.len());
    let mut seeds = Vec::new();
    for seed in 0..args.seeds {
        let split = split(data.rows.len(), args.hold_out, seed)?;
        let model = learn(&data, &split.train, args.rule, title_of(&args.data))?;
        let limit = args.limit.map_or(usize::MAX, |limit| limit as usize);
        let asked = Asked::of(&data, &model, &split, seed, limit)?;
        let mut confusion = Confusion::new(data.classes.len());
        confusion.extend(&asked.reference.truth, &asked.reference.plain);
        plaintext.extend(&asked.reference.truth, &asked.reference.plain);
        for tally in &mut tallies {
            let label = format!("seed {seed}, {}", tally.way.id());
            asked.ask(work, &label, &model, tally)?;
        }
        seeds.push(json!({
            "seed": seed,
            "samples": split.train.len(),
            "questions": asked.questions.len(),
            "accuracy": confusion.accuracy(),
        }));
    }
    Ok(Answer::new(
        to_text(args, &data, &plaintext, &tallies),
        to_json(args, &data, &plaintext, &tallies, seeds),
    ))
}

fn ways(args: &Args) -> Vec<Way> {
    let wanted = |way| args.way.contains(&way) || args.way.contains(&WayArg::All);
    let all = [
        (WayArg::Outsourced, Way::Outsourced),
        (WayArg::Provider, Way::Provider),
        (WayArg::Paillier, Way::Paillier(args.paillier_bits)),
    ];
    let wanted = all.into_iter().filter(|(arg, _)| wanted(*arg));
    wanted.map(|(_, way)| way).collect()
}

/// The questions of a split, with what is right and what the classifier in the clear says.
pub(super) struct Asked {
    pub(super) questions: Vec<Vec<u8>>,
    pub(super) reference: Reference,
}

impl Asked {
    /// The first `limit` rows that were kept back.
    ///
    /// # Errors
    /// A row has other measurements than the classifier.
    pub(super) fn of(
        data: &Labelled,
        model: &Model,
        split: &Split,
        seed: u32,
        limit: usize,
    ) -> Result<Self, Failure> {
        let rows = &split.test[..limit.min(split.test.len())];
        let (values, truth) = data.choose(rows);
        let questions = values.iter().map(|row| model.scaling().scale(row));
        let questions: Vec<Vec<u8>> = questions.collect::<Result<_, _>>()?;
        let rule = model.numbers().rule();
        let plain = questions.iter();
        let plain = plain.map(|question| rule.classify(model.samples(), question));
        Ok(Self {
            reference: Reference {
                seed,
                rows: rows.iter().map(|row| row + 1).collect(),
                truth,
                plain: plain.collect::<Result<_, _>>()?,
            },
            questions,
        })
    }

    /// Asks all of them by the way of a tally, with a bar.
    ///
    /// # Errors
    /// Those of [`Way::ask`].
    pub(super) fn ask(
        &self,
        work: Work,
        label: &str,
        model: &Model,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        let of = self.questions.len();
        let trial = work.stage(label, |progress| {
            let each = |done| progress(done, of);
            tally.way.ask(model, &self.questions, &each)
        });
        tally.extend(&self.reference, trial.value?);
        Ok(())
    }
}

fn to_text(args: &Args, data: &Labelled, plaintext: &Confusion, tallies: &[Tally]) -> String {
    let differing: String = tallies
        .iter()
        .map(|tally| tally.differing_text(&data.classes))
        .collect();
    format!(
        "{}: {}, {}, {}; {}\nIn the clear {} of {} are classified rightly: {}\n\n{}\n\n{}",
        args.data.display(),
        count(data.rows.len(), "row"),
        count(data.features.len(), "measurement"),
        data.classes.join(" or "),
        count(args.seeds as usize, "split"),
        plaintext.right(),
        count(plaintext.total(), "row"),
        percent(plaintext.accuracy().unwrap_or_default()),
        ways_table(tallies),
        same_or(&differing),
    )
}

/// The labels that differ, or that none does.
pub(super) fn same_or(differing: &str) -> &str {
    match differing {
        "" => "No label differs from that of the classifier in the clear.",
        some => some,
    }
}

fn to_json(
    args: &Args,
    data: &Labelled,
    plaintext: &Confusion,
    tallies: &[Tally],
    seeds: Vec<Value>,
) -> Value {
    let ways: Vec<Value> = tallies
        .iter()
        .map(|tally| tally.to_json(&data.classes))
        .collect();
    json!({
        "file": args.data.display().to_string(),
        "rows": data.rows.len(),
        "features": data.features.len(),
        "classes": data.classes,
        "k": args.rule.k,
        "weights": args.rule.weights.name(),
        "seeds": seeds,
        "plaintext": {
            "questions": plaintext.total(),
            "right": plaintext.right(),
            "accuracy": plaintext.accuracy(),
            "confusion": plaintext.to_json(),
        },
        "ways": ways,
    })
}

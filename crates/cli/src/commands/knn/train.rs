//! `sehat knn train`: a classifier from a table.

use std::path::{Path, PathBuf};

use knn::{Model, Names, Rule, Weights};
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    confusion::{Confusion, percent},
    failure::Failure,
    file,
    labelled::{Columns, Labelled},
    listing::count,
    split::Split,
};

/// Make a classifier from a table of measurements
///
/// Reads CSV, Parquet or Excel with a column for the class and one for each measurement, scales every measurement to whole
/// numbers between the smallest and the largest that occur, and writes the classifier: names, ranges, and the rows
/// themselves. So the file is as confidential as the table. With --hold-out a part of the rows is kept back, learned nothing
/// from, and classified afterwards; which rows these are, the seed decides, as in scikit-learn's train_test_split.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn train wdbc.csv --label diagnosis --hold-out 0.2 -o wdbc.knn
  sehat knn train wdbc.csv --label diagnosis --classes malignant,benign --k 7 --weights rank -o wdbc.knn

As JSON: {\"file\", \"title\", \"samples\", \"features\", \"bits\", \"classes\": [{\"name\", \"samples\"}], \"k\", \"weights\",
\"held_out\": {\"rows\", \"seed\", \"clamped\", \"right\", \"accuracy\", \"confusion\"}}")]
pub(super) struct Args {
    /// The table; `-` is the input stream
    data: PathBuf,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    rule: RuleArgs,
    /// What the classifier is called; the file's name if not said
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Keep this share of the rows back, and say how many of them are classified rightly
    #[arg(long, value_name = "SHARE")]
    hold_out: Option<f64>,
    /// Which rows are kept back
    #[arg(long, default_value_t = 0, requires = "hold_out")]
    seed: u32,
    /// Where the classifier is written
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

/// How neighbours decide.
#[derive(clap::Args, Clone, Copy)]
pub(super) struct RuleArgs {
    /// How many neighbours vote
    #[arg(long, default_value_t = 5)]
    pub(super) k: u8,
    /// How much each of them counts
    #[arg(long, value_enum, default_value_t)]
    pub(super) weights: WeightsArg,
}

impl Default for RuleArgs {
    fn default() -> Self {
        Self {
            k: 5,
            weights: WeightsArg::Uniform,
        }
    }
}

/// How much neighbours count.
#[derive(clap::ValueEnum, Clone, Copy, Default)]
pub(super) enum WeightsArg {
    /// One vote each
    #[default]
    Uniform,
    /// The nearest k votes, the next k - 1, the last one
    Rank,
}

impl WeightsArg {
    /// For programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Rank => "rank",
        }
    }
}

/// Trains it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    file::must_not_be(&args.output, &args.data)?;
    file::must_be_writable(&args.output)?;
    let output = args.output.clone();
    let trained = app
        .compute(move |work| work.wait("training", || trained(&args)).value)
        .await?;
    file::write(&output, &trained.model.to_bytes(), true)?;
    if file::is_stream(&output) {
        return Ok(Answer::nothing());
    }
    Ok(Answer::new(
        to_text(&trained, &output),
        to_json(&trained, &output),
    ))
}

struct Trained {
    model: Model,
    /// Of the rows that were learned from, by class.
    sizes: Vec<usize>,
    held_out: Option<HeldOut>,
}

struct HeldOut {
    seed: u32,
    confusion: Confusion,
    /// Values outside the range of those that were learned from.
    clamped: usize,
}

fn trained(args: &Args) -> Result<Trained, Failure> {
    let data = Labelled::read(&args.data, &args.columns)?;
    let title = match &args.title {
        Some(title) => title.clone(),
        None => title_of(&args.data),
    };
    let Some(share) = args.hold_out else {
        let sizes = data.sizes();
        let all: Vec<usize> = (0..data.rows.len()).collect();
        return Ok(Trained {
            model: learn(&data, &all, args.rule, title)?,
            sizes,
            held_out: None,
        });
    };
    let split = split(data.rows.len(), share, args.seed)?;
    let model = learn(&data, &split.train, args.rule, title)?;
    let (rows, labels) = data.choose(&split.test);
    let mut clamped = 0;
    let mut given = Vec::with_capacity(rows.len());
    for row in &rows {
        clamped += model.scaling().outside(row)?.len();
        given.push(model.classify(row)?);
    }
    let mut confusion = Confusion::new(data.classes.len());
    confusion.extend(&labels, &given);
    let mut sizes = data.sizes();
    labels
        .iter()
        .for_each(|&label| sizes[usize::from(label)] -= 1);
    Ok(Trained {
        model,
        sizes,
        held_out: Some(HeldOut {
            seed: args.seed,
            confusion,
            clamped,
        }),
    })
}

/// A classifier from some of the rows.
///
/// # Errors
/// There are fewer of them than neighbours, too many measurements, or no such rule.
pub(super) fn learn(
    data: &Labelled,
    rows: &[usize],
    rule: RuleArgs,
    title: String,
) -> Result<Model, Failure> {
    if rows.len() < usize::from(rule.k) {
        return Err(Failure::usage(format!(
            "--k {}: so many neighbours cannot be found among {}",
            rule.k,
            count(rows.len(), "row")
        )));
    }
    let classes = u8::try_from(data.classes.len()).unwrap_or(u8::MAX);
    let weights = match rule.weights {
        WeightsArg::Uniform => Weights::Uniform,
        WeightsArg::Rank => Weights::Rank,
    };
    let names = Names {
        title,
        features: data.features.clone(),
        classes: data.classes.clone(),
    };
    let (rows, labels) = data.choose(rows);
    Ok(Model::train(
        names,
        &rows,
        labels,
        Rule::new(rule.k, weights, classes)?,
    )?)
}

/// Which rows are kept back.
///
/// # Errors
/// The share is none, or leaves nothing on one side.
pub(super) fn split(rows: usize, share: f64, seed: u32) -> Result<Split, Failure> {
    Split::of(rows, share, seed).ok_or_else(|| {
        Failure::usage(format!(
            "--hold-out {share}: a share between 0 and 1 is needed that leaves rows on both sides of {rows}"
        ))
    })
}

/// A title from a file's name.
pub(super) fn title_of(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    match stem.as_deref() {
        None | Some("" | "-") => "classifier".to_owned(),
        Some(stem) => stem.to_owned(),
    }
}

fn to_text(trained: &Trained, output: &Path) -> String {
    let model = &trained.model;
    let (names, numbers) = (model.names(), model.numbers());
    let classes: Vec<String> = names
        .classes
        .iter()
        .zip(&trained.sizes)
        .map(|(name, size)| format!("{name} ({size})"))
        .collect();
    let mut text = format!(
        "{}: {}, {} of {} bits, classes {}; the {} nearest vote{}",
        output.display(),
        count(numbers.count(), "sample"),
        count(numbers.shape().features(), "measurement"),
        numbers.shape().bits(),
        classes.join(", "),
        numbers.rule().k(),
        match numbers.rule().weights() {
            Weights::Rank => ", the nearest most",
            _ => "",
        }
    );
    match &trained.held_out {
        None => text.push_str(
            "\nHow often it is right was not measured: --hold-out 0.2 keeps a fifth of the rows back for that.",
        ),
        Some(held_out) => {
            let confusion = &held_out.confusion;
            text.push_str(&format!(
                "\nOf {} kept back {} are classified rightly: {}; {} outside the range learned from counted as its edge\n\n{}\n",
                count(confusion.total(), "row"),
                confusion.right(),
                percent(confusion.accuracy().unwrap_or_default()),
                count(held_out.clamped, "value"),
                confusion.to_text(&names.classes),
            ));
        }
    }
    text + "\nWho has this file has the training set. It is no medical device."
}

fn to_json(trained: &Trained, output: &Path) -> Value {
    let model = &trained.model;
    let (names, numbers) = (model.names(), model.numbers());
    let classes: Vec<Value> = names
        .classes
        .iter()
        .zip(&trained.sizes)
        .map(|(name, size)| json!({ "name": name, "samples": size }))
        .collect();
    let held_out = trained.held_out.as_ref().map(|held_out| {
        json!({
            "rows": held_out.confusion.total(),
            "seed": held_out.seed,
            "clamped": held_out.clamped,
            "right": held_out.confusion.right(),
            "accuracy": held_out.confusion.accuracy(),
            "confusion": held_out.confusion.to_json(),
        })
    });
    json!({
        "file": output.display().to_string(),
        "title": names.title,
        "samples": numbers.count(),
        "features": names.features,
        "bits": numbers.shape().bits(),
        "classes": classes,
        "k": numbers.rule().k(),
        "weights": match numbers.rule().weights() {
            Weights::Rank => "rank",
            _ => "uniform",
        },
        "held_out": held_out,
    })
}

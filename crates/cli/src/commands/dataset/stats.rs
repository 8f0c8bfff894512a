//! `sehat dataset stats`: sums over a sealed data set, and what they say once they are open.

use std::path::PathBuf;

use sealed::{
    dataset::Dataset,
    statistics::shortest,
    totals::{OpenTotal, Totals},
};
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    file,
    keys::{self, KeyLengths},
    listing::{count, table},
    python,
    table::sealed_file,
};

/// Compute sums, means, variances and ratios of a sealed data set
///
/// All adding is done while sealed, with the public key alone: of each column the sum, and that of the squares where
/// they were sealed. The sums are written sealed, and opened where the private key is given: mean, sample variance,
/// standard deviation and ratio follow from them exactly and are rounded once. A ratio is that of the two columns'
/// sums, which is that of their means if the same rows are missing in both; a mean of ratios cannot be had from sealed
/// columns.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat dataset stats public.json wdbc.xlsx --output sums.json
  sehat dataset stats public.json wdbc.xlsx --key private.json
  sehat dataset stats public.json wdbc.xlsx --key private.json --ratio 'worst area' 'mean area'

As JSON: {\"columns\": [{\"name\", \"count\", \"sum\", \"mean\", \"variance\", \"deviation\"}],
\"ratios\": [{\"over\", \"under\", \"ratio\"}]} with --key; \"file\" with --output")]
pub(super) struct Args {
    /// The public key
    public: PathBuf,
    /// The sealed data set
    dataset: PathBuf,
    /// Only this column; can be given several times
    #[arg(long, value_name = "NAME")]
    column: Vec<String>,
    /// The ratio of two columns; can be given several times
    #[arg(long, num_args = 2, value_names = ["NAME", "NAME"], requires = "key")]
    ratio: Vec<String>,
    /// Write the sealed sums to a file
    #[arg(long, value_name = "FILE", required_unless_present = "key")]
    output: Option<PathBuf>,
    /// Open the sums with this private key
    #[arg(long, value_name = "PRIVATE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Computes them.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    if let Some(path) = &args.output {
        file::must_be_writable(path)?;
    }
    let public = keys::read_public(&args.public, args.lengths)?;
    let private = match &args.key {
        Some(path) => Some(keys::read_private(app, path, args.lengths)?),
        None => None,
    };
    let (path, asked, ratios) = (args.dataset.clone(), args.column, args.ratio);
    let in_ratios = ratios.clone();
    let totals = app
        .compute(move |work| {
            let about = |error: sealed::SealedError| Failure::from(error).about(&path);
            let stored = work.wait("reading", || sealed_file::read(&path));
            let dataset = Dataset::read(&public, stored.value?).map_err(about)?;
            for name in asked.iter().chain(&in_ratios) {
                must_be_sealed(&dataset, name).map_err(|failure| failure.about(&path))?;
            }
            let wanted = |name: &str| {
                let name = name.to_owned();
                asked.is_empty() || asked.contains(&name) || in_ratios.contains(&name)
            };
            let totals = work.wait("adding", || {
                Totals::of(&dataset, &public, wanted, &mut keys::rng())
            });
            totals.value.map_err(about)
        })
        .await?;
    let mut answer = match &private {
        Some(private) => {
            let opened = totals
                .open(private)
                .map_err(|error| Failure::from(error).about(&args.dataset))?;
            told(&opened, &ratios).map_err(|failure| failure.about(&args.dataset))?
        }
        None => Answer::new("", json!({ "columns": totals.names().collect::<Vec<_>>() })),
    };
    if let Some(path) = args.output {
        file::write(&path, totals.to_json().as_bytes(), true)?;
        if file::is_stream(&path) {
            return Ok(Answer::nothing());
        }
        let name = path.display().to_string();
        let line = format!(
            "{name}: the sealed sums of {}",
            count(totals.names().count(), "column")
        );
        answer.text = format!("{line}\n{}", answer.text);
        answer.json["file"] = name.into();
    }
    Ok(answer)
}

/// Opened sums and what follows from them.
pub(super) fn told(totals: &[OpenTotal], ratios: &[String]) -> Result<Answer, Failure> {
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    let text = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), python::repr);
    for total in totals {
        let (variance, deviation) = (total.variance()?, total.deviation()?);
        rows.push(vec![
            total.name.clone(),
            total.count.to_string(),
            shortest(&total.sum),
            text(total.mean()),
            text(variance),
            text(deviation),
        ]);
        let sum: Value = serde_json::from_str(&shortest(&total.sum)).unwrap_or_default();
        columns.push(json!({
            "name": total.name,
            "count": total.count,
            "sum": sum,
            "mean": total.mean(),
            "variance": variance,
            "deviation": deviation,
        }));
    }
    let mut lines = vec![table(
        &["COLUMN", "COUNT", "SUM", "MEAN", "VARIANCE", "DEVIATION"],
        &rows,
    )];
    let mut told = Vec::new();
    for pair in ratios.chunks_exact(2) {
        let find = |name: &String| totals.iter().find(|total| total.name == *name);
        let (Some(over), Some(under)) = (find(&pair[0]), find(&pair[1])) else {
            continue;
        };
        let ratio = over.ratio(under)?;
        lines.push(format!(
            "{} / {} = {}",
            over.name,
            under.name,
            python::repr(ratio)
        ));
        told.push(json!({ "over": over.name, "under": under.name, "ratio": ratio }));
    }
    Ok(Answer::new(
        lines.join("\n"),
        json!({ "columns": columns, "ratios": told }),
    ))
}

fn must_be_sealed(dataset: &Dataset, name: &str) -> Result<(), Failure> {
    let missing = |why: &str| {
        Err(Failure::new(
            Kind::NotFound,
            "not_found",
            format!("{why} \"{name}\""),
        ))
    };
    match dataset.column(name) {
        None => missing("there is no column"),
        Some(column) if column.content.values().is_none() => {
            missing("nothing is sealed in the column")
        }
        Some(_) => Ok(()),
    }
}

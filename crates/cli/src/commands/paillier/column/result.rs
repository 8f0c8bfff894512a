//! What is computed on sealed columns: written sealed, and told where the private key is given.

use std::path::{Path, PathBuf};

use paillier::{Error, PublicKey};
use sealed::statistics::shortest;
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    file,
    keys::{self, KeyLengths},
    listing::count,
    python,
    sealed_column::{OpenSum, SealedColumn, SealedSum},
};

/// Where a result goes.
#[derive(clap::Args)]
pub(super) struct Results {
    /// Write the sealed result to a file
    #[arg(long, value_name = "FILE", required_unless_present = "key")]
    output: Option<PathBuf>,
    /// Open the result with this private key
    #[arg(long, value_name = "PRIVATE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    pub(super) lengths: KeyLengths,
}

/// What is asked of a sum.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Sum,
    Mean,
    Variance,
    All,
}

impl Results {
    /// Computes on columns, and writes and tells what comes out.
    pub(super) async fn give(
        &self,
        app: &App,
        public: &Path,
        columns: Vec<PathBuf>,
        asked: Asked,
    ) -> Result<Answer, Failure> {
        if let Some(path) = &self.output {
            file::must_be_writable(path)?;
        }
        let key = keys::read_public(public, self.lengths)?;
        let private = match &self.key {
            Some(path) => Some(keys::read_private(app, path, self.lengths)?),
            None => None,
        };
        let last = columns.last().cloned().unwrap_or_default();
        let sum = app.compute(move |_| compute(&key, &columns)).await?;
        let opened = match &private {
            Some(private) => Some(
                sum.open(private)
                    .map_err(|error| Failure::from(error).about(&last))?,
            ),
            None => None,
        };
        let mut text = Vec::new();
        let about = |error| Failure::from(error).about(&last);
        let mut json = match &opened {
            Some(sum) => to_json(sum, asked).map_err(about)?,
            None => json!({ "count": sum.count() }),
        };
        if let Some(path) = &self.output {
            let bytes = sum.to_bytes();
            file::write(path, &bytes, true)?;
            if file::is_stream(path) {
                return Ok(Answer::nothing());
            }
            let values = usize::try_from(sum.count()).unwrap_or(usize::MAX);
            text.push(format!(
                "{}: sealed, over {}",
                path.display(),
                count(values, "value")
            ));
            json["file"] = path.display().to_string().into();
        }
        if let Some(sum) = opened {
            text.push(to_text(&sum, asked).map_err(about)?);
        }
        Ok(Answer::new(text.join("\n"), json))
    }
}

/// An open sum in words: what was asked, or all there is, a line each.
///
/// # Errors
/// The squares that were added cannot be those of the numbers.
pub(super) fn to_text(sum: &OpenSum, asked: Asked) -> Result<String, Error> {
    let number =
        |value: Option<f64>| value.map_or_else(|| "none: too few values".to_owned(), python::repr);
    Ok(match asked {
        Asked::Sum => shortest(&sum.sum),
        Asked::Mean => number(sum.mean()),
        Asked::Variance => number(sum.variance()?),
        Asked::All => {
            let mut lines = vec![
                format!("count     {}", sum.count),
                format!("sum       {}", shortest(&sum.sum)),
                format!("mean      {}", number(sum.mean())),
            ];
            if sum.moments.is_some() {
                let variance = sum.variance()?;
                lines.push(format!("variance  {}", number(variance)));
                lines.push(format!("deviation {}", number(variance.map(f64::sqrt))));
            }
            lines.join("\n")
        }
    })
}

/// An open sum for programs.
///
/// # Errors
/// As [`to_text`].
pub(super) fn to_json(sum: &OpenSum, asked: Asked) -> Result<Value, Error> {
    let exact: Value = serde_json::from_str(&shortest(&sum.sum)).unwrap_or_default();
    let mut json = json!({ "count": sum.count, "sum": exact, "mean": sum.mean() });
    if let (Some(_), Asked::Variance | Asked::All) = (&sum.moments, asked) {
        let variance = sum.variance()?;
        json["variance"] = json!(variance);
        json["deviation"] = json!(variance.map(f64::sqrt));
    }
    Ok(json)
}

/// The sum of a column, with that of its squares where they are given.
fn compute(key: &PublicKey, columns: &[PathBuf]) -> Result<SealedSum, Failure> {
    let mut parsed = Vec::with_capacity(columns.len());
    for path in columns {
        let bytes = file::read_up_to(path, LIMIT)?;
        let column =
            SealedColumn::parse(key, &bytes).map_err(|error| Failure::from(error).about(path))?;
        parsed.push(column);
    }
    let squares = if parsed.len() > 1 { parsed.pop() } else { None };
    let outcome = match (parsed.pop(), squares) {
        (Some(column), None) => column.sum(),
        (Some(column), Some(squares)) => column.moments(squares),
        (None, _) => return Err(Failure::usage("no column was given")),
    };
    outcome.map_err(|error| match columns.last() {
        Some(path) => Failure::from(error).about(path),
        None => error.into(),
    })
}

/// The most bytes of a sealed column's file.
pub(super) const LIMIT: u64 = 16 << 30;

//! `sehat form sum`: many forms added while they are sealed.

use std::path::PathBuf;

use paillier::PrivateKey;
use sealed::{
    SealedError,
    form::{FormSum, SealedForm},
};
use serde_json::{Map, Value, json};

use super::folder::Folder;
use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    file, keys,
    listing::{count, table},
    python,
};

/// Add the numbers of many forms while they are sealed
///
/// It takes the public key alone. Every form's signature is checked first, all must be of one desk, and none may be
/// among them twice. Anybody can make a desk: name yours with --signatory, as `sehat form keys` told it, or compare
/// what is told here. The sum itself is not signed: whoever opens it trusts who added.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat form sum *.json --keys form-keys --output sum.json
  sehat form sum a.json b.json --keys form-keys --open

As JSON: {\"file\", \"forms\", \"signatory\"}; with --open \"numbers\" too: {\"age\": {\"sum\", \"mean\"}, …}")]
pub(super) struct Args {
    /// The sealed forms
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where to write the sealed sum; `-` is the output stream
    #[arg(long, value_name = "FILE", required_unless_present = "open")]
    output: Option<PathBuf>,
    /// Refuse forms that another desk signed
    #[arg(long, value_name = "NAME")]
    signatory: Option<String>,
    /// Open the sum at once, with the private key
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    folder: Folder,
}

/// Adds them.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    if let Some(path) = &args.output {
        args.files
            .iter()
            .try_for_each(|form| file::must_not_be(path, form))?;
        file::must_be_writable(path)?;
    }
    let key = args.folder.public()?;
    let private = match args.open {
        true => Some(args.folder.private(app)?),
        false => None,
    };
    let (files, public, expected) = (args.files, key.clone(), args.signatory);
    let sum = app
        .compute(move |work| {
            let added = work.stage("adding", |progress| {
                let mut sum: Option<FormSum> = None;
                for (done, path) in files.iter().enumerate() {
                    progress(done, files.len());
                    let text = file::read(path)?;
                    let about = |error: SealedError| Failure::from(error).about(path);
                    let form = SealedForm::parse(&text).map_err(about)?;
                    let found = form.signatory().to_text();
                    if expected.as_ref().is_some_and(|name| *name != found) {
                        return Err(another_desk(&found).about(path));
                    }
                    match &mut sum {
                        None => sum = Some(FormSum::of(&public, &form).map_err(about)?),
                        Some(sum) => sum.add(&public, &form).map_err(about)?,
                    }
                }
                sum.ok_or_else(|| Failure::from(SealedError::Nothing))
            });
            added.value
        })
        .await?;
    if sum.count() == 1 {
        app.note("a sum of one form is that form's numbers to whoever opens it");
    }
    let mut answer = match &private {
        Some(private) => opened(&sum, private)?,
        None => {
            let json = json!({ "forms": sum.count(), "signatory": sum.signatory().to_text() });
            Answer::new("", json)
        }
    };
    if let Some(path) = args.output {
        file::write(&path, sum.to_json(&key, &mut keys::rng())?.as_bytes(), true)?;
        if file::is_stream(&path) {
            return Ok(Answer::nothing());
        }
        let name = path.display().to_string();
        let forms = usize::try_from(sum.count()).unwrap_or(usize::MAX);
        let line = format!(
            "{name}: the sealed sums over {}, signed by {}",
            count(forms, "form"),
            sum.signatory().to_text()
        );
        answer.text = format!("{line}\n{}", answer.text);
        answer.json["file"] = name.into();
    }
    Ok(answer)
}

fn another_desk(signatory: &str) -> Failure {
    let message = format!("it was signed by {signatory}, not by who was named");
    Failure::new(Kind::WrongSecret, "wrong_secret", message)
}

/// A sum of forms, opened.
pub(super) fn opened(sum: &FormSum, key: &PrivateKey) -> Result<Answer, SealedError> {
    let mut rows = Vec::new();
    let mut numbers = Map::new();
    for opened in sum.open(key)? {
        let mean = opened.mean()?;
        let exact: Value = serde_json::from_str(&opened.sum()).unwrap_or_default();
        rows.push(vec![
            opened.field.name.to_owned(),
            opened.sum(),
            python::repr(mean),
        ]);
        numbers.insert(
            opened.field.name.to_owned(),
            json!({ "sum": exact, "mean": mean }),
        );
    }
    let forms = usize::try_from(sum.count()).unwrap_or(usize::MAX);
    let signatory = sum.signatory().to_text();
    let text = format!(
        "{}, signed by {signatory} as who added them says\n{}",
        count(forms, "form"),
        table(&["FIELD", "SUM", "MEAN"], &rows)
    );
    Ok(Answer::new(
        text,
        json!({ "forms": sum.count(), "signatory": signatory, "numbers": numbers }),
    ))
}

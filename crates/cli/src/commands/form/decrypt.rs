//! `sehat form decrypt`: a form or a sum of forms, opened.

use std::path::PathBuf;

use sealed::form::{Form, FormSum, SealedForm};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{folder::Folder, sum::opened};
use crate::{answer::Answer, app::App, failure::Failure, file};

/// Open a form, or a sum of forms
///
/// The signature is checked before anything is opened: wrong keys and a touched byte are errors.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat form decrypt formdata.json --keys form-keys
  sehat form decrypt sum.json --keys form-keys

As JSON: {\"first_name\", \"last_name\", \"age\", \"height_cm\", \"systolic\", \"diastolic\"}, or for a sum
{\"forms\", \"signatory\", \"numbers\": {\"age\": {\"sum\", \"mean\"}, …}}")]
pub(super) struct Args {
    /// The sealed form or sum; `-` is the input stream
    file: PathBuf,
    /// Save to a file instead of printing it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    folder: Folder,
}

/// Opens it.
pub(super) fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let private = args.folder.private(app)?;
    let text = file::read(&args.file)?;
    let about = |error: sealed::SealedError| Failure::from(error).about(&args.file);
    let answer = if FormSum::is_one(&text) {
        let sum = FormSum::parse(private.public(), &text).map_err(about)?;
        opened(&sum, &private).map_err(about)?
    } else {
        let sealed = SealedForm::parse(&text).map_err(about)?;
        let form = sealed
            .open(&private, &args.folder.secret(app)?)
            .map_err(about)?;
        of_form(&form)
    };
    let Some(path) = args.output else {
        return Ok(answer);
    };
    let json = Zeroizing::new(format!("{}\n", answer.json));
    file::write(&path, json.as_bytes(), true)?;
    if file::is_stream(&path) {
        return Ok(Answer::nothing());
    }
    let name = path.display().to_string();
    Ok(Answer::new(
        format!("{name}: opened. It is not locked: keep it safe."),
        json!({ "file": name }),
    ))
}

fn of_form(form: &Form) -> Answer {
    let text = format!(
        "Name            {} {}\nAge             {} years\nHeight          {} cm\nBlood pressure  {}/{} mmHg",
        form.first_name,
        form.last_name,
        form.age.to_text(),
        form.height_cm.to_text(),
        form.systolic.to_text(),
        form.diastolic.to_text(),
    );
    Answer::new(text, serde_json::to_value(form).unwrap_or(Value::Null))
}

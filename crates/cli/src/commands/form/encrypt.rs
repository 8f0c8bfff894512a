//! `sehat form encrypt`: a form, filled in and sealed.

use std::path::{Path, PathBuf};

use sealed::form::{Form, MAX_NAME, NUMBER_FIELDS, NumberField, Tenths};
use serde_json::json;
use zeroize::Zeroizing;

use super::folder::Folder;
use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    file,
    keys::{self, with_key},
    prompt::{ask, must_be_answerable, say},
};

/// Fill in the patient form, and seal it
///
/// The form is asked in the terminal, or read from JSON: first_name, last_name, age, height_cm, systolic, diastolic.
/// Every number must be one that a person can have.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat form encrypt --keys form-keys
  sehat form encrypt --keys form-keys --from form.json --output formdata.json
  echo '{\"first_name\": \"Asha\", \"last_name\": \"Verma\", \"age\": 54, \"height_cm\": 162.5,
    \"systolic\": 128, \"diastolic\": 82}' | sehat form encrypt --from - --output formdata.json

As JSON: {\"file\", \"key\", \"size\"}")]
pub(super) struct Args {
    /// Read the form from JSON; `-` is the input stream
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Where to write the sealed form; `-` is the output stream
    #[arg(long, value_name = "FILE", default_value = "formdata.json")]
    output: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    folder: Folder,
}

/// Asks and seals.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let (key, secret) = (args.folder.sealing_key(app)?, args.folder.secret(app)?);
    if !args.force {
        file::must_be_free(&args.output)?;
    }
    let form = match &args.from {
        Some(path) => read(path)?,
        None => ask_form().await?,
    };
    let sealed = with_key!(&key, key => form.seal(key, &secret, &mut keys::rng()));
    let sealed = sealed.map_err(|error| match &args.from {
        Some(path) => Failure::from(error).about(path),
        None => error.into(),
    })?;
    file::write(&args.output, sealed.as_bytes(), args.force)?;
    if file::is_stream(&args.output) {
        return Ok(Answer::nothing());
    }
    let (name, id) = (
        args.output.display().to_string(),
        key.public().id().to_string(),
    );
    let text = format!("{name}: sealed for the key {id}, and signed");
    Ok(Answer::new(
        text,
        json!({ "file": name, "key": id, "size": sealed.len() }),
    ))
}

fn read(path: &Path) -> Result<Form, Failure> {
    let text = Zeroizing::new(file::read(path)?);
    serde_json::from_slice(&text).map_err(|error| {
        // Its own words could quote what stands in the form.
        let message = format!("{}: line {}: this is no form", path.display(), error.line());
        Failure::file(message).advise(
            "A form is JSON with first_name, last_name, age, height_cm, systolic and diastolic; the last four are numbers, with at most one decimal.",
        )
    })
}

async fn ask_form() -> Result<Form, Failure> {
    must_be_answerable("--from FILE")?;
    let first_name = ask_name("First name").await?;
    let last_name = ask_name("Last name").await?;
    let [age, height_cm, systolic, diastolic] = &NUMBER_FIELDS;
    let (age, height_cm) = (ask_number(age).await?, ask_number(height_cm).await?);
    let (systolic, diastolic) = loop {
        let upper = ask_number(systolic).await?;
        let lower = ask_number(diastolic).await?;
        if upper > lower {
            break (upper, lower);
        }
        say("  The systolic pressure must be above the diastolic one.");
    };
    Ok(Form {
        first_name,
        last_name,
        age,
        height_cm,
        systolic,
        diastolic,
    })
}

async fn ask_name(label: &str) -> Result<String, Failure> {
    loop {
        let name = ask(&format!("{label}: "), OPTION).await?;
        if (1..=MAX_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
            return Ok(name);
        }
        say(&format!(
            "  It must be a text of 1 to {MAX_NAME} characters."
        ));
    }
}

async fn ask_number(field: &NumberField) -> Result<Tenths, Failure> {
    loop {
        let text = ask(&format!("{}: ", field.label), OPTION).await?;
        match field.parse(&text) {
            Ok(number) => return Ok(number),
            Err(sealed::SealedError::Field { why, .. }) => say(&format!("  {why}.")),
            Err(error) => return Err(error.into()),
        }
    }
}

/// What answers beforehand.
const OPTION: &str = "--from FILE";

//! `sehat signup`: a new person, with keys, kit and account.

use std::path::PathBuf;

use clap::ValueEnum;
use client::account::{Kit, SignUp};
use serde_json::{Value, json};
use wire::person;

use crate::{
    answer::Answer,
    app::{App, Signed},
    failure::Failure,
    file, kit_sheet,
};

/// Make an account: your keys, your recovery kit and, for a patient, the record
///
/// Everything is made on this machine. The recovery kit that is shown at the end is the only way back when
/// the password is forgotten: put it on paper.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat signup --server https://sehat.example --role patient --name 'Asha Verma' --kit kit.html
  sehat signup --server https://sehat.example --role doctor --name 'Dr Rao' --registration KMC-12345

As JSON: {\"name\", \"role\", \"fingerprint\", \"server\", \"kit\": {\"name\", \"fingerprint\", \"server\",
\"account_secret\", \"words\": [24 words]}, \"kit_file\"}")]
pub(crate) struct Args {
    /// Who you are here
    #[arg(long, value_enum)]
    role: Role,
    /// Your name, as those you share with will see it
    #[arg(long)]
    name: String,
    /// A doctor's registration number
    #[arg(long, value_name = "NO")]
    registration: Option<String>,
    /// Write the recovery kit to a new file: a page to print if it ends in .html, otherwise text
    #[arg(long, value_name = "FILE")]
    kit: Option<PathBuf>,
}

/// Patient or doctor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    /// Somebody who seeks care, and owns a record
    Patient,
    /// Somebody who gives care, and is let in
    Doctor,
}

/// Makes the account.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let role = match args.role {
        Role::Patient => person::Role::Patient,
        Role::Doctor => person::Role::Doctor,
    };
    if role == person::Role::Patient && args.registration.is_some() {
        return Err(Failure::usage("only doctors have a registration number"));
    }
    if let Some(path) = &args.kit {
        file::must_be_free(path)?;
    }
    let server = app.server()?;
    let (_, kit) = sign_up(app, server, role, &args.name, args.registration.as_deref()).await?;
    let written = args
        .kit
        .as_ref()
        .map(|path| kit_sheet::write(&kit, path))
        .transpose();
    if let Err(failure) = &written {
        app.note(&format!(
            "{}; the kit follows here instead",
            failure.message
        ));
    }
    let role_name = match args.role {
        Role::Patient => "patient",
        Role::Doctor => "doctor",
    };
    let kept = args.kit.filter(|_| written.is_ok());
    let text = match &kept {
        Some(path) => format!(
            "Welcome, {}. Your account is made.\n\nYour recovery kit is in {}: print it, put it where you keep \
             your passport, and delete the file.\nThen run `sehat kit check`.",
            kit.name,
            path.display()
        ),
        None => welcome(&kit),
    };
    let json = json!({
        "name": kit.name,
        "role": role_name,
        "fingerprint": kit.person.to_string(),
        "server": kit.server,
        "kit": kit_sheet::json(&kit),
        "kit_file": kept.map_or(Value::Null, |path| path.display().to_string().into()),
    });
    Ok(Answer::new(text, json))
}

/// Signs up with a new password.
pub(super) async fn sign_up(
    app: &App,
    server: &str,
    role: person::Role,
    name: &str,
    registration: Option<&str>,
) -> Result<(Signed, Kit), Failure> {
    let home = app.home().await?;
    if let Some(account) = home.account().await? {
        return Err(client::ClientError::AccountExists(account.person.short()).into());
    }
    let passphrase = app.new_password().await?;
    let new = SignUp {
        server,
        role,
        name,
        registration,
        passphrase: &passphrase,
    };
    let (mut session, kit) = home.sign_up(&new).await?;
    app.prepare(&mut session);
    Ok((session, kit))
}

/// What a new person is told once.
pub(super) fn welcome(kit: &Kit) -> String {
    format!(
        "Welcome, {}. Your account is made. This is your recovery kit; put it on paper now, for it is the only \
         way back:\n\n{}",
        kit.name,
        *kit_sheet::text(kit)
    )
}

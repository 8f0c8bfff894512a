//! `sehat whoami`: whose home this is.

use client::ClientError;
use serde_json::json;
use wire::person::Role;

use crate::{answer::Answer, app::App, failure::Failure};

/// Show whose account this is, and how it stands
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat whoami

As JSON: {\"signed_in\", \"fingerprint\", \"server\"} and, while signed in, {\"name\", \"role\", \"registration\",
\"kit_checked\", \"waiting\": records not yet sent}")]
pub(crate) struct Args {}

/// Shows who is here.
pub(crate) async fn run(app: &App, _: Args) -> Result<Answer, Failure> {
    let home = app.home().await?;
    let account = home.account().await?.ok_or(ClientError::NoAccount)?;
    let (print, server) = (account.person.short(), &account.server);
    let mut json = json!({
        "signed_in": account.signed_in,
        "fingerprint": account.person.to_string(),
        "server": server,
    });
    if !account.signed_in {
        let text = format!("Signed out\nFingerprint  {print}\nServer       {server}");
        return Ok(Answer::new(text, json));
    }
    let session = home.session().await?;
    let identity = session.identity();
    let role = match identity.role {
        Role::Patient => "patient",
        Role::Doctor => "doctor",
    };
    let waiting = session.waiting().await?;
    let kit_checked = session.kit().words.is_none();
    json["name"] = identity.profile.name.as_str().into();
    json["role"] = role.into();
    json["registration"] = identity.profile.registration.clone().into();
    json["kit_checked"] = kit_checked.into();
    json["waiting"] = waiting.into();
    let mut text = format!(
        "{} ({role})\nFingerprint  {print}\nServer       {server}",
        identity.profile.name
    );
    if let Some(number) = &identity.profile.registration {
        text.push_str(&format!("\nRegistration {number}"));
    }
    if waiting > 0 {
        text.push_str(&format!(
            "\n{waiting} record(s) wait to be sent: `sehat sync` sends them."
        ));
    }
    if !kit_checked {
        text.push_str(
            "\nYou have not shown yet that your recovery kit is on paper: `sehat kit check`.",
        );
    }
    Ok(Answer::new(text, json))
}

//! `sehat invitations`: what became of a doctor's invitations.

use client::state::{InvitationState, OwnInvitation};
use serde_json::{Value, json};

use crate::{answer::Answer, app::App, failure::Failure, moment};

/// List your invitations, with the short codes to compare (doctors)
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat invitations

As JSON: {\"invitations\": [{\"id\", \"state\": \"open|answered|denied|over|suspicious\", \"valid_until\",
\"patient\", \"fingerprint\", \"code\"}]}")]
pub(crate) struct Args {}

/// Lists the invitations.
pub(crate) async fn run(app: &App, _: Args) -> Result<Answer, Failure> {
    let synced = app.synced_if_possible().await?;
    let own = synced.session.invitations();
    let mut text: Vec<String> = own.iter().map(sentence).collect();
    if text.is_empty() {
        text.push("You have invited nobody yet: `sehat invite`.".to_owned());
    }
    let json: Vec<Value> = own.iter().map(json).collect();
    Ok(Answer::new(text.join("\n"), json!({ "invitations": json })))
}

/// An invitation in a sentence.
pub(super) fn sentence(own: &OwnInvitation) -> String {
    let id: String = own.id.to_string().chars().take(8).collect();
    let end = moment::for_people(own.not_after);
    match own.state {
        InvitationState::Open => format!("{id}  Not answered yet; good until {end}"),
        InvitationState::Denied => format!("{id}  The patient said no"),
        InvitationState::Over => format!("{id}  It has run out: `sehat invite` makes a new one"),
        InvitationState::Suspicious => format!(
            "{id}  An answer came that is not in order: somebody may have tampered with it. Invite anew"
        ),
        InvitationState::Answered => {
            let name = own
                .profile
                .as_ref()
                .map_or("Somebody", |profile| profile.name.as_str());
            let code = own.code.as_deref().unwrap_or("?");
            format!(
                "{id}  {name} has answered, with the code {code}. If the patient sees another code, somebody \
                 else has answered: the patient then says no, and you invite anew"
            )
        }
    }
}

/// An invitation as JSON.
pub(super) fn json(own: &OwnInvitation) -> Value {
    json!({
        "id": own.id.to_string(),
        "state": state(own.state),
        "valid_until": moment::for_programs(own.not_after),
        "patient": own.profile.as_ref().map(|profile| &profile.name),
        "fingerprint": own.patient.map(|person| person.to_string()),
        "code": own.code,
    })
}

fn state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Open => "open",
        InvitationState::Answered => "answered",
        InvitationState::Denied => "denied",
        InvitationState::Over => "over",
        InvitationState::Suspicious => "suspicious",
    }
}

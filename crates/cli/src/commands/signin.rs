//! `sehat signin`: on this device again, or on a new one.

use serde_json::json;

use crate::{answer::Answer, app::App, failure::Failure};

/// Sign in again here, or on a new machine with the account secret from your kit
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat signin
  sehat signin --server https://sehat.example --account-secret 0A1B2-C3D4E-F5G6H-J7K8M-N9P0Q-R1S2T

As JSON: {\"name\", \"fingerprint\", \"server\"}")]
pub(crate) struct Args {
    /// The account secret printed on your kit; needed only where you have never signed in
    #[arg(long, value_name = "TEXT")]
    account_secret: Option<String>,
}

/// Signs in.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let home = app.home().await?;
    let account = home.account().await?;
    // Where there is an account its server is known; --server then changes it, if the server has moved.
    let server = match (&account, &args.account_secret) {
        (None, None) => return Err(client::ClientError::NoAccount.into()),
        (None, Some(_)) => Some(app.server()?),
        (Some(_), _) => app.globals().server.as_deref(),
    };
    let password = app.password().await?;
    let secret = args.account_secret.as_deref();
    let session = home.sign_in(server, secret, &password).await?;
    let identity = session.identity();
    let name = &identity.profile.name;
    Ok(Answer::new(
        format!("Signed in as {name} at {}.", session.server()),
        json!({
            "name": name,
            "fingerprint": identity.person.to_string(),
            "server": session.server(),
        }),
    ))
}

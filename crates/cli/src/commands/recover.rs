//! `sehat recover`: back with the kit alone.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::{answer::Answer, app::App, failure::Failure, kit_sheet};

/// Come back with the 24 words of your kit alone, on a new machine and with a new password
///
/// Whoever had your old machine is locked out, and every lock is changed at the first sync. The account
/// secret on your printed kit becomes void: write the new one beside the words.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat recover --server https://sehat.example
  sehat recover --server https://sehat.example --words-file words.txt --password-file password.txt

As JSON: {\"name\", \"fingerprint\", \"server\", \"account_secret\", \"records\", \"troubles\": []}")]
pub(crate) struct Args {
    /// Read the words from a file; `-` is the input stream
    #[arg(long, value_name = "FILE")]
    words_file: Option<PathBuf>,
}

/// Recovers the account.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let stream = Path::new("-");
    if args.words_file.as_deref() == Some(stream)
        && app.globals().password_file.as_deref() == Some(stream)
    {
        return Err(Failure::usage(
            "only one of the words and the password can come from the input stream",
        ));
    }
    let server = app.server()?;
    let home = app.home().await?;
    if let Some(account) = home.account().await? {
        return Err(client::ClientError::AccountExists(account.person.short()).into());
    }
    let words = app.words(args.words_file.as_deref()).await?;
    let password = app.new_password().await?;
    let (mut session, kit) = home.recover(server, &words, &password).await?;
    app.prepare(&mut session);
    // The account is back already; if the records cannot be fetched right now, the next sync does it.
    let troubles = match session.sync().await {
        Ok(report) => report.troubles,
        Err(error) => vec![format!("{error}. Run `sehat sync`")],
    };
    for trouble in &troubles {
        app.note(trouble);
    }
    let records: usize = session
        .views()
        .values()
        .map(|view| view.ledger.records().len())
        .sum();
    let text = format!(
        "Welcome back, {}. Your account is here again, with {records} record(s).\n\n\
         Your 24 words stay the same. The account secret is new: cross out the old one on your kit and write\n\n    \
         {}\n\nbeside it (`sehat kit show --out kit.html` prints a new sheet). Then run `sehat kit check`.",
        kit.name, *kit.account_secret
    );
    let mut json = kit_sheet::json(&kit);
    if let Some(fields) = json.as_object_mut() {
        // Whoever recovers has the words; they need not stand in one more place.
        fields.remove("words");
    }
    json["records"] = records.into();
    json["troubles"] = json!(troubles);
    Ok(Answer::new(text, json))
}

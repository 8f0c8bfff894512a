//! `sehat form`: the patient form, sealed.

mod decrypt;
mod encrypt;
mod folder;
mod keys;
mod sum;

use crate::{answer::Answer, app::App, failure::Failure};

/// Seal the patient form, and add such forms while they are sealed
///
/// Names are locked with AES-256-GCM, numbers with Paillier, and the whole is signed: a touched byte is an error. The
/// keys are three files in a folder, for three roles: `secret.json` and `public.json` fill in forms, `public.json` adds
/// them, `private.json` opens sums, and with `secret.json` forms. Give each role no more than it needs.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat form keys form-keys
  sehat form encrypt --keys form-keys
  sehat form sum formdata.json other.json --keys form-keys --output sum.json
  sehat form decrypt sum.json --keys form-keys")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Keys(keys::Args),
    Encrypt(encrypt::Args),
    Decrypt(decrypt::Args),
    Sum(sum::Args),
}

/// Does what was asked.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::Keys(args) => keys::run(app, args).await,
        Command::Encrypt(args) => encrypt::run(app, args).await,
        Command::Decrypt(args) => decrypt::run(app, args),
        Command::Sum(args) => sum::run(app, args).await,
    }
}

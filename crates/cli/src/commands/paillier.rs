//! `sehat paillier`: keys, numbers and columns under Paillier's cryptosystem.

mod add;
mod addenc;
mod column;

mod decrypt;
mod encrypt;
mod extract;
mod genpkey;
mod multiply;
mod number;

use crate::{answer::Answer, app::App, failure::Failure};

/// Seal numbers so that they can be added while sealed (Paillier's cryptosystem)
///
/// The first seven commands take the files, options and order of arguments of python-paillier's `pheutil`, and
/// `column` does it for whole columns. Whoever has the public key seals, adds, and multiplies by plain numbers;
/// the private key alone opens. None of this needs an account or a server.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier genpkey private.json
  sehat paillier extract private.json public.json
  sehat paillier encrypt public.json 128.5 --output a.json
  sehat paillier addenc public.json a.json b.json --output sum.json
  sehat paillier decrypt private.json sum.json")]
pub(crate) struct Args {
    /// Taken for scripts made for `pheutil`; errors say all there is to say anyway
    #[arg(long, short, hide = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Genpkey(genpkey::Args),
    Extract(extract::Args),
    Encrypt(encrypt::Args),
    Decrypt(decrypt::Args),
    Add(add::Args),
    Addenc(addenc::Args),
    Multiply(multiply::Args),
    Column(column::Args),
}

/// Does what was asked.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let Args {
        verbose: _,
        command,
    } = args;
    match command {
        Command::Genpkey(args) => genpkey::run(app, args).await,
        Command::Extract(args) => extract::run(app, args),
        Command::Encrypt(args) => encrypt::run(app, args),
        Command::Decrypt(args) => decrypt::run(app, args),
        Command::Add(args) => add::run(app, args),
        Command::Addenc(args) => addenc::run(app, args),
        Command::Multiply(args) => multiply::run(app, args),
        Command::Column(args) => column::run(app, args).await,
    }
}

//! `sehat knn`: nearest-neighbour classifiers that see neither the question nor, asked, more than the class.

mod demo;
mod evaluate;
mod train;

use crate::{answer::Answer, app::App, failure::Failure};

/// Ask a classifier about measurements that it never sees
///
/// A classifier of nearest neighbours compares one patient's measurements with those of many whose diagnosis is known. Here
/// neither side shows what it has: who asks learns the class, and who answers learns nothing. Or the whole training set lies
/// sealed at the server, and only its owner asks. Labels are those of the classifier in the clear, always.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn demo
  sehat knn train wdbc.csv --label diagnosis --hold-out 0.2 -o wdbc.knn")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Train(train::Args),
    Evaluate(evaluate::Args),
    Demo(demo::Args),
}

/// Does what was asked.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::Train(args) => train::run(app, args).await,
        Command::Evaluate(args) => evaluate::run(app, args).await,
        Command::Demo(args) => demo::run(app, args).await,
    }
}

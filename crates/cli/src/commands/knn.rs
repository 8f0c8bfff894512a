//! `sehat knn`: nearest-neighbour classifiers that see neither the question nor, asked, more than the class.

mod add;
mod ask;
mod delete;
mod demo;
mod evaluate;
mod find;
mod list;
mod publish;
mod remove;
mod sets;
mod train;
mod withdraw;

use crate::{answer::Answer, app::App, failure::Failure};

/// Ask a classifier about measurements that it never sees
///
/// A classifier of nearest neighbours compares one patient's measurements with those of many whose diagnosis is known. Here
/// neither side shows what it has: who asks learns the class, and who answers learns nothing. Or the whole training set lies
/// sealed at the server, and only its owner asks. Labels are those of the classifier in the clear, always.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn demo
  sehat knn train wdbc.csv --label diagnosis --hold-out 0.2 -o wdbc.knn
  sehat knn publish wdbc.knn --purpose 'Benign or malignant, from an aspirate. An aid, not a diagnosis.'
  sehat knn ask wdbc --csv patients.csv")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Train(train::Args),
    Publish(publish::Args),
    List(list::Args),
    Withdraw(withdraw::Args),
    Ask(ask::Args),
    Sets(sets::Args),
    Add(add::Args),
    Remove(remove::Args),
    Delete(delete::Args),
    Evaluate(evaluate::Args),
    Demo(demo::Args),
}

/// Does what was asked.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::Train(args) => train::run(app, args).await,
        Command::Publish(args) => publish::run(app, args).await,
        Command::List(args) => list::run(app, args).await,
        Command::Withdraw(args) => withdraw::run(app, args).await,
        Command::Ask(args) => ask::run(app, args).await,
        Command::Sets(args) => sets::run(app, args).await,
        Command::Add(args) => add::run(app, args).await,
        Command::Remove(args) => remove::run(app, args).await,
        Command::Delete(args) => delete::run(app, args).await,
        Command::Evaluate(args) => evaluate::run(app, args).await,
        Command::Demo(args) => demo::run(app, args).await,
    }
}

//! `sehat knn publish`: a classifier that others ask, or a set that lies sealed at the server.

use std::{ops::ControlFlow, path::PathBuf, time::Duration};

use client::{
    ClientError,
    classifiers::{Ending, How, Listing, Provider, Status, Terms},
    env::Env,
};
use indicatif::ProgressBar;
use knn::Model;
use serde_json::json;
use wire::{
    classifier::{LatticeVersion, MAX_DAILY, PaillierBits, Source},
    id::ClassifierId,
};

use super::find;
use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    file,
    listing::count,
    moment, prompt,
};

/// Let others ask a classifier, and answer as long as this runs
///
/// The classifier stays on this machine. Its card goes to the server: title, purpose, names and ranges of the measurements, how
/// many samples there are and how they decide, signed by you. Whoever has an account can ask it; questions come sealed, and are
/// answered without being opened. Before anything is published you are told what askers can learn, and asked. Ctrl-C ends it and
/// withdraws the card. For each inquiry a line on the error stream says when, by which account (the digits that `sehat whoami`
/// shows there; a name is never sent) and how it ended; --quiet leaves them out.
///
/// With --sealed nothing is published: the samples themselves are sealed and stored at the server, and you alone ask.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat knn publish wdbc.knn --purpose 'Benign or malignant, from a fine-needle aspirate. An aid, not a diagnosis.'
  sehat knn publish wdbc.knn --purpose '...' --source paillier-3072 --per-day 20 --keep --yes
  sehat knn publish wdbc.knn --sealed 'My masses'

As JSON, a line when it is published, {\"classifier\", \"title\", \"source\", \"per_day\", \"version\", \"what\": \"published\"}, and one at
the end, {\"classifier\", \"what\": \"withdrawn|kept\", \"answered\", \"refused\", \"failed\", \"received\", \"sent\"}. With --sealed:
{\"set\", \"title\", \"samples\", \"blocks\"}")]
pub(super) struct Args {
    /// What `sehat knn train` wrote
    model: PathBuf,
    /// What it decides, for whom, and what it does not say, in plain words
    #[arg(long, value_name = "TEXT", required_unless_present = "sealed")]
    purpose: Option<String>,
    /// What seals the questions
    #[arg(long, value_enum, default_value_t)]
    source: SourceArg,
    /// How many questions an account may ask in 24 hours
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_DAILY)))]
    per_day: u32,
    /// Leave the card at the server when this ends; nobody can ask until it runs again
    #[arg(long)]
    keep: bool,
    /// You know what askers can learn
    #[arg(long, short)]
    yes: bool,
    /// Publish nothing: seal the samples under this name, for yourself
    #[arg(long, value_name = "NAME", conflicts_with_all = ["purpose", "source", "per_day", "keep"])]
    sealed: Option<String>,
}

/// The scheme that seals questions.
#[derive(clap::ValueEnum, Clone, Copy, Default)]
enum SourceArg {
    /// A lattice: milliseconds
    #[default]
    Lattice,
    /// Paillier with a key of 2048 bits
    #[value(name = "paillier-2048")]
    Paillier2048,
    /// Paillier with a key of 3072 bits
    #[value(name = "paillier-3072")]
    Paillier3072,
}

impl SourceArg {
    fn source(self) -> Source {
        match self {
            Self::Lattice => Source::Lattice(LatticeVersion { version: 1 }),
            Self::Paillier2048 => Source::Paillier(PaillierBits { bits: 2048 }),
            Self::Paillier3072 => Source::Paillier(PaillierBits { bits: 3072 }),
        }
    }
}

/// Publishes it and answers, or seals it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let bytes = file::read(&args.model)?;
    let model = Model::parse(&bytes).map_err(|error| Failure::from(error).about(&args.model))?;
    match &args.sealed {
        Some(name) => seal(app, &args, model, name).await,
        None => publish(app, &args, &model).await,
    }
}

async fn seal(app: &App, args: &Args, model: Model, name: &str) -> Result<Answer, Failure> {
    let model = model.with_title(name)?;
    prompt::say(&format!(
        "The server will see that there is a sealed set, of {} of {} bits, in how many blocks, and when it is asked;\n\
         no sample, no class, no title and no question.",
        count(model.numbers().shape().features(), "measurement"),
        model.numbers().shape().bits(),
    ));
    must_agree(app, "Seal it and store it there?", args.yes).await?;
    let mut session = app.synced().await?.session;
    let set = session.create_set(&model).await.map_err(partly_there)?;
    let id = set.item().id.to_string();
    let blocks = set
        .count()
        .div_ceil(knn::outsourced::places(model.numbers().shape()));
    Ok(Answer::new(
        format!(
            "\"{name}\" lies sealed at the server: {} in {}. `sehat knn ask '{name}' --values …` asks it.",
            count(set.count(), "sample"),
            count(blocks, "block")
        ),
        json!({ "set": id, "title": name, "samples": set.count(), "blocks": blocks }),
    ))
}

async fn publish(app: &App, args: &Args, model: &Model) -> Result<Answer, Failure> {
    let terms = Terms {
        purpose: args.purpose.clone().unwrap_or_default(),
        units: Vec::new(),
        source: args.source.source(),
        daily: args.per_day,
    };
    prompt::say(&what_is_learned(model, args.per_day));
    must_agree(app, "Publish it?", args.yes).await?;
    let (listing, mut provider) = {
        let mut session = app.synced().await?.session;
        let me = session.identity().person;
        // What was left there is taken up again, as its next version.
        let listings = find::published(app, &mut session).await?;
        let mut own = listings.iter().map(Listing::card);
        let before = own.find(|card| card.provider == me && card.title == model.names().title);
        let before = before.map(|card| card.id);
        let listing = session.publish_classifier(model, &terms, before).await?;
        let provider = session.answer_for(&listing, model, Env::system())?;
        (listing, provider)
    };
    app.show(&published(&listing, args))?;
    let served = answer(app, &mut provider).await;
    let is_gone = |failure: &Failure| failure.kind == Kind::NotFound;
    let what = match args.keep || served.as_ref().is_err_and(is_gone) {
        true => "kept",
        false => withdraw(app, listing.card().id)
            .await
            .map_err(still_there)?,
    };
    Ok(ended(&listing, what, &served?))
}

/// Answers until Ctrl-C.
async fn answer(app: &App, provider: &mut Provider) -> Result<Status, Failure> {
    let bar = match app.shows_progress() {
        true => ProgressBar::new_spinner(),
        false => ProgressBar::hidden(),
    };
    bar.enable_steady_tick(TICK);
    let mut last = Status::default();
    let endings = provider.endings();
    let interrupted = app.take_interrupt();
    let outcome = tokio::select! {
        served = provider.serve(|status| {
            last = *status;
            for ending in endings.try_iter() {
                bar.suspend(|| app.note(&told(&ending)));
            }
            bar.set_message(line(status));
            ControlFlow::Continue(())
        }) => {
            app.leave_interrupt();
            served.map_err(Failure::from)
        }
        () = interrupted => Ok(()),
    };
    bar.finish_and_clear();
    outcome.map(|()| last)
}

async fn withdraw(app: &App, id: ClassifierId) -> Result<&'static str, Failure> {
    let mut session = app.session().await?;
    session.withdraw_classifier(id).await?;
    Ok("withdrawn")
}

/// What is said when not all samples were stored.
fn partly_there(error: ClientError) -> Failure {
    match error {
        ClientError::NotPossible(_) => error.into(),
        _ => Failure::from(error).advise(
            "A part of it may lie at the server already: `sehat knn sets` shows it. Delete that, then try again.",
        ),
    }
}

/// What is said when the card could not be withdrawn.
fn still_there(failure: Failure) -> Failure {
    failure.advise(
        "The card is still at the server, and nobody answers: `sehat knn withdraw` takes it off, or publish again.",
    )
}

async fn must_agree(app: &App, question: &str, yes: bool) -> Result<(), Failure> {
    match app.confirm(question, yes).await? {
        true => Ok(()),
        false => Err(Failure::refused("nothing was sent")),
    }
}

fn what_is_learned(model: &Model, per_day: u32) -> String {
    let (names, numbers) = (model.names(), model.numbers());
    format!(
        "What others can learn of \"{}\":\n\
         - everybody with an account: its title, its purpose and your name; names and ranges of its {}; that the {} nearest\n  \
           of {} decide between {}\n\
         - who asks: the class of what was asked, and nothing else, if the asking program keeps to the protocol\n\
         - who asks with a program that does not: class by class what the nearest samples are, about a bit a question, and\n  \
           nothing can tell such questions from others; so an account asks {} a day at most\n\
         - the server: who asks, and when; no measurement and no class\n\
         You see which account asks and when, and never what.",
        names.title,
        count(numbers.shape().features(), "measurement"),
        numbers.rule().k(),
        count(numbers.count(), "sample"),
        names.classes.join(", "),
        count(per_day as usize, "question"),
    )
}

fn published(listing: &Listing, args: &Args) -> Answer {
    let card = listing.card();
    let id = card.id.to_string();
    Answer::new(
        format!(
            "\"{}\" is published as {}; questions are answered as long as this runs. Ctrl-C {}.",
            card.title,
            super::list::short(&id),
            match args.keep {
                true => "ends it and leaves the card",
                false => "withdraws it",
            }
        ),
        json!({
            "what": "published",
            "classifier": id,
            "title": card.title,
            "source": super::list::source_name(card.source),
            "per_day": card.daily,
            "version": card.version,
        }),
    )
}

fn ended(listing: &Listing, what: &str, status: &Status) -> Answer {
    let text = match what {
        "kept" => "The card is left at the server",
        _ => "The card is withdrawn",
    };
    Answer::new(
        format!("{text}; {}", line(status)),
        json!({
            "what": what,
            "classifier": listing.card().id.to_string(),
            "answered": status.answered,
            "refused": status.refused,
            "failed": status.failed,
            "received": status.received,
            "sent": status.sent,
        }),
    )
}

fn line(status: &Status) -> String {
    format!(
        "{} answered, {} under way, {} refused, {} broken off",
        status.answered, status.under_way, status.refused, status.failed
    )
}

/// `31 May 2024, 10:15: account 3f2a 90c1 77d2 e05b: answered`. The account is all that an opening says of who asks.
fn told(ending: &Ending) -> String {
    let who = match ending.asker {
        Some(asker) => format!("account {}", asker.short()),
        None => "an account that is not known".to_owned(),
    };
    let how = match ending.how {
        How::Answered => "answered",
        How::OlderCard => "refused, asked by an older card",
        How::TooOften => "refused, has asked as often as a day allows",
        How::Busy => "refused, too many were asking",
        How::GivenUp => "given up",
        _ => "broken off",
    };
    format!("{}: {who}: {how}", moment::for_people(ending.time))
}

/// How often the spinner moves.
const TICK: Duration = Duration::from_millis(200);

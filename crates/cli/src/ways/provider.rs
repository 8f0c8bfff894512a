//! Setting B: an asker and a provider, a session for each question.

use std::sync::Arc;

use knn::{
    Model,
    distances::paillier::AskerKey,
    session::{Asker, Classifier, Provider, Source, Step},
};
use paillier::KeySize;

use super::{Cost, Sides, Trial, Way, timed};
use crate::{failure::Failure, keys};

/// Asks scaled questions.
///
/// # Errors
/// A question is of another shape than the classifier, or the key has a size that Paillier has not.
pub(super) fn ask(
    way: Way,
    model: &Model,
    questions: &[Vec<u8>],
    progress: &dyn Fn(usize),
) -> Result<Trial, Failure> {
    let key = match way {
        Way::Paillier(bits) => Some(make_key(bits)?),
        _ => None,
    };
    let (classifier, prepare) = timed(|| Arc::new(Classifier::new(model)));
    let mut trial = Trial {
        labels: Vec::with_capacity(questions.len()),
        costs: Vec::with_capacity(questions.len()),
        prepare,
        stored: 0,
    };
    for question in questions {
        let source = match &key {
            Some(key) => Source::Paillier(key.clone()),
            None => Source::Lattice,
        };
        let (label, cost) = session(&classifier, source, question)?;
        trial.labels.push(label);
        trial.costs.push(cost);
        progress(trial.labels.len());
    }
    Ok(trial)
}

/// A key as an asker keeps it for all questions.
fn make_key(bits: usize) -> Result<AskerKey, Failure> {
    let size = KeySize::new(bits).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(AskerKey::make(size, &mut keys::rng())?)
}

/// One question, frame by frame.
fn session(
    classifier: &Arc<Classifier>,
    source: Source,
    question: &[u8],
) -> Result<(u8, Cost), Failure> {
    let mut rng = keys::rng();
    let mut cost = Cost::default();
    let mut provider = Provider::new(Arc::clone(classifier), source.kind())?;
    let (opened, took) = timed(|| Asker::open(classifier.numbers(), source, &mut rng));
    let (mut asker, frame) = opened?;
    cost.ahead.asked(took, frame.len());
    let ready = exchange(&mut asker, &mut provider, frame, &mut cost.ahead)?;
    debug_assert!(ready.is_none(), "a class before there was a question");
    let (frame, took) = timed(|| asker.ask(question, &mut rng));
    let frame = frame?;
    cost.online.asked(took, frame.len());
    match exchange(&mut asker, &mut provider, frame, &mut cost.online)? {
        Some(class) => Ok((class, cost)),
        None => Err(knn::Error::Refused.into()),
    }
}

/// Sends a frame and all that follow until the asker is ready for a question, or has the class.
fn exchange(
    asker: &mut Asker,
    provider: &mut Provider,
    mut frame: Vec<u8>,
    sides: &mut Sides,
) -> Result<Option<u8>, Failure> {
    let mut rng = keys::rng();
    loop {
        let (answer, took) = timed(|| provider.answer(&frame, &mut rng));
        let answer = answer?;
        sides.answered(took, answer.len());
        let (step, took) = timed(|| asker.receive(&answer, &mut rng));
        sides.asked(took, 0);
        match step? {
            Step::Send(next) => {
                sides.up += next.len() as u64;
                frame = next;
            }
            Step::Ready => return Ok(None),
            Step::Class(class) => return Ok(Some(class)),
        }
    }
}

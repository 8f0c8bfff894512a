//! Classifiers that others publish: what there is, a question made ready, a question asked.
//!
//! The desk is needed only to look at cards and to sign an inquiry. What takes long (the tables that come ahead, the
//! answer) goes on beside it. One inquiry is kept ready at a time, for as long as its provider keeps it.

use std::cmp::Reverse;

use bridge::{Answer, Cause, Classifier, Event, Feature, Reply, Trouble, Verdict, Work};
use client::{
    ClientError,
    classifiers::{Listing, Prepared},
    error::InquiryEnd,
};
use wire::{classifier::Source, id::ClassifierId};

use crate::{
    engine::Engine,
    host::Host,
    trouble::{not_found, trouble},
};

/// For how long an inquiry that is ready is used: a little less than its provider waits for the question.
const KEPT: u64 = 14 * 60_000;

/// An inquiry that waits for its question.
pub(crate) struct Ahead {
    prepared: Prepared,
    since: u64,
}

impl<H: Host> Engine<H> {
    pub(crate) async fn classifiers(&self) -> Reply {
        let published = {
            let mut desk = self.desk().await?;
            desk.session.classifiers().await.map_err(trouble)?
        };
        for detail in published.troubles {
            self.tell_once(Trouble::new(Cause::Altered, detail));
        }
        let mut all: Vec<Classifier> = published.listings.iter().map(shown).collect();
        all.sort_by_cached_key(|one| (one.title.to_lowercase(), Reverse(one.issued)));
        Ok(Answer::Classifiers(all))
    }

    pub(crate) async fn prepare_question(&self, classifier: &str) -> Reply {
        let id = classifier_id(classifier)?;
        let _turn = self.inner.inquiring.lock().await;
        if !self.is_ready(id) {
            self.make_ready(id).await?;
        }
        Ok(Answer::Done)
    }

    pub(crate) async fn ask_classifier(&self, classifier: &str, values: &[f64]) -> Reply {
        let id = classifier_id(classifier)?;
        if !values.iter().all(|value| value.is_finite()) {
            return Err(Trouble::new(Cause::BadEntry, "a value is no number"));
        }
        let _turn = self.inner.inquiring.lock().await;
        let was_ready = self.is_ready(id);
        match self.ask_once(id, values).await? {
            Ok(verdict) => Ok(Answer::Verdict(verdict)),
            // What was ready may be no more: its provider was started anew, or the card was. Once more, from the start.
            Err(end) if was_ready && end.may_be_repeated() => {
                let verdict = self.ask_once(id, values).await?;
                let verdict = verdict.map_err(|end| self.of_inquiry(end.into()))?;
                Ok(Answer::Verdict(verdict))
            }
            Err(end) => Err(self.of_inquiry(end.into())),
        }
    }

    /// Asks, with what is ready or made so. How the inquiry ended, if it did before there was an answer.
    async fn ask_once(
        &self,
        id: ClassifierId,
        values: &[f64],
    ) -> Result<Result<Verdict, InquiryEnd>, Trouble> {
        if !self.is_ready(id) {
            self.make_ready(id).await?;
        }
        let Some(ahead) = self.inner.ahead.take() else {
            // Locked in between.
            self.desk().await?;
            return Err(Trouble::new(Cause::BrokenOff, "the inquiry is gone"));
        };
        let wanted = ahead.prepared.listing().card().features.len();
        if values.len() != wanted {
            *self.inner.ahead.borrow_mut() = Some(ahead);
            let why = format!("{} values, where {wanted} are wanted", values.len());
            return Err(Trouble::new(Cause::BadEntry, why));
        }
        let mut env = self.inner.host.env();
        let verdict = match ahead.prepared.ask(values, &mut env).await {
            Ok(verdict) => verdict,
            Err(ClientError::Inquiry(end)) => return Ok(Err(end)),
            Err(error) => return Err(trouble(error)),
        };
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        Ok(Ok(Verdict {
            class: verdict.name,
            outside: verdict.outside.into_iter().map(place).collect(),
            milliseconds: verdict.online_millis,
        }))
    }

    /// Whether an inquiry waits for its question; one that has waited for too long is dropped.
    fn is_ready(&self, id: ClassifierId) -> bool {
        let mut ahead = self.inner.ahead.borrow_mut();
        let now = self.now();
        ahead.take_if(|ahead| {
            ahead.prepared.listing().card().id != id || now.saturating_sub(ahead.since) >= KEPT
        });
        ahead.is_some()
    }

    async fn make_ready(&self, id: ClassifierId) -> Result<(), Trouble> {
        let inquiry = {
            let mut desk = self.desk().await?;
            let listing = desk.session.classifier(id).await;
            let listing = listing.map_err(|error| self.of_inquiry(error))?;
            let inquiry = desk.session.sign_inquiry(&listing, None).await;
            inquiry.map_err(|error| self.of_inquiry(error))?
        };
        let opened = self.inner.opened.get();
        let mut env = self.inner.host.env();
        let since = (env.now)();
        let tell = |done, total| {
            self.tell(Event::Progress {
                work: Work::Question,
                done,
                total,
            });
        };
        let prepared = inquiry.prepare(&mut env, tell).await;
        tell(1, 1);
        let prepared = prepared.map_err(|error| self.of_inquiry(error))?;
        // Nothing is kept ready for somebody who has locked the app meanwhile.
        if self.inner.opened.get() == opened {
            *self.inner.ahead.borrow_mut() = Some(Ahead { prepared, since });
        }
        Ok(())
    }

    fn of_inquiry(&self, error: ClientError) -> Trouble {
        let until = match &error {
            ClientError::Inquiry(InquiryEnd::TooOften { seconds }) => {
                Some(self.now() + u64::from(*seconds) * 1000)
            }
            _ => None,
        };
        trouble(error).until(until)
    }
}

fn shown(listing: &Listing) -> Classifier {
    let card = listing.card();
    let features = card.features.iter().map(|feature| Feature {
        name: feature.name.clone(),
        unit: feature.unit.clone(),
        low: feature.low.value(),
        high: feature.high.value(),
    });
    Classifier {
        id: card.id.to_string(),
        title: card.title.clone(),
        purpose: card.purpose.clone(),
        provider: card.profile.name.clone(),
        features: features.collect(),
        samples: card.samples,
        neighbours: u32::from(card.neighbours),
        classes: card.classes.clone(),
        daily: card.daily,
        makes_key: matches!(card.source, Source::Paillier(_)),
        issued: card.issued,
    }
}

fn classifier_id(text: &str) -> Result<ClassifierId, Trouble> {
    text.parse().map_err(|_| not_found("classifier"))
}

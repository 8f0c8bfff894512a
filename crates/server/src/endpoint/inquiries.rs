//! `/v1/classifiers/{classifier}/inquiries`: questions to a published classifier.

use axum::extract::State;
use store::Counting;
use wire::{
    SUITE,
    api::classifiers::Exchanged,
    classifier::{Classifier, Opening},
    codec,
    id::ClassifierId,
    log::CLOCK_SKEW,
    sign::{Object as _, Signed},
};

use crate::{
    app::App,
    body::{Encoded, Roomy},
    caller::{Caller, InPath},
    problem::Problem,
};

/// Opens an inquiry and waits for the provider's first answer. Nothing is counted when the provider is not
/// connected, or the asker has too many under way.
pub(crate) async fn open(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<ClassifierId>,
    Roomy(signed, room): Roomy<Signed<Opening>, LIMIT>,
) -> Result<Encoded<Exchanged>, Problem> {
    let card = app.store.classifier(&id).await?;
    let card = card.ok_or_else(Problem::not_found)?;
    verify(&app, &caller, &signed, &card).await?;
    app.relay.admits(&id, caller.person)?;
    app.inquiries
        .take(caller.person, app.now())
        .map_err(Problem::rate)?;
    count(&app, &caller, &id, card.peek()?.daily).await?;
    let (stopping, opening) = (app.stopping.subscribe(), codec::to_bytes(&signed));
    let answer = app.relay.open(id, caller.person, opening, room, stopping);
    answer.await.map(|(exchanged, _)| Encoded(exchanged))
}

async fn verify(
    app: &App,
    caller: &Caller,
    signed: &Signed<Opening>,
    card: &Signed<Classifier>,
) -> Result<(), Problem> {
    let claimed = signed.peek()?;
    if claimed.asker != caller.person {
        return Err(Problem::forbidden("Inquiries are opened by who asks."));
    }
    let person = app.store.person(&caller.person).await?;
    let person = person.ok_or_else(Problem::session)?;
    let device = person
        .chain
        .device(&claimed.device)
        .filter(|device| device.removed.is_none())
        .ok_or_else(|| Problem::refused("The device is not one of the asker's."))?;
    let opening = signed
        .verify(&device.keys.signing)
        .map_err(|error| Problem::refused(error.to_string()))?;
    let said = card.peek()?;
    if opening.suite != SUITE || opening.classifier != said.id || opening.provider != said.provider
    {
        return Err(Problem::refused("The inquiry is for another classifier."));
    }
    if opening.card != card.hash() {
        return Err(Problem::conflict(
            "The classifier has changed. Fetch its card and look at it, then ask again.",
        ));
    }
    if opening.time.abs_diff(app.now()) > CLOCK_SKEW {
        return Err(Problem::refused(
            "The inquiry is not of this time. Set the clock right.",
        ));
    }
    Ok(())
}

async fn count(app: &App, caller: &Caller, id: &ClassifierId, daily: u32) -> Result<(), Problem> {
    let now = app.now();
    let counted = app
        .store
        .count_inquiry(*id, caller.person, now / HOUR, daily);
    match counted.await? {
        Counting::Counted => Ok(()),
        Counting::Full(hour) => {
            let seconds = hour.saturating_mul(HOUR).saturating_sub(now) / 1000;
            Err(Problem::rate(seconds.max(1)))
        }
        _ => Err(Problem::not_found()),
    }
}

/// Milliseconds.
const HOUR: u64 = 60 * 60 * 1000;
const LIMIT: usize = Opening::LIMIT + 1024;

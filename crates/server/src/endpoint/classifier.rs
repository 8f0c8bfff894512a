//! `/v1/classifiers/{classifier}`: one published classifier.

use axum::{extract::State, http::StatusCode};
use store::Publishing;
use wire::{
    classifier::Classifier,
    id::ClassifierId,
    log::CLOCK_SKEW,
    sign::{Object as _, Signed},
};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    caller::{Caller, InPath},
    problem::Problem,
};

/// The card, as its provider signed it.
pub(crate) async fn read(
    State(app): State<App>,
    _: Caller,
    InPath(id): InPath<ClassifierId>,
) -> Result<Encoded<Signed<Classifier>>, Problem> {
    let card = app.store.classifier(&id).await?;
    card.map(Encoded).ok_or_else(Problem::not_found)
}

/// Publishes a card, or its next version, signed by a device of the caller's. The very same again is no
/// conflict.
pub(crate) async fn publish(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<ClassifierId>,
    Parsed(signed): Parsed<Signed<Classifier>, LIMIT>,
) -> Result<StatusCode, Problem> {
    let person = app.store.person(&caller.person).await?;
    let person = person.ok_or_else(Problem::session)?;
    let card = Classifier::verify(&signed, &person.chain)
        .map_err(|error| Problem::refused(error.to_string()))?;
    if card.id != id {
        return Err(Problem::refused("The card is of another classifier."));
    }
    if card.issued > app.now().saturating_add(CLOCK_SKEW) {
        return Err(Problem::refused(
            "The card is from the future. Set the clock right.",
        ));
    }
    match app.store.publish(&card, &signed, MOST).await? {
        Publishing::Done => Ok(StatusCode::NO_CONTENT),
        Publishing::TooMany => Err(Problem::too_many(
            "Too many classifiers are published by this account.",
        )),
        Publishing::Taken => Err(Problem::not_found()),
        _ => Err(Problem::conflict(
            "This is not the next version. Fetch the card, then publish again.",
        )),
    }
}

/// Withdraws it; inquiries under way end.
pub(crate) async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<ClassifierId>,
) -> Result<StatusCode, Problem> {
    if !app.store.withdraw(id, caller.person).await? {
        return Err(Problem::not_found());
    }
    app.relay.close(&id);
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's own published classifier.
pub(crate) async fn own(app: &App, caller: &Caller, id: &ClassifierId) -> Result<(), Problem> {
    let card = app.store.classifier(id).await?;
    let card = card.ok_or_else(Problem::not_found)?;
    if card.peek()?.provider == caller.person {
        Ok(())
    } else {
        Err(Problem::not_found())
    }
}

/// The most that one account publishes.
const MOST: u32 = 100;
const LIMIT: usize = Classifier::LIMIT + 1024;

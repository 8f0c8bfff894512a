//! `/v1/persons`: what is new in several persons' chains, asked for at once.

use axum::extract::State;
use wire::api::{PersonEntries, Persons, PersonsSince};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    problem::Problem,
};

/// The most persons in one question.
const MOST: usize = 1024;

/// The new entries of each chain, in the order asked; none for a person who is not known here. Public
/// keys and salted hashes: no session is asked for.
pub(crate) async fn read(
    State(app): State<App>,
    Parsed(asked): Parsed<PersonsSince>,
) -> Result<Encoded<Persons>, Problem> {
    if asked.persons.len() > MOST {
        return Err(Problem::malformed(
            "At most 1,024 persons are asked for at once.",
        ));
    }
    let mut chains = Vec::with_capacity(asked.persons.len());
    for since in &asked.persons {
        let known = app.store.person(&since.person).await?;
        let news = known.is_some_and(|person| person.chain.head().0 >= since.from);
        let entries = if news {
            app.store.person_entries(&since.person, since.from).await?
        } else {
            Vec::new()
        };
        chains.push(PersonEntries { entries });
    }
    Ok(Encoded(Persons { chains }))
}

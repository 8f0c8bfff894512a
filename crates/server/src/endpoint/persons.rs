//! POST `/v1/persons`: what is new in several persons' chains.

use axum::extract::State;
use wire::api::{PersonEntries, Persons, PersonsSince};

use crate::{
    app::App,
    body::{Encoded, Parsed},
    problem::Problem,
};

/// The entries asked for, in the order asked; none for a person unknown. Public keys and salted
/// hashes: no session is asked for.
pub(crate) async fn read(
    State(app): State<App>,
    Parsed(wanted): Parsed<PersonsSince, LIMIT>,
) -> Result<Encoded<Persons>, Problem> {
    if wanted.persons.len() > MOST {
        return Err(Problem::malformed("Ask for at most 1,024 persons at once."));
    }
    let (mut chains, mut size) = (Vec::with_capacity(wanted.persons.len()), 0);
    for since in &wanted.persons {
        let person = app.store.person(&since.person).await?;
        let news = person.is_some_and(|person| person.chain.head().0 >= since.from);
        let entries = if news {
            app.store.person_entries(&since.person, since.from).await?
        } else {
            Vec::new()
        };
        size += entries.iter().map(|e| e.bytes().len()).sum::<usize>();
        if size > ANSWER {
            return Err(Problem::too_large(ANSWER));
        }
        chains.push(PersonEntries { entries });
    }
    Ok(Encoded(Persons { chains }))
}

const MOST: usize = 1024;
const LIMIT: usize = 128 * 1024;
/// The most bytes of one answer.
const ANSWER: usize = 32 << 20;

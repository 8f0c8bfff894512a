//! Persons as far as this device has seen their chains: each in a piece of its own, never taken back,
//! only added to.

use wire::{
    api::{PersonSince, Persons, PersonsSince, path},
    id::PersonId,
    person::{PersonChain, PersonEntry},
    sign::Signed,
};

use crate::{error::ClientError, session::Session, state::KnownPerson, storage::Storage};

const PERSON: &str = "person-";

/// The piece that holds a person.
pub(crate) fn person_piece(person: &PersonId) -> String {
    format!("{PERSON}{person}")
}

impl<S: Storage> Session<S> {
    /// Reads and verifies every person known here.
    pub(crate) async fn load_people(&mut self) -> Result<(), ClientError> {
        for name in self.storage.names(PERSON).await? {
            let known = match self.cache.read::<KnownPerson>(&self.storage, &name).await {
                Ok(known) => known,
                Err(ClientError::Damaged(_)) => {
                    self.set_aside(&name).await?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            if let Some(known) = known {
                let chain = PersonChain::verify(&known.entries, Some(known.person))?;
                self.people.insert(known.person, chain);
            }
        }
        Ok(())
    }

    /// Fetches what is new in the chains of `wanted` and verifies that it continues what was seen.
    pub(crate) async fn refresh_people(&mut self, wanted: &[PersonId]) -> Result<(), ClientError> {
        for group in wanted.chunks(1024) {
            let persons = group
                .iter()
                .map(|person| PersonSince {
                    person: *person,
                    from: self
                        .people
                        .get(person)
                        .map_or(0, |chain| chain.head().0 + 1),
                })
                .collect();
            let answer: Persons = self
                .transport
                .post(path::PERSONS, &PersonsSince { persons })
                .await?;
            if answer.chains.len() != group.len() {
                return Err(ClientError::Garbage("other persons than asked for"));
            }
            for (person, news) in group.iter().zip(answer.chains) {
                self.extend_person(*person, news.entries).await?;
            }
        }
        Ok(())
    }

    async fn extend_person(
        &mut self,
        person: PersonId,
        news: Vec<Signed<PersonEntry>>,
    ) -> Result<(), ClientError> {
        if news.is_empty() {
            return Ok(());
        }
        match self.people.get_mut(&person) {
            None => {
                let chain = PersonChain::verify(&news, Some(person))?;
                self.people.insert(person, chain);
            }
            Some(chain) => {
                let mut next = chain.clone();
                news.iter().try_for_each(|entry| next.append(entry))?;
                *chain = next;
            }
        }
        let name = person_piece(&person);
        let known = self.cache.read::<KnownPerson>(&self.storage, &name).await?;
        let mut known = known.unwrap_or(KnownPerson {
            person,
            entries: Vec::new(),
        });
        known.entries.extend(news);
        self.cache
            .write(&self.storage, &mut self.env, &name, &known)
            .await
    }

    /// Makes sure that a person's chain is known up to `seq`.
    pub(crate) async fn ensure_person(
        &mut self,
        person: PersonId,
        seq: u64,
    ) -> Result<(), ClientError> {
        if self
            .people
            .get(&person)
            .is_some_and(|chain| chain.head().0 >= seq)
        {
            return Ok(());
        }
        self.refresh_people(&[person]).await?;
        if self
            .people
            .get(&person)
            .is_some_and(|chain| chain.head().0 >= seq)
        {
            return Ok(());
        }
        Err(ClientError::NotFound(format!(
            "the server does not show the keys of {}",
            person.short()
        )))
    }
}

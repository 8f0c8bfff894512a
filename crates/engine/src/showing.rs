//! As a patient: one record shown to one person, and taken back.

use bridge::{Acquaintance, Answer, Cause, Reply, Showing, Trouble};
use client::{ClientError, showing};
use wire::id::PersonId;

use crate::{
    engine::Engine,
    host::Host,
    records::record_id,
    trouble::{not_found, trouble},
};

impl<H: Host> Engine<H> {
    pub(crate) async fn acquaintances(&self) -> Reply {
        let desk = self.desk().await?;
        let known = desk.session.acquaintances().map_err(trouble)?.into_iter();
        let known = known.map(|known| Acquaintance {
            person: known.person.to_string(),
            name: known.name,
            registration: known.registration,
            on_list: known.on_list,
        });
        Ok(Answer::Acquaintances(known.collect()))
    }

    pub(crate) async fn showings(&self) -> Reply {
        let desk = self.desk().await?;
        let showings = desk.session.showings().map_err(trouble)?;
        Ok(Answer::Showings(
            showings.into_iter().map(showing_of).collect(),
        ))
    }

    pub(crate) async fn show_to(
        &self,
        person: Option<&str>,
        record: &str,
        version: Option<u32>,
    ) -> Reply {
        let record = record_id(record)?;
        let mut desk = self.desk().await?;
        let desk = &mut *desk;
        let shown = match person {
            Some(person) => {
                let person = person_id(person)?;
                desk.session.show(&person, record, version).await
            }
            None => {
                let visit = desk.visit.as_ref();
                let visit = visit.ok_or_else(|| not_found("invitation"))?;
                desk.session.show_at_visit(visit, record, version).await
            }
        };
        shown.map_err(|error| match error {
            ClientError::NotPossible(why) => Trouble::new(Cause::SeenAlready, why),
            other => trouble(other),
        })?;
        self.own_vault_changed(desk)
    }

    pub(crate) async fn take_back(&self, person: &str, number: u32) -> Reply {
        let person = person_id(person)?;
        let mut desk = self.desk().await?;
        desk.session
            .take_back(&person, number)
            .await
            .map_err(trouble)?;
        self.own_vault_changed(&desk)
    }
}

fn person_id(text: &str) -> Result<PersonId, Trouble> {
    text.parse().map_err(|_| not_found("person"))
}

fn showing_of(showing: showing::Showing) -> Showing {
    Showing {
        person: showing.person.to_string(),
        name: showing.name,
        record: showing.at.record.to_string(),
        version: showing.at.version,
        number: showing.number,
        since: showing.since,
        taken_back: showing.taken_back.map(|(_, time)| time),
    }
}

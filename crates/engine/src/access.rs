//! As a patient: who is on the list.

use bridge::{Answer, Cause, Consent, Leave, Reply, Sharer, Trouble};
use client::{share, storage::Storage, visit};
use wire::{
    id::PersonId,
    vault::{self, Mode, Purpose},
};

use crate::{
    desk::Desk,
    engine::Engine,
    host::Host,
    trouble::{not_found, trouble},
};

impl<S: Storage> Desk<S> {
    fn sharer(&self, person: &str) -> Result<share::Sharer, Trouble> {
        let person: PersonId = person.parse().map_err(|_| not_found("person"))?;
        let sharers = self.session.sharers().map_err(trouble)?;
        let mut fits = sharers.into_iter().filter(|s| s.person == person);
        fits.next().ok_or_else(|| not_found("person"))
    }

    /// Sees to it that somebody can be let in under these terms: who is on the list under others is stopped
    /// first. Should it break off before he is let in anew, he sees less than he was to see and never more.
    /// Whether there is anything to do at all.
    pub(crate) async fn make_room(
        &mut self,
        person: &PersonId,
        wanted: &visit::Consent,
    ) -> Result<bool, Trouble> {
        let sharers = self.session.sharers().map_err(trouble)?;
        let mut on_list = sharers.iter().filter(|s| s.ended.is_none());
        let Some(sharer) = on_list.find(|sharer| sharer.person == *person) else {
            return Ok(true);
        };
        let same = sharer.mode == wanted.mode
            && sharer.history == wanted.history
            && sharer.broadcasts == wanted.broadcasts
            && sharer.purpose == Purpose::Standing
            && wanted.purpose == Purpose::Standing;
        if !same {
            self.session
                .take_off(&person.to_string(), vault::Leave::Stopped)
                .await
                .map_err(trouble)?;
        }
        Ok(!same)
    }
}

impl<H: Host> Engine<H> {
    pub(crate) async fn sharers(&self) -> Reply {
        let desk = self.desk().await?;
        let sharers = desk.session.sharers().map_err(trouble)?;
        Ok(Answer::Sharers(
            sharers.into_iter().map(sharer_of).collect(),
        ))
    }

    pub(crate) async fn take_off(&self, person: &str, remove: bool) -> Reply {
        let mut desk = self.desk().await?;
        desk.sharer(person)?;
        let leave = match remove {
            true => vault::Leave::Removed,
            false => vault::Leave::Stopped,
        };
        desk.session
            .take_off(person, leave)
            .await
            .map_err(|error| match error {
                client::ClientError::NotPossible(why) => Trouble::new(Cause::Conflict, why),
                other => trouble(other),
            })?;
        self.own_vault_changed(&desk)
    }

    pub(crate) async fn share_again(&self, person: &str, consent: &Consent) -> Reply {
        let mut desk = self.desk().await?;
        let sharer = desk.sharer(person)?;
        let wanted = consent_of(consent);
        if desk.make_room(&sharer.person, &wanted).await? {
            let again = desk.session.share_again(person, &wanted).await;
            let changed = self.own_vault_changed(&desk);
            again.map_err(trouble)?;
            return changed;
        }
        Ok(Answer::Done)
    }
}

fn sharer_of(sharer: share::Sharer) -> Sharer {
    Sharer {
        person: sharer.person.to_string(),
        name: sharer.name,
        registration: sharer.registration,
        may_add: sharer.mode == Mode::Write,
        history: sharer.history,
        broadcasts: sharer.broadcasts,
        visit: sharer.purpose == Purpose::Visit,
        since: sharer.since,
        until: sharer.not_after,
        ended: sharer.ended.map(|(time, leave)| (time, leave_of(leave))),
    }
}

pub(crate) fn leave_of(leave: vault::Leave) -> Leave {
    match leave {
        vault::Leave::Stopped => Leave::Stopped,
        vault::Leave::Removed => Leave::Removed,
        vault::Leave::Expired => Leave::Expired,
    }
}

/// What the patient gives, as the client has it.
pub(crate) fn consent_of(consent: &Consent) -> visit::Consent {
    visit::Consent {
        mode: mode_of(consent.may_add),
        history: consent.history,
        purpose: match consent.visit_hours {
            Some(_) => Purpose::Visit,
            None => Purpose::Standing,
        },
        hours: consent.visit_hours,
        broadcasts: consent.broadcasts,
    }
}

pub(crate) fn mode_of(may_add: bool) -> Mode {
    if may_add { Mode::Write } else { Mode::Read }
}

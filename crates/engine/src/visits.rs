//! As a patient: invitations of doctors.

use bridge::{Answer, Cause, Consent, Hidden, Reply, Trouble, Visit};
use client::{ClientError, error::InvitationOver, visit};
use wire::{
    api::problem,
    vault::{Mode, Purpose},
};

use crate::{
    access::consent_of,
    engine::{AtDesk, Engine},
    host::Host,
    pieces::{self, Answered},
    trouble::trouble,
};

impl<H: Host> Engine<H> {
    pub(crate) async fn look(&self, link: &Hidden) -> Reply {
        let mut desk = self.desk().await?;
        desk.visit = None;
        let id = visit::id_of(link.show()).map_err(trouble)?;
        let answered = pieces::answered(&desk.session).await;
        // Locked or closed between the number and the yes: it goes on there.
        let answered = answered.filter(|answered| answered.invitation == id);
        let looked = match &answered {
            Some(_) => desk.session.look_again(link.show()).await,
            None => desk.session.look(link.show()).await,
        };
        let looked = looked.map_err(|error| match error {
            // One that the server does not know any more.
            ClientError::Refused { problem: kind, .. } if kind == problem::NOT_FOUND => {
                trouble(InvitationOver::Withdrawn.into())
            }
            other => trouble(other),
        })?;
        let now = desk.session.now();
        let sharers = desk.session.sharers().unwrap_or_default();
        let known = sharers.iter().any(|sharer| {
            let run_out = sharer.not_after.is_some_and(|end| end < now);
            sharer.person == looked.person && sharer.ended.is_none() && !run_out
        });
        let hours = looked
            .ask
            .hours
            .or((looked.ask.purpose == Purpose::Visit).then_some(visit::DEFAULT_VISIT));
        let visit = Visit {
            doctor: looked.doctor.name.clone(),
            registration: looked.doctor.registration.clone(),
            fingerprint: looked.fingerprint.clone(),
            known,
            may_add: looked.ask.mode == Mode::Write,
            history: looked.ask.history,
            visit_hours: hours,
            until: looked.not_after,
            code: answered.map(|answered| answered.code),
        };
        desk.visit = Some(looked);
        Ok(Answer::Visit(visit))
    }

    pub(crate) async fn answer_visit(&self) -> Reply {
        let mut desk = self.desk().await?;
        let visit = desk.visit.take().ok_or_else(no_visit)?;
        let id = visit.id();
        let code = desk.session.answer(&visit).await;
        desk.visit = Some(visit);
        let code = code.map_err(trouble)?;
        let answered = Answered {
            version: pieces::VERSION,
            invitation: id,
            code: code.clone(),
        };
        // Without it, on a full device, the invitation has to be made anew after a lock; it goes on all the same.
        pieces::keep_answered(&mut desk.session, &answered)
            .await
            .ok();
        Ok(Answer::Text(code))
    }

    pub(crate) async fn accept(&self, consent: &Consent) -> Reply {
        let mut desk = self.desk().await?;
        let visit = desk.visit.take().ok_or_else(no_visit)?;
        let let_in = self.let_in(&mut desk, &visit, consent).await;
        if let Err(trouble) = let_in {
            desk.visit = Some(visit);
            return Err(trouble);
        }
        pieces::drop_answered(&mut desk.session).await.ok();
        self.own_vault_changed(&desk)
    }

    /// Lets the doctor in who was looked at, also if he was here before: an earlier visit that has run out is
    /// ended first, other terms are replaced.
    async fn let_in(
        &self,
        desk: &mut AtDesk<'_, H::Storage>,
        visit: &visit::Visit,
        consent: &Consent,
    ) -> Result<(), Trouble> {
        let wanted = consent_of(consent);
        let sharers = desk.session.sharers().map_err(trouble)?;
        if sharers.iter().any(|sharer| sharer.person == visit.person) {
            let own = desk.vault(None)?;
            desk.session
                .take_news(Some(&[own]))
                .await
                .map_err(trouble)?;
        }
        if desk.make_room(&visit.person, &wanted).await? {
            desk.session
                .consent(visit, &wanted)
                .await
                .map_err(trouble)?;
        }
        Ok(())
    }

    pub(crate) async fn deny(&self) -> Reply {
        let mut desk = self.desk().await?;
        let visit = desk.visit.take().ok_or_else(no_visit)?;
        match desk.session.deny(&visit).await {
            // Answered before: that nobody is let in is said by not letting him in.
            Ok(()) => {}
            Err(ClientError::Refused { problem: kind, .. }) if kind == problem::USED => {}
            Err(error) => {
                desk.visit = Some(visit);
                return Err(trouble(error));
            }
        }
        pieces::drop_answered(&mut desk.session).await.ok();
        Ok(Answer::Done)
    }
}

fn no_visit() -> Trouble {
    Trouble::new(Cause::NotFound, "no invitation was looked at")
}

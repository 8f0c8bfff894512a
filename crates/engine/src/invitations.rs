//! As a doctor: one's own invitations.

use bridge::{Answer, Cause, Draft, Event, Invitation, InvitationState, Reply, Trouble};
use client::{
    ClientError,
    state::{self, OwnInvitation},
    storage::Storage,
};
use wire::{id::InvitationId, invite::Ask, vault::Purpose};

use crate::{
    access::mode_of,
    desk::Desk,
    drafts::{self, Author},
    engine::Engine,
    host::Host,
    pieces::{self, Intake},
    trouble::{not_found, trouble},
};

/// How long an invitation is good, in hours.
const GOOD_FOR: u16 = 24;

impl<S: Storage> Desk<S> {
    /// Own invitations, newest first.
    async fn own_invitations(&self) -> Result<Vec<Invitation>, ClientError> {
        let intakes = pieces::intakes(&self.session).await?;
        let own = self.session.invitations().iter().rev();
        Ok(own.map(|own| self.invitation(own, &intakes)).collect())
    }

    fn invitation(&self, own: &OwnInvitation, intakes: &[Intake]) -> Invitation {
        let intake = intakes.iter().find(|intake| intake.invitation == own.id);
        let link = self.session.invitation_link(own);
        let profile = own.profile.as_ref().map(|profile| profile.name.clone());
        Invitation {
            id: own.id.to_string(),
            state: self.state_of(own),
            link: link.map(|link| link.as_str().to_owned()),
            name: profile.or_else(|| intake.and_then(|intake| intake.name.clone())),
            code: own.code.clone(),
            until: own.not_after,
            intake: intake.is_some_and(|intake| !intake.records.is_empty()),
            vault: own
                .vault
                .filter(|vault| self.session.view(*vault).is_ok())
                .map(|vault| vault.to_string()),
        }
    }

    fn state_of(&self, own: &OwnInvitation) -> InvitationState {
        let ended = self.session.ended();
        let let_in = own.vault.is_some_and(|vault| {
            self.session.view(vault).is_ok() || ended.iter().any(|ended| ended.vault == vault)
        });
        match own.state {
            state::InvitationState::Open if own.not_after < self.session.now() => {
                InvitationState::Over
            }
            state::InvitationState::Open => InvitationState::Open,
            state::InvitationState::Answered if let_in => InvitationState::Accepted,
            state::InvitationState::Answered => InvitationState::Answered,
            state::InvitationState::Denied => InvitationState::Denied,
            state::InvitationState::Over => InvitationState::Over,
            state::InvitationState::Suspicious => InvitationState::Suspicious,
        }
    }
}

impl<H: Host> Engine<H> {
    pub(crate) async fn invitations(&self) -> Reply {
        let desk = self.desk().await?;
        let own = desk.own_invitations().await.map_err(trouble)?;
        Ok(Answer::Invitations(own))
    }

    pub(crate) async fn invite(
        &self,
        may_add: bool,
        history: bool,
        visit_hours: Option<u16>,
        intake: Vec<Draft>,
    ) -> Reply {
        check(&intake)?;
        let mut desk = self.desk().await?;
        let ask = Ask {
            mode: mode_of(may_add),
            history,
            purpose: match visit_hours {
                Some(_) => Purpose::Visit,
                None => Purpose::Standing,
            },
            hours: visit_hours,
            may_share: false,
        };
        let before = desk.session.invitations().len();
        if let Err(error) = desk.session.invite(ask, GOOD_FOR).await {
            // It is not at the server, so that nobody could ever open its link.
            if let Some(own) = desk.session.invitations().get(before) {
                let id = own.id;
                desk.session.forget_invitation(id).await.ok();
            }
            return Err(trouble(error));
        }
        let newest = desk.session.invitations().last().map(|own| own.id);
        if let Some(id) = newest.filter(|_| !intake.is_empty()) {
            desk.keep_intake(id, &intake).await?;
        }
        let own = desk.own_invitations().await.map_err(trouble)?;
        self.tell(Event::Changed(None));
        Ok(Answer::Invitations(own))
    }

    pub(crate) async fn forget_invitation(&self, id: &str) -> Reply {
        let id: InvitationId = id.parse().map_err(|_| not_found("invitation"))?;
        let mut desk = self.desk().await?;
        desk.session.forget_invitation(id).await.map_err(trouble)?;
        pieces::drop_intake(&mut desk.session, id)
            .await
            .map_err(trouble)?;
        self.tell(Event::Changed(None));
        Ok(Answer::Done)
    }
}

/// Whether an intake form can be made into records: now, while the doctor can still put it right.
fn check(intake: &[Draft]) -> Result<(), Trouble> {
    let author = Author {
        patient: "Patient/1".to_owned(),
        doctor: None,
    };
    for draft in intake {
        if matches!(draft, Draft::Document(_)) {
            let why = "an intake form holds no files: add them once the patient has accepted";
            return Err(Trouble::new(Cause::BadEntry, why));
        }
        drafts::build(draft.clone(), "1", wire::id::RecordId([0; 16]), &author)?;
    }
    Ok(())
}

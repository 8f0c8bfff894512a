//! Intake forms: filled in by the doctor before the patient has let anybody in, and added once he has.

use bridge::{Draft, Event, Trouble};
use client::{ClientError, state::InvitationState, storage::Storage};
use wire::{
    id::{InvitationId, RecordId, VaultId},
    vault::Mode,
};

use crate::{
    desk::Desk,
    engine::Engine,
    host::Host,
    pieces::{self, Intake, VERSION},
    trouble::trouble,
};

impl<S: Storage> Desk<S> {
    /// Keeps a form for an invitation. That it can be made into records is tried before.
    pub(crate) async fn keep_intake(
        &mut self,
        invitation: InvitationId,
        drafts: &[Draft],
    ) -> Result<(), Trouble> {
        let name = drafts.iter().find_map(|draft| match draft {
            Draft::Patient(patient) => Some(patient.name.trim().to_owned()),
            _ => None,
        });
        let records: Vec<RecordId> = drafts
            .iter()
            .map(|_| self.session.make_record_id())
            .collect();
        let intake = Intake {
            version: VERSION,
            invitation,
            name,
            drafts: serde_json::to_vec(drafts)
                .map_err(|error| Trouble::new(bridge::Cause::Other, error.to_string()))?
                .into(),
            records,
        };
        pieces::keep_intake(&mut self.session, &intake)
            .await
            .map_err(trouble)
    }

    /// The vault that the patient of an invitation has opened to us with the right to add.
    fn open_to_intake(&self, invitation: InvitationId) -> Option<VaultId> {
        let own = self.session.invitations();
        let own = own.iter().find(|own| own.id == invitation)?;
        let vault = own
            .vault
            .filter(|_| own.state == InvitationState::Answered)?;
        let view = self.session.view(vault).ok()?;
        let (me, now) = (self.session.identity().person, self.session.now());
        let mut members = view.ledger.state().members.iter();
        members
            .any(|member| member.person == me && member.mode == Mode::Write && !member.expired(now))
            .then_some(vault)
    }
}

impl<H: Host> Engine<H> {
    /// Adds the forms whose patients have let us in. They go to the outbox, from where they are sent; that
    /// one is there already, or in the log, is seen by the names of its records.
    pub(crate) async fn add_intakes(&self, desk: &mut Desk<H::Storage>) -> Result<(), Trouble> {
        for intake in pieces::intakes(&desk.session).await.map_err(trouble)? {
            let Some(vault) = desk.open_to_intake(intake.invitation) else {
                continue;
            };
            let made = match intake.records.first() {
                Some(first) => desk.has(vault, first).await.map_err(trouble)?,
                None => true,
            };
            if !made {
                let drafts: Vec<Draft> = serde_json::from_slice(&intake.drafts)
                    .map_err(|_| trouble(ClientError::Damaged("an intake form")))?;
                let new = desk.build(vault, drafts, &intake.records)?;
                desk.session
                    .keep(vault, &new, false)
                    .await
                    .map_err(trouble)?;
            }
            pieces::drop_intake(&mut desk.session, intake.invitation)
                .await
                .map_err(trouble)?;
            self.tell(Event::Changed(Some(vault.to_string())));
        }
        Ok(())
    }
}

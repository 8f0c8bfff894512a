//! The first visit: a doctor invites, a patient looks, answers, and grants or denies.

use vault::{invitation::Link, ledger::GrantRequest};
use wire::{
    api::{InvitationItem, InvitationStatus, Reply, path, problem},
    id::{InvitationId, PersonId, VaultId},
    invite::{Ask, Invitation},
    person::{Profile, Role},
    sign::Signed,
    vault::{Compartment, Mode, Purpose},
};
use zeroize::Zeroizing;

use crate::{
    error::{ClientError, InvitationOver},
    session::Session,
    state::{InvitationState, OwnInvitation},
    storage::Storage,
};

const HOUR: u64 = 3_600_000;

/// An invitation that the patient has looked at: verified against its link.
pub struct Visit {
    link: Link,
    signed: Signed<Invitation>,
    /// What is asked.
    pub ask: Ask,
    /// Who asks.
    pub doctor: Profile,
    /// The doctor's fingerprint as people compare it.
    pub fingerprint: String,
    /// The doctor.
    pub person: PersonId,
    /// End, in milliseconds since 1970.
    pub not_after: u64,
}

/// What the patient grants; never more than was asked unless he says so.
#[derive(Debug, Clone)]
pub struct Consent {
    /// To read, or to add as well.
    pub mode: Mode,
    /// With what was written before.
    pub history: bool,
    /// Standing or for this visit.
    pub purpose: Purpose,
    /// How long a visit lasts, in hours.
    pub hours: Option<u16>,
    /// Whether what the doctor writes is broadcast without waiting in the inbox.
    pub broadcasts: bool,
}

impl Visit {
    /// Which invitation.
    pub fn id(&self) -> InvitationId {
        self.link.id
    }
}

impl Consent {
    /// Exactly what was asked.
    pub fn as_asked(ask: &Ask) -> Self {
        Self {
            mode: ask.mode,
            history: ask.history,
            purpose: ask.purpose,
            hours: ask.hours,
            broadcasts: false,
        }
    }

    pub(crate) fn request(&self, now: u64) -> GrantRequest {
        let hours = self
            .hours
            .or((self.purpose == Purpose::Visit).then_some(DEFAULT_VISIT));
        GrantRequest {
            compartment: Compartment::Shared,
            mode: self.mode,
            history: self.history,
            broadcasts: self.broadcasts,
            may_share: false,
            depth: 0,
            not_after: hours.map(|hours| now + u64::from(hours) * HOUR),
            purpose: self.purpose,
        }
    }
}

/// How long a visit lasts when nothing is said, in hours.
pub const DEFAULT_VISIT: u16 = 8;

impl<S: Storage> Session<S> {
    /// As a doctor: makes an invitation that is good for `hours`.
    ///
    /// # Errors
    /// For a patient; when the server cannot be reached.
    pub async fn invite(&mut self, ask: Ask, hours: u16) -> Result<Zeroizing<String>, ClientError> {
        if self.identity.role != Role::Doctor {
            return Err(ClientError::NotPossible(
                "only doctors invite; a patient accepts".to_owned(),
            ));
        }
        if hours == 0 || hours > 24 * 30 {
            return Err(ClientError::NotPossible(
                "an invitation is good for 1 hour to 30 days".to_owned(),
            ));
        }
        let not_after = self.now() + u64::from(hours) * HOUR;
        let seq = self.chain(&self.identity.person)?.head().0;
        let server = self.transport.base().to_owned();
        let (link, signed) = Link::invite(
            &self.identity,
            seq,
            &server,
            ask,
            not_after,
            &mut *self.env.rng,
        );
        self.state.invitations.push(OwnInvitation {
            id: link.id,
            secret: link.secret.clone(),
            server,
            signed: signed.clone(),
            not_after,
            state: InvitationState::Open,
            patient: None,
            vault: None,
            seq: 0,
            head: None,
            profile: None,
            code: None,
        });
        self.save_state().await?;
        self.transport.post_only(path::INVITATIONS, &signed).await?;
        Ok(link.to_text())
    }

    /// As a doctor: the own invitations as this device knows them.
    pub fn invitations(&self) -> &[OwnInvitation] {
        &self.state.invitations
    }

    /// As a doctor: verifies what came back to an invitation. The first answer is pinned; a second one
    /// is never looked at.
    pub(crate) async fn take_reply(
        &mut self,
        at: usize,
        item: InvitationItem,
    ) -> Result<(), ClientError> {
        let own = self.state.invitations[at].clone();
        let altered = |why| ClientError::Altered {
            what: "the answer to an invitation",
            why,
        };
        if item.invitation != own.signed {
            return Err(altered(vault::VaultError::DoesNotOpen));
        }
        let link = Link {
            server: own.server,
            id: own.id,
            doctor: self.identity.person,
            secret: own.secret,
            not_after: own.not_after,
        };
        match item.reply {
            Some(Reply::Answer(answer)) => {
                if !self.people.contains_key(&answer.patient) {
                    self.ensure_person(answer.patient, 0).await?;
                }
                let patient = self.chain(&answer.patient)?;
                let (profile, transcript) = link
                    .verify_answer(&own.signed, &answer, patient)
                    .map_err(altered)?;
                let own = &mut self.state.invitations[at];
                own.state = InvitationState::Answered;
                own.patient = Some(answer.patient);
                own.vault = Some(answer.vault);
                (own.seq, own.head) = (answer.seq, Some(answer.head));
                own.profile = Some(profile);
                own.code = Some(link.short_code(&transcript));
            }
            Some(Reply::Denial(denial)) => {
                link.verify_denial(&own.signed, &denial).map_err(altered)?;
                self.state.invitations[at].state = InvitationState::Denied;
            }
            None if matches!(
                item.status,
                InvitationStatus::Expired | InvitationStatus::Withdrawn
            ) =>
            {
                self.state.invitations[at].state = InvitationState::Over;
            }
            None => {}
        }
        Ok(())
    }

    /// As a doctor: the link of an own invitation, as long as it can be used.
    pub fn invitation_link(&self, own: &OwnInvitation) -> Option<Zeroizing<String>> {
        let open = own.state == InvitationState::Open && own.not_after >= self.now();
        let link = Link {
            server: own.server.clone(),
            id: own.id,
            doctor: self.identity.person,
            secret: own.secret.clone(),
            not_after: own.not_after,
        };
        open.then(|| link.to_text())
    }

    /// As a doctor: forgets an own invitation; an open one is withdrawn at the server first.
    ///
    /// # Errors
    /// When it is unknown; when the server cannot be reached while it is open.
    pub async fn forget_invitation(&mut self, id: InvitationId) -> Result<(), ClientError> {
        let at = self.state.invitations.iter().position(|own| own.id == id);
        let at =
            at.ok_or_else(|| ClientError::NotFound("there is no such invitation here".to_owned()))?;
        let own = &self.state.invitations[at];
        if own.state == InvitationState::Open && own.not_after >= self.now() {
            let path = path::INVITATION.replace("{invitation}", &id.to_string());
            match self.transport.delete(&path).await {
                Ok(()) => {}
                // It never arrived there, or is over there already.
                Err(ClientError::Refused { problem: kind, .. })
                    if [problem::NOT_FOUND, problem::USED].contains(&kind.as_str()) => {}
                Err(error) => return Err(error),
            }
        }
        self.state.invitations.remove(at);
        self.save_state().await
    }

    /// As a patient: fetches an invitation and verifies it against the link.
    ///
    /// # Errors
    /// When the link is broken, run out or used, belongs to another server, or the server shows another
    /// doctor than the link.
    pub async fn look(&mut self, link: &str) -> Result<Visit, ClientError> {
        self.look_at(link, false).await
    }

    /// As [`Session::look`], at one that was answered from this device: to go on where it was left.
    ///
    /// # Errors
    /// As [`Session::look`], but for being answered.
    pub async fn look_again(&mut self, link: &str) -> Result<Visit, ClientError> {
        self.look_at(link, true).await
    }

    async fn look_at(&mut self, link: &str, answered: bool) -> Result<Visit, ClientError> {
        let link = Link::parse(link)?;
        if link.server != self.transport.base() {
            return Err(ClientError::ForeignInvitation {
                invited: link.server.clone(),
                own: self.transport.base().to_owned(),
            });
        }
        let item: InvitationItem = self
            .transport
            .get(&invitation_path(path::INVITATION, &link))
            .await?;
        if !answered || item.status != InvitationStatus::Answered {
            still_open(item.status)?;
        }
        self.refresh_people(&[link.doctor]).await?;
        let altered = |why| match why {
            vault::VaultError::InvitationExpired => InvitationOver::Expired.into(),
            why => ClientError::Altered {
                what: "the invitation",
                why,
            },
        };
        let now = self.now();
        let chain = self.chain(&link.doctor)?;
        let (invitation, doctor) = link.verify(&item.invitation, chain, now).map_err(altered)?;
        Ok(Visit {
            ask: invitation.ask,
            doctor,
            fingerprint: link.doctor.short(),
            person: link.doctor,
            not_after: link.not_after,
            signed: item.invitation,
            link,
        })
    }

    /// As a patient: answers. Returns the short code, which the doctor must see as well.
    ///
    /// # Errors
    /// When somebody else has answered first.
    pub async fn answer(&mut self, visit: &Visit) -> Result<String, ClientError> {
        self.ensure_vault().await?;
        let vault = self.own_vault()?;
        self.sync_vault(vault).await?;
        let state = self.view(vault)?.ledger.state();
        let head = (state.seq, state.head);
        let rng = &mut *self.env.rng;
        let (answer, transcript) =
            visit
                .link
                .answer(&visit.signed, &self.identity, vault, head, rng);
        self.transport
            .post_only(&invitation_path(path::ANSWER, &visit.link), &answer)
            .await?;
        Ok(visit.link.short_code(&transcript))
    }

    /// As a patient: grants, after the codes were compared.
    ///
    /// # Errors
    /// When this doctor is on the list already.
    pub async fn consent(
        &mut self,
        visit: &Visit,
        consent: &Consent,
    ) -> Result<VaultId, ClientError> {
        let vault = self.own_vault()?;
        self.grant(vault, visit.link.doctor, &visit.doctor, consent)
            .await?;
        Ok(vault)
    }

    pub(crate) async fn grant(
        &mut self,
        vault: VaultId,
        doctor: PersonId,
        profile: &Profile,
        consent: &Consent,
    ) -> Result<(), ClientError> {
        self.refresh_people(&[doctor]).await?;
        let request = consent.request(self.now());
        self.append(vault, |ledger, pen, people, rng| {
            let chain = people
                .get(&doctor)
                .ok_or(vault::VaultError::Unknown("doctor's keys"))?;
            ledger.make_grant(pen, chain, profile, &request, rng)
        })
        .await
        .map(drop)
    }

    /// Says no.
    ///
    /// # Errors
    /// When the invitation is used or has run out.
    pub async fn deny(&mut self, visit: &Visit) -> Result<(), ClientError> {
        let denial = visit.link.deny(&visit.signed);
        self.transport
            .post_only(&invitation_path(path::DENIAL, &visit.link), &denial)
            .await
    }
}

fn invitation_path(template: &str, link: &Link) -> String {
    template.replace("{invitation}", &link.id.to_string())
}

fn still_open(status: InvitationStatus) -> Result<(), InvitationOver> {
    match status {
        InvitationStatus::Open => Ok(()),
        InvitationStatus::Answered => Err(InvitationOver::Answered),
        InvitationStatus::Denied => Err(InvitationOver::Denied),
        InvitationStatus::Withdrawn => Err(InvitationOver::Withdrawn),
        InvitationStatus::Expired => Err(InvitationOver::Expired),
    }
}

/// Which invitation a link is of, before anything is fetched.
///
/// # Errors
/// When the link is broken.
pub fn id_of(link: &str) -> Result<InvitationId, ClientError> {
    Ok(Link::parse(link)?.id)
}

/// The server's address in a link, before anything is fetched.
///
/// # Errors
/// When the link is broken.
pub fn server_of(link: &str) -> Result<String, ClientError> {
    Ok(Link::parse(link)?.server)
}

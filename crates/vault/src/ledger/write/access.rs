//! Letting in, taking back, renewing.

use wire::{
    SUITE,
    codec::{self, Bytes, SortedSet},
    id::{Hash, PersonId},
    log::{Member, People},
    person::{PersonChain, Profile},
    vault::{
        Audience, Compartment, Epoch, EpochRef, Grant, GrantPart, GrantTerms, Leave, Mode, Part,
        Purpose, Reason, Reseal, Revoke, RotatePart, Rotation, members_hash,
    },
};
use zeroize::Zeroizing;

use super::{Draft, Pen, Prepared};
use crate::{
    epoch::{Before, EpochSecret, OwnerKey, make_epoch},
    error::VaultError,
    hpke::{Letter, info, seal_to, seal_to_each},
    ledger::{
        Ledger,
        absorb::{GrantSecret, ResealContext, ResealSecret, seal_note},
    },
    secret::Random,
};

/// What somebody is to be granted.
#[derive(Debug, Clone)]
pub struct GrantRequest {
    /// Which compartment.
    pub compartment: Compartment,
    /// To read or to write.
    pub mode: Mode,
    /// With or without what was written before.
    pub history: bool,
    /// Whether what is written is broadcast without waiting.
    pub broadcasts: bool,
    /// Whether a colleague may be let in.
    pub may_share: bool,
    /// Over how many.
    pub depth: u8,
    /// End, in milliseconds since 1970.
    pub not_after: Option<u64>,
    /// Standing or for a visit.
    pub purpose: Purpose,
}

impl Ledger {
    fn before(
        &self,
        at: EpochRef,
        secret: &EpochSecret,
    ) -> Result<(Epoch, EpochSecret), VaultError> {
        Ok((self.keychain.epoch(at)?.clone(), secret.clone()))
    }

    /// Lets somebody into a compartment: one key is sealed, whatever the number of members and records.
    ///
    /// # Errors
    /// When we are not the owner, or the recipient is on the list already.
    pub fn make_grant(
        &self,
        pen: &Pen<'_>,
        recipient: &PersonChain,
        profile: &Profile,
        request: &GrantRequest,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let compartment = request.compartment;
        if compartment == Compartment::Private || recipient.id() == self.me {
            return Err(VaultError::NotPossible(
                "the private compartment is yours alone",
            ));
        }
        if self.state.member(compartment, &recipient.id()).is_some() {
            return Err(VaultError::OnTheList);
        }
        let private = self.current(Compartment::Private)?;
        let private_seed = self.keychain.seed(private)?;
        let current = self.current(compartment)?;
        let (opened, number, secret) = if request.history {
            (None, current.number, self.keychain.secret(current)?)
        } else {
            let (epoch, secret) = self.before(current, &self.keychain.secret(current)?)?;
            let before = Before {
                epoch: &epoch,
                secret: &secret,
                leads_on: true,
            };
            let key = OwnerKey::Private(private.number, private_seed);
            let members = self.state.members_hash(compartment);
            let (epoch, secret) = make_epoch(
                compartment,
                self.me,
                &key,
                Some(&before),
                members,
                Reason::FromNowOn,
                rng,
            )?;
            let number = epoch.number;
            (Some(epoch), number, secret)
        };
        let terms = self.terms(request, number, recipient);
        let sealed = GrantSecret {
            seed: secret.seed.clone(),
            hist: request.history.then(|| secret.hist.clone()),
            owner: pen.identity.profile.clone(),
        };
        let plain = Zeroizing::new(codec::to_bytes(&sealed));
        let sealed = seal_to(
            &recipient.person_key().public,
            &info("grant", &terms),
            &plain,
            rng,
        )?;
        let note = seal_note(private_seed, private.number, &terms, profile, rng);
        let grant = pen.identity.sign(&Grant {
            terms,
            sealed: Bytes(sealed),
        });
        let draft = Draft {
            audience: Audience::Members,
            epochs: vec![private, current],
            part: Part::Grant(GrantPart {
                opened,
                grant,
                note,
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }

    fn terms(&self, request: &GrantRequest, epoch: u32, recipient: &PersonChain) -> GrantTerms {
        GrantTerms {
            suite: SUITE,
            vault: self.state.vault,
            compartment: request.compartment,
            epoch,
            issuer: self.me,
            recipient: recipient.id(),
            recipient_key: recipient.person_key().number,
            mode: request.mode,
            history: request.history,
            broadcasts: request.broadcasts,
            may_share: request.may_share,
            depth: request.depth,
            not_after: request.not_after,
            purpose: request.purpose,
            parent: None,
        }
    }

    /// Takes access back: new epochs for the compartments that somebody leaves, one key sealed for each
    /// member who stays, nothing encrypted again.
    ///
    /// # Errors
    /// When we are not the owner, or a grant is not in force.
    pub fn make_revocation(
        &self,
        pen: &Pen<'_>,
        leaving: &[(Hash, Leave)],
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let mut compartments = Vec::new();
        for (grant, leave) in leaving {
            let member = self.state.revocable(grant, *leave);
            compartments.push(
                member
                    .ok_or(VaultError::Unknown("grant in force"))?
                    .compartment,
            );
        }
        if compartments.is_empty() {
            return Err(VaultError::NotPossible("nobody leaves"));
        }
        self.make_rotation(pen, &compartments, leaving, Reason::Leave, people, rng)
    }

    /// Renews every epoch: after recovery, so that what the lost device knew is closed.
    ///
    /// # Errors
    /// When we are not the owner.
    pub fn make_renewal(
        &self,
        pen: &Pen<'_>,
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let all: Vec<Compartment> = self
            .state
            .epochs
            .iter()
            .map(|epoch| epoch.compartment)
            .collect();
        self.make_rotation(pen, &all, &[], Reason::Recovery, people, rng)
    }

    fn make_rotation(
        &self,
        pen: &Pen<'_>,
        compartments: &[Compartment],
        leaving: &[(Hash, Leave)],
        reason: Reason,
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        let compartments = SortedSet::new(compartments.to_vec());
        let private = self.current(Compartment::Private)?;
        let mut private_key = (private.number, self.keychain.seed(private)?.clone());
        let mut epochs = vec![private];
        let mut rotations = Vec::new();
        for compartment in compartments.as_slice() {
            let current = self.current(*compartment)?;
            epochs.push(current);
            let staying: Vec<&Member> = self
                .state
                .members_of(*compartment)
                .filter(|member| !leaving.iter().any(|(grant, _)| *grant == member.grant))
                .collect();
            let list: Vec<(PersonId, Hash)> = staying.iter().map(|m| (m.person, m.grant)).collect();
            let (epoch, secret) = self.before(current, &self.keychain.secret(current)?)?;
            let before = Before {
                epoch: &epoch,
                secret: &secret,
                leads_on: false,
            };
            let key = match compartment {
                Compartment::Private => OwnerKey::Chain(pen.chain),
                _ => OwnerKey::Private(private_key.0, &private_key.1),
            };
            let (epoch, secret) = make_epoch(
                *compartment,
                self.me,
                &key,
                Some(&before),
                members_hash(&list),
                reason,
                rng,
            )?;
            let reseals = self.make_reseals(&epoch, &secret, staying, people, rng)?;
            if *compartment == Compartment::Private {
                private_key = (epoch.number, secret.seed.clone());
            }
            rotations.push(Rotation { epoch, reseals });
        }
        let revokes = leaving
            .iter()
            .map(|(grant, leave)| Revoke {
                grant: *grant,
                leave: *leave,
            })
            .collect();
        let draft = Draft {
            audience: Audience::Members,
            epochs,
            part: Part::Rotate(RotatePart {
                revokes: SortedSet::new(revokes),
                rotations,
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }

    fn make_reseals(
        &self,
        epoch: &Epoch,
        secret: &EpochSecret,
        mut staying: Vec<&Member>,
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Vec<Reseal>, VaultError> {
        staying.sort_unstable_by_key(|member| member.grant);
        let mut letters = Vec::with_capacity(staying.len());
        let mut reseals = Vec::with_capacity(staying.len());
        for member in staying {
            let chain = people
                .chain(&member.person)
                .ok_or(VaultError::Unknown("member's keys"))?;
            let key = chain.person_key();
            let (vault, grant) = (self.state.vault, member.grant);
            let context = ResealContext::new(vault, epoch, grant, member.person, key.number);
            let content = ResealSecret {
                seed: secret.seed.clone(),
                hist: member.history.then(|| secret.hist.clone()),
            };
            letters.push(Letter {
                public: &key.public,
                info: info("reseal", &context),
                plaintext: Zeroizing::new(codec::to_bytes(&content)),
            });
            reseals.push(Reseal {
                grant,
                key: key.number,
                sealed: Bytes::default(),
            });
        }
        for (reseal, sealed) in reseals.iter_mut().zip(seal_to_each(&letters, rng)?) {
            reseal.sealed = Bytes(sealed);
        }
        Ok(reseals)
    }
}

//! Who can see what: the list, and how one gets on it and off again.

use std::collections::BTreeMap;

use wire::{
    id::{Hash, PersonId, VaultId},
    vault::{Compartment, Leave, Mode, Purpose},
};

use crate::{error::ClientError, session::Session, storage::Storage, visit::Consent};

/// One who can, or could, see the broadcast records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharer {
    /// The fingerprint.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// A doctor's registration number.
    pub registration: Option<String>,
    /// The latest grant.
    pub grant: Hash,
    /// To read, or to add as well.
    pub mode: Mode,
    /// With what was written before.
    pub history: bool,
    /// Whether writes are broadcast without waiting.
    pub broadcasts: bool,
    /// Standing or for a visit.
    pub purpose: Purpose,
    /// When it was given, in milliseconds since 1970.
    pub since: u64,
    /// When it runs out.
    pub not_after: Option<u64>,
    /// When and how it ended.
    pub ended: Option<(u64, Leave)>,
}

impl<S: Storage> Session<S> {
    /// As a patient: everybody who is or was on the list, those on it first.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a doctor.
    pub fn sharers(&self) -> Result<Vec<Sharer>, ClientError> {
        let vault = self.own_vault()?;
        let view = self.view(vault)?;
        let mut sharers: Vec<Sharer> = Vec::new();
        let grants = view.ledger.grants().iter().rev();
        for grant in grants.filter(|grant| grant.terms.compartment == Compartment::Shared) {
            if sharers
                .iter()
                .any(|sharer| sharer.person == grant.terms.recipient)
            {
                continue;
            }
            sharers.push(Sharer {
                person: grant.terms.recipient,
                name: self.name_in(vault, &grant.terms.recipient),
                registration: grant
                    .profile
                    .as_ref()
                    .and_then(|profile| profile.registration.clone()),
                grant: grant.hash,
                mode: grant.terms.mode,
                history: grant.terms.history,
                broadcasts: grant.terms.broadcasts,
                purpose: grant.terms.purpose,
                since: grant.time,
                not_after: grant.terms.not_after,
                ended: grant.ended.map(|(_, time, leave)| (time, leave)),
            });
        }
        sharers.reverse();
        sharers.sort_by_key(|sharer| sharer.ended.is_some());
        Ok(sharers)
    }

    /// As a patient: finds one by name or fingerprint.
    ///
    /// # Errors
    /// When none or several fit.
    pub fn sharer(&self, name: &str) -> Result<Sharer, ClientError> {
        let fits: Vec<Sharer> = self
            .sharers()?
            .into_iter()
            .filter(|sharer| matches(name, &sharer.name, &sharer.person))
            .collect();
        pick(
            name,
            fits,
            |sharer| (&sharer.name, &sharer.person),
            "doctor you have met",
        )
    }

    /// As a patient: lets a doctor in again whom one has met by an invitation. Never by a name or a key
    /// from a directory.
    ///
    /// # Errors
    /// When no such doctor was met, or is on the list.
    pub async fn share_again(
        &mut self,
        name: &str,
        consent: &Consent,
    ) -> Result<Sharer, ClientError> {
        let vault = self.own_vault()?;
        let sharer = self.sharer(name)?;
        let grants = self.view(vault)?.ledger.grants();
        let profile = grants
            .iter()
            .rev()
            .find(|grant| grant.hash == sharer.grant)
            .and_then(|g| g.profile.clone());
        let profile =
            profile.ok_or_else(|| ClientError::NotFound(format!("{name} is not known by name")))?;
        self.grant(vault, sharer.person, &profile, consent).await?;
        self.sharer(&sharer.person.to_string())
    }

    /// As a patient: takes a doctor off the list. `Stopped` leaves what was had; `Removed` also has the
    /// server stop serving and the doctor's app drop its keys, and takes back what was shown one by one.
    ///
    /// # Errors
    /// When the doctor is not on the list.
    pub async fn take_off(&mut self, name: &str, leave: Leave) -> Result<Sharer, ClientError> {
        let vault = self.own_vault()?;
        let sharer = self.sharer(name)?;
        let state = self.view(vault)?.ledger.state();
        // To be removed, one may also have been stopped before.
        let stopped = state.gone.iter().map(|gone| &gone.member);
        let grants: Vec<(Hash, Leave)> = state
            .members
            .iter()
            .chain(stopped)
            .filter(|member| member.person == sharer.person)
            .filter(|member| state.revocable(&member.grant, leave).is_some())
            .map(|member| (member.grant, leave))
            .collect();
        if grants.is_empty() {
            return Err(ClientError::NotPossible(format!(
                "{} is not on the list",
                sharer.name
            )));
        }
        self.revoke(vault, &grants).await?;
        if leave == Leave::Removed {
            for showing in self.showings()? {
                if showing.person == sharer.person && showing.taken_back.is_none() {
                    self.take_back(&showing.person, showing.number).await?;
                }
            }
        }
        self.sharer(&sharer.person.to_string())
    }

    /// As a doctor: the vault of a patient, by name or fingerprint, also where single records were shown.
    ///
    /// # Errors
    /// When none or several fit.
    pub fn patient_vault(&self, name: &str) -> Result<VaultId, ClientError> {
        let fits: Vec<(VaultId, String, PersonId)> = self
            .views
            .iter()
            .filter(|(_, view)| !view.ledger.is_owner())
            .map(|(vault, view)| (*vault, view.ledger.state().owner))
            .chain(
                self.shelves()
                    .map(|(vault, view)| (vault, view.shelf.owner())),
            )
            .collect::<BTreeMap<VaultId, PersonId>>()
            .into_iter()
            .map(|(vault, owner)| (vault, self.vault_name(vault), owner))
            .filter(|(_, known, owner)| matches(name, known, owner))
            .collect();
        if fits.is_empty()
            && let Some(ended) = self
                .state
                .ended
                .iter()
                .find(|ended| matches(name, &ended.name, &ended.owner))
        {
            return Err(ClientError::AccessEnded {
                name: ended.name.clone(),
                leave: ended.leave,
            });
        }
        pick(name, fits, |(_, known, owner)| (known, owner), "patient").map(|(vault, ..)| vault)
    }

    /// The compartment's members, as everybody in the vault knows them.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn list_size(&self, vault: VaultId) -> Result<usize, ClientError> {
        Ok(self
            .view(vault)?
            .ledger
            .state()
            .members_of(Compartment::Shared)
            .count())
    }
}

pub(crate) fn matches(wanted: &str, name: &str, person: &PersonId) -> bool {
    let wanted = wanted.trim().to_lowercase();
    let print: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
    !wanted.is_empty()
        && (name.to_lowercase().contains(&wanted)
            || (print.len() >= 8 && person.to_string().starts_with(&print)))
}

pub(crate) fn pick<T>(
    wanted: &str,
    mut fits: Vec<T>,
    name: impl Fn(&T) -> (&String, &PersonId),
    what: &str,
) -> Result<T, ClientError> {
    let exact = fits
        .iter()
        .position(|fit| name(fit).0.eq_ignore_ascii_case(wanted.trim()));
    let alone = fits
        .iter()
        .filter(|fit| name(fit).0.eq_ignore_ascii_case(wanted.trim()))
        .count()
        == 1;
    match (fits.len(), exact) {
        (0, _) => Err(ClientError::NotFound(format!(
            "there is no {what} called {wanted:?} here"
        ))),
        (1, _) => Ok(fits.remove(0)),
        (_, Some(at)) if alone => Ok(fits.remove(at)),
        _ => {
            let names: Vec<String> = fits
                .iter()
                .map(|fit| format!("{} ({})", name(fit).0, name(fit).1.short()))
                .collect();
            Err(ClientError::Ambiguous(format!(
                "several fit {wanted:?}: {}. Say it by the fingerprint",
                names.join(", ")
            )))
        }
    }
}

//! As a patient: one record shown to one person, and taken back.

use vault::{VaultError, ledger::ShowingLine};
use wire::{
    id::{PersonId, RecordId, VaultId},
    person::Profile,
    vault::{Compartment, VersionRef},
};

use crate::{
    error::ClientError,
    records::no_record,
    session::Session,
    share::{matches, pick},
    storage::Storage,
    visit::Visit,
};

/// Somebody to whom a record can be shown: met by an invitation, then or now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquaintance {
    /// The fingerprint.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// A doctor's registration number.
    pub registration: Option<String>,
    /// Whether on the list now.
    pub on_list: bool,
}

/// A record that was shown to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Showing {
    /// To whom.
    pub person: PersonId,
    /// By name.
    pub name: String,
    /// Which record, and which version of it.
    pub at: VersionRef,
    /// How many files came with it.
    pub files: usize,
    /// Names it, with the person, when it is taken back.
    pub number: u32,
    /// The entry that showed it.
    pub entry: u64,
    /// When, in milliseconds since 1970.
    pub since: u64,
    /// The entry that took it back, and when.
    pub taken_back: Option<(u64, u64)>,
}

impl<S: Storage> Session<S> {
    /// As a patient: everything that was shown to single persons, newest first.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a doctor.
    pub fn showings(&self) -> Result<Vec<Showing>, ClientError> {
        let vault = self.own_vault()?;
        let lines = self.view(vault)?.ledger.showings().iter().rev();
        Ok(lines.filter_map(|line| self.showing(vault, line)).collect())
    }

    fn showing(&self, vault: VaultId, line: &ShowingLine) -> Option<Showing> {
        let ledger = &self.views.get(&vault)?.ledger;
        let is_file = |at: &&VersionRef| {
            let version = ledger.version(**at);
            version.is_ok_and(|version| version.attachment().is_some())
        };
        // A record is shown with its files; a file alone never.
        let at = line.versions.iter().find(|at| !is_file(at));
        Some(Showing {
            person: line.recipient,
            name: self.name_in(vault, &line.recipient),
            at: *at.or_else(|| line.versions.first())?,
            files: line.versions.iter().filter(is_file).count(),
            number: line.number,
            entry: line.entry,
            since: line.time,
            taken_back: line.taken_back,
        })
    }

    /// As a patient: those to whom a record can be shown. Never a name or a key from a directory.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a doctor.
    pub fn acquaintances(&self) -> Result<Vec<Acquaintance>, ClientError> {
        let vault = self.own_vault()?;
        let mut all: Vec<Acquaintance> = self
            .sharers()?
            .into_iter()
            .map(|sharer| Acquaintance {
                person: sharer.person,
                name: sharer.name,
                registration: sharer.registration,
                on_list: sharer.ended.is_none(),
            })
            .collect();
        for line in self.view(vault)?.ledger.showings().iter().rev() {
            if !all.iter().any(|known| known.person == line.recipient) {
                let profile = line.profile.clone();
                all.push(Acquaintance {
                    person: line.recipient,
                    name: self.name_in(vault, &line.recipient),
                    registration: profile.and_then(|profile| profile.registration),
                    on_list: false,
                });
            }
        }
        Ok(all)
    }

    /// As a patient: finds one of them by name or fingerprint.
    ///
    /// # Errors
    /// When none or several fit.
    pub fn acquaintance(&self, name: &str) -> Result<Acquaintance, ClientError> {
        let mut fits = self.acquaintances()?;
        fits.retain(|known| matches(name, &known.name, &known.person));
        pick(
            name,
            fits,
            |known| (&known.name, &known.person),
            "doctor you have met",
        )
    }

    /// As a patient: shows one version of a record (the newest, if none is named), with the files that came
    /// with it, to somebody met before.
    ///
    /// # Errors
    /// When that person is not known, or sees it already.
    pub async fn show(
        &mut self,
        person: &PersonId,
        record: RecordId,
        version: Option<u32>,
    ) -> Result<Showing, ClientError> {
        let profile = self.profile_of(person)?;
        self.show_as(person, &profile, record, version).await
    }

    /// As a patient: shows it to the doctor of an invitation, who need not be let in for it.
    ///
    /// # Errors
    /// As [`Session::show`].
    pub async fn show_at_visit(
        &mut self,
        visit: &Visit,
        record: RecordId,
        version: Option<u32>,
    ) -> Result<Showing, ClientError> {
        self.show_as(&visit.person, &visit.doctor, record, version)
            .await
    }

    fn profile_of(&self, person: &PersonId) -> Result<Profile, ClientError> {
        let ledger = &self.view(self.own_vault()?)?.ledger;
        let granted = ledger.grants().iter().rev();
        let granted = granted
            .filter(|grant| grant.terms.recipient == *person)
            .find_map(|grant| grant.profile.clone());
        let shown = || {
            let lines = ledger.showings().iter().rev();
            let mut of = lines.filter(|line| line.recipient == *person);
            of.find_map(|line| line.profile.clone())
        };
        granted.or_else(shown).ok_or_else(|| {
            ClientError::NotFound(format!("{} is not known by name", person.short()))
        })
    }

    async fn show_as(
        &mut self,
        person: &PersonId,
        profile: &Profile,
        record: RecordId,
        version: Option<u32>,
    ) -> Result<Showing, ClientError> {
        let vault = self.own_vault()?;
        self.refresh_people(&[*person]).await?;
        let versions = self.versions_to_show(vault, record, version)?;
        let at = versions[0];
        if self.sees_by_list(vault, person, at)? {
            return Err(ClientError::NotPossible(format!(
                "{} is on the list and sees this record already",
                profile.name
            )));
        }
        let shown = self
            .append(vault, |ledger, pen, people, rng| {
                let mut lines = ledger.showings().iter();
                if lines.any(|line| line.recipient == *person && line.shows(at)) {
                    return Err(VaultError::NotPossible(SHOWN));
                }
                let chain = people
                    .get(person)
                    .ok_or(VaultError::Unknown("doctor's keys"))?;
                ledger.make_showing(pen, &versions, chain, profile, rng)
            })
            .await;
        match shown {
            Err(ClientError::Vault(VaultError::NotPossible(SHOWN))) => Err(
                ClientError::NotPossible(format!("{} was shown this record already", profile.name)),
            ),
            Err(error) => Err(error),
            Ok(entry) => {
                let lines = self.view(vault)?.ledger.showings().iter();
                let line = lines.rev().find(|line| line.entry == entry);
                let showing = line.and_then(|line| self.showing(vault, line));
                showing.ok_or_else(|| no_record(&record))
            }
        }
    }

    /// The version itself first, then its files in their newest versions.
    fn versions_to_show(
        &self,
        vault: VaultId,
        record: RecordId,
        version: Option<u32>,
    ) -> Result<Vec<VersionRef>, ClientError> {
        let ledger = &self.view(vault)?.ledger;
        let known = ledger.records().get(&record);
        let known = known.ok_or_else(|| no_record(&record))?;
        let chosen = match version {
            Some(number) => known.iter().find(|v| v.header.version == number),
            None => known.last(),
        };
        let chosen = chosen.ok_or_else(|| no_record(&record))?;
        if chosen.attachment().is_some() {
            return Err(ClientError::NotPossible(
                "a file is shown with the document it belongs to".to_owned(),
            ));
        }
        let mut versions = vec![chosen.at()];
        for file in self.files_with(vault, known, std::slice::from_ref(chosen)) {
            let newest = ledger.records().get(&file).and_then(|known| known.last());
            versions.extend(newest.map(vault::ledger::Version::at));
        }
        Ok(versions)
    }

    /// Whether somebody on the list sees a version through it.
    fn sees_by_list(
        &self,
        vault: VaultId,
        person: &PersonId,
        at: VersionRef,
    ) -> Result<bool, ClientError> {
        let now = self.now();
        let ledger = &self.view(vault)?.ledger;
        let version = ledger.version(at)?;
        let member = ledger.state().member(Compartment::Shared, person);
        let Some(member) = member.filter(|member| !member.expired(now)) else {
            return Ok(false);
        };
        let shared = |wrap: &&vault::ledger::Wrap| wrap.target.compartment == Compartment::Shared;
        let written = version.audience.compartment() == Some(Compartment::Shared);
        let since = written.then_some(version.entry);
        let broadcast = version.shown.iter().filter(shared).map(|wrap| wrap.entry);
        let mut entries = since.into_iter().chain(broadcast);
        Ok(entries.any(|entry| member.history || entry >= member.since)
            || version.author == *person)
    }

    /// As a patient: takes back what was shown to one person. What was opened may have been copied.
    ///
    /// # Errors
    /// When nothing of that number stands.
    pub async fn take_back(&mut self, person: &PersonId, number: u32) -> Result<(), ClientError> {
        let vault = self.own_vault()?;
        let stands = |line: &&ShowingLine| line.recipient == *person && line.number == number;
        let known = self.view(vault)?.ledger.showings().iter().find(stands);
        if known.is_none_or(|line| line.taken_back.is_some()) {
            return Err(ClientError::NotFound(
                "this was not shown, or is taken back already".to_owned(),
            ));
        }
        self.append(vault, |ledger, pen, _, _| {
            ledger.make_take_back(pen, *person, number)
        })
        .await
        .map(drop)
    }
}

const SHOWN: &str = "this was shown already";

//! As a doctor: the patients, what is new of them, and those that are over.

use std::{cmp::Reverse, collections::BTreeSet};

use bridge::{Answer, Ended, Entry, Fact, News, Patient, Profile, Reply, Trouble};
use client::{ClientError, records::Listed, storage::Storage};
use wire::{
    id::VaultId,
    vault::{Leave, Mode},
};

use crate::{
    access::leave_of,
    desk::{Desk, mark_childhood},
    engine::Engine,
    host::Host,
    pieces,
    records::bundle_answer,
    trouble::{not_found, trouble},
};

/// The most news at a time.
const NEWS: usize = 50;

impl<S: Storage> Desk<S> {
    fn patient_vaults(&self) -> Vec<VaultId> {
        let views = self.session.views().iter();
        let others = views.filter(|(_, view)| !view.ledger.is_owner());
        let others = others.map(|(vault, _)| *vault);
        let shown = self.session.shelves().map(|(vault, _)| vault);
        let all: BTreeSet<VaultId> = others.chain(shown).collect();
        all.into_iter().collect()
    }

    /// What came from others since one last looked, as far as it can be opened.
    fn fresh(&mut self, vault: VaultId) -> Result<Vec<Listed>, ClientError> {
        let mut fresh = self.session.listing(vault)?;
        fresh.retain(|listed| self.is_fresh(vault, listed));
        fresh.retain(|listed| matches!(self.page(vault, listed), Ok(Some(_))));
        Ok(fresh)
    }

    async fn patient(&mut self, vault: VaultId) -> Result<Patient, ClientError> {
        // A name in a list is no reading, and not noted as one: the doctor has not looked at anything.
        let profile = self.list_profile(vault)?;
        let fresh = self.fresh(vault)?.len();
        let parcels = self.parcels().await?;
        let waiting = parcels.iter().filter(|parcel| parcel.vault == vault);
        let waiting: usize = waiting.map(|parcel| parcel.waiting.len()).sum();
        let (me, now) = (self.session.identity().person, self.session.now());
        let view = self.session.view(vault).ok();
        let state = view.map(|view| view.ledger.state());
        let mut members = state.iter().flat_map(|state| &state.members);
        let member = members.find(|member| member.person == me && !member.expired(now));
        let gone = state.and_then(|state| state.last_gone(&me));
        let known = view
            .into_iter()
            .flat_map(|view| view.ledger.records().values());
        let shelf = self.session.shelf(vault).into_iter();
        let shown = shelf
            .flat_map(|view| view.shelf.versions())
            .map(|on| on.time);
        let latest = known.flatten().map(|version| version.time).chain(shown);
        Ok(Patient {
            vault: vault.to_string(),
            name: profile.name,
            birth_date: profile.birth_date,
            gender: profile.gender,
            abha: profile.abha_number,
            fresh: u32::try_from(fresh).unwrap_or(u32::MAX),
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            latest: latest.max().unwrap_or(0),
            may_add: member.is_some_and(|member| member.mode == Mode::Write),
            broadcasts: member.is_some_and(|member| member.broadcasts),
            history: member.map_or_else(
                || gone.is_some_and(|gone| gone.member.history),
                |member| member.history,
            ),
            until: member.and_then(|member| member.not_after),
            stopped: member.is_none() && gone.is_some_and(|gone| gone.leave == Leave::Stopped),
            shown_alone: view.is_none(),
        })
    }

    /// Who a patient is, by the newest Patient among the records; only those are opened that are needed to
    /// find it.
    pub(crate) fn list_profile(&mut self, vault: VaultId) -> Result<Profile, ClientError> {
        let mut found: Vec<Entry> = Vec::new();
        for listed in self.session.listing(vault)? {
            if let Ok(Some(page)) = self.page(vault, &listed)
                && matches!(page.fact, Fact::Profile(_))
            {
                found.push(self.entry(vault, &listed, &page));
            }
        }
        Ok(self.profile(vault, &found))
    }

    /// What is new over all patients, and to be noted as read.
    fn all_news(&mut self) -> Result<Vec<(VaultId, Listed)>, ClientError> {
        let mut news = Vec::new();
        for vault in self.patient_vaults() {
            let fresh = self.fresh(vault)?;
            news.extend(fresh.into_iter().map(|listed| (vault, listed)));
        }
        news.sort_by_key(|(_, listed)| Reverse(listed.time));
        news.truncate(NEWS);
        Ok(news)
    }
}

impl<H: Host> Engine<H> {
    pub(crate) async fn patients(&self) -> Reply {
        let mut desk = self.desk().await?;
        let mut patients = Vec::new();
        for vault in desk.patient_vaults() {
            patients.push(desk.patient(vault).await.map_err(trouble)?);
        }
        patients.sort_by_cached_key(|patient| {
            let name = patient.name.to_lowercase();
            (patient.fresh == 0, name, patient.vault.clone())
        });
        Ok(Answer::Patients(patients))
    }

    pub(crate) async fn news(&self) -> Reply {
        let mut desk = self.desk().await?;
        let all = desk.all_news().map_err(trouble)?;
        let mut news = Vec::with_capacity(all.len());
        for (vault, listed) in &all {
            let Some(page) = desk.page(*vault, listed).map_err(trouble)? else {
                continue;
            };
            let profile = desk.list_profile(*vault).map_err(trouble)?;
            let mut entry = desk.entry(*vault, listed, &page);
            mark_childhood(std::slice::from_mut(&mut entry), &profile);
            news.push(News {
                vault: vault.to_string(),
                patient: profile.name,
                entry,
            });
        }
        for vault in desk.patient_vaults() {
            let of = all.iter().filter(|(of, _)| *of == vault);
            let read: Vec<_> = of.map(|(_, listed)| listed.at).collect();
            self.note(&mut desk, vault, &read).await?;
        }
        Ok(Answer::News(news))
    }

    pub(crate) async fn seen(&self, vault: Option<&str>) -> Reply {
        let mut desk = self.desk().await?;
        let vaults = match vault {
            Some(name) => vec![desk.vault(Some(name))?],
            None => {
                let mut vaults = desk.patient_vaults();
                vaults.extend(desk.session.own_vault());
                vaults
            }
        };
        let mut seen = desk.seen.clone();
        let mut changed = false;
        for vault in vaults {
            changed |= seen.look(vault, desk.entries_of(vault));
        }
        if changed {
            pieces::keep_seen(&mut desk.session, &seen)
                .await
                .map_err(trouble)?;
            desk.seen = seen;
        }
        Ok(Answer::Done)
    }

    pub(crate) async fn ended_access(&self) -> Reply {
        let desk = self.desk().await?;
        let mut all = Vec::new();
        for ended in desk.session.ended() {
            // Let in again since.
            if desk.session.view(ended.vault).is_ok() {
                continue;
            }
            all.push(Ended {
                vault: ended.vault.to_string(),
                name: ended.name.clone(),
                leave: leave_of(ended.leave),
                time: ended.time,
                kept: desk
                    .session
                    .kept_own_in(ended.vault)
                    .await
                    .map_err(trouble)?
                    .is_some(),
            });
        }
        all.sort_by_key(|ended| Reverse(ended.time));
        Ok(Answer::EndedAccess(all))
    }

    pub(crate) async fn kept_own(&self, vault: &str) -> Reply {
        let id: VaultId = vault.parse().map_err(|_| not_found("vault"))?;
        let desk = self.desk().await?;
        let bundle = desk.session.kept_own_in(id).await.map_err(trouble)?;
        let bundle = bundle.ok_or_else(|| not_found("record of yours"))?;
        let ended = desk.session.ended();
        let name = ended.iter().find(|ended| ended.vault == id);
        let name = name.map_or("", |ended| ended.name.as_str());
        let answer: Result<Answer, Trouble> = Ok(bundle_answer(name, &bundle));
        answer
    }
}

//! Sync: what is new at the server, verified entry by entry; then what is due here.

use wire::{
    api::{LogItem, LogPage, VaultItem, Vaults, path},
    codec::Bytes,
    id::{PersonId, VaultId},
    log::CLOCK_SKEW,
    person::Role,
    sign::Signed,
    vault::{Leave, LogEntry, Part, ShowingAct},
};

use crate::{
    cache::{EntryFrame, FillFrame, Frame, journal},
    error::ClientError,
    session::Session,
    state::InvitationState,
    storage::Storage,
};

/// What a sync brought.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// New entries, over all vaults.
    pub entries: u64,
    /// Records that waited here and went out.
    pub sent: u64,
    /// What could not be done, in plain words; the rest was.
    pub troubles: Vec<String>,
    /// Vaults to which access has ended since.
    pub ended: Vec<String>,
    /// Vaults of which the server shows less than before.
    pub rolled_back: Vec<VaultId>,
    /// Vaults of which the server shows what cannot be true; nothing of it was taken up.
    pub cheated: Vec<VaultId>,
}

impl<S: Storage> Session<S> {
    /// Fetches and verifies what is new, sends what waits, and does what is due: rotations for grants
    /// that have run out, renewal after recovery, receipts.
    ///
    /// # Errors
    /// When the server cannot be reached. A vault that is not in order is reported as a trouble and left
    /// as it was; the others go on.
    pub async fn sync(&mut self) -> Result<SyncReport, ClientError> {
        let mut report = self.take_news(None).await?;
        self.flush(&mut report).await?;
        Ok(report)
    }

    /// As [`Session::sync`], without sending what waits: everything, or these vaults alone.
    ///
    /// # Errors
    /// As [`Session::sync`].
    pub async fn take_news(&mut self, only: Option<&[VaultId]>) -> Result<SyncReport, ClientError> {
        let mut report = SyncReport::default();
        for name in std::mem::take(&mut self.set_aside) {
            report.troubles.push(format!(
                "a copy on this device was damaged and is fetched again; it is kept as damaged-{name}"
            ));
        }
        // Signed in on a new machine, one's own keys are not known there yet.
        self.ensure_person(self.identity().person, 0).await?;
        self.ensure_vault().await?;
        let vaults: Vaults = self.transport.get(path::VAULTS).await?;
        if self.identity().role == Role::Doctor {
            self.sync_invitations(&mut report).await?;
        }
        let wanted = |item: &&VaultItem| only.is_none_or(|only| only.contains(&item.vault));
        for item in vaults.items.iter().filter(wanted) {
            if let Err(error) = Box::pin(self.sync_one(item, &mut report)).await {
                if error.is_passing() {
                    return Err(error);
                }
                if error.is_cheating() {
                    report.cheated.push(item.vault);
                }
                if matches!(error, ClientError::RolledBack { .. }) {
                    report.rolled_back.push(item.vault);
                }
                report
                    .troubles
                    .push(format!("{}: {error}", self.vault_name(item.vault)));
            }
        }
        self.missing_vaults(&vaults, &mut report);
        self.sync_shelves(only, &mut report).await?;
        Ok(report)
    }

    async fn sync_one(
        &mut self,
        item: &VaultItem,
        report: &mut SyncReport,
    ) -> Result<(), ClientError> {
        let ended = self
            .state
            .ended
            .iter()
            .find(|e| e.vault == item.vault)
            .map(|e| e.seq);
        if ended.is_some_and(|seq| item.seq <= seq) {
            return Ok(());
        }
        let new = !self.views.contains_key(&item.vault);
        report.entries += self.sync_vault(item.vault).await?;
        if let Err(forked) = self.check_pinned(item.vault) {
            if new {
                // Not the vault that the patient has shown: nothing of it stays here.
                self.views.remove(&item.vault);
                self.storage.remove(&journal(item.vault)).await?;
            }
            return Err(forked);
        }
        if self
            .views
            .get(&item.vault)
            .is_some_and(|view| view.ledger.is_owner())
        {
            self.maintain(item.vault).await?;
            self.fetch_receipts(item.vault, item.receipts).await?;
        } else {
            self.check_access(item.vault, report).await?;
            self.anchor_if_due(item.vault).await?;
            self.send_receipts(item.vault).await?;
        }
        Ok(())
    }

    /// A vault that was here and that the server no longer lists is a server gone back, not an ended grant:
    /// that would have been shown.
    fn missing_vaults(&self, listed: &Vaults, report: &mut SyncReport) {
        for (vault, view) in &self.views {
            if !listed.items.iter().any(|item| item.vault == *vault) {
                let error = ClientError::RolledBack {
                    vault: *vault,
                    served: 0,
                    known: view.ledger.state().seq,
                };
                report.cheated.push(*vault);
                report.rolled_back.push(*vault);
                report
                    .troubles
                    .push(format!("{}: {error}", self.vault_name(*vault)));
            }
        }
    }

    /// What a vault is called: by its owner.
    pub fn vault_name(&self, vault: VaultId) -> String {
        self.views
            .get(&vault)
            .and_then(|view| view.ledger.owner_profile())
            .or_else(|| self.shelves.get(&vault)?.shelf.owner_profile())
            .map_or_else(
                || format!("vault {}", &vault.to_string()[..8]),
                |profile| profile.name.clone(),
            )
    }

    /// Fetches and verifies what is new in one vault. Returns how many entries came.
    ///
    /// # Errors
    /// [`ClientError::RolledBack`], [`ClientError::Forked`] or [`ClientError::Altered`] when the server
    /// cheats; then nothing of it is taken up.
    pub async fn sync_vault(&mut self, vault: VaultId) -> Result<u64, ClientError> {
        let mut count = 0;
        self.ensure_view(vault).await?;
        loop {
            let next = self
                .views
                .get(&vault)
                .map_or(0, |view| view.ledger.lines().len() as u64);
            let page: LogPage = self
                .transport
                .get(&log_path(vault, next.saturating_sub(1)))
                .await?;
            let news = self.check_overlap(vault, next, &page)?.to_vec();
            let mut frames = Vec::with_capacity(news.len());
            let mut result = Ok(());
            for item in news {
                let frame = EntryFrame {
                    entry: item.entry,
                    part: item.part,
                    bodies: item.bodies,
                };
                result = self.take_served(vault, &frame).await;
                if result.is_err() {
                    break;
                }
                frames.push(Frame::Entry(frame));
            }
            if !frames.is_empty() {
                count += frames.len() as u64;
                self.save_frames(vault, &frames).await?;
                let done = next + frames.len() as u64;
                (self.progress)("entries", done, page.last.saturating_add(1));
            }
            result?;
            if frames.is_empty() || next + frames.len() as u64 > page.last {
                break;
            }
        }
        self.fill_gaps(vault).await?;
        Ok(count)
    }

    /// The first entry of each page is the last one we have: it must be the same.
    fn check_overlap<'p>(
        &self,
        vault: VaultId,
        next: u64,
        page: &'p LogPage,
    ) -> Result<&'p [LogItem], ClientError> {
        if next == 0 {
            return Ok(&page.items);
        }
        let known = next - 1;
        let Some((first, rest)) = page.items.split_first().filter(|_| page.last >= known) else {
            return Err(ClientError::RolledBack {
                vault,
                served: page.last,
                known,
            });
        };
        let head = self.views.get(&vault).map(|view| view.ledger.state().head);
        if head == Some(first.entry.hash()) {
            Ok(rest)
        } else {
            Err(ClientError::Forked { vault, seq: known })
        }
    }

    async fn take_served(&mut self, vault: VaultId, frame: &EntryFrame) -> Result<(), ClientError> {
        if frame.entry.peek()?.time > self.now().saturating_add(CLOCK_SKEW) {
            return Err(ClientError::NotPossible(
                "an entry is dated in the future: set the clock of this device right, then sync again"
                    .to_owned(),
            ));
        }
        self.learn_people(vault, &frame.entry, frame.part.as_ref())
            .await?;
        self.take_entry(vault, frame)
    }

    /// Fetches the chains that an entry needs to be verified.
    async fn learn_people(
        &mut self,
        vault: VaultId,
        entry: &Signed<LogEntry>,
        part: Option<&Bytes>,
    ) -> Result<(), ClientError> {
        let claimed = entry.peek()?;
        self.ensure_person(claimed.author, claimed.author_seq)
            .await?;
        match part.map(|bytes| Part::parse(bytes)).transpose()? {
            Some(Part::Grant(part)) => {
                let terms = part.grant.peek()?.terms;
                self.ensure_person_key(terms.recipient, terms.recipient_key)
                    .await
            }
            // Who is shown a record may be on no list, so that nothing else in the log brings their keys.
            Some(Part::Showing(part)) => match part.terms.act {
                ShowingAct::Show(show) => {
                    self.ensure_person_key(part.terms.recipient, show.key).await
                }
                ShowingAct::TakeBack(_) => Ok(()),
            },
            Some(Part::Rotate(part)) => {
                let view = self.views.get(&vault);
                let members: Vec<(PersonId, u32)> = part
                    .rotations
                    .iter()
                    .flat_map(|rotation| &rotation.reseals)
                    .filter_map(|reseal| {
                        let members = &view?.ledger.state().members;
                        let member = members.iter().find(|member| member.grant == reseal.grant)?;
                        Some((member.person, reseal.key))
                    })
                    .collect();
                for (person, key) in members {
                    self.ensure_person_key(person, key).await?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn ensure_person_key(&mut self, person: PersonId, key: u32) -> Result<(), ClientError> {
        let known = self
            .people
            .get(&person)
            .map_or(0, |chain| chain.person_keys().len() as u64);
        if known > u64::from(key) {
            return Ok(());
        }
        self.refresh_people(&[person]).await
    }

    /// Fetches parts that were not for us when their entries came, and are now.
    async fn fill_gaps(&mut self, vault: VaultId) -> Result<(), ClientError> {
        while let Some(gap) = self.gap(vault) {
            let page: LogPage = self.transport.get(&log_path(vault, gap)).await?;
            let mut frames = Vec::new();
            for (seq, item) in (gap..).zip(page.items) {
                let Some(view) = self.views.get(&vault) else {
                    break;
                };
                let line = usize::try_from(seq)
                    .ok()
                    .and_then(|at| view.ledger.lines().get(at));
                let Some(line) = line.filter(|line| line.hash == item.entry.hash()) else {
                    break;
                };
                if let (false, Some(part)) = (line.seen, item.part) {
                    let frame = FillFrame {
                        seq,
                        part,
                        bodies: item.bodies,
                    };
                    self.take_fill(vault, &frame)?;
                    frames.push(Frame::Fill(frame));
                }
            }
            self.save_frames(vault, &frames).await?;
            if self.gap(vault) == Some(gap) {
                return Err(vault::VaultError::Withheld(gap).into());
            }
        }
        Ok(())
    }

    fn gap(&self, vault: VaultId) -> Option<u64> {
        self.views.get(&vault)?.ledger.withheld((self.env.now)())
    }

    /// Compares the log with what the patient showed at the first visit.
    fn check_pinned(&self, vault: VaultId) -> Result<(), ClientError> {
        let Some(view) = self.views.get(&vault) else {
            return Ok(());
        };
        for invitation in self
            .state
            .invitations
            .iter()
            .filter(|i| i.vault == Some(vault))
        {
            let at = usize::try_from(invitation.seq).unwrap_or(usize::MAX);
            let line = view.ledger.lines().get(at).map(|line| line.hash);
            if line.is_some() && line != invitation.head {
                return Err(ClientError::Forked {
                    vault,
                    seq: invitation.seq,
                });
            }
        }
        Ok(())
    }

    /// As a reader: whether access has ended; then the keys and the copies go, but for what one wrote.
    async fn check_access(
        &mut self,
        vault: VaultId,
        report: &mut SyncReport,
    ) -> Result<(), ClientError> {
        let now = (self.env.now)();
        let me = self.identity().person;
        let Some(view) = self.views.get(&vault) else {
            return Ok(());
        };
        let state = view.ledger.state();
        if state
            .members
            .iter()
            .any(|member| member.person == me && !member.expired(now))
        {
            return Ok(());
        }
        let leave = match state.last_gone(&me) {
            Some(gone) if gone.leave == Leave::Stopped => return Ok(()),
            Some(gone) => gone.leave,
            None if state.members.iter().any(|member| member.person == me) => Leave::Expired,
            None => return Ok(()),
        };
        let ended = crate::state::Ended {
            vault,
            owner: state.owner,
            name: self.vault_name(vault),
            seq: state.seq,
            leave,
            time: now,
        };
        report.ended.push(ended.name.clone());
        self.keep_own(vault).await?;
        self.state.ended.retain(|e| e.vault != vault);
        self.state.ended.push(ended);
        self.save_state().await?;
        self.views.remove(&vault);
        self.storage.remove(&journal(vault)).await
    }

    /// As the owner: ends what has run out, and renews every key after recovery.
    async fn maintain(&mut self, vault: VaultId) -> Result<(), ClientError> {
        let now = (self.env.now)();
        let overdue: Vec<_> = self
            .view(vault)?
            .ledger
            .state()
            .overdue(now)
            .map(|member| (member.grant, Leave::Expired))
            .collect();
        if !overdue.is_empty() {
            self.revoke(vault, &overdue).await?;
        }
        if self.state.renew {
            self.refresh_members(vault).await?;
            self.append(vault, |ledger, pen, people, rng| {
                ledger.make_renewal(pen, people, rng)
            })
            .await?;
            self.state.renew = false;
            self.save_state().await?;
        }
        Ok(())
    }

    /// As a doctor who came back with the kit: says so in each vault, so that the lost device is out there.
    async fn anchor_if_due(&mut self, vault: VaultId) -> Result<(), ClientError> {
        let me = self.identity().person;
        let mine = self.chain(&me)?.head().0;
        let now = (self.env.now)();
        let Some(view) = self.views.get(&vault) else {
            return Ok(());
        };
        let state = view.ledger.state();
        let member = state
            .members
            .iter()
            .any(|member| member.person == me && !member.expired(now));
        if mine == 0 || !member || state.author_seq(&me) == Some(mine) {
            return Ok(());
        }
        self.append(vault, |ledger, pen, _, _| Ok(ledger.make_anchor(pen)))
            .await
            .map(drop)
    }

    /// As a doctor: verifies what came back to one's invitations.
    async fn sync_invitations(&mut self, report: &mut SyncReport) -> Result<(), ClientError> {
        if !self
            .state
            .invitations
            .iter()
            .any(|i| i.state == InvitationState::Open)
        {
            return Ok(());
        }
        let list: wire::api::Invitations = self.transport.get(path::INVITATIONS).await?;
        for item in list.items {
            let Ok(claimed) = item.invitation.peek() else {
                continue;
            };
            let at = self
                .state
                .invitations
                .iter()
                .position(|i| i.id == claimed.id && i.state == InvitationState::Open);
            let Some(at) = at else { continue };
            match self.take_reply(at, item).await {
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => {
                    self.state.invitations[at].state = InvitationState::Suspicious;
                    report.troubles.push(format!(
                        "an answer to an invitation is not in order: {error}"
                    ));
                }
                Ok(()) => {}
            }
        }
        self.save_state().await
    }
}

pub(crate) fn log_path(vault: VaultId, from: u64) -> String {
    format!(
        "{}?from={from}",
        path::LOG.replace("{vault}", &vault.to_string())
    )
}

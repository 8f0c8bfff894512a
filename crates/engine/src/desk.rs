//! The desk: the session, and what was read on it since it was opened.

use std::{
    collections::{BTreeSet, HashMap},
    rc::{Rc, Weak},
};

use bridge::{Cause, Entry, Event, Fact, Profile, Trouble, Visibility, Work};
use client::{
    ClientError,
    outbox::Waiting,
    records::{self, Listed},
    session::Session,
    storage::Storage,
    visit::Visit,
};
use wire::{
    id::{RecordId, VaultId},
    person::Role,
    vault::VersionRef,
};

use crate::{
    date::of_age,
    engine::Inner,
    facts::{Page, author_said, page_of},
    host::Host,
    pieces::{self, Seen},
    trouble::{not_found, trouble},
};

/// What one request at a time works on.
pub(crate) struct Desk<S> {
    pub(crate) session: Session<S>,
    pub(crate) seen: Seen,
    /// The invitation looked at last.
    pub(crate) visit: Option<Visit>,
    /// Versions that were opened; `None` for what is no resource.
    pages: HashMap<(VaultId, VersionRef), Option<Rc<Page>>>,
    /// What waits in the outbox, by its pieces.
    parcels: HashMap<String, Rc<Parcel>>,
    /// Of these, what was kept since this desk was opened and has certainly not been sent.
    pub(crate) unsent: BTreeSet<String>,
}

/// A piece of the outbox, read.
pub(crate) struct Parcel {
    pub(crate) vault: VaultId,
    pub(crate) records: Vec<RecordId>,
    pub(crate) waiting: Vec<Waiting>,
}

/// A vault's records as the screens show them.
pub(crate) struct Shown {
    pub(crate) entries: Vec<Entry>,
    /// Those of the log, to be noted as read.
    pub(crate) read: Vec<VersionRef>,
    pub(crate) unreadable: u32,
}

impl<S: Storage> Desk<S> {
    pub(crate) async fn new<H: Host<Storage = S>>(
        mut session: Session<S>,
        inner: &Rc<Inner<H>>,
    ) -> Result<Self, ClientError> {
        let listener: Weak<Inner<H>> = Rc::downgrade(inner);
        session.on_progress(Box::new(move |what, done, total| {
            let work = match what {
                "entries" => Work::Sync,
                "chunks" => Work::File,
                _ => Work::Records,
            };
            if let Some(inner) = listener.upgrade() {
                inner.host.tell(Event::Progress { work, done, total });
            }
        }));
        let seen = pieces::seen(&session).await?;
        Ok(Self {
            session,
            seen,
            visit: None,
            pages: HashMap::new(),
            parcels: HashMap::new(),
            unsent: BTreeSet::new(),
        })
    }

    /// The vault that a request names; one's own if it names none.
    pub(crate) fn vault(&self, name: Option<&str>) -> Result<VaultId, Trouble> {
        let Some(name) = name else {
            return self.session.own_vault().map_err(|error| {
                match self.session.identity().role {
                    Role::Doctor => trouble(error),
                    // Signed in on a new device, and not in touch with the server since.
                    Role::Patient => {
                        let why = "your records are not on this device yet";
                        Trouble::new(Cause::Offline, why)
                    }
                }
            });
        };
        let vault = name.parse().map_err(|_| not_found("vault"))?;
        if self.session.shelf(vault).is_some() {
            return Ok(vault);
        }
        if let Some(ended) = self.session.ended().iter().find(|e| e.vault == vault)
            && self.session.view(vault).is_err()
        {
            return Err(trouble(ClientError::AccessEnded {
                name: ended.name.clone(),
                leave: ended.leave,
            }));
        }
        self.session.view(vault).map(|_| vault).map_err(trouble)
    }

    /// A version, opened once for as long as the app is unlocked.
    pub(crate) fn page(
        &mut self,
        vault: VaultId,
        listed: &Listed,
    ) -> Result<Option<Rc<Page>>, ClientError> {
        if let Some(page) = self.pages.get(&(vault, listed.at)) {
            return Ok(page.clone());
        }
        let item = self.session.open_version(vault, listed.at)?;
        if let Some(item) = &item
            && let Some(name) = author_said(&item.resource, &listed.author.to_string())
        {
            self.session.learn_name(listed.author, name);
        }
        let page = item.map(|item| Rc::new(page_of(&item.resource)));
        self.pages.insert((vault, listed.at), page.clone());
        Ok(page)
    }

    /// The outbox, each piece opened once.
    pub(crate) async fn parcels(&mut self) -> Result<Vec<Rc<Parcel>>, ClientError> {
        let names = self.session.outbox().await?;
        self.parcels.retain(|name, _| names.contains(name));
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            let parcel = match self.parcels.get(&name) {
                Some(parcel) => Rc::clone(parcel),
                None => {
                    let parcel = match self.session.parcel(&name).await {
                        Ok(Some(parcel)) => parcel,
                        // Damaged ones are told by the flush, and hold up nothing here.
                        Ok(None) | Err(ClientError::Damaged(_)) => continue,
                        Err(error) => return Err(error),
                    };
                    let parcel = Rc::new(Parcel {
                        vault: parcel.vault(),
                        records: parcel.records().collect(),
                        waiting: parcel.open()?,
                    });
                    self.parcels.insert(name, Rc::clone(&parcel));
                    parcel
                }
            };
            all.push(parcel);
        }
        Ok(all)
    }

    /// Whether a record is in the log or on its way there.
    pub(crate) async fn has(
        &mut self,
        vault: VaultId,
        record: &RecordId,
    ) -> Result<bool, ClientError> {
        if self.session.knows(vault, record) {
            return Ok(true);
        }
        let parcels = self.parcels().await?;
        Ok(parcels
            .iter()
            .any(|parcel| parcel.vault == vault && parcel.records.contains(record)))
    }

    /// A vault's records, newest first, those that wait to be sent among them.
    pub(crate) async fn shown(&mut self, vault: VaultId) -> Result<Shown, ClientError> {
        let mut shown = Shown {
            entries: Vec::new(),
            read: Vec::new(),
            unreadable: 0,
        };
        let parcels = self.parcels().await?;
        let waiting: Vec<&Waiting> = parcels
            .iter()
            .filter(|parcel| parcel.vault == vault)
            .flat_map(|parcel| &parcel.waiting)
            .collect();
        let mut pages = Vec::new();
        for listed in self.session.listing(vault)? {
            if waiting.iter().any(|one| one.at.record == listed.at.record) {
                continue;
            }
            match self.page(vault, &listed) {
                Ok(Some(page)) => pages.push((listed, page)),
                Ok(None) => {}
                Err(_) => shown.unreadable += 1,
            }
        }
        // Only now, when everybody's name is known who says it in one of them.
        for (listed, page) in &pages {
            shown.read.push(listed.at);
            shown.entries.push(self.entry(vault, listed, page));
        }
        for one in newest(&waiting) {
            shown.entries.push(self.waiting_entry(one));
        }
        let order = |entry: &Entry| std::cmp::Reverse((entry.time, entry.written));
        shown.entries.sort_by_key(order);
        let profile = self.profile(vault, &shown.entries);
        mark_childhood(&mut shown.entries, &profile);
        Ok(shown)
    }

    pub(crate) fn entry(&self, vault: VaultId, listed: &Listed, page: &Page) -> Entry {
        let by_me = listed.author == self.session.identity().person;
        Entry {
            id: listed.at.record.to_string(),
            version: listed.at.version,
            versions: listed.versions,
            author: self.session.name_in(vault, &listed.author),
            by_me,
            written: listed.time,
            date: page.date.clone(),
            time: page.time.unwrap_or(listed.time),
            visibility: match listed.visibility {
                records::Visibility::Private => Visibility::Private,
                records::Visibility::Inbox => Visibility::Inbox,
                records::Visibility::Broadcast => Visibility::Shared,
                records::Visibility::ShownToMe => Visibility::ShownToMe,
            },
            shown_to: self.shown_to(listed.at),
            fresh: self.is_fresh(vault, listed),
            mistaken: page.mistaken,
            of_child: false,
            fact: page.fact_at(self.session.now()),
        }
    }

    /// As the patient: to whom a version was shown by itself, by name.
    fn shown_to(&self, at: VersionRef) -> Vec<String> {
        let showings = self.session.showings().unwrap_or_default().into_iter();
        let mut names: Vec<String> = showings
            .filter(|showing| showing.at == at && showing.taken_back.is_none())
            .map(|showing| showing.name)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether it came from somebody else since one last looked.
    pub(crate) fn is_fresh(&self, vault: VaultId, listed: &Listed) -> bool {
        listed.author != self.session.identity().person
            && listed.arrived >= self.seen.entries(vault)
    }

    fn waiting_entry(&self, waiting: &Waiting) -> Entry {
        let page = page_of(&waiting.item.resource);
        Entry {
            id: waiting.at.record.to_string(),
            version: waiting.at.version,
            versions: waiting.at.version,
            author: self.session.identity().profile.name.clone(),
            by_me: true,
            written: waiting.time,
            time: page.time.unwrap_or(waiting.time),
            visibility: Visibility::Waiting,
            shown_to: Vec::new(),
            fresh: false,
            mistaken: page.mistaken,
            of_child: false,
            fact: page.fact_at(self.session.now()),
            date: page.date,
        }
    }

    /// Who the patient is: by the newest Patient that is no mistake, what it leaves open by the older ones,
    /// the name else by the vault's owner.
    pub(crate) fn profile(&self, vault: VaultId, entries: &[Entry]) -> Profile {
        let said = entries.iter().filter(|entry| !entry.mistaken);
        let mut said: Vec<_> = said
            .filter_map(|entry| match &entry.fact {
                Fact::Profile(profile) => Some((entry.written, profile)),
                _ => None,
            })
            .collect();
        said.sort_by_key(|(written, _)| std::cmp::Reverse(*written));
        let mut profile = Profile::default();
        for (_, older) in said {
            fill(&mut profile, older);
        }
        if profile.name.is_empty() {
            profile.name = self.session.vault_name(vault);
        }
        profile
    }

    /// How many entries a vault's log has.
    pub(crate) fn entries_of(&self, vault: VaultId) -> u64 {
        let view = self.session.view(vault);
        let in_log = view.map_or(0, |view| view.ledger.lines().len() as u64);
        let shelf = self.session.shelf(vault);
        let shown = shelf
            .and_then(|view| view.shelf.seq())
            .map_or(0, |seq| seq + 1);
        in_log.max(shown)
    }
}

/// Takes over what an older Patient says and the newer ones leave open: an intake form that asked for the name
/// alone does not erase the rest. A year told at a visit does not take the place of the whole date either.
fn fill(profile: &mut Profile, older: &Profile) {
    if profile.name.is_empty() {
        profile.name.clone_from(&older.name);
    }
    if profile
        .gender
        .as_deref()
        .is_none_or(|gender| gender == "unknown")
        && older.gender.is_some()
    {
        profile.gender.clone_from(&older.gender);
    }
    let exact = |date: &Option<String>| date.as_ref().map_or(0, String::len);
    if exact(&older.birth_date) > exact(&profile.birth_date) {
        profile.birth_date.clone_from(&older.birth_date);
    }
    for (known, told) in [
        (&mut profile.abha_number, &older.abha_number),
        (&mut profile.abha_address, &older.abha_address),
        (&mut profile.phone, &older.phone),
    ] {
        if known.is_none() {
            known.clone_from(told);
        }
    }
}

/// Marks what was so before the patient was of age.
pub(crate) fn mark_childhood(entries: &mut [Entry], profile: &Profile) {
    let Some(of_age) = profile.birth_date.as_deref().and_then(of_age) else {
        return;
    };
    for entry in entries {
        entry.of_child = i64::try_from(entry.time).is_ok_and(|time| time < of_age);
    }
}

/// Of several versions of a record the newest.
fn newest<'w>(waiting: &[&'w Waiting]) -> Vec<&'w Waiting> {
    let mut newest: HashMap<RecordId, &Waiting> = HashMap::new();
    for one in waiting {
        let known = newest.entry(one.at.record).or_insert(one);
        if known.at.version < one.at.version {
            *known = one;
        }
    }
    newest.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intake_form_erases_nothing_of_what_was_known() {
        let own = Profile {
            name: "Asha Patil".into(),
            gender: Some("female".into()),
            birth_date: Some("1984-03-02".into()),
            abha_number: Some("91234567890123".into()),
            ..Profile::default()
        };
        let intake = Profile {
            name: "Asha P".into(),
            gender: Some("unknown".into()),
            birth_date: Some("1984".into()),
            phone: Some("98200 12345".into()),
            ..Profile::default()
        };
        let mut profile = Profile::default();
        fill(&mut profile, &intake);
        fill(&mut profile, &own);
        let both = Profile {
            name: intake.name,
            phone: intake.phone,
            ..own
        };
        assert_eq!(profile, both);
    }
}

//! What one person was shown of somebody's vault, apart from any list: verified without the log.

use wire::{
    SUITE,
    api::ShownItem,
    id::{Hash, PersonId, VaultId},
    log::{CLOCK_SKEW, People, verify_owner, verify_showing, verify_source},
    person::Profile,
    sign::Signed,
    vault::{Audience, DisclosedHeader, LogEntry, ShowingAct, ShowingContent, VersionRef},
};
use zeroize::Zeroizing;

use crate::{
    attachment::open_attachment,
    batch::{RecordContext, check_commit, open_body},
    error::VaultError,
    identity::Identity,
    ledger::Version,
    secret::Secret,
    showing::{open_showing, open_shown},
};

/// A version on the shelf.
#[derive(Debug, Clone)]
pub struct OnShelf {
    /// The version, with the entry it was written in.
    pub version: Version,
    /// The entry that showed it.
    pub shown: u64,
    /// When it was shown, in milliseconds since 1970.
    pub time: u64,
    act: u32,
    key: Secret,
}

/// Where the chain of acts stands.
#[derive(Debug, Clone, Copy)]
struct Head {
    terms: Hash,
    seq: u64,
    author_seq: u64,
    time: u64,
}

/// What one person was shown of one vault.
///
/// The acts that concern a person are numbered and linked in a chain of their own. A server can hold back
/// its end, as it can the log's; it cannot leave one out, play one again, or give one to somebody else.
#[derive(Debug, Clone)]
pub struct Shelf {
    me: PersonId,
    vault: VaultId,
    owner: PersonId,
    owner_profile: Option<Profile>,
    acts: u32,
    head: Option<Head>,
    versions: Vec<OnShelf>,
    /// Acts, and their entries, that were served without what they show: taken back later in the chain, or
    /// withheld.
    bare: Vec<(u32, u64)>,
}

impl Shelf {
    /// An empty shelf for a vault whose first entry this is.
    ///
    /// # Errors
    /// When it is not the first entry of `vault`, or not by an owner who is known.
    ///
    /// # Security
    /// Whose vault it is follows from its name alone: or somebody could show records of his own as another
    /// patient's.
    pub fn open(
        me: PersonId,
        vault: VaultId,
        genesis: &Signed<LogEntry>,
        people: &impl People,
    ) -> Result<Self, VaultError> {
        let owner = genesis.peek()?.author;
        let chain = people.chain(&owner).ok_or(VaultError::Unknown("owner"))?;
        if verify_owner(genesis, chain)? != vault {
            return Err(VaultError::Unknown("vault"));
        }
        Ok(Self {
            me,
            vault,
            owner,
            owner_profile: None,
            acts: 0,
            head: None,
            versions: Vec::new(),
            bare: Vec::new(),
        })
    }

    /// Verifies and takes up the next act. On error the shelf is as it was.
    ///
    /// # Errors
    /// When it is not the next, not for us, not the owner's, or does not open.
    pub fn take(
        &mut self,
        identity: &Identity,
        item: &ShownItem,
        people: &impl People,
    ) -> Result<(), VaultError> {
        let chain = people.chain(&self.owner);
        let chain = chain.ok_or(VaultError::Unknown("owner"))?;
        let (terms, content) = (&item.terms, item.content.as_ref());
        let entry = verify_showing(&item.entry, terms, content, self.vault, chain)?;
        if terms.recipient != self.me {
            return Err(VaultError::NotPossible("it was shown to somebody else"));
        }
        self.check_follows(item, &entry)?;
        match (&terms.act, content) {
            (ShowingAct::Show(_), Some(content)) => {
                let shown = self.open_content(identity, item, content, &entry, people)?;
                self.versions.extend(shown.1);
                self.owner_profile = Some(shown.0);
            }
            (ShowingAct::Show(_), None) => self.bare.push((terms.number, entry.seq)),
            (ShowingAct::TakeBack(back), _) => {
                self.versions.retain(|on| on.act != back.number);
                self.bare.retain(|(number, _)| *number != back.number);
            }
        }
        self.acts += 1;
        self.head = Some(Head {
            terms: terms.hash(),
            seq: entry.seq,
            author_seq: entry.author_seq,
            time: entry.time.max(self.head.map_or(0, |head| head.time)),
        });
        Ok(())
    }

    fn check_follows(&self, item: &ShownItem, entry: &LogEntry) -> Result<(), VaultError> {
        let terms = &item.terms;
        let next = terms.number == self.acts && terms.previous == self.head.map(|head| head.terms);
        let later = self.head.is_none_or(|head| {
            entry.seq > head.seq
                && entry.author_seq >= head.author_seq
                && entry.time.saturating_add(CLOCK_SKEW) >= head.time
        });
        if next && later {
            Ok(())
        } else {
            Err(VaultError::NotPossible(
                "what was shown is out of order: something is missing, or was shown before",
            ))
        }
    }

    fn open_content(
        &self,
        identity: &Identity,
        item: &ShownItem,
        content: &ShowingContent,
        entry: &LogEntry,
        people: &impl People,
    ) -> Result<(Profile, Vec<OnShelf>), VaultError> {
        let ShowingAct::Show(show) = &item.terms.act else {
            return Err(VaultError::DoesNotOpen);
        };
        let context = item.terms.context(&content.disclosures);
        let context = context.ok_or(VaultError::DoesNotOpen)?;
        let secret = open_showing(identity.person_key(show.key)?, &content.sealed, &context)?;
        let owner = people.chain(&self.owner);
        if owner.is_none_or(|owner| secret.owner.hash() != owner.profile()) {
            return Err(VaultError::DoesNotOpen);
        }
        if item.sources.len() != content.disclosures.len() {
            return Err(VaultError::DoesNotOpen);
        }
        let mut versions = Vec::with_capacity(content.count());
        for (disclosure, source) in content.disclosures.iter().zip(&item.sources) {
            let author = source.peek()?.author;
            let author = people.chain(&author).ok_or(VaultError::Unknown("author"))?;
            let source = verify_source(source, disclosure, self.vault, author)?;
            if source.seq >= entry.seq {
                return Err(VaultError::DoesNotOpen);
            }
            for shown in &disclosure.headers {
                let key = self.open_key(shown, &secret.key)?;
                versions.push(OnShelf {
                    version: version_of(shown, &source),
                    shown: entry.seq,
                    time: entry.time,
                    act: item.terms.number,
                    key,
                });
            }
        }
        Ok((secret.owner, versions))
    }

    fn open_key(&self, shown: &DisclosedHeader, showing: &Secret) -> Result<Secret, VaultError> {
        let (vault, header) = (self.vault, &shown.header);
        let key = open_shown(&shown.wrapped, vault, header, self.me, showing)?;
        check_commit(&key, header, vault).map(|()| key)
    }

    /// Which vault.
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// Whose.
    pub fn owner(&self) -> PersonId {
        self.owner
    }

    /// The owner's profile, as sealed into what was shown.
    pub fn owner_profile(&self) -> Option<&Profile> {
        self.owner_profile.as_ref()
    }

    /// How many acts were taken up.
    pub fn acts(&self) -> u32 {
        self.acts
    }

    /// Position of the last act's entry in the vault's log.
    pub fn seq(&self) -> Option<u64> {
        self.head.map(|head| head.seq)
    }

    /// The entry of the first act that shows something, was not taken back, and came without what it shows.
    pub fn withheld(&self) -> Option<u64> {
        self.bare.first().map(|(_, entry)| *entry)
    }

    /// What stands on it, in the order it was shown.
    pub fn versions(&self) -> &[OnShelf] {
        &self.versions
    }

    /// One version on it.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    pub fn version(&self, at: VersionRef) -> Result<&OnShelf, VaultError> {
        let mut versions = self.versions.iter();
        versions
            .find(|on| on.version.at() == at)
            .ok_or(VaultError::Unknown("record"))
    }

    /// Opens a record from its body.
    ///
    /// # Errors
    /// [`VaultError::Unknown`] when it does not stand here; [`VaultError::DoesNotOpen`].
    pub fn open_record(
        &self,
        at: VersionRef,
        body: &[u8],
        dictionary: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let on = self.version(at)?;
        let context = self.context(&on.version);
        open_body(&on.key, &on.version.header, &context, body, dictionary)
    }

    /// Opens an attachment from its chunks.
    ///
    /// # Errors
    /// As [`Shelf::open_record`].
    pub fn open_attachment(
        &self,
        at: VersionRef,
        chunks: &[Vec<u8>],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let on = self.version(at)?;
        let content = on.version.attachment();
        let content = content.ok_or(VaultError::Unknown("attachment"))?;
        open_attachment(&on.key, &self.context(&on.version), content, chunks)
    }

    fn context(&self, version: &Version) -> RecordContext {
        RecordContext {
            suite: SUITE,
            vault: self.vault,
            record: version.header.record,
            version: version.header.version,
            previous: version.header.previous,
            author: version.author,
        }
    }
}

fn version_of(shown: &DisclosedHeader, source: &LogEntry) -> Version {
    Version {
        header: shown.header.clone(),
        author: source.author,
        time: source.time,
        entry: source.seq,
        index: shown.index,
        audience: Audience::Person,
        shown: Vec::new(),
    }
}

//! As the owner: what was shown to single persons.

use wire::{
    id::PersonId,
    person::Profile,
    vault::{Compartment, EpochRef, ShowingAct, ShowingContent, ShowingPart, VersionRef},
};

use super::{Ledger, Line};
use crate::{error::VaultError, showing::open_shown_note};

/// What was shown to one person at once, as the owner knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowingLine {
    /// The entry that showed it.
    pub entry: u64,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// To whom.
    pub recipient: PersonId,
    /// The recipient's profile, as noted.
    pub profile: Option<Profile>,
    /// The act's number in what was shown to this person.
    pub number: u32,
    /// The versions: a record's, and those of the files that came with it.
    pub versions: Vec<VersionRef>,
    /// The entry that took it back, and when.
    pub taken_back: Option<(u64, u64)>,
}

impl ShowingLine {
    /// Whether it stands and shows a version.
    pub fn shows(&self, at: VersionRef) -> bool {
        self.taken_back.is_none() && self.versions.contains(&at)
    }
}

impl Ledger {
    /// As the owner: everything ever shown to single persons, oldest first.
    pub fn showings(&self) -> &[ShowingLine] {
        &self.showings
    }

    pub(super) fn absorb_showing(&mut self, line: &Line, part: &ShowingPart) {
        let terms = &part.terms;
        match (&terms.act, &part.content) {
            (ShowingAct::Show(_), Some(content)) => {
                let shown = content.disclosures.iter().flat_map(|d| &d.headers);
                let versions = shown.map(|shown| VersionRef {
                    record: shown.header.record,
                    version: shown.header.version,
                });
                self.showings.push(ShowingLine {
                    entry: line.seq,
                    time: line.time,
                    recipient: terms.recipient,
                    // A convenience: that it does not open must not close the log.
                    profile: self.shown_to_whom(part, content).ok(),
                    number: terms.number,
                    versions: versions.collect(),
                    taken_back: None,
                });
            }
            (ShowingAct::TakeBack(back), _) => {
                let shown = self.showings.iter_mut().find(|shown| {
                    shown.recipient == terms.recipient && shown.number == back.number
                });
                if let Some(shown) = shown {
                    shown.taken_back = Some((line.seq, line.time));
                }
            }
            (ShowingAct::Show(_), None) => {}
        }
    }

    fn shown_to_whom(
        &self,
        part: &ShowingPart,
        content: &ShowingContent,
    ) -> Result<Profile, VaultError> {
        let context = part.terms.context(&content.disclosures);
        let context = context.ok_or(VaultError::DoesNotOpen)?;
        let private = self.keychain.seed(EpochRef {
            compartment: Compartment::Private,
            number: content.note.private_epoch,
        })?;
        open_shown_note(private, &content.note, &context)
    }
}

//! Who is served what.

use super::{Gone, Member, VaultState};
use crate::{
    id::PersonId,
    vault::{Audience, Leave},
};

/// How much of the log a person is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Horizon {
    /// All of it, as it grows.
    Open,
    /// Up to and with this entry: the one that ended the access, so that its end can be verified.
    Until(u64),
    /// Nothing: not even that the vault exists.
    Nothing,
}

impl VaultState {
    /// How much of the log `viewer` is served at `now`.
    pub fn horizon(&self, viewer: &PersonId, now: u64) -> Horizon {
        if *viewer == self.owner || self.current(viewer, now).next().is_some() {
            return Horizon::Open;
        }
        if let Some(member) = self.members.iter().find(|m| m.person == *viewer) {
            // Run out, but not yet rotated: as far as the log had come is no secret to him.
            return Horizon::Until(
                member
                    .since
                    .max(self.last_gone(viewer).map_or(0, |gone| gone.until)),
            );
        }
        self.last_gone(viewer)
            .map_or(Horizon::Nothing, |gone| Horizon::Until(gone.until))
    }

    /// Whether the part of entry `seq`, by `author` and for `audience`, is served to `viewer` at `now`.
    pub fn sees(
        &self,
        viewer: &PersonId,
        author: &PersonId,
        audience: Audience,
        seq: u64,
        now: u64,
    ) -> bool {
        if *viewer == self.owner {
            return true;
        }
        if audience == Audience::Members {
            return match self.horizon(viewer, now) {
                Horizon::Open => true,
                Horizon::Until(last) => seq <= last,
                Horizon::Nothing => false,
            };
        }
        if audience == Audience::Person {
            // What is shown to one person is served apart from the log, also to members.
            return false;
        }
        let mut current = self.current(viewer, now).peekable();
        let removed = self
            .last_gone(viewer)
            .is_some_and(|gone| gone.leave != Leave::Stopped);
        if current.peek().is_none() && (removed || self.members.iter().any(|m| m.person == *viewer))
        {
            return false;
        }
        let serves = |member: &Member| {
            author == viewer
                || (audience.compartment() == Some(member.compartment)
                    && (member.history || seq >= member.since))
        };
        let had = |gone: &Gone| {
            gone.member.person == *viewer
                && gone.leave == Leave::Stopped
                && seq < gone.until
                && serves(&gone.member)
        };
        current.any(serves) || self.gone.iter().any(had)
    }

    fn current<'a>(&'a self, viewer: &'a PersonId, now: u64) -> impl Iterator<Item = &'a Member> {
        self.members
            .iter()
            .filter(move |m| m.person == *viewer && !m.expired(now))
    }

    /// How `viewer` last left, if not on a list.
    pub fn last_gone(&self, viewer: &PersonId) -> Option<&Gone> {
        self.gone
            .iter()
            .filter(|gone| gone.member.person == *viewer)
            .max_by_key(|gone| gone.until)
    }
}

//! The rules for access: who is let in, who is put out, and the epochs that go with it.

use super::{Verdict, check_owner_access, epoch_number, relies_on};
use crate::{
    SUITE,
    log::{Gone, Judge, LogError, MAX_MEMBERS, Member, People, VaultState},
    person::PersonChain,
    vault::{Compartment, Epoch, GrantPart, Leave, LogEntry, Reason, Revoke, RotatePart, Rotation},
};

pub(super) fn grant(
    state: &mut VaultState,
    entry: &LogEntry,
    part: &GrantPart,
    chain: &PersonChain,
    people: &impl People,
    judge: Judge,
) -> Verdict {
    let device = chain.device(&entry.device).ok_or(LogError::Device)?;
    let grant = part.grant.verify(&device.keys.signing)?;
    let terms = &grant.terms;
    if terms.suite != SUITE {
        return Err(LogError::Suite(terms.suite));
    }
    let compartment = terms.compartment;
    if terms.vault != state.vault || terms.issuer != entry.author {
        return Err(LogError::Inconsistent(
            "the grant is for another vault or by another",
        ));
    }
    if terms.parent.is_some() {
        return Err(LogError::NotAllowed(
            "delegated grants are not part of this version",
        ));
    }
    if compartment == Compartment::Private || terms.recipient == state.owner {
        return Err(LogError::NotAllowed(
            "nobody is let into the private compartment",
        ));
    }
    if state.member(compartment, &terms.recipient).is_some() {
        return Err(LogError::Inconsistent(
            "the recipient is on the list already",
        ));
    }
    if state.members_of(compartment).count() >= MAX_MEMBERS {
        return Err(LogError::Inconsistent("the list is full"));
    }
    let recipient = people
        .chain(&terms.recipient)
        .ok_or(LogError::UnknownAuthor(terms.recipient))?;
    check_person_key(recipient, terms.recipient_key, judge)?;
    relies_on(entry, compartment)?;
    relies_on(entry, Compartment::Private)?;
    let private = epoch_number(state, Compartment::Private)?;
    if part.note.private_epoch != private {
        return Err(LogError::StaleEpoch);
    }
    if part.opened.is_some() == terms.history {
        return Err(LogError::Inconsistent(
            "who may not read the past gets an epoch of his own",
        ));
    }
    if let Some(epoch) = &part.opened {
        check_opened(state, epoch, compartment, private)?;
        state.set_epoch(epoch);
    }
    if terms.epoch != epoch_number(state, compartment)? {
        return Err(LogError::StaleEpoch);
    }
    state.members.push(Member {
        compartment,
        person: terms.recipient,
        grant: part.grant.hash(),
        since: entry.seq,
        mode: terms.mode,
        history: terms.history,
        broadcasts: terms.broadcasts,
        may_share: terms.may_share,
        depth: terms.depth,
        not_after: terms.not_after,
        purpose: terms.purpose,
    });
    Ok(())
}

/// An epoch into which everybody walks on by himself.
fn check_opened(
    state: &VaultState,
    epoch: &Epoch,
    compartment: Compartment,
    private: u32,
) -> Verdict {
    let follows =
        epoch.compartment == compartment && epoch.number == epoch_number(state, compartment)? + 1;
    if !follows
        || epoch.previous.is_none()
        || epoch.next.is_none()
        || epoch.reason != Reason::FromNowOn
    {
        return Err(LogError::Inconsistent("the epoch opened does not follow"));
    }
    if epoch.members != state.members_hash(compartment) {
        return Err(LogError::Inconsistent("the epoch opened has another list"));
    }
    check_owner_access(epoch, private)
}

pub(super) fn rotate(
    state: &mut VaultState,
    entry: &LogEntry,
    part: &RotatePart,
    people: &impl People,
    judge: Judge,
) -> Verdict {
    let revokes = part.revokes.as_slice();
    let reason = if revokes.is_empty() {
        Reason::Recovery
    } else {
        Reason::Leave
    };
    let mut rotated: Vec<Compartment> =
        part.rotations.iter().map(|r| r.epoch.compartment).collect();
    if rotated.is_empty() || rotated.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(LogError::Inconsistent(
            "each compartment is rotated once, in order",
        ));
    }
    for revoke in revokes {
        let compartment = revoke_one(state, entry, revoke)?;
        if !rotated.contains(&compartment) {
            return Err(LogError::Inconsistent("who leaves a list leaves its epoch"));
        }
    }
    rotated.push(Compartment::Private);
    rotated
        .into_iter()
        .try_for_each(|compartment| relies_on(entry, compartment))?;
    let mut private = epoch_number(state, Compartment::Private)?;
    if part.rotations[0].epoch.compartment == Compartment::Private {
        private += 1;
    }
    for rotation in &part.rotations {
        check_rotation(state, rotation, private, reason, people, judge)?;
        state.set_epoch(&rotation.epoch);
    }
    Ok(())
}

fn revoke_one(state: &mut VaultState, entry: &LogEntry, revoke: &Revoke) -> Verdict<Compartment> {
    let at = state
        .members
        .iter()
        .position(|member| member.grant == revoke.grant);
    let Some(at) = at else {
        return remove_stopped(state, entry, revoke);
    };
    if revoke.leave == Leave::Expired && !state.members[at].expired(entry.time) {
        return Err(LogError::Inconsistent("the grant has not run out"));
    }
    let member = state.members.remove(at);
    let compartment = member.compartment;
    state.gone.push(Gone {
        member,
        until: entry.seq,
        leave: revoke.leave,
    });
    Ok(compartment)
}

/// One who was stopped, and kept what he had, is removed after all: it is taken from him as well.
fn remove_stopped(
    state: &mut VaultState,
    entry: &LogEntry,
    revoke: &Revoke,
) -> Verdict<Compartment> {
    let stopped = state
        .gone
        .iter_mut()
        .find(|gone| gone.member.grant == revoke.grant && gone.leave == Leave::Stopped)
        .filter(|_| revoke.leave == Leave::Removed);
    let gone = stopped.ok_or(LogError::Inconsistent("who leaves is not on the list"))?;
    gone.leave = Leave::Removed;
    gone.until = entry.seq;
    Ok(gone.member.compartment)
}

/// A fresh epoch to which nothing leads on, sealed to exactly those who stay.
fn check_rotation(
    state: &VaultState,
    rotation: &Rotation,
    private: u32,
    reason: Reason,
    people: &impl People,
    judge: Judge,
) -> Verdict {
    let epoch = &rotation.epoch;
    let follows =
        epoch.number == epoch_number(state, epoch.compartment)? + 1 && epoch.previous.is_some();
    if !follows || epoch.next.is_some() || epoch.reason != reason {
        return Err(LogError::Inconsistent(
            "the rotation does not follow, or leads on",
        ));
    }
    if epoch.members != state.members_hash(epoch.compartment) {
        return Err(LogError::Inconsistent("the rotation has another list"));
    }
    check_owner_access(epoch, private)?;
    let mut staying: Vec<&Member> = state.members_of(epoch.compartment).collect();
    staying.sort_unstable_by_key(|member| member.grant);
    if !staying
        .iter()
        .map(|m| &m.grant)
        .eq(rotation.reseals.iter().map(|r| &r.grant))
    {
        return Err(LogError::Inconsistent(
            "the new keys go to exactly those who stay",
        ));
    }
    for (member, reseal) in staying.iter().zip(&rotation.reseals) {
        let chain = people
            .chain(&member.person)
            .ok_or(LogError::UnknownAuthor(member.person))?;
        check_person_key(chain, reseal.key, judge)?;
    }
    Ok(())
}

/// As news, what is sealed to a person is sealed to the newest key: whoever found a lost device may hold
/// the ones before.
pub(super) fn check_person_key(chain: &PersonChain, number: u32, judge: Judge) -> Verdict {
    let keys = chain.person_keys().len();
    let Some(at) = usize::try_from(number).ok().filter(|at| *at < keys) else {
        return Err(LogError::Inconsistent("the recipient has no such key"));
    };
    if matches!(judge, Judge::Now(_)) && at + 1 != keys {
        return Err(LogError::Inconsistent(
            "it is sealed to a key that the recipient has replaced",
        ));
    }
    Ok(())
}

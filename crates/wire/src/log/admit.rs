//! The rules by which an entry is admitted.

mod access;
mod records;
mod showing;

use self::{
    access::{grant, rotate},
    records::{check_may_write, check_records, check_wraps},
    showing::showing,
};
pub(super) use self::{
    records::check_late,
    showing::{outside, outside_genesis, outside_source},
};
use super::{AuthorSeq, CLOCK_SKEW, History, Judge, LogError, People, VaultState};
use crate::{
    SUITE,
    id::VaultId,
    person::PersonChain,
    sign::Signed,
    vault::{
        Audience, Compartment, EntryKind, Epoch, EpochRef, GenesisPart, LogEntry, OwnerAccess,
        Part, Reason, members_hash,
    },
};

type Verdict<T = ()> = Result<T, LogError>;

const GENESIS: [Compartment; 3] = [
    Compartment::Private,
    Compartment::Shared,
    Compartment::Sensitive,
];

pub(super) fn open(
    signed: &Signed<LogEntry>,
    part: &Part,
    people: &impl People,
    judge: Judge,
) -> Verdict<VaultState> {
    let claimed = signed.peek()?;
    let chain = people
        .chain(&claimed.author)
        .ok_or(LogError::UnknownAuthor(claimed.author))?;
    let entry = verify(signed, &claimed, chain, judge)?;
    if entry.vault.is_some() || entry.seq != 0 || entry.previous.is_some() {
        return Err(LogError::Broken {
            head: 0,
            found: entry.seq,
        });
    }
    let Part::Genesis(genesis) = part else {
        return Err(LogError::Inconsistent("a log opens with a genesis"));
    };
    check_part(&entry, Some(part))?;
    if entry.audience != Audience::Members {
        return Err(LogError::Inconsistent(
            "the audience does not fit the entry",
        ));
    }
    if !entry.epochs.as_slice().is_empty() {
        return Err(LogError::StaleEpoch);
    }
    let head = signed.hash();
    let mut state = VaultState {
        vault: VaultId(head.0),
        owner: entry.author,
        seq: 0,
        head,
        time: entry.time,
        epochs: Vec::new(),
        members: Vec::new(),
        gone: Vec::new(),
        shown: Vec::new(),
        authors: vec![AuthorSeq {
            author: entry.author,
            seq: entry.author_seq,
        }],
    };
    check_genesis(genesis)?;
    genesis
        .epochs
        .iter()
        .for_each(|epoch| state.set_epoch(epoch));
    Ok(state)
}

pub(super) fn apply(
    state: &mut VaultState,
    signed: &Signed<LogEntry>,
    part: Option<&Part>,
    people: &impl People,
    history: &impl History,
    judge: Judge,
) -> Verdict<LogEntry> {
    let claimed = signed.peek()?;
    if claimed.vault != Some(state.vault)
        || claimed.seq != state.seq + 1
        || claimed.previous != Some(state.head)
    {
        return Err(LogError::Broken {
            head: state.seq,
            found: claimed.seq,
        });
    }
    let chain = people
        .chain(&claimed.author)
        .ok_or(LogError::UnknownAuthor(claimed.author))?;
    let entry = verify(signed, &claimed, chain, judge)?;
    check_author(state, &entry, judge)?;
    if (entry.kind == EntryKind::Showing) != (entry.audience == Audience::Person) {
        return Err(LogError::Inconsistent(
            "the audience does not fit the entry",
        ));
    }
    check_part(&entry, part)?;
    check_epochs(state, &entry)?;
    match part {
        Some(part) => act(state, &entry, part, chain, people, history, judge)?,
        None if entry.audience == Audience::Members => return Err(LogError::MissingPart),
        None => check_withheld(state, &entry, judge)?,
    }
    state.seq = entry.seq;
    state.head = signed.hash();
    state.time = state.time.max(entry.time);
    match state
        .authors
        .iter_mut()
        .find(|known| known.author == entry.author)
    {
        Some(known) => known.seq = entry.author_seq,
        None => state.authors.push(AuthorSeq {
            author: entry.author,
            seq: entry.author_seq,
        }),
    }
    Ok(entry)
}

/// Suite, device and signature. A device that has left signs nothing that is newer than its leaving.
fn verify(
    signed: &Signed<LogEntry>,
    claimed: &LogEntry,
    chain: &PersonChain,
    judge: Judge,
) -> Verdict<LogEntry> {
    if claimed.suite != SUITE {
        return Err(LogError::Suite(claimed.suite));
    }
    if claimed.author_seq > chain.head().0 {
        return Err(LogError::Device);
    }
    let device = chain
        .device_at(&claimed.device, claimed.author_seq)
        .ok_or(LogError::Device)?;
    let late = device
        .removed
        .is_some_and(|(_, time)| claimed.time > time.saturating_add(CLOCK_SKEW));
    if late || (matches!(judge, Judge::Now(_)) && device.removed.is_some()) {
        return Err(LogError::Device);
    }
    if let Judge::Now(now) = judge
        && claimed.time > now.saturating_add(CLOCK_SKEW)
    {
        return Err(LogError::Time);
    }
    Ok(signed.verify(&device.keys.signing)?)
}

/// Owner or member, with a clock and a chain that only go forward.
fn check_author(state: &VaultState, entry: &LogEntry, judge: Judge) -> Verdict {
    if entry.time.saturating_add(CLOCK_SKEW) < state.time {
        return Err(LogError::Time);
    }
    if state
        .author_seq(&entry.author)
        .is_some_and(|seen| entry.author_seq < seen)
    {
        return Err(LogError::Device);
    }
    let at = moment(entry, judge);
    let member = state
        .members
        .iter()
        .any(|m| m.person == entry.author && !m.expired(at));
    if entry.author == state.owner || member {
        Ok(())
    } else {
        Err(LogError::NotAllowed(
            "the author has no access to this vault",
        ))
    }
}

/// The time by which expiry is judged: the later of the author's word and, at the server, the clock.
fn moment(entry: &LogEntry, judge: Judge) -> u64 {
    match judge {
        Judge::Now(now) => now.max(entry.time),
        Judge::Then => entry.time,
    }
}

fn check_part(entry: &LogEntry, part: Option<&Part>) -> Verdict {
    let Some(part) = part else { return Ok(()) };
    if part.kind() != entry.kind || part.hash() != entry.part {
        return Err(LogError::WrongPart);
    }
    Ok(())
}

fn check_epochs(state: &VaultState, entry: &LogEntry) -> Verdict {
    let current = |e: &EpochRef| {
        state
            .epoch(e.compartment)
            .is_some_and(|now| now.number == e.number)
    };
    if entry.epochs.as_slice().iter().all(current) {
        Ok(())
    } else {
        Err(LogError::StaleEpoch)
    }
}

fn relies_on(entry: &LogEntry, compartment: Compartment) -> Verdict {
    if entry
        .epochs
        .as_slice()
        .iter()
        .any(|e| e.compartment == compartment)
    {
        Ok(())
    } else {
        Err(LogError::Inconsistent(
            "the entry does not name an epoch it relies on",
        ))
    }
}

/// What can be said of an entry whose part is not for us.
fn check_withheld(state: &VaultState, entry: &LogEntry, judge: Judge) -> Verdict {
    match entry.kind {
        EntryKind::Records => {
            relies_on(entry, Compartment::Private)?;
            check_may_write(state, entry, judge)?;
        }
        EntryKind::Wraps | EntryKind::Keep | EntryKind::Showing if entry.author != state.owner => {
            return Err(LogError::NotAllowed("only the owner decides who sees"));
        }
        EntryKind::Wraps if entry.audience == Audience::Private => {
            return Err(LogError::Inconsistent(
                "the audience does not fit the target",
            ));
        }
        EntryKind::Keep if entry.audience != Audience::Private => {
            return Err(LogError::Inconsistent("what is kept is the owner's affair"));
        }
        EntryKind::Wraps | EntryKind::Keep | EntryKind::Showing => {}
        _ => return Err(LogError::MissingPart),
    }
    match entry.audience.compartment() {
        Some(compartment) if entry.kind != EntryKind::Keep => relies_on(entry, compartment),
        _ => Ok(()),
    }
}

fn act(
    state: &mut VaultState,
    entry: &LogEntry,
    part: &Part,
    chain: &PersonChain,
    people: &impl People,
    history: &impl History,
    judge: Judge,
) -> Verdict {
    let for_all = matches!(
        entry.kind,
        EntryKind::Grant | EntryKind::Rotate | EntryKind::Anchor
    );
    if for_all != (entry.audience == Audience::Members) {
        return Err(LogError::Inconsistent(
            "the audience does not fit the entry",
        ));
    }
    match part {
        Part::Genesis(_) => Err(LogError::Inconsistent("a vault is opened once")),
        Part::Anchor(anchor)
            if chain.head().0 == entry.author_seq && chain.head().1 != anchor.head =>
        {
            Err(LogError::Inconsistent(
                "the anchor is not the author's head",
            ))
        }
        Part::Anchor(_) => Ok(()),
        Part::Records(part) => check_records(state, entry, part, history, judge),
        _ if entry.author != state.owner => {
            Err(LogError::NotAllowed("only the owner decides who sees"))
        }
        Part::Grant(part) => grant(state, entry, part, chain, people, judge),
        Part::Rotate(part) => rotate(state, entry, part, people, judge),
        Part::Wraps(part) => check_wraps(state, entry, part, history),
        Part::Showing(part) => showing(state, entry, part, people, history, judge),
        Part::Keep(_) if entry.audience == Audience::Private => Ok(()),
        Part::Keep(_) => Err(LogError::Inconsistent("what is kept is the owner's affair")),
    }
}

fn check_genesis(genesis: &GenesisPart) -> Verdict {
    let found = genesis.epochs.iter().map(|epoch| epoch.compartment);
    if !found.eq(GENESIS) {
        return Err(LogError::Inconsistent(
            "a vault opens with its three compartments",
        ));
    }
    for epoch in &genesis.epochs {
        let fresh = epoch.number == 0 && epoch.previous.is_none() && epoch.next.is_none();
        if !fresh || epoch.reason != Reason::Genesis || epoch.members != members_hash(&[]) {
            return Err(LogError::Inconsistent(
                "a first epoch has nothing before it",
            ));
        }
        check_owner_access(epoch, 0)?;
    }
    Ok(())
}

fn check_owner_access(epoch: &Epoch, private_epoch: u32) -> Verdict {
    let fits = match &epoch.owner {
        OwnerAccess::Sealed(_) => epoch.compartment == Compartment::Private,
        OwnerAccess::Boxed(sealed) => {
            epoch.compartment != Compartment::Private && sealed.private_epoch == private_epoch
        }
    };
    if fits {
        Ok(())
    } else {
        Err(LogError::Inconsistent(
            "the owner would be locked out of the epoch",
        ))
    }
}

fn epoch_number(state: &VaultState, compartment: Compartment) -> Verdict<u32> {
    state
        .epoch(compartment)
        .map(|epoch| epoch.number)
        .ok_or(LogError::StaleEpoch)
}

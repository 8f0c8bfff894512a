//! The rules for records: who writes, wrapped to whom, which version, and what is shown later.

use super::{Verdict, epoch_number, moment, relies_on};
use crate::{
    id::{Hash, PersonId},
    log::{EntryFact, History, Judge, LogError, MAX_RECORDS, Member, RecordFact, VaultState},
    vault::{
        Audience, CHUNK, Compartment, Content, Disclosure, EntryKind, EpochRef, LogEntry, Mode,
        Part, RecordHeader, RecordsPart, Target, Wrapped, WrapsPart,
    },
};

pub(super) fn check_may_write(state: &VaultState, entry: &LogEntry, judge: Judge) -> Verdict {
    if entry.author == state.owner {
        return Ok(());
    }
    let at = moment(entry, judge);
    let writes = |m: &&Member| m.person == entry.author && m.mode == Mode::Write && !m.expired(at);
    let mut grants = state.members.iter().filter(writes).peekable();
    if grants.peek().is_none() {
        return Err(LogError::NotAllowed("the author may read only"));
    }
    match entry.audience {
        Audience::Private => Ok(()),
        other if grants.any(|m| m.broadcasts && other.compartment() == Some(m.compartment)) => {
            Ok(())
        }
        _ => Err(LogError::NotAllowed(
            "what the author writes goes to the owner first",
        )),
    }
}

pub(super) fn check_records(
    state: &VaultState,
    entry: &LogEntry,
    part: &RecordsPart,
    history: &impl History,
    judge: Judge,
) -> Verdict {
    check_may_write(state, entry, judge)?;
    check_batch(state.owner, entry.author, entry.audience, part)?;
    for target in part.wraps.iter().filter_map(|wrap| epoch_of(&wrap.target)) {
        relies_on(entry, target.compartment)?;
        if epoch_number(state, target.compartment)? != target.number {
            return Err(LogError::StaleEpoch);
        }
    }
    part.records
        .iter()
        .try_for_each(|header| check_version(state, entry, header, history))
}

/// A part that was withheld when its entry came, by what its entry says of it. The entry itself, and who
/// may write it, have been judged then.
pub(in crate::log) fn check_late(
    state: &VaultState,
    seq: u64,
    fact: &EntryFact,
    part: &Part,
    history: &impl History,
) -> Verdict {
    if part.kind() != fact.kind || part.hash() != fact.part {
        return Err(LogError::WrongPart);
    }
    match part {
        Part::Records(part) => check_batch(state.owner, fact.author, fact.audience, part),
        Part::Wraps(part) => check_shown(seq, fact.audience, part, history),
        Part::Keep(_) => Ok(()),
        _ => Err(LogError::WrongPart),
    }
}

/// What can be said of a batch without knowing which epochs were current.
fn check_batch(
    owner: PersonId,
    author: PersonId,
    audience: Audience,
    part: &RecordsPart,
) -> Verdict {
    if part.records.is_empty() || part.records.len() > MAX_RECORDS {
        return Err(LogError::Inconsistent(
            "a batch has between 1 and 4,096 records",
        ));
    }
    let mut seen: Vec<_> = part.records.iter().map(|header| header.record).collect();
    seen.sort_unstable();
    if seen.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(LogError::Inconsistent("a record appears twice"));
    }
    part.records.iter().try_for_each(check_content)?;
    check_targets(owner, author, audience, part)
}

/// To `private`, to the audience's epoch, and to an author who is not the owner: to nobody else.
fn check_targets(
    owner: PersonId,
    author: PersonId,
    audience: Audience,
    part: &RecordsPart,
) -> Verdict {
    let mut wanted = vec![Compartment::Private];
    wanted.extend(
        audience
            .compartment()
            .filter(|c| *c != Compartment::Private),
    );
    let (to_epochs, to_persons) = part.wraps.split_at(wanted.len().min(part.wraps.len()));
    let found = to_epochs
        .iter()
        .map(|wrap| epoch_of(&wrap.target).map(|target| target.compartment));
    if !found.eq(wanted.into_iter().map(Some)) {
        return Err(LogError::NotAllowed(
            "a record is wrapped to the owner and its audience",
        ));
    }
    let to_author = matches!(to_persons, [wrap] if matches!(&wrap.target, Target::Person(to) if to.person == author));
    if to_author != (author != owner) || (!to_author && !to_persons.is_empty()) {
        return Err(LogError::NotAllowed(
            "a record is wrapped to nobody else than its author",
        ));
    }
    let sized = part.wraps.iter().all(|wrap| match &wrap.wrapped {
        Wrapped::Seed(bytes) => bytes.len() == 12 + 48,
        Wrapped::Sealed(bytes) => bytes.len() == 1120 + 48,
    });
    if sized {
        Ok(())
    } else {
        Err(LogError::Inconsistent("a wrap of the wrong length"))
    }
}

fn epoch_of(target: &Target) -> Option<EpochRef> {
    match target {
        Target::Epoch(epoch) => Some(*epoch),
        Target::Person(_) => None,
    }
}

pub(super) fn check_content(header: &RecordHeader) -> Verdict {
    if header.version == 0 || (header.version == 1) != header.previous.is_none() {
        return Err(LogError::Inconsistent(
            "a version follows the one before it",
        ));
    }
    match &header.content {
        Content::Chunked(chunked)
            if chunked.count == 0
                || u64::from(chunked.count) != chunked.length.div_ceil(CHUNK as u64) =>
        {
            Err(LogError::Inconsistent(
                "an attachment has as many chunks as its length asks for",
            ))
        }
        _ => Ok(()),
    }
}

fn check_version(
    state: &VaultState,
    entry: &LogEntry,
    header: &RecordHeader,
    history: &impl History,
) -> Verdict {
    match (
        header.version,
        header.previous,
        history.latest(&header.record),
    ) {
        (1, None, None) => Ok(()),
        (0 | 1, _, _) => Err(LogError::Inconsistent("a record starts once, at version 1")),
        (_, Some(_), None) if !history.complete() => Ok(()),
        // What lies between was not for this reader.
        (version, Some(_), Some(latest))
            if !history.complete() && version.checked_sub(1) > Some(latest.version) =>
        {
            check_corrector(state, entry.author, &latest)
        }
        (version, Some(previous), Some(latest)) => {
            check_successor(version, previous, &latest)?;
            check_corrector(state, entry.author, &latest)
        }
        _ => Err(LogError::Inconsistent(
            "a version follows the one before it",
        )),
    }
}

fn check_successor(version: u32, previous: Hash, latest: &RecordFact) -> Verdict {
    if Some(version) == latest.version.checked_add(1) && previous == latest.header {
        Ok(())
    } else {
        Err(LogError::Inconsistent("a version follows the newest one"))
    }
}

fn check_corrector(state: &VaultState, author: PersonId, latest: &RecordFact) -> Verdict {
    if author == state.owner || author == latest.author {
        Ok(())
    } else {
        Err(LogError::NotAllowed(
            "a record is corrected by its author or the owner",
        ))
    }
}

pub(super) fn check_wraps(
    state: &VaultState,
    entry: &LogEntry,
    part: &WrapsPart,
    history: &impl History,
) -> Verdict {
    check_shown(entry.seq, entry.audience, part, history)?;
    relies_on(entry, part.target.compartment)?;
    if epoch_number(state, part.target.compartment)? != part.target.number {
        return Err(LogError::StaleEpoch);
    }
    Ok(())
}

/// What can be said of what is shown without knowing which epoch was current.
fn check_shown(seq: u64, audience: Audience, part: &WrapsPart, history: &impl History) -> Verdict {
    let compartment = part.target.compartment;
    if compartment == Compartment::Private || Audience::of(compartment) != Some(audience) {
        return Err(LogError::Inconsistent(
            "the audience does not fit the target",
        ));
    }
    let shown: usize = part.disclosures.iter().map(|d| d.headers.len()).sum();
    if shown == 0 || shown > MAX_RECORDS {
        return Err(LogError::Inconsistent(
            "between 1 and 4,096 records are shown at once",
        ));
    }
    part.disclosures
        .iter()
        .try_for_each(|disclosure| check_disclosure(seq, disclosure, history))
}

pub(super) fn check_disclosure(
    seq: u64,
    disclosure: &Disclosure,
    history: &impl History,
) -> Verdict {
    if disclosure.entry >= seq {
        return Err(LogError::Inconsistent(
            "only what was written before can be shown",
        ));
    }
    let source = history.entry(disclosure.entry);
    let source = source
        .filter(|fact| fact.kind == EntryKind::Records)
        .ok_or(LogError::WrongPart)?;
    if disclosure.part_hash() == Some(source.part) {
        Ok(())
    } else {
        Err(LogError::WrongPart)
    }
}

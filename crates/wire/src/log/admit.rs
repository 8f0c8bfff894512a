//! The rules by which an entry is admitted.

use super::{
    AuthorSeq, CLOCK_SKEW, Gone, History, Judge, LogError, MAX_MEMBERS, MAX_RECORDS, Member,
    People, RecordFact, VaultState,
};
use crate::{
    SUITE,
    id::{PersonId, VaultId},
    person::PersonChain,
    sign::Signed,
    vault::{
        Audience, Compartment, Content, Disclosure, EntryKind, Epoch, EpochRef, GenesisPart,
        GrantPart, Leave, LogEntry, Mode, OwnerAccess, Part, Reason, RecordHeader, RecordsPart,
        Revoke, RotatePart, Rotation, Target, Wrapped, WrapsPart, members_hash,
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
        EntryKind::Records => check_may_write(state, entry, judge),
        EntryKind::Wraps | EntryKind::Keep if entry.author == state.owner => Ok(()),
        EntryKind::Wraps | EntryKind::Keep => {
            Err(LogError::NotAllowed("only the owner decides who sees"))
        }
        _ => Err(LogError::MissingPart),
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
        Part::Grant(part) => grant(state, entry, part, chain, people),
        Part::Rotate(part) => rotate(state, entry, part, people),
        Part::Wraps(part) => check_wraps(state, entry, part, history),
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

fn check_may_write(state: &VaultState, entry: &LogEntry, judge: Judge) -> Verdict {
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

fn check_records(
    state: &VaultState,
    entry: &LogEntry,
    part: &RecordsPart,
    history: &impl History,
    judge: Judge,
) -> Verdict {
    check_may_write(state, entry, judge)?;
    if part.records.is_empty() || part.records.len() > MAX_RECORDS {
        return Err(LogError::Inconsistent(
            "a batch has between 1 and 4,096 records",
        ));
    }
    check_targets(state, entry, part)?;
    let mut seen: Vec<_> = part.records.iter().map(|header| header.record).collect();
    seen.sort_unstable();
    if seen.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(LogError::Inconsistent("a record appears twice"));
    }
    part.records
        .iter()
        .try_for_each(|header| check_version(state, entry, header, history))
}

/// To `private`, to the audience's epoch, and to an author who is not the owner: to nobody else.
fn check_targets(state: &VaultState, entry: &LogEntry, part: &RecordsPart) -> Verdict {
    let mut wanted = Vec::with_capacity(3);
    for compartment in [Some(Compartment::Private), entry.audience.compartment()]
        .into_iter()
        .flatten()
    {
        relies_on(entry, compartment)?;
        let number = state.epoch(compartment).ok_or(LogError::StaleEpoch)?.number;
        let target = Target::Epoch(EpochRef {
            compartment,
            number,
        });
        if !wanted.contains(&target) {
            wanted.push(target);
        }
    }
    let (to_epochs, to_persons) = part.wraps.split_at(wanted.len().min(part.wraps.len()));
    if !to_epochs.iter().map(|wrap| &wrap.target).eq(&wanted) {
        return Err(LogError::NotAllowed(
            "a record is wrapped to the owner and its audience",
        ));
    }
    let to_author = matches!(to_persons, [wrap] if matches!(&wrap.target, Target::Person(to) if to.person == entry.author));
    if to_author != (entry.author != state.owner) || (!to_author && !to_persons.is_empty()) {
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

fn check_version(
    state: &VaultState,
    entry: &LogEntry,
    header: &RecordHeader,
    history: &impl History,
) -> Verdict {
    if let Content::Chunked(chunked) = &header.content
        && (chunked.count == 0 || u64::from(chunked.count) > chunked.length)
    {
        return Err(LogError::Inconsistent(
            "an attachment has at least one chunk",
        ));
    }
    match (
        header.version,
        header.previous,
        history.latest(&header.record),
    ) {
        (1, None, None) => Ok(()),
        (0 | 1, _, _) => Err(LogError::Inconsistent("a record starts once, at version 1")),
        (_, Some(_), None) if !history.complete() => Ok(()),
        (version, Some(previous), Some(latest)) => {
            check_successor(state, entry.author, version, previous, &latest)
        }
        _ => Err(LogError::Inconsistent(
            "a version follows the one before it",
        )),
    }
}

fn check_successor(
    state: &VaultState,
    author: PersonId,
    version: u32,
    previous: crate::id::Hash,
    latest: &RecordFact,
) -> Verdict {
    if Some(version) != latest.version.checked_add(1) || previous != latest.header {
        return Err(LogError::Inconsistent("a version follows the newest one"));
    }
    if author != state.owner && author != latest.author {
        return Err(LogError::NotAllowed(
            "a record is corrected by its author or the owner",
        ));
    }
    Ok(())
}

fn check_wraps(
    state: &VaultState,
    entry: &LogEntry,
    part: &WrapsPart,
    history: &impl History,
) -> Verdict {
    let target = part.target;
    if target.compartment == Compartment::Private
        || Audience::of(target.compartment) != Some(entry.audience)
    {
        return Err(LogError::Inconsistent(
            "the audience does not fit the target",
        ));
    }
    relies_on(entry, target.compartment)?;
    if state.epoch(target.compartment).map(|epoch| epoch.number) != Some(target.number) {
        return Err(LogError::StaleEpoch);
    }
    let shown: usize = part.disclosures.iter().map(|d| d.headers.len()).sum();
    if shown == 0 || shown > MAX_RECORDS {
        return Err(LogError::Inconsistent(
            "between 1 and 4,096 records are shown at once",
        ));
    }
    part.disclosures
        .iter()
        .try_for_each(|disclosure| check_disclosure(entry, disclosure, history))
}

fn check_disclosure(entry: &LogEntry, disclosure: &Disclosure, history: &impl History) -> Verdict {
    if disclosure.entry >= entry.seq {
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

fn grant(
    state: &mut VaultState,
    entry: &LogEntry,
    part: &GrantPart,
    chain: &PersonChain,
    people: &impl People,
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
    if usize::try_from(terms.recipient_key).map_or(true, |key| key >= recipient.person_keys().len())
    {
        return Err(LogError::Inconsistent("the recipient has no such key"));
    }
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

fn epoch_number(state: &VaultState, compartment: Compartment) -> Verdict<u32> {
    state
        .epoch(compartment)
        .map(|epoch| epoch.number)
        .ok_or(LogError::StaleEpoch)
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

fn rotate(
    state: &mut VaultState,
    entry: &LogEntry,
    part: &RotatePart,
    people: &impl People,
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
        check_rotation(state, rotation, private, reason, people)?;
        state.set_epoch(&rotation.epoch);
    }
    Ok(())
}

fn revoke_one(state: &mut VaultState, entry: &LogEntry, revoke: &Revoke) -> Verdict<Compartment> {
    let at = state
        .members
        .iter()
        .position(|member| member.grant == revoke.grant);
    let at = at.ok_or(LogError::Inconsistent("who leaves is not on the list"))?;
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

/// A fresh epoch to which nothing leads on, sealed to exactly those who stay.
fn check_rotation(
    state: &VaultState,
    rotation: &Rotation,
    private: u32,
    reason: Reason,
    people: &impl People,
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
        if usize::try_from(reseal.key).map_or(true, |key| key >= chain.person_keys().len()) {
            return Err(LogError::Inconsistent("a member has no such key"));
        }
    }
    Ok(())
}

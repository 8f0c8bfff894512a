//! POST `/v1/vaults/{vault}/log`: appends an entry by compare-and-swap on the head.

use axum::extract::State;
use store::{Appending, Content, NewEntry, Turn, Vault};
use wire::{
    api::{Append, Appended},
    id::{Hash, PersonId, VaultId},
    log::{CLOCK_SKEW, Horizon, Judge, LogError, VaultState},
    vault::{LogEntry, Part, VersionRef},
};

use crate::{
    admission::{Facts, Known, check_bodies, check_chunks, disclosures, joined, shown},
    app::App,
    body::{Encoded, Parsed, heavy},
    caller::{Caller, InPath},
    problem::Problem,
};

/// Admits and stores an entry.
///
/// `conflict`, with the head as `seq` and `head`, when the entry does not follow it or relies on an
/// epoch that is over; `refused` when the log's rules forbid it or a body is not the one signed;
/// `quota`, `storage`. The very same entry again is answered as the first time.
pub(crate) async fn append(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<VaultId>,
    Parsed(append): Parsed<Append>,
) -> Result<Encoded<Appended>, Problem> {
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    let entry = append.entry.peek()?;
    if entry.vault != Some(id) {
        return Err(Problem::refused("The entry is for another vault."));
    }
    let state = vault.state();
    check_open(&state, &caller.person, app.now())?;
    let judge = judge(&entry, &caller.person, &state.owner, app.now())?;
    let size = append.part.len() + append.bodies.iter().map(|body| body.len()).sum::<usize>();
    let (append, part, listed) = heavy(size, move || {
        let part = Part::parse(&append.part)?;
        let listed = check_bodies(&part, &append.bodies)?;
        Ok::<_, Problem>((append, part, listed))
    })
    .await??;
    let turn = vault.turn().await;
    check_open(&turn.state, &caller.person, app.now())?;
    if let Some(done) = repeated(&turn, &append, &entry).await? {
        return Ok(Encoded(done));
    }
    let mut chunks = check_chunks(&vault, &listed).await?;
    let people = Known::fetch(&app, &turn.state, &entry, &part).await?;
    let facts = Facts::fetch(&vault, &part).await?;
    let new = admit(&turn.state, size, append, part, people, facts, judge).await?;
    chunks.extend(shown(&vault, disclosures(&new.part)).await?.1);
    store(turn, new, chunks).await.map(Encoded)
}

/// Whom the vault is open to; to the others it does not exist, or no longer.
fn check_open(state: &VaultState, person: &PersonId, now: u64) -> Result<(), Problem> {
    match state.horizon(person, now) {
        Horizon::Open => Ok(()),
        Horizon::Until(_) => Err(Problem::forbidden(
            "Your access to these records has ended. Ask the patient for a new invitation.",
        )),
        Horizon::Nothing => Err(Problem::not_found()),
    }
}

/// An author's entry is news. The owner may also put back what a restored server has lost, his own and
/// the members', which is judged by its own time.
fn judge(
    entry: &LogEntry,
    caller: &PersonId,
    owner: &PersonId,
    now: u64,
) -> Result<Judge, Problem> {
    let fresh = entry.time.abs_diff(now) <= CLOCK_SKEW;
    if entry.time > now.saturating_add(CLOCK_SKEW) {
        return Err(Problem::refused(
            "The entry is from the future. Set the clock right.",
        ));
    }
    match (entry.author == *caller, caller == owner) {
        (true, true) => Ok(Judge::Now(now)),
        (true, false) if fresh => Ok(Judge::Now(now)),
        (true, false) => Err(Problem::refused(
            "The entry's time is too far from the server's. Set the clock right.",
        )),
        (false, true) => Ok(Judge::Then),
        (false, false) => Err(Problem::forbidden("Entries are sent by their authors.")),
    }
}

/// Whether the entry is in the log already, or does not follow it.
async fn repeated(
    turn: &Turn,
    append: &Append,
    entry: &LogEntry,
) -> Result<Option<Appended>, Problem> {
    let (state, head) = (&turn.state, append.entry.hash());
    if entry.seq == state.seq + 1 && entry.previous == Some(state.head) {
        return Ok(None);
    }
    let seq = entry.seq;
    match turn.vault().entry(seq).await? {
        Some(stored) if seq <= state.seq && stored.hash() == head => {
            Ok(Some(Appended { seq, head }))
        }
        _ => Err(Problem::behind(state.seq, state.head)),
    }
}

struct Admitted {
    state: VaultState,
    entry: LogEntry,
    append: Append,
    part: Part,
    people: Known,
}

async fn admit(
    state: &VaultState,
    size: usize,
    append: Append,
    part: Part,
    people: Known,
    facts: Facts,
    judge: Judge,
) -> Result<Admitted, Problem> {
    let (seq, head, mut state) = (state.seq, state.head, state.clone());
    heavy(size, move || {
        let entry = state
            .apply(&append.entry, Some(&part), &people, &facts, judge)
            .map_err(|error| refusal(error, seq, head))?;
        Ok(Admitted {
            state,
            entry,
            append,
            part,
            people,
        })
    })
    .await?
}

fn refusal(error: LogError, seq: u64, head: Hash) -> Problem {
    match error {
        LogError::StaleEpoch | LogError::Broken { .. } => Problem::behind(seq, head),
        other => other.into(),
    }
}

async fn store(turn: Turn, new: Admitted, chunks: Vec<Hash>) -> Result<Appended, Problem> {
    let (before, vault) = (turn.state.seq, turn.vault().clone());
    let appended = Appended {
        seq: new.state.seq,
        head: new.state.head,
    };
    let author = new.people.get(&new.entry.author);
    let author = author.ok_or_else(|| Problem::internal("the author is gone"))?;
    let entry = NewEntry {
        state: new.state,
        kind: new.entry.kind,
        entry: new.append.entry,
        joined: joined(&new.part)?,
        records: versions(&new.part),
        content: Content {
            part: new.append.part,
            bodies: new.append.bodies,
        },
        author,
        chunks,
    };
    match turn.append(entry).await? {
        Appending::Done => Ok(appended),
        Appending::Quota => Err(Problem::quota()),
        _ => Err(behind(&vault, before)),
    }
}

fn behind(vault: &Vault, before: u64) -> Problem {
    let state = vault.state();
    Problem::behind(state.seq.max(before), state.head)
}

fn versions(part: &Part) -> Vec<VersionRef> {
    let Part::Records(part) = part else {
        return Vec::new();
    };
    let version = |header: &wire::vault::RecordHeader| VersionRef {
        record: header.record,
        version: header.version,
    };
    part.records.iter().map(version).collect()
}

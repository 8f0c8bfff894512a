//! What must hold before an entry is stored, beyond what the log itself says.

use std::{collections::HashMap, sync::Arc};

use store::{Person, Vault};
use wire::{
    api::SHOWN_BYTES,
    codec::Bytes,
    hash::{hash, merkle_root},
    id::{Hash, PersonId, RecordId},
    log::{EntryFact, History, People, RecordFact, VaultState},
    person::PersonChain,
    vault::{Chunked, Content, Disclosure, Inline, LogEntry, Part, RecordsPart},
};

use crate::{app::App, problem::Problem};

/// The persons that judging an entry needs.
pub(crate) struct Known(HashMap<PersonId, Arc<Person>>);

impl Known {
    /// One person alone.
    pub(crate) fn of(person: Arc<Person>) -> Self {
        Self(HashMap::from([(person.chain.id(), person)]))
    }

    /// The author, who is let in, and who stays when keys are renewed.
    pub(crate) async fn fetch(
        app: &App,
        state: &VaultState,
        entry: &LogEntry,
        part: &Part,
    ) -> Result<Self, Problem> {
        let mut wanted = vec![entry.author];
        wanted.extend(joined(part)?);
        if matches!(part, Part::Rotate(_)) {
            wanted.extend(state.members.iter().map(|member| member.person));
        }
        let mut known = HashMap::with_capacity(wanted.len());
        for id in wanted {
            if !known.contains_key(&id)
                && let Some(person) = app.store.person(&id).await?
            {
                known.insert(id, person);
            }
        }
        Ok(Self(known))
    }

    /// A person that was fetched.
    pub(crate) fn get(&self, id: &PersonId) -> Option<Arc<Person>> {
        self.0.get(id).cloned()
    }
}

impl People for Known {
    fn chain(&self, person: &PersonId) -> Option<&PersonChain> {
        self.0.get(person).map(|person| &person.chain)
    }
}

/// Who is let in by a part, or shown something.
pub(crate) fn joined(part: &Part) -> Result<Option<PersonId>, Problem> {
    match part {
        Part::Grant(part) => Ok(Some(part.grant.peek()?.terms.recipient)),
        Part::Showing(part) => Ok(Some(part.terms.recipient)),
        _ => Ok(None),
    }
}

/// What an entry shows of earlier ones.
pub(crate) fn disclosures(part: &Part) -> &[Disclosure] {
    match part {
        Part::Wraps(part) => &part.disclosures,
        Part::Showing(part) => part
            .content
            .as_ref()
            .map_or(&[], |content| &content.disclosures),
        _ => &[],
    }
}

/// What judging an entry needs of the log before it.
#[derive(Default)]
pub(crate) struct Facts {
    entries: HashMap<u64, EntryFact>,
    latest: HashMap<RecordId, RecordFact>,
}

impl Facts {
    /// Fetches what `part` refers to.
    pub(crate) async fn fetch(vault: &Vault, part: &Part) -> Result<Self, Problem> {
        let mut facts = Self::default();
        match part {
            Part::Records(part) => {
                let records: Vec<_> = part.records.iter().map(|header| header.record).collect();
                facts.latest = vault.latest(&records).await?;
            }
            Part::Wraps(_) | Part::Showing(_) => {
                for disclosure in disclosures(part) {
                    if let Some(signed) = vault.entry(disclosure.entry).await? {
                        let entry = signed.peek()?;
                        facts.entries.insert(disclosure.entry, fact(&entry));
                    }
                }
            }
            _ => {}
        }
        Ok(facts)
    }
}

fn fact(entry: &LogEntry) -> EntryFact {
    EntryFact {
        author: entry.author,
        kind: entry.kind,
        audience: entry.audience,
        part: entry.part,
    }
}

impl History for Facts {
    fn entry(&self, seq: u64) -> Option<EntryFact> {
        self.entries.get(&seq).cloned()
    }

    fn latest(&self, record: &RecordId) -> Option<RecordFact> {
        self.latest.get(record).cloned()
    }

    fn complete(&self) -> bool {
        true
    }
}

/// An attachment as its body lists it.
pub(crate) struct Listed {
    chunks: Vec<Hash>,
    length: u64,
}

/// Checks every body against its header; what is in chunks is given back to be looked for.
pub(crate) fn check_bodies(part: &Part, bodies: &[Bytes]) -> Result<Vec<Listed>, Problem> {
    let Part::Records(RecordsPart { records, .. }) = part else {
        return if bodies.is_empty() {
            Ok(Vec::new())
        } else {
            Err(Problem::refused("Only records have bodies."))
        };
    };
    if records.len() != bodies.len() {
        return Err(Problem::refused("There is one body for each record."));
    }
    let mut listed = Vec::new();
    for (header, body) in records.iter().zip(bodies) {
        match &header.content {
            Content::Inline(inline) => check_inline(inline, body)?,
            Content::Chunked(chunked) => listed.push(check_chunked(chunked, body)?),
        }
    }
    if listed.iter().map(|one| one.chunks.len()).sum::<usize>() > MOST_CHUNKS {
        return Err(Problem::refused("Too many chunks in one entry."));
    }
    Ok(listed)
}

fn check_inline(inline: &Inline, body: &Bytes) -> Result<(), Problem> {
    if usize::try_from(inline.length) != Ok(body.len())
        || hash("ciphertext", &[body]) != inline.hash
    {
        return Err(Problem::refused(
            "A record's body is not the one that was signed: cut short or altered.",
        ));
    }
    Ok(())
}

fn check_chunked(chunked: &Chunked, body: &Bytes) -> Result<Listed, Problem> {
    let chunks = chunk_list(body).filter(|chunks| {
        usize::try_from(chunked.count) == Ok(chunks.len()) && merkle_root(chunks) == chunked.root
    });
    let chunks = chunks.ok_or_else(|| {
        Problem::refused("An attachment's list of chunks is not the one that was signed.")
    })?;
    Ok(Listed {
        chunks,
        length: chunked.length,
    })
}

/// The hashes that an attachment's body lists.
fn chunk_list(body: &[u8]) -> Option<Vec<Hash>> {
    let (chunks, rest) = body.as_chunks::<32>();
    rest.is_empty()
        .then(|| chunks.iter().map(|chunk| Hash(*chunk)).collect())
}

/// Checks that every chunk was uploaded and is as long as was signed. All of them.
pub(crate) async fn check_chunks(vault: &Vault, listed: &[Listed]) -> Result<Vec<Hash>, Problem> {
    let all: Vec<Hash> = listed
        .iter()
        .flat_map(|one| one.chunks.iter().copied())
        .collect();
    let lengths = vault.chunk_lengths(&all).await?;
    for one in listed {
        let total: Option<u64> = one.chunks.iter().map(|chunk| lengths.get(chunk)).sum();
        match total {
            None => {
                return Err(Problem::refused(
                    "A chunk of an attachment is missing. Upload it, then try again.",
                ));
            }
            Some(total) if total != one.length => {
                return Err(Problem::refused(
                    "An attachment is not as long as was signed.",
                ));
            }
            Some(_) => {}
        }
    }
    Ok(all)
}

/// The bodies that are shown, in order, and the chunks among them.
pub(crate) async fn shown(
    vault: &Vault,
    disclosures: &[Disclosure],
) -> Result<(Vec<Bytes>, Vec<Hash>), Problem> {
    let (mut bodies, mut chunks, mut size) = (Vec::new(), Vec::new(), 0);
    for disclosure in disclosures {
        let content = vault.content(disclosure.entry).await?;
        let mut content = content.ok_or_else(missing)?;
        for shown in &disclosure.headers {
            let at = usize::try_from(shown.index).map_err(|_| missing())?;
            let body = content.bodies.get_mut(at).ok_or_else(missing)?;
            if matches!(shown.header.content, Content::Chunked(_)) {
                chunks.extend(chunk_list(body).ok_or_else(missing)?);
            }
            size += body.len();
            if size > SHOWN_BYTES {
                return Err(Problem::refused(
                    "These records are too large to be shown at once. Show fewer at a time.",
                ));
            }
            bodies.push(body.clone());
        }
    }
    Ok((bodies, chunks))
}

fn missing() -> Problem {
    Problem::refused("What is to be shown is not there.")
}

/// The most chunks in one entry.
pub(crate) const MOST_CHUNKS: usize = 4096;

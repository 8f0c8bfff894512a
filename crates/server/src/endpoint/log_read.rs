//! GET `/v1/vaults/{vault}/log`: a stretch of the log, as far as it is for the caller.

use axum::{extract::State, response::Response};
use store::{StoredEntry, Vault};
use wire::{
    api::PAGE_BYTES,
    codec::{self, Bytes, Cbor as _, Reader, Writer},
    id::{PersonId, VaultId},
    log::{Horizon, VaultState},
    vault::{EntryKind, Part},
};

use crate::{
    admission::shown,
    app::App,
    body::{CBOR, octets},
    caller::{Caller, From, InPath},
    problem::Problem,
};

/// The entries from `?from=N` on, up to where the caller is served, each with its part if it is for the
/// caller. `not-found` to whom the vault was never open, as for one that does not exist.
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<VaultId>,
    From(from): From,
) -> Result<Response, Problem> {
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    let (state, now) = (vault.state(), app.now());
    let last = match state.horizon(&caller.person, now) {
        Horizon::Open => state.seq,
        Horizon::Until(last) => last,
        Horizon::Nothing => return Err(Problem::not_found()),
    };
    let plan = plan(&vault, &state, &caller.person, from, last, now).await?;
    let page = Page::fill(&vault, &plan).await?;
    Ok(octets(page.finish(last), CBOR))
}

/// How an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// Alone.
    Bare,
    /// With all that travels beside it.
    Whole,
    /// With its part and the bodies of the records that it shows.
    Wraps,
}

struct Planned {
    entry: StoredEntry,
    show: Show,
}

/// Which entries fill a page, and how they are shown.
async fn plan(
    vault: &Vault,
    state: &VaultState,
    viewer: &PersonId,
    from: u64,
    last: u64,
    now: u64,
) -> Result<Vec<Planned>, Problem> {
    let (mut plan, mut size, mut next) = (Vec::new(), 0, from);
    while next <= last && size < PAGE_BYTES && plan.len() < PAGE_ENTRIES {
        let entries = vault.entries(next, last, BLOCK).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            if size >= PAGE_BYTES {
                break;
            }
            next = entry.seq + 1;
            let show = show(&entry, state, viewer, now)?;
            size += entry.entry.len();
            if show != Show::Bare {
                size = size.saturating_add(usize::try_from(entry.size).unwrap_or(usize::MAX));
            }
            plan.push(Planned { entry, show });
        }
    }
    Ok(plan)
}

fn show(
    stored: &StoredEntry,
    state: &VaultState,
    viewer: &PersonId,
    now: u64,
) -> Result<Show, Problem> {
    let entry = stored.parse()?.peek()?;
    if !state.sees(viewer, &entry.author, entry.audience, stored.seq, now) {
        return Ok(Show::Bare);
    }
    let wraps = entry.kind == EntryKind::Wraps && *viewer != state.owner;
    Ok(if wraps { Show::Wraps } else { Show::Whole })
}

/// The items of a `LogPage`, encoded one behind the other.
struct Page {
    items: Vec<u8>,
    count: u64,
}

impl Page {
    /// Fills a page as planned, or less when what is shown is large.
    async fn fill(vault: &Vault, plan: &[Planned]) -> Result<Self, Problem> {
        let mut page = Self {
            items: Vec::new(),
            count: 0,
        };
        for run in plan.chunk_by(|a, b| a.show == b.show) {
            let contents = match run {
                [first, .., last] if first.show != Show::Bare => {
                    vault.contents(first.entry.seq, last.entry.seq).await?
                }
                [one] if one.show != Show::Bare => {
                    vault.contents(one.entry.seq, one.entry.seq).await?
                }
                _ => Vec::new(),
            };
            for (at, planned) in run.iter().enumerate() {
                match planned.show {
                    Show::Bare => page.bare(&planned.entry.entry),
                    Show::Whole => page.whole(&planned.entry.entry, content(&contents, at)?),
                    Show::Wraps => {
                        page.wraps(vault, &planned.entry.entry, content(&contents, at)?)
                            .await?;
                    }
                }
                if page.items.len() >= PAGE_BYTES {
                    return Ok(page);
                }
            }
        }
        Ok(page)
    }

    /// `[entry, null, []]`
    fn bare(&mut self, entry: &[u8]) {
        self.open(entry);
        self.items.extend_from_slice(&[0xf6, 0x80]);
    }

    /// `[entry, part, bodies]`: what is stored is `[part, bodies]`, and is taken over as it is.
    fn whole(&mut self, entry: &[u8], content: &[u8]) {
        self.open(entry);
        self.items.extend_from_slice(&content[1..]);
    }

    /// `[entry, part, bodies]`, with the bodies from where they were stored.
    async fn wraps(&mut self, vault: &Vault, entry: &[u8], content: &[u8]) -> Result<(), Problem> {
        let content = store::Content::decode(&mut Reader::new(content))?;
        let Part::Wraps(part) = Part::parse(&content.part)? else {
            return Err(Problem::internal("a wraps entry without its part"));
        };
        let (bodies, _) = shown(vault, &part.disclosures).await?;
        self.open(entry);
        self.items.extend(codec::to_bytes(&content.part));
        self.items.extend(codec::to_bytes::<Vec<Bytes>>(&bodies));
        Ok(())
    }

    fn open(&mut self, entry: &[u8]) {
        self.count += 1;
        self.items.push(0x83);
        self.items.extend_from_slice(entry);
    }

    fn finish(self, last: u64) -> Vec<u8> {
        let mut head = Writer::new(Vec::with_capacity(self.items.len() + 32));
        codec::sure(head.array(2));
        codec::sure(head.array(self.count));
        let mut page = head.into_writer();
        page.extend(self.items);
        page.extend(codec::to_bytes(&last));
        page
    }
}

fn content(contents: &[Vec<u8>], at: usize) -> Result<&[u8], Problem> {
    contents
        .get(at)
        .map(Vec::as_slice)
        .filter(|content| content.first() == Some(&0x82))
        .ok_or_else(|| Problem::internal("what travels beside an entry is missing"))
}

const BLOCK: u32 = 1024;
const PAGE_ENTRIES: usize = 8192;

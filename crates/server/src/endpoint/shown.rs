//! `/v1/shown` and `/v1/vaults/{vault}/shown`: what the caller was shown one by one, apart from any list.

use axum::extract::State;
use store::Vault;
use wire::{
    api::{PAGE_BYTES, ShownItem, ShownPage, ShownVault, ShownVaults},
    id::VaultId,
    log::ActFact,
    vault::{Part, ShowingPart},
};

use crate::{
    admission::shown,
    app::App,
    body::Encoded,
    caller::{Caller, From, InPath},
    problem::Problem,
};

/// The vaults of which the caller was shown something, also where it was all taken back.
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
) -> Result<Encoded<ShownVaults>, Problem> {
    let mut items = Vec::new();
    for row in app.store.vaults_of(&caller.person).await? {
        let Some(vault) = app.store.vault(&row.vault).await? else {
            continue;
        };
        let state = vault.state();
        if let Some(shown) = state.shown_to(&caller.person) {
            items.push(ShownVault {
                vault: row.vault,
                owner: state.owner,
                acts: count(&shown.acts),
            });
        }
    }
    Ok(Encoded(ShownVaults { items }))
}

/// What the caller was shown of one vault, from act `?from=N` on: what stands with its contents, what was
/// taken back as having been there. `not-found` to whom nothing was ever shown.
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    InPath(id): InPath<VaultId>,
    From(from): From,
) -> Result<Encoded<ShownPage>, Problem> {
    let vault = app.store.vault(&id).await?;
    let vault = vault.ok_or_else(Problem::not_found)?;
    let state = vault.state();
    let shown = state.shown_to(&caller.person);
    let acts = &shown.ok_or_else(Problem::not_found)?.acts;
    let genesis = vault.entry(0).await?;
    let genesis = genesis.ok_or_else(|| Problem::internal("a vault without its genesis"))?;
    let from = usize::try_from(from).unwrap_or(usize::MAX).min(acts.len());
    let (mut items, mut size) = (Vec::new(), 0);
    for act in &acts[from..] {
        let item = item(&vault, act).await?;
        size += item.bodies.iter().map(|body| body.len()).sum::<usize>() + OVERHEAD;
        items.push(item);
        if size >= PAGE_BYTES {
            break;
        }
    }
    let total = count(acts);
    Ok(Encoded(ShownPage {
        genesis,
        items,
        total,
    }))
}

async fn item(vault: &Vault, act: &ActFact) -> Result<ShownItem, Problem> {
    let missing = || Problem::internal("a showing without its part");
    let entry = vault.entry(act.entry).await?.ok_or_else(missing)?;
    let stored = vault.content(act.entry).await?.ok_or_else(missing)?;
    let Part::Showing(ShowingPart { terms, content }) = Part::parse(&stored.part)? else {
        return Err(missing());
    };
    let content = content.filter(|_| act.standing);
    let (mut sources, mut bodies) = (Vec::new(), Vec::new());
    if let Some(content) = &content {
        bodies = shown(vault, &content.disclosures).await?.0;
        for disclosure in &content.disclosures {
            sources.push(vault.entry(disclosure.entry).await?.ok_or_else(missing)?);
        }
    }
    Ok(ShownItem {
        entry,
        terms,
        content,
        sources,
        bodies,
    })
}

fn count(acts: &[ActFact]) -> u32 {
    u32::try_from(acts.len()).unwrap_or(u32::MAX)
}

/// What an act takes beside its bodies, about.
const OVERHEAD: usize = 4096;

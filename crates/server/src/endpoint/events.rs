//! GET `/v1/events`: what happens in the caller's vaults and invitations, as server-sent events.

use std::convert::Infallible;

use axum::{
    extract::State,
    response::sse::{Event as Sse, KeepAlive, Sse as Stream},
};
use futures_util::stream;
use store::Event;
use tokio::sync::{broadcast, watch};
use wire::{
    id::{PersonId, VaultId},
    log::Horizon,
};

use crate::{app::App, caller::Caller, problem::Problem};

/// `vault` with `<vault> <seq>` when a log that the caller is served grew, also by the entry that ended
/// the access or showed the caller something; `invitation` with its name when it was settled; `receipts` with `<vault> <number>`.
///
/// The stream ends with the session, at shutdown, and when the client falls too far behind: it then
/// syncs and listens again.
pub(crate) async fn listen(
    State(app): State<App>,
    caller: Caller,
) -> Stream<impl futures_util::Stream<Item = Result<Sse, Infallible>>> {
    let listener = Listener {
        events: app.store.subscribe(),
        stopping: app.stopping.subscribe(),
        caller,
        app: app.clone(),
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Stream::new(events).keep_alive(KeepAlive::new().interval(app.config.keep_alive))
}

struct Listener {
    events: broadcast::Receiver<Event>,
    stopping: watch::Receiver<bool>,
    caller: Caller,
    app: App,
}

impl Listener {
    /// The next event for the caller; `None` ends the stream.
    async fn next(&mut self) -> Option<Sse> {
        loop {
            let event = tokio::select! {
                event = self.events.recv() => event.ok()?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            };
            if self.app.now() >= self.caller.expires || self.ends(&event) {
                return None;
            }
            match self.tell(event).await {
                Ok(Some(told)) => return Some(told),
                Ok(None) => {}
                Err(_) => return None,
            }
        }
    }

    fn ends(&self, event: &Event) -> bool {
        matches!(event, Event::SignedOut { person, session }
            if *person == self.caller.person
                && session.is_none_or(|session| session == self.caller.session))
    }

    async fn tell(&self, event: Event) -> Result<Option<Sse>, Problem> {
        let me = &self.caller.person;
        let told = match event {
            Event::Vault { vault, seq } if self.hears(&vault, me, seq).await? => {
                Some(Sse::default().event("vault").data(format!("{vault} {seq}")))
            }
            Event::Receipts { vault, total } if self.owns(&vault, me).await? => Some(
                Sse::default()
                    .event("receipts")
                    .data(format!("{vault} {total}")),
            ),
            Event::Invitation { invitation, doctor } if doctor == *me => Some(
                Sse::default()
                    .event("invitation")
                    .data(invitation.to_string()),
            ),
            _ => None,
        };
        Ok(told)
    }

    async fn hears(&self, vault: &VaultId, me: &PersonId, seq: u64) -> Result<bool, Problem> {
        let vault = self.app.store.vault(vault).await?;
        let Some(vault) = vault else {
            return Ok(false);
        };
        let state = vault.state();
        let shown = state.shown_to(me);
        let concerns = shown.is_some_and(|shown| shown.acts.iter().any(|act| act.entry == seq));
        Ok(concerns
            || match state.horizon(me, self.app.now()) {
                Horizon::Open => true,
                Horizon::Until(last) => seq == last,
                Horizon::Nothing => false,
            })
    }

    async fn owns(&self, vault: &VaultId, me: &PersonId) -> Result<bool, Problem> {
        let vault = self.app.store.vault(vault).await?;
        Ok(vault.is_some_and(|vault| vault.state().owner == *me))
    }
}

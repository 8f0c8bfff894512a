//! Waiting for what others do, without keeping the home locked meanwhile.

use std::{collections::BTreeMap, time::Duration};

use client::{
    ClientError,
    history::{Event, What},
    state::InvitationState,
    sync::SyncReport,
    watch::Watcher,
};
use serde_json::json;
use wire::id::{InvitationId, VaultId};

use super::invitations;
use crate::{
    answer::Answer,
    app::{App, Signed},
    chronicle,
    failure::Failure,
};

/// The first pause after the connection was lost; it doubles up to the last one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(60);
/// Without any hint a sync is made after this time, since hints may be lost.
const SILENCE: Duration = Duration::from_secs(60);

/// Waits until an invitation is answered, denied or over.
pub(super) async fn for_answer(
    app: &App,
    session: Signed,
    id: InvitationId,
) -> Result<Answer, Failure> {
    let mut watcher = session.watcher();
    // If it cannot connect now, waiting for the first hint says so.
    let _ = watcher.connect().await;
    drop(session);
    let mut pause = FIRST_PAUSE;
    loop {
        let mut session = app.home().await?.session().await?;
        match session.sync().await {
            Err(error) if error.is_passing() => app.note(&error.to_string()),
            Err(error) => return Err(error.into()),
            Ok(_) => {}
        }
        let own = session.invitations().iter().find(|own| own.id == id);
        if let Some(own) = own.filter(|own| own.state != InvitationState::Open) {
            return Ok(Answer::new(
                invitations::sentence(own),
                invitations::json(own),
            ));
        }
        watcher = next(session, watcher, &mut pause).await;
    }
}

/// Prints each change as it comes, until interrupted.
pub(super) async fn changes(
    app: &App,
    mut session: Signed,
    report: SyncReport,
) -> Result<Answer, Failure> {
    let mut seen = Seen::default();
    seen.news(&session)?;
    print(app, &report.ended, &[], &session)?;
    let mut watcher = session.watcher();
    let mut pause = FIRST_PAUSE;
    // Connected first, then synced: nothing falls between.
    let mut connected = watcher.connect().await.is_ok();
    loop {
        if !connected {
            watcher = next(session, watcher, &mut pause).await;
            session = app.home().await?.session().await?;
        }
        connected = false;
        match session.sync().await {
            Ok(report) => {
                report.troubles.iter().for_each(|trouble| app.note(trouble));
                let news = seen.news(&session)?;
                print(app, &report.ended, &news, &session)?;
            }
            Err(error) if error.is_passing() => app.note(&format!("{error}. Trying again")),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Closes the session, so that others may work in this home, and waits for a hint or a while.
async fn next(session: Signed, mut watcher: Watcher, pause: &mut Duration) -> Watcher {
    drop(session);
    match tokio::time::timeout(SILENCE, watcher.next_hint()).await {
        Ok(Ok(_)) => {
            *pause = FIRST_PAUSE;
            // What belongs together often comes together.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(_) => *pause = FIRST_PAUSE,
        Ok(Err(error)) => {
            let wait = if matches!(error, ClientError::SignedOut) {
                LAST_PAUSE
            } else {
                *pause
            };
            tokio::time::sleep(wait).await;
            *pause = (*pause * 2).min(LAST_PAUSE);
            // Before the sync that follows; if this fails, the next turn tries again.
            let _ = watcher.connect().await;
        }
    }
    watcher
}

/// What was shown of each vault's log, and of invitations.
#[derive(Default)]
struct Seen {
    entries: BTreeMap<VaultId, u64>,
    readings: BTreeMap<VaultId, u64>,
    answered: Vec<InvitationId>,
}

/// Something new: in a vault, or an answer to an invitation.
enum News {
    Event(VaultId, Event),
    Answer(InvitationId),
}

impl Seen {
    /// What is new since the last call; the first time everything is.
    fn news(&mut self, session: &Signed) -> Result<Vec<News>, Failure> {
        let mut news = Vec::new();
        for vault in session.views().keys() {
            let known = self.entries.get(vault).copied();
            let read = self.readings.get(vault).copied().unwrap_or(0);
            for event in session.history(*vault)? {
                let is_new = match (event.seq, &event.what) {
                    (Some(seq), _) => known.is_none_or(|known| seq > known),
                    (None, What::Read { .. }) => event.time > read,
                    (None, _) => true,
                };
                match event.seq {
                    Some(seq) => {
                        let last = self.entries.entry(*vault).or_insert(seq);
                        *last = seq.max(*last);
                    }
                    None => {
                        let last = self.readings.entry(*vault).or_insert(event.time);
                        *last = event.time.max(*last);
                    }
                }
                if is_new {
                    news.push(News::Event(*vault, event));
                }
            }
        }
        for own in session.invitations() {
            if own.state != InvitationState::Open && !self.answered.contains(&own.id) {
                self.answered.push(own.id);
                news.push(News::Answer(own.id));
            }
        }
        Ok(news)
    }
}

fn print(app: &App, ended: &[String], news: &[News], session: &Signed) -> Result<(), Failure> {
    let me = &session.identity().profile.name;
    for name in ended {
        let text = format!("Your access to the records of {name} has ended");
        let json = json!({ "what": "access_ended", "patient": name, "text": text });
        app.show(&Answer::new(text, json))?;
    }
    for item in news {
        let answer = match item {
            News::Event(vault, event) => {
                let owner = session.vault_name(*vault);
                let line = chronicle::line(event, me);
                let text = if owner == *me || event.who == owner {
                    line
                } else {
                    format!("{line} ({owner})")
                };
                let mut json = chronicle::json(event, me);
                json["patient"] = owner.into();
                Answer::new(text, json)
            }
            News::Answer(id) => {
                let Some(own) = session.invitations().iter().find(|own| own.id == *id) else {
                    continue;
                };
                let mut json = invitations::json(own);
                json["what"] = "invitation".into();
                Answer::new(invitations::sentence(own), json)
            }
        };
        app.show(&answer)?;
    }
    Ok(())
}

//! What happened in a vault, in facts.

use bridge::{Answer, Happened, Happening, Reply};
use client::history::{Event, What};
use wire::{id::PersonId, vault::Purpose};

use crate::{access::leave_of, engine::Engine, host::Host, trouble::trouble};

impl<H: Host> Engine<H> {
    pub(crate) async fn history(&self, vault: Option<&str>) -> Reply {
        let mut desk = self.desk().await?;
        let vault = desk.vault(vault)?;
        // Authors of whom no profile is known are called as they call themselves in their records.
        desk.shown(vault).await.map_err(trouble)?;
        let me = desk.session.identity().person;
        let events = desk.session.history(vault).map_err(trouble)?;
        let newest_first = events.into_iter().rev();
        Ok(Answer::Happenings(
            newest_first.map(|event| happening(event, me)).collect(),
        ))
    }

    pub(crate) async fn verify_log(&self, vault: Option<&str>) -> Reply {
        let mut desk = self.desk().await?;
        let vault = desk.vault(vault)?;
        let count = desk.session.verify(vault).await.map_err(trouble)?;
        Ok(Answer::Count(count as u64))
    }
}

fn happening(event: Event, me: PersonId) -> Happening {
    let count = |count: Option<usize>| count.map(|count| count as u64);
    Happening {
        time: event.time,
        who: event.who,
        by_me: event.person == me,
        what: match event.what {
            What::Opened => Happened::Opened,
            What::LetIn {
                name,
                history,
                purpose,
            } => Happened::LetIn {
                name,
                history,
                visit: purpose == Purpose::Visit,
            },
            What::Left { name, leave } => Happened::Left {
                name,
                leave: leave_of(leave),
            },
            What::Renewed => Happened::Renewed,
            What::Added {
                count: records,
                broadcast,
            } => Happened::Added {
                count: count(records),
                broadcast,
            },
            What::Broadcast { count: records } => Happened::Broadcast {
                count: count(records),
            },
            What::ShownTo { name, record } => Happened::ShownTo {
                name,
                record: record.to_string(),
            },
            What::TakenBack { name, record } => Happened::TakenBack {
                name,
                record: record.to_string(),
            },
            What::ShownToSomebody => Happened::ShownToSomebody,
            What::Kept => Happened::Kept,
            What::NewDevice => Happened::NewDevice,
            What::Read { count, records } => Happened::Read {
                count: count as u64,
                records: records.iter().map(ToString::to_string).collect(),
            },
        },
    }
}

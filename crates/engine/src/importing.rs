//! Importing a file, also over several lives of the app: the file and the names of the records to be are kept
//! before the first of them is made, so that whoever goes on makes what is missing, and nothing twice.

use bridge::{Answer, Event, Import, Interrupted, Link, Reply, Sent, Trouble, Work};
use client::{records::New, session::Session, storage::Storage};
use wire::{codec::Bytes, id::RecordId};

use crate::{
    desk::Desk,
    engine::Engine,
    host::Host,
    pieces::{self, Importing, VERSION},
    sending::PATIENCE,
    trouble::trouble,
};

/// The most records of one entry, and about the most bytes: small enough that others get their turn.
const BATCH_RECORDS: usize = 250;
const BATCH_BYTES: usize = 2 << 20;

impl<H: Host> Engine<H> {
    pub(crate) async fn import(&self, name: String, content: Vec<u8>, broadcast: bool) -> Reply {
        let parsed = record::import(&content).map_err(|error| trouble(error.into()))?;
        {
            let mut desk = self.desk().await?;
            let vault = desk.vault(None)?;
            let records = (0..Session::<H::Storage>::count_of(&parsed))
                .map(|_| desk.session.make_record_id())
                .collect();
            let plan = Importing {
                version: VERSION,
                vault,
                name,
                broadcast,
                records,
            };
            pieces::keep_import(&mut desk.session, &plan, &Bytes(content))
                .await
                .map_err(trouble)?;
        }
        self.go_on(parsed).await
    }

    pub(crate) async fn interrupted(&self) -> Reply {
        let mut desk = self.desk().await?;
        let under_way = pieces::import(&desk.session).await.map_err(trouble)?;
        let Some((plan, _)) = under_way else {
            return Ok(Answer::Interrupted(None));
        };
        let done = done(&mut desk, &plan).await?.len();
        Ok(Answer::Interrupted(Some(Interrupted {
            name: plan.name,
            done: done as u64,
            total: plan.records.len() as u64,
        })))
    }

    pub(crate) async fn resume(&self, go_on: bool) -> Reply {
        let mut desk = self.desk().await?;
        let under_way = pieces::import(&desk.session).await.map_err(trouble)?;
        let Some((plan, file)) = under_way else {
            return Err(crate::trouble::not_found("import under way"));
        };
        if go_on {
            drop(desk);
            let parsed = record::import(&file).map_err(|error| trouble(error.into()))?;
            return self.go_on(parsed).await;
        }
        let count = done(&mut desk, &plan).await?.len() as u64;
        pieces::drop_import(&mut desk.session)
            .await
            .map_err(trouble)?;
        let sent = sent(&mut desk, &plan).await?;
        Ok(Answer::Imported(Import {
            count,
            warnings: Vec::new(),
            sent,
        }))
    }

    /// Makes what is missing of the import under way. Between two batches others have their turn.
    async fn go_on(&self, parsed: record::Import) -> Reply {
        let warnings = parsed.warnings.iter().map(ToString::to_string).collect();
        let (plan, missing) = {
            let mut desk = self.desk().await?;
            let under_way = pieces::import(&desk.session).await.map_err(trouble)?;
            let (plan, _) = under_way.ok_or_else(|| crate::trouble::not_found("import"))?;
            let done = done(&mut desk, &plan).await?;
            let mut all = Session::<H::Storage>::records_of(&parsed, &plan.records);
            all.retain(|new| !done.contains(&new.record));
            (plan, all)
        };
        let total = plan.records.len();
        let mut made = total - missing.len();
        self.progress(made, total);
        let mut rest = &missing[..];
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(batch_of(rest));
            let mut desk = self.desk().await?;
            desk.session
                .keep(plan.vault, batch, plan.broadcast)
                .await
                .map_err(trouble)?;
            drop(desk);
            made += batch.len();
            self.progress(made, total);
            rest = after;
        }
        let mut desk = self.desk().await?;
        pieces::drop_import(&mut desk.session)
            .await
            .map_err(trouble)?;
        drop(desk);
        // What does not go now waits, and is told as such.
        if self.inner.link.get() != Link::Offline {
            self.flush(Some(PATIENCE * 4)).await.ok();
        }
        self.inner.news.all();
        let mut desk = self.desk().await?;
        let sent = sent(&mut desk, &plan).await?;
        drop(desk);
        self.tell(Event::Changed(Some(plan.vault.to_string())));
        Ok(Answer::Imported(Import {
            count: total as u64,
            warnings,
            sent,
        }))
    }

    fn progress(&self, done: usize, total: usize) {
        self.tell(Event::Progress {
            work: Work::Records,
            done: done as u64,
            total: total as u64,
        });
    }
}

/// As many as go into one entry; one at least.
fn batch_of(records: &[New]) -> usize {
    let mut bytes = 0;
    let fits = records.iter().take(BATCH_RECORDS).take_while(|new| {
        bytes += new.size();
        bytes <= BATCH_BYTES
    });
    fits.count().max(1)
}

/// The records of an import that are made.
async fn done<S: Storage>(desk: &mut Desk<S>, plan: &Importing) -> Result<Vec<RecordId>, Trouble> {
    let parcels = desk.parcels().await.map_err(trouble)?;
    let in_outbox = |record| parcels.iter().any(|parcel| parcel.records.contains(record));
    let made = plan
        .records
        .iter()
        .filter(|record| desk.session.knows(plan.vault, record) || in_outbox(*record));
    Ok(made.copied().collect())
}

/// Whether nothing of an import waits to be sent.
async fn sent<S: Storage>(desk: &mut Desk<S>, plan: &Importing) -> Result<Sent, Trouble> {
    let parcels = desk.parcels().await.map_err(trouble)?;
    let waits = parcels.iter().any(|parcel| {
        let mut records = parcel.records.iter();
        records.any(|record| plan.records.contains(record))
    });
    Ok(if waits { Sent::Later } else { Sent::Now })
}

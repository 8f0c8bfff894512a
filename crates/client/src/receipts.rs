//! Receipts: the owner learns who read what, a reader says what he read.

use vault::receipts::{ReceiptChain, make_receipts};
use wire::{
    api::{ReceiptPage, path},
    id::{PersonId, VaultId},
    sign::Signed,
    vault::ReadReceipts,
};

use crate::{error::ClientError, session::Session, state::SeenReading, storage::Storage};

impl<S: Storage> Session<S> {
    /// As the owner: who read what.
    pub(crate) async fn fetch_receipts(
        &mut self,
        vault: VaultId,
        total: u64,
    ) -> Result<(), ClientError> {
        if total < self.state.receipts_fetched {
            return Err(ClientError::RolledBack {
                vault,
                served: total,
                known: self.state.receipts_fetched,
            });
        }
        while self.state.receipts_fetched < total {
            let path = receipts_path(vault, self.state.receipts_fetched);
            let page: ReceiptPage = self.transport.get(&path).await?;
            if page.items.is_empty() {
                return Err(ClientError::Garbage(
                    "receipts that are announced and not there",
                ));
            }
            for signed in &page.items {
                self.take_receipts(vault, signed).await?;
                self.state.receipts_fetched += 1;
            }
            self.save_state().await?;
        }
        Ok(())
    }

    async fn take_receipts(
        &mut self,
        vault: VaultId,
        signed: &Signed<ReadReceipts>,
    ) -> Result<(), ClientError> {
        let claimed = signed.peek()?;
        self.ensure_person(claimed.reader, 0).await?;
        if self
            .chain(&claimed.reader)?
            .device(&claimed.device)
            .is_none()
        {
            self.refresh_people(&[claimed.reader]).await?;
        }
        // Fetched again after the server lost some: what is known stays as it was verified.
        let verified: u64 = self.state.readers.iter().map(|reader| reader.next).sum();
        let again = self.state.receipts_fetched < verified;
        let known = self.state.reader(claimed.reader);
        if again && claimed.seq < known.next {
            return Ok(());
        }
        let mut chain = ReceiptChain::at(known.next, known.head);
        let reader = self.chain(&claimed.reader)?;
        let (receipts, readings) =
            chain
                .open(signed, vault, reader, self.identity())
                .map_err(|why| ClientError::Altered {
                    what: "a doctor's list of what was read",
                    why,
                })?;
        let known = self.state.reader(claimed.reader);
        (known.next, known.head) = chain.head();
        self.state
            .readings
            .extend(readings.into_iter().map(|reading| SeenReading {
                reader: receipts.reader,
                record: reading.record,
                version: reading.version,
                time: reading.time,
            }));
        Ok(())
    }

    /// As a reader: says what was read since the last sync.
    pub(crate) async fn send_receipts(&mut self, vault: VaultId) -> Result<(), ClientError> {
        let Some(owner) = self.owner_of(vault) else {
            return Ok(());
        };
        if self.state.receipts_in(vault).pending.is_empty()
            && self.state.receipts_in(vault).unsent.is_none()
        {
            return Ok(());
        }
        if self.state.receipts_in(vault).unsent.is_none() {
            self.refresh_people(&[owner]).await?;
            self.make_receipts(vault, owner).await?;
        }
        let Some(signed) = self.state.receipts_in(vault).unsent.clone() else {
            return Ok(());
        };
        match self
            .transport
            .post_only(&receipts_path_plain(vault), &signed)
            .await
        {
            Ok(()) => self.receipts_sent(vault, &signed).await,
            Err(error) if error.is_conflict() => self.catch_up_receipts(vault, &signed).await,
            Err(error) => Err(error),
        }
    }

    /// They are at the server. They are kept as well, in case it loses them.
    async fn receipts_sent(
        &mut self,
        vault: VaultId,
        signed: &Signed<ReadReceipts>,
    ) -> Result<(), ClientError> {
        let name = receipt_name(vault, self.state.receipts_in(vault).next);
        self.cache
            .write(&self.storage, &mut self.env, &name, signed)
            .await?;
        let mine = self.state.receipts_in(vault);
        (mine.next, mine.head, mine.unsent) = (mine.next + 1, Some(signed.hash()), None);
        mine.unsent_readings.clear();
        self.save_state().await
    }

    /// Puts back what a server restored from a backup has lost of the own chain, from number `from` on.
    /// Returns whether it could.
    async fn put_receipts_back(&mut self, vault: VaultId, from: u64) -> Result<bool, ClientError> {
        for seq in from..self.state.receipts_in(vault).next {
            let name = receipt_name(vault, seq);
            let kept = self
                .cache
                .read::<Signed<ReadReceipts>>(&self.storage, &name)
                .await?;
            let Some(kept) = kept else {
                return Ok(false);
            };
            let path = receipts_path_plain(vault);
            self.transport.post_only(&path, &kept).await?;
        }
        Ok(true)
    }

    async fn make_receipts(&mut self, vault: VaultId, owner: PersonId) -> Result<(), ClientError> {
        let now = (self.env.now)();
        let mine = self.state.receipts_in(vault);
        let (seq, head) = (mine.next, mine.head);
        let take = mine.pending.len().min(4096);
        let readings: Vec<_> = mine.pending.drain(..take).collect();
        let owner = self
            .people
            .get(&owner)
            .ok_or(ClientError::Damaged("the patient's keys"))?
            .clone();
        let rng = &mut *self.env.rng;
        let signed = make_receipts(
            &self.identity,
            vault,
            &owner,
            seq,
            head,
            readings.clone(),
            now,
            rng,
        )?;
        let mine = self.state.receipts_in(vault);
        (mine.unsent, mine.unsent_readings) = (Some(signed), readings);
        self.save_state().await
    }

    /// The chain stands elsewhere than this device thinks: it came back with the kit, or an answer was lost.
    async fn catch_up_receipts(
        &mut self,
        vault: VaultId,
        unsent: &Signed<ReadReceipts>,
    ) -> Result<(), ClientError> {
        let mut own: Vec<Signed<ReadReceipts>> = Vec::new();
        loop {
            let page: ReceiptPage = self
                .transport
                .get(&receipts_path(vault, own.len() as u64))
                .await?;
            let empty = page.items.is_empty();
            own.extend(page.items);
            if empty || own.len() as u64 >= page.total {
                break;
            }
        }
        let served = own.len() as u64;
        if served < self.state.receipts_in(vault).next
            && self.put_receipts_back(vault, served).await?
        {
            let path = receipts_path_plain(vault);
            self.transport.post_only(&path, unsent).await?;
            return self.receipts_sent(vault, unsent).await;
        }
        let mine = self.state.receipts_in(vault);
        mine.next = served;
        mine.head = own.last().map(Signed::hash);
        if !own.contains(unsent) {
            // Made for another place in the chain: what it says is said again, in the right one.
            let again = core::mem::take(&mut mine.unsent_readings);
            mine.pending.splice(0..0, again);
        }
        mine.unsent_readings.clear();
        mine.unsent = None;
        self.save_state().await
    }
}

/// The piece that holds a receipt that was sent.
fn receipt_name(vault: VaultId, seq: u64) -> String {
    format!("receipt-{vault}-{seq:020}")
}

fn receipts_path_plain(vault: VaultId) -> String {
    path::RECEIPTS.replace("{vault}", &vault.to_string())
}

fn receipts_path(vault: VaultId, from: u64) -> String {
    format!("{}?from={from}", receipts_path_plain(vault))
}

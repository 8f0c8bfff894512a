//! The log in plain facts: who let whom in, who wrote, who read.

use vault::ledger::Line;
use wire::{
    id::{PersonId, RecordId, VaultId},
    sign::Signed,
    vault::{Checkpoint, EntryKind, Leave, Purpose},
};

use crate::{
    error::ClientError, session::Session, showing::Showing, state::Ended, storage::Storage,
};

/// Something that happened in a vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The entry, if it is one of the log's.
    pub seq: Option<u64>,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// Who did it, by name.
    pub who: String,
    /// Who did it.
    pub person: PersonId,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The vault was opened.
    Opened,
    /// Somebody was let in.
    LetIn {
        /// Who.
        name: String,
        /// With what was written before.
        history: bool,
        /// Standing or for a visit.
        purpose: Purpose,
    },
    /// Somebody left the list.
    Left {
        /// Who.
        name: String,
        /// How.
        leave: Leave,
    },
    /// Every key was renewed.
    Renewed,
    /// Records were added.
    Added {
        /// How many; unknown if they are not for us.
        count: Option<usize>,
        /// Whether they went to the broadcast list at once.
        broadcast: bool,
    },
    /// Records were broadcast.
    Broadcast {
        /// How many; unknown if they are not for us.
        count: Option<usize>,
    },
    /// A record was shown to one person, apart from any list.
    ShownTo {
        /// To whom.
        name: String,
        /// Which record.
        record: RecordId,
    },
    /// What was shown to one person was taken back.
    TakenBack {
        /// From whom.
        name: String,
        /// Which record.
        record: RecordId,
    },
    /// Something was shown to one person or taken back: to whom and what, the owner alone sees.
    ShownToSomebody,
    /// What waited was kept private.
    Kept,
    /// A new device took over.
    NewDevice,
    /// Records were read.
    Read {
        /// How many.
        count: usize,
        /// Which.
        records: Vec<RecordId>,
    },
}

impl<S: Storage> Session<S> {
    /// What happened in a vault, oldest first; for the owner with who read what.
    ///
    /// # Errors
    /// When the vault is unknown.
    pub fn history(&self, vault: VaultId) -> Result<Vec<Event>, ClientError> {
        let view = self.view(vault)?;
        let mut events: Vec<Event> = view
            .ledger
            .lines()
            .iter()
            .flat_map(|line| self.events_of(vault, line))
            .collect();
        if view.ledger.is_owner() {
            events.extend(self.readings(vault));
        }
        events.sort_by_key(|event| event.time);
        Ok(events)
    }

    fn events_of(&self, vault: VaultId, line: &Line) -> Vec<Event> {
        let Some(view) = self.views().get(&vault) else {
            return Vec::new();
        };
        let grants = view.ledger.grants();
        let what: Vec<What> = match line.kind {
            EntryKind::Genesis => vec![What::Opened],
            EntryKind::Grant => grants
                .iter()
                .filter(|grant| grant.entry == line.seq)
                .map(|grant| What::LetIn {
                    name: self.name_in(vault, &grant.terms.recipient),
                    history: grant.terms.history,
                    purpose: grant.terms.purpose,
                })
                .collect(),
            EntryKind::Rotate => {
                let left: Vec<What> = grants
                    .iter()
                    .filter_map(|grant| {
                        let (ended, _, leave) = grant.ended?;
                        let name = self.name_in(vault, &grant.terms.recipient);
                        let leave = match line.seq {
                            seq if seq == ended => leave,
                            seq if grant.stopped == Some(seq) => Leave::Stopped,
                            _ => return None,
                        };
                        Some(What::Left { name, leave })
                    })
                    .collect();
                if left.is_empty() {
                    vec![What::Renewed]
                } else {
                    left
                }
            }
            EntryKind::Records => {
                let count = view
                    .ledger
                    .records()
                    .values()
                    .flatten()
                    .filter(|v| v.entry == line.seq)
                    .count();
                vec![What::Added {
                    count: line.seen.then_some(count),
                    broadcast: line.audience == wire::vault::Audience::Shared,
                }]
            }
            EntryKind::Wraps => {
                let shown = view.ledger.records().values().flatten();
                let count = shown
                    .filter(|v| v.shown.iter().any(|wrap| wrap.entry == line.seq))
                    .count();
                vec![What::Broadcast {
                    count: line.seen.then_some(count),
                }]
            }
            EntryKind::Showing => vec![self.showing_of(line)],
            EntryKind::Keep => vec![What::Kept],
            EntryKind::Anchor => vec![What::NewDevice],
        };
        let who = self.name_in(vault, &line.author);
        what.into_iter()
            .map(|what| Event {
                seq: Some(line.seq),
                time: line.time,
                who: who.clone(),
                person: line.author,
                what,
            })
            .collect()
    }

    fn showing_of(&self, line: &Line) -> What {
        let entry = |known: &Showing| known.entry == line.seq;
        let back = |known: &Showing| known.taken_back.is_some_and(|(seq, _)| seq == line.seq);
        // For all but the owner this finds nothing.
        let known = self.showings().unwrap_or_default().into_iter();
        let mut known = known.filter(|known| line.seen && (entry(known) || back(known)));
        match known.next() {
            Some(known) if entry(&known) => What::ShownTo {
                name: known.name,
                record: known.at.record,
            },
            Some(known) => What::TakenBack {
                name: known.name,
                record: known.at.record,
            },
            None => What::ShownToSomebody,
        }
    }

    /// Readings, those of one reader at one moment together.
    fn readings(&self, vault: VaultId) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for reading in &self.state.readings {
            match events.last_mut() {
                Some(Event {
                    time,
                    person,
                    what: What::Read { count, records },
                    ..
                }) if *person == reading.reader && reading.time.abs_diff(*time) < 60_000 => {
                    *count += 1;
                    records.push(reading.record);
                }
                _ => events.push(Event {
                    seq: None,
                    time: reading.time,
                    who: self.name_in(vault, &reading.reader),
                    person: reading.reader,
                    what: What::Read {
                        count: 1,
                        records: vec![reading.record],
                    },
                }),
            }
        }
        events
    }

    /// Verifies the whole log again from this device's copy: every signature, hash and rule. Returns the
    /// number of entries.
    ///
    /// # Errors
    /// At the first entry that is not in order.
    pub async fn verify(&mut self, vault: VaultId) -> Result<usize, ClientError> {
        let frames = self.cache.frames(&self.storage, vault).await?;
        let before = self.views.remove(&vault);
        let mut result = Ok(());
        for frame in &frames {
            result = match frame {
                crate::cache::Frame::Entry(frame) => self.take_entry(vault, frame),
                crate::cache::Frame::Fill(frame) => self.take_fill(vault, frame),
            };
            if result.is_err() {
                break;
            }
        }
        let count = self
            .views
            .get(&vault)
            .map_or(0, |view| view.ledger.lines().len());
        if let Some(view) = before {
            self.views.insert(vault, view);
        }
        result.map(|()| count)
    }

    /// Vouches for a vault's head, to be compared by somebody else.
    ///
    /// # Errors
    /// When the vault is unknown.
    pub fn checkpoint(&self, vault: VaultId) -> Result<String, ClientError> {
        let chain = self.chain(&self.identity().person)?;
        let pen = vault::ledger::Pen {
            identity: self.identity(),
            chain,
            time: self.now(),
        };
        let signed = self.view(vault)?.ledger.make_checkpoint(&pen);
        Ok(data_encoding::BASE64URL_NOPAD.encode(&wire::codec::to_bytes(&signed)))
    }

    /// Compares another's checkpoint with one's own view.
    ///
    /// # Errors
    /// When the views differ: then the server shows different histories to different people.
    pub async fn compare(&mut self, text: &str) -> Result<(VaultId, u64), ClientError> {
        let broken =
            || ClientError::NotPossible("this is no whole checkpoint: copy it again".to_owned());
        let bytes = data_encoding::BASE64URL_NOPAD
            .decode(text.trim().as_bytes())
            .map_err(|_| broken())?;
        let signed: Signed<Checkpoint> = wire::codec::parse(&bytes, 2048).map_err(|_| broken())?;
        let claimed = signed.peek()?;
        self.refresh_people(&[claimed.author]).await?;
        let author = self.chain(&claimed.author)?;
        let seq = self.view(claimed.vault)?.ledger.compare(&signed, author)?;
        Ok((claimed.vault, seq))
    }

    /// How many readings by others are known: grows when somebody has said what he read.
    pub fn readings_known(&self) -> usize {
        self.state.readings.len()
    }

    /// Access that has ended.
    pub fn ended(&self) -> &[Ended] {
        &self.state.ended
    }
}

//! An owner's sealed sets: samples that the server keeps and computes with, and cannot read.
//!
//! The server stores blocks of ciphertext and a sealed index. Asked with a sealed question it answers with sealed
//! distances; the owner opens them and decides. It is trusted to compute what it is asked: an answer that was
//! computed otherwise cannot be told from a right one. Index and blocks it cannot exchange, and an older state of a
//! set is noticed on the device that has seen a newer one.
//!
//! A set's keys come from the owner's person key of the time, which the kit brings back (`vault::sealed_set`).

mod change;
mod sheet;

use knn::{
    Model,
    outsourced::{Index, OwnerKey},
};
use vault::{VaultError, sealed_set::SetKeys, secret::make_bytes};
use wire::{
    api::{
        path, problem,
        sealed_sets::{MAX_BLOCKS, NewSet, SetItem, SetQuestion, SetShape, SetState, Sets},
    },
    codec::{self, Bytes},
    id::SetId,
};

use self::sheet::Sheet;
use crate::{classifiers::Traffic, error::ClientError, session::Session, storage::Storage};

/// A sealed set, opened: what the server has of it and what only the owner knows.
pub struct SealedSet {
    item: SetItem,
    sheet: Sheet,
    index: Index,
    keys: SetKeys,
    owner: OwnerKey,
}

/// One's own sealed sets.
pub struct SealedSets {
    /// In the order in which they were made.
    pub sets: Vec<SealedSet>,
    /// Those that the server shows and that do not open, each with why. They can be removed.
    pub troubles: Vec<(SetId, ClientError)>,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetVerdict {
    /// The class, by number.
    pub class: u8,
    /// What it is called.
    pub name: String,
    /// The measurements, by place, that lie outside the set's range and counted as its edge.
    pub outside: Vec<usize>,
    /// What was sent and received.
    pub traffic: Traffic,
    /// From the question to the class, in milliseconds.
    pub millis: u64,
}

impl SealedSet {
    /// From outside, as the server has it.
    pub fn item(&self) -> &SetItem {
        &self.item
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        &self.sheet.title
    }

    /// What its measurements are called, in order.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        self.sheet
            .features
            .iter()
            .map(|feature| feature.name.as_str())
    }

    /// What its classes are called, by number.
    pub fn classes(&self) -> &[String] {
        &self.sheet.classes
    }

    /// How many samples it has.
    pub fn count(&self) -> usize {
        self.index.count()
    }

    /// The numbers of its samples with their classes: by these they are removed.
    pub fn samples(&self) -> Vec<(u32, u8)> {
        let blocks = (0..self.index.blocks()).flat_map(|block| self.index.samples_of(block));
        let mut samples: Vec<(u32, u8)> =
            blocks.map(|(_, number, class)| (number, class)).collect();
        samples.sort_unstable();
        samples
    }

    fn path(&self, template: &str) -> String {
        named(template, &self.item.id)
    }
}

impl<S: Storage> Session<S> {
    /// One's own sealed sets, opened. One that does not open leaves the others alone.
    ///
    /// # Errors
    /// When the server cannot be reached or answers nonsense.
    pub async fn sealed_sets(&mut self) -> Result<SealedSets, ClientError> {
        let listed: Sets = self.transport.get(path::SETS).await?;
        let (mut sets, mut troubles) = (Vec::new(), Vec::new());
        for item in listed.items {
            match self.sealed_set(item.id).await {
                Ok(set) => sets.push(set),
                Err(error) if error.is_cheating() => troubles.push((item.id, error)),
                // Removed by another device just now.
                Err(ClientError::Refused { problem, .. }) if problem == problem::NOT_FOUND => {}
                Err(error) => return Err(error),
            }
        }
        Ok(SealedSets { sets, troubles })
    }

    /// One of one's own sealed sets, opened.
    ///
    /// # Errors
    /// [`ClientError::Altered`] when its index is not the owner's own of this version, or is older than one seen on this
    /// device; as the server has it.
    pub async fn sealed_set(&mut self, id: SetId) -> Result<SealedSet, ClientError> {
        let state: SetState = self.transport.get(&named(path::SET, &id)).await?;
        if state.item.id != id {
            return Err(ClientError::Garbage("another set than asked for"));
        }
        let keys = self
            .identity
            .set_keys(id, state.item.owner_key)
            .map_err(altered)?;
        let opened = keys
            .open_index(state.item.version, &state.index)
            .map_err(altered)?;
        let sheet = Sheet::parse(&opened).ok_or_else(|| altered(VaultError::DoesNotOpen))?;
        let index = sheet
            .index()
            .ok_or_else(|| altered(VaultError::DoesNotOpen))?;
        let shown = state.blocks.iter().map(|block| (block.number, block.hash));
        let known = (0..).zip(sheet.blocks.iter().map(|block| block.hash));
        if !shown.eq(known) || !same_shape(&state.item, &sheet) {
            return Err(altered(VaultError::DoesNotOpen));
        }
        self.remember_version(&state.item).await?;
        Ok(SealedSet {
            owner: OwnerKey::derive_from(keys.samples().dangerous_bytes()),
            item: state.item,
            sheet,
            index,
            keys,
        })
    }

    /// Seals a model's samples into a new set. When it breaks off, what is there so far is a whole set of fewer
    /// samples.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] for more samples than a set holds; as the server has it.
    pub async fn create_set(&mut self, model: &Model) -> Result<SealedSet, ClientError> {
        let (numbers, samples) = (model.numbers(), model.samples());
        let rows = samples
            .count()
            .div_ceil(knn::outsourced::places(numbers.shape()));
        if rows > MAX_BLOCKS as usize {
            return Err(ClientError::NotPossible(
                "a sealed set does not hold so many samples".to_owned(),
            ));
        }
        let index = Index::new(numbers.shape(), numbers.rule().classes()).map_err(cannot)?;
        let sheet = Sheet::of(model, &index).ok_or_else(|| {
            ClientError::NotPossible("this model cannot be sealed by this program".to_owned())
        })?;
        let id = SetId(make_bytes(&mut *self.env.rng));
        let owner_key = self.identity.current_key();
        let keys = self.identity.set_keys(id, owner_key)?;
        let sealed = keys.seal_index(1, &codec::to_bytes(&sheet), &mut *self.env.rng);
        let shape = SetShape {
            features: u16::try_from(numbers.shape().features()).unwrap_or(u16::MAX),
            bits: u8::try_from(numbers.shape().bits()).unwrap_or(u8::MAX),
        };
        let new = NewSet {
            id,
            owner_key,
            shape,
            index: Bytes(sealed),
        };
        let item: SetItem = self.transport.post(path::SETS, &new).await?;
        let mut set = SealedSet {
            owner: OwnerKey::derive_from(keys.samples().dangerous_bytes()),
            item,
            sheet,
            index,
            keys,
        };
        let rows: Vec<&[u8]> = samples.rows().collect();
        self.add_scaled(&mut set, &rows, samples.labels()).await?;
        Ok(set)
    }

    /// Adds samples, each with its class. Measurements outside the set's range count as its edge.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] for other measurements or classes than the set's; [`ClientError::is_conflict`] when
    /// another device has changed the set: open it again. What went before is in it.
    pub async fn append_samples(
        &mut self,
        set: &mut SealedSet,
        rows: &[Vec<f64>],
        classes: &[u8],
    ) -> Result<(), ClientError> {
        if rows.len() != classes.len() {
            return Err(ClientError::NotPossible(
                "each sample has one class".to_owned(),
            ));
        }
        let scaling = set
            .sheet
            .scaling()
            .ok_or_else(|| altered(VaultError::DoesNotOpen))?;
        let scaled = rows.iter().map(|row| scaling.scale(row).map_err(cannot));
        let scaled: Vec<Vec<u8>> = scaled.collect::<Result<_, _>>()?;
        let rows: Vec<&[u8]> = scaled.iter().map(Vec::as_slice).collect();
        self.add_scaled(set, &rows, classes).await
    }

    /// Asks a set for the class of measurements, in the order of its features. The server learns that it was asked.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] for other measurements; [`ClientError::is_conflict`] when the set has changed: open it
    /// again; [`ClientError::Altered`] when the answer is none.
    ///
    /// # Security
    /// An answer that does not open is not asked for again by this program: who could watch many such failures
    /// would learn about the key.
    pub async fn ask_set(
        &mut self,
        set: &SealedSet,
        measurements: &[f64],
    ) -> Result<SetVerdict, ClientError> {
        let started = self.now();
        let (scaling, rule) = set
            .sheet
            .scaling()
            .zip(set.sheet.rule())
            .ok_or_else(|| altered(VaultError::DoesNotOpen))?;
        let scaled = scaling.scale(measurements).map_err(cannot)?;
        let outside = scaling.outside(measurements).map_err(cannot)?;
        rule.check_count(set.count()).map_err(cannot)?;
        let (asked, question) = set
            .owner
            .ask(set.index.shape(), &scaled, &mut self.env.rng)
            .map_err(cannot)?;
        let question = SetQuestion {
            version: set.item.version,
            question: Bytes(question),
        };
        let path = set.path(path::SET_ANSWER);
        let answer = self.transport.post_for_bytes(&path, &question).await?;
        let traffic = Traffic {
            up: question.question.len() as u64,
            down: answer.len() as u64,
        };
        let seeds = set.sheet.seeds();
        let distances = asked
            .open(&set.owner, &seeds, &answer)
            .map_err(|_| bad_answer())?;
        let class = set
            .index
            .decide(rule, &distances)
            .map_err(|_| bad_answer())?;
        let name = set.sheet.classes.get(usize::from(class)).cloned();
        Ok(SetVerdict {
            class,
            name: name.ok_or_else(bad_answer)?,
            outside,
            traffic,
            millis: self.now().saturating_sub(started),
        })
    }

    /// Asks a set for the class of each row, one after the other.
    ///
    /// # Errors
    /// As [`Session::ask_set`].
    pub async fn evaluate_set(
        &mut self,
        set: &SealedSet,
        rows: &[Vec<f64>],
    ) -> Result<Vec<SetVerdict>, ClientError> {
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            verdicts.push(self.ask_set(set, row).await?);
            (self.progress)("questions", verdicts.len() as u64, rows.len() as u64);
        }
        Ok(verdicts)
    }

    /// Removes a set, for good.
    ///
    /// # Errors
    /// As the server has it.
    pub async fn remove_set(&mut self, id: SetId) -> Result<(), ClientError> {
        self.transport.delete(&named(path::SET, &id)).await?;
        self.storage.remove(&seen_piece(&id)).await
    }

    /// Notes the version of a set, and refuses an older one than this device has seen.
    async fn remember_version(&mut self, item: &SetItem) -> Result<(), ClientError> {
        let name = seen_piece(&item.id);
        let seen: Option<u64> = self.cache.read(&self.storage, &name).await?;
        if seen.is_some_and(|seen| item.version < seen) {
            return Err(ClientError::Altered {
                what: "a sealed set, of which the server shows an older state than before,",
                why: VaultError::DoesNotOpen,
            });
        }
        if seen == Some(item.version) {
            return Ok(());
        }
        self.cache
            .write(&self.storage, &mut self.env, &name, &item.version)
            .await
    }
}

fn same_shape(item: &SetItem, sheet: &Sheet) -> bool {
    usize::from(item.shape.features) == sheet.features.len() && item.shape.bits == sheet.bits
}

fn seen_piece(id: &SetId) -> String {
    format!("set-{id}")
}

fn altered(why: VaultError) -> ClientError {
    ClientError::Altered {
        what: "a sealed set",
        why,
    }
}

fn bad_answer() -> ClientError {
    ClientError::Altered {
        what: "the server's answer to a sealed question",
        why: VaultError::DoesNotOpen,
    }
}

fn cannot(error: knn::Error) -> ClientError {
    ClientError::NotPossible(error.to_string())
}

fn named(template: &str, id: &SetId) -> String {
    template.replace("{set}", &id.to_string())
}

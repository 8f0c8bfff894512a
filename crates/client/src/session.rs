//! A person signed in: verified persons and vaults, and everything done with them.

use std::collections::{BTreeMap, HashMap};

use vault::{
    identity::Identity,
    ledger::{Ledger, Pen, make_genesis},
};
use wire::{
    api::{Append, Appended, Vaults, path},
    codec::{self, Bytes, Cbor},
    hash::hash,
    id::{PersonId, RecordId, VaultId},
    person::{PersonChain, Profile, Role},
    vault::{Content, Part, RecordHeader, VersionRef},
};

use crate::{
    account::{Guard, Unlocked},
    cache::{Cache, EntryFrame, FillFrame, Frame, journal},
    env::Env,
    error::ClientError,
    shelves::ShelfView,
    state::DeviceState,
    storage::Storage,
    transport::Transport,
};

/// The piece that holds [`DeviceState`].
pub(crate) const STATE: &str = "state";

/// A vault on this device.
pub struct View {
    /// The verified log and the keys.
    pub ledger: Ledger,
    /// The ciphertexts, by version.
    pub(crate) bodies: HashMap<VersionRef, Bytes>,
    /// How many frames its journal has.
    pub(crate) frames: u64,
}

/// Called as long work goes on: what, how much is done, of how much.
pub type Progress = Box<dyn Fn(&str, u64, u64)>;

/// A person signed in.
pub struct Session<S> {
    pub(crate) storage: S,
    pub(crate) env: Env,
    pub(crate) transport: Transport,
    pub(crate) cache: Cache,
    pub(crate) unlocked: Unlocked,
    pub(crate) guard: Guard,
    pub(crate) identity: Identity,
    pub(crate) state: DeviceState,
    pub(crate) people: HashMap<PersonId, PersonChain>,
    pub(crate) views: BTreeMap<VaultId, View>,
    /// What was shown to this person one by one, by vault.
    pub(crate) shelves: BTreeMap<VaultId, ShelfView>,
    pub(crate) progress: Progress,
    /// What authors who are not known here by a profile call themselves in what they signed.
    pub(crate) said: HashMap<PersonId, String>,
    /// Copies that were damaged, until a sync has told it.
    pub(crate) set_aside: Vec<String>,
}

impl<S: Storage> Session<S> {
    pub(crate) async fn open(
        storage: S,
        env: Env,
        transport: Transport,
        identity: Identity,
        unlocked: Unlocked,
        guard: Guard,
    ) -> Result<Self, ClientError> {
        let cache = Cache::new(identity.cache_key());
        let (state, state_damaged) = match cache.read(&storage, STATE).await {
            Ok(state) => (state.unwrap_or_default(), false),
            Err(ClientError::Damaged(_)) => (DeviceState::default(), true),
            Err(error) => return Err(error),
        };
        let mut session = Self {
            storage,
            env,
            transport,
            cache,
            unlocked,
            guard,
            identity,
            state,
            people: HashMap::new(),
            views: BTreeMap::new(),
            shelves: BTreeMap::new(),
            progress: Box::new(|_, _, _| {}),
            said: HashMap::new(),
            set_aside: Vec::new(),
        };
        if state_damaged {
            session.set_aside(STATE).await?;
        }
        session.load_people().await?;
        for vault in session.cache.vaults(&session.storage).await? {
            match session.load_view(vault).await {
                Err(error @ (ClientError::Storage(_) | ClientError::Locked)) => return Err(error),
                Err(_) => session.set_aside(&journal(vault)).await?,
                Ok(()) => {}
            }
        }
        session.load_shelves().await?;
        Ok(session)
    }

    /// Puts a damaged copy out of the way, so that the server's is fetched again; the next sync says so.
    /// Only copies are treated so: of what is here alone nothing is moved.
    pub(crate) async fn set_aside(&mut self, name: &str) -> Result<(), ClientError> {
        if let Some(bytes) = self.storage.read(name).await? {
            self.storage
                .write(&format!("damaged-{name}"), &bytes)
                .await?;
            self.storage.remove(name).await?;
        }
        self.set_aside.push(name.to_owned());
        Ok(())
    }

    /// Reads a vault's journal, if it is not read already.
    pub(crate) async fn ensure_view(&mut self, vault: VaultId) -> Result<(), ClientError> {
        if self.views.contains_key(&vault) {
            return Ok(());
        }
        self.load_view(vault).await
    }

    async fn load_view(&mut self, vault: VaultId) -> Result<(), ClientError> {
        let frames = self.cache.frames(&self.storage, vault).await?;
        let result = frames.iter().try_for_each(|frame| match frame {
            Frame::Entry(frame) => self.take_entry(vault, frame),
            Frame::Fill(frame) => self.take_fill(vault, frame),
        });
        match &result {
            Ok(()) => {
                if let Some(view) = self.views.get_mut(&vault) {
                    view.frames = frames.len() as u64;
                }
            }
            // Half a journal is none.
            Err(_) => drop(self.views.remove(&vault)),
        }
        result
    }

    /// Verifies the next entry and takes it up, bodies included. Nothing is stored yet.
    pub(crate) fn take_entry(
        &mut self,
        vault: VaultId,
        frame: &EntryFrame,
    ) -> Result<(), ClientError> {
        let part = frame
            .part
            .as_ref()
            .map(|bytes| Part::parse(bytes))
            .transpose()
            .map_err(altered_part)?;
        // Bodies first: what does not come whole is not taken up at all, and can be fetched again.
        let owner = self
            .views
            .get(&vault)
            .is_none_or(|view| view.ledger.is_owner());
        let bodies = fitting_bodies(part.as_ref(), &frame.bodies, owner)?;
        match (self.views.get_mut(&vault), &part) {
            (Some(view), _) => {
                view.ledger
                    .apply(&self.identity, &frame.entry, part.as_ref(), &self.people)
                    .map_err(altered_log)?;
            }
            (None, Some(part)) => {
                let ledger = Ledger::open(
                    &self.identity,
                    &frame.entry,
                    part,
                    &self.people,
                    Some(vault),
                )
                .map_err(altered_log)?;
                self.views.insert(
                    vault,
                    View {
                        ledger,
                        bodies: HashMap::new(),
                        frames: 0,
                    },
                );
            }
            (None, None) => return Err(ClientError::Garbage("a vault without its first part")),
        }
        if let Some(view) = self.views.get_mut(&vault) {
            view.bodies.extend(bodies);
        }
        Ok(())
    }

    pub(crate) fn take_fill(
        &mut self,
        vault: VaultId,
        frame: &FillFrame,
    ) -> Result<(), ClientError> {
        let part = Part::parse(&frame.part).map_err(altered_part)?;
        let view = self
            .views
            .get_mut(&vault)
            .ok_or(ClientError::Garbage("a part without its vault"))?;
        let bodies = fitting_bodies(Some(&part), &frame.bodies, view.ledger.is_owner())?;
        view.ledger.fill(frame.seq, &part).map_err(altered_log)?;
        view.bodies.extend(bodies);
        Ok(())
    }

    /// Shows how long work gets on.
    pub fn on_progress(&mut self, progress: Progress) {
        self.progress = progress;
    }

    /// Who is signed in.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn set_identity(&mut self, identity: Identity) {
        self.identity = identity;
    }

    /// The server's address.
    pub fn server(&self) -> &str {
        self.transport.base()
    }

    /// Now, in milliseconds since 1970.
    pub fn now(&self) -> u64 {
        (self.env.now)()
    }

    /// The vaults on this device.
    pub fn views(&self) -> &BTreeMap<VaultId, View> {
        &self.views
    }

    /// One's own vault.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a doctor.
    pub fn own_vault(&self) -> Result<VaultId, ClientError> {
        self.views
            .iter()
            .find(|(_, view)| view.ledger.is_owner())
            .map(|(vault, _)| *vault)
            .ok_or_else(|| {
                ClientError::NotFound(
                    "you have no records of your own here: name a patient with --for".to_owned(),
                )
            })
    }

    /// A vault on this device.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn view(&self, vault: VaultId) -> Result<&View, ClientError> {
        self.views.get(&vault).ok_or_else(|| {
            ClientError::NotFound("there is no such vault on this device".to_owned())
        })
    }

    /// The verified chain of a person known here.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn chain(&self, person: &PersonId) -> Result<&PersonChain, ClientError> {
        self.people
            .get(person)
            .ok_or_else(|| ClientError::NotFound(format!("{} is not known here", person.short())))
    }

    /// What somebody is called in a vault: by the profile sealed for us, else as he calls himself in
    /// what he signed, else by fingerprint.
    pub fn name_in(&self, vault: VaultId, person: &PersonId) -> String {
        if *person == self.identity.person {
            return self.identity.profile.name.clone();
        }
        if let Some(view) = self.shelves.get(&vault)
            && *person == view.shelf.owner()
            && let Some(profile) = view.shelf.owner_profile()
        {
            return profile.name.clone();
        }
        let Some(view) = self.views.get(&vault) else {
            return self.said_name(person);
        };
        if *person == view.ledger.state().owner
            && let Some(profile) = view.ledger.owner_profile()
        {
            return profile.name.clone();
        }
        let profile = |grant: &vault::ledger::GrantLine| {
            grant
                .profile
                .clone()
                .filter(|_| grant.terms.recipient == *person)
        };
        view.ledger
            .grants()
            .iter()
            .rev()
            .find_map(profile)
            .or_else(|| {
                let lines = view.ledger.showings().iter().rev();
                let mut of = lines.filter(|line| line.recipient == *person);
                of.find_map(|line| line.profile.clone())
            })
            .map_or_else(|| self.said_name(person), |p: Profile| p.name)
    }

    fn said_name(&self, person: &PersonId) -> String {
        self.said
            .get(person)
            .cloned()
            .unwrap_or_else(|| person.short())
    }

    /// Remembers what an author calls himself in a record that he signed: a name of his own choice, shown
    /// where no profile is known.
    pub fn learn_name(&mut self, person: PersonId, name: &str) {
        let fits = (1..=200).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        if fits {
            self.said.insert(person, name.to_owned());
        }
    }

    /// Reads a piece that the program keeps here for itself, sealed.
    ///
    /// # Errors
    /// [`ClientError::Damaged`] when it does not open.
    pub async fn read_piece<T: Cbor>(&self, name: &str) -> Result<Option<T>, ClientError> {
        self.cache.read(&self.storage, &own_piece(name)).await
    }

    /// Keeps a piece for the program, sealed.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn write_piece(&mut self, name: &str, value: &impl Cbor) -> Result<(), ClientError> {
        self.keep_rescue().await?;
        self.cache
            .write(&self.storage, &mut self.env, &own_piece(name), value)
            .await
    }

    /// Removes a piece that the program kept.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn remove_piece(&mut self, name: &str) -> Result<(), ClientError> {
        self.storage.remove(&own_piece(name)).await
    }

    /// The names of the program's pieces that start with `prefix`.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn pieces(&self, prefix: &str) -> Result<Vec<String>, ClientError> {
        let names = self.storage.names(&own_piece(prefix)).await?;
        let own = names.iter().filter_map(|name| name.strip_prefix(OWN));
        Ok(own.map(str::to_owned).collect())
    }

    /// Whether a record is in the log, as far as this device knows.
    pub fn knows(&self, vault: VaultId, record: &RecordId) -> bool {
        let in_log = self.views.get(&vault);
        in_log.is_some_and(|view| view.ledger.records().contains_key(record))
    }

    pub(crate) async fn save_state(&mut self) -> Result<(), ClientError> {
        self.cache
            .write(&self.storage, &mut self.env, STATE, &self.state)
            .await
    }

    pub(crate) async fn save_frames(
        &mut self,
        vault: VaultId,
        frames: &[Frame],
    ) -> Result<(), ClientError> {
        let count = self.views.get(&vault).map_or(0, |view| view.frames);
        let stored = self
            .cache
            .append(&self.storage, &mut self.env, vault, count, frames)
            .await;
        if let Err(error) = stored {
            // What is not stored is not known: otherwise the journal would go on with a hole in it.
            self.views.remove(&vault);
            self.load_view(vault).await?;
            return Err(error);
        }
        if let Some(view) = self.views.get_mut(&vault) {
            view.frames += frames.len() as u64;
        }
        Ok(())
    }

    /// As a patient: makes the vault, or finishes making it.
    pub(crate) async fn ensure_vault(&mut self) -> Result<(), ClientError> {
        if self.identity.role != Role::Patient
            || self.views.values().any(|view| view.ledger.is_owner())
        {
            return Ok(());
        }
        if self.state.renew {
            // Back with the kit: the vault is there already, and comes with the sync.
            return Ok(());
        }
        let append = match &self.state.genesis {
            Some(bytes) => codec::parse::<Append>(bytes, 1 << 20)
                .map_err(|_| ClientError::Damaged("the genesis"))?,
            None => {
                let me = self.identity.person;
                let listed: Vaults = self.transport.get(path::VAULTS).await?;
                if listed.items.iter().any(|item| item.owner == me) {
                    // Made on another machine; it comes with the sync.
                    return Ok(());
                }
                let chain = self
                    .people
                    .get(&me)
                    .ok_or(ClientError::Damaged("the person's keys"))?;
                let pen = Pen {
                    identity: &self.identity,
                    chain,
                    time: (self.env.now)(),
                };
                let append = make_genesis(&pen, &mut *self.env.rng)?.to_append();
                self.state.genesis = Some(Bytes(codec::to_bytes(&append)));
                self.save_state().await?;
                append
            }
        };
        let _: Appended = self.transport.post(path::VAULTS, &append).await?;
        let vault = VaultId(append.entry.hash().0);
        let frame = EntryFrame {
            entry: append.entry,
            part: Some(append.part),
            bodies: Vec::new(),
        };
        self.take_entry(vault, &frame)?;
        self.save_frames(vault, &[Frame::Entry(frame)]).await?;
        self.state.genesis = None;
        self.save_state().await
    }
}

/// What the names of a program's own pieces start with.
pub(crate) const OWN: &str = "app-";

fn own_piece(name: &str) -> String {
    format!("{OWN}{name}")
}

/// The bodies that belong to a part, each compared with its header.
fn fitting_bodies(
    part: Option<&Part>,
    bodies: &[Bytes],
    owner: bool,
) -> Result<Vec<(VersionRef, Bytes)>, ClientError> {
    let headers: Vec<_> = match part {
        Some(Part::Records(part)) => part.records.iter().collect(),
        // The owner has them already.
        Some(Part::Wraps(part)) if !owner => part
            .disclosures
            .iter()
            .flat_map(|d| d.headers.iter().map(|shown| &shown.header))
            .collect(),
        _ => return Ok(Vec::new()),
    };
    fitting(&headers, bodies)
}

/// Bodies, each compared with its header.
pub(crate) fn fitting(
    headers: &[&RecordHeader],
    bodies: &[Bytes],
) -> Result<Vec<(VersionRef, Bytes)>, ClientError> {
    if headers.len() != bodies.len() {
        return Err(ClientError::Garbage("records without their contents"));
    }
    let checked = headers.iter().zip(bodies).map(|(header, body)| {
        let fits = match &header.content {
            Content::Inline(inline) => hash("ciphertext", &[body]) == inline.hash,
            Content::Chunked(chunked) => vault::attachment::chunk_list(chunked, body).is_ok(),
        };
        let at = VersionRef {
            record: header.record,
            version: header.version,
        };
        fits.then(|| (at, body.clone()))
            .ok_or(ClientError::Altered {
                what: "a record",
                why: vault::VaultError::DoesNotOpen,
            })
    });
    checked.collect()
}

fn altered_log(why: vault::VaultError) -> ClientError {
    ClientError::Altered {
        what: "the vault's log",
        why,
    }
}

fn altered_part(why: codec::CodecError) -> ClientError {
    ClientError::Altered {
        what: "the vault's log",
        why: why.into(),
    }
}

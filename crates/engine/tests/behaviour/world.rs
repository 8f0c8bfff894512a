//! A clinic: a server that can be stopped and started at its address, and apps on devices that last longer
//! than the apps do.

use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bridge::{
    Answer, Cause, Consent, Draft, Entry, Event, Fact, Hidden, Invitation, Kit, Me, Patient, Reply,
    Request, Role, Sent, Standing, Visit,
};
use client::{ClientError, env::Env, storage::Storage, storage::memory::Memory};
use engine::{Engine, Host};
use server::{Config, Server};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub(crate) const PASSPHRASE: &str = "correct horse battery";
pub(crate) const WHEN: &str = "2024-05-31T10:15:00+05:30";

/// Runs a test on one thread, as a browser does.
pub(crate) async fn on_one_thread(test: impl Future<Output = ()>) {
    tokio::task::LocalSet::new().run_until(test).await;
}

/// A server with its folder, and the clock that everybody has.
pub(crate) struct Clinic {
    folder: tempfile::TempDir,
    address: SocketAddr,
    running: RefCell<Option<(oneshot::Sender<()>, JoinHandle<()>)>>,
    ahead: Arc<AtomicU64>,
}

impl Clinic {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let clinic = Self {
            folder: tempfile::tempdir().unwrap(),
            address: listener.local_addr().unwrap(),
            running: RefCell::new(None),
            ahead: Arc::default(),
        };
        clinic.serve(listener).await;
        clinic
    }

    async fn serve(&self, listener: TcpListener) {
        let mut config = Config::new(self.folder.path()).without_limits();
        let (clock, ahead) = (config.clock.clone(), Arc::clone(&self.ahead));
        config.clock = Arc::new(move || clock() + ahead.load(Ordering::Relaxed));
        let server = Server::open(config).await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let until = async { drop(stopped.await) };
            server.serve(listener, until).await.unwrap();
        });
        *self.running.borrow_mut() = Some((stop, task));
    }

    pub(crate) async fn start(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.serve(listener).await;
    }

    pub(crate) async fn stop(&self) {
        let running = self.running.borrow_mut().take();
        let (stop, task) = running.unwrap();
        stop.send(()).unwrap();
        task.await.unwrap();
    }

    /// Something at the server's address that takes every connection and never says a word.
    pub(crate) async fn hang(&self) -> JoinHandle<()> {
        let listener = TcpListener::bind(self.address).await.unwrap();
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((connection, _)) = listener.accept().await {
                held.push(connection);
            }
        })
    }

    pub(crate) fn later(&self, minutes: u64) {
        self.ahead.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn device(&self) -> Device {
        Device {
            url: self.url(),
            ahead: Arc::clone(&self.ahead),
            frail: Rc::default(),
            owner: Rc::default(),
        }
    }

    /// An app on a device of its own, signed up.
    pub(crate) async fn sign_up(&self, role: Role, name: &str) -> (App, Kit) {
        let app = self.device().open(role).await;
        let kit = app.sign_up(name).await;
        (app, kit)
    }

    pub(crate) async fn patient(&self, name: &str) -> App {
        self.sign_up(Role::Patient, name).await.0
    }

    pub(crate) async fn doctor(&self, name: &str) -> App {
        self.sign_up(Role::Doctor, name).await.0
    }
}

/// Storage that can be full.
#[derive(Debug, Default)]
pub(crate) struct Frail {
    pub(crate) memory: Memory,
    /// How many more pieces fit; no limit if there is none.
    pub(crate) room: Cell<Option<u32>>,
}

impl Frail {
    fn take_room(&self) -> Result<(), ClientError> {
        match self.room.get() {
            Some(0) => Err(ClientError::StorageFull("quota".to_owned())),
            Some(left) => {
                self.room.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Storage for Frail {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        self.memory.read(name).await
    }
    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        self.take_room()?;
        self.memory.write(name, bytes).await
    }
    async fn append(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        self.take_room()?;
        self.memory.append(name, bytes).await
    }
    async fn truncate(&self, name: &str, length: u64) -> Result<(), ClientError> {
        self.memory.truncate(name, length).await
    }
    async fn remove(&self, name: &str) -> Result<(), ClientError> {
        self.memory.remove(name).await
    }
    async fn names(&self, prefix: &str) -> Result<Vec<String>, ClientError> {
        self.memory.names(prefix).await
    }
}

/// A device: what it keeps, and which of its tabs has the app.
#[derive(Clone)]
pub(crate) struct Device {
    url: String,
    ahead: Arc<AtomicU64>,
    pub(crate) frail: Rc<Frail>,
    owner: Rc<RefCell<Option<Tab>>>,
}

/// Whose the app's place is.
struct Tab {
    number: u32,
    /// Told when it is taken away.
    stolen: Rc<Cell<bool>>,
}

impl Device {
    /// Everybody's clock, and randomness.
    pub(crate) fn env(&self) -> Env {
        let mut env = Env::system();
        let (now, ahead) = (env.now, Arc::clone(&self.ahead));
        env.now = Box::new(move || now() + ahead.load(Ordering::Relaxed));
        env
    }

    /// Opens the app in a new tab.
    pub(crate) async fn open(&self, role: Role) -> App {
        let (app, _) = self.open_tab(role).await;
        app
    }

    pub(crate) async fn open_tab(&self, role: Role) -> (App, Standing) {
        let surroundings = Surroundings {
            device: self.clone(),
            events: Rc::default(),
            stolen: Rc::default(),
            number: rand_number(),
        };
        let (events, stolen) = (
            Rc::clone(&surroundings.events),
            Rc::clone(&surroundings.stolen),
        );
        let engine = Engine::new(surroundings);
        let running = engine.clone();
        let task = tokio::task::spawn_local(async move { running.run().await });
        let start = Request::Start {
            server: self.url.clone(),
            role,
        };
        let standing = standing(engine.handle(start).await);
        let app = App {
            engine,
            events,
            stolen,
            device: self.clone(),
            task,
            role,
        };
        (app, standing)
    }

    /// Everything it keeps, in one.
    pub(crate) async fn contents(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        for name in self.frail.names("").await.unwrap() {
            let bytes = self.frail.read(&name).await.unwrap().unwrap();
            all.push((name, bytes));
        }
        all
    }
}

fn rand_number() -> u32 {
    let mut bytes = [0; 4];
    Env::system().rng.fill_bytes(&mut bytes);
    u32::from_le_bytes(bytes)
}

pub(crate) struct Surroundings {
    device: Device,
    events: Rc<RefCell<Vec<Event>>>,
    stolen: Rc<Cell<bool>>,
    number: u32,
}

impl Host for Surroundings {
    type Storage = Rc<Frail>;

    async fn open(&self, _: Role) -> Result<Rc<Frail>, ClientError> {
        Ok(Rc::clone(&self.device.frail))
    }

    async fn claim(&self, _: Role, steal: bool) -> bool {
        let mut owner = self.device.owner.borrow_mut();
        let other = owner.as_ref().filter(|tab| tab.number != self.number);
        match other {
            Some(_) if !steal => return false,
            Some(tab) => tab.stolen.set(true),
            None => {}
        }
        *owner = Some(Tab {
            number: self.number,
            stolen: Rc::clone(&self.stolen),
        });
        true
    }

    fn env(&self) -> Env {
        self.device.env()
    }

    fn tell(&self, event: Event) {
        self.events.borrow_mut().push(event);
    }
}

/// An app in a tab.
pub(crate) struct App {
    pub(crate) engine: Engine<Surroundings>,
    pub(crate) events: Rc<RefCell<Vec<Event>>>,
    pub(crate) stolen: Rc<Cell<bool>>,
    pub(crate) device: Device,
    task: JoinHandle<()>,
    role: Role,
}

impl Drop for App {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl App {
    pub(crate) async fn ask(&self, request: Request) -> Reply {
        self.engine.handle(request).await
    }

    /// Asks for what must work.
    pub(crate) async fn get(&self, request: Request) -> Answer {
        let what = format!("{request:?}");
        let what: String = what.chars().take(80).collect();
        self.ask(request)
            .await
            .unwrap_or_else(|trouble| panic!("{what}: {trouble:?}"))
    }

    /// Asks for what must not work, and says why not.
    pub(crate) async fn refused(&self, request: Request) -> Cause {
        self.ask(request).await.unwrap_err().cause
    }

    pub(crate) async fn sign_up(&self, name: &str) -> Kit {
        let registration = (self.role == Role::Doctor).then(|| "KMC-12345".to_owned());
        let request = Request::SignUp {
            name: name.to_owned(),
            registration,
            passphrase: Hidden::new(PASSPHRASE),
        };
        kit(self.get(request).await)
    }

    /// Closes the tab.
    pub(crate) fn close(self) {
        *self.device.owner.borrow_mut() = None;
    }

    /// Closes the tab and opens the app again, locked.
    pub(crate) async fn reopen(self) -> Self {
        let (device, role) = (self.device.clone(), self.role);
        self.close();
        device.open(role).await
    }

    pub(crate) async fn unlock(&self) -> Me {
        let request = Request::Unlock {
            passphrase: Hidden::new(PASSPHRASE),
        };
        me(self.get(request).await)
    }

    pub(crate) async fn entries(&self, vault: Option<&str>) -> Vec<Entry> {
        let vault = vault.map(str::to_owned);
        match self.get(Request::Records { vault }).await {
            Answer::Records {
                entries,
                unreadable: 0,
                ..
            } => entries,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn patients(&self) -> Vec<Patient> {
        match self.get(Request::Patients).await {
            Answer::Patients(patients) => patients,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn invitations(&self) -> Vec<Invitation> {
        match self.get(Request::Invitations).await {
            Answer::Invitations(invitations) => invitations,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn add(&self, vault: Option<&str>, drafts: Vec<Draft>) -> (Vec<String>, Sent) {
        let request = Request::Add {
            vault: vault.map(str::to_owned),
            drafts,
            broadcast: true,
        };
        match self.get(request).await {
            Answer::Added { records, sent } => (records, sent),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn invite(&self, intake: Vec<Draft>) -> Invitation {
        let request = Request::Invite {
            may_add: true,
            history: true,
            visit_hours: None,
            intake,
        };
        match self.get(request).await {
            Answer::Invitations(invitations) => invitations[0].clone(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn look(&self, invitation: &Invitation) -> Visit {
        match self.get(look(invitation)).await {
            Answer::Visit(visit) => visit,
            other => panic!("{other:?}"),
        }
    }

    /// Whether such an event has come; it is taken off the list.
    pub(crate) fn told(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        let mut events = self.events.borrow_mut();
        let at = events.iter().position(wanted);
        at.map(|at| events.remove(at)).is_some()
    }

    /// Waits for an event.
    pub(crate) async fn hears(&self, wanted: impl Fn(&Event) -> bool) {
        eventually(async || self.told(&wanted).then_some(())).await;
    }
}

/// Tries until it is so; a test that waits in vain fails.
pub(crate) async fn eventually<T>(mut check: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..1500 {
        if let Some(value) = check().await {
            return value;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited in vain");
}

/// A first visit: the doctor's patient from now on. Returns the vault.
pub(crate) async fn visit(doctor: &App, patient: &App) -> String {
    visit_with(doctor, patient, Vec::new(), consent(true)).await
}

pub(crate) async fn visit_with(
    doctor: &App,
    patient: &App,
    intake: Vec<Draft>,
    consent: Consent,
) -> String {
    let before: Vec<String> = vaults(doctor).await;
    let invitation = doctor.invite(intake).await;
    patient.look(&invitation).await;
    patient.get(Request::AnswerVisit).await;
    patient.get(Request::Accept(consent)).await;
    eventually(async || {
        vaults(doctor)
            .await
            .into_iter()
            .find(|v| !before.contains(v))
    })
    .await
}

async fn vaults(doctor: &App) -> Vec<String> {
    let patients = doctor.patients().await;
    patients.into_iter().map(|patient| patient.vault).collect()
}

pub(crate) fn consent(may_add: bool) -> Consent {
    Consent {
        may_add,
        history: true,
        visit_hours: None,
        broadcasts: false,
    }
}

pub(crate) fn look(invitation: &Invitation) -> Request {
    Request::Look {
        link: Hidden::new(invitation.link.clone().unwrap()),
    }
}

pub(crate) fn pressure(systolic: u32, diastolic: u32) -> Draft {
    Draft::BloodPressure {
        systolic: systolic.to_string(),
        diastolic: diastolic.to_string(),
        when: WHEN.to_owned(),
    }
}

pub(crate) fn systolic(entry: &Entry) -> Option<f64> {
    match entry.fact {
        Fact::BloodPressure { systolic, .. } => Some(systolic),
        _ => None,
    }
}

pub(crate) fn standing(reply: Reply) -> Standing {
    match reply.unwrap() {
        Answer::Standing(standing) => standing,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn me(answer: Answer) -> Me {
    match answer {
        Answer::Standing(Standing::Open(me)) => me,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn kit(answer: Answer) -> Kit {
    match answer {
        Answer::Kit(kit) => kit,
        other => panic!("{other:?}"),
    }
}

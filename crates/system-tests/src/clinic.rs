//! A clinic in a temporary folder: a server on a free port, and people with their clients.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::liar::Liar;
use client::{
    account::{Home, Kit, SignUp},
    env::Env,
    error::ClientError,
    session::Session,
    storage::disk::Disk,
    visit::Consent,
};
use record::Import;
use server::{Config, Running};
use wire::{
    id::VaultId,
    invite::Ask,
    person::Role,
    vault::{Mode, Purpose},
};

/// The password everybody in the clinic has.
pub const PASSWORD: &str = "correct horse battery";

/// A client on a folder.
pub type Person = Session<Disk>;

/// A server with its folder and its clock.
pub struct Clinic {
    folder: tempfile::TempDir,
    running: Option<Running>,
    liar: Option<Liar>,
    ahead: Arc<AtomicU64>,
}

impl Clinic {
    /// Opens a clinic.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut clinic = Self {
            folder,
            running: None,
            liar: None,
            ahead: Arc::default(),
        };
        clinic.start().await;
        clinic
    }

    /// Opens a clinic whose server lies when told to.
    pub async fn open_lying() -> Self {
        let mut clinic = Self::open().await;
        clinic.liar = Some(Liar::before(&clinic.real_url()).await);
        clinic
    }

    /// What stands before the server.
    pub fn liar(&self) -> &Liar {
        self.liar.as_ref().unwrap()
    }

    /// The server's settings: no limits on how often, and a clock that can be put forward.
    pub fn config(&self) -> Config {
        let mut config = Config::new(self.data()).without_limits();
        // A provider who is killed is missed sooner than elsewhere, for the tests' sake.
        config.work_grace = std::time::Duration::from_secs(1);
        let ahead = Arc::clone(&self.ahead);
        let clock = config.clock.clone();
        config.clock = Arc::new(move || clock() + ahead.load(Ordering::Relaxed));
        config
    }

    /// Starts the server, at a new port.
    pub async fn start(&mut self) {
        self.start_with(self.config()).await;
    }

    /// Starts the server with other settings.
    pub async fn start_with(&mut self, config: Config) {
        self.running = Some(server::start(config).await.unwrap());
        if let Some(liar) = &self.liar {
            liar.turn_to(&self.real_url());
        }
    }

    /// Stops the server.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await.unwrap();
        }
    }

    /// Puts everybody's clock forward.
    pub fn later(&self, hours: u64) {
        self.ahead.fetch_add(hours * 3_600_000, Ordering::Relaxed);
    }

    /// The server's address, as the clients know it.
    pub fn url(&self) -> String {
        match &self.liar {
            Some(liar) => liar.url(),
            None => self.real_url(),
        }
    }

    /// The address of the server itself.
    pub fn real_url(&self) -> String {
        self.running.as_ref().unwrap().url()
    }

    /// The address that a browser opens: by name, as passkeys are bound to names.
    pub fn site(&self) -> String {
        self.url().replace("127.0.0.1", "localhost")
    }

    /// The server's data directory.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    /// The folder that everything is in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of a person's client.
    pub fn home(&self, name: &str) -> PathBuf {
        self.folder.path().join("homes").join(name)
    }

    /// The clinic's clock, and randomness.
    pub fn env(&self) -> Env {
        let mut env = Env::system();
        let ahead = Arc::clone(&self.ahead);
        let now = env.now;
        env.now = Box::new(move || now() + ahead.load(Ordering::Relaxed));
        env
    }

    /// A client's place, with the clinic's clock.
    pub fn place(&self, name: &str) -> Home<Disk> {
        Home::new(Disk::open(&self.home(name)).unwrap(), self.env())
    }

    /// Signs somebody up.
    pub async fn sign_up(&self, role: Role, name: &str) -> (Person, Kit) {
        let url = self.url();
        let new = SignUp {
            server: &url,
            role,
            name,
            registration: (role == Role::Doctor).then_some("MCI-12345"),
            passphrase: PASSWORD,
        };
        self.place(name).sign_up(&new).await.unwrap()
    }

    /// A patient.
    pub async fn patient(&self, name: &str) -> Person {
        self.sign_up(Role::Patient, name).await.0
    }

    /// A doctor.
    pub async fn doctor(&self, name: &str) -> Person {
        self.sign_up(Role::Doctor, name).await.0
    }

    /// Closes somebody's client and opens it again from its folder.
    pub async fn reopen(&self, person: Person, name: &str) -> Person {
        drop(person);
        self.place(name).session().await.unwrap()
    }
}

/// What a doctor asks for at a first visit.
pub fn ask(history: bool) -> Ask {
    Ask {
        mode: Mode::Write,
        history,
        purpose: Purpose::Standing,
        hours: None,
        may_share: false,
    }
}

/// The whole first visit: invited, answered, the codes compared, granted. Returns the patient's vault.
///
/// # Errors
/// As the client has it.
pub async fn visit(
    doctor: &mut Person,
    patient: &mut Person,
    ask: Ask,
) -> Result<VaultId, ClientError> {
    let link = doctor.invite(ask, 24).await?;
    let visit = patient.look(&link).await?;
    let code = patient.answer(&visit).await?;
    doctor.sync().await?;
    let seen = doctor
        .invitations()
        .last()
        .and_then(|invitation| invitation.code.clone());
    assert_eq!(seen.as_ref(), Some(&code), "both see the same code");
    let vault = patient
        .consent(&visit, &Consent::as_asked(&visit.ask))
        .await?;
    let report = doctor.sync().await?;
    assert_eq!(report.troubles, Vec::<String>::new());
    Ok(vault)
}

/// A real patient's bundle, as Synthea wrote it, at most `bytes` long.
pub fn bundle(index: usize) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../record/data/synthea");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "gz"))
        .collect();
    files.sort();
    unzip(&files[index % files.len()])
}

/// The rich patient's bundle, of about 1.3 MB.
pub fn large_bundle() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../record/data/synthea");
    let rich = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("Jorge_Brekke")
        });
    unzip(&rich.unwrap())
}

fn unzip(path: &Path) -> Vec<u8> {
    use std::io::Read;
    let file = std::fs::File::open(path).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

/// The resources of a bundle, in a fixed order.
pub fn resources(file: &[u8]) -> Vec<String> {
    let Import { items, .. } = record::import(file).unwrap();
    let mut resources: Vec<String> = items
        .iter()
        .map(|item| String::from_utf8(item.resource.to_json_bytes()).unwrap())
        .collect();
    resources.sort();
    resources
}

/// Copies a folder of files and folders.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

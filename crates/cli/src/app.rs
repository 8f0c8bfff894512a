//! What every command stands on: the home, the session, the streams.

use std::{
    cell::Cell,
    io::{ErrorKind, IsTerminal, Write},
    path::PathBuf,
    time::Duration,
};

use client::{
    ClientError, account::Home, env::Env, session::Session, storage::disk::Disk, sync::SyncReport,
};
use wire::{id::VaultId, person::Role};

use crate::{
    answer::Answer,
    args::Globals,
    failure::{Failure, Kind},
    progress,
};

/// A session in a folder.
pub(crate) type Signed = Session<Disk>;

/// How long to wait for another command in the same home.
const PATIENCE: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(100);

/// What was given for all commands.
pub(crate) struct App {
    globals: Globals,
    /// Whether the command hears Ctrl-C itself, the first time.
    takes_interrupt: Cell<bool>,
}

/// What the last sync of this command said.
pub(crate) struct Synced {
    /// Signed in.
    pub session: Signed,
    /// What came; empty when the server could not be reached.
    pub report: SyncReport,
}

impl App {
    pub(crate) fn new(globals: Globals) -> Self {
        Self {
            globals,
            takes_interrupt: Cell::new(false),
        }
    }

    /// Waits for Ctrl-C, which then does not end the command: it ends by itself, in order. A second one ends it.
    pub(crate) async fn take_interrupt(&self) {
        self.takes_interrupt.set(true);
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Ctrl-C ends the command again.
    pub(crate) fn leave_interrupt(&self) {
        self.takes_interrupt.set(false);
    }

    pub(crate) fn json(&self) -> bool {
        self.globals.json
    }

    pub(crate) fn globals(&self) -> &Globals {
        &self.globals
    }

    /// Whether the terminal may be written to while working.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.globals.quiet && !self.globals.json && std::io::stderr().is_terminal()
    }

    /// Prints an answer.
    pub(crate) fn show(&self, answer: &Answer) -> Result<(), Failure> {
        let text = match (self.globals.json, answer.json.is_null()) {
            (true, true) => return Ok(()),
            (true, false) => answer.json.to_string(),
            (false, _) => answer.text.trim_end().to_owned(),
        };
        if text.is_empty() {
            return Ok(());
        }
        print_bytes(format!("{text}\n").as_bytes())
    }

    /// A word on the side, on the error stream.
    pub(crate) fn note(&self, text: &str) {
        if !self.globals.quiet {
            // A closed error stream is no reason to stop.
            let _ = writeln!(std::io::stderr(), "sehat: {text}");
        }
    }

    /// Opens the home. While another command is at work there, waits a little.
    pub(crate) async fn home(&self) -> Result<Home<Disk>, Failure> {
        let folder = self.folder()?;
        let mut waited = Duration::ZERO;
        loop {
            match Disk::open(&folder) {
                Ok(disk) => return Ok(Home::new(disk, Env::system())),
                Err(ClientError::Locked) if waited < PATIENCE => {
                    if waited == STEP * 5 {
                        self.note("waiting for another command in this home");
                    }
                    tokio::time::sleep(STEP).await;
                    waited += STEP;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn folder(&self) -> Result<PathBuf, Failure> {
        self.globals
            .home
            .clone()
            .or_else(usual_folder)
            .ok_or_else(|| {
                Failure::usage("there is no folder for your data: name one with --home DIR")
            })
    }

    /// The server that was named.
    pub(crate) fn server(&self) -> Result<&str, Failure> {
        self.globals.server.as_deref().ok_or_else(|| {
            Failure::usage("no server was named: give --server URL, or set SEHAT_SERVER")
        })
    }

    /// The session of who is signed in.
    pub(crate) async fn session(&self) -> Result<Signed, Failure> {
        let mut session = self.home().await?.session().await?;
        self.prepare(&mut session);
        Ok(session)
    }

    /// Shows how long work on a session gets on.
    pub(crate) fn prepare(&self, session: &mut Signed) {
        if self.shows_progress() {
            session.on_progress(progress::bars());
        }
        let named = self.globals.server.as_deref();
        if named.is_some_and(|named| named.trim_end_matches('/') != session.server()) {
            self.note(&format!(
                "this account is at {}: --server is not used",
                session.server()
            ));
        }
    }

    /// The session, synced. If the server cannot be reached, or with `--offline`, what is known here does.
    pub(crate) async fn synced_if_possible(&self) -> Result<Synced, Failure> {
        let mut session = self.session().await?;
        if self.globals.offline {
            let report = SyncReport::default();
            return Ok(Synced { session, report });
        }
        let report = match session.sync().await {
            Ok(report) => report,
            Err(error @ (ClientError::Network(_) | ClientError::Busy))
            | Err(
                error @ ClientError::Refused {
                    status: 429 | 500..,
                    ..
                },
            ) => {
                self.note(&format!(
                    "{error}. This is what was known here at the last sync"
                ));
                SyncReport::default()
            }
            Err(error) => return Err(error.into()),
        };
        self.tell(&report);
        Ok(Synced { session, report })
    }

    /// The session, synced: for what cannot be done without the server.
    pub(crate) async fn synced(&self) -> Result<Synced, Failure> {
        if self.globals.offline {
            return Err(Failure::usage(
                "this needs the server: leave --offline away",
            ));
        }
        let mut session = self.session().await?;
        let report = session.sync().await?;
        self.tell(&report);
        Ok(Synced { session, report })
    }

    fn tell(&self, report: &SyncReport) {
        for trouble in &report.troubles {
            self.note(trouble);
        }
        for name in &report.ended {
            self.note(&format!(
                "your access to the records of {name} has ended; they were taken off this device"
            ));
        }
    }
}

impl Synced {
    /// One's own vault, for what only a patient does.
    pub(crate) fn own_vault(&self) -> Result<VaultId, Failure> {
        if self.session.identity().role == Role::Doctor {
            return Err(Failure::refused(
                "this is for patients: a doctor has no record here to decide on",
            ));
        }
        self.vault(None)
    }

    /// One's own vault, or a patient's; not one of which the server shows what cannot be true.
    pub(crate) fn vault(&self, patient: Option<&str>) -> Result<VaultId, Failure> {
        let vault = match patient {
            Some(name) => self.session.patient_vault(name)?,
            None => self.session.own_vault()?,
        };
        if !self.report.cheated.contains(&vault) {
            return Ok(vault);
        }
        let message = self.report.troubles.join("\n");
        Err(Failure::new(Kind::Cheating, "server_cheats", message)
            .advise("With --offline you see what this device knows to be true."))
    }
}

/// Where this platform keeps a program's data.
fn usual_folder() -> Option<PathBuf> {
    let named = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let home = std::env::home_dir();
    let folder = if cfg!(windows) {
        named("APPDATA")
    } else if cfg!(target_os = "macos") {
        home.map(|home| home.join("Library/Application Support"))
    } else {
        named("XDG_DATA_HOME").or_else(|| home.map(|home| home.join(".local/share")))
    };
    folder.map(|folder| folder.join("sehat"))
}

/// Prints to the output stream. Nobody reading any more is no fault.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Failure::new(Kind::ClosedPipe, "closed_pipe", ""),
            _ => Failure::other(format!("the output cannot be written: {error}")),
        })
}

/// A runtime for the one thread there is.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// Runs a command until it ends or Ctrl-C is pressed. What is being written to a disk is finished first.
pub(crate) async fn until_interrupted(
    app: &App,
    command: impl Future<Output = Result<Answer, Failure>>,
) -> Result<Answer, Failure> {
    let mut command = std::pin::pin!(command);
    loop {
        tokio::select! {
            // The command first: one that waits for the input stream without giving way would not let Ctrl-C be noticed
            // here, so the system's own way of ending it must still be in place.
            biased;
            outcome = &mut command => return outcome,
            _ = tokio::signal::ctrl_c() => {
                if !app.takes_interrupt.take() {
                    return Err(Failure::interrupted());
                }
            }
        }
    }
}

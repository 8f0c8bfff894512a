//! A desk to type commands at: a server beside the test, and a home for each person.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use server::{Config, Running};
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) struct Desk {
    folder: TempDir,
    runtime: Runtime,
    running: Option<Running>,
    url: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let config = Config::new(folder.path().join("server")).without_limits();
        let running = runtime.block_on(server::start(config)).unwrap();
        let url = running.url();
        std::fs::write(folder.path().join("password"), "a password for the tests\n").unwrap();
        Self {
            folder,
            runtime,
            running: Some(running),
            url,
        }
    }

    pub(crate) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop()).unwrap();
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs a command as somebody, whatever comes of it.
    pub(crate) fn run(&self, who: &str, words: &[&str]) -> Output {
        self.command(who, words).output().unwrap()
    }

    /// A command as somebody, ready to run.
    pub(crate) fn command(&self, who: &str, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sehat"));
        command
            .args(["--json", "--server", &self.url, "--home"])
            .arg(self.path(who))
            .arg("--password-file")
            .arg(self.path("password"))
            .args(words)
            .env_remove("SEHAT_HOME");
        command
    }

    /// Runs a command that must work, and reads its JSON.
    pub(crate) fn ok(&self, who: &str, words: &[&str]) -> Value {
        let output = self.run(who, words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "`sehat {}` as {who}: {said}",
            words.join(" ")
        );
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{words:?}: {e}"))
    }

    /// Runs a command that must fail with this exit code; gives what it says.
    pub(crate) fn fails(&self, who: &str, words: &[&str], code: i32) -> String {
        let output = self.run(who, words);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "`sehat {}` as {who}: {said}",
            words.join(" ")
        );
        let error: Value = serde_json::from_str(said.trim().lines().last().unwrap_or_default())
            .unwrap_or_else(|e| panic!("{said:?}: {e}"));
        error["error"]["message"].as_str().unwrap().to_owned()
    }

    /// Signs somebody up; the kit goes to a file beside.
    pub(crate) fn sign_up(&self, who: &str, role: &str, name: &str) -> Value {
        self.ok(who, &["signup", "--role", role, "--name", name])
    }

    /// A first visit, from both sides.
    pub(crate) fn visit(&self, doctor: &str, patient: &str, more: &[&str]) {
        let link = self.ok(doctor, &["invite"])["link"]
            .as_str()
            .unwrap()
            .to_owned();
        let words = [&["accept", link.as_str(), "--yes"], more].concat();
        self.ok(patient, &words);
    }

    /// How many records somebody can read.
    pub(crate) fn count(&self, who: &str, more: &[&str]) -> usize {
        let words = [&["record", "list"], more].concat();
        self.ok(who, &words)["records"].as_array().unwrap().len()
    }
}

/// The rich patient's bundle, packed as the project has it.
pub(crate) fn bundle() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../record/data/synthea");
    let mut files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .find(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("Jorge_Brekke")
        })
        .unwrap()
}

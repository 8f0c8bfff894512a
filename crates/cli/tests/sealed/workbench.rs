//! A workbench for sealed numbers: a folder with keys, commands typed in it, and no account anywhere.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Workbench {
    folder: TempDir,
}

impl Workbench {
    /// With the frozen keys of 1024 bits: `private.json`, `public.json`, and those of somebody else.
    pub(crate) fn new() -> Self {
        let bench = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (name, private, public) in [
            ("key-1024.json", "private.json", "public.json"),
            (
                "other-key-1024.json",
                "other-private.json",
                "other-public.json",
            ),
        ] {
            bench.write(private, &std::fs::read(data(name)).unwrap());
            bench.ok(&["paillier", "extract", private, public]);
        }
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that others cannot read.
    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The command, ready to run in the folder. Small keys are taken; the home is a folder that must never appear.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sehat"));
        command.current_dir(self.folder.path()).env_clear();
        command.env("SEHAT_HOME", self.path("home")).args(words);
        let takes_key = ["paillier", "form", "dataset", "mean-bp"];
        if words.iter().any(|word| takes_key.contains(word)) {
            let before_values = words.iter().position(|word| *word == "--");
            if before_values.is_none() {
                command.arg("--dangerous-small-key");
            }
        }
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        let output = self.command(words).output().unwrap();
        assert!(!self.path("home").exists(), "{words:?} opened a home");
        output
    }

    /// Runs a command that must work, and gives what it prints.
    pub(crate) fn ok(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "`sehat {}`: {said}",
            words.join(" ")
        );
        assert!(said.is_empty(), "`sehat {}` says {said}", words.join(" "));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must work, and reads its JSON.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let text = self.ok(&[&["--json"], words].concat());
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{words:?}: {error}"))
    }

    /// Runs a command that reads the input stream and must work.
    pub(crate) fn fed(&self, input: &str, words: &[&str]) -> String {
        let mut command = self.command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "`sehat {}`", words.join(" "));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must fail with this exit code and leave the folder as it was; gives what it says.
    pub(crate) fn fails(&self, words: &[&str], code: i32) -> String {
        let before = self.files();
        let output = self.run(&[&["--json"], words].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "`sehat {}`: {said}",
            words.join(" ")
        );
        assert_eq!(
            self.files(),
            before,
            "`sehat {}` left something",
            words.join(" ")
        );
        let error: Value = serde_json::from_str(said.trim().lines().last().unwrap_or_default())
            .unwrap_or_else(|error| panic!("{said:?}: {error}"));
        error["error"]["message"].as_str().unwrap().to_owned()
    }

    /// The names of all files, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// A file of the tests.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// A file that people can try the commands with.
pub(crate) fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples-data")
        .join(name);
    path.to_str().unwrap().to_owned()
}

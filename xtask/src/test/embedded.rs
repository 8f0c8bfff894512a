//! Whether a server carries the apps in its own file: built that way, and asked for every file while the folder
//! they come from is away.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::workspace::{cargo, command, read, root};

/// Builds the server with the apps in it, and holds what it serves against their list. Returns how many files that were.
///
/// # Errors
/// It cannot be built or does not start; a file is missing, altered, or comes without the policy.
pub(super) fn check() -> Result<usize> {
    let program = build()?;
    let list = fs::read_to_string(built().join("hashes.txt")).context("the apps are not built")?;
    let data = env::temp_dir().join(format!("sehat-embedded-{}", std::process::id()));
    let _away = Away::take()?;
    let server = Running::start(&program, &data);
    let count = server.and_then(|server| serves_all(&server, &list));
    let _ = fs::remove_dir_all(&data);
    count
}

/// Returns where the program lies.
fn build() -> Result<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--package", "sehat-server", "--features", "embed"]);
    let told = read(build.args(["--message-format", "json-render-diagnostics"]))?;
    let mut programs = told.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    programs.next_back().context("cargo names no program")
}

fn serves_all(server: &Running, list: &str) -> Result<usize> {
    ensure!(
        server.ask("/hashes.txt")?.body == list.as_bytes(),
        "another list of the files"
    );
    let mut count = 0;
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let (hash, path) = line.split_once("  ").context("a line that is no hash")?;
        let answer = server.ask(&format!("/{path}"))?;
        let found = HEXLOWER.encode(&Sha256::digest(&answer.body));
        ensure!(found == hash, "{path} is not what was built");
        answer.is_strict().with_context(|| path.to_owned())?;
        count += 1;
    }
    for app in ["patient", "doctor"] {
        let page = server.ask(&format!("/{app}/"))?;
        page.is_strict()?;
        ensure!(
            page.head.contains("content-type: text/html"),
            "/{app}/ is no page"
        );
        let screen = server.ask(&format!("/{app}/more/settings"))?;
        ensure!(
            screen.body == page.body,
            "the screens of /{app}/ are not its page"
        );
    }
    ensure!(count > 0, "the list of the files is empty");
    Ok(count)
}

/// A running server that is ended with this value.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(program: &Path, data: &Path) -> Result<Self> {
        let mut start = command(program);
        start.args(["--listen", "127.0.0.1:0", "--rate", "0", "--data"]);
        let mut child = start
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let address = line
            .trim()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        Ok(Self { child, address })
    }

    /// As plainly as can be: without an encoding, and the connection ends with the answer.
    fn ask(&self, path: &str) -> Result<Answer> {
        let mut connection =
            TcpStream::connect(&self.address).context("the server is not there")?;
        write!(connection, "GET {path} HTTP/1.0\r\n\r\n")?;
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes)?;
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n");
        let end = end.with_context(|| format!("{path}: no answer"))?;
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        ensure!(head.starts_with("http/1.0 200"), "{path}: {head}");
        let body = bytes.split_off(end + 4);
        Ok(Answer { head, body })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It keeps nothing that would have to be put in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn is_strict(&self) -> Result<()> {
        for wanted in [
            "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
            "cross-origin-opener-policy: same-origin",
            "permissions-policy: camera=(self)",
            "etag: \"",
        ] {
            if !self.head.contains(wanted) {
                bail!("it comes without `{wanted}`: {}", self.head);
            }
        }
        Ok(())
    }
}

/// The folder of the built apps, under another name until this value is dropped.
struct Away;

impl Away {
    fn take() -> Result<Self> {
        fs::rename(built(), aside())?;
        Ok(Self)
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        if let Err(error) = fs::rename(aside(), built()) {
            println!("{} could not be moved back: {error}", aside().display());
        }
    }
}

fn built() -> PathBuf {
    root().join("dist/web")
}

fn aside() -> PathBuf {
    root().join("dist/web-away")
}

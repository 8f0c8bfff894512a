//! Finding Chromium, starting it, and leaving nothing of it behind.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::TempDir;

use super::{PATIENCE, Profile, channel::Channel};

/// How a browser is started.
#[derive(Default, Clone)]
pub struct Options {
    /// What its camera sees, over and over: a film in Y4M or MJPEG. A test picture if there is none.
    pub camera: Option<PathBuf>,
    /// The languages it asks pages for, such as `hi-IN`; English as in India if nothing is said.
    pub language: Option<String>,
}

/// A running Chromium, without a window. It ends with this value, and its files with it.
pub struct Browser {
    child: Child,
    folder: Option<TempDir>,
    channel: Channel,
}

impl Browser {
    /// Starts Chromium; where there is none, or no apps were built for it to show, says so in the form that
    /// `cargo xtask test` gathers, and the test is over.
    pub async fn launch() -> Option<Self> {
        Self::launch_with(&Options::default()).await
    }

    /// As [`Browser::launch`], set up otherwise.
    pub async fn launch_with(options: &Options) -> Option<Self> {
        let Some(program) = find() else {
            skip(
                "there is no Chromium",
                "cargo xtask setup, or set CHROME to a browser made of it",
            );
            return None;
        };
        if !Path::new(BUILT).is_file() {
            skip("the apps are not built", "cargo xtask web");
            return None;
        }
        Some(Self::start(&program, options).await)
    }

    async fn start(program: &Path, options: &Options) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("sehat-browser")
            .tempdir()
            .unwrap();
        let said = fs::File::create(folder.path().join("said")).unwrap();
        let mut command = Command::new(program);
        command
            .args(ARGUMENTS)
            .arg(format!(
                "--user-data-dir={}",
                folder.path().join("data").display()
            ))
            .arg(format!(
                "--lang={}",
                options.language.as_deref().unwrap_or("en-IN")
            ));
        if let Some(film) = &options.camera {
            command.arg(format!(
                "--use-file-for-fake-video-capture={}",
                film.display()
            ));
        }
        let mut child = command
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .unwrap();
        let address = address(&mut child, folder.path()).await;
        let channel = Channel::connect(&address).await;
        Self {
            child,
            folder: Some(folder),
            channel,
        }
    }

    /// A person's browser, which shares nothing with another's.
    pub async fn profile(&self) -> Profile {
        let downloads = self.folder.as_ref().unwrap().path().join("downloads");
        Profile::make(self.channel.clone(), &downloads).await
    }

    /// What Chromium calls itself.
    pub async fn version(&self) -> String {
        let version = self.channel.call("", "Browser.getVersion", json!({})).await;
        version.unwrap()["product"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        end(&mut self.child);
        let Some(folder) = self.folder.take() else {
            return;
        };
        let folder = folder.keep();
        // Its helpers end a moment after it, and may still write.
        for _ in 0..50 {
            if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                return;
            }
            thread::sleep(Duration::from_millis(40));
        }
    }
}

/// Asks it to end, so that it ends its helpers; and does not ask twice.
fn end(child: &mut Child) {
    let asked = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    let begun = Instant::now();
    while asked.is_ok() && begun.elapsed() < Duration::from_secs(5) {
        match child.try_wait() {
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            _ => return,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Waits until Chromium says where it can be spoken to.
async fn address(child: &mut Child, folder: &Path) -> String {
    let begun = Instant::now();
    let file = folder.join("data/DevToolsActivePort");
    loop {
        if let Ok(text) = fs::read_to_string(&file)
            && let Some((port, path)) = text.trim().split_once('\n')
        {
            return format!("ws://127.0.0.1:{port}{path}");
        }
        let ended = child.try_wait().unwrap();
        if ended.is_some() || begun.elapsed() > PATIENCE {
            let said = fs::read_to_string(folder.join("said")).unwrap_or_default();
            panic!("Chromium did not start ({ended:?}):\n{said}");
        }
        tokio::time::sleep(super::PAUSE).await;
    }
}

/// The browser that `CHROME` names, the first of its usual names that runs, or the one that `cargo xtask setup` unpacked.
fn find() -> Option<PathBuf> {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let usual = NAMES.iter().map(PathBuf::from);
    let mut candidates = named.into_iter().chain(usual).chain(unpacked());
    candidates.find(|candidate| {
        let mut version = Command::new(candidate);
        version
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    })
}

/// Below the target folder, where this program lies too.
fn unpacked() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let mut starters = own.ancestors().map(|folder| folder.join("chromium/start"));
    starters.find(|starter| starter.is_file())
}

/// Past the capture of a test's output, so that it is seen although the test passes.
fn skip(reason: &str, fix: &str) {
    let line = format!("\nSKIPPED: the apps in a browser — {reason} — {fix}\n");
    let _ = std::io::stdout().write_all(line.as_bytes());
}

const BUILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist/web/hashes.txt");

const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// No window, nothing fetched for itself, no questions; the sandbox does not work for root, and these pages are our own.
const ARGUMENTS: [&str; 20] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--remote-debugging-port=0",
];

//! The server as a child process.

use std::{
    io::Read,
    net::TcpStream,
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::Demo;
use crate::workspace;

/// A server that runs.
pub(crate) struct Serving(Child);

/// Starts the server and waits until it answers.
///
/// # Errors
/// When it does not come up; with what it said.
pub(crate) fn start(demo: &Demo, port: u16) -> Result<Serving> {
    let address = format!("127.0.0.1:{port}");
    if TcpStream::connect(&address).is_ok() {
        bail!(
            "port {port} is in use: stop what listens there, or choose another with --port N --fresh"
        );
    }
    let log = demo.folder.join("server.log");
    let file = std::fs::File::create(&log).with_context(|| super::shown(&log))?;
    let child = workspace::command(&demo.server)
        .arg("--data")
        .arg(demo.folder.join("server"))
        .args(["--listen", &address])
        // Everybody in the clinic comes from one address.
        .args(["--rate", "0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .context("cannot start sehat-server")?;
    let mut serving = Serving(child);
    let begun = Instant::now();
    while TcpStream::connect(&address).is_err() {
        if let Some(status) = serving.0.try_wait()? {
            let mut said = String::new();
            std::fs::File::open(&log)?.read_to_string(&mut said)?;
            bail!("the server stopped at once ({status}): {}", said.trim());
        }
        if begun.elapsed() > Duration::from_secs(30) {
            bail!(
                "the server does not answer at {address}; its log is {}",
                super::shown(&log)
            );
        }
        sleep(Duration::from_millis(50));
    }
    Ok(serving)
}

impl Serving {
    /// Stops the server and waits until it is down.
    ///
    /// # Errors
    /// When it cannot be stopped.
    pub(crate) fn stop(mut self) -> Result<()> {
        terminate(&mut self.0)?;
        self.0.wait().context("the server").map(drop)
    }

    /// Waits until the server ends: Ctrl-C reaches it too.
    ///
    /// # Errors
    /// When it ended by itself.
    pub(crate) fn wait(mut self) -> Result<()> {
        let status = self.0.wait().context("the server")?;
        if status.success() {
            Ok(())
        } else {
            bail!("the server stopped ({status})")
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // A clinic that could not be made leaves no server behind; one that has ended is no fault.
        let _ = terminate(&mut self.0);
        let _ = self.0.wait();
    }
}

/// Asks it to stop as Ctrl-C would, so that it finishes what it has begun.
#[cfg(unix)]
fn terminate(child: &mut Child) -> Result<()> {
    if child.try_wait()?.is_none() {
        workspace::run(workspace::command("kill").args(["-TERM", &child.id().to_string()]))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn terminate(child: &mut Child) -> Result<()> {
    Ok(child.kill()?)
}

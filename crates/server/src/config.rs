//! How a server is set up.

use std::{path::PathBuf, time::Duration};

use store::SetQuota;

use crate::{Clock, Rate, system_clock};

/// How a server is set up.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// The data directory.
    pub data: PathBuf,
    /// The most bytes one vault may take.
    pub quota: u64,
    /// How much one account's sealed sets may take.
    pub set_quota: SetQuota,
    /// How often one address may ask.
    pub rate: Rate,
    /// How often one address may try to sign up, sign in or recover.
    pub sign_in_rate: Rate,
    /// How often one credential may be tried.
    pub credential_rate: Rate,
    /// How often one account may open an inquiry, whatever the cards allow.
    pub inquiry_rate: Rate,
    /// How long somebody who asks a classifier waits for the provider's answer.
    pub inquiry_wait: Duration,
    /// How long a provider's poll waits for work.
    pub work_wait: Duration,
    /// How long after its last poll a provider's program counts as connected.
    pub work_grace: Duration,
    /// The most bytes of frames under way, all inquiries together.
    pub inquiry_room: usize,
    /// The most bytes of one account's frames under way.
    pub inquiry_share: usize,
    /// How long a request may take, the reading of its body included.
    pub timeout: Duration,
    /// Whether a proxy stands before the server, whose `X-Forwarded-For` tells the address.
    pub behind_proxy: bool,
    /// How often an event stream says that it is alive.
    pub keep_alive: Duration,
    /// The most pages the database may have; a test makes a full disk with it.
    pub max_pages: Option<u32>,
    /// A folder with the apps, as `cargo xtask web` writes it, in the place of those the server was built with.
    pub apps: Option<PathBuf>,
    /// The time.
    pub clock: Clock,
}

impl Config {
    /// The usual for `data`.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            quota: 2 << 30,
            set_quota: SetQuota {
                sets: 100,
                bytes: 256 << 20,
            },
            rate: Rate {
                per_second: 500.0,
                burst: 3000.0,
            },
            sign_in_rate: Rate {
                per_second: 2.0,
                burst: 200.0,
            },
            credential_rate: Rate {
                per_second: 0.1,
                burst: 10.0,
            },
            inquiry_rate: Rate {
                per_second: 0.5,
                burst: 60.0,
            },
            inquiry_wait: Duration::from_secs(30),
            work_wait: Duration::from_secs(25),
            work_grace: Duration::from_secs(5),
            inquiry_room: 128 << 20,
            inquiry_share: 40 << 20,
            timeout: Duration::from_secs(120),
            behind_proxy: false,
            keep_alive: Duration::from_secs(15),
            max_pages: None,
            apps: None,
            clock: system_clock(),
        }
    }

    /// Without any limit on how often, for tests and benchmarks.
    #[must_use]
    pub fn without_limits(mut self) -> Self {
        self.rate = Rate::UNLIMITED;
        self.sign_in_rate = Rate::UNLIMITED;
        self.credential_rate = Rate::UNLIMITED;
        self.inquiry_rate = Rate::UNLIMITED;
        self
    }
}

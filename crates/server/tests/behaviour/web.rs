//! A server to talk to, a clock to turn, and a client that speaks the interface.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use reqwest::{Client, Method, Response};
use server::{Config, Running, start};
use tempfile::TempDir;
use wire::codec::{self, Cbor};

/// When the tests begin, in milliseconds since 1970.
pub(crate) const START: u64 = 1_800_000_000_000;
pub(crate) const SECOND: u64 = 1000;
pub(crate) const HOUR: u64 = 3600 * SECOND;
pub(crate) const DAY: u64 = 24 * HOUR;

/// A running server with its directory.
pub(crate) struct Web {
    pub(crate) url: String,
    pub(crate) running: Option<Running>,
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<AtomicU64>,
    client: Client,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) bytes: Vec<u8>,
    pub(crate) media_type: String,
    pub(crate) headers: reqwest::header::HeaderMap,
}

impl Web {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A server set up otherwise.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicU64::new(START));
        let running = run(&folder, &clock, change).await;
        Self {
            url: running.url(),
            running: Some(running),
            folder,
            clock,
            client: client(),
        }
    }

    /// A server that runs as a process of its own, by the system's clock.
    pub(crate) fn elsewhere(url: String, folder: TempDir) -> Self {
        let now = (server::system_clock())();
        Self {
            url,
            running: None,
            folder,
            clock: Arc::new(AtomicU64::new(now)),
            client: client(),
        }
    }

    /// Stops the server and starts another on the same directory.
    pub(crate) async fn restarted(self, change: impl FnOnce(&mut Config)) -> Self {
        self.running.unwrap().stop().await.unwrap();
        let running = run(&self.folder, &self.clock, change).await;
        Self {
            url: running.url(),
            running: Some(running),
            ..self
        }
    }

    pub(crate) fn now(&self) -> u64 {
        self.clock.load(Ordering::Relaxed)
    }

    pub(crate) fn wait(&self, millis: u64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    /// Sends bytes as they are.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&[u8; 32]>,
        media_type: &str,
        body: Vec<u8>,
    ) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .header("content-type", media_type)
            .body(body);
        if let Some(token) = token {
            request = request.header("authorization", bearer(token));
        }
        Answer::of(request.send().await.unwrap()).await
    }

    pub(crate) async fn post<T: Cbor>(
        &self,
        path: &str,
        token: Option<&[u8; 32]>,
        body: &T,
    ) -> Answer {
        let body = codec::to_bytes(body);
        self.send(Method::POST, path, token, "application/cbor", body)
            .await
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&[u8; 32]>) -> Answer {
        self.send(Method::GET, path, token, "application/cbor", Vec::new())
            .await
    }

    pub(crate) async fn delete(&self, path: &str, token: Option<&[u8; 32]>) -> Answer {
        self.send(Method::DELETE, path, token, "application/cbor", Vec::new())
            .await
    }

    /// Opens the caller's event stream.
    pub(crate) async fn listen(&self, token: &[u8; 32]) -> Response {
        self.client
            .get(format!("{}/v1/events", self.url))
            .header("authorization", bearer(token))
            .send()
            .await
            .unwrap()
    }
}

async fn run(
    folder: &TempDir,
    clock: &Arc<AtomicU64>,
    change: impl FnOnce(&mut Config),
) -> Running {
    let mut config = Config::new(folder.path()).without_limits();
    let clock = Arc::clone(clock);
    config.clock = Arc::new(move || clock.load(Ordering::Relaxed));
    change(&mut config);
    start(config).await.unwrap()
}

fn bearer(token: &[u8; 32]) -> String {
    format!("Bearer {}", wire::id::Hash(*token))
}

impl Answer {
    pub(crate) async fn of(response: Response) -> Self {
        let media_type = response.headers().get("content-type");
        Self {
            status: response.status().as_u16(),
            media_type: media_type.map_or(String::new(), |v| v.to_str().unwrap().to_owned()),
            headers: response.headers().clone(),
            bytes: response.bytes().await.unwrap().to_vec(),
        }
    }

    /// The answer, which must be one.
    #[track_caller]
    pub(crate) fn ok<T: Cbor>(self) -> T {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.bytes));
        assert_eq!(self.media_type, "application/cbor");
        codec::parse(&self.bytes, usize::MAX).unwrap()
    }

    /// No content, and that is well.
    #[track_caller]
    pub(crate) fn done(self) {
        assert_eq!(self.status, 204, "{}", String::from_utf8_lossy(&self.bytes));
    }

    /// The problem, which must be of this status and type.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, kind: &str) -> serde_json::Value {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!(self.status, status, "{text}");
        assert_eq!(self.media_type, "application/problem+json", "{text}");
        let problem: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            problem["type"],
            format!("urn:sehat:problem:{kind}"),
            "{text}"
        );
        assert_eq!(problem["status"], status);
        for key in ["title", "detail"] {
            assert!(problem[key].as_str().is_some_and(|text| !text.is_empty()));
        }
        problem
    }
}

/// A client. In a build of the whole workspace its library comes without a choice of cryptography, and
/// asks for one even where there is no TLS.
pub(crate) fn client() -> Client {
    // A second test finds one chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

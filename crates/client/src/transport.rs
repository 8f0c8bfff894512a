//! The HTTP interface: canonical CBOR out and in, problem details as errors, retries where they do no harm.

use std::{cell::RefCell, collections::HashMap, pin::pin, rc::Rc, time::Duration};

use futures_util::future::{Either, select};
use wire::codec::{self, Cbor};

use crate::{env::sleep, error::ClientError};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
use browser::{Answer, Http};
#[cfg(not(target_arch = "wasm32"))]
use native::{Answer, Http};

/// The most bytes of an answer.
const ANSWER_LIMIT: usize = 64 << 20;
/// How long an event stream may be without a sign of life: a server gives one every quarter of a minute.
const SILENCE: Duration = Duration::from_secs(60);
/// How often a request that failed on the way is tried.
const TRIES: u32 = 3;

/// A connection to one server.
#[derive(Clone)]
pub struct Transport {
    http: Http,
    base: String,
    token: Option<String>,
    /// Answers to GETs that were fetched before they are asked for, each good for once. They are believed
    /// no more than any other.
    ahead: Rc<RefCell<HashMap<String, Vec<u8>>>>,
}

impl Transport {
    /// A connection to the server at `base`, such as `https://sehat.example`.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] when that is no address of a server.
    pub fn new(base: &str) -> Result<Self, ClientError> {
        let base = base.trim_end_matches('/').to_owned();
        if !Http::is_server(&base) {
            return Err(ClientError::NotPossible(format!(
                "{base:?} is no server address: it should look like https://sehat.example or http://localhost:8080"
            )));
        }
        Ok(Self {
            http: Http::new()?,
            base,
            token: None,
            ahead: Rc::default(),
        })
    }

    /// The same with a session.
    pub fn with_token(mut self, token: &[u8; 32]) -> Self {
        self.token = Some(data_encoding::HEXLOWER.encode(token));
        self
    }

    /// The server's address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// GETs an object. Tried again when it fails on the way.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn get<T: Cbor>(&self, path: &str) -> Result<T, ClientError> {
        parse(&self.get_bytes(path).await?)
    }

    /// GETs bytes.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn get_bytes(&self, path: &str) -> Result<Vec<u8>, ClientError> {
        let ahead = self.ahead.borrow_mut().remove(path);
        match ahead {
            Some(bytes) => Ok(bytes),
            None => self.retried(&Request::new("GET", path)).await,
        }
    }

    /// GETs an object and keeps the answer for whoever asks for it next.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub(crate) async fn fetch_ahead<T: Cbor>(&self, path: &str) -> Result<T, ClientError> {
        let bytes = self.retried(&Request::new("GET", path)).await?;
        let value = parse(&bytes)?;
        self.ahead.borrow_mut().insert(path.to_owned(), bytes);
        Ok(value)
    }

    /// Drops what was fetched ahead and not asked for.
    pub(crate) fn forget_ahead(&self) {
        self.ahead.borrow_mut().clear();
    }

    /// POSTs an object and reads the answer. Tried again: every POST of the interface is idempotent or
    /// refused the second time.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn post<T: Cbor>(&self, path: &str, body: &impl Cbor) -> Result<T, ClientError> {
        parse(&self.post_bytes(path, body).await?)
    }

    /// POSTs an object where no answer is expected.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn post_only(&self, path: &str, body: &impl Cbor) -> Result<(), ClientError> {
        self.post_bytes(path, body).await.map(drop)
    }

    async fn post_bytes(&self, path: &str, body: &impl Cbor) -> Result<Vec<u8>, ClientError> {
        let request = Request::new("POST", path)
            .header("content-type", "application/cbor")
            .body(codec::to_bytes(body));
        self.retried(&request).await
    }

    /// POSTs an object that must not come twice: it is not tried again.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn post_once<T: Cbor>(&self, path: &str, body: &impl Cbor) -> Result<T, ClientError> {
        parse(&self.post_bytes_once(path, body).await?)
    }

    /// The same where no answer is expected.
    ///
    /// # Errors
    /// As the server or the network has it.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) async fn post_nothing_once(
        &self,
        path: &str,
        body: &impl Cbor,
    ) -> Result<(), ClientError> {
        self.post_bytes_once(path, body).await.map(drop)
    }

    async fn post_bytes_once(&self, path: &str, body: &impl Cbor) -> Result<Vec<u8>, ClientError> {
        let request = Request::new("POST", path)
            .header("content-type", "application/cbor")
            .body(codec::to_bytes(body));
        self.attempt(&request).await
    }

    /// DELETEs, once.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub(crate) async fn delete_once(&self, path: &str) -> Result<(), ClientError> {
        let request = Request::new("DELETE", path);
        self.attempt(&request).await.map(drop)
    }

    /// POSTs an object and reads bytes. Tried again.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub(crate) async fn post_for_bytes(
        &self,
        path: &str,
        body: &impl Cbor,
    ) -> Result<Vec<u8>, ClientError> {
        self.post_bytes(path, body).await
    }

    /// PUTs an object and reads the answer. Tried again: the second time is answered as the first.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub(crate) async fn put_for<T: Cbor>(
        &self,
        path: &str,
        body: &impl Cbor,
    ) -> Result<T, ClientError> {
        let request = Request::new("PUT", path)
            .header("content-type", "application/cbor")
            .body(codec::to_bytes(body));
        parse(&self.retried(&request).await?)
    }

    /// PUTs bytes under a name that they determine.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn put(
        &self,
        path: &str,
        content_type: &str,
        body: Vec<u8>,
    ) -> Result<(), ClientError> {
        let request = Request::new("PUT", path)
            .header("content-type", content_type)
            .body(body);
        self.retried(&request).await.map(drop)
    }

    /// DELETEs.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn delete(&self, path: &str) -> Result<(), ClientError> {
        self.retried(&Request::new("DELETE", path)).await.map(drop)
    }

    /// Opens the server-sent events of `path`.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn events(&self, path: &str) -> Result<Events, ClientError> {
        let request = Request::new("GET", path).header("accept", "text/event-stream");
        Ok(Events {
            answer: self.send(&request).await?,
            buffer: Vec::new(),
        })
    }

    async fn retried(&self, request: &Request<'_>) -> Result<Vec<u8>, ClientError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let failed = match self.attempt(request).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => error,
            };
            if tries == TRIES || !failed.is_passing() {
                return Err(failed);
            }
            sleep(pause(&failed, tries)).await;
        }
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Vec<u8>, ClientError> {
        whole(self.send(request).await?).await
    }

    async fn send(&self, request: &Request<'_>) -> Result<Answer, ClientError> {
        let address = format!("{}{}", self.base, request.path);
        let token = self.token.as_deref();
        let answer = self.http.send(&address, token, request).await?;
        check(answer).await
    }
}

/// A request, as often as it is sent.
struct Request<'a> {
    method: &'static str,
    path: &'a str,
    header: Option<(&'static str, &'a str)>,
    body: Option<Vec<u8>>,
}

impl<'a> Request<'a> {
    fn new(method: &'static str, path: &'a str) -> Self {
        Self {
            method,
            path,
            header: None,
            body: None,
        }
    }

    fn header(mut self, name: &'static str, value: &'a str) -> Self {
        self.header = Some((name, value));
        self
    }

    fn body(mut self, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self
    }
}

/// The body of an answer.
async fn whole(mut answer: Answer) -> Result<Vec<u8>, ClientError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_LIMIT {
            return Err(ClientError::Garbage("too long"));
        }
    }
    Ok(body)
}

/// A server that cannot be reached is asked again soon, one that asks for patience later.
fn pause(failed: &ClientError, tries: u32) -> Duration {
    let first = if matches!(failed, ClientError::Network(_)) {
        50
    } else {
        400
    };
    Duration::from_millis(first << (2 * tries))
}

fn parse<T: Cbor>(bytes: &[u8]) -> Result<T, ClientError> {
    Ok(codec::parse(bytes, ANSWER_LIMIT)?)
}

/// Server-sent events as they come.
pub struct Events {
    answer: Answer,
    buffer: Vec<u8>,
}

impl Events {
    /// The next event and its data. What comes between two calls is kept.
    ///
    /// # Errors
    /// When the connection breaks, or what comes are no events.
    pub async fn next(&mut self) -> Result<(String, String), ClientError> {
        loop {
            while let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\n\n") {
                let block: Vec<u8> = self.buffer.drain(..end + 2).collect();
                let (event, data) = read_event(&String::from_utf8_lossy(&block));
                if !event.is_empty() {
                    return Ok((event, data));
                }
            }
            if self.buffer.len() > 64 << 10 {
                return Err(ClientError::Garbage("an endless event"));
            }
            let closed = || ClientError::Network("the server closed the connection".to_owned());
            let chunk = match select(pin!(self.answer.chunk()), pin!(sleep(SILENCE))).await {
                Either::Left((chunk, _)) => chunk?.ok_or_else(closed)?,
                Either::Right(_) => {
                    return Err(ClientError::Network("the server fell silent".to_owned()));
                }
            };
            self.buffer.extend_from_slice(&chunk);
        }
    }
}

fn read_event(block: &str) -> (String, String) {
    let mut event = String::new();
    let mut data = String::new();
    for line in block.lines() {
        if let Some(value) = line.strip_prefix("event:") {
            event = value.trim().to_owned();
        } else if let Some(value) = line.strip_prefix("data:") {
            data.push_str(value.trim());
        }
    }
    (event, data)
}

/// A problem's document (RFC 9457), or whatever stands in its place.
async fn check(answer: Answer) -> Result<Answer, ClientError> {
    let status = answer.status();
    if (200..300).contains(&status) {
        return Ok(answer);
    }
    let body = whole(answer).await.unwrap_or_default();
    let problem = serde_json::from_slice::<serde_json::Value>(&body).ok();
    let field = |name: &str| {
        problem
            .as_ref()
            .and_then(|p| p.get(name))
            .and_then(|v| v.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let kind = field("type")
        .trim_start_matches("urn:sehat:problem:")
        .to_owned();
    let detail = match field("detail") {
        text if text.is_empty() => format!("the server answers {status}"),
        text => text,
    };
    if status == 401 && kind == wire::api::problem::SESSION {
        return Err(ClientError::SignedOut);
    }
    Err(ClientError::Refused {
        status,
        problem: kind,
        detail,
        retry_after: problem
            .as_ref()
            .and_then(|p| p.get("retry_after")?.as_u64()),
    })
}

//! The browser's own HTTP client, from a worker: `fetch` (Fetch Standard, WHATWG), with nothing around it.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCredentials, RequestInit,
    RequestRedirect, Response, Url, WorkerGlobalScope,
};

use super::Request;
use crate::{env::sleep, error::ClientError};

/// The browser keeps the connections.
#[derive(Clone)]
pub(super) struct Http;

impl Http {
    pub(super) fn new() -> Result<Self, ClientError> {
        Ok(Self)
    }

    /// Whether a server can be at that address.
    pub(super) fn is_server(base: &str) -> bool {
        Url::new(base).is_ok_and(|url| {
            matches!(url.protocol().as_str(), "http:" | "https:")
                && !url.hostname().is_empty()
                && url.hash().is_empty()
        })
    }

    pub(super) async fn send(
        &self,
        address: &str,
        token: Option<&str>,
        request: &Request<'_>,
    ) -> Result<Answer, ClientError> {
        let abort = Abort(AbortController::new().map_err(|error| network(&error))?);
        let init = init(token, request, &abort).map_err(|error| network(&error))?;
        let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
        let answer = in_time(scope.fetch_with_str_and_init(address, &init)).await?;
        let answer: Response = answer.unchecked_into();
        let body = answer.body().map(|body| body.get_reader().unchecked_into());
        Ok(Answer {
            status: answer.status(),
            body,
            _abort: abort,
        })
    }
}

fn init(token: Option<&str>, request: &Request<'_>, abort: &Abort) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    if let Some(token) = token {
        headers.append("authorization", &format!("Bearer {token}"))?;
    }
    if let Some((name, value)) = request.header {
        headers.append(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    init.set_signal(Some(&abort.0.signal()));
    // Who asks is said by the token, and by nothing else; and the interface sends nobody elsewhere.
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    if let Some(body) = &request.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    Ok(init)
}

/// An answer, whose body is still coming.
pub(super) struct Answer {
    status: u16,
    body: Option<ReadableStreamDefaultReader>,
    /// Whoever lets go of an answer does not want the rest of it.
    _abort: Abort,
}

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    /// What came next of the body; `None` at its end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        let Some(body) = &self.body else {
            return Ok(None);
        };
        let read = in_time(body.read()).await?;
        let part = |name: &str| Reflect::get(&read, &name.into()).unwrap_or_default();
        if part("done").is_truthy() {
            return Ok(None);
        }
        let bytes = part("value").dyn_into::<Uint8Array>();
        let bytes = bytes.map_err(|_| ClientError::Garbage("an answer that is not bytes"))?;
        Ok(Some(bytes.to_vec()))
    }
}

/// Ends a request when it is dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What a promise gives. A browser waits as long as it takes; the client does not.
async fn in_time(promise: Promise) -> Result<JsValue, ClientError> {
    match select(JsFuture::from(promise), pin!(sleep(PATIENCE))).await {
        Either::Left((given, _)) => given.map_err(|error| network(&error)),
        Either::Right(_) => Err(ClientError::Network("no answer in time".to_owned())),
    }
}

/// How long nothing may come: as with the client outside the browser.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the browser says went wrong, as far as it says.
fn network(error: &JsValue) -> ClientError {
    let message = Reflect::get(error, &"message".into()).unwrap_or_default();
    let why = message.as_string();
    ClientError::Network(why.unwrap_or_else(|| "the request failed".to_owned()))
}

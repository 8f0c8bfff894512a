//! The HTTP client of the programs people run themselves.

use std::time::Duration;

use reqwest::{Client, Method, Response, Url, redirect::Policy};

use super::Request;
use crate::error::ClientError;

/// Connections, kept for the next request.
#[derive(Clone)]
pub(super) struct Http(Client);

impl Http {
    pub(super) fn new() -> Result<Self, ClientError> {
        // A second call finds the provider in place already; that is no fault.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("sehat/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(60))
            .redirect(Policy::none())
            .build();
        Ok(Self(client.map_err(|error| network(&error))?))
    }

    /// Whether a server can be at that address.
    pub(super) fn is_server(base: &str) -> bool {
        Url::parse(base).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some()
                && url.fragment().is_none()
        })
    }

    pub(super) async fn send(
        &self,
        address: &str,
        token: Option<&str>,
        request: &Request<'_>,
    ) -> Result<Answer, ClientError> {
        let method = Method::from_bytes(request.method.as_bytes());
        let method = method.map_err(|error| ClientError::Network(error.to_string()))?;
        let mut asked = self.0.request(method, address);
        if let Some(token) = token {
            asked = asked.bearer_auth(token);
        }
        if let Some((name, value)) = request.header {
            asked = asked.header(name, value);
        }
        if let Some(body) = &request.body {
            asked = asked.body(body.clone());
        }
        let answer = asked.send().await;
        Ok(Answer(answer.map_err(|error| network(&error))?))
    }
}

/// An answer, whose body is still coming.
pub(super) struct Answer(Response);

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// What came next of the body; `None` at its end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        let chunk = self.0.chunk().await.map_err(|error| network(&error))?;
        Ok(chunk.map(|bytes| bytes.to_vec()))
    }
}

fn network(error: &reqwest::Error) -> ClientError {
    let mut why = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        why = inner.to_string();
        source = inner.source();
    }
    ClientError::Network(why)
}

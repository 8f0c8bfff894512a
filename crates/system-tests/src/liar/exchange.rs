//! What is asked and what is told.

use std::sync::Arc;

use axum::http::HeaderMap;
use tokio::sync::Semaphore;
use wire::codec::{self, Cbor};

/// What a client asks.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The method.
    pub method: String,
    /// The path, with its query.
    pub path: String,
    /// The bearer token, in hexadecimal.
    pub token: Option<String>,
    /// The body's media type.
    pub media_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Asked {
    /// Whether it is for a route, such as `GET /v1/vaults/{vault}/log`.
    pub fn is(&self, method: &str, template: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        let (mut found, mut wanted) = (path.split('/'), template.split('/'));
        let same = loop {
            match (found.next(), wanted.next()) {
                (None, None) => break true,
                (Some(a), Some(b)) if a == b || b.starts_with('{') => {}
                _ => break false,
            }
        };
        same && self.method == method
    }

    /// The body, read.
    pub fn read<T: Cbor>(&self) -> T {
        codec::parse(&self.body, usize::MAX).unwrap()
    }
}

/// What the client is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// The status.
    pub status: u16,
    /// The headers, but those about the connection.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the connection breaks instead.
    pub cut: bool,
}

impl Told {
    /// An object.
    pub fn object(value: &impl Cbor) -> Self {
        Self::bytes(200, codec::to_bytes(value))
    }

    /// Bytes.
    pub fn bytes(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
            cut: false,
        }
    }

    /// Nothing: the connection breaks.
    pub fn nothing() -> Self {
        Self {
            cut: true,
            ..Self::bytes(200, [])
        }
    }

    /// The body, read.
    pub fn read<T: Cbor>(&self) -> T {
        codec::parse(&self.body, usize::MAX).unwrap()
    }

    /// Changes the object that the body is, if the request went well.
    pub fn alter<T: Cbor>(&mut self, change: impl FnOnce(&mut T)) {
        if self.status == 200 {
            let mut value = self.read();
            change(&mut value);
            self.body = codec::to_bytes(&value);
        }
    }
}

/// Where a request goes.
#[derive(Debug, Clone)]
pub enum Way {
    /// To the server.
    Through,
    /// To the server, once there is a permit.
    Once(Arc<Semaphore>),
    /// To another server.
    To(String),
    /// Nowhere: this is the answer.
    Answer(Told),
}

/// A request and its answer, as the client saw them.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What was asked, as it came.
    pub asked: Asked,
    /// What was told in the end.
    pub told: Told,
}

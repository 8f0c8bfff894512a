//! Bodies: canonical CBOR in and out, and nothing else.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use wire::{
    api::REQUEST_LIMIT,
    codec::{self, Cbor},
};

use crate::{app::App, caller::Caller, problem::Problem, relay::Room};

/// The media type of requests and answers.
pub(crate) const CBOR: &str = "application/cbor";
/// The media type of chunks.
pub(crate) const OCTETS: &str = "application/octet-stream";

/// A request's body, parsed.
pub(crate) struct Parsed<T, const LIMIT: usize = REQUEST_LIMIT>(pub(crate) T);

impl<T: Cbor + Send + 'static, const LIMIT: usize> FromRequest<App> for Parsed<T, LIMIT> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let bytes = read(request, CBOR, LIMIT).await?;
        let value = heavy(bytes.len(), move || codec::parse(&bytes, LIMIT)).await??;
        Ok(Self(value))
    }
}

/// A frame's body, parsed, with the room that it takes: where there is none, it is not even read.
pub(crate) struct Roomy<T, const LIMIT: usize>(pub(crate) T, pub(crate) Room);

impl<T: Cbor + Send + 'static, const LIMIT: usize> FromRequest<App> for Roomy<T, LIMIT> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let size = announced(&request).unwrap_or(LIMIT).min(LIMIT);
        let caller = request.extensions().get::<Caller>().copied();
        let person = caller.ok_or_else(Problem::session)?.person;
        let room = app.relay.take_room(person, size)?;
        let Parsed(value) = Parsed::<T, LIMIT>::from_request(request, app).await?;
        Ok(Self(value, room))
    }
}

fn announced(request: &Request) -> Option<usize> {
    let length = request.headers().get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Reads a body of that media type and at most that many bytes.
pub(crate) async fn read(
    request: Request,
    media_type: &'static str,
    limit: usize,
) -> Result<Bytes, Problem> {
    if !is(request.headers(), media_type) {
        return Err(Problem::content_type(media_type));
    }
    if announced(&request).is_some_and(|length| length > limit) {
        return Err(Problem::too_large(limit));
    }
    let bytes = to_bytes(request.into_body(), limit).await;
    bytes.map_err(|error| {
        use std::error::Error as _;
        let too_long = error
            .source()
            .is_some_and(|cause| cause.to_string().contains("length limit"));
        if too_long {
            Problem::too_large(limit)
        } else {
            Problem::malformed("The body broke off. Send it again.")
        }
    })
}

fn is(headers: &HeaderMap, media_type: &str) -> bool {
    let found = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    found
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case(media_type))
}

/// Does the work of `size` bytes where it holds nobody up.
pub(crate) async fn heavy<T: Send + 'static>(
    size: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    if size < HEAVY {
        return Ok(work());
    }
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Problem::internal(error.to_string()))
}

/// An answer.
pub(crate) struct Encoded<T>(pub(crate) T);

impl<T: Cbor> IntoResponse for Encoded<T> {
    fn into_response(self) -> Response {
        octets(codec::to_bytes(&self.0), CBOR)
    }
}

/// An answer of bytes as they are.
pub(crate) fn octets(bytes: Vec<u8>, media_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// From how many bytes on work is put aside.
const HEAVY: usize = 128 << 10;

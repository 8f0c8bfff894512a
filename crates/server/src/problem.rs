//! What went wrong, told to who asked: problem details (RFC 9457).
//!
//! The detail says in plain words what to do and holds nothing about anybody. What only the operator
//! needs to know goes to the log.

use std::borrow::Cow;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use store::StoreError;
use wire::{api::problem, codec::CodecError, id::Hash, log::LogError, person::ChainError};

/// A refusal or a failure. Boxed, so that what goes well carries no weight of it.
#[derive(Debug)]
pub(crate) struct Problem(Box<Fields>);

#[derive(Debug)]
struct Fields {
    kind: &'static str,
    status: StatusCode,
    detail: Cow<'static, str>,
    retry_after: Option<u64>,
    head: Option<(u64, Hash)>,
    cause: Option<String>,
}

/// What the log says of a problem; travels with the response to the layer that writes the log.
#[derive(Debug, Clone)]
pub(crate) struct Cause {
    pub(crate) kind: &'static str,
    pub(crate) cause: Option<String>,
}

impl Problem {
    fn new(kind: &'static str, status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Fields {
            kind,
            status,
            detail: detail.into(),
            retry_after: None,
            head: None,
            cause: None,
        }))
    }

    pub(crate) fn malformed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(problem::MALFORMED, StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn content_type(expected: &'static str) -> Self {
        let detail = format!("Send the body as {expected}.");
        Self::new(
            problem::MALFORMED,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            detail,
        )
    }

    pub(crate) fn method() -> Self {
        let detail = "This address does not know that method.";
        Self::new(problem::MALFORMED, StatusCode::METHOD_NOT_ALLOWED, detail)
    }

    pub(crate) fn session() -> Self {
        let detail = "Sign in first: there is no session, or it has ended.";
        Self::new(problem::SESSION, StatusCode::UNAUTHORIZED, detail)
    }

    pub(crate) fn login() -> Self {
        let detail = "The password or the account secret is wrong, or the attempt took too long.";
        Self::new(problem::LOGIN, StatusCode::UNAUTHORIZED, detail)
    }

    pub(crate) fn not_found() -> Self {
        let detail = "There is no such thing, or it is not for you.";
        Self::new(problem::NOT_FOUND, StatusCode::NOT_FOUND, detail)
    }

    pub(crate) fn forbidden(detail: &'static str) -> Self {
        Self::new(problem::FORBIDDEN, StatusCode::FORBIDDEN, detail)
    }

    pub(crate) fn conflict(detail: &'static str) -> Self {
        Self::new(problem::CONFLICT, StatusCode::CONFLICT, detail)
    }

    /// A lost race, with what won it.
    pub(crate) fn behind(seq: u64, head: Hash) -> Self {
        let detail = "Somebody else was faster. Fetch what is new, then try again.";
        let mut problem = Self::conflict(detail);
        problem.0.head = Some((seq, head));
        problem
    }

    pub(crate) fn refused(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(problem::REFUSED, StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    pub(crate) fn expired() -> Self {
        let detail = "The invitation has run out. Ask the doctor for a new one.";
        Self::new(problem::EXPIRED, StatusCode::GONE, detail)
    }

    pub(crate) fn used() -> Self {
        let detail = "The invitation has been answered, denied or withdrawn already.";
        Self::new(problem::USED, StatusCode::CONFLICT, detail)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("Send less at once: at most {limit} bytes are taken here.");
        Self::new(problem::TOO_LARGE, StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    pub(crate) fn quota() -> Self {
        let detail = "The storage given to you is used up. Ask the server's operator for more.";
        Self::new(problem::QUOTA, StatusCode::INSUFFICIENT_STORAGE, detail)
    }

    pub(crate) fn too_many(detail: &'static str) -> Self {
        Self::new(problem::QUOTA, StatusCode::CONFLICT, detail)
    }

    pub(crate) fn rate(seconds: u64) -> Self {
        let detail = format!("Too many requests. Try again in {seconds} s.");
        let mut problem = Self::new(problem::RATE, StatusCode::TOO_MANY_REQUESTS, detail);
        problem.0.retry_after = Some(seconds);
        problem
    }

    /// A provider who is not there, or a server with its hands full: the same again later may work.
    pub(crate) fn away(detail: &'static str) -> Self {
        let mut problem = Self::new(problem::AWAY, StatusCode::SERVICE_UNAVAILABLE, detail);
        problem.0.retry_after = Some(30);
        problem
    }

    pub(crate) fn timeout() -> Self {
        let detail = "The request took too long. Try again.";
        Self::new(problem::MALFORMED, StatusCode::REQUEST_TIMEOUT, detail)
    }

    pub(crate) fn internal(cause: impl Into<String>) -> Self {
        let detail = "The server failed. Nothing was stored; try again later.";
        let mut problem = Self::new(problem::INTERNAL, StatusCode::INTERNAL_SERVER_ERROR, detail);
        problem.0.cause = Some(cause.into());
        problem
    }

    fn body(&self) -> String {
        let mut body = serde_json::json!({
            "type": format!("urn:sehat:problem:{}", self.0.kind),
            "title": title(self.0.kind),
            "status": self.0.status.as_u16(),
            "detail": self.0.detail,
        });
        if let Some((seq, head)) = &self.0.head {
            body["seq"] = (*seq).into();
            body["head"] = head.to_string().into();
        }
        if let Some(seconds) = self.0.retry_after {
            body["retry_after"] = seconds.into();
        }
        body.to_string()
    }
}

fn title(kind: &str) -> &'static str {
    match kind {
        problem::MALFORMED => "The request is malformed",
        problem::SESSION => "Not signed in",
        problem::LOGIN => "Signing in failed",
        problem::NOT_FOUND => "Not found",
        problem::FORBIDDEN => "Not allowed",
        problem::CONFLICT => "Somebody else was faster",
        problem::REFUSED => "Refused",
        problem::EXPIRED => "Run out",
        problem::USED => "Used already",
        problem::TOO_LARGE => "Too large",
        problem::QUOTA => "No room left",
        problem::AWAY => "The provider is not connected",
        problem::RATE => "Too many requests",
        problem::STORAGE => "The server cannot store right now",
        _ => "The server failed",
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body()));
        *response.status_mut() = self.0.status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.0.kind == problem::SESSION {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Cause {
            kind: self.0.kind,
            cause: self.0.cause,
        });
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let status = match &error {
            StoreError::Full => StatusCode::INSUFFICIENT_STORAGE,
            StoreError::Io(_) | StoreError::Closed => StatusCode::SERVICE_UNAVAILABLE,
            _ => return Self::internal(error.to_string()),
        };
        let detail = "The server cannot store right now. Nothing was stored; try again later.";
        let mut problem = Self::new(problem::STORAGE, status, detail);
        problem.0.cause = Some(error.to_string());
        problem.0.retry_after = Some(30);
        problem
    }
}

impl From<CodecError> for Problem {
    fn from(error: CodecError) -> Self {
        match error {
            CodecError::TooLarge { limit, .. } => Self::too_large(limit),
            other => Self::malformed(format!("The request cannot be read: {other}.")),
        }
    }
}

impl From<ChainError> for Problem {
    fn from(error: ChainError) -> Self {
        Self::refused(error.to_string())
    }
}

impl From<LogError> for Problem {
    fn from(error: LogError) -> Self {
        Self::refused(error.to_string())
    }
}

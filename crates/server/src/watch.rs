//! Around every request: its number in the log, its end in time, and the headers that all answers have.

use std::{
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use tokio::time::{Instant, timeout};

use crate::{
    app::App,
    problem::{Cause, Problem},
};

/// Runs a request, answers for it if it panics or takes too long, and writes one line about it.
///
/// The line has the route's pattern and never the path: paths name persons and vaults.
pub(crate) async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    static REQUESTS: AtomicU64 = AtomicU64::new(1);
    let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let run = AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = match timeout(app.config.timeout, run).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Problem::internal("an endpoint panicked").into_response(),
        Err(_) => Problem::timeout().into_response(),
    };
    harden(&mut response, number);
    let cause = response.extensions_mut().remove::<Cause>();
    let (status, micros) = (response.status().as_u16(), started.elapsed().as_micros());
    let micros = u64::try_from(micros).unwrap_or(u64::MAX);
    match cause {
        Some(Cause { kind, cause }) if status >= 500 => {
            let cause = cause.unwrap_or_default();
            tracing::error!(request = number, %method, route, status, micros, problem = kind, cause);
        }
        Some(Cause { kind, .. }) => {
            tracing::info!(request = number, %method, route, status, micros, problem = kind);
        }
        None => tracing::info!(request = number, %method, route, status, micros),
    }
    response
}

fn harden(response: &mut Response, number: u64) {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        // The apps' files say themselves how long they last and what they may load.
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers.insert(HeaderName::from_static("x-request-id"), number.into());
}

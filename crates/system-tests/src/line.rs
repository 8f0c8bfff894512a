//! The line between browsers and the server: honest, unless a test makes it talk nonsense or break.
//!
//! Unlike the liar it knows nothing of what passes, and passes all of it on as it comes: headers, files, events.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

/// A running line.
pub struct Line {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    http: reqwest::Client,
    upstream: String,
    weather: Mutex<Weather>,
}

/// What becomes of what is asked of the interface (`/v1/…`); the apps' own files always come through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// All of it comes through.
    Clear,
    /// Nothing reaches the server; the answer is a success of bytes without meaning.
    Nonsense,
    /// What is to be added to a log reaches the server, and the answer is lost on its way.
    AnswersLost,
}

impl Line {
    /// A line to the server at this address.
    pub async fn to(upstream: &str) -> Self {
        // A second call finds the provider in place already; that is no fault.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let shared = Arc::new(Shared {
            // Where to go instead is the browser's to decide.
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            upstream: upstream.to_owned(),
            weather: Mutex::new(Weather::Clear),
        });
        let service = Router::new()
            .fallback(pass)
            .with_state(Arc::clone(&shared))
            .into_make_service();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { port, shared }
    }

    /// The address that a browser opens.
    pub fn site(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Changes what becomes of it, from now on.
    pub fn turn(&self, weather: Weather) {
        *lock(&self.shared.weather) = weather;
    }
}

async fn pass(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let weather = *lock(&shared.weather);
    let path = request.uri().path().to_owned();
    let is_of_interface = path.starts_with("/v1/");
    let adds = request.method() == "POST" && path.ends_with("/log");
    if weather == Weather::Nonsense && is_of_interface {
        return nonsense();
    }
    let answer = forward(&shared, request).await;
    match answer {
        // The server has done it by now.
        Ok(answer) if weather == Weather::AnswersLost && adds => {
            let _ = answer.bytes().await;
            broken()
        }
        Ok(answer) => through(answer),
        Err(_) => broken(),
    }
}

async fn forward(shared: &Shared, request: Request) -> Result<reqwest::Response, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let address = format!("{}{}", shared.upstream, parts.uri);
    let request = shared.http.request(parts.method, address);
    let headers = passed_on(&parts.headers);
    request.headers(headers).body(body).send().await
}

fn through(answer: reqwest::Response) -> Response {
    let (status, headers) = (answer.status(), passed_on(answer.headers()));
    let mut response = Response::new(Body::from_stream(answer.bytes_stream()));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Without what belongs to one connection alone.
fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for own in [
        header::HOST,
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
    ] {
        headers.remove(own);
    }
    headers
}

fn nonsense() -> Response {
    let mut response = Response::new(Body::from(b"\xff\x00 <p>Welcome to the hotel".to_vec()));
    *response.status_mut() = StatusCode::OK;
    response
}

fn broken() -> Response {
    let cut = std::io::Error::other("cut");
    Response::new(Body::from_stream(futures_util::stream::iter([Err::<
        Vec<u8>,
        _,
    >(cut)])))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

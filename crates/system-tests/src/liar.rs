//! A server that lies: it stands between the clients and the real one, and does as its rules say.
//!
//! A rule is a closure over what is asked, or over what is asked and told. Everything that passes is
//! recorded. Without rules it is honest.

mod exchange;

use std::sync::{Arc, Mutex, MutexGuard};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

pub use exchange::{Asked, Exchange, Told, Way};

type Before = Box<dyn FnMut(&mut Asked) -> Way + Send>;
type After = Box<dyn FnMut(&Asked, &mut Told) + Send>;

#[derive(Default)]
struct Rules {
    before: Option<Before>,
    after: Option<After>,
}

struct Shared {
    http: reqwest::Client,
    upstream: Mutex<String>,
    rules: Mutex<Rules>,
    record: Mutex<Vec<Exchange>>,
}

/// A running liar.
pub struct Liar {
    url: String,
    shared: Arc<Shared>,
}

impl Liar {
    /// Starts one before the server at `upstream`.
    pub async fn before(upstream: &str) -> Self {
        let shared = Arc::new(Shared {
            http: http(),
            upstream: Mutex::new(upstream.to_owned()),
            rules: Mutex::default(),
            record: Mutex::default(),
        });
        let service = Router::new()
            .fallback(pass)
            .with_state(Arc::clone(&shared))
            .into_make_service();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { url, shared }
    }

    /// Its address: the server's, as the clients know it.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Lies about what is asked, from now on.
    pub fn on_asked(&self, rule: impl FnMut(&mut Asked) -> Way + Send + 'static) {
        lock(&self.shared.rules).before = Some(Box::new(rule));
    }

    /// Lies about what is told, from now on.
    pub fn on_told(&self, rule: impl FnMut(&Asked, &mut Told) + Send + 'static) {
        lock(&self.shared.rules).after = Some(Box::new(rule));
    }

    /// Lies in the answers of one route.
    pub fn on_answer(
        &self,
        method: &'static str,
        template: &'static str,
        mut rule: impl FnMut(&Asked, &mut Told) + Send + 'static,
    ) {
        self.on_told(move |asked, told| {
            if asked.is(method, template) {
                rule(asked, told);
            }
        });
    }

    /// Is honest again.
    pub fn honest(&self) {
        *lock(&self.shared.rules) = Rules::default();
    }

    /// Stands before another server from now on.
    pub fn turn_to(&self, upstream: &str) {
        upstream.clone_into(&mut lock(&self.shared.upstream));
    }

    /// Everything that passed.
    pub fn record(&self) -> Vec<Exchange> {
        lock(&self.shared.record).clone()
    }

    /// The last exchange of a route.
    pub fn last(&self, method: &str, template: &str) -> Exchange {
        let record = lock(&self.shared.record);
        let mut fits = record
            .iter()
            .rev()
            .filter(|one| one.asked.is(method, template));
        fits.next().unwrap().clone()
    }

    /// The token of whoever asked last.
    pub fn last_token(&self) -> String {
        let record = lock(&self.shared.record);
        let mut tokens = record
            .iter()
            .rev()
            .filter_map(|one| one.asked.token.clone());
        tokens.next().unwrap()
    }
}

async fn pass(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let asked = read(request).await;
    let mut sent = asked.clone();
    let way = match &mut lock(&shared.rules).before {
        Some(rule) => rule(&mut sent),
        None => Way::Through,
    };
    let (to, answer) = match way {
        Way::Through => (lock(&shared.upstream).clone(), None),
        Way::Once(permit) => {
            // It is never closed.
            let _ = permit.acquire().await;
            (lock(&shared.upstream).clone(), None)
        }
        Way::To(url) => (url, None),
        Way::Answer(told) => (String::new(), Some(told)),
    };
    let mut told = match answer {
        Some(told) => told,
        None => forward(&shared.http, &to, &sent).await,
    };
    if let Some(rule) = &mut lock(&shared.rules).after {
        rule(&asked, &mut told);
    }
    lock(&shared.record).push(Exchange {
        asked,
        told: told.clone(),
    });
    respond(told)
}

async fn read(request: Request) -> Asked {
    let (parts, body) = request.into_parts();
    let text = |headers: &HeaderMap, name| {
        let value = headers.get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let token = text(&parts.headers, header::AUTHORIZATION);
    Asked {
        method: parts.method.to_string(),
        path: parts.uri.to_string(),
        token: token.and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned)),
        media_type: text(&parts.headers, header::CONTENT_TYPE),
        body: to_bytes(body, usize::MAX).await.unwrap_or_default().into(),
    }
}

async fn forward(http: &reqwest::Client, to: &str, asked: &Asked) -> Told {
    match send(http, to, asked).await {
        Ok(told) => told,
        Err(_) => Told::nothing(),
    }
}

/// A bare HTTP client.
pub fn http() -> reqwest::Client {
    // A second call finds the provider in place already; that is no fault.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// Sends a request as it is.
///
/// # Errors
/// When there is no server.
pub async fn send(http: &reqwest::Client, to: &str, asked: &Asked) -> Result<Told, reqwest::Error> {
    let method = reqwest::Method::from_bytes(asked.method.as_bytes()).unwrap();
    let mut request = http.request(method, format!("{to}{}", asked.path));
    if let Some(token) = &asked.token {
        request = request.bearer_auth(token);
    }
    if let Some(media_type) = &asked.media_type {
        request = request.header("content-type", media_type);
    }
    let response = request.body(asked.body.clone()).send().await?;
    let status = response.status().as_u16();
    let mut headers = response.headers().clone();
    for own in [
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
    ] {
        headers.remove(own);
    }
    let body = response.bytes().await?;
    Ok(Told {
        headers,
        ..Told::bytes(status, body)
    })
}

fn respond(told: Told) -> Response {
    let body = if told.cut {
        // An answer that breaks off: what the client has of it is none.
        let broken = std::io::Error::other("cut");
        Body::from_stream(futures_util::stream::iter([Err::<Vec<u8>, _>(broken)]))
    } else {
        Body::from(told.body)
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(told.status).unwrap();
    *response.headers_mut() = told.headers;
    response
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

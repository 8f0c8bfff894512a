//! Who asks: by which session, from which address; and what the path names.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use axum::{
    RequestPartsExt as _,
    extract::{ConnectInfo, FromRequestParts, RawPathParams, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use data_encoding::HEXLOWER;
use wire::id::PersonId;

use crate::{
    app::{App, token_hash},
    problem::Problem,
};

/// The person of the session. Endpoints that need one have it checked before anything else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller {
    pub(crate) person: PersonId,
    /// SHA-256 of the token.
    pub(crate) session: [u8; 32],
    /// When the session ends.
    pub(crate) expires: u64,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        parts.extensions.get().copied().ok_or_else(Problem::session)
    }
}

/// The person of the session, where none is needed.
pub(crate) struct Perhaps(pub(crate) Option<Caller>);

impl FromRequestParts<App> for Perhaps {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        find(app, &parts.headers).await.map(Self)
    }
}

/// Lets nobody through without a session.
pub(crate) async fn require_session(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let caller = find(&app, request.headers()).await?;
    let caller = caller.ok_or_else(Problem::session)?;
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Caller>, Problem> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .and_then(|hex| HEXLOWER.decode(hex.as_bytes()).ok())
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let Some(token) = token else { return Ok(None) };
    let session = token_hash(&token);
    let found = app.store.session(&session, app.now()).await?;
    Ok(found.map(|(person, expires)| Caller {
        person,
        session,
        expires,
    }))
}

/// The address a request is counted for.
#[derive(Debug, Clone, Copy)]
struct Address(IpAddr);

/// Counts the request, and refuses it when there were too many from its address.
pub(crate) async fn count(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let address = address(&app, &request);
    app.requests
        .take(address, app.now())
        .map_err(Problem::rate)?;
    request.extensions_mut().insert(Address(address));
    Ok(next.run(request).await)
}

fn address(app: &App, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V6(Ipv6Addr::LOCALHOST), |ConnectInfo(peer)| {
            peer.ip()
        });
    let forwarded = || {
        let value = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .next_back()?;
        // Only what the proxy itself wrote, at the end, can be believed.
        value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let address = if app.config.behind_proxy {
        forwarded().unwrap_or(peer)
    } else {
        peer
    };
    match address {
        IpAddr::V4(_) => address,
        // Whoever has one address of IPv6 has a whole network of them.
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
    }
}

/// Says that the address has not tried to sign up, sign in or recover too often.
pub(crate) struct NotTooOften;

impl FromRequestParts<App> for NotTooOften {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(Address(address)) = parts.extensions.get() {
            app.sign_ins
                .take(*address, app.now())
                .map_err(Problem::rate)?;
        }
        Ok(Self)
    }
}

/// The first identifier in the path. What is none names nothing.
pub(crate) struct InPath<T>(pub(crate) T);

impl<T: FromStr> FromRequestParts<App> for InPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        nth(parts, 0).await.map(Self)
    }
}

/// The two identifiers in the path.
pub(crate) struct TwoInPath<T, U>(pub(crate) T, pub(crate) U);

impl<T: FromStr + Send, U: FromStr> FromRequestParts<App> for TwoInPath<T, U> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let first = nth(parts, 0).await?;
        Ok(Self(first, nth(parts, 1).await?))
    }
}

async fn nth<T: FromStr>(parts: &mut Parts, at: usize) -> Result<T, Problem> {
    let params: RawPathParams = parts.extract().await.map_err(|_| Problem::not_found())?;
    let (_, text) = params.iter().nth(at).ok_or_else(Problem::not_found)?;
    text.parse().map_err(|_| Problem::not_found())
}

/// `?from=N`, zero without it.
pub(crate) struct From(pub(crate) u64);

impl FromRequestParts<App> for From {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let from = asked(parts, "from=").map_or(Ok(0), str::parse);
        from.map(Self)
            .map_err(|_| Problem::malformed("`from` is a number, from zero."))
    }
}

/// `?version=N`, which must be there.
pub(crate) struct Version(pub(crate) u64);

impl FromRequestParts<App> for Version {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let version = asked(parts, "version=").and_then(|text| text.parse().ok());
        let missing = || Problem::malformed("Say of which version: `?version=N`.");
        version.map(Self).ok_or_else(missing)
    }
}

fn asked<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let query = parts.uri.query().unwrap_or_default();
    query.split('&').find_map(|pair| pair.strip_prefix(name))
}

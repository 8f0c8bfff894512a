//! All the routes: what the router is built from, and what a test can walk.

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{MethodRouter, delete, get, post, put},
};
use wire::api::path;

use crate::{app::App, caller, endpoint, problem::Problem, watch};

/// What a route asks for before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// Nothing: the request proves itself, or what is shown is public.
    None,
    /// A session.
    Session,
}

/// A route of the server.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path, in axum's notation.
    pub path: &'static str,
    /// What it asks for.
    pub auth: Auth,
    endpoint: fn() -> MethodRouter<App>,
}

const fn open(
    method: &'static str,
    path: &'static str,
    endpoint: fn() -> MethodRouter<App>,
) -> Route {
    Route {
        method,
        path,
        auth: Auth::None,
        endpoint,
    }
}

const fn closed(
    method: &'static str,
    path: &'static str,
    endpoint: fn() -> MethodRouter<App>,
) -> Route {
    Route {
        method,
        path,
        auth: Auth::Session,
        endpoint,
    }
}

/// Every route there is.
pub const ROUTES: &[Route] = &[
    open("GET", path::HEALTH, || get(endpoint::health::read)),
    open("POST", path::REGISTRATION, || {
        post(endpoint::registration::start)
    }),
    open("POST", path::ACCOUNTS, || post(endpoint::accounts::create)),
    open("POST", path::LOGIN, || post(endpoint::login::start)),
    open("POST", path::SESSIONS, || post(endpoint::sessions::open)),
    closed("DELETE", path::SESSIONS, || delete(endpoint::sessions::end)),
    open("POST", path::RECOVERY_START, || {
        post(endpoint::recovery_start::start)
    }),
    open("POST", path::RECOVERY, || post(endpoint::recovery::finish)),
    closed("GET", path::KEYRING, || get(endpoint::keyring::read)),
    closed("PUT", path::KEYRING, || put(endpoint::keyring::replace)),
    open("GET", path::PERSON, || get(endpoint::person::read)),
    open("POST", path::PERSONS, || post(endpoint::persons::read)),
    closed("POST", path::PERSON, || post(endpoint::person::extend)),
    closed("GET", path::INVITATIONS, || {
        get(endpoint::invitations::list)
    }),
    closed("POST", path::INVITATIONS, || {
        post(endpoint::invitations::create)
    }),
    open("GET", path::INVITATION, || get(endpoint::invitation::read)),
    closed("DELETE", path::INVITATION, || {
        delete(endpoint::invitation::withdraw)
    }),
    closed("POST", path::ANSWER, || post(endpoint::answer::give)),
    open("POST", path::DENIAL, || post(endpoint::denial::give)),
    closed("GET", path::VAULTS, || get(endpoint::vaults::list)),
    closed("POST", path::VAULTS, || post(endpoint::vaults::create)),
    closed("GET", path::LOG, || get(endpoint::log_read::read)),
    closed("POST", path::LOG, || post(endpoint::log_append::append)),
    closed("POST", path::CHUNKS, || post(endpoint::chunks::missing)),
    closed("PUT", path::CHUNK, || put(endpoint::chunk::store)),
    closed("GET", path::CHUNK, || get(endpoint::chunk::read)),
    closed("GET", path::RECEIPTS, || get(endpoint::receipts::list)),
    closed("POST", path::RECEIPTS, || post(endpoint::receipts::add)),
    closed("GET", path::CLASSIFIERS, || {
        get(endpoint::classifiers::list)
    }),
    closed("GET", path::CLASSIFIER, || get(endpoint::classifier::read)),
    closed("PUT", path::CLASSIFIER, || {
        put(endpoint::classifier::publish)
    }),
    closed("DELETE", path::CLASSIFIER, || {
        delete(endpoint::classifier::withdraw)
    }),
    closed("POST", path::INQUIRIES, || post(endpoint::inquiries::open)),
    closed("POST", path::INQUIRY, || post(endpoint::inquiry::exchange)),
    closed("DELETE", path::INQUIRY, || delete(endpoint::inquiry::end)),
    closed("POST", path::WORK, || post(endpoint::work::poll)),
    closed("POST", path::DONE, || post(endpoint::done::give)),
    closed("GET", path::SETS, || get(endpoint::sets::list)),
    closed("POST", path::SETS, || post(endpoint::sets::create)),
    closed("GET", path::SET, || get(endpoint::set::read)),
    closed("PUT", path::SET, || put(endpoint::set::change)),
    closed("DELETE", path::SET, || delete(endpoint::set::remove)),
    closed("GET", path::BLOCK, || get(endpoint::block::read)),
    closed("POST", path::SET_ANSWER, || {
        post(endpoint::set_answer::give)
    }),
    closed("GET", path::EVENTS, || get(endpoint::events::listen)),
    open("GET", "/", || get(endpoint::apps::front)),
    open("GET", "/invite", || get(endpoint::apps::invitation)),
    open("GET", "/hashes.txt", || get(endpoint::apps::hashes)),
    open("GET", "/patient", || get(endpoint::apps::folder)),
    open("GET", "/patient/", || get(endpoint::apps::patient)),
    open("GET", "/patient/{*path}", || get(endpoint::apps::patient)),
    open("GET", "/doctor", || get(endpoint::apps::folder)),
    open("GET", "/doctor/", || get(endpoint::apps::doctor)),
    open("GET", "/doctor/{*path}", || get(endpoint::apps::doctor)),
];

/// The router of [`ROUTES`].
pub(crate) fn router(app: &App) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let endpoint = (route.endpoint)();
        let endpoint = match route.auth {
            Auth::None => endpoint,
            Auth::Session => {
                endpoint.layer(from_fn_with_state(app.clone(), caller::require_session))
            }
        };
        router = router.route(route.path, endpoint);
    }
    router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method())
        .layer(from_fn_with_state(app.clone(), caller::count))
        .layer(from_fn_with_state(app.clone(), watch::watch))
        .with_state(app.clone())
}

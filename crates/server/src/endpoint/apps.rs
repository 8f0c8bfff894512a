//! GET `/patient/…`, `/doctor/…`, and the addresses that lead there: the two apps. GET `/hashes.txt`: what their files are.

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::{Redirect, Response},
};

use crate::app::App;

/// `/patient/` and all below it.
pub(crate) async fn patient(State(app): State<App>, at: Uri, headers: HeaderMap) -> Response {
    serve(&app, "patient", &at, &headers)
}

/// `/doctor/` and all below it.
pub(crate) async fn doctor(State(app): State<App>, at: Uri, headers: HeaderMap) -> Response {
    serve(&app, "doctor", &at, &headers)
}

/// The hash of every file of both, which anyone can compare with those of their own build.
pub(crate) async fn hashes(State(app): State<App>, headers: HeaderMap) -> Response {
    app.apps.file("hashes.txt", &headers)
}

/// To an app's folder from its name alone.
pub(crate) async fn folder(at: Uri) -> Redirect {
    Redirect::to(&format!("{}/", at.path()))
}

/// Who comes by the bare address is a patient, more likely than not.
pub(crate) async fn front() -> Redirect {
    Redirect::to("/patient/")
}

/// An invitation is opened in the Patient app. What makes it one stands behind `#`: the browser takes it along, and it never
/// comes here.
pub(crate) async fn invitation(at: Uri) -> Redirect {
    let query = at.query().map(|query| format!("?{query}"));
    Redirect::to(&format!("/patient/invite{}", query.unwrap_or_default()))
}

/// The path as it was sent: nothing in it is decoded, so nothing can be hidden in it.
fn serve(app: &App, name: &'static str, at: &Uri, headers: &HeaderMap) -> Response {
    let below = at
        .path()
        .strip_prefix('/')
        .and_then(|path| path.strip_prefix(name));
    let below = below.unwrap_or_default().trim_start_matches('/');
    app.apps.page_or_file(name, below, headers)
}

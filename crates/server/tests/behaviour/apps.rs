//! The apps: which file, in which encoding, for how long, and what a page of them may do.

use std::{fs, path::Path};

use reqwest::{Method, header::HeaderMap};
use server::ROUTES;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use wire::api::problem;

use crate::web::{Answer, Web, client};

const PAGE: &str = "<!doctype html><title>Sehat</title>";
const SCRIPT: &str = "export const answer = 42;";

/// A server with two small apps, and beside their folder a file that is none of theirs.
async fn served() -> (Web, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "secret.txt", "not for the network");
    for (path, text) in [
        ("hashes.txt", "00  patient/index.html\n"),
        (
            "doctor/index.html",
            "<!doctype html><title>Sehat for doctors</title>",
        ),
        ("patient/index.html", PAGE),
        ("patient/sw.js", "// keeps"),
        ("patient/manifest.webmanifest", "{}"),
        ("patient/icons/icon.svg", "<svg/>"),
        ("patient/icons/icon-192.png", "png"),
        ("patient/assets/app-1.js", SCRIPT),
        ("patient/assets/app-1.js.br", "in brotli"),
        ("patient/assets/app-1.js.gz", "in gzip"),
        ("patient/assets/app-1.wasm", "\0asm"),
        ("patient/assets/notes.md", "no kind of ours"),
        ("patient/.hidden.js", "hidden"),
    ] {
        put(&folder.path().join("web"), path, text);
    }
    let apps = folder.path().join("web");
    (Web::with(|config| config.apps = Some(apps)).await, folder)
}

fn put(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

async fn ask(web: &Web, method: Method, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    let mut request = client().request(method, format!("{}{path}", web.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Answer::of(request.send().await.unwrap()).await
}

async fn get(web: &Web, path: &str) -> Answer {
    ask(web, Method::GET, path, &[]).await
}

#[tokio::test]
async fn every_screen_of_an_app_is_its_one_page() {
    let (web, _folder) = served().await;
    for path in [
        "/patient/",
        "/patient/records/abc",
        "/patient/invite?x=1",
        "/patient/%e0%a4%b8",
    ] {
        let page = get(&web, path).await;
        assert_eq!(
            (page.status, page.bytes.as_slice()),
            (200, PAGE.as_bytes()),
            "{path}"
        );
        assert_eq!(page.media_type, "text/html; charset=utf-8");
        assert_eq!(page.headers["cache-control"], "no-cache");
    }
    let doctor = get(&web, "/doctor/patients").await;
    assert!(
        String::from_utf8(doctor.bytes)
            .unwrap()
            .contains("for doctors")
    );
}

#[tokio::test]
async fn each_file_has_its_kind_and_its_time() {
    let (web, _folder) = served().await;
    for (path, kind, lasts) in [
        ("sw.js", "text/javascript; charset=utf-8", false),
        ("manifest.webmanifest", "application/manifest+json", false),
        ("icons/icon.svg", "image/svg+xml", false),
        ("icons/icon-192.png", "image/png", false),
        ("assets/app-1.js", "text/javascript; charset=utf-8", true),
        ("assets/app-1.wasm", "application/wasm", true),
    ] {
        let file = get(&web, &format!("/patient/{path}")).await;
        assert_eq!(
            (file.status, file.media_type.as_str()),
            (200, kind),
            "{path}"
        );
        let cache = file.headers["cache-control"].to_str().unwrap();
        assert_eq!(cache.contains("immutable"), lasts, "{path}: {cache}");
        assert_eq!(cache == "no-cache", !lasts, "{path}: {cache}");
    }
    let hashes = get(&web, "/hashes.txt").await;
    assert_eq!(hashes.bytes, b"00  patient/index.html\n");
}

#[tokio::test]
async fn a_browser_gets_the_best_encoding_it_takes() {
    let (web, _folder) = served().await;
    for (accepts, encoding, body) in [
        (None, None, SCRIPT),
        (Some("gzip, deflate, br, zstd"), Some("br"), "in brotli"),
        (Some("gzip;q=1.0, *;q=0.1"), Some("gzip"), "in gzip"),
        (Some("br;q=0, gzip;q=0.5"), Some("gzip"), "in gzip"),
        (Some("BR"), Some("br"), "in brotli"),
        (Some("br;q=0"), None, SCRIPT),
        (Some("identity"), None, SCRIPT),
        (Some("br;q=nonsense"), None, SCRIPT),
        (Some(""), None, SCRIPT),
    ] {
        let headers: Vec<_> = accepts
            .map(|value| ("accept-encoding", value))
            .into_iter()
            .collect();
        let file = ask(&web, Method::GET, "/patient/assets/app-1.js", &headers).await;
        assert_eq!(file.bytes, body.as_bytes(), "{accepts:?}");
        let found = file.headers.get("content-encoding");
        assert_eq!(
            found.map(|value| value.to_str().unwrap()),
            encoding,
            "{accepts:?}"
        );
        assert_eq!(file.headers["vary"], "accept-encoding");
    }
    // What lies there in one form alone is sent in that one.
    let plain = ask(
        &web,
        Method::GET,
        "/patient/sw.js",
        &[("accept-encoding", "br")],
    )
    .await;
    assert_eq!(
        (plain.status, plain.headers.get("content-encoding")),
        (200, None)
    );
}

#[tokio::test]
async fn what_a_browser_has_already_is_not_sent_again() {
    let (web, folder) = served().await;
    let path = "/patient/assets/app-1.js";
    let plain = get(&web, path).await.headers["etag"]
        .to_str()
        .unwrap()
        .to_owned();
    let packed = ask(&web, Method::GET, path, &[("accept-encoding", "br")]).await;
    assert_ne!(
        packed.headers["etag"],
        plain.as_str(),
        "each encoding has its own"
    );
    for known in [plain.clone(), format!("\"x\", W/{plain}"), "*".to_owned()] {
        let again = ask(&web, Method::GET, path, &[("if-none-match", &known)]).await;
        assert_eq!((again.status, again.bytes.len()), (304, 0), "{known}");
        assert_eq!(again.headers["etag"], plain.as_str());
        assert!(again.headers.contains_key("cache-control"));
    }
    put(
        &folder.path().join("web"),
        "patient/assets/app-1.js",
        "changed",
    );
    let changed = ask(&web, Method::GET, path, &[("if-none-match", &plain)]).await;
    assert_eq!(
        (changed.status, changed.bytes.as_slice()),
        (200, b"changed".as_slice())
    );
}

#[tokio::test]
async fn asking_for_the_head_gives_the_head_alone() {
    let (web, _folder) = served().await;
    let head = ask(&web, Method::HEAD, "/patient/assets/app-1.js", &[]).await;
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    assert_eq!(
        head.headers["content-length"],
        SCRIPT.len().to_string().as_str()
    );
    let posted = ask(&web, Method::POST, "/patient/", &[]).await;
    posted.problem(405, problem::MALFORMED);
}

#[tokio::test]
async fn a_page_may_load_from_here_alone() {
    let (web, _folder) = served().await;
    for path in [
        "/patient/",
        "/doctor/",
        "/patient/sw.js",
        "/patient/assets/app-1.wasm",
    ] {
        let headers = get(&web, path).await.headers;
        assert_strict(&headers);
    }
    // What is no file of an app may load nothing at all.
    let problem = get(&web, "/patient/none.js").await;
    assert!(policy(&problem.headers).starts_with("default-src 'none'; frame-ancestors"));
    assert_eq!(problem.headers["cache-control"], "no-store");
    problem.problem(404, problem::NOT_FOUND);
}

fn assert_strict(headers: &HeaderMap) {
    let policy = policy(headers);
    for rule in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(
            policy.split("; ").any(|found| found == rule),
            "{rule} in {policy}"
        );
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(headers[name], value);
    }
    let permissions = headers["permissions-policy"].to_str().unwrap();
    assert!(permissions.contains("camera=(self)") && permissions.contains("geolocation=()"));
}

fn policy(headers: &HeaderMap) -> &str {
    headers["content-security-policy"].to_str().unwrap()
}

#[tokio::test]
async fn short_addresses_lead_to_the_apps() {
    let (web, _folder) = served().await;
    for (path, to) in [
        ("/", "/patient/"),
        ("/patient", "/patient/"),
        ("/doctor", "/doctor/"),
        ("/invite", "/patient/invite"),
        (
            "/invite?from=a%20b&x=//evil.example",
            "/patient/invite?from=a%20b&x=//evil.example",
        ),
    ] {
        let (status, headers, _) = raw(&web, path).await;
        assert_eq!(status, 303, "{path}");
        assert!(
            headers.contains(&format!("location: {to}\r\n")),
            "{path}: {headers}"
        );
    }
}

#[tokio::test]
async fn no_path_leads_out_of_an_app() {
    let (web, _folder) = served().await;
    for path in [
        "/patient/../../secret.txt",
        "/patient/../secret.txt",
        "/patient/%2e%2e/%2e%2e/secret.txt",
        "/patient/..%2f..%2fsecret.txt",
        "/patient/assets/..\\..\\..\\secret.txt",
        "/patient/assets/%5c..%5c..%5csecret.txt",
        "/patient//secret.txt",
        "/patient/./assets/app-1.js",
        "/patient/assets/app-1.js%00",
        "/patient/.hidden.js",
        "/patient/assets/app-1.js.br",
        "/patient/assets/notes.md",
        "/patient/../doctor/index.html",
        "/hashes.txt/../secret.txt",
    ] {
        let (status, headers, body) = raw(&web, path).await;
        assert!((400..500).contains(&status), "{path}: {status} {body}");
        assert!(!body.contains("not for the network"), "{path}");
        assert!(!headers.contains("text/javascript"), "{path}");
    }
}

/// Sends a path as it is, where a client would tidy it up first.
async fn raw(web: &Web, path: &str) -> (u16, String, String) {
    let host = web.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
    (status, format!("{headers}\r\n"), body.to_owned())
}

#[tokio::test]
async fn a_server_without_the_apps_says_how_to_build_them() {
    let empty = tempfile::tempdir().unwrap();
    let web = Web::with(|config| config.apps = Some(empty.path().to_owned())).await;
    let page = get(&web, "/patient/").await;
    assert_eq!(page.status, 503);
    assert!(page.media_type.starts_with("text/plain"));
    assert!(
        String::from_utf8(page.bytes)
            .unwrap()
            .contains("cargo xtask web")
    );
    get(&web, "/hashes.txt")
        .await
        .problem(404, problem::NOT_FOUND);
}

#[tokio::test]
async fn beside_the_interface_there_are_the_apps_and_nothing_else() {
    let beside = ROUTES
        .iter()
        .filter(|route| !route.path.starts_with("/v1/"));
    let beside: Vec<_> = beside.map(|route| (route.method, route.path)).collect();
    assert_eq!(
        beside,
        [
            ("GET", "/"),
            ("GET", "/invite"),
            ("GET", "/hashes.txt"),
            ("GET", "/patient"),
            ("GET", "/patient/"),
            ("GET", "/patient/{*path}"),
            ("GET", "/doctor"),
            ("GET", "/doctor/"),
            ("GET", "/doctor/{*path}"),
        ]
    );
}

//! What goes wrong below the interface: routes, bodies, limits, headers.

use reqwest::Method;
use server::{Auth, ROUTES, Rate};
use wire::api::{REQUEST_LIMIT, path, problem};

use crate::{people::Human, web::Web};

/// A path with something in the place of each name.
fn concrete(path: &str) -> String {
    path.replace("{invitation}", &"0".repeat(32))
        .split('/')
        .map(|segment| match segment.starts_with('{') {
            true => "0".repeat(64),
            false => segment.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[tokio::test]
async fn every_route_that_asks_for_a_session_lets_nobody_in_without() {
    let web = Web::new().await;
    let mut walked = 0;
    for route in ROUTES.iter().filter(|route| route.auth == Auth::Session) {
        for token in [None, Some(&[7; 32])] {
            let method = Method::from_bytes(route.method.as_bytes()).unwrap();
            let path = concrete(route.path);
            let answer = web
                .send(method, &path, token, "text/plain", Vec::new())
                .await;
            assert_eq!(answer.headers["www-authenticate"], "Bearer");
            answer.problem(401, problem::SESSION);
            walked += 1;
        }
    }
    assert!(walked >= 30, "{walked}");
}

#[tokio::test]
async fn every_route_answers_nonsense_with_a_problem() {
    let web = Web::new().await;
    let human = Human::patient(&web).await;
    for route in ROUTES.iter().filter(|route| route.method != "GET") {
        let method = Method::from_bytes(route.method.as_bytes()).unwrap();
        let (path, token) = (concrete(route.path), Some(&human.token));
        for (media_type, body) in [
            ("application/cbor", vec![0xff; 9]),
            ("application/cbor", vec![0x81; 5000]),
            ("application/json", b"{}".to_vec()),
        ] {
            if route.path == path::SESSIONS && route.method == "DELETE" {
                continue;
            }
            let answer = web
                .send(method.clone(), &path, token, media_type, body)
                .await;
            let status = answer.status;
            assert!(
                (400..500).contains(&status),
                "{} {path}: {status}",
                route.method
            );
            assert_eq!(answer.media_type, "application/problem+json", "{path}");
        }
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems_too() {
    let web = Web::new().await;
    web.get("/v1/nothing", None)
        .await
        .problem(404, problem::NOT_FOUND);
    web.get("/favicon.ico", None)
        .await
        .problem(404, problem::NOT_FOUND);
    let wrong = web.delete(path::ACCOUNTS, None).await;
    wrong.problem(405, problem::MALFORMED);
    let no_id = web.get("/v1/persons/nobody", None).await;
    no_id.problem(404, problem::NOT_FOUND);
    let human = Human::patient(&web).await;
    let at = path::PERSON.replace("{person}", &human.id.to_string());
    let no_number = web.get(&format!("{at}?from=x"), None).await;
    no_number.problem(400, problem::MALFORMED);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let web = Web::new().await;
    let human = Human::patient(&web).await;
    let large = vec![0; REQUEST_LIMIT + 1];
    let at = path::PERSON.replace("{person}", &human.id.to_string());
    let answer = web
        .send(
            Method::POST,
            &at,
            Some(&human.token),
            "application/cbor",
            large,
        )
        .await;
    answer.problem(413, problem::TOO_LARGE);
    // Without a length announced, too.
    let chunks = (0..2).map(|_| Ok::<_, std::io::Error>(vec![0_u8; 4096]));
    let streamed = reqwest::Client::new()
        .post(format!("{}{}", web.url, path::LOGIN))
        .header("content-type", "application/cbor")
        .body(reqwest::Body::wrap_stream(futures_util::stream::iter(
            chunks,
        )))
        .send()
        .await
        .unwrap();
    assert_eq!(streamed.status(), 413);
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_it_to_itself() {
    let web = Web::new().await;
    for path in [path::HEALTH, "/nowhere", path::VAULTS] {
        let answer = web.get(path, None).await;
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(answer.headers.contains_key("x-request-id"));
    }
    assert_eq!(web.get(path::HEALTH, None).await.status, 200);
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_to_wait() {
    let limited = |config: &mut server::Config| {
        config.rate = Rate {
            per_second: 1.0,
            burst: 3.0,
        };
    };
    let web = Web::with(limited).await;
    for _ in 0..3 {
        assert_eq!(web.get(path::HEALTH, None).await.status, 200);
    }
    let slow = web.get(path::HEALTH, None).await;
    assert_eq!(slow.headers["retry-after"], "1");
    slow.problem(429, problem::RATE);
    web.wait(1000);
    assert_eq!(web.get(path::HEALTH, None).await.status, 200);
}

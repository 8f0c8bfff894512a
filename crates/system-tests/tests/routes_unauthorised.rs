//! Every route without a session, with a wrong one, with somebody else's, and with garbage.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use server::{Auth, ROUTES};
use system_tests::{
    clinic::Clinic,
    liar::http,
    practice::{prescribe, token_of},
};

/// The answer to a request: status, media type, body.
struct Answer {
    status: u16,
    media_type: String,
    body: Vec<u8>,
}

impl Answer {
    /// A problem's document with this status.
    fn is_problem(&self, what: &str) {
        assert_eq!(
            self.media_type, "application/problem+json",
            "{what}: {}",
            self.status
        );
        let document: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        let kind = document["type"].as_str().unwrap();
        assert!(kind.starts_with("urn:sehat:problem:"), "{what}: {kind}");
        assert_eq!(document["status"], self.status, "{what}");
        assert!(!document["detail"].as_str().unwrap().is_empty(), "{what}");
    }
}

async fn ask(
    clinic: &Clinic,
    method: &str,
    path: &str,
    token: Option<&str>,
    media_type: &str,
    body: &[u8],
) -> Answer {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = http().request(method, format!("{}{path}", clinic.real_url()));
    if let Some(token) = token {
        request = request.header("authorization", token);
    }
    let request = request
        .header("content-type", media_type)
        .body(body.to_vec());
    let response = request.send().await.unwrap();
    let media_type = response.headers().get("content-type");
    Answer {
        status: response.status().as_u16(),
        media_type: media_type.map_or_else(String::new, |value| value.to_str().unwrap().to_owned()),
        body: response.bytes().await.unwrap().to_vec(),
    }
}

/// A route's path with something in each of its places.
fn filled(template: &str, vault: &str) -> String {
    let thirty_two = "ab".repeat(32);
    template
        .replace("{vault}", vault)
        .replace("{person}", &thirty_two)
        .replace("{chunk}", &thirty_two)
        .replace("{invitation}", &"ab".repeat(16))
        .replace("{classifier}", &"ab".repeat(16))
        .replace("{inquiry}", &"ab".repeat(16))
        .replace("{set}", &"ab".repeat(16))
        .replace("{block}", "0")
}

const CBOR: &str = "application/cbor";

#[tokio::test]
async fn every_route_with_a_session_refuses_without_one() {
    let clinic = Clinic::open().await;
    let vault = "cd".repeat(32);
    let wrong = [
        None,
        Some("Bearer".to_owned()),
        Some("Bearer x".to_owned()),
        Some(format!("Bearer {}", "00".repeat(32))),
        Some(format!("Basic {}", "00".repeat(32))),
        Some(format!("Bearer {}", "00".repeat(33))),
    ];
    let mut walked = 0;
    for route in ROUTES.iter().filter(|route| route.auth == Auth::Session) {
        for token in &wrong {
            let path = filled(route.path, &vault);
            let what = format!("{} {} {token:?}", route.method, route.path);
            let answer = ask(&clinic, route.method, &path, token.as_deref(), CBOR, &[]).await;
            assert_eq!(answer.status, 401, "{what}");
            answer.is_problem(&what);
        }
        walked += 1;
    }
    assert!(walked >= 15, "{walked}");
}

#[tokio::test]
async fn every_route_answers_garbage_with_a_problem() {
    let clinic = Clinic::open().await;
    let asha = clinic.patient("Asha").await;
    let vault = asha.own_vault().unwrap().to_string();
    let token = format!("Bearer {}", token_of(&clinic, "Asha"));
    let bodies: [&[u8]; 6] = [
        &[],
        b"garbage",
        &[0x80],
        &[0x9a, 0xff, 0xff, 0xff, 0xff],
        &[0x81; 2000],
        &[0xff; 70_000],
    ];
    for route in ROUTES
        .iter()
        .filter(|route| matches!(route.method, "POST" | "PUT"))
    {
        for body in bodies {
            for media_type in [CBOR, "application/octet-stream", "text/html", ""] {
                let path = filled(route.path, &vault);
                let what = format!(
                    "{} {} {media_type} {}",
                    route.method,
                    route.path,
                    body.len()
                );
                let answer =
                    ask(&clinic, route.method, &path, Some(&token), media_type, body).await;
                assert!(
                    (400..500).contains(&answer.status),
                    "{what}: {}",
                    answer.status
                );
                answer.is_problem(&what);
            }
        }
    }
    for route in ROUTES {
        for id in [
            "",
            "x",
            "%00",
            // Written so that no client tidies it away before it is asked for.
            "..%2F..",
            &"zz".repeat(32),
            &"ab".repeat(3000),
        ] {
            let path = route.path.replace("{vault}", id).replace("{person}", id);
            let path = path.replace("{chunk}", id).replace("{invitation}", id);
            let path = path.replace("{classifier}", id).replace("{inquiry}", id);
            let path = path.replace("{set}", id).replace("{block}", id);
            if path == route.path {
                continue;
            }
            let what = format!("{} {path}", route.method);
            let answer = ask(&clinic, route.method, &path, Some(&token), CBOR, &[]).await;
            assert!(
                (400..500).contains(&answer.status),
                "{what}: {}",
                answer.status
            );
            answer.is_problem(&what);
        }
    }
    drop(asha);
    let healthy = ask(&clinic, "GET", "/v1/health", None, CBOR, &[]).await;
    assert_eq!(healthy.status, 200);
}

#[tokio::test]
async fn every_vault_route_refuses_a_strangers_session() {
    let clinic = Clinic::open().await;
    let mut asha = clinic.patient("Asha").await;
    let mallory = clinic.doctor("Mallory").await;
    let vault = asha.own_vault().unwrap();
    prescribe(&mut asha, vault, "Amoxicillin 500 mg").await;
    let token = format!("Bearer {}", token_of(&clinic, "Mallory"));
    drop(mallory);
    let list = wire::codec::to_bytes(&wire::api::ChunkList { chunks: Vec::new() });
    let mut walked = 0;
    for route in ROUTES.iter().filter(|route| route.path.contains("{vault}")) {
        let path = filled(route.path, &vault.to_string());
        let what = format!("{} {}", route.method, route.path);
        let media_type = match route.method {
            "PUT" => "application/octet-stream",
            _ => CBOR,
        };
        let answer = ask(
            &clinic,
            route.method,
            &path,
            Some(&token),
            media_type,
            &list,
        )
        .await;
        let expected = if route.method == "POST" {
            [400, 403, 404]
        } else {
            [403, 404, 404]
        };
        assert!(
            expected.contains(&answer.status),
            "{what}: {}",
            answer.status
        );
        answer.is_problem(&what);
        walked += 1;
    }
    assert!(walked >= 7, "{walked}");
}

//! The foundation's figures: sealing, sharing, revoking, importing, syncing, appending.
//!
//! `cargo bench -p sehat-system-tests` prints them as a table. With `--test` everything runs once and
//! small, to see that it runs; those figures mean nothing.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that fails stops")]

#[path = "foundation/crypto.rs"]
mod crypto;
#[path = "foundation/sharing.rs"]
mod sharing;
#[path = "foundation/traffic.rs"]
mod traffic;

use std::time::{Duration, Instant};

use client::{
    account::{Home, SignUp},
    env::Env,
    session::Session,
    storage::memory::Memory,
};
use record::Resource;
use wire::person::Role;

/// A client that keeps everything in memory: the disk of this machine is not what is measured.
pub(crate) type Person = Session<Memory>;

/// What is measured, and how much of it.
pub(crate) struct Plan {
    /// Sizes of vaults.
    pub(crate) vaults: &'static [usize],
    /// Lengths of broadcast lists.
    pub(crate) lists: &'static [usize],
    /// How many resources are imported and synced.
    pub(crate) import: usize,
    /// How long traffic is measured.
    pub(crate) traffic: Duration,
    /// How often short things are repeated.
    pub(crate) repeat: usize,
}

const FULL: Plan = Plan {
    vaults: &[10, 1000, 10_000],
    lists: &[10, 100, 1000],
    import: 10_000,
    traffic: Duration::from_secs(10),
    repeat: 7,
};

const SMOKE: Plan = Plan {
    vaults: &[3],
    lists: &[2],
    import: 20,
    traffic: Duration::from_millis(200),
    repeat: 1,
};

fn main() {
    let plan = if std::env::args().any(|arg| arg == "--test") {
        &SMOKE
    } else {
        &FULL
    };
    let only = std::env::args().skip(1).find(|arg| !arg.starts_with("--"));
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    println!("| what | figure |\n|---|---|");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    if wanted("crypto") {
        crypto::run(plan);
    }
    if wanted("sharing") {
        runtime.block_on(sharing::run(plan));
    }
    if wanted("traffic") {
        runtime.block_on(traffic::run(plan));
    }
}

pub(crate) fn row(what: &str, figure: &str) {
    println!("| {what} | {figure} |");
}

/// The median of a list of durations, as text.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

pub(crate) fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

pub(crate) async fn timed<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let start = Instant::now();
    let result = work.await;
    (start.elapsed(), result)
}

pub(crate) async fn sign_up(server: &str, role: Role, name: &str) -> Person {
    let home = Home::new(Memory::default(), Env::system());
    let new = SignUp {
        server,
        role,
        name,
        registration: None,
        passphrase: "a benchmark's password",
    };
    home.sign_up(&new).await.unwrap().0
}

/// An observation of about the size that Synthea's have: 964 bytes.
pub(crate) fn observation(index: usize) -> Resource {
    let text = format!(
        r#"{{"resourceType":"Observation","id":"{index:08x}-6f3c-4c1e-9f55-6a1c02f7d3ab","status":"final","category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"vital-signs"}}]}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"85354-9","display":"Blood pressure panel with all children optional"}}],"text":"Blood Pressure"}},"subject":{{"reference":"urn:uuid:ac7921e0-c949-4b42-97f2-{index:012x}"}},"encounter":{{"reference":"urn:uuid:5d1c9e2b-77aa-4f5e-8f10-{index:012x}"}},"effectiveDateTime":"2026-01-{day:02}T10:15:00+05:30","issued":"2026-01-{day:02}T10:15:00.482+05:30","component":[{{"code":{{"coding":[{{"system":"http://loinc.org","code":"8462-4","display":"Diastolic Blood Pressure"}}]}},"valueQuantity":{{"value":{dia}.{index},"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}}},{{"code":{{"coding":[{{"system":"http://loinc.org","code":"8480-6"}}]}},"valueQuantity":{{"value":{sys}.{index},"unit":"mm[Hg]","code":"mm[Hg]"}}}}]}}"#,
        day = index % 28 + 1,
        dia = 60 + index % 40,
        sys = 100 + index % 70,
    );
    Resource::parse(text.as_bytes()).unwrap()
}

/// A bundle of `count` observations.
pub(crate) fn bundle(count: usize) -> Vec<u8> {
    let entries: Vec<String> = (0..count)
        .map(|index| {
            let resource = String::from_utf8(observation(index).to_json_bytes()).unwrap();
            format!(r#"{{"resource":{resource}}}"#)
        })
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
    .into_bytes()
}

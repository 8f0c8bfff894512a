//! A class over loopback: from the question to the label, with a server between an asker and a provider, and with a sealed set.
//!
//! `cargo bench -p sehat-system-tests --bench classifiers` prints a table. With `--test` everything runs once, to see that it
//! runs; those figures mean nothing.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that fails stops")]

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use client::{
    ClientError,
    account::{Home, SignUp},
    classifiers::{Listing, Prepared, Terms, Traffic},
    env::Env,
    error::InquiryEnd,
    session::Session,
    storage::memory::Memory,
};
use knn::distances::paillier::AskerKey;
use paillier::KeySize;
use server::Config;
use wire::{
    classifier::{LatticeVersion, PaillierBits, Source},
    person::Role,
};

#[path = "../../knn/tests/support/wdbc.rs"]
#[expect(dead_code, reason = "it has more to tell than is measured")]
mod wdbc;

use wdbc::Split;

/// A client that keeps everything in memory: the disk of this machine is not what is measured.
type Person = Session<Memory>;

fn main() {
    let repeat = match std::env::args().any(|arg| arg == "--test") {
        true => 1,
        false => 21,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(run(repeat));
}

async fn run(repeat: usize) {
    println!("{ABOUT}\n");
    match repeat {
        1 => println!("One question each, to see that it runs: the times mean nothing.\n"),
        _ => println!(
            "Medians of {repeat} questions; each got the class that the plaintext classifier gives.\n"
        ),
    }
    println!("| way | ahead, median | question to class, median | best | sent ahead | sent |");
    println!("|---|---|---|---|---|---|");
    let folder = tempfile::tempdir().unwrap();
    let config = Config::new(folder.path()).without_limits();
    let server = server::start(config).await.unwrap();
    let url = server.url();
    let split = wdbc::splits().swap_remove(0);
    let mut lab = sign_up(&url, Role::Doctor, "City Laboratory").await;
    let mut asker = sign_up(&url, Role::Doctor, "Dr Rao").await;
    for (name, source) in [
        (
            "a provider, lattice",
            Source::Lattice(LatticeVersion { version: 1 }),
        ),
        (
            "a provider, Paillier 2048",
            Source::Paillier(PaillierBits { bits: 2048 }),
        ),
        (
            "a provider, Paillier 3072",
            Source::Paillier(PaillierBits { bits: 3072 }),
        ),
    ] {
        let terms = Terms {
            purpose: "To be measured.".to_owned(),
            units: Vec::new(),
            source,
            daily: 10_000,
        };
        let listing = lab
            .publish_classifier(&split.model, &terms, None)
            .await
            .unwrap();
        let mut provider = lab
            .answer_for(&listing, &split.model, Env::system())
            .unwrap();
        let times = tokio::select! {
            ended = provider.serve(|_| ControlFlow::Continue(())) => panic!("{ended:?}"),
            times = asked(&mut asker, &listing, &split, repeat) => times,
        };
        times.print(name);
        lab.withdraw_classifier(listing.card().id).await.unwrap();
    }
    sealed(&mut asker, &split, repeat)
        .await
        .print("a sealed set");
    server.stop().await.unwrap();
}

const ABOUT: &str = "From the numbers of a question to its class, over loopback, with all of them in one process: a server, and an asker with a
provider, sealed between the two ends and relayed by the server; in the last row the owner of a set that lies sealed at the
server. 455 samples of 30 measurements, k = 5. *Ahead* is what goes before there is a question, transfers and tables: no
time to a class has it in it. Bytes are both ways, as sealed.";

/// How long questions took, and what was sent for the last.
#[derive(Default)]
struct Times {
    ahead: Vec<Duration>,
    online: Vec<Duration>,
    sent_ahead: Traffic,
    sent: Traffic,
}

impl Times {
    fn print(mut self, name: &str) {
        let ms = |time: Option<&Duration>| match time {
            Some(time) => format!("{:.1} ms", time.as_secs_f64() * 1e3),
            None => "–".to_owned(),
        };
        let kb = |sent: Traffic| match sent.up + sent.down {
            0 => "–".to_owned(),
            bytes => format!("{} kB", bytes.div_ceil(1000)),
        };
        self.ahead.sort_unstable();
        self.online.sort_unstable();
        println!(
            "| {name} | {} | **{}** | {} | {} | {} |",
            ms(self.ahead.get(self.ahead.len() / 2)),
            ms(self.online.get(self.online.len() / 2)),
            ms(self.online.first()),
            kb(self.sent_ahead),
            kb(self.sent),
        );
    }
}

async fn asked(asker: &mut Person, listing: &Listing, split: &Split, repeat: usize) -> Times {
    let mut times = Times::default();
    let key = match listing.card().source {
        Source::Paillier(paillier) => {
            let size = KeySize::new(usize::from(paillier.bits)).unwrap();
            Some(AskerKey::make(size, &mut Env::system().rng).unwrap())
        }
        Source::Lattice(_) => None,
    };
    // Until the provider is connected.
    prepared(asker, listing, key.clone()).await.give_up().await;
    for test in split.tests.iter().cycle().take(repeat) {
        let begun = Instant::now();
        let prepared = prepared(asker, listing, key.clone()).await;
        times.ahead.push(begun.elapsed());
        let begun = Instant::now();
        let verdict = asker
            .ask_classifier(prepared, &test.measurements)
            .await
            .unwrap();
        times.online.push(begun.elapsed());
        assert_eq!(
            verdict.class,
            split.model.classify(&test.measurements).unwrap()
        );
        (times.sent_ahead, times.sent) = (verdict.ahead, verdict.online);
    }
    times
}

async fn prepared(asker: &mut Person, listing: &Listing, key: Option<AskerKey>) -> Prepared {
    loop {
        match asker.prepare_inquiry(listing, key.clone()).await {
            Err(ClientError::Inquiry(InquiryEnd::Away)) => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            other => return other.unwrap(),
        }
    }
}

async fn sealed(owner: &mut Person, split: &Split, repeat: usize) -> Times {
    let mut times = Times::default();
    let set = owner.create_set(&split.model).await.unwrap();
    // The server parses the blocks with the first question.
    owner
        .ask_set(&set, &split.tests[0].measurements)
        .await
        .unwrap();
    for test in split.tests.iter().cycle().take(repeat) {
        let begun = Instant::now();
        let verdict = owner.ask_set(&set, &test.measurements).await.unwrap();
        times.online.push(begun.elapsed());
        assert_eq!(
            verdict.class,
            split.model.classify(&test.measurements).unwrap()
        );
        times.sent = verdict.traffic;
    }
    times
}

async fn sign_up(server: &str, role: Role, name: &str) -> Person {
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

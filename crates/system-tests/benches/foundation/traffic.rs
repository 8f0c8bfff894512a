//! Appends and reads a second over loopback, with one client and with sixteen.

use std::time::{Duration, Instant};

use wire::{id::VaultId, person::Role};

use crate::{Person, Plan, median, ms, observation, row, sharing::open_server, sign_up};

pub(crate) async fn run(plan: &Plan) {
    let (_folder, server) = open_server().await;
    let url = server.url();
    for clients in [1, 16] {
        let local = tokio::task::LocalSet::new();
        local.run_until(measure(plan, &url, clients)).await;
    }
    server.stop().await.unwrap();
}

async fn measure(plan: &Plan, url: &str, clients: usize) {
    let mut people = Vec::with_capacity(clients);
    for index in 0..clients {
        people.push(sign_up(url, Role::Patient, &format!("Patient {clients} {index}")).await);
    }
    let deadline = Instant::now() + plan.traffic;
    let (done, people) = together(people, move |person, vault| {
        Box::pin(append_until(person, vault, deadline))
    })
    .await;
    report(
        &format!("appends of one record, {clients} client(s), a vault each"),
        plan.traffic,
        done,
    );
    let deadline = Instant::now() + plan.traffic;
    let (done, _) = together(people, move |person, vault| {
        Box::pin(read_until(person, vault, deadline))
    })
    .await;
    report(
        &format!("reads of one log page, {clients} client(s)"),
        plan.traffic,
        done,
    );
}

async fn together<F>(people: Vec<Person>, work: F) -> (Vec<Duration>, Vec<Person>)
where
    F: Fn(Person, VaultId) -> std::pin::Pin<Box<dyn Future<Output = (Vec<Duration>, Person)>>>
        + Clone
        + 'static,
{
    let mut tasks = Vec::new();
    for person in people {
        let vault = person.own_vault().unwrap();
        tasks.push(tokio::task::spawn_local(work.clone()(person, vault)));
    }
    let (mut times, mut people) = (Vec::new(), Vec::new());
    for task in tasks {
        let (mine, person) = task.await.unwrap();
        times.extend(mine);
        people.push(person);
    }
    (times, people)
}

async fn append_until(
    mut person: Person,
    vault: VaultId,
    deadline: Instant,
) -> (Vec<Duration>, Person) {
    let mut times = Vec::new();
    while Instant::now() < deadline {
        let resource = observation(times.len());
        let start = Instant::now();
        let (_, sent) = person.add(vault, &resource, false).await.unwrap();
        assert_eq!(sent, client::write::Sent::Now);
        times.push(start.elapsed());
    }
    (times, person)
}

async fn read_until(
    mut person: Person,
    vault: VaultId,
    deadline: Instant,
) -> (Vec<Duration>, Person) {
    let mut times = Vec::new();
    while Instant::now() < deadline {
        let start = Instant::now();
        person.sync_vault(vault).await.unwrap();
        times.push(start.elapsed());
    }
    (times, person)
}

fn report(what: &str, span: Duration, times: Vec<Duration>) {
    let count = f64::from(u32::try_from(times.len()).unwrap());
    row(
        what,
        &format!(
            "{:.0}/s, median {}, none failed",
            count / span.as_secs_f64(),
            ms(median(times))
        ),
    );
}

//! Adding a doctor, revoking one, importing and syncing.

use std::time::{Duration, Instant};

use client::visit::Consent;
use server::Config;
use wire::{
    id::{RecordId, VaultId},
    invite::Ask,
    person::Role,
    vault::{Leave, Mode, Purpose},
};

use crate::{Person, Plan, bundle, median, ms, observation, row, sign_up, timed};

pub(crate) async fn run(plan: &Plan) {
    for size in plan.vaults {
        add_doctor(plan, *size).await;
    }
    import(plan).await;
    for size in plan.lists {
        revoke(plan, *size).await;
    }
}

/// A server in a fresh folder.
pub(crate) async fn open_server() -> (tempfile::TempDir, server::Running) {
    let folder = tempfile::tempdir().unwrap();
    let running = server::start(Config::new(folder.path()).without_limits())
        .await
        .unwrap();
    (folder, running)
}

fn ask() -> Ask {
    Ask {
        mode: Mode::Write,
        history: true,
        purpose: Purpose::Standing,
        hours: None,
        may_share: false,
    }
}

/// The whole visit; the time is that of the grant alone.
async fn visit(doctor: &mut Person, patient: &mut Person) -> (Duration, VaultId) {
    let link = doctor.invite(ask(), 24).await.unwrap();
    let visit = patient.look(&link).await.unwrap();
    patient.answer(&visit).await.unwrap();
    let (time, vault) = timed(patient.consent(&visit, &Consent::as_asked(&visit.ask))).await;
    (time, vault.unwrap())
}

async fn add_doctor(plan: &Plan, size: usize) {
    let (_folder, server) = open_server().await;
    let mut patient = sign_up(&server.url(), Role::Patient, "Patient").await;
    let vault = patient.own_vault().unwrap();
    patient.import(vault, &bundle(size), true).await.unwrap();
    let oldest: RecordId = patient
        .view(vault)
        .unwrap()
        .ledger
        .records()
        .iter()
        .min_by_key(|(_, v)| v[0].entry)
        .map(|(r, _)| *r)
        .unwrap();
    let (mut grants, mut opens) = (Vec::new(), Vec::new());
    for index in 0..plan.repeat {
        let mut doctor = sign_up(&server.url(), Role::Doctor, &format!("Doctor {index}")).await;
        let (grant, _) = visit(&mut doctor, &mut patient).await;
        grants.push(grant);
        let (open, _) = timed(async {
            doctor.sync().await.unwrap();
            doctor.record(vault, oldest, None).await.unwrap();
        })
        .await;
        opens.push(open);
    }
    row(
        &format!("add a doctor to a vault of {size} records"),
        &ms(median(grants)),
    );
    row(
        &format!("… until that doctor, after syncing all, opens the oldest of {size}"),
        &ms(median(opens)),
    );
    server.stop().await.unwrap();
}

/// A server's folder after a first visit, at rest: what there is without any record.
async fn empty_size() -> u64 {
    let (folder, server) = open_server().await;
    let mut patient = sign_up(&server.url(), Role::Patient, "Patient").await;
    let mut doctor = sign_up(&server.url(), Role::Doctor, "Doctor").await;
    visit(&mut doctor, &mut patient).await;
    server.stop().await.unwrap();
    size_of(folder.path())
}

async fn import(plan: &Plan) {
    let before = empty_size().await;
    let (folder, server) = open_server().await;
    let mut patient = sign_up(&server.url(), Role::Patient, "Patient").await;
    let mut doctor = sign_up(&server.url(), Role::Doctor, "Doctor").await;
    let (_, vault) = visit(&mut doctor, &mut patient).await;
    let file = bundle(plan.import);
    let (time, _) = timed(patient.import(vault, &file, true)).await;
    let per_second =
        |time: Duration| f64::from(u32::try_from(plan.import).unwrap()) / time.as_secs_f64();
    row(
        &format!(
            "import {} resources: parse, check, seal, send, stored",
            plan.import
        ),
        &format!("{}, {:.0}/s", ms(time), per_second(time)),
    );
    let (sync, _) = timed(doctor.sync()).await;
    row(
        "… sync them to a doctor, verified",
        &format!("{}, {:.0}/s", ms(sync), per_second(sync)),
    );
    let (list, records) = timed(doctor.records(vault)).await;
    assert_eq!(records.unwrap().0.len(), plan.import);
    row(
        "… open and summarise all of them",
        &format!("{}, {:.0}/s", ms(list), per_second(list)),
    );
    row(
        "… sync, list and decrypt together",
        &format!("{:.0}/s", per_second(sync + list)),
    );
    appends_to_large(plan, &mut patient, &mut doctor, vault).await;
    server.stop().await.unwrap();
    let stored = size_of(folder.path()).saturating_sub(before) / plan.import as u64;
    let plain = file.len() / plan.import;
    row(
        "bytes stored per record at the server, of the whole data directory",
        &format!("{stored} for {plain} of JSON"),
    );
}

/// Single appends to a vault that is large already, and until the doctor's program is told of them.
async fn appends_to_large(plan: &Plan, patient: &mut Person, doctor: &mut Person, vault: VaultId) {
    let mut watcher = doctor.watcher();
    watcher.connect().await.unwrap();
    let (mut appends, mut told) = (Vec::new(), Vec::new());
    for index in 0..plan.repeat * 5 {
        let start = Instant::now();
        patient.add(vault, &observation(index), true).await.unwrap();
        appends.push(start.elapsed());
        watcher.next_hint().await.unwrap();
        told.push(start.elapsed());
    }
    let size = plan.import;
    row(
        &format!("append one record to a vault of {size}"),
        &ms(median(appends)),
    );
    row(
        "… until a connected doctor is told, from before the append",
        &ms(median(told)),
    );
}

fn size_of(folder: &std::path::Path) -> u64 {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let meta = entry.metadata().unwrap();
            if meta.is_dir() {
                size_of(&entry.path())
            } else {
                meta.len()
            }
        })
        .sum()
}

async fn revoke(plan: &Plan, list: usize) {
    let (_folder, server) = open_server().await;
    let mut patient = sign_up(&server.url(), Role::Patient, "Patient").await;
    let extra = plan.repeat.min(5);
    for index in 0..list + extra {
        let mut doctor = sign_up(&server.url(), Role::Doctor, &format!("Doctor {index}")).await;
        visit(&mut doctor, &mut patient).await;
    }
    let mut times = Vec::new();
    for index in (0..extra).rev() {
        let name = format!("Doctor {}", list + index);
        let (time, done) = timed(patient.take_off(&name, Leave::Removed)).await;
        done.unwrap();
        times.push(time);
    }
    row(
        &format!("remove a doctor from a list of {list}: new keys, the rest sealed to again"),
        &ms(median(times)),
    );
    server.stop().await.unwrap();
}

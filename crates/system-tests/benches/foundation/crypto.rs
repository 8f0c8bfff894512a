//! Sealing and opening, beside AES-256-GCM alone on the same bytes.

use std::time::{Duration, Instant};

use aes_gcm::{Aes256Gcm, KeyInit, aead::Aead};
use record::dictionary::FHIR_DICTIONARY;
use vault::{
    attachment::{open_attachment, seal_attachment},
    batch::{Batch, Place, open_body},
    hpke::{SealingKey, seal_to},
    plaintext::Packer,
    secret::make_bytes,
};
use wire::id::{PersonId, RecordId, VaultId};

use crate::{Plan, median, observation, row};

const VAULT: VaultId = VaultId([1; 32]);
const AUTHOR: PersonId = PersonId([2; 32]);

pub(crate) fn run(plan: &Plan) {
    let count = plan.import;
    let texts: Vec<Vec<u8>> = (0..count)
        .map(|index| observation(index).to_json_bytes())
        .collect();
    let bytes: usize = texts.iter().map(Vec::len).sum();
    row(
        "plaintext of an Observation",
        &format!("{} bytes", bytes / count),
    );
    let raw = median((0..plan.repeat).map(|_| raw_aes(&texts)).collect());
    let (mut seals, mut opens, mut sealed) = (Vec::new(), Vec::new(), 0);
    for _ in 0..plan.repeat {
        let (seal, open, length) = records(&texts);
        seals.push(seal);
        opens.push(open);
        sealed = length;
    }
    row(
        "ciphertext of it (compressed, padded, tag)",
        &format!("{} bytes", sealed / count),
    );
    let (seal, open) = (median(seals), median(opens));
    rate(
        "AES-256-GCM alone, each under its own key",
        raw,
        count,
        bytes,
        raw,
    );
    rate(
        "seal records (compress, pad, derive, encrypt, commit, hash)",
        seal,
        count,
        bytes,
        raw,
    );
    rate(
        "open records (derive, commit, hash, decrypt, unpack)",
        open,
        count,
        bytes,
        raw,
    );
    one_key(plan);
    attachments(plan);
}

/// What a rotation does for each member who stays.
fn one_key(plan: &Plan) {
    let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
    let key = SealingKey::make(&mut rng);
    let public = key.public();
    let (mut seals, mut opens) = (Vec::new(), Vec::new());
    for _ in 0..plan.repeat * 20 {
        let start = Instant::now();
        let sealed = seal_to(&public, b"bench", &[7; 64], &mut rng).unwrap();
        seals.push(start.elapsed());
        let start = Instant::now();
        key.open(b"bench", &sealed).unwrap();
        opens.push(start.elapsed());
    }
    let micros = |time: Duration| format!("{:.0} µs", time.as_secs_f64() * 1e6);
    row(
        "seal a key to a person (HPKE with X-Wing)",
        &micros(median(seals)),
    );
    row("open it", &micros(median(opens)));
}

fn rate(what: &str, time: Duration, count: usize, bytes: usize, raw: Duration) {
    let seconds = time.as_secs_f64();
    let (count, bytes) = (
        f64::from(u32::try_from(count).unwrap()),
        f64::from(u32::try_from(bytes).unwrap()),
    );
    let ratio = seconds / raw.as_secs_f64();
    row(
        what,
        &format!(
            "{:.0}/s, {:.0} MB/s, {ratio:.2} × AES alone",
            count / seconds,
            bytes / seconds / 1e6
        ),
    );
}

fn raw_aes(texts: &[Vec<u8>]) -> Duration {
    let start = Instant::now();
    for (index, text) in texts.iter().enumerate() {
        let mut key = [7; 32];
        key[..8].copy_from_slice(&(index as u64).to_be_bytes());
        let cipher = Aes256Gcm::new(&key.into());
        std::hint::black_box(
            cipher
                .encrypt(&Default::default(), text.as_slice())
                .unwrap(),
        );
    }
    start.elapsed()
}

fn records(texts: &[Vec<u8>]) -> (Duration, Duration, usize) {
    let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
    let start = Instant::now();
    let mut batch = Batch::new(VAULT, AUTHOR, &mut rng);
    let mut packer = Packer::new(FHIR_DICTIONARY);
    for text in texts {
        batch
            .push(
                Place::first(RecordId(make_bytes(&mut rng))),
                text,
                &mut packer,
            )
            .unwrap();
    }
    let seal = start.elapsed();
    let start = Instant::now();
    for (header, body) in batch.headers().iter().zip(batch.bodies()) {
        let place = Place::first(header.record);
        let key = batch.key(&place);
        let plain = open_body(&key, header, &batch.context(&place), body, FHIR_DICTIONARY).unwrap();
        std::hint::black_box(plain);
    }
    (
        seal,
        start.elapsed(),
        batch.bodies().iter().map(|body| body.len()).sum(),
    )
}

fn attachments(plan: &Plan) {
    let size = if plan.repeat > 1 { 25 << 20 } else { 1 << 20 };
    let content: Vec<u8> = (0..size)
        .map(|i: usize| (i % 251).to_le_bytes()[0])
        .collect();
    let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
    let batch = Batch::new(VAULT, AUTHOR, &mut rng);
    let place = Place::first(RecordId([3; 16]));
    let (key, context) = (batch.key(&place), batch.context(&place));
    let (mut raws, mut seals, mut opens) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..plan.repeat {
        raws.push(raw_aes(std::slice::from_ref(&content)));
        let start = Instant::now();
        let sealed = seal_attachment(&key, &context, &content).unwrap();
        let _ = std::hint::black_box(sealed.body());
        seals.push(start.elapsed());
        let start = Instant::now();
        let opened = open_attachment(&key, &context, &sealed.content, &sealed.chunks).unwrap();
        opens.push(start.elapsed());
        assert_eq!(*opened, content);
    }
    let raw = median(raws);
    rate("AES-256-GCM alone on a 25 MB file", raw, 1, size, raw);
    rate(
        "seal a 25 MB file (pad, encrypt in chunks, hash twice)",
        median(seals),
        1,
        size,
        raw,
    );
    rate("open it (hash, decrypt)", median(opens), 1, size, raw);
}

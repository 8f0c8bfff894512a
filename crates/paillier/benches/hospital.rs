//! The mean of a million blood pressures, packed, and of a hundred thousand, each in a ciphertext of its own: the time
//! of each step, and the memory.
//!
//! `cargo bench -p sehat-paillier --bench hospital` prints a table; with `--test` everything runs once and small.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that fails stops")]

use std::fs;
use std::time::Instant;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use paillier::{
    Column, Exact, FixedPoint, KeySize, PackedColumn, Packing, PrivateKey, Variant, no_progress,
};

fn main() {
    let test = std::env::args().any(|argument| argument == "--test");
    let (bits, packed, single) = if test {
        (2048, 500, 20)
    } else {
        (3072, 1_000_000, 100_000)
    };
    let size = KeySize::new(bits).unwrap();
    let key = PrivateKey::generate(size, Variant::Djn, &mut random(1)).unwrap();
    println!(
        "| {bits} bits | ciphertexts | encrypt | add | decrypt the sum | memory at most | mean |"
    );
    println!("|---|---|---|---|---|---|---|");
    mean_packed(&key, &readings(packed));
    mean_of_single(&key, &readings(single));
}

fn mean_packed(key: &PrivateKey, readings: &[Option<i64>]) {
    let mut rng = random(2);
    let scale = FixedPoint::integers().with_magnitude_bits(9);
    let (column, encrypting) = timed(|| {
        let packing = Packing::default();
        let by = key.public();
        PackedColumn::encrypt(by, readings, scale, packing, &mut rng, &no_progress).unwrap()
    });
    let (sum, adding) = timed(|| column.sum().unwrap());
    let (opened, decrypting) = timed(|| key.decrypt_packed_sum(&sum).unwrap());
    let ciphertexts = column.ciphertexts();
    print(
        "packed",
        readings,
        ciphertexts,
        [encrypting, adding, decrypting],
        &opened,
    );
}

fn mean_of_single(key: &PrivateKey, readings: &[Option<i64>]) {
    let mut rng = random(3);
    let scale = FixedPoint::integers();
    let (column, encrypting) =
        timed(|| Column::encrypt(key.public(), readings, scale, &mut rng, &no_progress).unwrap());
    let (sum, adding) = timed(|| column.sum().unwrap());
    let (opened, decrypting) = timed(|| key.decrypt_sealed(&sum).unwrap());
    print(
        "single",
        readings,
        column.presence().count(),
        [encrypting, adding, decrypting],
        &opened,
    );
}

/// Prints a row, after the sum was found to be exact.
fn print(way: &str, readings: &[Option<i64>], ciphertexts: usize, steps: [f64; 3], sum: &Exact) {
    let (total, count) = (
        readings.iter().flatten().sum::<i64>(),
        readings.iter().flatten().count(),
    );
    assert_eq!(*sum, Exact::from(total), "the sum is not exact");
    let [encrypt, add, decrypt] = steps.map(|seconds| match seconds {
        0.1.. => format!("{seconds:.2} s"),
        _ => format!("{:.2} ms", seconds * 1e3),
    });
    println!(
        "| {}, {way} | {ciphertexts} | {encrypt} | {add} | {decrypt} | {} | {:.6} |",
        readings.len(),
        peak_memory(),
        total as f64 / count as f64,
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64())
}

/// Systolic pressures in mmHg as adults have them: 63 to 187 about 125; one in a hundred is missing.
fn readings(count: usize) -> Vec<Option<i64>> {
    let mut rng = random(4);
    let mut reading = || {
        let word = rng.next_u64();
        let sum: u64 = (0..4).map(|dice| word >> (8 * dice) & 0x1f).sum();
        (word >> 40 & 127 != 0).then_some(i64::try_from(63 + sum).unwrap())
    };
    (0..count).map(|_| reading()).collect()
}

/// The most memory this process has held so far, on Linux.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kib.map_or("–".to_owned(), |kib| format!("{:.0} MB", kib * 1.024e-3))
}

fn random(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

//! Both ways with python-paillier itself, on random numbers of every kind, equal to the bit.
//!
//! It makes a virtual environment in the target directory and installs phe into it; where there is no Python with
//! `venv`, or no package index, it says so and leaves the proof to the frozen vectors.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use paillier::{Encrypted, KeySize, Number, PrivateKey, Variant};
use rand_core::Rng;
use serde_json::{Value, json};

#[path = "support/kit.rs"]
mod support;
use support::randomness::{Seeded, seeded};
use support::vectors::{number, private_key};

const COUNT: usize = 1200;

#[test]
fn what_one_seals_the_other_opens_to_the_bit() {
    let python = match python_with_phe() {
        Ok(python) => python,
        Err(why) => {
            // Past what the test's output is caught by.
            writeln!(
                std::io::stdout(),
                "\nSKIPPED: interchange with python-paillier — {why} — install Python 3 with venv"
            )
            .unwrap();
            return;
        }
    };
    let size = KeySize::dangerous_small(1024).unwrap();
    let keys = [
        private_key("phe-key-1024"),
        PrivateKey::generate(size, Variant::Djn, &mut seeded(21)).unwrap(),
        private_key("phe-key-3072"),
    ];
    let forms: Vec<_> = keys
        .iter()
        .map(|key| key.to_phe_json("a", "b").unwrap())
        .collect();
    let forms: String = forms.iter().map(|form| format!("{}\n", **form)).collect();
    std::thread::scope(|scope| {
        scope.spawn(|| what_phe_seals_is_opened(&python, &keys, &forms));
        what_is_sealed_here_phe_opens(&python, &keys, &forms);
    });
}

fn what_phe_seals_is_opened(python: &Path, keys: &[PrivateKey], forms: &str) {
    let made = run(python, &["make", "20240607", &COUNT.to_string()], forms);
    let mut followed = 0;
    for line in made.lines() {
        let chain: Value = serde_json::from_str(line).unwrap();
        let key = usize::try_from(chain["key"].as_u64().unwrap()).unwrap();
        support::chains::follow(&keys[key], &chain);
        followed += 1;
    }
    assert!(followed >= COUNT * 5 / 4, "{followed}");
}

fn what_is_sealed_here_phe_opens(python: &Path, keys: &[PrivateKey], forms: &str) {
    let mut rng = seeded(22);
    let mut lines = forms.to_owned();
    let mut expected = Vec::new();
    for (place, key) in keys.iter().enumerate() {
        for round in 0..if place == 0 { COUNT } else { COUNT / 20 } {
            let (sealed, number) = any_sealed(key, round, &mut rng);
            let form: Value = serde_json::from_str(&sealed.to_phe_json()).unwrap();
            let line = json!({"key": place, "v": form["v"], "e": form["e"]});
            lines.push_str(&format!("{line}\n"));
            let opened = key.decrypt(&sealed).ok();
            if let Some(number) = number {
                assert!(is_the_same(opened.as_ref().unwrap(), &number));
            }
            expected.push(opened);
        }
    }
    let opened = run(python, &["open"], &lines);
    assert_eq!(opened.lines().count(), expected.len());
    for (line, ours) in opened.lines().zip(&expected) {
        let theirs: Value = serde_json::from_str(line).unwrap();
        match (ours, &theirs) {
            (None, Value::Null) => {}
            (Some(Number::Real(ours)), _) => {
                let Number::Real(theirs) = number(&theirs) else {
                    panic!("{theirs}")
                };
                assert_eq!(ours.to_bits(), theirs.to_bits());
            }
            (Some(ours), _) => assert!(*ours == number(&theirs)),
            (None, _) => panic!("{theirs} was not opened here"),
        }
    }
}

/// A number of any kind, sealed by the public or the private key, alone or after some operations; and the number itself
/// where it is alone.
fn any_sealed(key: &PrivateKey, round: usize, rng: &mut Seeded) -> (Encrypted, Option<Number>) {
    let number = any_number(key, round, rng);
    let sealed = match round % 2 {
        0 => key.public().encrypt(&number, rng).unwrap(),
        _ => key.encrypt(&number, rng).unwrap(),
    };
    let y = any_double(rng, 60);
    let changed = match round % 5 {
        0 => &sealed * y,
        1 => &sealed + y,
        2 => &sealed - &key.encrypt(y, rng).unwrap(),
        _ => return (sealed, Some(number)),
    };
    // Exponents too far apart for the key are refused; then the number itself will do.
    match changed {
        Ok(changed) => (changed, None),
        Err(_) => (sealed, Some(number)),
    }
}

/// A large double comes back as the integer that it is.
fn is_the_same(opened: &Number, number: &Number) -> bool {
    match number {
        Number::Real(real) => opened.to_f64() == Ok(*real),
        Number::Integer(_) => opened == number,
    }
}

fn any_number(key: &PrivateKey, round: usize, rng: &mut Seeded) -> Number {
    match round % 3 {
        0 => any_double(rng, 996).into(),
        1 => any_double(rng, 20).into(),
        _ => {
            let bits = 1 + usize::try_from(rng.next_u64() % 1000).unwrap();
            let magnitude = bignum::Uint::random_bits(bits, rng);
            let fits = magnitude.cmp_vartime(key.public().max_int()).is_le();
            let magnitude = if fits {
                magnitude
            } else {
                key.public().max_int().clone()
            };
            paillier::Integer::new(rng.next_u32().is_multiple_of(2), magnitude).into()
        }
    }
}

/// A double of either sign with a binary exponent within these bounds.
fn any_double(rng: &mut Seeded, bound: u64) -> f64 {
    let exponent = 1023 - bound + rng.next_u64() % (2 * bound);
    f64::from_bits(rng.next_u64() >> 63 << 63 | exponent << 52 | rng.next_u64() >> 12)
}

/// Runs phe's side, feeding it from another thread so that neither waits for the other.
fn run(python: &Path, arguments: &[&str], input: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/phe/interchange.py");
    let mut child = Command::new(python)
        .arg("-B")
        .arg(script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeding = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "phe's side ended with {}",
        output.status
    );
    feeding.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The Python of a virtual environment with phe in it, made once and kept.
fn python_with_phe() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("phe-1.5.0");
    let python = folder.join("bin/python");
    if works(&python) {
        return Ok(python);
    }
    // Another process may be making the same: each makes its own, and the first one stays.
    let making = folder.with_extension(std::process::id().to_string());
    let _ = fs::remove_dir_all(&making);
    quiet(
        Command::new("python3").args(["-m", "venv"]).arg(&making),
        "python3 -m venv",
    )?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "0",
        "--timeout",
        "20",
    ];
    let install = quiet(
        Command::new(making.join("bin/python"))
            .args(pip)
            .args(["phe==1.5.0", "gmpy2"]),
        "pip install phe",
    );
    if let Err(why) = install {
        let _ = fs::remove_dir_all(&making);
        return Err(why);
    }
    // One that was there and does not run belongs to a Python that is gone.
    if !works(&python) {
        let _ = fs::remove_dir_all(&folder);
    }
    if fs::rename(&making, &folder).is_err() {
        let _ = fs::remove_dir_all(&making);
    }
    match works(&python) {
        true => Ok(python),
        false => Err("the virtual environment does not run".into()),
    }
}

fn works(python: &Path) -> bool {
    quiet(
        Command::new(python).args(["-c", "import phe"]),
        "import phe",
    )
    .is_ok()
}

fn quiet(command: &mut Command, what: &str) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("`{what}` ended with {}", output.status)),
        Err(why) => Err(format!("`{what}` did not start: {why}")),
    }
}

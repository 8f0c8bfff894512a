//! What bad keys, bad ciphertexts and interruptions get.

use serde_json::{Value, json};

use crate::workbench::{Workbench, data};

#[test]
fn what_is_no_key_is_told_with_its_file() {
    let bench = Workbench::new();
    let key: Value = serde_json::from_str(&bench.read("public.json")).unwrap();
    let changed = |field: &str, value: Value| {
        let mut key = key.clone();
        key[field] = value;
        key.to_string()
    };
    for (content, why) in [
        ("", "not a Paillier key"),
        ("{}", "not a Paillier key"),
        ("not a key", "not a Paillier key"),
        (&changed("kty", json!("RSA")), "not a Paillier key"),
        (&changed("alg", json!("RS256")), "not a Paillier key"),
        (&changed("n", json!("!")), "not a Paillier key"),
        (&changed("n", json!("AQAB")), "too few"),
        (&changed("n", json!("_".repeat(170) + "A")), "even"),
    ] {
        bench.write("key.json", content.as_bytes());
        let text = bench.fails(&["paillier", "encrypt", "key.json", "1"], 8);
        assert!(
            text.starts_with("key.json: ") && text.contains(why),
            "{content}: {text}"
        );
        bench.fails(&["paillier", "decrypt", "key.json", "a.json"], 8);
        bench.fails(&["paillier", "extract", "key.json", "out.json"], 8);
    }
    let text = bench.fails(&["paillier", "decrypt", "public.json", "a.json"], 8);
    assert!(text.contains("this is a public key"), "{text}");
    bench.fails(&["paillier", "genpkey", "--keysize", "100", "k.json"], 2);
    bench.fails(
        &["paillier", "genpkey", "none/k.json", "--keysize", "1024"],
        9,
    );
}

#[test]
fn a_short_modulus_is_refused_unless_danger_is_asked_for() {
    let bench = Workbench::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sehat"));
    command
        .args(["paillier", "encrypt", "public.json", "1"])
        .current_dir(bench.path(""));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(8));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("public.json") && said.contains("1024 bits, too few"),
        "{said}"
    );
}

#[test]
fn what_is_no_ciphertext_is_told_with_its_file() {
    let bench = Workbench::new();
    let key: Value = serde_json::from_str(&bench.read("public.json")).unwrap();
    let n = data_encoding::BASE64URL_NOPAD
        .decode(key["n"].as_str().unwrap().as_bytes())
        .unwrap();
    let n = bignum::Uint::from_be_bytes(&n);
    for (content, why) in [
        (String::new(), "unreadable"),
        (json!({ "v": 5, "e": 0 }).to_string(), "unreadable"),
        (json!({ "v": "five", "e": 0 }).to_string(), "unreadable"),
        (json!({ "v": "0", "e": 0 }).to_string(), "outside the range"),
        (
            json!({ "v": n.square().to_decimal(), "e": 0 }).to_string(),
            "outside the range",
        ),
        (
            json!({ "v": n.to_decimal(), "e": 0 }).to_string(),
            "not invertible",
        ),
        (json!({ "v": "5", "e": 9_999_999 }).to_string(), "exponent"),
    ] {
        bench.write("x.json", content.as_bytes());
        let text = bench.fails(
            &["paillier", "decrypt", "private.json", "x.json"],
            if why == "exponent" { 6 } else { 8 },
        );
        assert!(
            text.starts_with("x.json: ") && text.contains(why),
            "{content}: {text}"
        );
    }
    // Another key's ciphertext is a number of this one only by an accident of one in three; it is told as overflow.
    bench.ok(&[
        "paillier",
        "encrypt",
        "other-public.json",
        "1",
        "--output",
        "other.json",
    ]);
    let output = bench.run(&["paillier", "decrypt", "private.json", "other.json"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_ne!(said, "1.0\n");
}

#[test]
fn a_number_out_of_range_is_refused() {
    let bench = Workbench::new();
    for number in ["nan", "inf", "-inf", "1e309", "one", ""] {
        bench.fails(&["paillier", "encrypt", "public.json", number], 2);
    }
    // Fits a float and not the plaintexts of so short a key.
    bench.fails(&["paillier", "encrypt", "public.json", "1e300"], 8);
    bench.ok(&[
        "paillier",
        "encrypt",
        "public.json",
        "1e100",
        "--output",
        "x.json",
    ]);
    bench.fails(&["paillier", "multiply", "public.json", "x.json", "nan"], 2);
    let text = bench.fails(&["paillier", "add", "public.json", "x.json", "1e-300"], 8);
    assert!(text.starts_with("x.json: "), "{text}");
    let tiny = format!("sbp,dbp\n0.{}1,80\n", "0".repeat(35));
    bench.write("t.csv", tiny.as_bytes());
    let text = bench.fails(&["mean-bp", "t.csv", "--packed"], 8);
    assert!(text.starts_with("t.csv: "), "{text}");
}

#[test]
fn a_place_that_cannot_be_written_to_is_told_before_the_work() {
    let bench = Workbench::new();
    bench.write("t.csv", b"x\n1\n");
    let seal = [
        "paillier",
        "column",
        "encrypt",
        "public.json",
        "t.csv",
        "--column",
        "x",
    ];
    let text = bench.fails(&[&seal[..], &["--output", "none/x"]].concat(), 9);
    assert!(text.starts_with("none/x cannot be written"), "{text}");
    bench.fails(
        &[&seal[..], &["--output", "x", "--squares", "none/x2"]].concat(),
        9,
    );
    bench.fails(
        &[
            "dataset",
            "encrypt",
            "public.json",
            "t.csv",
            "--output",
            "none/t.xlsx",
        ],
        9,
    );
    bench.ok(&[&seal[..], &["--output", "x"]].concat());
    bench.fails(
        &[
            "paillier",
            "column",
            "sum",
            "public.json",
            "x",
            "--output",
            "none/s",
        ],
        9,
    );
    bench.fails(
        &[
            "paillier",
            "column",
            "decrypt",
            "private.json",
            "x",
            "--output",
            "none/p",
        ],
        9,
    );
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_leaves_nothing_that_looks_whole() {
    use std::process::Command;
    let bench = Workbench::new();
    bench.write("long.json", &std::fs::read(data("key-3072.json")).unwrap());
    bench.ok(&["paillier", "extract", "long.json", "long-public.json"]);
    let rows: String = (0..200_000).map(|row| format!("{row}\n")).collect();
    bench.write("t.csv", format!("x\n{rows}").as_bytes());
    let before = bench.files();
    let words = [
        "paillier",
        "column",
        "encrypt",
        "long-public.json",
        "t.csv",
        "--column",
        "x",
    ];
    let mut child = bench
        .command(
            &[
                &words[..],
                &["--output", "x.sealed", "--squares", "x2.sealed"],
            ]
            .concat(),
        )
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let status = child.wait().unwrap();
    // A machine under load may be interrupted before it listens: then the signal itself ended it.
    assert!(matches!(status.code(), Some(130) | None), "{status}");
    assert_eq!(bench.files(), before);
}

#[test]
#[cfg(unix)]
fn a_command_that_waits_for_input_can_be_interrupted() {
    use std::{
        process::{Command, Stdio},
        time::{Duration, Instant},
    };
    let bench = Workbench::new();
    // Whether it listened first was a matter of chance.
    for _ in 0..4 {
        let mut command = bench.command(&["paillier", "decrypt", "private.json", "-"]);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(200));
        let id = child.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().unwrap();
        let begun = Instant::now();
        let ended = loop {
            match child.try_wait().unwrap() {
                None if begun.elapsed() < Duration::from_secs(20) => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                ended => break ended,
            }
        };
        // An end of the input would end it as well, so the input is held open until here.
        child.kill().unwrap();
        assert!(ended.is_some_and(|status| !status.success()));
    }
}

#[test]
fn nothing_is_printed_of_what_was_to_be_sealed() {
    let bench = Workbench::new();
    bench.write("t.csv", b"name\nAsha Verma\n");
    for words in [
        &[
            "paillier",
            "column",
            "encrypt",
            "public.json",
            "t.csv",
            "--column",
            "name",
            "--output",
            "x",
        ][..],
        &[
            "dataset",
            "encrypt",
            "public.json",
            "t.csv",
            "--output",
            "x.xlsx",
        ],
        &[
            "mean-bp",
            "t.csv",
            "--systolic",
            "name",
            "--diastolic",
            "name",
        ],
    ] {
        let text = bench.fails(words, 8);
        assert!(
            text.contains("row 1 (line 2), column \"name\"") && !text.contains("Asha"),
            "{text}"
        );
    }
}

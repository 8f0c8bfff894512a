//! The program as it is called: exit codes, streams, and errors as JSON.

use std::process::{Command, Output};

use serde_json::Value;

fn sehat(home: &std::path::Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sehat"));
    command.args(args).env_clear().env("SEHAT_HOME", home);
    command.stdin(std::process::Stdio::null());
    command.output().expect("the program starts")
}

/// The exit code and the code in the error's JSON.
fn failure(home: &std::path::Path, args: &[&str]) -> (Option<i32>, String) {
    let output = sehat(home, &[&["--json"], args].concat());
    assert!(
        output.stdout.is_empty(),
        "{args:?} wrote to the output stream"
    );
    let error: Value = serde_json::from_slice(&output.stderr).expect("errors are JSON");
    assert!(
        error["error"]["message"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    (
        output.status.code(),
        error["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    )
}

#[test]
fn each_way_to_fail_has_its_exit_code_and_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let bundle = folder.path().join("bundle.json");
    std::fs::write(&bundle, "{\"resourceType\":").unwrap();
    let bundle = bundle.to_str().unwrap();
    let kit = folder.path().join("none/kit.txt");
    let nobody_listens = "http://127.0.0.1:9";
    for (args, exit, code) in [
        (vec!["fly"], 2, "usage"),
        (vec!["inbox", "admit", "1a2b"], 2, "usage"),
        (
            vec!["signup", "--role", "patient", "--name", "X"],
            2,
            "usage",
        ),
        (vec!["whoami"], 3, "no_account"),
        (vec!["record", "list"], 3, "no_account"),
        (vec!["import", bundle], 8, "bad_record"),
        (vec!["import", "no such file"], 8, "bad_file"),
        (vec!["paillier", "encrypt", bundle, "1"], 8, "not_a_key"),
        (vec!["paillier", "encrypt", bundle, "one"], 2, "usage"),
        (
            vec!["paillier", "genpkey", "--keysize", "1024", "-"],
            2,
            "usage",
        ),
        (
            vec!["paillier", "column", "sum", bundle, bundle],
            2,
            "usage",
        ),
        (vec!["mean-bp", "no such file"], 8, "bad_file"),
        (vec!["mean-bp", bundle], 8, "bad_record"),
        (vec!["knn", "list"], 3, "no_account"),
        (
            vec!["knn", "publish", bundle, "--sealed", "x", "--yes"],
            8,
            "not_a_classifier",
        ),
        (vec!["knn", "publish", bundle], 2, "usage"),
        (vec!["knn", "ask", "x"], 2, "usage"),
        (vec!["knn", "demo", "--paillier-bits", "1024"], 2, "usage"),
        (vec!["form", "decrypt", bundle], 8, "bad_file"),
        (vec!["form", "encrypt", "--keys", "nowhere"], 8, "bad_file"),
        (
            vec!["dataset", "encrypt", bundle, bundle, "--output", "x.csv"],
            2,
            "usage",
        ),
        (vec!["dataset", "decrypt", bundle, bundle], 8, "not_a_key"),
        (
            vec!["accept", "https://sehat.example/invite#x", "--yes"],
            6,
            "not_possible",
        ),
        (
            vec![
                "signup",
                "--role",
                "patient",
                "--name",
                "X",
                "--server",
                nobody_listens,
                "--kit",
                kit.to_str().unwrap(),
            ],
            9,
            "storage",
        ),
    ] {
        assert_eq!(
            failure(&home, &args),
            (Some(exit), code.to_owned()),
            "{args:?}"
        );
    }
}

#[test]
fn help_and_version_go_to_the_output_stream() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        vec!["--help"],
        vec!["record", "add", "--help"],
        vec!["--version"],
    ] {
        let output = sehat(folder.path(), &args);
        assert!(output.status.success());
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn the_help_lists_the_commands_and_the_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let help = String::from_utf8(sehat(folder.path(), &["--help"]).stdout).unwrap();
    for part in [
        "signup",
        "accept",
        "broadcast",
        "completions",
        "paillier",
        "mean-bp",
        "form",
        "dataset",
        "knn",
        "SEHAT_HOME",
        "Exit codes:",
    ] {
        assert!(help.contains(part), "{part} is not in the help");
    }
}

#[test]
fn completions_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let output = sehat(folder.path(), &["completions", "bash"]);
    let script = String::from_utf8(output.stdout).unwrap();
    for command in [
        "invitations",
        "broadcast",
        "recover",
        "mean-bp",
        "genpkey",
        "variance",
        "knn",
        "evaluate",
        "withdraw",
    ] {
        assert!(script.contains(command), "{command}");
    }
}

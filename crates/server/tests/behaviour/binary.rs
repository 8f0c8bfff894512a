//! The program itself: what it says, and with which code it ends.

use std::{
    net::TcpListener,
    process::{Command, Output},
};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sehat-server"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn it_says_what_it_is_for_and_that_tls_is_the_proxys() {
    let help = run(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8(help.stdout).unwrap();
    for word in [
        "--data",
        "--listen",
        "--quota",
        "--rate",
        "--log-format",
        "SEHAT_DATA",
        "TLS",
    ] {
        assert!(text.contains(word), "{word}");
    }
    assert_eq!(run(&[]).status.code(), Some(2));
}

#[test]
fn it_says_why_it_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let failed = run(&["--data", data, "--listen", &address]);
    assert_eq!(failed.status.code(), Some(69));
    let said = String::from_utf8(failed.stderr).unwrap();
    assert!(said.contains("another program listens there"), "{said}");

    let file = folder.path().join("file");
    std::fs::write(&file, b"no folder").unwrap();
    let failed = run(&["--data", file.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    assert_eq!(failed.status.code(), Some(73));

    let lock = std::fs::File::create(folder.path().join("lock")).unwrap();
    lock.lock().unwrap();
    let failed = run(&["--data", data, "--listen", "127.0.0.1:0"]);
    assert_eq!(failed.status.code(), Some(75));
    let said = String::from_utf8(failed.stderr).unwrap();
    assert!(said.contains("Another server has"), "{said}");
}

#[test]
fn it_logs_routes_and_no_names_and_stops_at_a_signal() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sehat-server"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let address = line.trim().rsplit('/').next().unwrap();
    let mut connection = std::net::TcpStream::connect(address).unwrap();
    let name = "ab".repeat(32);
    write!(connection, "GET /v1/persons/{name}?from=1 HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.0 404"), "{answer}");
    let stopped = Command::new("kill").arg(child.id().to_string()).status();
    assert!(stopped.unwrap().success());
    assert!(child.wait().unwrap().success());
    let mut log = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    assert!(log.contains("/v1/persons/{person}"), "{log}");
    assert!(!log.contains(&name) && !log.contains("127.0.0.1"), "{log}");
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert!(
        !folder.path().join("sehat.db-wal").exists(),
        "the log is folded in"
    );
}

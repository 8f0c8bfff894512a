//! The report on canned lines.

use super::*;
use crate::bench::paillier::line::parse_lines;

fn figure(peer: &str, more: &str, operation: &str, per_second: f64) -> String {
    format!(
        r#"{{"peer":"{peer}","version":"1.0",{more}"threads":1,"operation":"{operation}","per_second":{per_second}}}"#
    ) + "\n"
}

fn figures(lines: &[String]) -> Figures {
    let mut figures = Figures::default();
    for lines in lines {
        figures.extend(parse_lines(lines).unwrap());
    }
    figures
}

fn report(lines: &[String]) -> Report {
    Report {
        command: "cargo xtask bench paillier".to_owned(),
        machine: "2026-01-01, a machine".to_owned(),
        plan: Plan {
            bits: vec![3072],
            threads: vec![1],
            rounds: 3,
            seconds: 0.7,
            choice: Choice::Median,
        },
        figures: figures(lines),
        missing: Vec::new(),
        powers: Powers::default(),
        instructions: Ok(Vec::new()),
        hospital: String::new(),
    }
}

fn row(report: &str, beginning: &str) -> Vec<String> {
    let line = report
        .lines()
        .find(|line| line.starts_with(&format!("| {beginning}")))
        .unwrap_or_else(|| panic!("no row `{beginning}` in\n{report}"));
    let cells = line.trim_matches('|').split(" | ");
    cells.map(|cell| cell.trim().to_owned()).collect()
}

const B3072: &str = r#""bits":3072,"#;

#[test]
fn ours_comes_first_and_is_compared_with_the_best_peer_in_each_column() {
    let report = report(&[
        figure("phe", B3072, "encrypt_public", 31.2),
        figure("phe", B3072, "decrypt", 114.0),
        figure("sf-heu", B3072, "encrypt_public", 500.0),
        figure("sf-heu", B3072, "decrypt", 100.0),
        figure(
            "sehat",
            r#""variant":"tables","bits":3072,"#,
            "encrypt_public",
            1300.0,
        ),
        figure(
            "sehat",
            r#""variant":"tables","bits":3072,"#,
            "decrypt",
            456.0,
        ),
        figure(
            "sehat",
            r#""variant":"portable","bits":3072,"#,
            "decrypt",
            57.0,
        ),
    ])
    .to_string();
    assert!(report.contains("## 3072 bits, one thread"));
    let first = report.lines().find(|line| line.contains("Sehat")).unwrap();
    assert!(report.find(first) < report.find("| phe 1.0"), "{report}");
    let best = row(&report, "best peer");
    assert_eq!(best[2], "500 (sf-heu)");
    assert_eq!(best[4], "114 (phe)");
    assert_eq!(best[5], "–");
    assert_eq!(row(&report, "**Sehat**, tables / best")[2], "**2.60 ×**");
    assert_eq!(row(&report, "**Sehat**, tables / best")[4], "**4.00 ×**");
    assert_eq!(row(&report, "**Sehat**, portable / best")[4], "**0.50 ×**");
    assert_eq!(row(&report, "**Sehat**, portable / best")[2], "–");
}

#[test]
fn rounds_are_told_by_their_median() {
    let rates = [10.0, 1000.0, 20.0];
    let lines = rates.map(|rate| figure("phe", B3072, "add", rate));
    let report = report(&lines).to_string();
    assert_eq!(row(&report, "phe 1.0")[5], "20.0");
    assert!(report.contains("at most"), "{report}");
}

#[test]
fn who_has_the_secret_key_may_encrypt_with_the_public_one() {
    let report = report(&[
        figure("fast-paillier", B3072, "encrypt_secret", 40.0),
        figure("sf-heu", B3072, "encrypt_public", 500.0),
        figure("sehat", B3072, "encrypt_secret", 1000.0),
    ])
    .to_string();
    assert_eq!(row(&report, "best peer")[3], "500 (sf-heu)");
    assert_eq!(row(&report, "**Sehat** / best")[3], "**2.00 ×**");
}

#[test]
fn a_key_is_told_by_its_time_and_compared_by_its_rate() {
    let report = report(&[
        figure("phe", B3072, "key_generation", 0.5),
        figure("sf-heu", B3072, "key_generation", 4.0),
        figure("sehat", B3072, "key_generation", 8.0),
    ])
    .to_string();
    assert_eq!(row(&report, "phe")[1], "2.00 s");
    assert_eq!(row(&report, "best peer")[1], "250 ms (sf-heu)");
    assert_eq!(row(&report, "**Sehat** / best")[1], "**2.00 ×**");
}

#[test]
fn an_absent_peer_has_its_recorded_figures_and_is_never_the_best() {
    let mut report = report(&[figure("phe", B3072, "encrypt_public", 31.2)]);
    report.missing.push(Missing {
        peer: "sf-heu".to_owned(),
        reason: "needs CPython 3.11".to_owned(),
    });
    let report = report.to_string();
    let recorded = row(&report, "*sf-heu 0.5.2b0 (ZPaillier), recorded elsewhere*");
    assert_eq!(recorded[2], "*494*");
    assert_eq!(recorded[1], "–");
    assert!(report.contains("- sf-heu: needs CPython 3.11"));
    assert_eq!(row(&report, "best peer")[2], "31.2 (phe)");
    assert!(!report.contains("*phe 1.5.0"), "{report}");
}

#[test]
fn a_peer_that_refuses_a_size_has_no_figure_and_its_reason() {
    let refusal =
        r#"{"peer":"ipcl-python","version":"2.0.0","bits":2048,"threads":1,"absent":"refuses"}"#;
    let here = figure("phe", r#""bits":2048,"#, "add", 1.0);
    let report = report(&[refusal.to_owned(), here]).to_string();
    assert!(report.contains("- ipcl-python 2.0.0 at 2048 bits, 1 thread(s): refuses"));
    assert!(!report.contains("*ipcl-python"), "{report}");
}

#[test]
fn a_peer_that_failed_has_its_recorded_figures() {
    let failure =
        r#"{"peer":"ipcl-python","version":"","bits":2048,"threads":1,"absent":"failed: killed"}"#;
    let here = figure("phe", r#""bits":2048,"#, "add", 1.0);
    let report = report(&[failure.to_owned(), here]).to_string();
    assert!(report.contains("- ipcl-python at 2048 bits, 1 thread(s): failed: killed"));
    assert_eq!(row(&report, "*ipcl-python 2.0.0 (IFMA)")[4], "*1,608*");
}

#[test]
fn both_limits_stand_beside_ours() {
    let report = report(&[
        figure("sehat", B3072, "encrypt_public", 1300.0),
        figure("sehat", B3072, "kernel_limit_encrypt_public", 1400.0),
        figure("sehat", B3072, "full_length_limit_encrypt_public", 1000.0),
        figure("sehat", B3072, "kernel_limit_add", 450_000.0),
    ])
    .to_string();
    let encryption = "| 3072 | 1 | encrypt, public key | 1,300 | 1,400 | 93 % | 1,000 | 130 % |";
    assert!(report.contains(encryption), "{report}");
    assert!(report.contains("| 3072 | 1 | add | – | 450 k | – | – | – |"));
}

#[test]
fn the_hospitals_table_stands_there_as_it_is() {
    let mut report = report(&[]);
    assert!(!report.to_string().contains("hospital"));
    report.hospital = "| 1000000, packed | 19608 |\n".to_owned();
    assert!(report.to_string().contains("| 1000000, packed | 19608 |"));
}

#[test]
fn an_exponentiation_is_told_as_a_multiple_of_openssls() {
    let size = r#""bits":4096,"exponent_bits":2048,"#;
    let adx = r#""variant":"adx","bits":4096,"exponent_bits":2048,"#;
    let mut report = report(&[]);
    report.powers.figures = figures(&[
        figure("sehat", adx, "pow", 100.0),
        figure("openssl", size, "pow", 140.0),
    ]);
    report.instructions = Ok(vec![Count {
        bits: 4096,
        exponent_bits: 2048,
        instructions: 73_019_283,
    }]);
    let report = report.to_string();
    assert!(report.contains("| modulus, exponent | OpenSSL 1.0 | **Sehat**, adx |"));
    assert!(
        report.contains("| 4096, 2048 | 7.14 ms | 10.0 ms (1.40 ×) |"),
        "{report}"
    );
    assert!(report.contains("| 4096, 2048 | 73,019,283 |"));
}

#[test]
fn what_was_not_counted_says_what_to_install() {
    let mut report = report(&[]);
    report.instructions = Err("needs valgrind (apt-get install valgrind)".to_owned());
    report
        .powers
        .missing
        .push("OpenSSL: needs its headers".to_owned());
    let report = report.to_string();
    assert!(report.contains("Not counted: needs valgrind (apt-get install valgrind)."));
    assert!(report.contains("Absent: OpenSSL: needs its headers."));
}

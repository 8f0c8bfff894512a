//! The report over figures that are made up.

use super::*;
use crate::bench::knn::figures::toy;

fn report(lines: &str) -> Report {
    Report {
        command: "cargo xtask bench knn".to_owned(),
        machine: "a machine".to_owned(),
        plan: Plan {
            tasks: vec![Task::WISCONSIN, Task { n: 5000, d: 30 }],
            threads: vec![1, 2],
            rounds: 1,
            seconds: 1.0,
            test: false,
        },
        figures: toy::figures(&[lines.to_owned()]),
        missing: vec![("Concrete ML".to_owned(), "needs CPython 3.10".to_owned())],
        only: Vec::new(),
        loopback: Some("In one process.\n\n| way | class |\n".to_owned()),
        labels: Some("| way | splits |\n".to_owned()),
    }
}

fn question(peer: &str, at: (usize, usize), variant: &str, ms: f64, up: u64) -> String {
    let mut lines = String::new();
    for phase in ["question", "server", "open"] {
        let told = format!("\"variant\":\"{variant}\",\"phase\":\"{phase}\",\"median_ms\":{ms}");
        lines += &toy::line(peer, at, &told);
    }
    let told = format!("\"variant\":\"{variant}\",\"bytes\":{{\"up\":{up},\"down\":1000}}");
    lines + &toy::line(peer, at, &told)
}

/// A provider's figures.
fn provided(at: (usize, usize)) -> String {
    let told = r#""variant":"a provider","phase":"ahead_asker","median_ms":5"#;
    toy::line("sehat", at, told) + &question("sehat", at, "a provider", 10.0, 60_000)
}

#[test]
fn ours_stands_first_and_each_peer_is_told_as_a_multiple_of_it() {
    let lines = question("TenSEAL", (455, 1), "slots", 136.0, 2_700_000)
        + &question("sehat", (455, 1), "a sealed set", 2.0, 54_000);
    let text = report(&lines).to_string();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(
        rows[1]
            .starts_with("| **Sehat**, a sealed set | – | 2.00 ms | 2.00 ms | 2.00 ms | 54.0 kB |"),
        "{text}"
    );
    assert!(rows[2].starts_with("| TenSEAL 1, slots |"), "{text}");
    assert!(
        rows[3].contains("| **68.00 ×** | **68.00 ×** | **68.00 ×** | **50.00 ×** |"),
        "{text}"
    );
    assert!(text.contains("- Concrete ML: needs CPython 3.10"), "{text}");
    assert!(!text.contains("## Growth"), "{text}");
}

#[test]
fn a_provider_has_its_table_and_growth_one_more() {
    let text = report(&(provided((455, 1)) + &provided((5000, 1)))).to_string();
    assert!(
        text.contains("## A provider who is asked, one thread"),
        "{text}"
    );
    assert!(text.contains("| **30.0 ms** |"), "{text}");
    assert!(
        text.contains("| **Sehat**, a provider | 5,000 × 30 |"),
        "{text}"
    );
    assert!(!text.contains("## A sealed set"), "{text}");
}

#[test]
fn a_whole_run_has_every_part_and_leaves_nothing_out() {
    let at = [(455, 1), (455, 2), (5000, 1)];
    let lines = at.map(|at| provided(at) + &question("sehat", at, "a sealed set", 2.0, 54_000));
    let text = report(&lines.concat()).to_string();
    for heading in [
        "## A sealed set at a cloud, one thread",
        "## A provider who is asked, one thread",
        "## A sealed set at a cloud, 2 threads",
        "## A provider who is asked, 2 threads",
        "## Over loopback\n\nIn one process.\n\n| way | class |",
        "## Labels",
        "## Growth, one thread",
        "## Absent\n\n- Concrete ML: needs CPython 3.10",
    ] {
        assert!(text.contains(&format!("\n\n{heading}\n")), "{text}");
    }
    assert!(!text.contains("Not in this run") && !text.contains(TRIED));
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn what_a_run_leaves_out_stands_in_its_report() {
    let lines = question("TenSEAL", (455, 1), "slots", 136.0, 2_700_000);
    let mut report = report(&lines);
    report.only = vec!["TenSEAL".to_owned()];
    (report.loopback, report.labels) = (None, None);
    let peers = "\n\n**Not in this run:** sehat; Concrete ML;";
    let tables = "a class over loopback; the labels of ten splits";
    let text = report.to_string();
    assert!(text.contains(&format!("{peers} {tables}.\n")), "{text}");
    report.plan.tasks.truncate(1);
    report.plan.threads.truncate(1);
    report.plan.test = true;
    let text = report.to_string();
    let left_out = format!("\n\n{TRIED}{peers} two threads; {tables}; growth.\n");
    assert!(text.contains(&left_out), "{text}");
}

#[test]
fn what_is_absent_has_its_size_where_that_is_not_the_real_datas() {
    let absent = r#""variant":"v","absent":"too much""#;
    let lines = [(455, 1), (455, 2), (5000, 1)].map(|at| toy::line("p", at, absent));
    let text = report(&lines.concat()).to_string();
    let (_, listed) = text.split_once("## Absent\n\n").unwrap();
    let lines: Vec<&str> = listed.lines().skip(1).collect();
    assert_eq!(
        lines,
        ["- p 1, v: too much", "- p 1, v at 5,000 × 30: too much"]
    );
}

#[test]
fn bytes_have_the_unit_that_fits() {
    for (count, shown) in [
        (999, "999 B"),
        (55_400, "55.4 kB"),
        (2_700_000, "2.70 MB"),
        (176_000_000, "176 MB"),
        (5_000_000_000, "5.00 GB"),
    ] {
        assert_eq!(bytes(count), shown);
    }
}

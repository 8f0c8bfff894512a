//! The report over figures that are made up.

use super::*;
use crate::bench::knn::figures::toy;

fn report(lines: &str) -> String {
    let report = Report {
        command: "cargo xtask bench knn".to_owned(),
        machine: "a machine".to_owned(),
        plan: Plan {
            tasks: vec![Task::WISCONSIN],
            threads: vec![1],
            rounds: 1,
            seconds: 1.0,
            test: false,
        },
        figures: toy::figures(lines),
        missing: vec![("Concrete ML".to_owned(), "needs CPython 3.10".to_owned())],
        loopback: String::new(),
        labels: String::new(),
    };
    report.to_string()
}

fn question(peer: &str, n: usize, variant: &str, ms: f64, up: u64) -> String {
    let mut lines = String::new();
    for phase in ["question", "server", "open"] {
        let told = format!("\"variant\":\"{variant}\",\"phase\":\"{phase}\",\"median_ms\":{ms}");
        lines += &toy::line(peer, (n, 1), &told);
    }
    let told = format!("\"variant\":\"{variant}\",\"bytes\":{{\"up\":{up},\"down\":1000}}");
    lines + &toy::line(peer, (n, 1), &told)
}

#[test]
fn ours_stands_first_and_each_peer_is_told_as_a_multiple_of_it() {
    let lines = question("TenSEAL", 455, "slots", 136.0, 2_700_000)
        + &question("sehat", 455, "a sealed set", 2.0, 54_000);
    let text = report(&lines);
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
    let ahead = |n| {
        toy::line(
            "sehat",
            (n, 1),
            r#""variant":"a provider","phase":"ahead_asker","median_ms":5"#,
        ) + &question("sehat", n, "a provider", 10.0, 60_000)
    };
    let text = report(&(ahead(455) + &ahead(5000)));
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

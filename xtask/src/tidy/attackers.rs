//! A row of the threat model that is marked as tested has its attacker.
//!
//! A row begins with `| ● N |`; its test is a function `attack_NN_…` in some test file.

use anyhow::Result;

use super::Finding;
use crate::workspace;

/// Compares the marks with the tests.
///
/// # Errors
/// A file cannot be read.
pub(super) fn check(files: &[String]) -> Result<Vec<Finding>> {
    if !files.iter().any(|path| path == MODEL) {
        return Ok(Vec::new());
    }
    let mut tests = String::new();
    for path in files.iter().filter(|path| is_test(path)) {
        tests.push_str(&workspace::text(path)?);
    }
    Ok(missing(&workspace::text(MODEL)?, &tests))
}

fn missing(model: &str, tests: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, text) in (1..).zip(model.lines()) {
        for number in numbers_of(text) {
            if !tests.contains(&format!("fn attack_{number:02}_")) {
                let what =
                    format!("attacker {number} is marked as tested, and there is no such test");
                let mend = format!("write `attack_{number:02}_…`, or mark the row with ○");
                findings.push(Finding::new(MODEL, line, what, mend));
            }
        }
    }
    findings
}

/// The numbers with a full dot in a row's first cell.
fn numbers_of(row: &str) -> Vec<u32> {
    let Some(cell) = row
        .strip_prefix('|')
        .and_then(|rest| rest.split('|').next())
    else {
        return Vec::new();
    };
    let marked = cell
        .split(',')
        .filter_map(|mark| mark.trim().strip_prefix('●'));
    marked
        .filter_map(|number| number.trim().parse().ok())
        .collect()
}

fn is_test(path: &str) -> bool {
    path.starts_with("crates/") && path.contains("/tests/") && path.ends_with(".rs")
}

const MODEL: &str = "docs/threat-model.md";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_without_its_test_is_found_with_its_line() {
        let model = "# Model\n| ● 7 | forks |\n| ● 14, ○ 15 | tries |\n| ○ 31 | later |\n";
        let found = missing(model, "async fn attack_07_forks_are_seen() {}");
        assert_eq!(found.len(), 1);
        assert!(
            found[0].to_string().contains("docs/threat-model.md:3:"),
            "{found:?}"
        );
        assert!(missing(model, "fn attack_07_a() {} fn attack_14_b() {}").is_empty());
    }
}

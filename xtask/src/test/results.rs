//! What `cargo test` says about its tests, line by line.

use super::outcome::Skip;

/// Tests counted over all binaries.
#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) ignored: u64,
}

impl Counts {
    /// Adds what a line of output reports, if it is a result line.
    pub(super) fn add(&mut self, line: &str) {
        let Some(found) = parse(line) else { return };
        self.passed += found.passed;
        self.failed += found.failed;
        self.ignored += found.ignored;
    }
}

/// Reads `SKIPPED: what — reason — fix`, which a test writes when the machine lacks something it needs.
///
/// Such a test stands beside others that prove the same in another way, so that CI may pass without it.
pub(super) fn skip(line: &str) -> Option<Skip> {
    let (_, skipped) = line.split_once("SKIPPED: ")?;
    let mut parts = skipped.trim().splitn(3, " — ").map(str::to_owned);
    Some(Skip {
        what: parts.next()?,
        reason: parts.next()?,
        fix: parts.next()?,
        optional: true,
    })
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; …`.
fn parse(line: &str) -> Option<Counts> {
    let (_, counts) = line
        .trim()
        .strip_prefix("test result: ")?
        .split_once(". ")?;
    let count = |word: &str| {
        let parts = counts.split(';').map(str::trim);
        let (number, _) = parts
            .filter_map(|part| part.split_once(' '))
            .find(|part| part.1 == word)?;
        number.parse().ok()
    };
    Some(Counts {
        passed: count("passed")?,
        failed: count("failed")?,
        ignored: count("ignored")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_cannot_run_says_why() {
        let skipped =
            skip("SKIPPED: backend Ifma — no such instructions — another machine — or two");
        let skipped = skipped.unwrap();
        assert_eq!(skipped.what, "backend Ifma");
        assert_eq!(skipped.reason, "no such instructions");
        assert_eq!(skipped.fix, "another machine — or two");
        assert!(skip("SKIPPED: nothing to mend").is_none());
        assert!(skip("test ok").is_none());
    }

    #[test]
    fn result_lines_are_added_up_and_others_passed_over() {
        let mut counts = Counts::default();
        for line in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "test result: ok. many passed",
            "test result:",
        ] {
            counts.add(line);
        }
        assert_eq!(
            counts,
            Counts {
                passed: 4,
                failed: 2,
                ignored: 1
            }
        );
    }
}

//! The server uses of `knn` what computes on ciphertext, and nothing that makes, holds or needs a key.
//!
//! The graph of crates cannot tell the two halves apart, so the names are read: in the server's sources `knn` is
//! followed by one of [`KEYLESS`], and imports from it stand in one line each.

use anyhow::Result;

use super::Finding;
use crate::workspace;

/// Reads the server's sources.
///
/// # Errors
/// One of them cannot be read.
pub(super) fn check(files: &[String]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for path in files.iter().filter(|path| is_server(path)) {
        findings.extend(check_text(path, &workspace::text(path)?));
    }
    Ok(findings)
}

fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//") && !is_keyless(line))
        .map(|(number, _)| {
            let what = "the server names something of `knn` that is not known to need no key";
            Finding::new(path, number, what, MEND)
        })
        .collect()
}

/// Whether everything that a line names of `knn` is keyless.
fn is_keyless(line: &str) -> bool {
    let names = line.match_indices("knn").filter(|(at, _)| {
        let neighbours = [
            line[..*at].chars().next_back(),
            line[at + "knn".len()..].chars().next(),
        ];
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        !neighbours.into_iter().flatten().any(is_part)
    });
    let mut names = names.map(|(at, _)| &line[at..]);
    names.all(|rest| KEYLESS.iter().any(|known| names_just(rest, known)))
}

/// Whether `rest` begins with `known`, and not with something longer.
fn names_just(rest: &str, known: &str) -> bool {
    let after = rest.strip_prefix(known).map(|after| after.chars().next());
    after.is_some_and(|next| next.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':'))
}

fn is_server(path: &str) -> bool {
    path.starts_with("crates/server/src/") && path.ends_with(".rs")
}

/// Parsing what is sealed, multiplying it, the shape that both sides know, and what can go wrong with them.
const KEYLESS: [&str; 2] = [
    "knn::outsourced::{Block, Question, Shape, answer}",
    "knn::Error",
];

const MEND: &str = "what needs a key belongs to the client; if it needs none, add it to `KEYLESS` in xtask/src/tidy/keyless.rs";

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let findings = check_text("crates/server/src/sets.rs", text);
        findings.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn what_needs_no_key_may_be_used_and_nothing_else() {
        let good = "//! knn has keys as well.\nuse knn::outsourced::{Block, Question, Shape, answer};\n\
                    fn refused(error: knn::Error) {}\nlet knn_like = 1;\n";
        assert_eq!(lines(good), Vec::<usize>::new());
        for bad in [
            "use knn::outsourced::{Block, OwnerKey, answer};",
            "use knn::outsourced::OwnerKey;",
            "use knn::outsourced;",
            "use knn as something;",
            "use knn::{outsourced::answer, session};",
            "let error: knn::Error = knn::session::open();",
            "knn::Errors",
            "use {knn};",
        ] {
            assert_eq!(lines(bad), [1], "{bad}");
        }
    }
}

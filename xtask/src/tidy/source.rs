//! The text of each file: its opening, its length, what was left unfinished, whose machine it names.

use anyhow::Result;

use super::Finding;
use crate::workspace;

/// Reads every text file of ours.
///
/// # Errors
/// One of them cannot be read.
pub(super) fn check(files: &[String]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for path in files.iter().filter(|path| is_text(path)) {
        findings.extend(check_text(path, &workspace::text(path)?));
    }
    Ok(findings)
}

fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if path.ends_with(".rs") {
        findings.extend(check_opening(path, text));
        findings.extend(check_length(path, text));
        findings.extend(check_lines(path, text, unfinished));
    }
    findings.extend(check_lines(path, text, machine_path));
    findings
}

fn check_opening(path: &str, text: &str) -> Option<Finding> {
    let what = "does not open with what it is about";
    let mend = "begin the file with a line `//! …`";
    (!text.starts_with("//!")).then(|| Finding::new(path, 1, what, mend))
}

fn check_length(path: &str, text: &str) -> Option<Finding> {
    if !path.contains("src/") {
        return None;
    }
    let lines = text.lines().count();
    let what = format!("{lines} lines long");
    let finding = Finding::new(path, 0, what, "give one of its concepts a file of its own");
    match lines {
        LONG..=TOO_LONG => Some(finding.warn()),
        0..LONG => None,
        _ => Some(finding),
    }
}

fn check_lines(path: &str, text: &str, rule: fn(&str) -> Option<Complaint>) -> Vec<Finding> {
    let lines = (1..).zip(text.lines());
    let complaints = lines.filter_map(|(number, line)| Some((number, rule(line)?)));
    complaints
        .map(|(number, (what, mend))| Finding::new(path, number, what, mend))
        .collect()
}

/// What is wrong with a line, and how to mend it.
type Complaint = (String, &'static str);

fn unfinished(line: &str) -> Option<Complaint> {
    let marker = UNFINISHED.iter().find(|marker| line.contains(**marker))?;
    Some((
        format!("`{marker}…)` is left in"),
        "finish it, or return an error that says what is not there yet",
    ))
}

fn machine_path(line: &str) -> Option<Complaint> {
    let folder = MACHINE_FOLDERS
        .iter()
        .find(|folder| names_folder(line, folder))?;
    Some((
        format!("a path of somebody's machine (`{folder}…`)"),
        "make it relative to the workspace, to a temporary folder or to `~`",
    ))
}

/// Whether an absolute path below that folder stands there, and not a part of a longer one or of a URL.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-/~}>$*]".contains(c))
    })
}

fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| TEXT.contains(&ending)) || path.starts_with(".ci/")
}

const TEXT: [&str; 8] = ["rs", "md", "toml", "sh", "yml", "yaml", "sql", "html"];

/// Written in two parts, so that this file passes its own check.
const UNFINISHED: [&str; 3] = [
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("dbg", "!("),
];

const MACHINE_FOLDERS: [&str; 4] = [
    concat!("/", "work/"),
    concat!("/", "root/"),
    concat!("/", "home/"),
    concat!("/", "Users/"),
];

/// From here on a file is worth splitting, and beyond this it must be.
const LONG: usize = 600;
const TOO_LONG: usize = 800;

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> Vec<String> {
        let findings = check_text(path, text);
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_without_its_opening_is_found() {
        let found = complaints("crates/wire/src/id.rs", "use std::fmt;\n//! Too late.\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("crates/wire/src/id.rs:1:"), "{found:?}");
    }

    #[test]
    fn a_good_file_is_left_alone() {
        let text = "//! Ids.\n\n/// See https://example.org/home/page and `~/root/x`.\nfn f() {}\n";
        assert!(complaints("crates/wire/src/id.rs", text).is_empty());
    }

    #[test]
    fn what_is_unfinished_is_found_with_its_line() {
        for marker in UNFINISHED {
            let found = complaints("a.rs", &format!("//! A.\nfn f() {{ {marker}) }}\n"));
            assert_eq!(found.len(), 1);
            assert!(found[0].contains("a.rs:2:"), "{found:?}");
        }
    }

    #[test]
    fn the_paths_of_a_machine_are_found_in_code_and_prose() {
        for folder in MACHINE_FOLDERS {
            for line in [
                format!("Look into {folder}x."),
                format!("const HERE: &str = \"{folder}asha\";"),
                format!("(`{folder}asha/main`)"),
            ] {
                assert_eq!(complaints("README.md", &line).len(), 1, "{line}");
            }
        }
    }

    #[test]
    fn a_folder_within_a_longer_path_is_no_machine() {
        for line in [
            "docs/work/plan",
            "https://example.org/root/x",
            "$HOME/work/x",
            "docs/root/",
        ] {
            assert!(complaints("README.md", line).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_long_source_warns_and_a_longer_one_fails() {
        let lines = |count: usize| "//! L\n".repeat(count);
        assert!(check_text("a/src/b.rs", &lines(599)).is_empty());
        assert!(check_text("a/src/b.rs", &lines(600))[0].only_warns);
        assert!(check_text("a/src/b.rs", &lines(800))[0].only_warns);
        assert!(!check_text("a/src/b.rs", &lines(801))[0].only_warns);
        assert!(check_text("a/tests/b.rs", &lines(801)).is_empty());
    }
}

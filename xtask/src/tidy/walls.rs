//! The walls between the rooms, and the crates nobody may use.

use super::Finding;
use super::policy::{self, Ban, Policy};
use crate::metadata::{Metadata, Package, Use};
use crate::workspace;

/// Holds the graph against the bans, and the rooms against what they must never reach.
pub(super) fn check(policy: &Policy, metadata: &Metadata) -> Vec<Finding> {
    let bans = policy
        .bans
        .deny
        .iter()
        .flat_map(|ban| check_ban(ban, metadata));
    let reaches = NEVER.iter().flat_map(|(room, never, why)| {
        let tops = metadata
            .members()
            .filter(move |package| package.name == *room);
        tops.flat_map(move |top| {
            never
                .iter()
                .filter_map(move |low| check_reach(metadata, top, low, why))
        })
    });
    bans.chain(reaches).chain(check_ends(metadata)).collect()
}

/// What is built upon by nobody.
fn check_ends(metadata: &Metadata) -> impl Iterator<Item = Finding> {
    let ends = metadata
        .members()
        .filter(|package| ENDS.contains(&package.name.as_str()));
    ends.flat_map(|end| {
        let users = metadata.users(end).into_iter();
        users.map(|user| {
            let (path, line) = place(user.by, user.alias);
            let what = format!(
                "`{}` depends on `{}`, which is no part of what ships",
                user.by.name, end.name
            );
            Finding::new(
                &path,
                line,
                what,
                "move what both need into a room of its own",
            )
        })
    })
}

fn check_ban(ban: &Ban, metadata: &Metadata) -> Vec<Finding> {
    let banned = metadata
        .packages
        .iter()
        .filter(|package| package.name == ban.name);
    let users = banned.flat_map(|package| metadata.users(package));
    let trespassers = users.filter(|user| !ban.wrappers.contains(&user.by.name));
    let (ours, others): (Vec<_>, Vec<_>) =
        trespassers.partition(|user| metadata.is_member(user.by));
    let ours = ours.iter().map(|user| {
        let (path, line) = place(user.by, user.alias);
        let what = format!(
            "`{}` depends on `{}`: {}",
            user.by.name, ban.name, ban.reason
        );
        Finding::new(&path, line, what, mend(ban))
    });
    // One way in is enough to say: closing it shows the next.
    ours.chain(others.first().map(|user| brought_in(ban, metadata, user)))
        .collect()
}

/// A banned crate that comes along with somebody else's.
fn brought_in(ban: &Ban, metadata: &Metadata, user: &Use<'_>) -> Finding {
    let ways = metadata
        .members()
        .filter_map(|member| Some((member, metadata.chain(member, &ban.name)?)));
    match ways.min_by_key(|(_, chain)| chain.len()) {
        Some((member, chain)) => {
            let (path, line) = place(member, &first_step(&chain));
            Finding::new(
                &path,
                line,
                format!("{}: {}", chain.join(" → "), ban.reason),
                mend(ban),
            )
        }
        None => {
            let what = format!(
                "`{}` depends on `{}`: {}",
                user.by.name, ban.name, ban.reason
            );
            Finding::new("Cargo.lock", 0, what, mend(ban))
        }
    }
}

fn mend(ban: &Ban) -> String {
    match ban.wrappers.as_slice() {
        [] => "switch off the feature that brings it, or take another crate".to_owned(),
        wrappers => format!(
            "take it out, as only {} may have it; or move the wall in {} and say why in an ADR",
            wrappers.join(", "),
            policy::FILE
        ),
    }
}

fn check_reach(metadata: &Metadata, top: &Package, low: &str, why: &str) -> Option<Finding> {
    let chain = metadata.chain(top, low)?;
    let (path, line) = place(top, &first_step(&chain));
    let what = format!("{}: {why}", chain.join(" → "));
    Some(Finding::new(
        &path,
        line,
        what,
        "take the dependency out, and do this work in a room that may",
    ))
}

/// The dependency with which a chain begins, as code names it.
fn first_step(chain: &[&str]) -> String {
    chain.get(1).copied().unwrap_or_default().replace('-', "_")
}

/// The line of a manifest that names a dependency.
fn place(user: &Package, alias: &str) -> (String, usize) {
    let path = std::path::Path::new(&user.manifest_path);
    let path = path.strip_prefix(workspace::root()).unwrap_or(path);
    let path = path.to_string_lossy().into_owned();
    let text = workspace::text(&path).unwrap_or_default();
    let line = (1..).zip(text.lines()).find(|(_, line)| names(line, alias));
    (path, line.map_or(0, |(number, _)| number))
}

/// Whether a line is `alias = …`, `alias.workspace = …` or `[dependencies.alias]`.
fn names(line: &str, alias: &str) -> bool {
    let line = line.trim().trim_end_matches(']');
    let line = line
        .rsplit_once("dependencies.")
        .map_or(line, |(_, name)| name);
    let key: String = line.chars().take_while(|c| !" .=".contains(*c)).collect();
    let key = key.replace('-', "_");
    key == alias || format!("sehat_{key}") == alias
}

/// What a room never reaches by any way, tests aside: its invariant, as far as the graph can show it.
const NEVER: [(&str, &[&str], &str); 7] = [
    (
        "sehat-server",
        KEYS_AND_PLAINTEXT,
        "the server never holds a key or reads a record",
    ),
    (
        "sehat-store",
        KEYS_AND_PLAINTEXT,
        "the store sees ciphertext alone",
    ),
    (
        "sehat-wire",
        &["hpke", "aes-gcm", "tokio", "reqwest", "sqlx", "sehat-vault"],
        "wire knows public keys alone and touches no network",
    ),
    (
        "sehat-record",
        &[
            "hpke",
            "aes-gcm",
            "ed25519-dalek",
            "opaque-ke",
            "tokio",
            "reqwest",
            "sqlx",
        ],
        "records are plain data, without cryptography and without I/O",
    ),
    (
        "sehat-sealed",
        &["tokio", "reqwest", "sqlx", "sehat-vault", "sehat-client"],
        "sealed files are bytes in and bytes out, without I/O and without a vault's keys",
    ),
    (
        "sehat-knn",
        &["tokio", "reqwest", "sqlx", "sehat-vault", "sehat-client"],
        "a classifier is bytes in and bytes out, without I/O and without a vault's keys",
    ),
    (
        "sehat-vault",
        &["tokio", "reqwest", "axum", "sqlx"],
        "the protocol takes bytes and returns bytes, without I/O",
    ),
];

/// Rooms that stand at the top of the house.
const ENDS: [&str; 3] = ["sehat-bench", "sehat-system-tests", "xtask"];

const KEYS_AND_PLAINTEXT: &[&str] = &["sehat-vault", "sehat-client", "sehat-record", "sehat-cli"];

#[cfg(test)]
mod tests {
    use super::super::policy::toy;
    use super::*;
    use crate::metadata::toy::graph;

    const VAULT: &str =
        "{ crate = \"sehat-vault\", wrappers = [\"sehat-client\"], reason = \"keys\" }";
    const OPENSSL: &str = "{ crate = \"openssl-sys\", reason = \"rustls\" }";

    #[test]
    fn a_dependency_beside_the_wrappers_is_found() {
        let graph = graph(&[
            ("sehat-client", "sehat-vault", None),
            ("sehat-cli", "sehat-vault", None),
        ]);
        let found = check(&toy(VAULT), &graph);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0]
                .what
                .contains("`sehat-cli` depends on `sehat-vault`")
        );
    }

    #[test]
    fn a_test_dependency_beside_the_wrappers_is_found_too() {
        let graph = graph(&[("sehat-server", "sehat-vault", Some("dev"))]);
        assert_eq!(check(&toy(VAULT), &graph).len(), 1);
    }

    #[test]
    fn a_crate_nobody_may_use_is_found_with_the_way_to_it() {
        let graph = graph(&[
            ("sehat-client", "reqwest", None),
            ("reqwest", "native-tls", None),
            ("native-tls", "openssl-sys", None),
        ]);
        let found = check(&toy(OPENSSL), &graph);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0]
                .what
                .contains("sehat-client → reqwest → native-tls → openssl-sys")
        );
    }

    #[test]
    fn a_way_around_a_wall_is_found() {
        let graph = graph(&[
            ("sehat-server", "sehat-helper", None),
            ("sehat-helper", "sehat-client", None),
        ]);
        let found = check(&toy(VAULT), &graph);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0]
                .what
                .contains("sehat-server → sehat-helper → sehat-client")
        );
    }

    #[test]
    fn the_line_of_a_dependency_is_known_in_each_form() {
        for line in [
            "vault.workspace = true",
            "vault = \"1\"",
            "[dev-dependencies.vault]",
        ] {
            assert!(names(line, "vault") && names(line, "sehat_vault"), "{line}");
            assert!(!names(line, "vaults"), "{line}");
        }
        assert!(names("native-tls = \"1\"", "native_tls"));
    }

    #[test]
    fn building_upon_the_system_tests_is_found() {
        let graph = graph(&[("sehat-cli", "sehat-system-tests", Some("dev"))]);
        assert_eq!(check(&toy(VAULT), &graph).len(), 1);
    }

    #[test]
    fn a_graph_within_its_walls_passes() {
        let graph = graph(&[
            ("sehat-client", "sehat-vault", None),
            ("sehat-vault", "sehat-wire", None),
            ("sehat-server", "sehat-wire", None),
        ]);
        assert!(check(&toy(&format!("{VAULT}, {OPENSSL}")), &graph).is_empty());
    }
}

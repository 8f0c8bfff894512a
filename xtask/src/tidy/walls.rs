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
    bans.chain(reaches).collect()
}

fn check_ban(ban: &Ban, metadata: &Metadata) -> Vec<Finding> {
    let banned = metadata
        .packages
        .iter()
        .filter(|package| package.name == ban.name);
    let users = banned.flat_map(|package| metadata.users(package));
    let trespassers = users.filter(|user| !ban.wrappers.contains(&user.by.name));
    trespassers
        .map(|user| trespass(ban, metadata, &user))
        .collect()
}

fn trespass(ban: &Ban, metadata: &Metadata, user: &Use<'_>) -> Finding {
    let what = format!(
        "`{}` depends on `{}`: {}",
        user.by.name, ban.name, ban.reason
    );
    let mend = match ban.wrappers.as_slice() {
        [] => "switch off the feature that brings it, or take another crate".to_owned(),
        wrappers => format!(
            "reach it through {}, or move the wall in {} and say why in an ADR",
            wrappers.join(" or "),
            policy::FILE
        ),
    };
    if metadata.is_member(user.by) {
        let (path, line) = place(user.by, user.alias);
        return Finding::new(&path, line, what, mend);
    }
    let ways = metadata
        .members()
        .filter_map(|member| Some((member, metadata.chain(member, &ban.name)?)));
    match ways.min_by_key(|(_, chain)| chain.len()) {
        Some((member, chain)) => {
            let (path, line) = place(
                member,
                &chain.get(1).copied().unwrap_or_default().replace('-', "_"),
            );
            Finding::new(&path, line, format!("{what} ({})", chain.join(" → ")), mend)
        }
        None => Finding::new("Cargo.lock", 0, what, mend),
    }
}

fn check_reach(metadata: &Metadata, top: &Package, low: &str, why: &str) -> Option<Finding> {
    let chain = metadata.chain(top, low)?;
    let (path, line) = place(
        top,
        &chain.get(1).copied().unwrap_or_default().replace('-', "_"),
    );
    let what = format!("{}: {why}", chain.join(" → "));
    Some(Finding::new(
        &path,
        line,
        what,
        "take the dependency out; what both sides need belongs in `wire`",
    ))
}

/// The line of a manifest that names a dependency.
fn place(user: &Package, alias: &str) -> (String, usize) {
    let path = std::path::Path::new(&user.manifest_path);
    let path = path.strip_prefix(workspace::root()).unwrap_or(path);
    let path = path.to_string_lossy().into_owned();
    let text = workspace::text(&path).unwrap_or_default();
    let line = (1..).zip(text.lines()).find(|(_, line)| {
        let key: String = line
            .trim_start()
            .chars()
            .take_while(|c| !" .=".contains(*c))
            .collect();
        let key = key.replace('-', "_");
        key == alias || format!("sehat_{key}") == alias
    });
    (path, line.map_or(0, |(number, _)| number))
}

/// What a room never reaches by any way, tests aside: its invariant, as far as the graph can show it.
const NEVER: [(&str, &[&str], &str); 5] = [
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
        &[
            "hpke",
            "aes-gcm",
            "opaque-ke",
            "tokio",
            "reqwest",
            "sqlx",
            "sehat-vault",
        ],
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
        "sehat-vault",
        &["tokio", "reqwest", "axum", "sqlx"],
        "the protocol takes bytes and returns bytes, without I/O",
    ),
];

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
    fn a_graph_within_its_walls_passes() {
        let graph = graph(&[
            ("sehat-client", "sehat-vault", None),
            ("sehat-vault", "sehat-wire", None),
            ("sehat-server", "sehat-wire", None),
        ]);
        assert!(check(&toy(&format!("{VAULT}, {OPENSSL}")), &graph).is_empty());
    }
}

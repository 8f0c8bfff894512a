//! Everything that is built comes from a place the project knows.

use super::Finding;
use super::policy::{self, Policy};
use crate::metadata::{Metadata, Package};

/// Judges where each package comes from.
pub(super) fn check(policy: &Policy, metadata: &Metadata) -> Vec<Finding> {
    let strangers = metadata
        .packages
        .iter()
        .filter(|package| match &package.source {
            None => !metadata.is_member(package),
            Some(source) => !is_known(source, policy),
        });
    strangers.map(finding).collect()
}

fn is_known(source: &str, policy: &Policy) -> bool {
    let Some((kind, place)) = source.split_once('+') else {
        return false;
    };
    let known = match kind {
        "registry" | "sparse" => &policy.sources.allow_registry,
        "git" => &policy.sources.allow_git,
        _ => return false,
    };
    let place = place.split(['?', '#']).next().unwrap_or(place);
    let bare = |address: &str| {
        address
            .trim_end_matches('/')
            .trim_end_matches(".git")
            .to_owned()
    };
    known.iter().any(|address| bare(address) == bare(place))
}

fn finding(package: &Package) -> Finding {
    let place = package
        .source
        .as_deref()
        .unwrap_or("a folder outside the workspace");
    let what = format!("{} {} comes from {place}", package.name, package.version);
    let mend = "take it from crates.io, or allow the place here with the reason";
    Finding::new(policy::FILE, 0, what, mend)
}

#[cfg(test)]
mod tests {
    use super::super::policy::toy;
    use super::*;
    use crate::metadata::toy::graph;

    fn finds(source: Option<&str>) -> bool {
        let mut graph = graph(&[("sehat-client", "other", None)]);
        for package in graph
            .packages
            .iter_mut()
            .filter(|package| package.name == "other")
        {
            package.source = source.map(str::to_owned);
        }
        !check(&toy(""), &graph).is_empty()
    }

    #[test]
    fn an_unknown_place_is_found() {
        for source in [
            "registry+https://example.org/index",
            "git+https://github.com/rust-lang/crates.io-index?branch=main#abc",
            "sparse+https://example.org/",
            "nonsense",
        ] {
            assert!(finds(Some(source)), "{source}");
        }
    }

    #[test]
    fn a_folder_outside_the_workspace_is_found() {
        assert!(finds(None));
    }

    #[test]
    fn the_known_registry_passes() {
        assert!(!finds(Some(
            "registry+https://github.com/rust-lang/crates.io-index"
        )));
    }
}

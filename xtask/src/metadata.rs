//! The graph of packages, as `cargo metadata` tells it.

use std::collections::{BTreeMap, VecDeque};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::workspace;

/// Everything that is built, and what depends on what.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    workspace_members: Vec<String>,
    resolve: Resolve,
}

/// One package, ours or another's.
#[derive(Deserialize)]
pub(crate) struct Package {
    id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// The registry or repository it comes from; `None` for a folder on this machine.
    pub(crate) source: Option<String>,
    pub(crate) manifest_path: String,
    pub(crate) targets: Vec<Target>,
}

/// A library, a program, a test or a bench of a package.
#[derive(Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) kind: Vec<String>,
}

/// One package's direct use of another.
pub(crate) struct Use<'a> {
    pub(crate) by: &'a Package,
    /// The name it goes by in the user's code.
    pub(crate) alias: &'a str,
}

impl Metadata {
    /// Asks Cargo, with every feature of ours switched on.
    ///
    /// # Errors
    /// Cargo cannot resolve the graph, or answers in an unknown form.
    pub(crate) fn load() -> Result<Self> {
        let arguments = ["metadata", "--format-version", "1", "--all-features"];
        let json = workspace::read(workspace::cargo().args(arguments))?;
        serde_json::from_str(&json).context("cargo metadata's answer is not understood")
    }

    /// The packages of this workspace.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| self.is_member(package))
    }

    pub(crate) fn is_member(&self, package: &Package) -> bool {
        self.workspace_members.contains(&package.id)
    }

    /// Who uses a package directly, in code, tests or build scripts.
    pub(crate) fn users<'a>(&'a self, package: &Package) -> Vec<Use<'a>> {
        let mut users = Vec::new();
        for node in &self.resolve.nodes {
            let dependency = node.deps.iter().find(|used| used.pkg == package.id);
            if let (Some(used), Some(by)) = (dependency, self.package(&node.id)) {
                users.push(Use {
                    by,
                    alias: &used.name,
                });
            }
        }
        users
    }

    /// The shortest way from one package down to one of that name, tests aside, by names.
    pub(crate) fn chain<'a>(&'a self, from: &Package, to: &str) -> Option<Vec<&'a str>> {
        let start = self.packages.iter().find(|package| package.id == from.id)?;
        let mut came_from: BTreeMap<&'a str, &'a str> = BTreeMap::new();
        let mut queue = VecDeque::from([start.id.as_str()]);
        while let Some(id) = queue.pop_front() {
            if id != from.id && self.package(id).is_some_and(|found| found.name == to) {
                return Some(self.names_back(id, &came_from));
            }
            let node = self.resolve.nodes.iter().find(|node| node.id == id);
            for used in node.iter().flat_map(|node| &node.deps) {
                let built = used
                    .dep_kinds
                    .iter()
                    .any(|kind| kind.kind.as_deref() != Some("dev"));
                if built && used.pkg != from.id && !came_from.contains_key(used.pkg.as_str()) {
                    came_from.insert(&used.pkg, id);
                    queue.push_back(&used.pkg);
                }
            }
        }
        None
    }

    fn names_back<'a>(&'a self, end: &'a str, came_from: &BTreeMap<&str, &'a str>) -> Vec<&'a str> {
        let ids = std::iter::successors(Some(end), |id| came_from.get(id).copied());
        let names = ids
            .filter_map(|id| self.package(id))
            .map(|found| found.name.as_str());
        let mut names: Vec<_> = names.collect();
        names.reverse();
        names
    }

    fn package(&self, id: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.id == id)
    }
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

#[cfg(test)]
pub(crate) mod toy {
    //! Small graphs for the tests of those who judge them.

    use super::{Dependency, DependencyKind, Metadata, Node, Package, Resolve};

    /// A graph of edges `(user, used, kind)`; what begins with `sehat-` is ours, MIT and a folder.
    pub(crate) fn graph(edges: &[(&str, &str, Option<&str>)]) -> Metadata {
        let mut names: Vec<_> = edges
            .iter()
            .flat_map(|(user, used, _)| [*user, *used])
            .collect();
        names.sort_unstable();
        names.dedup();
        let nodes = names.iter().map(|name| Node {
            id: (*name).to_owned(),
            deps: edges
                .iter()
                .filter(|edge| edge.0 == *name)
                .map(dependency)
                .collect(),
        });
        Metadata {
            resolve: Resolve {
                nodes: nodes.collect(),
            },
            packages: names.iter().map(|name| package(name)).collect(),
            workspace_members: names
                .iter()
                .filter(|name| name.starts_with("sehat-"))
                .map(|name| (*name).to_owned())
                .collect(),
        }
    }

    fn dependency(edge: &(&str, &str, Option<&str>)) -> Dependency {
        Dependency {
            name: edge.1.replace('-', "_"),
            pkg: edge.1.to_owned(),
            dep_kinds: vec![DependencyKind {
                kind: edge.2.map(str::to_owned),
            }],
        }
    }

    fn package(name: &str) -> Package {
        let ours = name.starts_with("sehat-");
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        Package {
            id: name.to_owned(),
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: Some("MIT".to_owned()),
            source: (!ours).then(|| registry.to_owned()),
            manifest_path: String::new(),
            targets: Vec::new(),
        }
    }
}

//! Everything that is built has a licence the project allows.

use anyhow::{Context, Result};
use spdx::{Expression, Licensee, ParseMode};

use super::Finding;
use super::policy::{self, Policy};
use crate::metadata::{Metadata, Package};

/// Judges the licence each package declares.
///
/// # Errors
/// The list of what is allowed is itself not understood.
pub(super) fn check(policy: &Policy, metadata: &Metadata) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for package in &metadata.packages {
        if let Err(what) = judge(package, policy, &allowed_for(package, policy)?) {
            let mend = format!(
                "take another crate, or add its licence to {} with the reason",
                policy::FILE
            );
            let what = format!("{} {}: {what}", package.name, package.version);
            findings.push(Finding::new(policy::FILE, 0, what, mend));
        }
    }
    Ok(findings)
}

fn judge(package: &Package, policy: &Policy, allowed: &[Licensee]) -> Result<(), String> {
    let clarified = policy
        .licenses
        .clarify
        .iter()
        .find(|clarified| clarified.name == package.name);
    let declared = clarified.map(|clarified| clarified.expression.as_str());
    let declared = declared
        .or(package.license.as_deref())
        .ok_or("declares no licence")?;
    let expression = Expression::parse_mode(declared, LAX).map_err(|error| {
        format!(
            "the licence `{declared}` is not understood: {}",
            error.reason
        )
    })?;
    let satisfied = expression.evaluate(|wanted| allowed.iter().any(|has| has.satisfies(wanted)));
    satisfied
        .then_some(())
        .ok_or_else(|| format!("the licence `{declared}` is not allowed"))
}

fn allowed_for(package: &Package, policy: &Policy) -> Result<Vec<Licensee>> {
    let exceptions = policy.licenses.exceptions.iter();
    let exceptions = exceptions.filter(|exception| exception.name == package.name);
    let names = policy
        .licenses
        .allow
        .iter()
        .chain(exceptions.flat_map(|exception| &exception.allow));
    let parse = |name: &String| {
        Licensee::parse(name).with_context(|| format!("{}: licence `{name}`", policy::FILE))
    };
    names.map(parse).collect()
}

/// Old packages write `MIT/Apache-2.0`.
const LAX: ParseMode = ParseMode {
    allow_slash_as_or_operator: true,
    ..ParseMode::LAX
};

#[cfg(test)]
mod tests {
    use super::super::policy::toy;
    use super::*;
    use crate::metadata::toy::graph;

    fn finds(license: Option<&str>) -> bool {
        let mut graph = graph(&[("sehat-client", "other", None)]);
        for package in graph
            .packages
            .iter_mut()
            .filter(|package| package.name == "other")
        {
            package.license = license.map(str::to_owned);
        }
        !check(&toy(""), &graph).unwrap().is_empty()
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        for license in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "LGPL-2.1-or-later"] {
            assert!(finds(Some(license)), "{license}");
        }
    }

    #[test]
    fn no_licence_or_an_unreadable_one_is_found() {
        assert!(finds(None));
        assert!(finds(Some("see the file")));
        assert!(finds(Some("MIT OR")));
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        for license in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "MIT AND Apache-2.0",
        ] {
            assert!(!finds(Some(license)), "{license}");
        }
    }
}

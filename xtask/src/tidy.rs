//! `cargo xtask tidy`: the project's own rules, and the walls between its rooms.

use std::fmt;

use anyhow::{Result, bail};

use crate::metadata::Metadata;
use crate::workspace;

mod attackers;
mod keyless;
mod licences;
mod map;
mod policy;
mod routes;
mod source;
mod sources;
mod walls;

use policy::Policy;

/// Check the rules no compiler knows: walls, licences, the map, the text of the sources.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Checks everything and prints each finding with its place and how to mend it.
///
/// # Errors
/// There are findings, or something cannot be read.
pub(crate) fn run(_: &Args) -> Result<()> {
    println!("{}", check()?);
    Ok(())
}

/// As [`run`], handing back what was looked at in one line.
///
/// # Errors
/// As [`run`].
pub(crate) fn check() -> Result<String> {
    let files = workspace::files()?;
    let metadata = Metadata::load()?;
    let policy = Policy::parse(&workspace::text(policy::FILE)?)?;

    let mut findings = Vec::new();
    findings.extend(source::check(&files)?);
    findings.extend(map::check(&files)?);
    findings.extend(routes::check(&files)?);
    findings.extend(attackers::check(&files)?);
    findings.extend(keyless::check(&files)?);
    findings.extend(walls::check(&policy, &metadata));
    findings.extend(licences::check(&policy, &metadata)?);
    findings.extend(sources::check(&policy, &metadata));
    findings.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));

    for finding in &findings {
        println!("{finding}");
    }
    let broken = findings
        .iter()
        .filter(|finding| !finding.only_warns)
        .count();
    if broken > 0 {
        bail!("{broken} of the project's rules are broken (above, each with its place)");
    }
    let (files, packages) = (files.len(), metadata.packages.len());
    Ok(format!("{files} files and {packages} packages are tidy"))
}

/// A rule that is broken somewhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    /// Counted from one; zero where the whole file is meant.
    line: usize,
    what: String,
    mend: String,
    only_warns: bool,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
            mend: mend.into(),
            only_warns: false,
        }
    }

    /// Worth saying, not worth stopping for.
    fn warn(self) -> Self {
        Self {
            only_warns: true,
            ..self
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.only_warns { "warning" } else { "error" };
        write!(f, "{kind}: {}", self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}\n       mend: {}", self.what, self.mend)
    }
}

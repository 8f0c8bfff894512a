//! What `deny.toml` says, as far as we enforce it ourselves.
//!
//! The names are those of cargo-deny, so that both read the same file. What would change the
//! meaning of a rule and is not understood here is an error, never passed over.

use anyhow::{Context, Result};
use serde::Deserialize;

/// The whole file.
#[derive(Deserialize)]
pub(super) struct Policy {
    pub(super) licenses: Licenses,
    pub(super) bans: Bans,
    pub(super) sources: Sources,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Licenses {
    pub(super) allow: Vec<String>,
    #[serde(default)]
    pub(super) exceptions: Vec<LicenseException>,
    #[serde(default)]
    pub(super) clarify: Vec<Clarification>,
}

/// More licences, for one crate.
#[derive(Deserialize)]
pub(super) struct LicenseException {
    #[serde(rename = "crate", alias = "name")]
    pub(super) name: String,
    pub(super) allow: Vec<String>,
}

/// The licence of a crate that does not say it itself.
#[derive(Deserialize)]
pub(super) struct Clarification {
    #[serde(rename = "crate", alias = "name")]
    pub(super) name: String,
    pub(super) expression: String,
}

#[derive(Deserialize)]
pub(super) struct Bans {
    pub(super) deny: Vec<Ban>,
}

/// A crate that may be used by its wrappers alone, or by nobody.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Ban {
    #[serde(rename = "crate", alias = "name")]
    pub(super) name: String,
    #[serde(default)]
    pub(super) wrappers: Vec<String>,
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Sources {
    #[serde(default)]
    pub(super) allow_registry: Vec<String>,
    #[serde(default)]
    pub(super) allow_git: Vec<String>,
}

impl Policy {
    /// Reads the file's text.
    ///
    /// # Errors
    /// It is not TOML, or has a ban we could not enforce as it is written.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let policy: Self =
            toml::from_str(text).with_context(|| format!("{FILE} is not understood"))?;
        for ban in &policy.bans.deny {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            anyhow::ensure!(
                ban.name.chars().all(plain),
                "{FILE}: `{}` bans certain versions, which tidy cannot judge: ban the crate whole",
                ban.name
            );
        }
        Ok(policy)
    }
}

/// Where it lies.
pub(super) const FILE: &str = "deny.toml";

#[cfg(test)]
pub(super) fn toy(bans: &str) -> Policy {
    let text = format!(
        "[licenses]\nallow = [\"MIT\", \"Apache-2.0\"]\n\
         [bans]\ndeny = [{bans}]\n\
         [sources]\nallow-registry = [\"https://github.com/rust-lang/crates.io-index\"]\n"
    );
    Policy::parse(&text).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_ban(ban: &str) -> Result<Policy> {
        Policy::parse(&format!(
            "[licenses]\nallow = []\n[bans]\ndeny = [{ban}]\n[sources]\n"
        ))
    }

    #[test]
    fn the_projects_own_file_is_understood() {
        let text = crate::workspace::text(FILE).unwrap();
        let policy = Policy::parse(&text).unwrap();
        assert!(policy.bans.deny.iter().any(|ban| ban.name == "sehat-vault"));
    }

    #[test]
    fn a_ban_that_tidy_could_not_enforce_is_refused() {
        assert!(with_ban("{ crate = \"a\", reason = \"r\" }").is_ok());
        assert!(with_ban("{ crate = \"a@1\", reason = \"r\" }").is_err());
        assert!(with_ban("{ crate = \"a\", version = \"1\", reason = \"r\" }").is_err());
    }

    #[test]
    fn a_ban_without_its_reason_is_refused() {
        assert!(with_ban("{ crate = \"a\" }").is_err());
    }
}

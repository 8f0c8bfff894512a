//! How a step can end.

use std::fmt;

/// A step that found nothing wrong.
#[derive(Default)]
pub(super) struct Done {
    /// What was looked at, for the table.
    pub(super) note: String,
    /// What of it could not run.
    pub(super) skips: Vec<Skip>,
}

/// A check that could not run.
#[derive(PartialEq, Eq)]
pub(super) struct Skip {
    pub(super) what: String,
    pub(super) reason: String,
    pub(super) fix: String,
    /// Let pass in CI too.
    pub(super) optional: bool,
}

/// What a step comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    Passed,
    Skipped,
    Failed,
}

impl Done {
    pub(super) fn noting(note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            skips: Vec::new(),
        }
    }

    pub(super) fn skipping(mut self, skip: Skip) -> Self {
        self.skips.push(skip);
        self
    }

    /// Where everything has to run, a skip that is not optional is a failure.
    pub(super) fn ending(&self, in_ci: bool) -> Ending {
        if in_ci && self.skips.iter().any(|skip| !skip.optional) {
            Ending::Failed
        } else if self.skips.is_empty() {
            Ending::Passed
        } else {
            Ending::Skipped
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            reason,
            fix,
            optional,
        } = self;
        let optional = if *optional { " (optional)" } else { "" };
        write!(f, "SKIPPED{optional}: {what} — {reason} — {fix}")
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::Skipped => "SKIPPED",
            Self::Failed => "FAILED",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skip(optional: bool) -> Skip {
        let text = || "x".to_owned();
        Skip {
            what: text(),
            reason: text(),
            fix: text(),
            optional,
        }
    }

    #[test]
    fn a_skip_fails_in_ci_unless_it_is_optional() {
        let done = Done::default().skipping(skip(true));
        assert_eq!(
            (done.ending(false), done.ending(true)),
            (Ending::Skipped, Ending::Skipped)
        );
        let done = done.skipping(skip(false));
        assert_eq!(
            (done.ending(false), done.ending(true)),
            (Ending::Skipped, Ending::Failed)
        );
        assert_eq!(Done::noting("all").ending(true), Ending::Passed);
    }
}

//! `cargo xtask bench`: measures in release and records the figures, with the machine, in `bench/`.

use anyhow::Result;

mod apps;
mod built;
mod foundation;
mod knn;
mod machine;
mod number;
mod paillier;
mod pinned;
mod python;
mod statistics;

/// Measure, and record the figures in `bench/`
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// The foundation, when nothing else is named.
    #[command(flatten)]
    foundation: foundation::Args,
}

#[derive(clap::Subcommand)]
enum What {
    Foundation(foundation::Args),
    Paillier(paillier::Args),
    Knn(knn::Args),
    Apps(apps::Args),
}

/// Runs the benchmark that is asked for.
///
/// # Errors
/// When it cannot be built or fails.
pub(crate) fn run(args: &Args) -> Result<()> {
    match &args.what {
        None => foundation::run(&args.foundation),
        Some(What::Foundation(args)) => foundation::run(args),
        Some(What::Paillier(args)) => paillier::run(args),
        Some(What::Knn(args)) => knn::run(args),
        Some(What::Apps(args)) => apps::run(args),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Bench {
        #[command(flatten)]
        args: Args,
    }

    #[test]
    fn the_foundation_is_measured_by_its_name_and_when_nothing_is_named() {
        for (line, dry) in [
            (&["bench"][..], false),
            (&["bench", "crypto", "--dry"], true),
        ] {
            let args = Bench::parse_from(line).args;
            assert!(args.what.is_none());
            assert_eq!(args.foundation.dry, dry);
        }
        let args = Bench::parse_from(["bench", "foundation", "crypto", "--dry"]).args;
        assert!(matches!(args.what, Some(What::Foundation(args)) if args.dry));
    }

    #[test]
    fn paillier_has_its_own_arguments() {
        let args = Bench::parse_from(["bench", "paillier", "--quick", "--only", "phe"]).args;
        assert!(matches!(args.what, Some(What::Paillier(_))));
        assert!(Bench::try_parse_from(["bench", "paillier", "crypto"]).is_err());
        assert!(Bench::try_parse_from(["bench", "cryto"]).is_err());
    }
}

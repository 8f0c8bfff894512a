//! The commands: one file each, with its arguments, its help, and what it does.

mod accept;
mod attach;
mod attachment;
mod broadcast;
mod completions;
mod dataset;
mod deny;
mod export;
mod form;
mod import;
mod inbox;
mod invitations;
mod invite;
mod kit;
mod knn;
mod log;
mod mean_bp;
mod paillier;
mod patients;
mod record;
mod recover;
mod share;
mod signin;
mod signout;
mod signup;
mod sync;
mod watch;
mod whoami;

use clap::Subcommand;

use crate::{answer::Answer, app::App, failure::Failure};

/// Declares the commands: each variant's arguments and its `run` live in the module named after it.
macro_rules! commands {
    ($($(#[$meta:meta])* $variant:ident => $module:ident),* $(,)?) => {
        /// What can be done.
        #[derive(Subcommand)]
        pub(crate) enum Command { $($(#[$meta])* $variant($module::Args),)* }

        impl Command {
            /// Does it.
            pub(crate) async fn run(self, app: &App) -> Result<Answer, Failure> {
                // Boxed: one future for each command would make a large one of them all.
                match self { $(Self::$variant(args) => Box::pin($module::run(app, args)).await,)* }
            }
        }
    };
}

commands! {
    Signup => signup,
    Signin => signin,
    Signout => signout,
    Whoami => whoami,
    Kit => kit,
    Recover => recover,
    Invite => invite,
    Invitations => invitations,
    Accept => accept,
    Deny => deny,
    Patients => patients,
    Import => import,
    Record => record,
    Attach => attach,
    Attachment => attachment,
    Export => export,
    Inbox => inbox,
    Broadcast => broadcast,
    Share => share,
    Sync => sync,
    Log => log,
    MeanBp => mean_bp,
    Form => form,
    Dataset => dataset,
    Paillier => paillier,
    Knn => knn,
    Completions => completions,
}

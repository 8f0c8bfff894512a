//! The server: it admits, keeps, tells and serves, and can read nothing of what it keeps.
//!
//! [`ROUTES`] are all there is to ask. One endpoint is one file below `endpoint/`. What an entry may do
//! is decided by [`wire::log::VaultState`], with the code that the clients verify it with again.

mod admission;
mod ambient;
mod app;
mod apps;
mod body;
mod caller;
mod config;
mod endpoint;
mod limit;
mod pending;
mod problem;
mod relay;
mod routes;
mod serve;
mod sets;
mod watch;

pub use ambient::{Clock, system_clock};
pub use config::Config;
pub use limit::Rate;
pub use routes::{Auth, ROUTES, Route};
pub use serve::{Running, ServeError, Server, serve, start};

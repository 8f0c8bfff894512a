//! What the engine needs of its surroundings.

use bridge::{Event, Role};
use client::{ClientError, env::Env, storage::Storage};

/// The surroundings of an engine: a browser's worker, or a test.
#[expect(
    async_fn_in_trait,
    reason = "in the browser futures are not Send, and need not be"
)]
pub trait Host: 'static {
    /// Where it keeps things. A clone is the same place.
    type Storage: Storage + Clone + 'static;

    /// Opens the place of this app.
    ///
    /// # Errors
    /// When the device refuses.
    async fn open(&self, role: Role) -> Result<Self::Storage, ClientError>;

    /// Claims the place for this engine alone; with `steal` also from another, which is then told with
    /// [`Engine::stolen`](crate::Engine::stolen). Whether it was had.
    async fn claim(&self, role: Role, steal: bool) -> bool;

    /// The clock and the source of randomness.
    fn env(&self) -> Env;

    /// Tells the screens.
    fn tell(&self, event: Event);
}

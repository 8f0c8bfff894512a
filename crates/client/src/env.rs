//! The edge: the clock and the source of randomness, opened here and passed in everywhere else.

use std::time::Duration;

use rand_core::CryptoRng;

/// Where time and randomness come from.
pub struct Env {
    /// Now, in milliseconds since 1970.
    pub now: Box<dyn Fn() -> u64>,
    /// Randomness fit for keys.
    pub rng: Box<dyn CryptoRng>,
}

impl Env {
    /// The operating system's clock and randomness, or the browser's.
    pub fn system() -> Self {
        Self {
            now: Box::new(now),
            rng: Box::new(rand_core::UnwrapErr(getrandom::SysRng)),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge where the clock is read"
)]
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |time| {
        u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
    })
}

#[cfg(target_arch = "wasm32")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a date in this millennium"
)]
fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// Waits.
#[cfg(not(target_arch = "wasm32"))]
pub async fn sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Waits.
#[cfg(target_arch = "wasm32")]
pub async fn sleep(duration: Duration) {
    gloo_timers::future::sleep(duration).await;
}

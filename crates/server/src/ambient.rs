//! The two things the server takes from around it: the time and randomness. Nothing else reads them.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rand_for_opaque::{CryptoRng, Error, RngCore};

/// Tells the time in milliseconds since 1970. A test passes its own.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The system's clock.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        #[expect(
            clippy::disallowed_methods,
            reason = "the server's one look at the clock"
        )]
        let now = SystemTime::now();
        let since = now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// Fresh random bytes.
///
/// # Panics
/// When the operating system has no randomness to give; nothing can be served safely then.
pub(crate) fn make_random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    OsRandom.fill_bytes(&mut bytes);
    bytes
}

/// The operating system's randomness, as OPAQUE asks for it.
pub(crate) struct OsRandom;

impl RngCore for OsRandom {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(make_random())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(make_random())
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        #[expect(
            clippy::disallowed_methods,
            reason = "the server's one source of randomness"
        )]
        let filled = getrandom::fill(bytes);
        filled.expect("the operating system gives randomness");
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for OsRandom {}

//! Token buckets: how often somebody may ask.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// How often: so many at once, and so many a second in the long run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Requests a second in the long run; zero means without limit.
    pub per_second: f64,
    /// Requests at once.
    pub burst: f64,
}

impl Rate {
    /// No limit.
    pub const UNLIMITED: Self = Self {
        per_second: 0.0,
        burst: 0.0,
    };
}

/// One bucket for each who asks.
pub(crate) struct Limiter<K> {
    rate: Rate,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: u64,
}

impl<K: Hash + Eq> Limiter<K> {
    pub(crate) fn new(rate: Rate) -> Self {
        Self {
            rate,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Takes a token, or says after how many seconds there is one.
    pub(crate) fn take(&self, key: K, now: u64) -> Result<(), u64> {
        let rate = self.rate;
        if rate.per_second <= 0.0 {
            return Ok(());
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS {
            // A full bucket says no more than none.
            buckets.retain(|_, bucket| rate.filled(bucket, now) < rate.burst);
        }
        if buckets.len() >= BUCKETS {
            buckets.clear();
        }
        let bucket = buckets.entry(key).or_insert(Bucket {
            tokens: rate.burst,
            at: now,
        });
        bucket.tokens = rate.filled(bucket, now);
        bucket.at = now.max(bucket.at);
        if bucket.tokens < 1.0 {
            return Err(rate.wait(bucket));
        }
        bucket.tokens -= 1.0;
        Ok(())
    }
}

impl Rate {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds between two requests are exact in an f64"
    )]
    fn filled(self, bucket: &Bucket, now: u64) -> f64 {
        let seconds = now.saturating_sub(bucket.at) as f64 / 1000.0;
        (bucket.tokens + seconds * self.per_second).min(self.burst)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a positive number of seconds, bounded"
    )]
    fn wait(self, bucket: &Bucket) -> u64 {
        ((1.0 - bucket.tokens) / self.per_second)
            .ceil()
            .clamp(1.0, 3600.0) as u64
    }
}

/// How many are counted at once; when more come, those who asked little are forgotten first.
const BUCKETS: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_a_burst_through_and_then_the_rate() {
        let limiter = Limiter::new(Rate {
            per_second: 0.5,
            burst: 3.0,
        });
        for _ in 0..3 {
            assert_eq!(limiter.take("a", 0), Ok(()));
        }
        assert_eq!(limiter.take("a", 0), Err(2));
        assert_eq!(limiter.take("b", 0), Ok(()));
        assert_eq!(limiter.take("a", 1999), Err(1));
        assert_eq!(limiter.take("a", 2000), Ok(()));
        assert_eq!(limiter.take("a", 2000), Err(2));
    }

    #[test]
    fn knows_no_limit_when_told_so() {
        let limiter = Limiter::new(Rate::UNLIMITED);
        assert!((0..10_000).all(|_| limiter.take("a", 0).is_ok()));
    }
}

//! What is begun and not yet finished: kept in memory, for a while, a bounded number, used once.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// Begun things by their names.
pub(crate) struct Pending<K, V> {
    lifetime: u64,
    limit: usize,
    begun: Mutex<Begun<K, V>>,
}

struct Begun<K, V> {
    values: HashMap<K, (u64, V)>,
    /// Names in the order they came, those used already included.
    order: VecDeque<K>,
}

impl<K: Hash + Eq + Clone, V> Pending<K, V> {
    /// Keeps at most `limit` for `lifetime` milliseconds each.
    pub(crate) fn new(lifetime: u64, limit: usize) -> Self {
        Self {
            lifetime,
            limit,
            begun: Mutex::new(Begun {
                values: HashMap::new(),
                order: VecDeque::new(),
            }),
        }
    }

    /// Keeps `value`. The oldest gives way when there are too many.
    pub(crate) fn put(&self, key: K, value: V, now: u64) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let Begun { values, order } = &mut *begun;
        while let Some(oldest) = order.front() {
            let over = values.get(oldest).is_none_or(|(end, _)| *end <= now);
            if !over && order.len() < self.limit {
                break;
            }
            values.remove(oldest);
            order.pop_front();
        }
        values.insert(key.clone(), (now.saturating_add(self.lifetime), value));
        order.push_back(key);
    }

    /// Takes what was kept, if it is still good.
    pub(crate) fn take(&self, key: &K, now: u64) -> Option<V> {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let (end, value) = begun.values.remove(key)?;
        (end > now).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_taken_once_within_its_time_and_bounded_in_number() {
        let pending = Pending::new(10, 2);
        pending.put(1, 'a', 0);
        assert_eq!(pending.take(&1, 9), Some('a'));
        assert_eq!(pending.take(&1, 9), None);
        pending.put(2, 'b', 0);
        assert_eq!(pending.take(&2, 10), None);
        for (key, value) in [(3, 'c'), (4, 'd'), (5, 'e')] {
            pending.put(key, value, 20);
        }
        assert_eq!(pending.take(&3, 20), None);
        assert_eq!(pending.take(&5, 20), Some('e'));
        assert!(pending.begun.lock().unwrap().order.len() <= 2);
    }
}

//! Which rows are kept back to test a classifier: the rows that scikit-learn's `train_test_split` keeps back.
//!
//! So that an accuracy printed here can be held against one computed there. The shuffle is `NumPy`'s
//! `RandomState(seed).permutation(n)`: Fisher and Yates with numbers of the Mersenne Twister (Matsumoto, Nishimura:
//! *Mersenne Twister*, ACM TOMACS 8, 1998), masked to the bits they need and drawn again where they are too large.
//!
//! # Security
//! Nothing here is secret, and nothing secret is to be drawn from here.

/// The rows to learn from, and those kept back, in scikit-learn's order, which is what breaks ties.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Split {
    pub train: Vec<usize>,
    pub test: Vec<usize>,
}

impl Split {
    /// Splits `rows` rows, a `share` of them kept back, rounded up: between 0 and 1, and at least one row on each side.
    pub(crate) fn of(rows: usize, share: f64, seed: u32) -> Option<Self> {
        if !(share > 0.0 && share < 1.0) {
            return None;
        }
        let kept = (1..rows).find(|&kept| kept as f64 >= share * rows as f64)?;
        let mut shuffled = permutation(rows, seed);
        let train = shuffled.split_off(kept);
        Some(Self {
            train,
            test: shuffled,
        })
    }
}

fn permutation(count: usize, seed: u32) -> Vec<usize> {
    let mut twister = Twister::new(seed);
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, twister.up_to(last));
    }
    order
}

/// MT19937.
struct Twister {
    state: [u32; LENGTH],
    next: usize,
}

impl Twister {
    fn new(seed: u32) -> Self {
        let mut state = [seed; LENGTH];
        let mut last = seed;
        for (place, word) in state.iter_mut().zip(0_u32..).skip(1) {
            last = (last ^ (last >> 30))
                .wrapping_mul(1_812_433_253)
                .wrapping_add(word);
            *place = last;
        }
        Self {
            state,
            next: LENGTH,
        }
    }

    /// A number from 0 to `most`, each as likely.
    fn up_to(&mut self, most: usize) -> usize {
        let mask = usize::MAX >> most.leading_zeros();
        loop {
            let value = self.draw() as usize & mask;
            if value <= most {
                return value;
            }
        }
    }

    fn draw(&mut self) -> u32 {
        if self.next == LENGTH {
            self.turn();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn turn(&mut self) {
        for place in 0..LENGTH {
            let (one, other) = (self.state[place], self.state[(place + 1) % LENGTH]);
            let both = (one & 0x8000_0000) | (other & 0x7fff_ffff);
            let odd = if both & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[place] = self.state[(place + MIDDLE) % LENGTH] ^ (both >> 1) ^ odd;
        }
        self.next = 0;
    }
}

const LENGTH: usize = 624;
const MIDDLE: usize = 397;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_splits_are_those_of_scikit_learn() {
        let mut lines = include_str!("../../knn/tests/fixtures/splits.txt").lines();
        let mut seen = 0;
        while let Some(seed) = lines.next() {
            let seed = seed.strip_prefix("seed ").unwrap().parse().unwrap();
            let mut rows = |name: &str| -> Vec<usize> {
                let words = lines.next().unwrap().strip_prefix(name).unwrap();
                words.split(' ').map(|row| row.parse().unwrap()).collect()
            };
            let expected = Split {
                train: rows("train "),
                test: rows("test "),
            };
            assert_eq!(Split::of(569, 0.2, seed), Some(expected), "{seed}");
            rows("float ");
            seen += 1;
        }
        assert_eq!(seen, 10);
    }

    #[test]
    fn each_side_has_a_row_and_no_row_is_on_both() {
        for (rows, share) in [(2, 0.5), (3, 0.01), (10, 0.2), (1000, 0.999)] {
            let split = Split::of(rows, share, 7).unwrap();
            assert!(!split.train.is_empty() && !split.test.is_empty());
            let mut all = [split.train, split.test].concat();
            all.sort_unstable();
            assert!(all.into_iter().eq(0..rows));
        }
        for (rows, share) in [(0, 0.5), (1, 0.5), (10, 0.0), (10, 1.0), (10, f64::NAN)] {
            assert_eq!(Split::of(rows, share, 7), None);
        }
    }
}

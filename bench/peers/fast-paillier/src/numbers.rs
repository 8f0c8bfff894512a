//! The numbers that every program computes on: see the README beside the programs.

use fast_paillier::backend::Integer;

/// Columns of equal length.
pub struct Numbers {
    /// Between −2^52 and 2^52.
    pub x: Vec<Integer>,
    /// Between −2^52 and 2^52.
    pub y: Vec<Integer>,
    /// Of 64 bits.
    pub k: Vec<Integer>,
    /// x + y.
    pub sums: Vec<Integer>,
    /// x·k.
    pub products: Vec<Integer>,
}

impl Numbers {
    /// The first so many.
    pub fn new(count: usize) -> Self {
        let mut state = SEED;
        let mut numbers = Self {
            x: Vec::new(),
            y: Vec::new(),
            k: Vec::new(),
            sums: Vec::new(),
            products: Vec::new(),
        };
        for _ in 0..count {
            let x = i128::from(split_mix_64(&mut state) >> 11) - (1 << 52);
            let y = i128::from(split_mix_64(&mut state) >> 11) - (1 << 52);
            let k = i128::from(split_mix_64(&mut state) | 1 << 63);
            numbers.x.push(integer(x));
            numbers.y.push(integer(y));
            numbers.k.push(integer(k));
            numbers.sums.push(integer(x + y));
            numbers.products.push(integer(x * k));
        }
        numbers
    }

    /// Whether they begin as everybody's do.
    pub fn are_the_frozen_ones(&self) -> bool {
        let first = [&self.x, &self.y, &self.k].map(|column| column.first());
        first
            .iter()
            .zip(FIRST)
            .all(|(found, frozen)| *found == Some(&integer(frozen)))
    }
}

/// The generator `SplitMix64` by Steele, Lea and Flood (OOPSLA 2014).
fn split_mix_64(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn integer(value: i128) -> Integer {
    Integer::from_str_radix(&value.to_string(), 10).expect("Rust prints decimal digits")
}

/// The first x, y and k.
const FIRST: [i128; 3] = [
    3_032_006_876_914_899,
    2_261_457_566_076_221,
    11_065_078_690_820_620_019,
];

const SEED: u64 = 0x53_4548_4154;

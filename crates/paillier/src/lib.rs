//! The Paillier cryptosystem for real numbers: sums, means and products with plain numbers, computed while sealed.

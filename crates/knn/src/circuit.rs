//! The selection as a circuit of XOR and AND gates.

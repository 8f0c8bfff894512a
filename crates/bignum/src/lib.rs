//! Large integers for sealed arithmetic: what Paillier needs, in constant time where secrets pass, and in
//! batches of eight where the processor has AVX-512 IFMA.

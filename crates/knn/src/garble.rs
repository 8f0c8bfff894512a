//! Half gates: a garbler, an evaluator, and tables that are used once.

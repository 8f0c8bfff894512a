//! Measurements as small integers.

/// To come.
pub struct Scaling;

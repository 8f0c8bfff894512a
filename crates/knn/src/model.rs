//! What `train` writes and `publish` reads.

/// To come.
pub struct Model;

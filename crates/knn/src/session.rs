//! Setting B as two state machines over opaque frames.

//! Kernels for x86-64, each behind a check of the processor.

pub(crate) mod ifma;

//! The kernels for x86-64, each chosen at run time where the processor has its instructions.

pub(super) mod adx;
pub(crate) mod ifma;
pub(crate) mod select;

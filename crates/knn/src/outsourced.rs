//! Setting A: the owner’s sealed data set at a cloud.

//! Classifiers over the network: a provider who answers without seeing the question, and an owner's sealed set at a
//! server that computes without seeing either.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod inquiries;
mod sets;
#[path = "../../../knn/tests/support/wdbc.rs"]
#[expect(dead_code, reason = "it has more to tell than is asked here")]
mod wdbc;
mod wisconsin;

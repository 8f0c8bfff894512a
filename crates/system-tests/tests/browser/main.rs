//! The apps in a browser, used as people use them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod coming;
mod device;
mod door;
mod harness;
mod model;
mod offline;
mod paper;
mod screens;
mod shell;
mod showing;
mod story;
mod trouble;

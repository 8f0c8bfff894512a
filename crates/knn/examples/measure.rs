//! The figures that stand beside those of other libraries, by the protocol of `bench/peers/knn.md`; it also writes the tasks.
//!
//! `cargo xtask bench knn` runs it among its peers; by hand, as a figure of the Wisconsin data on one thread:
//!
//! ```text
//! cargo run --release -p sehat-knn --example measure -- --write-task task.json
//! cargo run --release -p sehat-knn --example measure -- --task task.json --threads 1 --seconds 1
//! ```

#![expect(clippy::unwrap_used, reason = "a measurement that fails stops")]
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]

#[path = "measure/outsourced.rs"]
mod outsourced;
#[path = "measure/provider.rs"]
mod provider;
#[path = "measure/run.rs"]
mod run;
#[path = "measure/task.rs"]
mod task;
#[path = "../tests/support/wdbc.rs"]
#[expect(dead_code, reason = "it has more to tell than is measured")]
mod wdbc;

use run::{Run, after};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(file) = after(&arguments, "--write-task") {
        let number = |name| after(&arguments, name).map(|text| text.parse().unwrap());
        let task = match (number("--samples"), number("--features")) {
            (Some(samples), Some(features)) => task::drawn(samples, features),
            _ => task::wisconsin(),
        };
        return std::fs::write(file, task.to_string()).unwrap();
    }
    let run = Run::from_arguments(&arguments);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(run.threads);
    pool.build().unwrap().install(|| {
        outsourced::measure(&run);
        provider::measure(&run);
    });
}

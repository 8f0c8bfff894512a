//! The machine a benchmark ran on, for the heading of its report.

use std::fs;

use crate::workspace;

/// When, where and under what load a run began: the rest of the sentence "`command` on …".
pub(super) fn describe() -> String {
    let said = |program: &str, words: &[&str]| {
        workspace::read(workspace::command(program).args(words))
            .map_or_else(|_| "?".to_owned(), |text| text.trim().to_owned())
    };
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("?", |(_, name)| name);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    format!(
        "{}, {model}, {} cores, load before the run {load}; {}",
        said("date", &["+%F"]),
        cores(),
        said("rustc", &["--version"]),
    )
}

/// How many threads run at once here.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

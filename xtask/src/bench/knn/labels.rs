//! Ten splits of the real data: whether every way gives the labels of the plaintext, by `sehat knn evaluate`.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::bench::{built, number, pinned};
use crate::workspace;

/// Builds the command line in release.
///
/// # Errors
/// It does not build.
pub(crate) fn prepare() -> Result<PathBuf> {
    built::program("sehat-cli", "sehat")
}

/// A table of the ways, each with how many labels differ over all splits.
///
/// # Errors
/// The command fails, or labels differ: then nothing that was measured is worth recording.
pub(crate) fn compare(sehat: &PathBuf, quick: bool) -> Result<String> {
    println!("labels over ten splits, by every way …");
    let mut command = workspace::command(sehat);
    command.args(["--json", "knn", "evaluate", "crates/knn/data/wdbc.csv"]);
    command.args(["--label", "diagnosis", "--classes", "malignant,benign"]);
    command.args(["--way", "all"]);
    match quick {
        true => command.args(["--seeds", "1", "--limit", "5"]),
        false => command.args(["--seeds", "10"]),
    };
    let said: Value = serde_json::from_str(&pinned::output(&mut command)?)?;
    table(&said)
}

fn table(said: &Value) -> Result<String> {
    let ways = said["ways"].as_array().context("there are no `ways`")?;
    let mut table =
        "| way | splits | questions | labels that differ from the plaintext's | accuracy |\n\
                     |---|---|---|---|---|\n"
            .to_owned();
    for way in ways {
        let whole = |name: &str| way[name].as_u64().with_context(|| format!("no `{name}`"));
        let name = way["name"].as_str().context("no `name`")?;
        let differing = whole("different")?;
        ensure!(differing == 0, "{name}: {differing} labels differ");
        let accuracy = way["accuracy"].as_f64().context("no `accuracy`")?;
        table.push_str(&format!(
            "| {name} | {} | {} | **{differing}** | {:.2} % |\n",
            said["seeds"].as_array().map_or(0, Vec::len),
            number::count(whole("questions")?),
            accuracy * 100.0
        ));
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_label_that_differs_is_no_row_of_a_table() {
        let said = |different: u64| {
            json!({ "seeds": [{}, {}], "ways": [
                { "name": "sealed set", "questions": 1140, "different": different, "accuracy": 0.96 },
            ]})
        };
        let table = table(&said(0)).unwrap();
        assert!(
            table.ends_with("| sealed set | 2 | 1,140 | **0** | 96.00 % |\n"),
            "{table}"
        );
        assert!(super::table(&said(1)).is_err());
        assert!(super::table(&json!({})).is_err());
    }
}

//! A laboratory that has published a classifier: its program runs beside the server, as a person would start it.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, ChildStdout, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Demo, clinic::sehat};
use crate::workspace;

/// The laboratory's name.
pub(crate) const NAME: &str = "City Pathology Laboratory";
/// What its classifier is called.
pub(crate) const TITLE: &str = "Breast mass: benign or malignant";

/// Two samples that the laboratory's classifier has never seen: rows of the data set, counted from zero.
const KEPT_BACK: [usize; 2] = [19, 1];

/// The laboratory's program.
pub(crate) struct Laboratory {
    child: Child,
    /// Held open: the last thing it says goes there too.
    said: Option<BufReader<ChildStdout>>,
}

/// What may be asked.
pub(crate) struct Samples {
    /// The names of the measurements.
    names: Vec<String>,
    /// Of each sample the measurements, and what it was.
    kept_back: Vec<(Vec<String>, String)>,
}

impl Samples {
    /// Those that are kept back from the classifier.
    ///
    /// # Errors
    /// When the data set cannot be read.
    pub(crate) fn read() -> Result<Self> {
        let text = fs::read_to_string(data()).with_context(|| super::shown(&data()))?;
        let mut lines = text.lines();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let mut names = cells(lines.next().context("the data set is empty")?);
        names.pop();
        let rows: Vec<&str> = lines.collect();
        let kept_back = KEPT_BACK.iter().map(|row| {
            let mut values = cells(rows.get(*row).context("the data set is too short")?);
            let class = values.pop().context("a row without a class")?;
            Ok((values, class))
        });
        Ok(Self {
            names,
            kept_back: kept_back.collect::<Result<_>>()?,
        })
    }

    /// The measurements of one of them with commas between, and what it was.
    pub(crate) fn row(&self, index: usize) -> Option<(String, &str)> {
        let (values, class) = self.kept_back.get(index)?;
        Some((values.join(","), class))
    }

    /// The first of them as an observation for a record, under the codes of `record::codes::ASPIRATE`.
    pub(crate) fn observation(&self) -> Result<Value> {
        let (values, _) = self.kept_back.first().context("nothing is kept back")?;
        let system = "urn:sehat:codes:aspirate";
        let components = self.names.iter().zip(values).map(|(name, value)| {
            let value: Value = serde_json::from_str(value)?;
            let code = name.replace('_', "-");
            Ok(json!({
                "code": { "coding": [{ "system": system, "code": code, "display": code.replace('-', " ") }] },
                "valueQuantity": { "value": value },
            }))
        });
        let title = "Breast mass, cell nuclei of an aspirate";
        Ok(json!({
            "resourceType": "Observation",
            "id": "aspirate",
            "status": "final",
            "category": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                "code": "laboratory",
                "display": "Laboratory",
            }] }],
            "code": {
                "coding": [{ "system": system, "code": "breast-mass-nuclei", "display": title }],
                "text": title,
            },
            "effectiveDateTime": "2026-03-02",
            "component": components.collect::<Result<Vec<_>>>()?,
        }))
    }
}

/// Makes the laboratory's account and its classifier.
///
/// # Errors
/// When a command fails.
pub(crate) fn make(demo: &Demo) -> Result<()> {
    let kit = demo.folder.join("kit-laboratory.html");
    let _ = fs::remove_file(&kit);
    let new = [
        "signup",
        "--role",
        "doctor",
        "--name",
        NAME,
        "--registration",
        "LAB-0042",
        "--kit",
    ];
    sehat(demo, NAME, &new, &[&kit])?;
    let text = fs::read_to_string(data()).with_context(|| super::shown(&data()))?;
    // The heading is line zero.
    let learned = text
        .lines()
        .zip(0_usize..)
        .filter(|(_, line)| !KEPT_BACK.contains(&line.wrapping_sub(1)));
    let learned: Vec<&str> = learned.map(|(text, _)| text).collect();
    let table = demo.home(NAME).join("wisconsin.csv");
    fs::write(&table, learned.join("\n") + "\n").with_context(|| super::shown(&table))?;
    let train = [
        "knn",
        "train",
        "--label",
        "diagnosis",
        "--title",
        TITLE,
        "--hold-out",
        "0.2",
    ];
    let output = format!("--output={}", model(demo).display());
    let told = sehat(demo, NAME, &[&train[..], &[&output]].concat(), &[&table])?;
    let purpose = purpose(&told)?;
    fs::write(purpose_file(demo), purpose).with_context(|| super::shown(&purpose_file(demo)))
}

/// What the card says: with what was learned, how often it was right, and what it is not.
fn purpose(told: &Value) -> Result<String> {
    let held_out = &told["held_out"];
    let number = |value: &Value| {
        value
            .as_u64()
            .context("`sehat knn train --json` names no such number")
    };
    Ok(format!(
        "Says benign or malignant of a breast mass, from thirty measurements of the cell nuclei in a digitised fine-needle \
         aspirate. It compares with {} samples from Wisconsin (Wolberg, Street, Mangasarian 1995). Of {} others, which it had \
         not seen, it was right about {}. An aid, not a diagnosis; not a medical device.",
        number(&told["samples"])?,
        number(&held_out["rows"])?,
        number(&held_out["right"])?,
    ))
}

/// Starts the laboratory's program and waits until the classifier is published.
///
/// # Errors
/// When it does not come up.
pub(crate) fn start(demo: &Demo) -> Result<Laboratory> {
    let purpose = fs::read_to_string(purpose_file(demo))
        .with_context(|| super::shown(&purpose_file(demo)))?;
    let log = demo.folder.join("laboratory.log");
    let log = fs::File::create(&log).with_context(|| super::shown(&log))?;
    let mut command = workspace::command(&demo.sehat);
    command
        .args(["--json", "--quiet", "--server", &demo.url, "--home"])
        .arg(demo.home(NAME))
        .arg("--password-file")
        .arg(demo.password_file())
        .args([
            "knn",
            "publish",
            "--keep",
            "--yes",
            "--per-day",
            "200",
            "--purpose",
            &purpose,
        ])
        .arg(model(demo))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log);
    let child = command
        .spawn()
        .context("cannot start the laboratory's program")?;
    let mut laboratory = Laboratory { child, said: None };
    let said = laboratory.child.stdout.take();
    let mut said = BufReader::new(said.context("the laboratory's program says nothing")?);
    let mut line = String::new();
    said.read_line(&mut line)?;
    laboratory.said = Some(said);
    match serde_json::from_str::<Value>(&line) {
        Ok(published) if published["what"] == "published" => Ok(laboratory),
        _ => bail!(
            "the laboratory's program did not publish: see {}",
            super::shown(&demo.folder.join("laboratory.log"))
        ),
    }
}

impl Drop for Laboratory {
    fn drop(&mut self) {
        // The card stays; whoever asks meanwhile is told that nobody is there. One that has ended is no fault.
        let _ = self.child.kill();
        drop(self.said.take());
        let _ = self.child.wait();
    }
}

/// The class of some measurements, asked as one of the people would.
///
/// # Errors
/// When the command fails.
pub(crate) fn ask(demo: &Demo, who: &str, values: &str) -> Result<String> {
    let told = sehat(demo, who, &["knn", "ask", TITLE, "--values", values], &[])?;
    let class = told["answers"][0]["class"].as_str();
    class
        .map(str::to_owned)
        .context("`sehat knn ask --json` names no class")
}

fn data() -> PathBuf {
    workspace::root().join("crates/knn/data/wdbc.csv")
}

fn model(demo: &Demo) -> PathBuf {
    demo.home(NAME).join("wisconsin.knn")
}

fn purpose_file(demo: &Demo) -> PathBuf {
    demo.home(NAME).join("purpose.txt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_each_kind_is_kept_back_with_its_thirty_measurements() {
        let samples = Samples::read().unwrap();
        let classes: Vec<&str> = samples
            .kept_back
            .iter()
            .map(|(_, class)| class.as_str())
            .collect();
        assert_eq!(classes, ["benign", "malignant"]);
        let observation = samples.observation().unwrap();
        let components = observation["component"].as_array().unwrap();
        assert_eq!(components.len(), 30);
        let code = &components[17]["code"]["coding"][0]["code"];
        assert_eq!(code, "concave-points-error");
    }

    #[test]
    fn a_card_says_how_often_its_classifier_was_right() {
        let told = json!({ "samples": 453, "held_out": { "rows": 114, "right": 110 } });
        let purpose = purpose(&told).unwrap();
        assert!(purpose.contains("453 samples") && purpose.contains("right about 110"));
        assert!(super::purpose(&json!({})).is_err());
    }
}

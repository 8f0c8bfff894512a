//! What a measuring program prints: a JSON object a line, as `bench/peers/knn.md` describes it.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::bench::pinned;

/// A line that tells something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) row: Row,
    pub(crate) setting: Setting,
    pub(crate) said: Said,
}

/// What it tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// How long a phase takes, in milliseconds.
    Time(String, f64),
    /// How many bytes go where.
    Bytes(BTreeMap<String, u64>),
    /// Why there are no figures.
    Absent(String),
}

/// Whose figure it is: what stands before a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) peer: String,
    pub(crate) version: String,
    /// The way it goes.
    pub(crate) variant: String,
}

/// Under which conditions it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Setting {
    /// Samples.
    pub(crate) n: usize,
    /// Features.
    pub(crate) d: usize,
    pub(crate) threads: usize,
}

/// The lines among what a program wrote; what does not begin like an object is its chatter.
///
/// # Errors
/// An object is not of the protocol, or a time is no positive number.
pub(crate) fn parse_lines(output: &str) -> Result<Vec<Line>> {
    pinned::objects(output, parse_line)
}

fn parse_line(line: &str) -> Result<Line> {
    let raw: Raw = serde_json::from_str(line)?;
    let said = match (raw.phase, raw.median_ms, raw.bytes, raw.absent) {
        (Some(phase), Some(ms), None, None) => {
            ensure!(ms.is_finite() && ms > 0.0, "`median_ms` is no time");
            Said::Time(phase, ms)
        }
        (None, None, Some(bytes), None) => Said::Bytes(bytes),
        (None, None, None, Some(reason)) => Said::Absent(reason),
        _ => anyhow::bail!("neither a phase with its time, nor `bytes`, nor `absent`"),
    };
    Ok(Line {
        row: Row {
            peer: raw.peer,
            version: raw.version,
            variant: raw.variant,
        },
        setting: Setting {
            n: raw.n,
            d: raw.d,
            threads: raw.threads,
        },
        said,
    })
}

#[derive(Deserialize)]
struct Raw {
    peer: String,
    version: String,
    variant: String,
    n: usize,
    d: usize,
    threads: usize,
    phase: Option<String>,
    median_ms: Option<f64>,
    bytes: Option<BTreeMap<String, u64>>,
    absent: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str =
        r#"{"peer":"TenSEAL","version":"1","n":455,"d":30,"threads":1,"variant":"a slot""#;

    #[test]
    fn times_bytes_and_reasons_are_read_and_chatter_passed_over() {
        let text = format!(
            "loading\n{BEFORE},\"phase\":\"server\",\"median_ms\":136.5,\"samples\":9}}\n\
             {BEFORE},\"bytes\":{{\"up\":7,\"down\":9}}}}\n{BEFORE},\"absent\":\"too large\"}}\n"
        );
        let said: Vec<Said> = parse_lines(&text)
            .unwrap()
            .into_iter()
            .map(|line| line.said)
            .collect();
        let bytes = BTreeMap::from([("up".to_owned(), 7), ("down".to_owned(), 9)]);
        assert_eq!(
            said,
            [
                Said::Time("server".to_owned(), 136.5),
                Said::Bytes(bytes),
                Said::Absent("too large".to_owned())
            ]
        );
    }

    #[test]
    fn what_is_not_of_the_protocol_is_refused() {
        for rest in [
            "}",
            r#","phase":"server"}"#,
            r#","phase":"server","median_ms":0}"#,
            r#","phase":"server","median_ms":1,"absent":"no"}"#,
            r#","bytes":{"up":-1}}"#,
            "",
        ] {
            assert!(parse_lines(&format!("{BEFORE}{rest}")).is_err(), "{rest}");
        }
    }
}

//! What a measuring program prints: a JSON object a line, as `bench/peers/README.md` describes it.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::bench::pinned;

/// A line that tells something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Line {
    Figure(Figure),
    Absent(Absent),
}

/// How fast a program does something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    pub(crate) row: Row,
    pub(crate) setting: Setting,
    pub(crate) operation: String,
    pub(crate) per_second: f64,
    /// A sentence for the reader.
    pub(crate) note: Option<String>,
}

/// What a program does not do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Absent {
    pub(crate) row: Row,
    pub(crate) setting: Setting,
    /// Nothing at all, if `None`.
    pub(crate) operation: Option<String>,
    pub(crate) reason: String,
}

/// Whose figure it is: what stands before a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) peer: String,
    pub(crate) version: String,
    /// One of several ways that the program has.
    pub(crate) variant: Option<String>,
}

/// Under which parameters it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Setting {
    pub(crate) bits: u32,
    /// Of a bare exponentiation.
    pub(crate) exponent_bits: Option<u32>,
    pub(crate) threads: usize,
}

/// The lines among what a program wrote; what does not begin like an object is its chatter.
///
/// # Errors
/// An object is not of the protocol, or a rate is no positive number.
pub(crate) fn parse_lines(output: &str) -> Result<Vec<Line>> {
    pinned::objects(output, parse_line)
}

fn parse_line(line: &str) -> Result<Line> {
    let raw: Raw = serde_json::from_str(line)?;
    let row = Row {
        peer: raw.peer,
        version: raw.version,
        variant: raw.variant,
    };
    let setting = Setting {
        bits: raw.bits,
        exponent_bits: raw.exponent_bits,
        threads: raw.threads,
    };
    if let Some(reason) = raw.absent {
        return Ok(Line::Absent(Absent {
            row,
            setting,
            operation: raw.operation,
            reason,
        }));
    }
    let per_second = raw
        .per_second
        .context("neither `per_second` nor `absent`")?;
    ensure!(
        per_second.is_finite() && per_second > 0.0,
        "`per_second` is no rate"
    );
    Ok(Line::Figure(Figure {
        row,
        setting,
        operation: raw.operation.context("no `operation`")?,
        per_second,
        note: raw.note,
    }))
}

#[derive(Deserialize)]
struct Raw {
    peer: String,
    version: String,
    variant: Option<String>,
    bits: u32,
    exponent_bits: Option<u32>,
    threads: usize,
    operation: Option<String>,
    per_second: Option<f64>,
    note: Option<String>,
    absent: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_read_and_chatter_passed_over() {
        let lines = parse_lines(
            "[info] a pool of 1\n\
             {\"peer\":\"phe\",\"version\":\"1.5.0\",\"bits\":3072,\"threads\":1,\"operation\":\"add\",\
             \"per_second\":75000.5,\"median_ns\":13333.2,\"samples\":9,\"batch\":256}\n",
        )
        .unwrap();
        let [Line::Figure(figure)] = &lines[..] else {
            panic!("{lines:?}");
        };
        assert_eq!(figure.row.peer, "phe");
        assert_eq!((figure.setting.bits, figure.setting.threads), (3072, 1));
        assert!((figure.per_second - 75_000.5).abs() < 1e-9);
    }

    #[test]
    fn what_is_absent_has_its_reason() {
        let line = r#"{"peer":"p","version":"1","bits":3072,"threads":2,"absent":"refuses"}"#;
        let lines = parse_lines(line).unwrap();
        assert!(
            matches!(&lines[..], [Line::Absent(absent)] if absent.operation.is_none() && absent.reason == "refuses")
        );
    }

    #[test]
    fn a_figure_that_is_none_is_refused() {
        let before = r#"{"peer":"p","version":"1","bits":3072,"threads":1,"operation":"add""#;
        for rest in [
            "}",
            r#","per_second":0}"#,
            r#","per_second":-1.5}"#,
            r#","per_second":"fast"}"#,
            r#","per_second":1e999}"#,
            "",
        ] {
            assert!(parse_lines(&format!("{before}{rest}")).is_err(), "{rest}");
        }
    }
}

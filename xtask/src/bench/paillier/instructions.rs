//! Instructions counted by valgrind: a figure that a busy machine does not change.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::bench::built;
use crate::metadata::Metadata;
use crate::workspace;

/// How many instructions one exponentiation takes on the portable path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) bits: u32,
    pub(crate) exponent_bits: u32,
    pub(crate) instructions: u64,
}

/// The program whose instructions are counted; the inner error is why that cannot be done here.
///
/// # Errors
/// It does not build.
pub(crate) fn prepare(metadata: &Metadata) -> Result<Result<PathBuf, String>> {
    if !workspace::succeeds(workspace::command("valgrind").arg("--version")) {
        return Ok(Err("needs valgrind (apt-get install valgrind)".to_owned()));
    }
    let program = built::example(metadata, "sehat-bignum", "count_pow")?;
    Ok(program.ok_or_else(|| "sehat-bignum has no example `count_pow`".to_owned()))
}

/// Counts at every size.
///
/// # Errors
/// The program fails.
pub(crate) fn count(program: &Path) -> Result<Vec<Count>> {
    println!("counting instructions …");
    let collected = |(bits, exponent_bits): (u32, u32), times: u32| {
        let mut valgrind = workspace::command("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        valgrind.arg(program);
        valgrind.args([bits, exponent_bits, times].map(|number| number.to_string()));
        collected(&mut valgrind)
    };
    let counts = SIZES.iter().map(|size| {
        // Once and twice: the difference is one exponentiation without what comes before and after.
        let (once, twice) = (collected(*size, 1)?, collected(*size, 2)?);
        Ok(Count {
            bits: size.0,
            exponent_bits: size.1,
            instructions: twice
                .checked_sub(once)
                .context("twice takes less than once")?,
        })
    });
    counts.collect()
}

fn collected(valgrind: &mut Command) -> Result<u64> {
    let line = workspace::line(valgrind);
    let output = valgrind.output().with_context(|| line.clone())?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`{line}` failed: {said}");
    parse_collected(&said).with_context(|| format!("`{line}` tells no count"))
}

/// The total in callgrind's summary, `==123== Collected : 456`.
fn parse_collected(said: &str) -> Option<u64> {
    let mut lines = said.lines();
    let total = lines.find_map(|line| line.split_once("Collected :"))?.1;
    total.trim().parse().ok()
}

/// Modulus and exponent, in bits.
const SIZES: [(u32, u32); 4] = [(2048, 1024), (3072, 1536), (4096, 2048), (6144, 3072)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_found_in_what_callgrind_says() {
        let said = "==7== Callgrind\n==7== Events    : Ir\n==7== Collected : 73019283\n==7==\n";
        assert_eq!(parse_collected(said), Some(73_019_283));
        assert_eq!(parse_collected("==7== killed"), None);
    }
}

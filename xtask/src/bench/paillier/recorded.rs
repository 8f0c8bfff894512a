//! Figures that were recorded elsewhere, to stand in for a peer that cannot be run here.

/// What one peer did on another machine: two cores of the Zen 4 kind with AVX-512 IFMA, one thread, shared
/// with other work. Good for the order of magnitude and no more.
pub(crate) struct Recorded {
    /// The peer's name in the lines of its program.
    pub(crate) peer: &'static str,
    /// As it stands in the table.
    pub(crate) name: &'static str,
    pub(crate) bits: u32,
    /// Of the operations `encrypt_public`, `decrypt`, `add`, `multiply`.
    pub(crate) per_second: [f64; 4],
}

impl Recorded {
    /// What was recorded of an operation.
    pub(crate) fn rate(&self, operation: &str) -> Option<f64> {
        let at = OPERATIONS.iter().position(|name| *name == operation)?;
        Some(self.per_second[at])
    }
}

const OPERATIONS: [&str; 4] = ["encrypt_public", "decrypt", "add", "multiply"];

const fn recorded(
    peer: &'static str,
    name: &'static str,
    bits: u32,
    per_second: [f64; 4],
) -> Recorded {
    Recorded {
        peer,
        name,
        bits,
        per_second,
    }
}

/// All there are.
pub(crate) const RECORDED: [Recorded; 9] = [
    recorded(
        PHE,
        "phe 1.5.0 with gmpy2",
        2048,
        [104.0, 361.0, 119e3, 2.9e3],
    ),
    recorded(
        PHE,
        "phe 1.5.0 with gmpy2",
        3072,
        [31.0, 114.0, 75e3, 1.2e3],
    ),
    recorded(
        HEU,
        "sf-heu 0.5.2b0 (ZPaillier)",
        2048,
        [1455.0, 283.0, 139e3, 2.1e3],
    ),
    recorded(
        HEU,
        "sf-heu 0.5.2b0 (ZPaillier)",
        3072,
        [494.0, 103.0, 108e3, 1.1e3],
    ),
    recorded(
        IPCL,
        "ipcl-python 2.0.0 (IFMA)",
        2048,
        [718.0, 1608.0, 63e3, 7.1e3],
    ),
    recorded(
        PYPAILLIER,
        "pypaillier 0.8.0",
        2048,
        [1109.0, 245.0, 171e3, 2.8e3],
    ),
    recorded(
        PYPAILLIER,
        "pypaillier 0.8.0",
        3072,
        [318.0, 64.0, 94e3, 1.3e3],
    ),
    recorded(
        FAST,
        "fast-paillier 0.3.2 with num-bigint",
        2048,
        [52.0, 91.0, 3.6e3, 1.2e3],
    ),
    recorded(
        FAST,
        "fast-paillier 0.3.2 with num-bigint",
        3072,
        [16.0, 32.0, 2.0e3, 0.6e3],
    ),
];

const PHE: &str = "phe";
const HEU: &str = "sf-heu";
const IPCL: &str = "ipcl-python";
const PYPAILLIER: &str = "pypaillier";
const FAST: &str = "fast-paillier";

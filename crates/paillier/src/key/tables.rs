//! Tables of the powers of one base, built when they are first wanted.

use std::sync::OnceLock;

use bignum::square::FixedBase;

/// A small table for few powers, and a large one from the first time that many are asked for at once: building that
/// costs as much as some hundred powers.
#[derive(Default)]
pub(super) struct Tables {
    few: OnceLock<FixedBase>,
    many: OnceLock<FixedBase>,
}

impl Tables {
    /// The table for `count` powers; `make` builds one for so many uses.
    pub(super) fn table(&self, count: usize, make: impl Fn(usize) -> FixedBase) -> &FixedBase {
        match self.many.get() {
            Some(table) => table,
            None if count >= MANY => made_once(&self.many, || make(MANY * 16)),
            None => made_once(&self.few, || make(FEW)),
        }
    }
}

/// What the cell holds, made first if it is empty. Nothing is locked meanwhile: a thread of a pool that waits for a part
/// of the table may take up other work that wants the same table. At worst it is made twice.
fn made_once(cell: &OnceLock<FixedBase>, make: impl FnOnce() -> FixedBase) -> &FixedBase {
    match cell.get() {
        Some(table) => table,
        None => {
            let made = make();
            cell.get_or_init(|| made)
        }
    }
}

/// From how many powers at once on the large table pays.
const MANY: usize = 512;
/// How many uses the small table is made for.
const FEW: usize = 64;

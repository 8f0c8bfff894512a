//! Long work in blocks, with word of how far it is.

use std::ops::Range;

use crate::error::Error;

/// Called with how many are done, and of how many. It is called between blocks, from the thread that works.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Tells nobody.
pub fn no_progress(_done: usize, _of: usize) {}

/// Does the work for 0..`count` in blocks long enough to keep all cores at it.
pub(crate) fn in_blocks(
    count: usize,
    progress: Progress<'_>,
    mut work: impl FnMut(Range<usize>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut done = 0;
    while done < count {
        let end = count.min(done + BLOCK);
        work(done..end)?;
        done = end;
        progress(done, count);
    }
    Ok(())
}

const BLOCK: usize = 1024;

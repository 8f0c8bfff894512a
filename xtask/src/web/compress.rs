//! What can be made smaller is made as small as it gets, once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::Path,
    thread,
};

use anyhow::{Context, Result, anyhow};

use super::{bundle::Bundle, files_below, hash, shown};

/// A file in the two forms that browsers take.
pub(super) struct Packed {
    pub(super) brotli: Vec<u8>,
    pub(super) gzip: Vec<u8>,
}

/// Compresses every file it helps, by its content's hash. What `shelf` has from before is taken from there.
pub(super) fn compress(bundles: &[Bundle], shelf: &Path) -> Result<BTreeMap<String, Packed>> {
    fs::create_dir_all(shelf).with_context(|| shown(shelf))?;
    let files = bundles.iter().flat_map(|bundle| &bundle.files);
    let files = files.filter(|(path, bytes)| is_compressible(path) && bytes.len() >= SMALL);
    let mut wanted: BTreeMap<String, &[u8]> = BTreeMap::new();
    for (_, bytes) in files {
        wanted.insert(hash(bytes), bytes);
    }
    // The large ones take the time: each gets a thread, and the machine sees to the rest.
    let packed = thread::scope(|scope| {
        let under_way: Vec<_> = wanted
            .iter()
            .map(|(hash, bytes)| (hash, scope.spawn(|| take_or_pack(hash, bytes, shelf))))
            .collect();
        let packed = under_way.into_iter().map(|(hash, thread)| {
            let packed = thread
                .join()
                .map_err(|_| anyhow!("compression panicked"))??;
            Ok((hash.clone(), packed))
        });
        packed.collect::<Result<BTreeMap<_, _>>>()
    })?;
    clear(shelf, wanted.keys().map(String::as_str).collect())?;
    Ok(packed)
}

fn take_or_pack(hash: &str, bytes: &[u8], shelf: &Path) -> Result<Packed> {
    let (brotli, gzip) = (
        shelf.join(format!("{hash}.br")),
        shelf.join(format!("{hash}.gz")),
    );
    if let (Ok(brotli), Ok(gzip)) = (fs::read(&brotli), fs::read(&gzip)) {
        return Ok(Packed { brotli, gzip });
    }
    let packed = pack(bytes)?;
    for (path, bytes) in [(brotli, &packed.brotli), (gzip, &packed.gzip)] {
        fs::write(&path, bytes).with_context(|| shown(&path))?;
    }
    Ok(packed)
}

fn pack(bytes: &[u8]) -> Result<Packed> {
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &parameters)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let gzip = gzip.finish()?;
    Ok(Packed { brotli, gzip })
}

/// Takes off the shelf what nobody asked for.
fn clear(shelf: &Path, wanted: BTreeSet<&str>) -> Result<()> {
    for (name, path) in files_below(shelf)? {
        let hash = name.split('.').next().unwrap_or_default();
        if !wanted.contains(hash) {
            fs::remove_file(&path).with_context(|| shown(&path))?;
        }
    }
    Ok(())
}

/// Pictures and fonts are compressed already.
fn is_compressible(path: &str) -> bool {
    !["png", "woff2"].iter().any(|ending| path.ends_with(ending))
}

/// Below this many bytes the headers weigh more.
const SMALL: usize = 200;

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_packed_is_smaller_and_comes_out_as_it_went_in() {
        let bytes = b"one always sees who sees; ".repeat(200);
        let Packed { brotli, gzip } = pack(&bytes).unwrap();
        assert!(brotli.len() < bytes.len() / 10 && gzip.len() < bytes.len() / 10);
        let mut out = Vec::new();
        brotli::BrotliDecompress(&mut &brotli[..], &mut out).unwrap();
        assert_eq!(out, bytes);
        out.clear();
        flate2::read::GzDecoder::new(&gzip[..])
            .read_to_end(&mut out)
            .unwrap();
        assert_eq!(out, bytes);
    }
}

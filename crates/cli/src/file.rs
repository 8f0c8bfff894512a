//! Files that come in and go out: unpacked on the way in, whole or not at all on the way out.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read, Write},
    path::Path,
};

use crate::{
    app::print_bytes,
    failure::{Failure, Kind},
};

/// The most bytes read of a file of records.
const LIMIT: u64 = 256 << 20;

/// Reads a file; `-` is the input stream.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    read_up_to(path, LIMIT)
}

/// Reads a file that may be larger than most.
pub(crate) fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        return read_all(std::io::stdin().lock(), path, limit);
    }
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    read_all(file, path, limit)
}

/// Reads a file, and unpacks it if it is gzip.
pub(crate) fn read_unpacked(path: &Path) -> Result<Vec<u8>, Failure> {
    read_unpacked_up_to(path, LIMIT)
}

/// Reads a file that may be larger than most, and unpacks it if it is gzip.
pub(crate) fn read_unpacked_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let bytes = read_up_to(path, limit)?;
    if bytes.starts_with(b"\x1f\x8b") {
        let unpacked = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        return read_all(unpacked, path, limit);
    }
    Ok(bytes)
}

fn read_all(from: impl Read, path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    from.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(path, &e))?;
    if bytes.len() as u64 > limit {
        let limit = limit >> 20;
        return Err(Failure::file(format!(
            "{} is larger than {limit} MB: split it, or export a shorter period",
            path.display()
        )));
    }
    Ok(bytes)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let why = match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "this is a folder".to_owned(),
        ErrorKind::UnexpectedEof => "it stops in the middle: fetch or copy it again".to_owned(),
        ErrorKind::InvalidInput | ErrorKind::InvalidData => {
            "it is no whole gzip file: fetch or copy it again".to_owned()
        }
        _ => error.to_string(),
    };
    Failure::file(format!("{} cannot be read: {why}", path.display()))
}

/// Writes a file that only its owner can read, whole or not at all; `-` is the output stream.
pub(crate) fn write(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), Failure> {
    if path == Path::new("-") {
        return print_bytes(bytes);
    }
    if is_stream(path) {
        let opened = fs::OpenOptions::new().write(true).open(path);
        return opened
            .and_then(|mut stream| stream.write_all(bytes))
            .map_err(|error| unwritable(path, &error));
    }
    let failed = |error: &std::io::Error| unwritable(path, error);
    let folder = folder_of(path);
    if !overwrite && fs::symlink_metadata(path).is_ok() {
        return Err(exists(path));
    }
    let mut file = tempfile::Builder::new()
        .prefix(".sehat-")
        .tempfile_in(folder)
        .map_err(|e| failed(&e))?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(|e| failed(&e))?;
    let kept = if overwrite {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    match kept {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(exists(path)),
        Err(error) => Err(failed(&error.error)),
    }
}

/// Fails if a file is there already, or its folder is not: before something is done that cannot be repeated.
pub(crate) fn must_be_free(path: &Path) -> Result<(), Failure> {
    if is_stream(path) {
        return Ok(());
    }
    if fs::symlink_metadata(path).is_ok() {
        return Err(exists(path));
    }
    // A file that is made and taken away again shows that the folder can be written to.
    File::create_new(path)
        .and_then(|_| fs::remove_file(path))
        .map_err(|error| unwritable(path, &error))
}

/// Fails if a file cannot be written there, before long work is done for it; one that is there may be replaced.
pub(crate) fn must_be_writable(path: &Path) -> Result<(), Failure> {
    if is_stream(path) {
        return Ok(());
    }
    tempfile::Builder::new()
        .prefix(".sehat-")
        .tempfile_in(folder_of(path))
        .map(drop)
        .map_err(|error| unwritable(path, &error))
}

/// Fails if a result would be written over what it is made from, which would be lost.
pub(crate) fn must_not_be(output: &Path, input: &Path) -> Result<(), Failure> {
    let one = fs::canonicalize(output).is_ok_and(|output| {
        !is_stream(input) && fs::canonicalize(input).is_ok_and(|input| input == output)
    });
    match one {
        true => Err(Failure::refused(format!(
            "{} is read here, and would be lost if the result were written over it",
            output.display()
        ))
        .advise("Give another name.")),
        false => Ok(()),
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn exists(path: &Path) -> Failure {
    Failure::refused(format!(
        "{} is there already, and was left as it is",
        path.display()
    ))
    .advise("Give another name, or take the file away first.")
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let message = format!("{} cannot be written: {error}", path.display());
    Failure::new(Kind::Storage, "storage", message)
        .advise("Check that the folder is there, has room, and may be written to.")
}

/// Whether the path stands for a stream: the output stream, a pipe, a device. What is no file is never
/// replaced by one.
pub(crate) fn is_stream(path: &Path) -> bool {
    let is_device = |data: fs::Metadata| !data.is_file() && !data.is_dir();
    path == Path::new("-") || fs::metadata(path).is_ok_and(is_device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_for_its_owner_alone_and_not_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        must_be_free(&path).unwrap();
        write(&path, b"one", false).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        assert_eq!(write(&path, b"two", false).unwrap_err().kind, Kind::Refused);
        assert_eq!(must_be_free(&path).unwrap_err().kind, Kind::Refused);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none/out.json");
        assert_eq!(write(&path, b"one", true).unwrap_err().kind, Kind::Storage);
        assert_eq!(must_be_free(&path).unwrap_err().kind, Kind::Storage);
        assert_eq!(must_be_writable(&path).unwrap_err().kind, Kind::Storage);
    }

    #[test]
    #[cfg(unix)]
    fn a_device_is_written_to_and_not_replaced() {
        use std::os::unix::fs::FileTypeExt;
        let null = Path::new("/dev/null");
        must_be_free(null).unwrap();
        write(null, b"one", true).unwrap();
        assert!(fs::metadata(null).unwrap().file_type().is_char_device());
    }

    #[test]
    fn packed_files_are_unpacked_and_broken_ones_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.json.gz");
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"{}").unwrap();
        let packed = packer.finish().unwrap();
        fs::write(&path, &packed).unwrap();
        assert_eq!(read_unpacked(&path).unwrap(), b"{}");
        fs::write(&path, &packed[..packed.len() - 6]).unwrap();
        assert_eq!(read_unpacked(&path).unwrap_err().kind, Kind::BadFile);
        let none = folder.path().join("none");
        assert_eq!(read(&none).unwrap_err().kind, Kind::BadFile);
        assert_eq!(read(folder.path()).unwrap_err().kind, Kind::BadFile);
    }
}

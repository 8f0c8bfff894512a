//! JSON as Python's `json.dump` spaces it, so that files can be compared byte for byte.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// One line, with a blank after every comma and colon.
pub(crate) fn write_like_python(value: &impl Serialize) -> String {
    // Longer than any key, so that no half of a secret stays behind where the buffer would have grown.
    let mut out = Vec::with_capacity(1 << 15);
    let mut serializer = Serializer::with_formatter(&mut out, Python);
    value
        .serialize(&mut serializer)
        .expect("plain members are always written");
    String::from_utf8(out).expect("JSON is text")
}

struct Python;

impl Formatter for Python {
    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }
}

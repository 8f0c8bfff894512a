//! Tables as Parquet: flat columns of numbers and text, and the columns of a sealed data set.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::Arc,
};

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        reader::{FileReader, SerializedFileReader},
        writer::SerializedFileWriter,
    },
    record::Field,
    schema::types::Type,
};

use sealed::dataset::{Cells, Part, Stored};

use super::{Column, Wanted, is_blank, positions};

/// Where the header stands among the file's metadata.
const HEADER: &str = "sehat";

/// What the name of a column of squares begins with.
const SQUARE_OF: &str = "square of ";

/// How many rows are written together.
const GROUP: usize = 10_000;

/// The columns, as text.
pub(super) fn read(bytes: Vec<u8>, wanted: Wanted<'_>) -> Result<(Vec<Column>, Vec<u64>), String> {
    without_panics(|| read_columns(bytes, wanted))
}

fn read_columns(bytes: Vec<u8>, wanted: Wanted<'_>) -> Result<(Vec<Column>, Vec<u64>), String> {
    let reader = open(bytes)?;
    let schema = reader.metadata().file_metadata().schema().clone();
    let fields = schema.get_fields();
    let names: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let positions = positions(&names, wanted)?;
    let chosen: Vec<_> = positions.iter().map(|&at| fields[at].clone()).collect();
    if let Some(nested) = chosen.iter().find(|field| !field.is_primitive()) {
        return Err(format!(
            "column \"{}\" holds lists or groups, not single values",
            nested.name()
        ));
    }
    let projection = Type::group_type_builder(schema.name())
        .with_fields(chosen)
        .build()
        .map_err(|error| unreadable(&error))?;
    let mut columns: Vec<Column> = positions
        .iter()
        .map(|&at| Column {
            name: names[at].clone(),
            cells: Vec::new(),
        })
        .collect();
    let rows = reader
        .get_row_iter(Some(projection))
        .map_err(|error| unreadable(&error))?;
    for row in rows {
        let row = row.map_err(|error| unreadable(&error))?;
        for (column, (_, field)) in columns.iter_mut().zip(row.get_column_iter()) {
            column.cells.push(text(field));
        }
    }
    Ok((columns, Vec::new()))
}

/// Writes a sealed data set.
pub(super) fn write_sealed(file: &Stored) -> Result<Vec<u8>, String> {
    let failed = |error: ParquetError| format!("Parquet refuses this: {error}");
    let mut parts: Vec<Part> = file.data.clone();
    for part in &file.squares {
        let mut name = format!("{SQUARE_OF}{}", part.name);
        // Parquet has no two columns of one name, and a table may call one of its own so.
        while parts.iter().any(|part| part.name == name) {
            name.insert_str(0, SQUARE_OF);
        }
        let cells = part.cells.clone();
        parts.push(Part { name, cells });
    }
    let fields: Result<Vec<_>, ParquetError> = parts.iter().map(field_of).collect();
    let schema = Type::group_type_builder("sehat")
        .with_fields(fields.map_err(failed)?)
        .build()
        .map_err(failed)?;
    // Ciphertexts do not compress, and have no order that statistics could tell.
    let properties = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None)
        .set_key_value_metadata(Some(vec![KeyValue::new(
            HEADER.to_owned(),
            file.header.clone(),
        )]))
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))
        .map_err(failed)?;
    for begin in (0..file.rows()).step_by(GROUP) {
        let end = file.rows().min(begin + GROUP);
        let mut group = writer.next_row_group().map_err(failed)?;
        for part in &parts {
            let (values, levels) = slice(&part.cells, begin, end);
            let mut column = group
                .next_column()
                .map_err(failed)?
                .ok_or("Parquet asks for fewer columns than there are")?;
            column
                .typed::<ByteArrayType>()
                .write_batch(&values, Some(&levels), None)
                .map_err(failed)?;
            column.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    Ok(bytes)
}

/// Reads a sealed data set.
pub(super) fn read_sealed(bytes: Vec<u8>) -> Result<Stored, String> {
    without_panics(|| read_parts(bytes))
}

fn read_parts(bytes: Vec<u8>) -> Result<Stored, String> {
    let reader = open(bytes)?;
    let about = reader.metadata().file_metadata();
    let header = about
        .key_value_metadata()
        .and_then(|entries| entries.iter().find(|entry| entry.key == HEADER))
        .and_then(|entry| entry.value.clone())
        .ok_or("this Parquet file is no sealed data set: its metadata do not say \"sehat\"")?;
    let fields = about.schema().get_fields();
    let is_text: Vec<bool> = fields
        .iter()
        .map(|field| field.get_basic_info().logical_type_ref() == Some(&LogicalType::String))
        .collect();
    let mut parts: Vec<Part> = fields
        .iter()
        .zip(&is_text)
        .map(|(field, &is_text)| Part {
            name: field.name().to_owned(),
            cells: match is_text {
                true => Cells::Text(Vec::new()),
                false => Cells::Bytes(Vec::new()),
            },
        })
        .collect();
    for row in reader
        .get_row_iter(None)
        .map_err(|error| unreadable(&error))?
    {
        let row = row.map_err(|error| unreadable(&error))?;
        for (part, (name, field)) in parts.iter_mut().zip(row.into_columns()) {
            match (&mut part.cells, field) {
                (Cells::Text(cells), Field::Null) => cells.push(None),
                (Cells::Text(cells), Field::Str(text)) => cells.push(Some(text)),
                (Cells::Bytes(cells), Field::Null) => cells.push(None),
                (Cells::Bytes(cells), Field::Bytes(bytes)) => {
                    cells.push(Some(bytes.data().to_vec()))
                }
                _ => {
                    return Err(format!(
                        "column \"{name}\" is of a kind that no sealed data set has"
                    ));
                }
            }
        }
    }
    Ok(Stored::of_parts(header, parts))
}

fn open(bytes: Vec<u8>) -> Result<SerializedFileReader<bytes::Bytes>, String> {
    SerializedFileReader::new(bytes::Bytes::from(bytes)).map_err(|error| unreadable(&error))
}

/// The library stops with a panic at some damaged files; to whoever has one, it is a file like any other.
fn without_panics<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    panic::set_hook(hook);
    outcome.unwrap_or_else(|_| Err("it is no whole Parquet file".to_owned()))
}

fn unreadable(error: &ParquetError) -> String {
    let text = error.to_string();
    if text.contains("Disabled feature") || text.contains("disabled feature") {
        return "it is packed in a way this program does not read: write it with Snappy, gzip, LZ4 or unpacked".to_owned();
    }
    format!("it is no whole Parquet file: {text}")
}

fn field_of(part: &Part) -> Result<Arc<Type>, ParquetError> {
    let builder = Type::primitive_type_builder(&part.name, Physical::BYTE_ARRAY)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(match part.cells {
            Cells::Text(_) => Some(LogicalType::String),
            Cells::Bytes(_) => None,
        });
    builder.build().map(Arc::new)
}

/// The values of some rows, and for each row whether there is one.
fn slice(cells: &Cells, begin: usize, end: usize) -> (Vec<ByteArray>, Vec<i16>) {
    match cells {
        Cells::Text(cells) => {
            let cells = &cells[begin..end];
            let levels = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
            let values = cells
                .iter()
                .flatten()
                .map(|cell| ByteArray::from(cell.as_str()));
            (values.collect(), levels)
        }
        Cells::Bytes(cells) => {
            let cells = &cells[begin..end];
            let levels = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
            let values = cells
                .iter()
                .flatten()
                .map(|cell| ByteArray::from(cell.clone()));
            (values.collect(), levels)
        }
    }
}

fn text(field: &Field) -> Option<String> {
    let text = match field {
        Field::Null => return None,
        // The shortest text that reads back as the same float, without an exponent.
        Field::Float(value) => format!("{value}"),
        Field::Double(value) => format!("{value}"),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        other => other.to_string(),
    };
    (!is_blank(&text)).then_some(text)
}

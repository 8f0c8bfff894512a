//! Tables as CSV (RFC 4180) with a heading: commas, or semicolons or tabs where the heading has no comma.

use super::{Column, Wanted, is_blank, positions};

/// The columns, and the line where each row begins.
pub(super) fn read(bytes: &[u8], wanted: Wanted<'_>) -> Result<(Vec<Column>, Vec<u64>), String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let heading = bytes
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let separator = [b',', b';', b'\t']
        .into_iter()
        .find(|separator| heading.contains(separator))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(bytes);
    let names = reader
        .headers()
        .map_err(|_| "its heading is not UTF-8".to_owned())?;
    let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
    if names.is_empty() {
        return Err("it is empty: a heading with the columns' names comes first".to_owned());
    }
    let positions = positions(&names, wanted)?;
    let mut columns: Vec<Column> = positions
        .iter()
        .map(|&position| Column {
            name: names[position].clone(),
            cells: Vec::new(),
        })
        .collect();
    if names.len() == 1 && !bytes.contains(&b'"') {
        return one_column(bytes, columns);
    }
    let mut lines = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let row = lines.len() + 1;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Err(format!("row {row} (line {line}) is not UTF-8"));
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != names.len() {
            let has = crate::listing::count(record.len(), "field");
            return Err(format!(
                "row {row} (line {line}) has {has}, and the heading has {}",
                names.len()
            ));
        }
        for (column, &position) in columns.iter_mut().zip(&positions) {
            let cell = &record[position];
            column
                .cells
                .push((!is_blank(cell)).then(|| cell.to_owned()));
        }
        lines.push(line);
    }
    if ends_in_quotes(bytes, separator) {
        return Err(format!("row {} stops within quotes", lines.len()));
    }
    Ok((columns, lines))
}

/// A file of one column may say by an empty line that a value is missing; the general reader skips those.
fn one_column(bytes: &[u8], mut columns: Vec<Column>) -> Result<(Vec<Column>, Vec<u64>), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let row = before.iter().filter(|&&byte| byte == b'\n').count();
        format!("row {row} (line {}) is not UTF-8", row + 1)
    })?;
    let cells: Vec<&str> = text.lines().skip(1).collect();
    let lines = (2..).take(cells.len()).collect();
    for column in &mut columns {
        let cells = cells
            .iter()
            .map(|cell| (!is_blank(cell)).then(|| (*cell).to_owned()));
        column.cells = cells.collect();
    }
    Ok((columns, lines))
}

/// Whether the text ends before a quoted cell does: then it was cut off. A quote within a cell that does not begin with
/// one, as in 5'11", quotes nothing.
fn ends_in_quotes(bytes: &[u8], separator: u8) -> bool {
    let end = bytes.iter().fold(Place::Start, |place, &byte| {
        let ends_cell = byte == separator || byte == b'\n' || byte == b'\r';
        match (place, byte) {
            (Place::Start | Place::Closing, b'"') => Place::Quoted,
            (Place::Quoted, b'"') => Place::Closing,
            (Place::Quoted, _) => Place::Quoted,
            _ if ends_cell => Place::Start,
            _ => Place::Plain,
        }
    });
    end == Place::Quoted
}

/// Where a byte of CSV stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotes, or behind them.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that ends them, unless another one follows.
    Closing,
}

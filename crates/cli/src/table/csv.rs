//! Tables as CSV (RFC 4180) with a heading: commas, or semicolons or tabs where the heading has no comma.

use super::{Column, Wanted, is_missing, positions};

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
        return Ok(one_column(bytes, columns));
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
                .push((!is_missing(cell)).then(|| cell.to_owned()));
        }
        lines.push(line);
    }
    if ends_in_quotes(bytes) {
        return Err(format!("row {} stops within quotes", lines.len()));
    }
    Ok((columns, lines))
}

/// A file of one column may say by an empty line that a value is missing; the general reader skips those.
fn one_column(bytes: &[u8], mut columns: Vec<Column>) -> (Vec<Column>, Vec<u64>) {
    let text = String::from_utf8_lossy(bytes);
    let cells: Vec<&str> = text.lines().skip(1).collect();
    let lines = (2..).take(cells.len()).collect();
    for column in &mut columns {
        let cells = cells
            .iter()
            .map(|cell| (!is_missing(cell)).then(|| (*cell).to_owned()));
        column.cells = cells.collect();
    }
    (columns, lines)
}

/// Whether the text ends before a quoted cell does: then it was cut off.
fn ends_in_quotes(bytes: &[u8]) -> bool {
    bytes.iter().filter(|&&byte| byte == b'"').count() % 2 == 1
}

//! Tables as Excel workbooks: the first sheet of any, and the sheets of a sealed data set.

use std::io::Cursor;

use calamine::{Cell, Data, DataRef, Range, Reader, Xlsx, XlsxError as ReadError};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use sealed::dataset::{Cells, Part, Stored};

use super::{Column, Wanted, is_blank, positions};

/// Names of a sealed data set's sheets.
const DATA: &str = "data";
const SQUARES: &str = "squares";
const ABOUT: &str = "sehat";

/// Excel's own limit for the text of a cell.
const CELL: usize = 32_767;

/// Excel's own limit for the rows of a sheet, its heading among them.
pub(super) const ROWS: usize = 1 << 20;

/// How many cells a sheet may span, and how many more for each that holds something: two cells in opposite corners
/// would otherwise take the memory of a whole sheet.
const SPAN: u128 = 1 << 22;
const SPAN_A_CELL: u128 = 64;

/// The columns of the first sheet, whose first row is the heading.
pub(super) fn read(bytes: Vec<u8>, wanted: Wanted<'_>) -> Result<(Vec<Column>, Vec<u64>), String> {
    let mut book = open(bytes)?;
    let sheets = book.sheet_names();
    let sheet = sheets.first().ok_or("it has no sheet")?.clone();
    let range = sheet_of(&mut book, &sheet)?;
    let mut rows = range.rows();
    let heading = rows.next().ok_or("its first sheet is empty")?;
    let names: Vec<String> = heading
        .iter()
        .map(|cell| cell.to_string().trim().to_owned())
        .collect();
    let positions = positions(&names, wanted)?;
    let mut columns: Vec<Column> = positions
        .iter()
        .map(|&position| Column {
            name: names[position].clone(),
            cells: Vec::with_capacity(range.height()),
        })
        .collect();
    for row in rows {
        for (column, &position) in columns.iter_mut().zip(&positions) {
            column.cells.push(row.get(position).and_then(text));
        }
    }
    // Excel counts from one, and the first row that holds something is the heading.
    let first = range.start().map_or(0, |(row, _)| u64::from(row)) + 2;
    let lines = (first..).take(range.height().saturating_sub(1)).collect();
    Ok((columns, lines))
}

/// Writes a sealed data set: the data, the squares where there are any, and what the file is.
pub(super) fn write_sealed(file: &Stored) -> Result<Vec<u8>, String> {
    let mut book = Workbook::new();
    let failed = |error: XlsxError| format!("Excel's format refuses this: {error}");
    write_sheet(book.add_worksheet(), DATA, &file.data).map_err(failed)?;
    if !file.squares.is_empty() {
        write_sheet(book.add_worksheet(), SQUARES, &file.squares).map_err(failed)?;
    }
    let about = book.add_worksheet();
    let written = about.set_name(ABOUT).and_then(|sheet| {
        for (row, piece) in (0..).zip(pieces(&file.header)) {
            sheet.write_string(row, 0, piece)?;
        }
        Ok(())
    });
    written.map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

/// Reads a sealed data set.
pub(super) fn read_sealed(bytes: Vec<u8>) -> Result<Stored, String> {
    let mut book = open(bytes)?;
    let sheets = book.sheet_names();
    if !sheets.iter().any(|name| name == ABOUT) {
        return Err("this workbook is no sealed data set: it has no sheet \"sehat\"".to_owned());
    }
    let about = sheet_of(&mut book, ABOUT)?;
    let pieces = about.rows().filter_map(|row| row.first());
    let header = pieces.map(ToString::to_string).collect();
    let data = read_sheet(&mut book, DATA)?;
    let squares = match sheets.iter().any(|name| name == SQUARES) {
        true => read_sheet(&mut book, SQUARES)?,
        false => Vec::new(),
    };
    Ok(Stored {
        header,
        data,
        squares,
    })
}

fn open(bytes: Vec<u8>) -> Result<Xlsx<Cursor<Vec<u8>>>, String> {
    Xlsx::new(Cursor::new(bytes)).map_err(|error| format!("it is no whole workbook: {error}"))
}

fn sheet_of(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Result<Range<Data>, String> {
    let failed = |error: ReadError| format!("its sheet \"{name}\" cannot be read: {error}");
    let mut reader = book.worksheet_cells_reader(name).map_err(failed)?;
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(failed)? {
        if *cell.get_value() != DataRef::Empty {
            let value = Data::from(cell.get_value().clone());
            cells.push(Cell::new(cell.get_position(), value));
        }
    }
    match span(&cells) > SPAN + SPAN_A_CELL * cells.len() as u128 {
        true => Err(format!(
            "the cells of its sheet \"{name}\" lie too far apart for a table"
        )),
        false => Ok(Range::from_sparse(cells)),
    }
}

/// How many cells the smallest rectangle around these holds.
fn span(cells: &[Cell<Data>]) -> u128 {
    let length = |along: fn(&Cell<Data>) -> u32| {
        let places = || cells.iter().map(along);
        let (first, last) = (places().min().unwrap_or(0), places().max().unwrap_or(0));
        u128::from(last - first) + 1
    };
    length(|cell| cell.get_position().0) * length(|cell| cell.get_position().1)
}

fn write_sheet(sheet: &mut Worksheet, name: &str, parts: &[Part]) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (at, part) in (0..).zip(parts) {
        sheet.write_string_with_format(0, at, part.name.as_str(), &bold)?;
        sheet.set_column_width(at, 16)?;
        match &part.cells {
            Cells::Text(cells) => {
                for (row, cell) in (1..).zip(cells) {
                    if let Some(cell) = cell {
                        sheet.write_string(row, at, cell.as_str())?;
                    }
                }
            }
            Cells::Bytes(cells) => {
                for (row, cell) in (1..).zip(cells) {
                    if let Some(cell) = cell {
                        let hex = data_encoding::HEXLOWER.encode(cell);
                        sheet.write_string(row, at, hex)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Every cell of a sheet as text: which columns are sealed, the header says.
fn read_sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Result<Vec<Part>, String> {
    let range = sheet_of(book, name)?;
    let mut rows = range.rows();
    let heading = rows
        .next()
        .ok_or(format!("its sheet \"{name}\" is empty"))?;
    let mut parts: Vec<(String, Vec<Option<String>>)> = heading
        .iter()
        .map(|cell| (cell.to_string(), Vec::new()))
        .collect();
    for row in rows {
        for (at, (_, cells)) in parts.iter_mut().enumerate() {
            cells.push(row.get(at).and_then(text));
        }
    }
    let parts = parts.into_iter().map(|(name, cells)| Part {
        name,
        cells: Cells::Text(cells),
    });
    Ok(parts.collect())
}

fn text(cell: &Data) -> Option<String> {
    let text = match cell {
        Data::Empty => return None,
        // The shortest text that reads back as the same float, without an exponent.
        Data::Float(value) => format!("{value}"),
        other => other.to_string(),
    };
    (!is_blank(&text)).then_some(text)
}

/// Text in pieces that fit a cell, cut between characters.
fn pieces(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let pieces = characters.chunks(CELL / 2);
    pieces.map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(cells: &[(u32, u16, &str)]) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, column, text) in cells {
            sheet.write_string(*row, *column, *text).unwrap();
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn two_cells_in_opposite_corners_take_no_sheets_memory() {
        let bytes = with(&[(0, 0, "x"), (1_048_575, 16_383, "1")]);
        let why = read(bytes, Wanted::All).err().unwrap();
        assert!(why.contains("too far apart"), "{why}");
    }

    #[test]
    fn rows_have_the_numbers_that_excel_shows() {
        let bytes = with(&[(3, 1, "x"), (4, 1, "1"), (6, 1, "2")]);
        let (columns, lines) = read(bytes, Wanted::All).unwrap();
        let cells: Vec<Option<&str>> = columns[0].cells.iter().map(Option::as_deref).collect();
        assert_eq!(
            (cells, lines),
            (vec![Some("1"), None, Some("2")], vec![5, 6, 7])
        );
    }
}

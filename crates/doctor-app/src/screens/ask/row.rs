//! A row of numbers, as it comes out of a table or a program.

use super::super::entry::number;

/// The numbers of a row that has so many of them, as typed; nothing if it has not.
///
/// Cells stand apart by tabs, line ends, semicolons or blanks, and their numbers may then have a comma; or they stand apart
/// by commas. What is no number at the ends is left out (an id and a letter before, a diagnosis after), and an id that
/// is a number.
pub(super) fn row(text: &str, count: usize) -> Option<Vec<String>> {
    let by_others = |c: char| c == ';' || c.is_whitespace();
    let by_all = |c: char| c == ',' || by_others(c);
    numbers(text.split(by_others), count).or_else(|| numbers(text.split(by_all), count))
}

fn numbers<'t>(cells: impl Iterator<Item = &'t str>, count: usize) -> Option<Vec<String>> {
    let cells: Vec<&str> = cells
        .map(|cell| cell.trim().trim_matches('"'))
        .filter(|cell| !cell.is_empty())
        .collect();
    let is_number = |cell: &&str| number(cell).is_some();
    // The longest run without a word in it.
    let run = cells
        .split(|cell| !is_number(cell))
        .max_by_key(|run| run.len())?;
    let before = run.len().checked_sub(count)?;
    let id = |cell: &str| cell.len() >= 4 && cell.chars().all(|c| c.is_ascii_digit());
    let rest = match before {
        0 => run,
        1 if id(run[0]) => &run[1..],
        _ => return None,
    };
    Some(rest.iter().map(|cell| (*cell).to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(row: Option<Vec<String>>) -> Option<Vec<f64>> {
        row.map(|row| row.iter().filter_map(|cell| number(cell)).collect())
    }

    #[test]
    fn a_row_is_read_however_it_is_joined() {
        for text in [
            "17.99,10.38,0.5",
            "17.99, 10.38, 0.5",
            "17.99\t10.38\t0.5",
            "17,99;10,38;0,5",
            " 17,99 10,38\n0,5 ",
            "842302,M,17.99,10.38,0.5",
            "842302;17,99;10,38;0,5",
            "17.99,10.38,0.5,malignant",
            "\"17.99\",\"10.38\",\"0.5\"",
        ] {
            let read = texts(row(text, 3));
            assert_eq!(read, Some(vec![17.99, 10.38, 0.5]), "{text}");
        }
    }

    #[test]
    fn another_count_is_no_row() {
        for text in ["", "17.99", "1,2,3,4", "17.99,x,0.5", "1;2", "a,b,c"] {
            assert_eq!(row(text, 3), None, "{text}");
        }
    }
}

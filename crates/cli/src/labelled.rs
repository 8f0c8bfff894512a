//! A table to learn from: a column with the class, all others numbers, and no cell missing.

use std::path::Path;

use knn::samples::MAX_CLASSES;

use crate::{
    failure::Failure,
    python,
    table::{Column, Table, Wanted},
};

/// Rows of measurements and the class of each.
pub(crate) struct Labelled {
    /// The names of the measurements, in the file's order.
    pub features: Vec<String>,
    /// The classes by number.
    pub classes: Vec<String>,
    pub rows: Vec<Vec<f64>>,
    pub labels: Vec<u8>,
}

/// Which column has the class, and what is read of the rest.
#[derive(clap::Args)]
pub(crate) struct Columns {
    /// The column with the class of each row
    #[arg(long, value_name = "COLUMN")]
    label: String,
    /// The classes in the order of their numbers, which is that of their names if not said; of classes with as many votes
    /// the first wins
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    classes: Vec<String>,
    /// Leave a column out, such as a number of the patient; can be given several times
    #[arg(long, value_name = "COLUMN")]
    without: Vec<String>,
}

impl Columns {
    /// The column of the class alone, the others as they are.
    pub(crate) fn labelled(label: &str, classes: &[&str]) -> Self {
        Self {
            label: label.to_owned(),
            classes: classes.iter().map(|&class| class.to_owned()).collect(),
            without: Vec::new(),
        }
    }
}

impl Labelled {
    /// Reads a table; `-` is the input stream.
    ///
    /// # Errors
    /// The file cannot be read, is no table, lacks a column that was named, has a cell that is missing or no number where one
    /// belongs, or classes that nothing can be learned of.
    pub(crate) fn read(path: &Path, columns: &Columns) -> Result<Self, Failure> {
        Self::of(&Table::read(path, Wanted::All)?, columns)
    }

    /// Takes a table that is read already.
    ///
    /// # Errors
    /// As [`Labelled::read`], but for the file.
    pub(crate) fn of(table: &Table, columns: &Columns) -> Result<Self, Failure> {
        let label = table.column(&columns.label)?;
        for name in &columns.without {
            table.column(name)?;
        }
        let is_feature = |column: &&Column| {
            column.name != columns.label && !columns.without.contains(&column.name)
        };
        let features: Vec<&Column> = table.columns.iter().filter(is_feature).collect();
        if features.is_empty() {
            let message = format!("{}: no column of measurements is left", table.name);
            return Err(Failure::file(message));
        }
        if table.rows() == 0 {
            let message = format!("{}: there is a heading, and no row below it", table.name);
            return Err(Failure::file(message));
        }
        let (classes, labels) = classes(table, label, &columns.classes)?;
        Ok(Self {
            rows: measurements(table, &features)?,
            features: features.iter().map(|column| column.name.clone()).collect(),
            classes,
            labels,
        })
    }

    /// How many rows are of each class.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        sizes(self.classes.len(), &self.labels)
    }

    /// The rows with these numbers, in this order.
    pub(crate) fn choose(&self, rows: &[usize]) -> (Vec<Vec<f64>>, Vec<u8>) {
        let chosen = rows.iter().map(|&row| self.rows[row].clone());
        let labels = rows.iter().map(|&row| self.labels[row]);
        (chosen.collect(), labels.collect())
    }
}

/// The numbers of columns, row by row.
///
/// # Errors
/// A cell is missing or no number.
pub(crate) fn measurements(table: &Table, columns: &[&Column]) -> Result<Vec<Vec<f64>>, Failure> {
    let mut rows = vec![Vec::with_capacity(columns.len()); table.rows()];
    for column in columns {
        for (row, cell) in column.cells.iter().enumerate() {
            rows[row].push(number(cell.as_deref()).map_err(|why| {
                let at = table.place(column, row);
                Failure::file(format!("{at}: {why}")).advise(HOW_NUMBERS_ARE)
            })?);
        }
    }
    Ok(rows)
}

fn number(cell: Option<&str>) -> Result<f64, String> {
    match cell {
        None => Err("a number is missing".to_owned()),
        Some(text) => python::parse(text),
    }
}

/// The classes by number, and the class of each row.
fn classes(
    table: &Table,
    column: &Column,
    order: &[String],
) -> Result<(Vec<String>, Vec<u8>), Failure> {
    let cells = class_cells(table, column)?;
    let names = match order {
        [] => sorted(&cells),
        _ => order.iter().map(|name| name.trim().to_owned()).collect(),
    };
    let about = |why: String| {
        let message = format!("{}: column \"{}\" {why}", table.name, column.name);
        Failure::file(message)
    };
    if !(2..=usize::from(MAX_CLASSES)).contains(&names.len()) {
        return Err(about(match names.len() {
            1 => "has a single class: there is nothing to tell apart".to_owned(),
            many => format!("has {many} classes, and at most {MAX_CLASSES} are possible"),
        }));
    }
    let labels = labels(table, column, &names)?;
    for (name, size) in names.iter().zip(sizes(names.len(), &labels)) {
        match size {
            0 => return Err(about(format!("has no row of the class \"{name}\""))),
            1 => {
                return Err(about(format!(
                    "has a single row of the class \"{name}\": nothing can be learned of one"
                )));
            }
            _ => {}
        }
    }
    Ok((names, labels))
}

/// The class of each row, among classes that are known.
///
/// # Errors
/// A cell is empty, or none of the classes.
pub(crate) fn labels(
    table: &Table,
    column: &Column,
    classes: &[String],
) -> Result<Vec<u8>, Failure> {
    let cells = class_cells(table, column)?;
    let numbered = cells.iter().enumerate().map(|(row, cell)| {
        let number = (0_u8..).zip(classes).find(|(_, name)| name == cell);
        let (number, _) = number.ok_or_else(|| {
            let at = table.place(column, row);
            Failure::file(format!("{at}: this is none of the classes"))
        })?;
        Ok(number)
    });
    numbered.collect()
}

fn class_cells<'a>(table: &Table, column: &'a Column) -> Result<Vec<&'a str>, Failure> {
    let cells = column.cells.iter().enumerate().map(|(row, cell)| {
        let missing = || {
            let at = table.place(column, row);
            Failure::file(format!("{at}: the class is missing"))
        };
        Ok(cell.as_deref().ok_or_else(missing)?.trim())
    });
    cells.collect()
}

/// The different classes: by number if all are whole numbers, otherwise by name.
fn sorted(cells: &[&str]) -> Vec<String> {
    let mut names: Vec<&str> = cells.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.iter().all(|name| name.parse::<i64>().is_ok()) {
        names.sort_by_key(|name| name.parse::<i64>().unwrap_or_default());
    }
    names.into_iter().map(str::to_owned).collect()
}

fn sizes(classes: usize, labels: &[u8]) -> Vec<usize> {
    let of = |class| {
        labels
            .iter()
            .filter(move |&&label| usize::from(label) == class)
    };
    (0..classes).map(|class| of(class).count()).collect()
}

/// What a message about a cell advises.
const HOW_NUMBERS_ARE: &str = "Every measurement must be there, and a number such as 17.99 with a point; leave a column \
                               out with --without, or the row.";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, columns: &Columns) -> Result<Labelled, Failure> {
        let table = Table::parse(Path::new("t.csv"), text.into(), Wanted::All)?;
        Labelled::of(&table, columns)
    }

    #[test]
    fn a_table_becomes_rows_and_classes_by_name_or_by_number() {
        let text = "id,x,what,y\n7,1.5,no,-2\n8,0,yes,3e2\n9,1,no,0\n10,2,yes,0\n";
        let mut columns = Columns::labelled("what", &[]);
        columns.without.push("id".to_owned());
        let data = read(text, &columns).unwrap();
        assert_eq!(data.features, ["x", "y"]);
        assert_eq!(data.classes, ["no", "yes"]);
        assert_eq!(data.rows[1], [0.0, 300.0]);
        assert_eq!(data.labels, [0, 1, 0, 1]);
        columns.classes = vec!["yes".to_owned(), "no".to_owned()];
        assert_eq!(read(text, &columns).unwrap().labels, [1, 0, 1, 0]);

        let numbers = "x,what\n1,10\n2,9\n3,10\n4,9\n";
        let data = read(numbers, &Columns::labelled("what", &[])).unwrap();
        assert_eq!(data.classes, ["9", "10"]);
        assert_eq!(data.sizes(), [2, 2]);
        assert_eq!(
            data.choose(&[2, 1]),
            (vec![vec![3.0], vec![2.0]], vec![1, 0])
        );
    }

    #[test]
    fn what_cannot_be_learned_from_is_told_by_its_place() {
        let two = "1,a\n2,a\n3,b\n4,b\n";
        for (text, classes, why) in [
            ("x,what\n".to_owned(), &[][..], "no row below it"),
            (
                format!("x,other\n{two}"),
                &[],
                "there is no column \"what\"",
            ),
            (
                format!("x,what\n{two}5,c\n"),
                &[],
                "a single row of the class \"c\"",
            ),
            (format!("x,what\n{two}"), &["a"], "has a single class"),
            (
                format!("x,what\n{two}"),
                &["a", "c"],
                "row 3 (line 4), column \"what\": this is none",
            ),
            (
                format!("x,what\n{two}"),
                &["a", "b", "c"],
                "has no row of the class \"c\"",
            ),
            (
                format!("x,what\n{two}high,a\n"),
                &[],
                "row 5 (line 6), column \"x\": this is no number",
            ),
            (
                format!("x,what\n{two}nan,a\n"),
                &[],
                "column \"x\": this number is not finite",
            ),
            (
                format!("x,what\n{two}1e999,a\n"),
                &[],
                "column \"x\": this number is not finite",
            ),
            (
                format!("x,what\n{two},a\n"),
                &[],
                "column \"x\": a number is missing",
            ),
            (
                format!("x,what\n{two}1,\n"),
                &[],
                "column \"what\": the class is missing",
            ),
            (
                "what\na\na\nb\nb\n".to_owned(),
                &[],
                "no column of measurements",
            ),
        ] {
            let failure = read(&text, &Columns::labelled("what", classes)).err();
            let message = failure.map(|failure| failure.message);
            assert!(
                message
                    .as_ref()
                    .is_some_and(|message| message.contains(why)),
                "{text:?}: {message:?}"
            );
        }
    }
}

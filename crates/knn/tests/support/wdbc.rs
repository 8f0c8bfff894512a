//! The Wisconsin Diagnostic data and ten splits of it, as scikit-learn made them, for the tests of every way to a
//! label.

use knn::{Model, Names, Rule, Weights};

/// One split: a model of its training rows, and its test rows.
pub(crate) struct Split {
    /// The number that the split was drawn with.
    pub(crate) seed: u32,
    /// A classifier of the five nearest.
    pub(crate) model: Model,
    /// The test rows.
    pub(crate) tests: Vec<Test>,
}

/// A row that was held out.
pub(crate) struct Test {
    /// Its number in the data.
    pub(crate) row: usize,
    /// Its measurements.
    pub(crate) measurements: Vec<f64>,
    /// What it is: 0 malignant, 1 benign.
    pub(crate) truth: u8,
    /// What scikit-learn's classifier of real numbers says it is.
    pub(crate) float: u8,
}

impl Test {
    /// Its measurements, scaled.
    pub(crate) fn question(&self, model: &Model) -> Vec<u8> {
        model.scaling().scale(&self.measurements).unwrap()
    }
}

/// The ten splits, 455 rows to 114.
pub(crate) fn splits() -> Vec<Split> {
    let (features, data) = data();
    let lines: Vec<&str> = SPLITS.lines().collect();
    lines
        .chunks_exact(4)
        .map(|lines| split(lines, &features, &data))
        .collect()
}

fn split(lines: &[&str], features: &[String], data: &[(Vec<f64>, u8)]) -> Split {
    let numbers = |line: usize, word: &str| -> Vec<usize> {
        let numbers = lines[line].strip_prefix(word).unwrap().split_whitespace();
        numbers.map(|number| number.parse().unwrap()).collect()
    };
    let train = numbers(1, "train");
    let names = Names {
        title: "Breast mass".to_owned(),
        features: features.to_vec(),
        classes: vec!["malignant".to_owned(), "benign".to_owned()],
    };
    let rows: Vec<Vec<f64>> = train.iter().map(|&row| data[row].0.clone()).collect();
    let labels = train.iter().map(|&row| data[row].1).collect();
    let rule = Rule::new(5, Weights::Uniform, 2).unwrap();
    let tests = numbers(2, "test").into_iter().zip(numbers(3, "float"));
    Split {
        seed: numbers(0, "seed")[0].try_into().unwrap(),
        model: Model::train(names, &rows, labels, rule).unwrap(),
        tests: tests
            .map(|(row, float)| Test {
                row,
                measurements: data[row].0.clone(),
                truth: data[row].1,
                float: float.try_into().unwrap(),
            })
            .collect(),
    }
}

/// The names of the features, and every row with its class.
fn data() -> (Vec<String>, Vec<(Vec<f64>, u8)>) {
    let mut lines = DATA.lines();
    let head = lines.next().unwrap().split(',');
    let mut features: Vec<String> = head.map(str::to_owned).collect();
    assert_eq!(features.pop().as_deref(), Some("diagnosis"));
    let row = |line: &str| {
        let (numbers, class) = line.rsplit_once(',').unwrap();
        let numbers = numbers.split(',').map(|number| number.parse().unwrap());
        let class = ["malignant", "benign"]
            .iter()
            .position(|&name| name == class);
        (numbers.collect(), class.unwrap().try_into().unwrap())
    };
    (features, lines.map(row).collect())
}

const DATA: &str = include_str!("../../data/wdbc.csv");
const SPLITS: &str = include_str!("../fixtures/splits.txt");

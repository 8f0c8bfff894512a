//! A pathology laboratory that has published a classifier of breast masses, and samples that the classifier has never seen.

use client::classifiers::{Listing, Provider, Terms};
use knn::{Model, Names, Rule, Weights};
use record::Decimal;
use wire::classifier::{LatticeVersion, Source};

use crate::clinic::{Clinic, Person};

/// A benign mass of the data set, by its row, that the classifier has not seen.
pub const BENIGN: usize = 19;
/// A malignant one.
pub const MALIGNANT: usize = 1;

/// The laboratory: its account, its classifier, its program.
pub struct Pathology {
    /// The account.
    pub lab: Person,
    /// What was trained.
    pub model: Model,
    /// What is published.
    pub listing: Listing,
    /// What answers, once it is served.
    pub provider: Provider,
}

impl Pathology {
    /// Signs up and publishes.
    pub async fn open(clinic: &Clinic) -> Self {
        let mut lab = clinic.doctor("City Pathology Laboratory").await;
        let model = model();
        let terms = Terms {
            purpose: "Says benign or malignant of a breast mass, from thirty measurements of the cell nuclei in a fine-needle \
                      aspirate. It compares with samples from Wisconsin (Wolberg, Street, Mangasarian 1995), and was right \
                      about 110 of 114 others. An aid, not a diagnosis."
                .to_owned(),
            units: Vec::new(),
            source: Source::Lattice(LatticeVersion { version: 1 }),
            daily: 50,
        };
        let listing = lab.publish_classifier(&model, &terms, None).await.unwrap();
        let provider = lab.answer_for(&listing, &model, clinic.env()).unwrap();
        Self {
            lab,
            model,
            listing,
            provider,
        }
    }
}

/// A row of the data set as texts, without its class.
pub fn texts(row: usize) -> Vec<&'static str> {
    let line = DATA.lines().nth(row + 1).unwrap();
    let mut cells: Vec<&str> = line.split(',').collect();
    cells.pop();
    cells
}

/// The same as decimals.
pub fn measurements(row: usize) -> Vec<Decimal> {
    let texts = texts(row).into_iter();
    texts.map(|text| Decimal::parse(text).unwrap()).collect()
}

/// The data set but for the two rows that are asked about.
fn model() -> Model {
    let mut lines = DATA.lines();
    let features = lines.next().unwrap().split(',').map(str::to_owned);
    let mut features: Vec<String> = features.collect();
    features.pop();
    let learned = lines
        .enumerate()
        .filter(|(row, _)| ![BENIGN, MALIGNANT].contains(row));
    let (mut rows, mut labels) = (Vec::new(), Vec::new());
    for (_, line) in learned {
        let (values, class) = line.rsplit_once(',').unwrap();
        rows.push(
            values
                .split(',')
                .map(|value| value.parse().unwrap())
                .collect(),
        );
        labels.push(u8::from(class == "benign"));
    }
    let names = Names {
        title: "Breast mass: benign or malignant".to_owned(),
        features,
        classes: ["malignant", "benign"].map(str::to_owned).to_vec(),
    };
    Model::train(
        names,
        &rows,
        labels,
        Rule::new(5, Weights::Uniform, 2).unwrap(),
    )
    .unwrap()
}

/// The Wisconsin Diagnostic data.
const DATA: &str = include_str!("../../knn/data/wdbc.csv");

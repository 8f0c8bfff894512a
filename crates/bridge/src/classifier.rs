//! Published classifiers: what their cards say, and what one answered.

use serde::{Deserialize, Serialize};

/// A classifier that somebody else keeps and answers for, by its verified card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Classifier {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it decides, for whom, how well, and what it does not say: in its provider's words.
    pub purpose: String,
    /// The provider's name.
    pub provider: String,
    /// The measurements it wants, in its order.
    pub features: Vec<Feature>,
    /// With how many samples it compares.
    pub samples: u32,
    /// How many of the nearest vote.
    pub neighbours: u32,
    /// What it may answer.
    pub classes: Vec<String>,
    /// How many questions one account may ask within 24 hours.
    pub daily: u32,
    /// Whether this device makes a Paillier key for each question: seconds of work, in which the engine answers nothing else.
    pub makes_key: bool,
    /// When its card was signed, in milliseconds since 1970.
    pub issued: u64,
}

/// A measurement that a classifier wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// What it is called.
    pub name: String,
    /// Its unit; empty for a number without one.
    pub unit: String,
    /// The smallest value that the classifier knows: smaller ones count as this.
    pub low: f64,
    /// The largest: larger ones count as this.
    pub high: f64,
}

/// What a classifier answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The class, as the card calls it. Nothing else comes out.
    pub class: String,
    /// The places of the values that were outside what the classifier knows, and counted as its ends.
    pub outside: Vec<u32>,
    /// How long it took from the question to the class, in milliseconds.
    pub milliseconds: u64,
}

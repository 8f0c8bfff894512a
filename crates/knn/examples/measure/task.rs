//! Tasks: the real data, and drawn ones of any size.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use knn::{Rule, Samples, Shape, Weights};
use serde_json::{Value, json};

use crate::wdbc;

/// A task as a file has it.
pub(crate) struct Task {
    pub(crate) samples: Samples,
    pub(crate) rule: Rule,
    pub(crate) questions: Vec<Vec<u8>>,
    /// What the classifier in the clear says.
    pub(crate) expected: Vec<u8>,
}

impl Task {
    /// Reads a task, and classifies its questions anew: whoever wrote the file must have agreed.
    pub(crate) fn read(path: &str) -> Self {
        let task: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let bits = u32::try_from(task["bits"].as_u64().unwrap()).unwrap();
        let rows = rows(&task["samples"]);
        let shape = Shape::new(rows[0].len(), bits).unwrap();
        let labels = bytes(&task["labels"]);
        let classes = labels.iter().max().unwrap() + 1;
        let samples = Samples::new(shape, classes, rows.concat(), labels).unwrap();
        let k = u8::try_from(task["k"].as_u64().unwrap()).unwrap();
        let rule = Rule::new(k, Weights::Uniform, classes).unwrap();
        let questions = self::rows(&task["questions"]);
        let expected = bytes(&task["expected"]);
        for (question, expected) in questions.iter().zip(&expected) {
            assert_eq!(rule.classify(&samples, question).unwrap(), *expected);
        }
        Self {
            samples,
            rule,
            questions,
            expected,
        }
    }
}

/// The Wisconsin data: what `train_test_split(test_size=0.2, random_state=0)` leaves to learn from, and the rest as questions.
pub(crate) fn wisconsin() -> Value {
    let split = wdbc::splits().swap_remove(0);
    let tests = split.tests.iter();
    let questions: Vec<Vec<u8>> = tests.map(|test| test.question(&split.model)).collect();
    to_json(split.model.samples(), &questions)
}

/// Two clouds of points that overlap.
pub(crate) fn drawn(samples: usize, features: usize) -> Value {
    let mut rng = ChaCha8Rng::seed_from_u64(0x0053_4548_4154);
    let shape = Shape::finest(features).unwrap();
    let mut draw = |label: u8| -> Vec<u8> {
        let mut value = || {
            let half = u32::from(shape.largest()) / 2;
            let drawn = rng.next_u32() % (half + 1) + rng.next_u32() % (half / 2 + 1);
            u8::try_from(drawn + u32::from(label) * half / 4).unwrap()
        };
        (0..features).map(|_| value()).collect()
    };
    let labels: Vec<u8> = (0..samples).map(|row| u8::from(row % 3 == 0)).collect();
    let values: Vec<Vec<u8>> = labels.iter().map(|&label| draw(label)).collect();
    let questions: Vec<Vec<u8>> = (0..20).map(|row| draw(row % 2)).collect();
    let samples = Samples::new(shape, 2, values.concat(), labels).unwrap();
    to_json(&samples, &questions)
}

fn to_json(samples: &Samples, questions: &[Vec<u8>]) -> Value {
    let expected = questions.iter();
    let expected = expected.map(|question| rule().classify(samples, question).unwrap());
    json!({
        "bits": samples.shape().bits(),
        "k": rule().k(),
        "samples": samples.rows().collect::<Vec<_>>(),
        "labels": samples.labels(),
        "questions": questions,
        "expected": expected.collect::<Vec<_>>(),
    })
}

fn rule() -> Rule {
    Rule::new(5, Weights::Uniform, 2).unwrap()
}

fn rows(value: &Value) -> Vec<Vec<u8>> {
    value.as_array().unwrap().iter().map(bytes).collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    let numbers = value.as_array().unwrap().iter();
    let numbers = numbers.map(|number| u8::try_from(number.as_u64().unwrap()).unwrap());
    numbers.collect()
}

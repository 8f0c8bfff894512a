//! What `train` writes and `publish` reads: names, bounds, scaled samples and the rule, in one canonical file.

mod file;

use crate::classifier::Rule;
use crate::error::Error;
use crate::samples::{MAX_SAMPLES, Samples, Shape};
use crate::scaling::Scaling;

/// What is public of every classifier, and all that an asker needs to know of it beside the bounds of its features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    shape: Shape,
    count: u32,
    rule: Rule,
}

impl Numbers {
    /// A rule over `count` samples of a shape.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer samples than neighbours, [`Error::Samples`] for more than
    /// [`MAX_SAMPLES`].
    pub fn new(shape: Shape, count: usize, rule: Rule) -> Result<Self, Error> {
        rule.check_count(count)?;
        match u32::try_from(count) {
            Ok(small) if count <= MAX_SAMPLES => Ok(Self {
                shape,
                count: small,
                rule,
            }),
            _ => Err(Error::Samples("none, or too many")),
        }
    }

    /// How many features, and how wide.
    #[must_use]
    pub fn shape(self) -> Shape {
        self.shape
    }

    /// How many samples.
    #[must_use]
    pub fn count(self) -> usize {
        self.count as usize
    }

    /// How their distances become a class.
    #[must_use]
    pub fn rule(self) -> Rule {
        self.rule
    }
}

/// What the file says in words: 1 to [`MAX_NAME`] bytes each, features and classes without repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// What the classifier is called.
    pub title: String,
    /// The features in their order.
    pub features: Vec<String>,
    /// The classes in the order of their numbers.
    pub classes: Vec<String>,
}

/// A trained classifier, with its samples in the clear.
#[derive(Clone, PartialEq)]
pub struct Model {
    names: Names,
    scaling: Scaling,
    samples: Samples,
    numbers: Numbers,
}

impl Model {
    /// Takes the bounds from the rows, and the rows as samples, each with its class; as fine as so many features
    /// allow.
    ///
    /// # Errors
    /// Those of [`Shape::finest`], [`Scaling::derive_from_rows`], [`Samples::new`] and [`Numbers::new`];
    /// [`Error::Samples`] for a name that is empty, too long or there twice, or where names, rule and rows do not
    /// agree.
    pub fn train(
        names: Names,
        rows: &[Vec<f64>],
        labels: Vec<u8>,
        rule: Rule,
    ) -> Result<Self, Error> {
        let shape = Shape::finest(names.features.len())?;
        let scaling = Scaling::derive_from_rows(shape, rows.iter().map(Vec::as_slice))?;
        let mut values = Vec::with_capacity(rows.len() * shape.features());
        for row in rows {
            values.extend(scaling.scale(row)?);
        }
        let samples = Samples::new(shape, rule.classes(), values, labels)?;
        Self::new(names, scaling, samples, rule)
    }

    fn new(names: Names, scaling: Scaling, samples: Samples, rule: Rule) -> Result<Self, Error> {
        let agree = scaling.shape() == samples.shape()
            && names.features.len() == samples.shape().features()
            && names.classes.len() == usize::from(rule.classes())
            && samples.classes() == rule.classes();
        if !agree {
            return Err(Error::Samples("names, rule and rows do not agree"));
        }
        check_names(std::slice::from_ref(&names.title))?;
        check_names(&names.features)?;
        check_names(&names.classes)?;
        let numbers = Numbers::new(samples.shape(), samples.count(), rule)?;
        Ok(Self {
            names,
            scaling,
            samples,
            numbers,
        })
    }

    /// The same under another title.
    ///
    /// # Errors
    /// [`Error::Samples`] for a title that is empty or too long.
    pub fn with_title(mut self, title: &str) -> Result<Self, Error> {
        check_names(&[title.to_owned()])?;
        title.clone_into(&mut self.names.title);
        Ok(self)
    }

    /// Its names.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// How measurements become integers.
    #[must_use]
    pub fn scaling(&self) -> &Scaling {
        &self.scaling
    }

    /// The scaled training set.
    #[must_use]
    pub fn samples(&self) -> &Samples {
        &self.samples
    }

    /// What is public of it.
    #[must_use]
    pub fn numbers(&self) -> Numbers {
        self.numbers
    }

    /// The class of measurements, computed in the clear: the reference.
    ///
    /// # Errors
    /// Those of [`Scaling::scale`].
    pub fn classify(&self, measurements: &[f64]) -> Result<u8, Error> {
        self.numbers
            .rule
            .classify(&self.samples, &self.scaling.scale(measurements)?)
    }
}

fn check_names(names: &[String]) -> Result<(), Error> {
    let mut seen = std::collections::HashSet::new();
    let sound = |name: &String| (1..=MAX_NAME).contains(&name.len()) && seen.insert(name.clone());
    match names.iter().all(sound) {
        true => Ok(()),
        false => Err(Error::Samples("a name is empty, too long, or there twice")),
    }
}

/// How many bytes a name may have.
pub const MAX_NAME: usize = 200;

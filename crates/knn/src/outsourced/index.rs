//! The owner's index of a sealed set: which place holds which sample, and its class.

use std::collections::BTreeMap;

use super::block::places;
use super::{MAX_BLOCKS, Shape};
use crate::classifier::Rule;
use crate::codec::{Kind, Reader, Writer};
use crate::error::{Error, FormatFault};
use crate::samples::{MAX_CLASSES, MAX_SAMPLES};

/// Which place holds which sample. It tells the classes, so its owner seals it with a key of his own.
///
/// Samples have numbers in the order in which they were added, which never come back; ties between distances go to
/// the lower number, so a set from which samples were removed decides like a classifier that never had them.
#[derive(Clone, PartialEq, Eq)]
pub struct Index {
    shape: Shape,
    classes: u8,
    next: u32,
    /// Place to number and class; places are counted through all blocks.
    taken: BTreeMap<usize, (u32, u8)>,
    /// The first place that is not taken.
    free: usize,
}

/// A place whose sample changed, so that its block has to be sealed anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The block.
    pub block: usize,
    /// The place in it.
    pub place: usize,
    /// The number of the sample.
    pub number: u32,
}

impl Index {
    /// Of an empty set.
    ///
    /// # Errors
    /// [`Error::Samples`] unless there are 2 to [`MAX_CLASSES`] classes.
    pub fn new(shape: Shape, classes: u8) -> Result<Self, Error> {
        if !(2..=MAX_CLASSES).contains(&classes) {
            return Err(Error::Samples("too few or too many classes"));
        }
        Ok(Self {
            shape,
            classes,
            next: 0,
            taken: BTreeMap::new(),
            free: 0,
        })
    }

    /// The shape of the samples.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How many classes there are.
    #[must_use]
    pub fn classes(&self) -> u8 {
        self.classes
    }

    /// How many samples there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.taken.len()
    }

    /// How many blocks there must be: up to the last place that is taken.
    #[must_use]
    pub fn blocks(&self) -> usize {
        let last = self.taken.last_key_value();
        last.map_or(0, |(place, _)| place / places(self.shape) + 1)
    }

    /// The samples of a block: place in it, number, class.
    pub fn samples_of(&self, block: usize) -> impl Iterator<Item = (usize, u32, u8)> {
        let first = block * places(self.shape);
        let taken = self.taken.range(first..first + places(self.shape));
        taken.map(move |(place, &(number, class))| (place - first, number, class))
    }

    /// Gives a sample the first place that is free.
    ///
    /// # Errors
    /// [`Error::Samples`] for a label that is no class, or where the set is full.
    pub fn append(&mut self, class: u8) -> Result<Change, Error> {
        if class >= self.classes {
            return Err(Error::Samples("a label that is no class"));
        }
        let place = self.free;
        let full = self.taken.len() >= MAX_SAMPLES || place >= MAX_BLOCKS * places(self.shape);
        if full || self.next == u32::MAX {
            return Err(Error::Samples("the set is full"));
        }
        let number = self.next;
        self.next += 1;
        self.taken.insert(place, (number, class));
        self.move_past_taken();
        Ok(self.change(place, number))
    }

    /// Frees the place of a sample.
    ///
    /// # Errors
    /// [`Error::Samples`] if there is no sample of this number.
    pub fn remove(&mut self, number: u32) -> Result<Change, Error> {
        let mut taken = self.taken.iter();
        let found = taken.find(|(_, (other, _))| *other == number);
        let place = *found.ok_or(Error::Samples("no such sample"))?.0;
        self.taken.remove(&place);
        self.free = self.free.min(place);
        Ok(self.change(place, number))
    }

    /// The class for the distances of all places, as [`super::Asked::open`] gives them.
    ///
    /// # Errors
    /// [`Error::Samples`] where there are fewer distances than places, [`Error::TooFew`] for fewer samples than
    /// neighbours.
    pub fn decide(&self, rule: Rule, distances: &[u32]) -> Result<u8, Error> {
        let by_number: BTreeMap<u32, (usize, u8)> = self
            .taken
            .iter()
            .map(|(&place, &(number, class))| (number, (place, class)))
            .collect();
        let missing = Error::Samples("fewer distances than places");
        let distance = |&(place, _): &(usize, u8)| distances.get(place).copied();
        let distances: Option<Vec<u32>> = by_number.values().map(distance).collect();
        let classes: Vec<u8> = by_number.values().map(|&(_, class)| class).collect();
        rule.decide(&distances.ok_or(missing)?, &classes)
    }

    /// `"SKnn" ‖ 4 ‖ 1 ‖ features (2) ‖ bits (1) ‖ classes (1) ‖ next number (4) ‖ samples (4)`, then place (4),
    /// number (4) and class (1) of each, by place.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let mut writer = Writer::new(Kind::Index, 12 + self.taken.len() * ENTRY);
        writer.shape(self.shape).bytes(&[self.classes]);
        writer.u32(self.next).u32(small(self.taken.len()));
        for (&place, &(number, class)) in &self.taken {
            writer.u32(small(place)).u32(number).bytes(&[class]);
        }
        writer.0
    }

    /// Reads what [`Index::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::Format`] for something else, or for contents that no index has.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::open(Kind::Index, bytes)?;
        let mut index = Self::new(reader.shape()?, reader.u8()?)?;
        index.next = reader.u32()?;
        let count = reader.u32()? as usize;
        if count > MAX_SAMPLES {
            return Err(FormatFault::Field("samples").into());
        }
        let mut numbers = std::collections::BTreeSet::new();
        for entry in reader.rest(count * ENTRY)?.as_chunks::<ENTRY>().0 {
            let [p0, p1, p2, p3, n0, n1, n2, n3, class] = *entry;
            let place = u32::from_be_bytes([p0, p1, p2, p3]) as usize;
            let number = u32::from_be_bytes([n0, n1, n2, n3]);
            let sound = index
                .taken
                .last_key_value()
                .is_none_or(|(&last, _)| last < place)
                && place < MAX_BLOCKS * places(index.shape)
                && number < index.next
                && numbers.insert(number)
                && class < index.classes;
            if !sound {
                return Err(FormatFault::Field("sample").into());
            }
            index.taken.insert(place, (number, class));
        }
        index.move_past_taken();
        Ok(index)
    }

    fn move_past_taken(&mut self) {
        while self.taken.contains_key(&self.free) {
            self.free += 1;
        }
    }

    fn change(&self, place: usize, number: u32) -> Change {
        let places = places(self.shape);
        Change {
            block: place / places,
            place: place % places,
            number,
        }
    }
}

const ENTRY: usize = 4 + 4 + 1;

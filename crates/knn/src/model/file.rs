//! The file of a model: canonical CBOR, that is the array
//! `["sehat knn", 1, title, bits, [[name, least, most], …], [class, …], k, weights, values, labels]`.
//!
//! Integers and lengths in their shortest form, bounds as 64-bit floats, the values row by row and the labels as byte
//! strings; weights are 0 for uniform ones and 1 for ranks. A file is read only if writing it again gives the same
//! bytes.

use minicbor::{Decoder, Encoder};

use super::{Model, Names};
use crate::classifier::{Rule, Weights};
use crate::error::{Error, FormatFault};
use crate::samples::{MAX_CLASSES, MAX_FEATURES, Samples, Shape};
use crate::scaling::{Bounds, Scaling};

impl Model {
    /// The file, in the clear: whoever reads it has the training set.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.samples.values.len() + 8192);
        let written = self.encode(&mut Encoder::new(&mut bytes));
        debug_assert!(written.is_ok(), "a vector takes all that is written");
        bytes
    }

    fn encode(
        &self,
        e: &mut Encoder<&mut Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        e.array(MEMBERS)?.str(MAGIC)?.u8(VERSION)?;
        e.str(&self.names.title)?.u32(self.samples.shape().bits())?;
        e.array(self.names.features.len() as u64)?;
        for (name, bounds) in self.names.features.iter().zip(self.scaling.bounds()) {
            e.array(3)?.str(name)?;
            e.f64(bounds.least())?.f64(bounds.most())?;
        }
        e.array(self.names.classes.len() as u64)?;
        for name in &self.names.classes {
            e.str(name)?;
        }
        let rule = self.numbers.rule();
        e.u64(rule.k() as u64)?.u8(number(rule.weights()))?;
        e.bytes(&self.samples.values)?.bytes(&self.samples.labels)?;
        Ok(())
    }

    /// Reads a file of [`Model::to_bytes`].
    ///
    /// # Errors
    /// [`Error::Format`] for something else, another version, or another spelling of the same; those of the parts
    /// where their contents break a limit.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let mut d = Decoder::new(bytes);
        if d.array().ok() != Some(Some(MEMBERS)) || d.str().ok() != Some(MAGIC) {
            return Err(FormatFault::Magic.into());
        }
        match d.u8().map_err(fault("version"))? {
            VERSION => {}
            other => return Err(FormatFault::Version(other).into()),
        }
        let model = Self::decode(&mut d)?;
        if d.position() != bytes.len() {
            return Err(FormatFault::Trailing.into());
        }
        match model.to_bytes() == bytes {
            true => Ok(model),
            false => Err(FormatFault::Field("encoding").into()),
        }
    }

    fn decode(d: &mut Decoder<'_>) -> Result<Self, Error> {
        let title = d.str().map_err(fault("title"))?.to_owned();
        let bits = d.u32().map_err(fault("bits"))?;
        let count = array(d, MAX_FEATURES, "features")?;
        let (mut features, mut bounds) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for _ in 0..count {
            array(d, 3, "features")?;
            features.push(d.str().map_err(fault("features"))?.to_owned());
            bounds.push(parse_bounds(d)?);
        }
        let count = array(d, usize::from(MAX_CLASSES), "classes")?;
        let mut classes = Vec::with_capacity(count);
        for _ in 0..count {
            classes.push(d.str().map_err(fault("classes"))?.to_owned());
        }
        let shape = Shape::new(features.len(), bits)?;
        let number = u8::try_from(classes.len()).map_err(|_| FormatFault::Field("classes"))?;
        let rule = Rule::new(d.u8().map_err(fault("k"))?, parse_weights(d)?, number)?;
        let values = d.bytes().map_err(fault("values"))?.to_vec();
        let labels = d.bytes().map_err(fault("labels"))?.to_vec();
        let samples = Samples::new(shape, number, values, labels)?;
        let names = Names {
            title,
            features,
            classes,
        };
        Self::new(names, Scaling::new(shape, bounds)?, samples, rule)
    }
}

fn parse_bounds(d: &mut Decoder<'_>) -> Result<Bounds, Error> {
    // A shorter float has the same value, and is refused with the encoding.
    let (least, most) = (d.f64(), d.f64());
    let (least, most) = (
        least.map_err(fault("bounds"))?,
        most.map_err(fault("bounds"))?,
    );
    Ok(Bounds::new(least, most).ok_or(FormatFault::Field("bounds"))?)
}

fn number(weights: Weights) -> u8 {
    match weights {
        Weights::Uniform => 0,
        Weights::Rank => 1,
    }
}

fn parse_weights(d: &mut Decoder<'_>) -> Result<Weights, Error> {
    match d.u8().map_err(fault("weights"))? {
        0 => Ok(Weights::Uniform),
        1 => Ok(Weights::Rank),
        _ => Err(FormatFault::Field("weights").into()),
    }
}

fn array(d: &mut Decoder<'_>, most: usize, name: &'static str) -> Result<usize, Error> {
    let length = d.array().map_err(fault(name))?;
    match length.map(usize::try_from) {
        Some(Ok(length)) if length <= most => Ok(length),
        _ => Err(FormatFault::Field(name).into()),
    }
}

fn fault(name: &'static str) -> impl Fn(minicbor::decode::Error) -> FormatFault {
    move |error| match error.is_end_of_input() {
        true => FormatFault::Truncated,
        false => FormatFault::Field(name),
    }
}

const MAGIC: &str = "sehat knn";
const VERSION: u8 = 1;
const MEMBERS: u64 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn toy() -> Model {
        let names = Names {
            title: "Toy".to_owned(),
            features: vec!["a".to_owned(), "b".to_owned()],
            classes: vec!["no".to_owned(), "yes".to_owned()],
        };
        let rows = [vec![0.0, 1.0], vec![1.0, -1.5], vec![0.5, 0.0]];
        let rule = Rule::new(1, Weights::Rank, 2).unwrap();
        Model::train(names, &rows, vec![0, 1, 1], rule).unwrap()
    }

    #[test]
    fn a_file_is_frozen_and_read_back() {
        let bytes = toy().to_bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let expected = concat!(
            "8a",
            "697365686174206b6e6e",
            "01",
            "63546f79",
            "08",
            "82",
            "836161fb0000000000000000fb3ff0000000000000",
            "836162fbbff8000000000000fb3ff0000000000000",
            "82",
            "626e6f",
            "63796573",
            "01",
            "01",
            "46",
            "00ffff008099",
            "43",
            "000101",
        );
        assert_eq!(hex, expected);
        let read = Model::parse(&bytes).unwrap();
        assert!(read == toy());
        assert_eq!(read.classify(&[0.9, -1.0]).unwrap(), 1);
    }

    #[test]
    fn no_shortened_lengthened_or_changed_file_is_read_as_another_spelling() {
        let bytes = toy().to_bytes();
        for end in 0..bytes.len() {
            assert!(Model::parse(&bytes[..end]).is_err(), "{end}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(
            Model::parse(&longer).err(),
            Some(FormatFault::Trailing.into())
        );
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << bit;
                if let Ok(model) = Model::parse(&changed) {
                    assert_eq!(model.to_bytes(), changed);
                }
            }
        }
    }

    #[test]
    fn a_longer_form_of_the_same_number_is_refused() {
        let mut bytes = toy().to_bytes();
        // The version 1 in two bytes instead of one.
        bytes.splice(11..12, [0x18, 0x01]);
        assert_eq!(
            Model::parse(&bytes).err(),
            Some(FormatFault::Field("encoding").into())
        );
    }
}

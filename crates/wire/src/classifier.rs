//! A published classifier: the card that tells what it is, signed by its provider, and the opening of an
//! inquiry, signed by who asks.
//!
//! The training set is in neither: it stays with the provider. Server and clients verify a card with
//! [`Classifier::verify`], so that what one admits the other believes.

use crate::{
    SUITE, cbor_choice, cbor_enum, cbor_struct,
    codec::{Bytes, CodecError},
    id::{ClassifierId, DeviceId, Hash, PersonId},
    person::{PersonChain, Profile, Role},
    real::Real,
    sign::{Object, SignatureError, Signed},
};

cbor_struct! {
    /// One measurement that the classifier wants.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Feature {
        /// What it is called.
        pub name: String,
        /// Its unit; empty for a number without one.
        pub unit: String,
        /// What is scaled to zero; everything below counts as this.
        pub low: Real,
        /// What is scaled to `2^bits − 1`; everything above counts as this.
        pub high: Real,
    }
}

cbor_enum! {
    /// How the nearest neighbours vote.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Weights {
        /// One vote each.
        Uniform = 0,
        /// The nearest `k` votes, the next `k − 1`, and so on.
        Rank = 1,
    }
}

cbor_struct! {
    /// The size of a Paillier key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct PaillierBits {
        /// Bits of `n`: 2,048 or 3,072.
        pub bits: u16,
    }
}

cbor_struct! {
    /// The lattice has its one set of parameters.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct LatticeVersion {
        /// Version of the parameters: 1.
        pub version: u8,
    }
}

cbor_choice! {
    /// What the distances are computed under.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Source {
        /// The lattice of `knn`.
        0 => Lattice(LatticeVersion),
        /// Paillier.
        1 => Paillier(PaillierBits),
    }
}

cbor_struct! {
    /// The card of a published classifier.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Classifier {
        /// [`SUITE`].
        pub suite: u16,
        /// Its name, the same over all versions.
        pub id: ClassifierId,
        /// Who answers.
        pub provider: PersonId,
        /// The device that signs.
        pub device: DeviceId,
        /// Where the provider's chain stood.
        pub provider_seq: u64,
        /// Counts from one, one up at each change.
        pub version: u32,
        /// When, in milliseconds since 1970.
        pub issued: u64,
        /// The provider by name: who publishes is known to everybody who may ask.
        pub profile: Profile,
        /// What it is called.
        pub title: String,
        /// What it decides, for whom, and what it does not say, in plain words.
        pub purpose: String,
        /// The measurements, in order.
        pub features: Vec<Feature>,
        /// Bits of a scaled measurement.
        pub bits: u8,
        /// How many samples it compares with.
        pub samples: u32,
        /// How many neighbours vote.
        pub neighbours: u8,
        /// How they vote.
        pub weights: Weights,
        /// The classes by number.
        pub classes: Vec<String>,
        /// What the distances are computed under.
        pub source: Source,
        /// How many inquiries one account may open within 24 hours.
        pub daily: u32,
    }
}

impl Object for Classifier {
    const DOMAIN: &'static str = "classifier";
    const LIMIT: usize = 128 * 1024;
}

/// The most measurements.
pub const MAX_FEATURES: usize = 512;
/// The most samples of a published classifier: what is sent ahead of a question grows with them, by about 3.5 kB
/// each where votes count the same, and by more where they go by rank.
pub const MAX_SAMPLES: u32 = 1 << 15;
/// The most inquiries that a card may allow one account within 24 hours.
pub const MAX_DAILY: u32 = 10_000;
/// Every distance is below this; `features · (2^bits − 1)²` must be.
pub const DISTANCES: u64 = 1 << 21;

/// Why a card is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClassifierError {
    /// It is somebody else's, or of an unknown suite.
    #[error("the card is not one of this provider's")]
    Provider,
    /// Only a doctor's account (a practice's, a hospital's, a laboratory's) publishes.
    #[error("only doctors' accounts publish classifiers")]
    Role,
    /// The device is not one that is in.
    #[error("the card is not signed by a device of the provider's")]
    Device,
    /// The signature or the encoding is wrong.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The name is not the provider's.
    #[error("the name on the card is not the one in the provider's chain")]
    Profile,
    /// What it says cannot be.
    #[error("the card is not in order: {0}")]
    Terms(&'static str),
}

impl From<CodecError> for ClassifierError {
    fn from(error: CodecError) -> Self {
        Self::Signature(error.into())
    }
}

impl Classifier {
    /// Verifies a card: signed by a device that is in now, of the provider whose verified chain this is,
    /// under the provider's own name, and saying nothing impossible.
    ///
    /// # Errors
    /// At the first of these that does not hold.
    ///
    /// # Security
    /// A device that was put out vouches for nothing any more, so a card signed by a lost one is void until the
    /// provider signs it again. That a card is the newest nobody can tell from the card; the provider refuses
    /// inquiries that name another.
    pub fn verify(signed: &Signed<Self>, provider: &PersonChain) -> Result<Self, ClassifierError> {
        let claimed = signed.peek()?;
        if claimed.provider != provider.id() || claimed.suite != SUITE {
            return Err(ClassifierError::Provider);
        }
        if provider.role() != Role::Doctor {
            return Err(ClassifierError::Role);
        }
        let device = provider
            .device(&claimed.device)
            .filter(|device| device.removed.is_none())
            .ok_or(ClassifierError::Device)?;
        if claimed.provider_seq > provider.head().0 {
            return Err(ClassifierError::Device);
        }
        let card = signed.verify(&device.keys.signing)?;
        if card.profile.hash() != provider.profile() {
            return Err(ClassifierError::Profile);
        }
        card.check()?;
        Ok(card)
    }

    /// Whether what the card says can be.
    ///
    /// # Errors
    /// [`ClassifierError::Terms`].
    pub fn check(&self) -> Result<(), ClassifierError> {
        let right: [(bool, &'static str); 11] = [
            (self.version > 0, "versions count from one"),
            (
                is_line(&self.title, 1, 200),
                "the title has 1 to 200 characters in one line",
            ),
            (
                is_text(&self.purpose, 1, 4000),
                "the purpose has 1 to 4,000 characters",
            ),
            (
                (1..=MAX_FEATURES).contains(&self.features.len()),
                "there are 1 to 512 measurements",
            ),
            (
                self.features.iter().all(Feature::is_right),
                "a measurement has a name, a unit and a range",
            ),
            (
                are_apart(self.features.iter().map(|feature| feature.name.as_str())),
                "no two measurements have one name",
            ),
            (
                (1..=8).contains(&self.bits) && self.largest_distance() < DISTANCES,
                "measurements have 1 to 8 bits, and distances below 2^21",
            ),
            (
                (1..=MAX_SAMPLES).contains(&self.samples)
                    && (1..=64).contains(&self.neighbours)
                    && u32::from(self.neighbours) <= self.samples,
                "there are 1 to 32,768 samples, and 1 to 64 of them vote",
            ),
            (
                (2..=16).contains(&self.classes.len())
                    && self.classes.iter().all(|name| is_line(name, 1, 200))
                    && are_apart(self.classes.iter().map(String::as_str)),
                "there are 2 to 16 classes with names of their own",
            ),
            (
                matches!(
                    self.source,
                    Source::Lattice(LatticeVersion { version: 1 })
                        | Source::Paillier(PaillierBits { bits: 2048 | 3072 })
                ),
                "an unknown scheme",
            ),
            (
                (1..=MAX_DAILY).contains(&self.daily),
                "an account may open 1 to 10,000 inquiries a day",
            ),
        ];
        match right.into_iter().find(|(right, _)| !right) {
            Some((_, why)) => Err(ClassifierError::Terms(why)),
            None => Ok(()),
        }
    }

    /// The largest distance that there can be.
    fn largest_distance(&self) -> u64 {
        let largest = (1_u64 << self.bits.min(32)) - 1;
        self.features.len() as u64 * largest * largest
    }
}

impl Feature {
    fn is_right(&self) -> bool {
        is_line(&self.name, 1, 200)
            && is_line(&self.unit, 0, 40)
            && self.low.value() <= self.high.value()
    }
}

fn is_text(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.chars().count())
        && !text.chars().any(|c| c.is_control() && c != '\n')
}

fn is_line(text: &str, least: usize, most: usize) -> bool {
    is_text(text, least, most) && !text.contains('\n') && text.trim() == text
}

fn are_apart<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.windows(2).all(|pair| pair[0] != pair[1])
}

cbor_struct! {
    /// Opens an inquiry: who asks whom, by which card. Its hash names the inquiry to both ends.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Opening {
        /// [`SUITE`].
        pub suite: u16,
        /// Which classifier.
        pub classifier: ClassifierId,
        /// The signed card's hash: exactly this version is asked.
        pub card: Hash,
        /// Who answers.
        pub provider: PersonId,
        /// The number of the provider's person key that `sealed` is for.
        pub provider_key: u32,
        /// Who asks.
        pub asker: PersonId,
        /// With which device.
        pub device: DeviceId,
        /// Where the asker's chain stood.
        pub asker_seq: u64,
        /// When, in milliseconds since 1970.
        pub time: u64,
        /// The channel's secret and the first frame, to the provider's person key.
        pub sealed: Bytes,
    }
}

impl Object for Opening {
    const DOMAIN: &'static str = "classifier-opening";
    const LIMIT: usize = 1 << 20;
}

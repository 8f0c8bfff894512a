//! Published classifiers: looked at, asked, published and answered for.
//!
//! Who asks learns the class; the provider learns that somebody asked, and who. The server carries sealed frames and
//! learns who asks whom, when, and their lengths, which depend on the card alone. Whoever asks calls
//! [`Session::classifiers`], looks at a [`Listing`], and then [`Session::prepare_inquiry`] ahead of
//! time and [`Session::ask_classifier`] with the measurements. A provider calls [`Session::publish_classifier`] once, and
//! [`Session::answer_for`] to answer.

mod asking;
mod pieces;
#[cfg(not(target_arch = "wasm32"))]
mod serving;

use knn::{Bounds, Model, Numbers, Rule, Scaling, Shape, session::largest_frame};
use vault::secret::make_bytes;
use wire::{
    SUITE,
    api::{classifiers::ClassifierPage, path, problem},
    classifier::{Classifier, ClassifierError, Feature, Source, Weights},
    codec,
    id::{ClassifierId, PersonId},
    person::PersonChain,
    real::Real,
    sign::Signed,
};

use crate::{error::ClientError, session::Session, storage::Storage};

pub use asking::{Inquiry, Prepared, Traffic, Verdict};
#[cfg(not(target_arch = "wasm32"))]
pub use serving::{Ending, How, Provider, Status};

/// A published classifier whose card was verified.
#[derive(Debug, Clone)]
pub struct Listing {
    card: Classifier,
    signed: Signed<Classifier>,
}

/// What is published at the server.
#[derive(Debug, Clone)]
pub struct Published {
    /// In the order in which they were first published.
    pub listings: Vec<Listing>,
    /// Cards that the server shows and that do not hold, in plain words.
    pub troubles: Vec<String>,
}

/// What a provider says of a model, beside what the model says itself.
#[derive(Debug, Clone)]
pub struct Terms {
    /// What it decides, for whom, and what it does not say, in plain words.
    pub purpose: String,
    /// Units of the measurements, in their order; empty strings, or no list at all, where there are none.
    pub units: Vec<String>,
    /// What the distances are computed under.
    pub source: Source,
    /// How many inquiries one account may open within 24 hours.
    pub daily: u32,
}

impl Listing {
    fn verify(signed: Signed<Classifier>, provider: &PersonChain) -> Result<Self, ClassifierError> {
        let card = Classifier::verify(&signed, provider)?;
        Ok(Self { card, signed })
    }

    /// What the provider has signed.
    pub fn card(&self) -> &Classifier {
        &self.card
    }

    /// The numbers of a session with it.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] when this program is no match for them, or when one message of a session would be longer than
    /// [`MOST_FRAME`].
    pub fn numbers(&self) -> Result<Numbers, ClientError> {
        let card = &self.card;
        let weights = match card.weights {
            Weights::Uniform => knn::Weights::Uniform,
            Weights::Rank => knn::Weights::Rank,
        };
        let classes = u8::try_from(card.classes.len()).unwrap_or(u8::MAX);
        let rule = Rule::new(card.neighbours, weights, classes).map_err(cannot)?;
        let samples = usize::try_from(card.samples).unwrap_or(usize::MAX);
        fitting(Numbers::new(self.shape()?, samples, rule).map_err(cannot)?)
    }

    /// How measurements become integers.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] when the card's bounds are none.
    pub fn scaling(&self) -> Result<Scaling, ClientError> {
        let bounds = self.card.features.iter().map(|feature| {
            let bounds = Bounds::new(feature.low.value(), feature.high.value());
            bounds.ok_or_else(|| cannot(knn::Error::Samples("a range without ends")))
        });
        let bounds = bounds.collect::<Result<_, _>>()?;
        Scaling::new(self.shape()?, bounds).map_err(cannot)
    }

    fn shape(&self) -> Result<Shape, ClientError> {
        let bits = u32::from(self.card.bits);
        Shape::new(self.card.features.len(), bits).map_err(cannot)
    }

    fn path(&self, template: &str) -> String {
        named(template, &self.card.id)
    }
}

impl<S: Storage> Session<S> {
    /// Everything that is published at the server, each card verified against its provider's own keys.
    ///
    /// # Errors
    /// When the server cannot be reached or answers nonsense.
    pub async fn classifiers(&mut self) -> Result<Published, ClientError> {
        let mut cards = Vec::new();
        let mut from = Some(0_u64);
        while let Some(start) = from {
            let path = format!("{}?from={start}", path::CLASSIFIERS);
            let page: ClassifierPage = self.transport.get(&path).await?;
            cards.extend(page.items);
            from = page.next.filter(|next| *next > start);
            if cards.len() > MOST_CARDS {
                return Err(ClientError::Garbage("more classifiers than there can be"));
            }
        }
        let mut providers: Vec<PersonId> = Vec::new();
        for card in &cards {
            providers.push(card.peek()?.provider);
        }
        providers.sort_unstable();
        providers.dedup();
        self.refresh_people(&providers).await?;
        let (mut listings, mut troubles) = (Vec::new(), Vec::new());
        for signed in cards {
            let card = signed.peek()?;
            match self.verified(signed) {
                Ok(listing) => listings.push(listing),
                Err(why) => troubles.push(format!("the classifier {}: {why}", card.id)),
            }
        }
        Ok(Published { listings, troubles })
    }

    /// One published classifier.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] when it was withdrawn or never was; [`ClientError::Altered`] when its card does not hold.
    pub async fn classifier(&mut self, id: ClassifierId) -> Result<Listing, ClientError> {
        let signed = self.card_at_server(id).await?.ok_or_else(withdrawn)?;
        let card = signed.peek()?;
        if card.id != id {
            return Err(ClientError::Garbage("another classifier than asked for"));
        }
        self.refresh_people(&[card.provider]).await?;
        self.verified(signed).map_err(|why| match why {
            ListingError::Card(ClassifierError::Terms(why)) => {
                ClientError::NotPossible(why.to_owned())
            }
            _ => ClientError::Altered {
                what: "a classifier's card",
                why: vault::VaultError::DoesNotOpen,
            },
        })
    }

    fn verified(&self, signed: Signed<Classifier>) -> Result<Listing, ListingError> {
        let claimed = signed.peek().map_err(ClassifierError::from)?;
        let provider = self.people.get(&claimed.provider);
        let provider = provider.ok_or(ListingError::NoProvider)?;
        Ok(Listing::verify(signed, provider)?)
    }

    async fn card_at_server(
        &self,
        id: ClassifierId,
    ) -> Result<Option<Signed<Classifier>>, ClientError> {
        match self.transport.get(&named(path::CLASSIFIER, &id)).await {
            Ok(signed) => Ok(Some(signed)),
            Err(ClientError::Refused { problem, .. }) if problem == problem::NOT_FOUND => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Publishes a model's card: everything public of it, and never its samples. Under the name of an own
    /// classifier that is published already, the card becomes its next version.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] when the card cannot be; as the server has it.
    pub async fn publish_classifier(
        &mut self,
        model: &Model,
        terms: &Terms,
        replaces: Option<ClassifierId>,
    ) -> Result<Listing, ClientError> {
        let before = match replaces {
            Some(id) => Some(
                self.card_at_server(id)
                    .await?
                    .ok_or_else(withdrawn)?
                    .peek()?,
            ),
            None => None,
        };
        let me = self.identity.person;
        if before.as_ref().is_some_and(|card| card.provider != me) {
            return Err(withdrawn());
        }
        self.refresh_people(&[me]).await?;
        let card = Classifier {
            id: match replaces {
                Some(id) => id,
                None => ClassifierId(make_bytes(&mut *self.env.rng)),
            },
            version: before.map_or(1, |card| card.version.saturating_add(1)),
            ..self.card_of(model, terms)?
        };
        let signed = self.identity.sign(&card);
        let listing = self
            .verified(signed)
            .map_err(|why| ClientError::NotPossible(why.to_string()))?;
        listing.numbers()?;
        let body = codec::to_bytes(&listing.signed);
        let path = listing.path(path::CLASSIFIER);
        self.transport.put(&path, "application/cbor", body).await?;
        Ok(listing)
    }

    fn card_of(&self, model: &Model, terms: &Terms) -> Result<Classifier, ClientError> {
        let (names, numbers) = (model.names(), model.numbers());
        if !terms.units.is_empty() && terms.units.len() != names.features.len() {
            return Err(ClientError::NotPossible(
                "there is one unit for each measurement, or none at all".to_owned(),
            ));
        }
        let units = terms
            .units
            .iter()
            .map(String::as_str)
            .chain(std::iter::repeat(""));
        let features = names
            .features
            .iter()
            .zip(model.scaling().bounds())
            .zip(units);
        let features = features.map(|((name, bounds), unit)| {
            let real =
                |value| Real::new(value).ok_or(cannot(knn::Error::Samples("a range without ends")));
            Ok(Feature {
                name: name.clone(),
                unit: unit.to_owned(),
                low: real(bounds.least())?,
                high: real(bounds.most())?,
            })
        });
        let rule = numbers.rule();
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Classifier {
            suite: SUITE,
            id: ClassifierId([0; 16]),
            provider: self.identity.person,
            device: self.identity.device.id(),
            provider_seq: self.chain(&self.identity.person)?.head().0,
            version: 0,
            issued: self.now(),
            profile: self.identity.profile.clone(),
            title: names.title.clone(),
            purpose: terms.purpose.clone(),
            features: features.collect::<Result<_, ClientError>>()?,
            bits: u8::try_from(numbers.shape().bits()).unwrap_or(u8::MAX),
            samples: small(numbers.count()),
            neighbours: u8::try_from(rule.k()).unwrap_or(u8::MAX),
            weights: match rule.weights() {
                knn::Weights::Uniform => Weights::Uniform,
                knn::Weights::Rank => Weights::Rank,
                _ => {
                    return Err(ClientError::NotPossible(
                        "these votes cannot be published".to_owned(),
                    ));
                }
            },
            classes: names.classes.clone(),
            source: terms.source,
            daily: terms.daily,
        })
    }

    /// Withdraws an own classifier. Inquiries under way end.
    ///
    /// # Errors
    /// As the server has it.
    pub async fn withdraw_classifier(&mut self, id: ClassifierId) -> Result<(), ClientError> {
        self.transport.delete(&named(path::CLASSIFIER, &id)).await
    }
}

/// Why a card is not listed.
#[derive(Debug, thiserror::Error)]
enum ListingError {
    #[error("the server does not show its provider's keys")]
    NoProvider,
    #[error(transparent)]
    Card(#[from] ClassifierError),
}

/// These numbers, if no message of a session with them is too long.
fn fitting(numbers: Numbers) -> Result<Numbers, ClientError> {
    match largest_frame(numbers).map_err(cannot)? {
        0..=MOST_FRAME => Ok(numbers),
        bytes => Err(ClientError::NotPossible(format!(
            "an inquiry would take {} MB at once, and {} MB are the most: fewer samples or fewer neighbours take less, and so do \
             votes that count the same",
            bytes >> 20,
            MOST_FRAME >> 20
        ))),
    }
}

fn withdrawn() -> ClientError {
    ClientError::NotFound("there is no such classifier, or it was withdrawn".to_owned())
}

fn cannot(error: knn::Error) -> ClientError {
    ClientError::NotPossible(error.to_string())
}

fn named(template: &str, id: &ClassifierId) -> String {
    template.replace("{classifier}", &id.to_string())
}

/// The most bytes of one message of a session. What a card asks for is held in memory, by its provider and by whoever asks: a
/// card whose tables have gigabytes must not take a phone down.
pub const MOST_FRAME: usize = 256 << 20;
/// The most cards that one server shows.
const MOST_CARDS: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_take_too_much_memory_is_not_asked() {
        let fits = |samples: usize, neighbours: u8, weights, classes: u8| {
            let rule = Rule::new(neighbours, weights, classes).unwrap();
            let shape = Shape::finest(30).unwrap();
            fitting(Numbers::new(shape, samples, rule).unwrap())
        };
        // As many as a card can have.
        let most = 32_768;
        assert!(fits(most, 5, knn::Weights::Uniform, 16).is_ok());
        let error = fits(most, 8, knn::Weights::Rank, 16).unwrap_err();
        assert!(error.to_string().contains("256 MB are the most"), "{error}");
    }
}

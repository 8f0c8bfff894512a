//! The provider's state machine.

use std::sync::Arc;

use chacha20::ChaCha20Rng;
use rand_core::{CryptoRng, Rng, SeedableRng};
use zeroize::Zeroizing;

use super::frame::{HEADER, LABEL, Number, TABLES_PREFIX, Transcript, read_shares, share_bytes};
use super::source::{Kind, ProviderSource};
use super::{Classifier, make_label, selection};
use crate::circuit::Selection;
use crate::circuit::gates::Wires;
use crate::error::Error;
use crate::garble::{Garbler, Label};
use crate::samples::DISTANCE_BITS;
use crate::transfer::base::{CHOICE_BYTES, OFFER_BYTES, Seed, choose};
use crate::transfer::extension::{extend_for_garbler, message_bytes};

/// One session of a provider.
pub struct Provider {
    classifier: Arc<Classifier>,
    kind: Kind,
    selection: Selection,
    /// Bytes of the tables: counting them takes a walk through the circuit.
    table_bytes: usize,
    transcript: Transcript,
    state: State,
}

/// What a provider waits for, with what it needs then.
enum State {
    /// The asker's opening.
    New,
    /// The extension.
    Chosen {
        source: ProviderSource,
        delta: Zeroizing<Label>,
        seeds: Vec<Seed>,
    },
    /// A question.
    Garbled {
        source: ProviderSource,
        delta: Zeroizing<Label>,
        masks: MaskLabels,
    },
    /// The correction.
    Masked {
        delta: Zeroizing<Label>,
        masks: MaskLabels,
        values: Zeroizing<Vec<u32>>,
    },
    /// Nothing more.
    Dead,
}

/// The labels for 0 of the masks' wires, from a seed, so that a session that waits is small.
struct MaskLabels(Seed);

impl Provider {
    /// A session on this classifier that has not begun, with distances from a source of this kind.
    ///
    /// # Errors
    /// [`Error::TooFew`], which a [`Classifier`] excludes.
    pub fn new(classifier: Arc<Classifier>, kind: Kind) -> Result<Self, Error> {
        let numbers = classifier.numbers();
        let selection = selection(numbers)?;
        Ok(Self {
            selection,
            table_bytes: selection.gates().table_bytes(),
            transcript: Transcript::new(numbers, kind),
            classifier,
            kind,
            state: State::New,
        })
    }

    /// Takes the asker's next frame and gives the one to be sent back.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is not the frame that is next, or is malformed, or does not check; the session is dead then.
    /// [`Error::Used`] if it was before, by an error or because its question is answered.
    pub fn answer(&mut self, frame: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, Error> {
        match std::mem::replace(&mut self.state, State::Dead) {
            State::New => self.choose(frame, rng),
            State::Chosen {
                source,
                delta,
                seeds,
            } => self.garble(frame, source, delta, &seeds, rng),
            State::Garbled {
                source,
                delta,
                masks,
            } => {
                let length = self.kind.question_bytes(self.classifier.numbers());
                let question = self.transcript.read(Number::Question, frame, length)?;
                let values = self.make_masks(rng);
                let prepared = &self.classifier.prepared;
                let answer = source.masked_distances(prepared, question, &values, rng)?;
                self.state = State::Masked {
                    delta,
                    masks,
                    values,
                };
                Ok(self.transcript.write(Number::Distances, &answer))
            }
            State::Masked {
                delta,
                masks,
                values,
            } => {
                let count = values.len();
                let length = share_bytes(count);
                let length = length..=length;
                let correction = self.transcript.read(Number::Correction, frame, length)?;
                let correction = read_shares(correction, count)?;
                let labels = masks.of(&values, &correction, *delta);
                Ok(self.transcript.write(Number::Labels, &labels))
            }
            State::Dead => Err(Error::Used),
        }
    }

    /// Whether there is nothing more to be had from this session.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Dead)
    }

    /// How many bytes the answer to the next frame has at most.
    #[must_use]
    pub fn largest_answer(&self) -> usize {
        let numbers = self.classifier.numbers();
        let body = match &self.state {
            State::New => CHOICE_BYTES,
            State::Chosen { .. } => TABLES_PREFIX + self.table_bytes,
            State::Garbled { .. } => *self.kind.answer_bytes(numbers).end(),
            State::Masked { .. } => LABEL * self.selection.input_bits(),
            State::Dead => return 0,
        };
        HEADER + body
    }

    fn choose(&mut self, frame: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, Error> {
        let length = OFFER_BYTES..=OFFER_BYTES + self.kind.largest_public_key();
        let body = self.transcript.read(Number::Offer, frame, length)?;
        let (offer, key) = body.split_at_checked(OFFER_BYTES).ok_or(Error::Refused)?;
        let source = ProviderSource::parse(self.kind, key)?;
        // The lowest bit of Δ is 1, so that the two labels of a wire differ in colour.
        let delta = Zeroizing::new(make_label(rng) | 1);
        let session = self.transcript.session();
        let (seeds, message) = choose(session, offer, *delta, rng)?;
        let frame = self.transcript.write(Number::Choice, &message);
        self.state = State::Chosen {
            source,
            delta,
            seeds,
        };
        Ok(frame)
    }

    fn garble(
        &mut self,
        frame: &[u8],
        source: ProviderSource,
        delta: Zeroizing<Label>,
        seeds: &[Seed],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, Error> {
        let inputs = self.selection.input_bits();
        let session = self.transcript.session();
        let length = message_bytes(inputs);
        let message = self
            .transcript
            .read(Number::Extension, frame, length..=length)?;
        let own = extend_for_garbler(session, seeds, *delta, inputs, message)?;
        let masks = MaskLabels::make(rng);
        let key = make_label(rng).to_le_bytes();
        let mut garbler = Garbler::new(key, *delta);
        let count = self.classifier.numbers.count();
        let own: Vec<Wires<Label>> = own
            .chunks(count)
            .map(|own| Wires::new(own.to_vec()))
            .collect();
        let zeros = masks.zeros(count);
        let known = &self.classifier.labels;
        let outputs = self.selection.run(&mut garbler, &own, &zeros, known);
        let colours = outputs
            .iter()
            .zip(0..)
            .map(|(zero, place)| u8::from(zero & 1 == 1) << place);
        let body = [&key[..], &[colours.sum()], &garbler.into_tables()].concat();
        let source = source.prepare(count, rng)?;
        self.state = State::Garbled {
            source,
            delta,
            masks,
        };
        Ok(self.transcript.write(Number::Tables, &body))
    }

    /// One uniform mask below 2²¹ for each sample.
    fn make_masks(&self, rng: &mut impl CryptoRng) -> Zeroizing<Vec<u32>> {
        let count = self.classifier.numbers.count();
        let masks = (0..count).map(|_| rng.next_u32() >> (u32::BITS - DISTANCE_BITS));
        Zeroizing::new(masks.collect())
    }
}

impl MaskLabels {
    fn make(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Seed::default();
        rng.fill_bytes(&mut *seed);
        Self(seed)
    }

    /// Bit by bit, for all samples.
    fn zeros(&self, count: usize) -> Vec<Wires<Label>> {
        let mut rng = ChaCha20Rng::from_seed(*self.0);
        let mut bytes = Zeroizing::new(vec![0; LABEL * count]);
        let mut column = || {
            rng.fill_bytes(&mut bytes);
            let (labels, _) = bytes.as_chunks::<LABEL>();
            Wires::new(
                labels
                    .iter()
                    .map(|label| Label::from_le_bytes(*label))
                    .collect(),
            )
        };
        (0..DISTANCE_BITS).map(|_| column()).collect()
    }

    /// The labels of mask − correction modulo 2²¹, as the body of a frame.
    fn of(&self, masks: &[u32], correction: &[u32], delta: Label) -> Vec<u8> {
        let mut body = Vec::with_capacity(LABEL * DISTANCE_BITS as usize * masks.len());
        for (column, place) in self.zeros(masks.len()).iter().zip(0_u32..) {
            for (zero, (mask, correction)) in column.iter().zip(masks.iter().zip(correction)) {
                let bit = Label::from(mask.wrapping_sub(*correction) >> place & 1);
                let label = zero ^ 0_u128.wrapping_sub(bit) & delta;
                body.extend_from_slice(&label.to_le_bytes());
            }
        }
        body
    }
}

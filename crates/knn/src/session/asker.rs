//! The asker's state machine.

use std::ops::RangeBounds;

use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use super::frame::{LABEL, Number, TABLES_PREFIX, Transcript, write_shares};
use super::source::{AskerSource, Source};
use super::{Step, selection};
use crate::circuit::gates::Wires;
use crate::circuit::{Labels, Selection};
use crate::error::Error;
use crate::garble::{Evaluator, KEY_BYTES, Label};
use crate::model::Numbers;
use crate::samples::DISTANCE_BITS;
use crate::transfer::WIDTH;
use crate::transfer::base::{CHOICE_BYTES, Sender};
use crate::transfer::extension::{Chosen, extend_for_evaluator};

/// One session of an asker.
pub struct Asker {
    numbers: Numbers,
    selection: Selection,
    transcript: Transcript,
    state: State,
}

/// What an asker waits for, with what it needs then.
enum State {
    /// The chosen base transfers.
    Offered {
        source: AskerSource,
        sender: Sender,
        offer: Vec<u8>,
    },
    /// The tables.
    Extended { source: AskerSource, chosen: Chosen },
    /// A question.
    Ready {
        source: AskerSource,
        chosen: Chosen,
        tables: Tables,
    },
    /// The distances.
    Asked {
        source: AskerSource,
        chosen: Chosen,
        tables: Tables,
        question: Zeroizing<Vec<u8>>,
    },
    /// The masks' labels.
    Corrected { chosen: Chosen, tables: Tables },
    /// Nothing more.
    Dead,
}

/// What came in frame 4: the hash's key, the colours of the outputs, the ciphertexts.
struct Tables(Vec<u8>);

impl Asker {
    /// Opens a session with a classifier of these numbers; the first frame is there to be sent.
    ///
    /// # Errors
    /// [`Error::TooFew`], which [`Numbers`] exclude.
    pub fn open(
        numbers: Numbers,
        source: Source,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Vec<u8>), Error> {
        let selection = selection(numbers)?;
        let mut transcript = Transcript::new(numbers, source.kind());
        let source = source.begin(numbers, rng);
        let (sender, offer) = Sender::make(rng);
        let frame = transcript.write(Number::Offer, &[&offer, &source.public_key()[..]].concat());
        let asker = Self {
            numbers,
            selection,
            transcript,
            state: State::Offered {
                source,
                sender,
                offer,
            },
        };
        Ok((asker, frame))
    }

    /// Takes the provider's next frame.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is not the frame that is next, or is malformed; the session is dead then.
    /// [`Error::Used`] if it was before.
    pub fn receive(&mut self, frame: &[u8], rng: &mut impl CryptoRng) -> Result<Step, Error> {
        match std::mem::replace(&mut self.state, State::Dead) {
            State::Offered {
                source,
                sender,
                offer,
            } => {
                let pairs = {
                    let session = self.transcript.session();
                    let chosen = self.read(Number::Choice, frame, CHOICE_BYTES..=CHOICE_BYTES)?;
                    sender.pairs(session, &offer, chosen)?
                };
                let session = self.transcript.session();
                let count = self.selection.input_bits();
                let (chosen, message) = extend_for_evaluator(session, &pairs, count, rng);
                self.state = State::Extended { source, chosen };
                Ok(self.send(Number::Extension, &message))
            }
            State::Extended { source, chosen } => {
                let length = TABLES_PREFIX + self.selection.gates().table_bytes();
                let tables = self.read(Number::Tables, frame, length..=length)?;
                let tables = Tables(tables.to_vec());
                if tables.colours() >> self.selection.output_bits() != 0 {
                    return Err(Error::Refused);
                }
                self.state = State::Ready {
                    source,
                    chosen,
                    tables,
                };
                Ok(Step::Ready)
            }
            State::Asked {
                source,
                chosen,
                tables,
                question,
            } => {
                let length = source.kind().answer_bytes(self.numbers);
                let answer = self.read(Number::Distances, frame, length)?;
                let shares = source.open(answer, &question)?;
                let correction = self.correction(&chosen, &shares);
                self.state = State::Corrected { chosen, tables };
                Ok(self.send(Number::Correction, &write_shares(&correction)))
            }
            State::Corrected { chosen, tables } => {
                let length = LABEL * self.selection.input_bits();
                let labels = self.read(Number::Labels, frame, length..=length)?;
                self.evaluate(&chosen, &tables, labels).map(Step::Class)
            }
            State::Ready { .. } => Err(Error::Refused),
            State::Dead => Err(Error::Used),
        }
    }

    /// Asks the session's one question: scaled values of the classifier's shape.
    ///
    /// # Errors
    /// [`Error::Features`] or [`Error::OutOfRange`] for values of another shape, which leave the session as it is;
    /// [`Error::Refused`] before the session is ready, which ends it; [`Error::Used`] afterwards.
    pub fn ask(&mut self, values: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, Error> {
        self.numbers.shape().check(values)?;
        match std::mem::replace(&mut self.state, State::Dead) {
            State::Ready {
                source,
                chosen,
                tables,
            } => {
                let sealed = source.question(values, rng)?;
                self.state = State::Asked {
                    source,
                    chosen,
                    tables,
                    question: Zeroizing::new(values.to_vec()),
                };
                Ok(self.transcript.write(Number::Question, &sealed))
            }
            State::Dead | State::Asked { .. } | State::Corrected { .. } => Err(Error::Used),
            State::Offered { .. } | State::Extended { .. } => Err(Error::Refused),
        }
    }

    fn read<'a>(
        &mut self,
        number: Number,
        frame: &'a [u8],
        length: impl RangeBounds<usize>,
    ) -> Result<&'a [u8], Error> {
        self.transcript.read(number, frame, length)
    }

    fn send(&mut self, number: Number, body: &[u8]) -> Step {
        Step::Send(self.transcript.write(number, body))
    }

    /// y_i − ρ_i modulo 2²¹: uniform, as ρ_i is.
    fn correction(&self, chosen: &Chosen, shares: &[u32]) -> Vec<u32> {
        let count = shares.len();
        let input = |index: usize| -> u32 {
            let bit = |place: usize| {
                let at = place * count + index;
                let choice = chosen.choices[at / WIDTH] >> (at % WIDTH) & 1;
                u32::from(choice == 1) << place
            };
            (0..DISTANCE_BITS as usize).map(bit).sum()
        };
        let pairs = shares.iter().enumerate();
        let differences = pairs.map(|(index, share)| share.wrapping_sub(input(index)) & MASK);
        differences.collect()
    }

    fn evaluate(&self, chosen: &Chosen, tables: &Tables, masks: &[u8]) -> Result<u8, Error> {
        let count = self.numbers.count();
        let (masks, _) = masks.as_chunks::<LABEL>();
        let masks: Wires<Label> =
            Wires::new(masks.iter().map(|m| Label::from_le_bytes(*m)).collect());
        let columns = |labels: &[Label]| -> Vec<Wires<Label>> {
            labels
                .chunks(count)
                .map(|column| Wires::new(column.to_vec()))
                .collect()
        };
        let classes = usize::from(self.numbers.rule().classes());
        let labels: Labels<()> = vec![vec![(); count]; classes - 1];
        let mut evaluator = Evaluator::new(tables.key(), tables.rows());
        let (own, theirs) = (columns(&chosen.labels), columns(&masks));
        let outputs = self.selection.run(&mut evaluator, &own, &theirs, &labels);
        evaluator.finish()?;
        let bits = outputs.iter().zip(0..).map(|(label, place)| {
            let bit = u8::from(label & 1 == 1) ^ tables.colours() >> place & 1;
            bit << place
        });
        match bits.sum() {
            class if usize::from(class) < classes => Ok(class),
            _ => Err(Error::Refused),
        }
    }
}

impl Tables {
    fn key(&self) -> [u8; KEY_BYTES] {
        let mut key = [0; KEY_BYTES];
        key.copy_from_slice(&self.0[..KEY_BYTES]);
        key
    }

    /// The colours of the outputs' labels for 0.
    fn colours(&self) -> u8 {
        self.0[KEY_BYTES]
    }

    fn rows(&self) -> &[u8] {
        &self.0[TABLES_PREFIX..]
    }
}

impl Drop for Tables {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

const MASK: u32 = (1 << DISTANCE_BITS) - 1;

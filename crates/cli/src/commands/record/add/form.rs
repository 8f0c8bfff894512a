//! The records that people enter by hand.

use clap::ValueEnum;
use record::{
    Decimal, RecordError, Resource,
    build::{
        self, Allergy, BloodPressure, Condition, Context, Dose, Duration, Frequency, Prescription,
    },
};

use super::super::Place;
use crate::{
    failure::{Failure, Kind},
    moment::parse_date,
};

/// One of the usual records.
#[derive(clap::Subcommand)]
pub(super) enum Form {
    /// A blood pressure in mmHg
    #[command(after_long_help = "Example:
  sehat record add bp --systolic 128 --diastolic 82 --date 2024-05-31T10:15:00+05:30")]
    Bp {
        /// The upper value
        #[arg(long, value_name = "MMHG")]
        systolic: u32,
        /// The lower value
        #[arg(long, value_name = "MMHG")]
        diastolic: u32,
        #[command(flatten)]
        common: Common,
    },
    /// A measurement: pulse, temperature, weight, height, glucose …
    #[command(after_long_help = "Examples:
  sehat record add vital --code 8867-4 --value 72 --unit /min      (pulse)
  sehat record add vital --code 29463-7 --value 61.5 --unit kg     (weight)
  sehat record add vital --code 8310-5 --value 37.2 --unit Cel     (temperature)

A code that cannot be entered is answered with the list of those that can.")]
    Vital {
        /// What was measured, by its LOINC code
        #[arg(long, value_name = "LOINC")]
        code: String,
        /// The number, as measured
        #[arg(long)]
        value: String,
        /// The unit, as UCUM writes it
        #[arg(long, value_name = "UCUM")]
        unit: String,
        #[command(flatten)]
        common: Common,
    },
    Prescription(Medicine),
    /// An illness or complaint
    #[command(after_long_help = "Example:
  sehat record add condition --for 'Asha Verma' --name Asthma --onset 2019 --note 'worse in winter'")]
    Condition {
        /// What it is called
        #[arg(long)]
        name: String,
        /// Since when
        #[arg(long, value_name = "DATE", value_parser = parse_date)]
        onset: Option<String>,
        /// active, recurrence, relapse, inactive, remission or resolved
        #[arg(long, default_value = "active")]
        status: String,
        /// confirmed, provisional, differential, unconfirmed or refuted
        #[arg(long, default_value = "confirmed")]
        certainty: String,
        /// A remark
        #[arg(long)]
        note: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// An allergy or intolerance
    #[command(after_long_help = "Example:
  sehat record add allergy --to Penicillin --category medication --criticality high --reaction Rash")]
    Allergy {
        /// To what
        #[arg(long, value_name = "SUBSTANCE")]
        to: String,
        /// food, medication, environment or biologic
        #[arg(long)]
        category: Option<String>,
        /// low, high or unable-to-assess
        #[arg(long)]
        criticality: Option<String>,
        /// What happens; may be given several times
        #[arg(long)]
        reaction: Vec<String>,
        /// confirmed or unconfirmed
        #[arg(long, default_value = "confirmed")]
        certainty: String,
        /// A remark
        #[arg(long)]
        note: Option<String>,
        #[command(flatten)]
        common: Common,
    },
}

/// What every form takes.
#[derive(clap::Args, Debug, Clone)]
pub(super) struct Common {
    /// When it was so; now, if not said
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub date: Option<String>,
    #[command(flatten)]
    pub place: Place,
}

/// A medicine to take
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat record add prescription --for 'Asha Verma' --drug 'Amoxicillin 500 mg' \\
    --dose 1 --dose-unit tablet --times 3 --per day --days 5 --note 'after food'
  sehat record add prescription --drug 'Paracetamol 500 mg' --dose 1 --dose-unit tablet --as-needed")]
pub(super) struct Medicine {
    /// The medicine by its generic name, with its strength
    #[arg(long)]
    drug: String,
    /// How much to take at a time
    #[arg(long, value_name = "AMOUNT", requires = "dose_unit")]
    dose: Option<String>,
    /// Of what: tablet, ml, puff …
    #[arg(long, value_name = "UNIT", requires = "dose")]
    dose_unit: Option<String>,
    /// How many times
    #[arg(long, value_name = "N", requires = "per")]
    times: Option<u32>,
    /// In each of these
    #[arg(long, value_enum, requires = "times")]
    per: Option<Span>,
    /// In each so many of these: `--times 1 --every 8 --per hour`
    #[arg(long, value_name = "N", default_value_t = 1)]
    every: u32,
    /// For how many days
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Only when there is need
    #[arg(long)]
    as_needed: bool,
    /// What else to heed
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Span {
    Hour,
    Day,
    Week,
    Month,
}

impl Form {
    /// What every form has.
    pub(super) fn common(&self) -> &Common {
        match self {
            Self::Bp { common, .. }
            | Self::Vital { common, .. }
            | Self::Condition { common, .. }
            | Self::Allergy { common, .. } => common,
            Self::Prescription(medicine) => &medicine.common,
        }
    }

    /// The resource.
    ///
    /// # Errors
    /// When a value cannot be; the message says what can.
    pub(super) fn build(&self, context: &Context<'_>) -> Result<Resource, RecordError> {
        match self {
            Self::Bp {
                systolic,
                diastolic,
                ..
            } => {
                let pressure = BloodPressure {
                    systolic: *systolic,
                    diastolic: *diastolic,
                };
                build::blood_pressure(context, pressure)
            }
            Self::Vital {
                code, value, unit, ..
            } => build::observation(context, code, &Decimal::parse(value)?, unit),
            Self::Prescription(medicine) => medicine.build(context),
            Self::Condition {
                name,
                onset,
                status,
                certainty,
                note,
                ..
            } => {
                let condition = Condition {
                    name,
                    coding: None,
                    clinical_status: status,
                    verification_status: certainty,
                    onset: onset.as_deref(),
                    note: note.as_deref(),
                };
                build::condition(context, &condition)
            }
            Self::Allergy {
                to,
                category,
                criticality,
                reaction,
                certainty,
                note,
                ..
            } => {
                let reactions: Vec<&str> = reaction.iter().map(String::as_str).collect();
                let allergy = Allergy {
                    substance: to,
                    coding: None,
                    category: category.as_deref(),
                    criticality: criticality.as_deref(),
                    verification_status: certainty,
                    reactions: &reactions,
                    note: note.as_deref(),
                };
                build::allergy(context, &allergy)
            }
        }
    }
}

impl Medicine {
    fn build(&self, context: &Context<'_>) -> Result<Resource, RecordError> {
        let dose = match (&self.dose, &self.dose_unit) {
            (Some(amount), Some(unit)) => Some(Dose {
                amount: Decimal::parse(amount)?,
                unit,
            }),
            _ => None,
        };
        let frequency = self.times.zip(self.per).map(|(times, per)| Frequency {
            times,
            period: self.every,
            unit: match per {
                Span::Hour => "h",
                Span::Day => "d",
                Span::Week => "wk",
                Span::Month => "mo",
            },
        });
        let prescription = Prescription {
            drug: &self.drug,
            coding: None,
            dose,
            frequency,
            duration: self.days.map(|length| Duration { length, unit: "d" }),
            as_needed: self.as_needed,
            note: self.note.as_deref(),
        };
        build::medication_request(context, &prescription)
    }
}

/// What was typed on the command line is no file.
pub(super) fn as_usage(error: RecordError) -> Failure {
    Failure::new(Kind::Usage, "bad_value", error.to_string())
}

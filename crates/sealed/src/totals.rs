//! The sealed sums of a data set's columns: what is computed with the public key alone, and opened elsewhere.

use data_encoding::BASE64URL_NOPAD;
use paillier::{Error, Exact, FormatFault, Moments, PrivateKey, PublicKey, Sealed, SealedMoments};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{
    dataset::{Content, Dataset, decimals},
    error::SealedError,
    json,
    statistics::{if_enough, ratio},
};

/// The sealed sums of some columns.
#[derive(Debug)]
pub struct Totals(Vec<Total>);

#[derive(Debug)]
struct Total {
    name: String,
    sum: SealedTotal,
}

#[derive(Debug)]
enum SealedTotal {
    Sum(Sealed),
    Moments(SealedMoments),
}

/// The sums of a column, opened.
#[derive(Debug, Clone)]
pub struct OpenTotal {
    /// The column.
    pub name: String,
    /// How many values were added.
    pub count: u64,
    /// Their sum.
    pub sum: Exact,
    /// With the squares, if they were sealed.
    pub moments: Option<Moments>,
    places: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TotalsFile {
    format: String,
    columns: Vec<TotalFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TotalFile {
    name: String,
    sealed: String,
}

impl Totals {
    /// Adds the sealed columns of a data set that are asked for, or all, under new randomness.
    ///
    /// # Errors
    /// The plaintexts' room is not enough.
    pub fn of(
        dataset: &Dataset,
        key: &PublicKey,
        asked: impl Fn(&str) -> bool,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, SealedError> {
        let mut totals = Vec::new();
        for column in dataset.columns.iter().filter(|column| asked(&column.name)) {
            let Some(values) = column.content.values() else {
                continue;
            };
            let sum = match &column.content {
                Content::WithSquares(both) => {
                    SealedTotal::Moments(both.moments()?.rerandomize(key, rng)?)
                }
                _ => SealedTotal::Sum(values.sum()?.rerandomize(key, rng)?),
            };
            totals.push(Total {
                name: column.name.clone(),
                sum,
            });
        }
        Ok(Self(totals))
    }

    /// As a file holds them.
    pub fn to_json(&self) -> String {
        let column = |total: &Total| TotalFile {
            name: total.name.clone(),
            sealed: BASE64URL_NOPAD.encode(&match &total.sum {
                SealedTotal::Sum(sum) => sum.to_bytes(),
                SealedTotal::Moments(moments) => moments.to_bytes(),
            }),
        };
        json::write(&TotalsFile {
            format: FORMAT.to_owned(),
            columns: self.0.iter().map(column).collect(),
        })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`SealedError::Format`], or what is wrong with a sum.
    pub fn parse(key: &PublicKey, text: &[u8]) -> Result<Self, SealedError> {
        let wrong = || SealedError::Format(FORMAT);
        let file: TotalsFile = json::read(text, FORMAT)?;
        if file.format != FORMAT {
            return Err(wrong());
        }
        let total = |total: TotalFile| {
            let bytes = BASE64URL_NOPAD
                .decode(total.sealed.as_bytes())
                .map_err(|_| wrong())?;
            let sum = match SealedMoments::from_bytes(key, &bytes) {
                Err(Error::Format(FormatFault::Magic)) => {
                    SealedTotal::Sum(Sealed::from_bytes(key, &bytes)?)
                }
                moments => SealedTotal::Moments(moments?),
            };
            Ok(Total {
                name: total.name,
                sum,
            })
        };
        let columns: Result<Vec<Total>, SealedError> =
            file.columns.into_iter().map(total).collect();
        columns.map(Self)
    }

    /// Opens them.
    ///
    /// # Errors
    /// The key is another one, or what comes out is no sum of such numbers.
    pub fn open(&self, key: &PrivateKey) -> Result<Vec<OpenTotal>, SealedError> {
        let open = |total: &Total| {
            let (count, sum, moments) = match &total.sum {
                SealedTotal::Sum(sum) => (sum.count(), key.decrypt_sealed(sum)?, None),
                SealedTotal::Moments(moments) => {
                    let moments = key.decrypt_moments(moments)?;
                    (moments.count(), moments.sum().clone(), Some(moments))
                }
            };
            Ok(OpenTotal {
                name: total.name.clone(),
                count,
                sum,
                moments,
                places: decimals(&total.sum.sum().scale()),
            })
        };
        self.0.iter().map(open).collect()
    }

    /// The columns' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|total| total.name.as_str())
    }
}

impl SealedTotal {
    /// The sum without that of the squares.
    fn sum(&self) -> &Sealed {
        match self {
            Self::Sum(sum) => sum,
            Self::Moments(moments) => moments.sum(),
        }
    }
}

impl OpenTotal {
    /// The mean, rounded once; none of nothing.
    pub fn mean(&self) -> Option<f64> {
        let count = paillier::Integer::from(self.count);
        (self.count > 0)
            .then(|| self.sum.divided_by(&count).ok())
            .flatten()
    }

    /// The sample variance, rounded once; none without squares, or of fewer than two values.
    ///
    /// # Errors
    /// The squares cannot be those of any such numbers.
    pub fn variance(&self) -> Result<Option<f64>, SealedError> {
        let moments = self.moments.as_ref();
        let variance = moments.map(|moments| if_enough(moments.sample_variance()));
        Ok(variance.transpose()?.flatten())
    }

    /// The square root of the sample variance.
    ///
    /// # Errors
    /// As [`OpenTotal::variance`].
    pub fn deviation(&self) -> Result<Option<f64>, SealedError> {
        Ok(self.variance()?.map(f64::sqrt))
    }

    /// The sum over another column's, which is the ratio of the means where both count the same rows.
    ///
    /// # Errors
    /// The other sum is zero.
    pub fn ratio(&self, other: &Self) -> Result<f64, SealedError> {
        Ok(ratio((&self.sum, self.places), (&other.sum, other.places))?)
    }
}

const FORMAT: &str = "sehat data set sums 1";

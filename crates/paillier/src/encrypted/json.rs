//! A sealed number as python-paillier's command line writes it: `{"v": "ciphertext in decimal", "e": exponent}`.

use bignum::Uint;
use serde::{Deserialize, Serialize};

use super::Encrypted;
use crate::error::{Error, FormatFault};
use crate::json::write_like_python;
use crate::key::PublicKey;

#[derive(Serialize, Deserialize)]
struct Form {
    v: String,
    e: i64,
}

impl Encrypted {
    /// Writes it as `pheutil` does. It is not re-randomised: see [`rerandomize`](Self::rerandomize).
    #[must_use]
    pub fn to_phe_json(&self) -> String {
        write_like_python(&Form {
            v: self.ciphertext().to_decimal(),
            e: i64::from(self.exponent),
        })
    }

    /// Reads what [`to_phe_json`](Self::to_phe_json) or `pheutil` wrote. Other members are ignored, as `pheutil` does.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::BadCiphertext`] or [`Error::ExponentTooLarge`]. That it belongs to another key
    /// cannot be seen unless it is no ciphertext of this one.
    pub fn from_phe_json(key: &PublicKey, text: &str) -> Result<Self, Error> {
        let form: Form = serde_json::from_str(text).map_err(|_| FormatFault::Field("v, e"))?;
        let digits = form.v.trim();
        // n² in decimal has at most 2·bits·log10(2) + 1 digits: nothing longer is worth reading.
        if digits.len() > key.bits() {
            return Err(crate::error::CiphertextFault::Range.into());
        }
        let value = Uint::parse_decimal(digits).map_err(|_| FormatFault::Field("v"))?;
        let exponent = i32::try_from(form.e).map_err(|_| Error::ExponentTooLarge)?;
        Self::from_ciphertext(key, &value, exponent)
    }
}

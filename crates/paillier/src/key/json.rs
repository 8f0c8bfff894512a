//! Keys as python-paillier's command line writes them.
//!
//! A JSON web key of type "DAJ" with the algorithm "PAI-GN1"; numbers are big-endian in base64url without padding.
//! What phe does not know stands in members of our own, which it ignores: `sehat_variant` beside `n`, and the
//! factors of p − 1 and q − 1 in the private key.

use bignum::Uint;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::private::{Factors, PrivateKey, Secrets};
use super::public::PublicKey;
use super::size::Sizes;
use super::variant::{PublicVariant, Variant};
use crate::error::{Error, KeyFault};
use crate::json::write_like_python;

#[derive(Serialize, Deserialize)]
struct PublicForm {
    kty: String,
    alg: String,
    #[serde(default)]
    key_ops: Vec<String>,
    n: String,
    #[serde(default)]
    kid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sehat_variant: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PrivateForm {
    kty: String,
    key_ops: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    q: Option<String>,
    /// What python-paillier wrote before version 1.2 in the place of p and q.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lambda: Option<String>,
    r#pub: PublicForm,
    #[serde(default)]
    kid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sehat_p_minus_1: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sehat_q_minus_1: Option<Vec<String>>,
}

impl Drop for PrivateForm {
    fn drop(&mut self) {
        self.p.zeroize();
        self.q.zeroize();
        self.lambda.zeroize();
        self.sehat_p_minus_1.zeroize();
        self.sehat_q_minus_1.zeroize();
    }
}

impl PublicKey {
    /// Writes the key as `pheutil extract` does; `kid` is a text for people.
    ///
    /// # Errors
    /// [`Error::NotInterchangeable`] for a key with a short subgroup: what phe encrypts would not be opened.
    pub fn to_phe_json(&self, kid: &str) -> Result<String, Error> {
        Ok(write_like_python(&public_form(self, kid)?))
    }

    /// Reads what [`to_phe_json`](Self::to_phe_json) or `pheutil` wrote.
    ///
    /// # Errors
    /// [`Error::NotAKey`].
    pub fn from_phe_json(text: &str, sizes: Sizes) -> Result<Self, Error> {
        let form: PublicForm =
            serde_json::from_str(text).map_err(|_| KeyFault::Member("kty, alg, n"))?;
        parse_public(&form, sizes)
    }
}

impl PrivateKey {
    /// Writes the key as `pheutil genpkey` does; the two texts are for people.
    ///
    /// # Errors
    /// [`Error::NotInterchangeable`] for a key with a short subgroup.
    pub fn to_phe_json(&self, kid: &str, public_kid: &str) -> Result<Zeroizing<String>, Error> {
        let secrets = self.secrets();
        let (sehat_p_minus_1, sehat_q_minus_1) = match &secrets.known {
            Factors::All(p, q) => (Some(to_list(p)), Some(to_list(q))),
            _ => (None, None),
        };
        let form = PrivateForm {
            kty: KTY.into(),
            key_ops: vec!["decrypt".into()],
            p: Some(to_base64(&secrets.p)),
            q: Some(to_base64(&secrets.q)),
            lambda: None,
            r#pub: public_form(self.public(), public_kid)?,
            kid: kid.into(),
            sehat_p_minus_1,
            sehat_q_minus_1,
        };
        Ok(Zeroizing::new(write_like_python(&form)))
    }

    /// Reads what [`to_phe_json`](Self::to_phe_json) or `pheutil` wrote, also the older form with `lambda` in the
    /// place of p and q.
    ///
    /// # Errors
    /// [`Error::NotAKey`].
    pub fn from_phe_json(text: &str, sizes: Sizes) -> Result<Self, Error> {
        let form: PrivateForm =
            serde_json::from_str(text).map_err(|_| KeyFault::Member("kty, key_ops, pub"))?;
        if form.kty != KTY {
            return Err(KeyFault::Member("kty").into());
        }
        if !form.key_ops.iter().any(|op| op == "decrypt") {
            return Err(KeyFault::Member("key_ops").into());
        }
        let public = parse_public(&form.r#pub, sizes)?;
        let (p, q) = match (&form.p, &form.q, &form.lambda) {
            (Some(p), Some(q), _) => (from_base64(p, "p")?, from_base64(q, "q")?),
            (_, _, Some(lambda)) => split(public.n(), &from_base64(lambda, "lambda")?)?,
            _ => return Err(KeyFault::Member("p, q").into()),
        };
        let known = match (&form.sehat_p_minus_1, &form.sehat_q_minus_1) {
            (Some(p), Some(q)) => Factors::All(
                from_list(p, "sehat_p_minus_1")?,
                from_list(q, "sehat_q_minus_1")?,
            ),
            _ => Factors::Unknown,
        };
        Self::new(public, Secrets { p, q, known })
    }
}

fn public_form(key: &PublicKey, kid: &str) -> Result<PublicForm, Error> {
    let sehat_variant = match key.variant() {
        Variant::Standard => None,
        Variant::Djn => Some(DJN.into()),
        Variant::ShortSubgroup { .. } => {
            return Err(Error::NotInterchangeable(
                "what python-paillier encrypts for a key with a short subgroup is not in the subgroup",
            ));
        }
    };
    Ok(PublicForm {
        kty: KTY.into(),
        alg: ALG.into(),
        key_ops: vec!["encrypt".into()],
        n: to_base64(key.n()),
        kid: kid.into(),
        sehat_variant,
    })
}

fn parse_public(form: &PublicForm, sizes: Sizes) -> Result<PublicKey, Error> {
    if form.kty != KTY {
        return Err(KeyFault::Member("kty").into());
    }
    if form.alg != ALG {
        return Err(KeyFault::Member("alg").into());
    }
    let variant = match form.sehat_variant.as_deref() {
        None => PublicVariant::Standard,
        Some(DJN) => PublicVariant::Djn,
        Some(_) => return Err(KeyFault::Member("sehat_variant").into()),
    };
    PublicKey::new(&from_base64(&form.n, "n")?, variant, sizes)
}

fn to_base64(x: &Uint) -> String {
    BASE64URL_NOPAD.encode(&Zeroizing::new(x.to_be_bytes()))
}

fn from_base64(text: &str, member: &'static str) -> Result<Uint, Error> {
    // Every number of a key has at most 8,192 bits.
    let bytes = match text.len() {
        1..=2048 => BASE64URL_NOPAD.decode(text.trim_end_matches('=').as_bytes()),
        _ => return Err(KeyFault::Member(member).into()),
    };
    let bytes = Zeroizing::new(bytes.map_err(|_| KeyFault::Member(member))?);
    Ok(Uint::from_be_bytes(&bytes))
}

fn to_list(factors: &[Uint]) -> Vec<String> {
    factors.iter().map(to_base64).collect()
}

fn from_list(factors: &[String], member: &'static str) -> Result<Vec<Uint>, Error> {
    let parse = |text: &String| from_base64(text, member);
    factors.iter().map(parse).collect()
}

/// The two primes of n from a multiple of λ(n), by the square roots of 1 that powers of small bases run into (Miller
/// 1976, in the form of Rabin's test). Not constant-time.
fn split(n: &Uint, lambda: &Uint) -> Result<(Uint, Uint), Error> {
    let bad = KeyFault::Member("lambda");
    let one = Uint::one(1);
    if lambda.bits_vartime() > n.bits_vartime() || lambda.bits_vartime() < 2 {
        return Err(bad.into());
    }
    let modulus = bignum::Modulus::new(n).map_err(|_| KeyFault::Even)?;
    let twos = (0..lambda.bits_vartime())
        .find(|&i| lambda.bit(i).into())
        .unwrap_or(0);
    let odd = lambda.shr_vartime(twos);
    let minus_one = n.wrapping_sub(&one);
    for base in 2..100 {
        let mut x = modulus.pow(&modulus.reduce(&Uint::from_u64(base)), &odd);
        for _ in 0..twos {
            let square = modulus.square(&x);
            if square == one && x != one && x != minus_one {
                let p = x.wrapping_sub(&one).gcd_vartime(n);
                let (q, rest) = n.div_rem_vartime(&p);
                return match rest.is_zero().into() {
                    true => Ok((p.trimmed_vartime(), q.trimmed_vartime())),
                    false => Err(bad.into()),
                };
            }
            x = square;
        }
    }
    Err(bad.into())
}

const KTY: &str = "DAJ";
const ALG: &str = "PAI-GN1";
const DJN: &str = "djn";

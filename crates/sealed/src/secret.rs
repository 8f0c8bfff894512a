//! The secret of those who fill in forms: it locks the words and signs the whole.
//!
//! One file holds 32 random bytes, beside the Paillier key and apart from it, because their holders differ: who fills
//! in forms has this secret and the public key, and reads names but no numbers of forms that others sealed; who adds
//! has neither secret; who opens results has the private key. A random secret and not a passphrase, because a form
//! lies where others can try passphrases for years.
//!
//! From it HKDF-SHA256 (RFC 5869) derives an Ed25519 key (RFC 8032) that signs every form, and for each form a key of
//! AES-256-GCM (NIST SP 800-38D) for its words. The signature's public half stands in the form: whoever adds forms
//! checks with it, and without any secret, that not a byte was changed and that all come from the same desk. Whether
//! that is the right desk he must know otherwise: anybody can make a secret.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{error::SealedError, json};

/// 32 random bytes, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FormSecret([u8; 32]);

/// Who signs forms: the public half of a secret's signature key, which may be shown to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signatory([u8; 32]);

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct SecretFile {
    format: String,
    secret: String,
}

impl FormSecret {
    /// Draws a fresh one.
    pub fn make(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// As its file holds it.
    pub fn to_json(&self) -> Zeroizing<String> {
        let file = SecretFile {
            format: FORMAT.to_owned(),
            secret: BASE64URL_NOPAD.encode(&self.0),
        };
        Zeroizing::new(json::write(&file))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`SealedError::Format`].
    pub fn parse_json(text: &[u8]) -> Result<Self, SealedError> {
        let wrong = SealedError::Format(FORMAT);
        let file: SecretFile = serde_json::from_slice(text).map_err(|_| wrong.clone())?;
        let bytes = BASE64URL_NOPAD.decode(file.secret.as_bytes());
        let bytes = Zeroizing::new(bytes.map_err(|_| wrong.clone())?);
        match (
            file.format == FORMAT,
            <[u8; 32]>::try_from(bytes.as_slice()),
        ) {
            (true, Ok(secret)) => Ok(Self(secret)),
            _ => Err(wrong),
        }
    }

    /// The public half of its signature key.
    pub fn signatory(&self) -> Signatory {
        Signatory(self.signing_key().verifying_key().to_bytes())
    }

    /// Signs a message under a domain.
    pub(crate) fn sign(&self, domain: &str, message: &[u8]) -> [u8; 64] {
        let message = in_domain(domain, message);
        self.signing_key().sign(&message).to_bytes()
    }

    /// What locks the words of one form.
    pub(crate) fn words(&self, form: &[u8; 16]) -> WordLock {
        WordLock(self.derive(&[b"words", form]))
    }

    /// What locks the text columns of one data set.
    pub(crate) fn texts(&self, dataset: &[u8; 16]) -> WordLock {
        WordLock(self.derive(&[b"data set", dataset]))
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.derive(&[b"signature"]))
    }

    fn derive(&self, label: &[&[u8]]) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        let expanded =
            Hkdf::<Sha256>::new(Some(DOMAIN), &self.0).expand_multi_info(label, &mut *out);
        match expanded {
            Ok(()) => out,
            Err(_) => unreachable!("32 bytes are within HKDF's limit"),
        }
    }
}

impl Signatory {
    /// As forms name it.
    pub fn to_text(self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// Reads a name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Checks a signature, strictly: no key of small order, no second form of the same signature.
    pub(crate) fn verify(self, domain: &str, message: &[u8], signature: &[u8; 64]) -> bool {
        let message = in_domain(domain, message);
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
            key.verify_strict(&message, &Signature::from_bytes(signature))
                .is_ok()
        })
    }
}

/// AES-256-GCM under a key that one form or one data set alone uses; each of its texts has a place of its own, which is
/// the nonce.
pub(crate) struct WordLock(Zeroizing<[u8; 32]>);

impl WordLock {
    /// Seals a text for its place. Its length is hidden up to the next multiple of [`BLOCK`] bytes.
    pub(crate) fn seal(&self, place: Place, text: &str, bound_to: &[u8]) -> Vec<u8> {
        let mut plain = Zeroizing::new(Vec::with_capacity(text.len() + BLOCK));
        plain.extend_from_slice(text.as_bytes());
        plain.push(END);
        let padded = plain.len().next_multiple_of(BLOCK);
        plain.resize(padded, 0);
        let payload = Payload {
            msg: &plain,
            aad: bound_to,
        };
        match self.cipher().encrypt(&place.into(), payload) {
            Ok(sealed) => sealed,
            Err(_) => unreachable!("a field is shorter than AES-GCM's limit"),
        }
    }

    /// Opens the text of a place; none if anything is not as it was sealed.
    pub(crate) fn open(
        &self,
        place: Place,
        sealed: &[u8],
        bound_to: &[u8],
    ) -> Option<Zeroizing<String>> {
        let payload = Payload {
            msg: sealed,
            aad: bound_to,
        };
        let plain = Zeroizing::new(self.cipher().decrypt(&place.into(), payload).ok()?);
        let end = plain.iter().rposition(|&byte| byte != 0)?;
        let text = std::str::from_utf8(&plain[..end]).ok()?;
        (plain[end] == END).then(|| Zeroizing::new(text.to_owned()))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.0).into())
    }
}

/// Where a text stands: of a form the number of the field in the first byte; of a data set the number of the column in
/// four bytes and that of the row in eight.
pub(crate) type Place = [u8; 12];

/// The place of a field of a form.
pub(crate) fn field(number: u8) -> Place {
    let mut place = [0; 12];
    place[0] = number;
    place
}

fn in_domain(domain: &str, message: &[u8]) -> Vec<u8> {
    [domain.as_bytes(), &[0], message].concat()
}

/// What closes a text before its padding: no byte of UTF-8.
const END: u8 = 0xff;

/// Texts are as long as a multiple of this many bytes.
const BLOCK: usize = 64;

const FORMAT: &str = "sehat form secret 1";
const DOMAIN: &[u8] = b"sehat/form/1";

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: FormSecret = FormSecret([7; 32]);

    #[test]
    fn words_open_only_where_they_were_sealed() {
        let lock = SECRET.words(&[1; 16]);
        let sealed = lock.seal(field(0), "आशा", b"here");
        assert_eq!(
            lock.open(field(0), &sealed, b"here")
                .as_deref()
                .map(String::as_str),
            Some("आशा")
        );
        assert!(lock.open(field(1), &sealed, b"here").is_none());
        assert!(lock.open(field(0), &sealed, b"there").is_none());
        assert!(
            SECRET
                .words(&[2; 16])
                .open(field(0), &sealed, b"here")
                .is_none()
        );
        assert_eq!(sealed.len(), lock.seal(field(0), "", b"here").len());
        assert_eq!(sealed.len(), BLOCK + 16);
        assert_eq!(
            lock.seal(field(0), &"x".repeat(64), b"").len(),
            2 * BLOCK + 16
        );
    }

    #[test]
    fn a_secret_comes_back_out_of_its_file() {
        let text = SECRET.to_json();
        assert_eq!(FormSecret::parse_json(text.as_bytes()).unwrap().0, SECRET.0);
        for wrong in ["", "{}", "{\"format\":\"x\",\"secret\":\"BwcH\"}"] {
            assert!(FormSecret::parse_json(wrong.as_bytes()).is_err());
        }
    }

    #[test]
    fn signatures_hold_for_one_domain_and_one_message() {
        let signature = SECRET.sign("a", b"message");
        let signatory = SECRET.signatory();
        assert!(signatory.verify("a", b"message", &signature));
        assert!(!signatory.verify("b", b"message", &signature));
        assert!(!signatory.verify("a", b"messagf", &signature));
        assert!(
            !FormSecret([8; 32])
                .signatory()
                .verify("a", b"message", &signature)
        );
        assert_eq!(Signatory::parse(&signatory.to_text()), Some(signatory));
    }
}

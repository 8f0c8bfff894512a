//! HKDF-SHA256 (RFC 5869) with a label for each purpose.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroize;

use crate::secret::Secret;

/// `HKDF-Expand(HKDF-Extract("", secret), "sehat/v1/" ‖ label ‖ 0x00 ‖ context, 32)`.
pub fn derive(secret: &[u8], label: &str, context: &[u8]) -> Secret {
    let mut out = [0; 32];
    let info: [&[u8]; 4] = [b"sehat/v1/", label.as_bytes(), &[0], context];
    match Hkdf::<Sha256>::new(None, secret).expand_multi_info(&info, &mut out) {
        Ok(()) => {}
        Err(_) => unreachable!("32 bytes are within HKDF's limit"),
    }
    let key = Secret(out);
    out.zeroize();
    key
}

/// HMAC-SHA256 (RFC 2104) under `key`, with a label before the message.
pub fn mac(key: &Secret, label: &str, message: &[u8]) -> Hmac<Sha256> {
    let mut mac = match Hmac::<Sha256>::new_from_slice(&key.0) {
        Ok(mac) => mac,
        Err(_) => unreachable!("HMAC takes keys of any length"),
    };
    mac.update(b"sehat/v1/");
    mac.update(label.as_bytes());
    mac.update(&[0]);
    mac.update(message);
    mac
}

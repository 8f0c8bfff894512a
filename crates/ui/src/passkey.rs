//! Passkeys: asks the browser for the secret that one gives (WebAuthn level 3, PRF extension).

use bridge::{HiddenBytes, Passkey};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why a passkey gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyError {
    /// The browser knows no passkeys.
    Unknown,
    /// The person, or the device, said no.
    Refused,
    /// There is a passkey, but it gives no secret (no PRF).
    NoSecret,
}

/// A passkey just made, with what it gives.
#[derive(Debug)]
pub struct MadePasskey {
    /// How to ask for it again.
    pub passkey: Passkey,
    /// What it gives.
    pub prf: HiddenBytes,
}

/// Whether this browser knows passkeys at all.
pub fn known() -> bool {
    let known = Reflect::get(&window(), &"PublicKeyCredential".into());
    known.is_ok_and(|known| known.is_function())
}

/// Makes a passkey on this device, for a person's name.
///
/// # Errors
/// [`PasskeyError`].
pub async fn make(name: &str) -> Result<MadePasskey, PasskeyError> {
    let salt = make_random()?;
    let options = object(&[("publicKey", creation(name, &salt)?.into())]);
    let credential = call("create", &options).await?;
    let id = part(&credential, "rawId").ok_or(PasskeyError::Refused)?;
    let passkey = Passkey {
        credential: Uint8Array::new(&id).to_vec(),
        salt,
    };
    // Some authenticators give the secret only when asked with `get`.
    let prf = match secret(&credential) {
        Some(prf) => prf,
        None => ask(&passkey).await?,
    };
    Ok(MadePasskey { passkey, prf })
}

/// Asks a passkey for its secret.
///
/// # Errors
/// [`PasskeyError`].
pub async fn ask(passkey: &Passkey) -> Result<HiddenBytes, PasskeyError> {
    let allowed = object(&[
        ("type", "public-key".into()),
        ("id", Uint8Array::from(passkey.credential.as_slice()).into()),
    ]);
    let request = object(&[
        (
            "challenge",
            Uint8Array::from(make_random()?.as_slice()).into(),
        ),
        ("rpId", host()?.into()),
        ("allowCredentials", Array::of1(&allowed).into()),
        ("userVerification", "required".into()),
        ("extensions", prf_input(&passkey.salt).into()),
    ]);
    let credential = call("get", &object(&[("publicKey", request.into())])).await?;
    secret(&credential).ok_or(PasskeyError::NoSecret)
}

/// What a new passkey is to be: of this device or a key that can be carried, and only with a finger,
/// a face or a PIN.
fn creation(name: &str, salt: &[u8; 32]) -> Result<Object, PasskeyError> {
    let user = object(&[
        ("id", Uint8Array::from(make_random()?.as_slice()).into()),
        ("name", name.into()),
        ("displayName", name.into()),
    ]);
    // Ed25519, ECDSA with P-256, RSA: the signature is not looked at, but one must be named.
    let kinds = [-8, -7, -257].into_iter().map(|kind| {
        JsValue::from(object(&[
            ("type", "public-key".into()),
            ("alg", kind.into()),
        ]))
    });
    let selection = object(&[
        ("residentKey", "preferred".into()),
        ("userVerification", "required".into()),
    ]);
    let app = object(&[("id", host()?.into()), ("name", "Sehat".into())]);
    Ok(object(&[
        ("rp", app.into()),
        ("user", user.into()),
        (
            "challenge",
            Uint8Array::from(make_random()?.as_slice()).into(),
        ),
        ("pubKeyCredParams", kinds.collect::<Array>().into()),
        ("authenticatorSelection", selection.into()),
        ("extensions", prf_input(salt).into()),
    ]))
}

fn prf_input(salt: &[u8; 32]) -> Object {
    let first = object(&[("first", Uint8Array::from(salt.as_slice()).into())]);
    object(&[("prf", object(&[("eval", first.into())]).into())])
}

/// What the PRF gave, if it gave something.
fn secret(credential: &JsValue) -> Option<HiddenBytes> {
    let read: Function = part(credential, "getClientExtensionResults")?
        .dyn_into()
        .ok()?;
    let results = read.call0(credential).ok()?;
    let first = part(&part(&part(&results, "prf")?, "results")?, "first")?;
    let bytes = Uint8Array::new(&first);
    let mut hidden = HiddenBytes([0; 32]);
    (bytes.length() == 32).then(|| bytes.copy_to(&mut hidden.0))?;
    Some(hidden)
}

async fn call(method: &str, options: &Object) -> Result<JsValue, PasskeyError> {
    if !known() {
        return Err(PasskeyError::Unknown);
    }
    let credentials = part(&window().navigator(), "credentials").ok_or(PasskeyError::Unknown)?;
    let method: Function = part(&credentials, method)
        .and_then(|method| method.dyn_into().ok())
        .ok_or(PasskeyError::Unknown)?;
    let asked = method
        .call1(&credentials, options)
        .map_err(|_| PasskeyError::Refused)?;
    let credential = JsFuture::from(Promise::from(asked))
        .await
        .map_err(|_| PasskeyError::Refused)?;
    match credential.is_object() {
        true => Ok(credential),
        false => Err(PasskeyError::Refused),
    }
}

fn host() -> Result<String, PasskeyError> {
    let host = window().location().hostname();
    host.map_err(|_| PasskeyError::Unknown)
}

fn make_random() -> Result<[u8; 32], PasskeyError> {
    let mut bytes = [0; 32];
    let crypto = window().crypto().map_err(|_| PasskeyError::Unknown)?;
    crypto
        .get_random_values_with_u8_array(&mut bytes)
        .map_err(|_| PasskeyError::Unknown)?;
    Ok(bytes)
}

/// A part that is there.
fn part(of: &JsValue, name: &str) -> Option<JsValue> {
    let part = Reflect::get(of, &name.into()).ok()?;
    (!part.is_undefined() && !part.is_null()).then_some(part)
}

fn object(parts: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in parts {
        // A plain object refuses no property.
        let _ = Reflect::set(&object, &JsValue::from(*name), value);
    }
    object
}

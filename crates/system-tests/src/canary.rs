//! Canaries: what must stand nowhere, in no form, and a scanner that finds it.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use client::account::Kit;
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use record::Import;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A list of canaries.
#[derive(Default)]
pub struct Canaries {
    texts: BTreeSet<String>,
    secrets: BTreeSet<Vec<u8>>,
}

/// Finds any of them in any of their forms.
pub struct Scanner {
    automaton: AhoCorasick,
    names: Vec<String>,
}

impl Canaries {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// A text of at least four bytes: itself and its hash.
    pub fn text(&mut self, text: &str) {
        if text.len() >= 4 {
            self.texts.insert(text.to_owned());
        }
    }

    /// A secret: itself and its hash.
    pub fn secret(&mut self, bytes: &[u8]) {
        self.secrets.insert(bytes.to_vec());
    }

    /// The account secret as typed and the words, each by itself where it is long enough to mean
    /// something, and all together.
    pub fn kit(&mut self, kit: &Kit) {
        self.text(&kit.account_secret);
        self.text(&kit.account_secret.replace('-', ""));
        if let Some(words) = &kit.words {
            self.text(words);
            let words: Vec<&str> = words.split_whitespace().collect();
            for pair in words.windows(2) {
                self.text(&pair.join(" "));
            }
        }
    }

    /// Everything that a FHIR file says: names, codes, values, texts, types of resources.
    pub fn bundle(&mut self, file: &[u8]) {
        let Import { items, .. } = record::import(file).unwrap();
        for item in items {
            let json: Value = serde_json::from_slice(&item.resource.to_json_bytes()).unwrap();
            self.value(&json);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.text(text),
            // Numbers of few digits stand by chance in any noise.
            Value::Number(number) if number.to_string().len() >= 8 => {
                self.text(&number.to_string());
            }
            Value::Array(items) => items.iter().for_each(|item| self.value(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.value(field)),
            _ => {}
        }
    }

    /// Leaves out what `bytes` hold: words that a server with nobody's data has as well.
    pub fn without(&mut self, bytes: &[u8]) {
        let holds = |text: &String| {
            let text = text.as_bytes();
            bytes.windows(text.len()).any(|window| window == text)
        };
        self.texts.retain(|text| !holds(text));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len() + self.secrets.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The scanner for all of them.
    pub fn scanner(&self) -> Scanner {
        let mut patterns: Vec<(Vec<u8>, String)> = Vec::new();
        for text in &self.texts {
            // What is short stands by chance in noise: it is looked for as it stands in FHIR, quoted.
            let raw = match text.len() {
                ..LEAST => format!("\"{text}\""),
                _ => text.clone(),
            };
            patterns.push((raw.into_bytes(), format!("{text:?}")));
            forms(&mut patterns, text.as_bytes(), &format!("{text:?}"));
        }
        for secret in &self.secrets {
            let name = "a secret".to_owned();
            patterns.push((secret.clone(), name.clone()));
            forms(&mut patterns, secret, &name);
        }
        let (patterns, names): (Vec<Vec<u8>>, Vec<String>) = patterns.into_iter().unzip();
        Scanner {
            automaton: AhoCorasick::new(patterns).unwrap(),
            names,
        }
    }
}

/// In hexadecimal, in base 64, and the SHA-256 in each form.
fn forms(patterns: &mut Vec<(Vec<u8>, String)>, bytes: &[u8], name: &str) {
    let hash = Sha256::digest(bytes).to_vec();
    patterns.push((hash.clone(), format!("the SHA-256 of {name}")));
    for (bytes, name) in [
        (bytes, name.to_owned()),
        (&hash, format!("the SHA-256 of {name}")),
    ] {
        for encode in [HEXLOWER, HEXUPPER] {
            patterns.push((encode.encode(bytes).into_bytes(), format!("{name} in hex")));
        }
        for encode in [BASE64, BASE64URL_NOPAD] {
            let text = encode.encode(bytes);
            // Without what depends on the bytes that follow.
            let whole = &text[..bytes.len() / 3 * 4];
            if whole.len() > LEAST {
                patterns.push((whole.as_bytes().to_vec(), format!("{name} in base 64")));
            }
        }
    }
}

impl Scanner {
    /// The first canary found.
    pub fn find(&self, bytes: &[u8]) -> Option<String> {
        let found = self.automaton.find(bytes)?;
        let name = &self.names[found.pattern().as_usize()];
        Some(format!("{name} at byte {}", found.start()))
    }
}

/// A thousand strings of six bytes stand in 100 MB of noise once in three thousand times.
const LEAST: usize = 6;

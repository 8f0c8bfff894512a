//! 11: CBOR that is not canonical, too deep, too long, or followed by other bytes.

use client::ClientError;
use system_tests::{
    forger::{altered_entry, entry, request},
    practice::{Practice, heads, prescribe, sync},
};
use wire::{
    api::{Append, path},
    codec::{self, Bytes, Cbor, CodecError, Reader, Writer},
    sign::{Object, Signed},
    vault::{AnchorPart, Audience, LogEntry, Part},
};

/// What is signed is these bytes, whatever they are.
struct Raw(Vec<u8>);

impl Cbor for Raw {
    fn encode(&self, writer: &mut Writer) {
        writer.writer_mut().extend_from_slice(&self.0);
    }
    fn decode(_: &mut Reader<'_>) -> Result<Self, CodecError> {
        unreachable!("it is only written")
    }
}

impl Object for Raw {
    const DOMAIN: &'static str = LogEntry::DOMAIN;
    const LIMIT: usize = LogEntry::LIMIT;
}

/// An anchor by the patient, its signed bytes changed before they are signed.
fn anchor(at: &Practice, change: impl FnOnce(&mut Vec<u8>)) -> Append {
    let head = at.asha.chain(&at.asha.identity().person).unwrap().head().1;
    let part = Part::Anchor(AnchorPart { head });
    let honest = entry(&at.asha, at.vault, &part, Audience::Members, Vec::new());
    let mut bytes = honest.entry.bytes().to_vec();
    change(&mut bytes);
    let signed = at.asha.identity().sign(&Raw(bytes));
    Append {
        entry: Signed::from_parts(signed.bytes().to_vec(), *signed.signature()),
        ..honest
    }
}

#[tokio::test]
async fn attack_11_an_entry_that_is_not_canonical_is_refused() {
    let mut at = Practice::open().await;
    let token = at.token_of_asha();
    // The suite, the first field, in two bytes instead of one.
    let longer = anchor(&at, |bytes| {
        assert_eq!(bytes[1], 1);
        bytes.splice(1..2, [0x18, 1]);
    });
    let trailing = anchor(&at, |bytes| bytes.push(0));
    let indefinite = anchor(&at, |bytes| {
        bytes[0] = 0x9f;
        bytes.push(0xff);
    });
    for append in [longer, trailing, indefinite] {
        super::refused_by_all(&mut at, &token, &append).await;
    }
    let honest = anchor(&at, |_| {});
    let told = system_tests::forger::post(&at.clinic, &token, at.vault, &honest).await;
    assert_eq!(told.status, 200);
}

#[tokio::test]
async fn attack_11_answers_that_are_not_canonical_are_refused() {
    let mut at = Practice::open().await;
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    let before = heads(&at.rao, at.vault);
    type Change = fn(&mut Vec<u8>);
    let changes: [Change; 5] = [
        |body| body.push(0),
        |body| body.truncate(body.len() - 1),
        |body| body[0] = 0x9f,
        |body| *body = [0x81].repeat(100_000),
        |body| *body = [[0x9a, 0xff, 0xff, 0xff, 0xff].as_slice(), body].concat(),
    ];
    for change in changes {
        let liar = at.clinic.liar();
        liar.on_answer("GET", path::LOG, move |_, told| change(&mut told.body));
        let error = at.rao.sync_vault(at.vault).await.unwrap_err();
        assert!(matches!(error, ClientError::Garbage(_)), "{error:?}");
        liar.on_answer("GET", path::VAULTS, move |_, told| change(&mut told.body));
        let error = at.rao.sync().await.unwrap_err();
        assert!(matches!(error, ClientError::Garbage(_)), "{error:?}");
        assert_eq!(heads(&at.rao, at.vault), before);
    }
    at.clinic.liar().honest();
    sync(&mut at.rao).await;
}

#[tokio::test]
async fn attack_11_requests_that_are_not_canonical_are_refused() {
    let at = Practice::open().await;
    let token = at.token_of_asha();
    let head = at.asha.chain(&at.asha.identity().person).unwrap().head().1;
    let part = Part::Anchor(AnchorPart { head });
    let honest = altered_entry(
        &at.asha,
        at.vault,
        &part,
        Audience::Members,
        Vec::new(),
        |_| {},
    );
    let path = path::LOG.replace("{vault}", &at.vault.to_string());
    let whole = codec::to_bytes(&honest);
    let mut trailing_part = honest.clone();
    trailing_part.part = Bytes([honest.part.0.as_slice(), &[0]].concat());
    for body in [
        [whole.as_slice(), &[0]].concat(),
        whole[..whole.len() - 1].to_vec(),
        [0x81].repeat(100_000),
        codec::to_bytes(&trailing_part),
    ] {
        let told = request(&at.clinic, "POST", &path, Some(&token), body).await;
        assert!((400..500).contains(&told.status), "{}", told.status);
    }
    let told = request(&at.clinic, "POST", &path, Some(&token), whole).await;
    assert_eq!(told.status, 200);
}

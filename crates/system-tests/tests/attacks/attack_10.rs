//! 10: a signature reused for another type.

use system_tests::{forger::entry, practice::Practice};
use wire::{
    api::Append,
    codec::{self, Bytes, Cbor, CodecError, Reader, Writer},
    sign::{Object, Signed},
    vault::{AnchorPart, Audience, LogEntry, Part},
};

/// The very bytes of a log entry, signed as something else.
struct Disguised(LogEntry);

impl Cbor for Disguised {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        LogEntry::decode(reader).map(Self)
    }
}

impl Object for Disguised {
    const DOMAIN: &'static str = "checkpoint";
    const LIMIT: usize = LogEntry::LIMIT;
}

#[tokio::test]
async fn attack_10_a_signature_made_for_another_type_is_refused() {
    let mut at = Practice::open().await;
    let head = at.asha.chain(&at.asha.identity().person).unwrap().head().1;
    let part = Part::Anchor(AnchorPart { head });
    let honest = entry(&at.asha, at.vault, &part, Audience::Members, Vec::new());
    let disguised = at
        .asha
        .identity()
        .sign(&Disguised(honest.entry.peek().unwrap()));
    let append = Append {
        entry: Signed::from_parts(disguised.bytes().to_vec(), *disguised.signature()),
        ..honest.clone()
    };
    assert_eq!(append.entry.bytes(), honest.entry.bytes());
    let token = at.token_of_asha();
    super::refused_by_all(&mut at, &token, &append).await;
    // As what it is, it is taken.
    let told = system_tests::forger::post(&at.clinic, &token, at.vault, &honest).await;
    assert_eq!(told.status, 200);
}

#[tokio::test]
async fn attack_10_another_signed_object_is_no_entry() {
    let mut at = Practice::open().await;
    let checkpoint = {
        let pen = system_tests::forger::pen(&at.asha);
        at.asha.view(at.vault).unwrap().ledger.make_checkpoint(&pen)
    };
    let append = Append {
        entry: Signed::from_parts(checkpoint.bytes().to_vec(), *checkpoint.signature()),
        part: Bytes(codec::to_bytes(&checkpoint)),
        bodies: Vec::new(),
    };
    let token = at.token_of_asha();
    super::refused_by_all(&mut at, &token, &append).await;
}

//! A signature used again for another kind of object.

use wire::{
    api::RecoveryRequest,
    invite::Invitation,
    person::PersonEntry,
    sign::{Object, SignatureError, Signed},
    vault::{Checkpoint, Grant, LogEntry, ReadReceipts},
};

use crate::forge::{Scene, sign_raw};

/// Whether bytes signed as an `A` pass for a `B`. What they hold does not matter: the signature comes first.
fn passes<A: Object, B: Object>(scene: &Scene) -> bool {
    let identity = &scene.asha.identity;
    let signed = sign_raw::<A>(identity, b"the very same bytes".to_vec());
    let as_b = Signed::<B>::from_parts(signed.bytes().to_vec(), *signed.signature());
    let verdict = as_b.verify(&identity.device.signing.public());
    !matches!(verdict, Err(SignatureError::Invalid))
}

macro_rules! every_pair {
    ($scene:ident: $($a:ty),+) => { every_pair!(@rows $scene: [$($a),+] $($a),+) };
    (@rows $scene:ident: $all:tt $($a:ty),+) => {{
        let mut domains = Vec::new();
        $( domains.push(<$a>::DOMAIN); every_pair!(@row $scene: $a, $all); )+
        domains
    }};
    (@row $scene:ident: $a:ty, [$($b:ty),+]) => {
        $( assert_eq!(passes::<$a, $b>(&$scene), <$a>::DOMAIN == <$b>::DOMAIN,
            "{} as {}", <$a>::DOMAIN, <$b>::DOMAIN); )+
    };
}

#[test]
fn attack_10_a_signature_counts_for_one_kind_of_object_alone() {
    let scene = Scene::new();
    let mut domains = every_pair!(scene:
        PersonEntry, LogEntry, Grant, Invitation, Checkpoint, ReadReceipts, RecoveryRequest);
    domains.sort_unstable();
    domains.dedup();
    assert_eq!(domains.len(), 7);
}

#[test]
fn attack_10_no_domain_is_the_beginning_of_another() {
    // The zero byte ends a domain; were it not there, "grant" could begin "grants…".
    let scene = Scene::new();
    let signed = scene
        .asha
        .identity
        .sign(&scene.world.items[0].entry.peek().unwrap());
    let mut input = b"sehat/v1/log-entry\0".to_vec();
    input.extend_from_slice(signed.bytes());
    let again = Signed::<LogEntry>::new(&signed.peek().unwrap(), |seen| {
        assert_eq!(seen, input);
        *signed.signature()
    });
    assert!(
        again
            .verify(&scene.asha.identity.device.signing.public())
            .is_ok()
    );
}

//! Receipts dropped, reordered, replayed, or not about what they say.

use vault::{
    VaultError,
    hpke::{info, seal_to},
    identity::recover_person,
    kit::AccountSecret,
    receipts::{Reading, ReceiptChain, make_receipts},
};
use wire::{
    SUITE, cbor_struct,
    codec::{Bytes, to_bytes},
    id::{DeviceId, Hash, PersonId, RecordId, VaultId},
    person::PersonChain,
    sign::Signed,
    vault::ReadReceipts,
};

use crate::{forge::Scene, world::World};

cbor_struct! {
    /// What the list is sealed with, as the protocol's description has it.
    struct ReceiptContext {
        suite: u16,
        vault: VaultId,
        reader: PersonId,
        device: DeviceId,
        seq: u64,
        previous: Option<Hash>,
        root: Hash,
        owner_key: u32,
    }
}

fn reading(time: u64) -> Reading {
    Reading {
        record: RecordId([1; 16]),
        version: 1,
        time,
    }
}

fn chain<'a>(scene: &'a Scene, person: &PersonId) -> &'a PersonChain {
    &scene.world.people[person]
}

/// Three receipts of Rao's, in order.
fn three(scene: &Scene) -> Vec<Signed<ReadReceipts>> {
    let mut rng = World::seeded([2; 32]).rng;
    let vault = scene.world.state.as_ref().unwrap().vault;
    let owner = chain(scene, &scene.asha.identity.person);
    let mut own = ReceiptChain::default();
    let mut make = |time| {
        let (seq, previous) = own.head();
        let (identity, list) = (&scene.rao.identity, vec![reading(time)]);
        let made = make_receipts(identity, vault, owner, seq, previous, list, time, &mut rng);
        own.advance(made.as_ref().unwrap());
        made.unwrap()
    };
    vec![make(1), make(2), make(3)]
}

fn read(scene: &Scene, served: &[&Signed<ReadReceipts>]) -> Result<Vec<u64>, VaultError> {
    let vault = scene.world.state.as_ref().unwrap().vault;
    let reader = chain(scene, &scene.rao.identity.person);
    let mut follow = ReceiptChain::default();
    let mut times = Vec::new();
    for receipts in served {
        let (_, list) = follow.open(receipts, vault, reader, &scene.asha.identity)?;
        times.extend(list.iter().map(|reading| reading.time));
    }
    Ok(times)
}

#[test]
fn attack_23_receipts_dropped_reordered_or_replayed_are_seen() {
    let scene = Scene::new();
    let made = three(&scene);
    let [one, two, three] = &made[..] else {
        panic!()
    };
    assert_eq!(read(&scene, &[one, two, three]), Ok(vec![1, 2, 3]));
    for served in [
        &[one, three][..],
        &[two],
        &[two, one],
        &[one, one],
        &[one, two, two],
    ] {
        assert_eq!(read(&scene, served), Err(VaultError::DoesNotOpen));
    }
}

#[test]
fn attack_24_receipts_hold_the_list_whose_root_is_signed() {
    let scene = Scene::new();
    let honest = three(&scene)[0].peek().unwrap();
    let owner = chain(&scene, &scene.asha.identity.person).person_key();
    let lie = |root| {
        let context = ReceiptContext {
            suite: SUITE,
            vault: honest.vault,
            reader: honest.reader,
            device: honest.device,
            seq: 0,
            previous: None,
            root,
            owner_key: owner.number,
        };
        let info = info("receipts", &context);
        let list = to_bytes(&vec![reading(1)]);
        let sealed = seal_to(&owner.public, &info, &list, &mut World::new().rng).unwrap();
        scene.rao.identity.sign(&ReadReceipts {
            root,
            sealed: Bytes(sealed),
            ..honest.clone()
        })
    };
    assert_eq!(read(&scene, &[&lie(honest.root)]), Ok(vec![1]));
    assert_eq!(
        read(&scene, &[&lie(Hash([0; 32]))]),
        Err(VaultError::DoesNotOpen)
    );
}

#[test]
fn attack_21_a_lost_device_confirms_no_reading_after_it_left() {
    let mut scene = Scene::new();
    let made = three(&scene);
    let reader = scene.rao.identity.person;
    let account = AccountSecret::make(&mut scene.world.rng);
    let words = scene.rao.words.clone();
    let rng = &mut scene.world.rng;
    let (entries, _) =
        recover_person(&scene.world.people[&reader], words, account, 2, rng).unwrap();
    for entry in &entries {
        let chain = scene.world.people.get_mut(&reader).unwrap();
        chain.append(entry).unwrap();
    }
    assert_eq!(
        read(&scene, &[&made[0]]),
        Ok(vec![1]),
        "what it had sent before stands"
    );
    let mut late = made[0].peek().unwrap();
    late.time = 2 + wire::log::CLOCK_SKEW + 1;
    let late = scene.rao.identity.sign(&late);
    assert_eq!(read(&scene, &[&late]), Err(VaultError::DoesNotOpen));
}

#[test]
fn more_readings_than_an_owner_could_take_in_are_not_made() {
    let scene = Scene::new();
    let vault = scene.world.state.as_ref().unwrap().vault;
    let owner = chain(&scene, &scene.asha.identity.person);
    let list = vec![reading(1); vault::receipts::MAX_READINGS + 1];
    let rng = &mut World::new().rng;
    let made = make_receipts(&scene.rao.identity, vault, owner, 0, None, list, 1, rng);
    assert!(matches!(made, Err(VaultError::TooLarge { .. })));
}

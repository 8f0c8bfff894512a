//! 38: a server that hands out another index than the owner's last, and who comes back with the kit.

use vault::{VaultError, identity::recover_person, kit::AccountSecret};
use wire::{id::SetId, person::Role};

use crate::world::World;

#[test]
fn attack_38_an_index_opens_as_the_one_it_is_and_as_no_other() {
    let mut world = World::seeded([38; 32]);
    let asha = world.person(Role::Patient, "Asha");
    let other = world.person(Role::Patient, "Meera");
    let (set, another) = (SetId([1; 16]), SetId([2; 16]));
    let keys = asha.identity.set_keys(set, 0).unwrap();
    let sealed = keys.seal_index(4, b"index", &mut world.rng);
    assert_eq!(*keys.open_index(4, &sealed).unwrap(), b"index");
    for version in [3, 5] {
        assert_eq!(
            keys.open_index(version, &sealed),
            Err(VaultError::DoesNotOpen)
        );
    }
    for at in 0..sealed.len() {
        let mut bad = sealed.clone();
        bad[at] ^= 1;
        assert!(keys.open_index(4, &bad).is_err(), "byte {at}");
    }
    assert!(keys.open_index(4, &sealed[..sealed.len() - 1]).is_err());
    for stranger in [
        asha.identity.set_keys(another, 0).unwrap(),
        other.identity.set_keys(set, 0).unwrap(),
    ] {
        assert!(stranger.open_index(4, &sealed).is_err());
        assert_ne!(
            stranger.samples().dangerous_bytes(),
            keys.samples().dangerous_bytes()
        );
    }
    assert!(asha.identity.set_keys(set, 1).is_err());
}

#[test]
fn who_comes_back_with_the_kit_still_opens_the_sets_from_before() {
    let mut world = World::seeded([39; 32]);
    let asha = world.person(Role::Patient, "Asha");
    let set = SetId([1; 16]);
    let before = asha.identity.set_keys(set, 0).unwrap();
    let sealed = before.seal_index(1, b"index", &mut world.rng);
    let chain = &world.people[&asha.identity.person];
    let account = AccountSecret::from_bytes([1; 16]);
    let words = asha.words.clone();
    let (_, back) = recover_person(chain, words, account, world.now, &mut world.rng).unwrap();
    let after = back.set_keys(set, 0).unwrap();
    assert_eq!(*after.open_index(1, &sealed).unwrap(), b"index");
    assert_eq!(
        after.samples().dangerous_bytes(),
        before.samples().dangerous_bytes()
    );
    // A set made from now on has keys that the lost device does not have.
    assert_eq!((asha.identity.current_key(), back.current_key()), (0, 1));
    assert!(asha.identity.set_keys(set, 1).is_err());
}

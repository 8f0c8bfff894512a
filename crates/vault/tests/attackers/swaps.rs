//! Ciphertexts, wraps and grants put in the place of others.

use vault::{
    VaultError,
    attachment::{open_attachment, seal_attachment},
    batch::{Batch, Opener, Place, open_batch_key, open_single, wrap_single},
    ledger::{Pen, Prepared, make_genesis},
    secret::{Secret, make_bytes},
};
use wire::{
    hash::merkle_root,
    id::{RecordId, VaultId},
    log::{Judge, LogError, VaultState},
    vault::{Audience, Chunked, Compartment, Content, EpochRef, Part, Wrapped},
};

use crate::{
    forge::{Scene, batch, records, resign},
    world::DICTIONARY,
};

#[test]
fn attack_08_ciphertexts_swapped_between_records_are_refused() {
    let mut scene = Scene::new();
    let (early, late) = (scene.world.body(scene.early), scene.world.body(scene.late));
    let rao = scene.rao.ledger.as_ref().unwrap();
    let open = |at, body: &[u8]| rao.open_record(&scene.rao.identity, at, body, DICTIONARY);
    assert_eq!(open(scene.early, &early).unwrap().as_slice(), b"early");
    assert_eq!(open(scene.early, &late), Err(VaultError::DoesNotOpen));
    assert_eq!(open(scene.late, &early), Err(VaultError::DoesNotOpen));
    scene.sync();
}

#[test]
fn attack_08_a_wrap_opens_in_its_own_place_alone() {
    let mut scene = Scene::new();
    let (made, at) = batch(&mut scene.world, &scene.asha, "text");
    let vault = made.vault();
    let author = scene.asha.identity.person;
    let header = made.headers()[0].clone();
    let root = merkle_root(&[header.hash()]);
    let seed = Secret::make(&mut scene.world.rng);
    let target = EpochRef {
        compartment: Compartment::Shared,
        number: 1,
    };
    let wrap = made.wrap_with_seed(target, &seed, &mut scene.world.rng);
    let opener = Opener::Seed(&seed);
    let key = open_batch_key(&wrap, &opener, vault, author, root, at).unwrap();
    let elsewhere = VaultId([9; 32]);
    let other = scene.rao.identity.person;
    assert!(open_batch_key(&wrap, &opener, elsewhere, author, root, at).is_err());
    assert!(open_batch_key(&wrap, &opener, vault, other, root, at).is_err());
    assert!(open_batch_key(&wrap, &opener, vault, author, header.commit, at).is_err());
    let mut moved = wrap.clone();
    moved.target = wire::vault::Target::Epoch(EpochRef {
        number: 2,
        ..target
    });
    assert!(open_batch_key(&moved, &opener, vault, author, root, at).is_err());

    let single = wrap_single(&key, vault, &header, target, &seed);
    assert!(open_single(&single, vault, &header, target, &seed).is_ok());
    let mut newer = header.clone();
    newer.version = 2;
    let sensitive = EpochRef {
        compartment: Compartment::Sensitive,
        ..target
    };
    assert!(open_single(&single, vault, &newer, target, &seed).is_err());
    assert!(open_single(&single, elsewhere, &header, target, &seed).is_err());
    assert!(open_single(&single, vault, &header, sensitive, &seed).is_err());
}

#[test]
fn attack_08_wraps_swapped_between_records_are_refused() {
    let mut scene = Scene::new();
    let Part::Records(early) = scene.world.items[2].part.clone() else {
        panic!("the early record")
    };
    let (new, at) = batch(&mut scene.world, &scene.asha, "new");
    let made = scene.asha.ledger.as_ref().unwrap();
    let chain = scene.world.people[&scene.asha.identity.person].clone();
    let pen = Pen {
        identity: &scene.asha.identity,
        chain: &chain,
        time: scene.world.now,
    };
    let made = made
        .make_records(&pen, &new, Audience::Shared, &mut scene.world.rng)
        .unwrap();
    // By the server: the part is another than the one signed.
    let mut swapped = made.clone();
    records(&mut swapped.part).wraps[1].wrapped = early.wraps[1].wrapped.clone();
    assert_eq!(scene.refusal(&swapped), LogError::WrongPart);
    // By a cheating author, who can sign it: it opens to nothing for the reader.
    let signed = resign(&scene.asha.identity, &made, |_, part| {
        records(part).wraps[1].wrapped = early.wraps[1].wrapped.clone();
    });
    scene.world.append(signed).unwrap();
    assert_eq!(
        scene.world.read(&mut scene.rao, at),
        Err(VaultError::DoesNotOpen)
    );
}

#[test]
fn attack_08_a_wrap_for_another_epoch_is_refused() {
    let mut scene = Scene::new();
    let (new, _) = batch(&mut scene.world, &scene.asha, "new");
    let chain = scene.world.people[&scene.asha.identity.person].clone();
    let pen = Pen {
        identity: &scene.asha.identity,
        chain: &chain,
        time: scene.world.now,
    };
    let ledger = scene.asha.ledger.as_ref().unwrap();
    let made = ledger
        .make_records(&pen, &new, Audience::Shared, &mut scene.world.rng)
        .unwrap();
    let old = resign(&scene.asha.identity, &made, |_, part| {
        let old = EpochRef {
            compartment: Compartment::Shared,
            number: 0,
        };
        records(part).wraps[1].target = wire::vault::Target::Epoch(old);
    });
    assert_eq!(scene.refusal(&old), LogError::StaleEpoch);
    let short = resign(&scene.asha.identity, &made, |_, part| {
        records(part).wraps[1].wrapped = Wrapped::Seed(vec![0; 59].into());
    });
    assert!(matches!(scene.refusal(&short), LogError::Inconsistent(_)));
}

#[test]
fn attack_08_entries_and_grants_of_another_vault_are_refused() {
    let mut scene = Scene::new();
    let chain = scene.world.people[&scene.asha.identity.person].clone();
    let pen = Pen {
        identity: &scene.asha.identity,
        chain: &chain,
        time: scene.world.now,
    };
    // The same patient's second vault.
    let made = make_genesis(&pen, &mut scene.world.rng).unwrap();
    let judge = Judge::Now(scene.world.now);
    let mut second = VaultState::open(&made.entry, &made.part, &scene.world.people, judge).unwrap();
    let item = &scene.world.items[1];
    let moved = Prepared {
        entry: item.entry.clone(),
        part: item.part.clone(),
        bodies: vec![],
    };
    let mut take = |made: &Prepared| {
        let (people, history) = (&scene.world.people, &scene.world);
        second.apply(&made.entry, Some(&made.part), people, history, judge)
    };
    assert!(matches!(take(&moved), Err(LogError::Broken { .. })));
    let signed = resign(&scene.asha.identity, &moved, |entry, _| {
        entry.vault = Some(VaultId(made.entry.hash().0));
        entry.previous = Some(made.entry.hash());
        entry.time = scene.world.now;
    });
    assert!(matches!(take(&signed), Err(LogError::Inconsistent(_))));
}

#[test]
fn attack_08_chunks_of_an_attachment_stay_in_their_place() {
    let mut scene = Scene::new();
    let vault = scene.world.state.as_ref().unwrap().vault;
    let made = Batch::new(vault, scene.asha.identity.person, &mut scene.world.rng);
    let place = Place::first(RecordId(make_bytes(&mut scene.world.rng)));
    let (key, context) = (made.key(&place), made.context(&place));
    let sealed = seal_attachment(&key, &context, &vec![7; (2 << 20) + 5]).unwrap();
    assert_eq!(sealed.chunks.len(), 3);
    let open =
        |chunks: &[Vec<u8>], content: &Chunked| open_attachment(&key, &context, content, chunks);
    assert!(open(&sealed.chunks, &sealed.content).is_ok());
    for order in [&[1, 0, 2][..], &[0, 1], &[0, 2], &[0, 1, 2, 2], &[]] {
        let chunks: Vec<Vec<u8>> = order.iter().map(|at| sealed.chunks[*at].clone()).collect();
        assert!(open(&chunks, &sealed.content).is_err(), "{order:?}");
        // Also when the author signs a header for them: STREAM numbers the chunks and marks the last.
        let hashes: Vec<_> = chunks.iter().map(|c| wire::vault::chunk_hash(c)).collect();
        let mut content = sealed.content.clone();
        content.root = merkle_root(&hashes);
        content.count = u32::try_from(chunks.len()).unwrap();
        content.length = chunks.iter().map(|c| c.len() as u64).sum();
        assert!(open(&chunks, &content).is_err(), "{order:?}");
    }
    let mut lying = sealed.content.clone();
    lying.length += 1;
    assert!(open(&sealed.chunks, &lying).is_err());
    let other = made.context(&Place::first(RecordId([1; 16])));
    assert!(open_attachment(&key, &other, &sealed.content, &sealed.chunks).is_err());
}

#[test]
fn attack_08_one_key_seals_one_content() {
    let mut scene = Scene::new();
    let (mut made, at) = batch(&mut scene.world, &scene.asha, "text");
    let mut packer = vault::plaintext::Packer::new(DICTIONARY);
    let again = made.push(Place::first(at.record), b"other", &mut packer);
    assert!(matches!(again, Err(VaultError::NotPossible(_))));
    let content = made.headers()[0].content.clone();
    assert!(matches!(content, Content::Inline(_)));
    assert!(
        made.push_sealed(Place::first(at.record), content, vec![])
            .is_err()
    );
    assert_eq!(made.headers().len(), 1);
}

//! One record shown to one person: who tries to make more of it, and who tries to make it last.

use std::collections::BTreeSet;

use vault::{
    VaultError,
    batch::{Batch, Place},
    ledger::{Ledger, Prepared},
    plaintext::Packer,
    shelf::Shelf,
};
use wire::{
    api::ShownItem,
    id::RecordId,
    log::{Horizon, LogError},
    person::Role,
    vault::{
        Audience, Leave, Mode, Part, ShowingAct, ShowingPart, TakeBackAct, VersionRef, wraps_hash,
    },
};

use crate::{
    forge::{Scene, both, following, forge, resign},
    thief::Thief,
    world::{Actor, DICTIONARY, Item, World},
};

/// A scene with a doctor whom Asha has met and never let in.
struct Stage {
    scene: Scene,
    sen: Actor,
}

impl Stage {
    fn new() -> Self {
        let mut scene = Scene::new();
        let sen = scene.world.person(Role::Doctor, "Dr Sen");
        Self { scene, sen }
    }

    fn show(&mut self, at: VersionRef) -> u64 {
        show(&mut self.scene.world, &mut self.scene.asha, &self.sen, at)
    }

    fn take_back(&mut self, number: u32) -> u64 {
        let person = self.sen.identity.person;
        let (world, asha) = (&mut self.scene.world, &mut self.scene.asha);
        let made = world.write(asha, |ledger, pen, _, _| {
            ledger.make_take_back(pen, person, number)
        });
        made.unwrap()
    }

    /// What the server serves Dr Sen.
    fn served(&self) -> Vec<ShownItem> {
        served(&self.scene.world, &self.sen)
    }

    /// What she makes of it.
    fn shelf(&self, items: &[ShownItem]) -> Result<Shelf, VaultError> {
        shelf(&self.scene.world, &self.sen, items)
    }
}

fn show(world: &mut World, owner: &mut Actor, to: &Actor, at: VersionRef) -> u64 {
    let (person, profile) = (to.identity.person, to.identity.profile.clone());
    let made = world.write(owner, |ledger, pen, people, rng| {
        ledger.make_showing(pen, &[at], &people[&person], &profile, rng)
    });
    made.unwrap()
}

/// The acts that concern a person, as an honest server serves them.
fn served(world: &World, to: &Actor) -> Vec<ShownItem> {
    let state = world.state.as_ref().unwrap();
    let shown = state.shown_to(&to.identity.person).unwrap();
    let item = |seq: u64| &world.items[usize::try_from(seq).unwrap()];
    let acts = shown.acts.iter().map(|act| {
        let Part::Showing(part) = &item(act.entry).part else {
            panic!("an act is in a showing")
        };
        let content = part.content.clone().filter(|_| act.standing);
        let disclosures = content.iter().flat_map(|content| &content.disclosures);
        let sources = disclosures
            .clone()
            .map(|d| item(d.entry).entry.clone())
            .collect();
        let headers = disclosures.flat_map(|disclosure| &disclosure.headers);
        let bodies = headers.map(|shown| world.body(name(&shown.header)).into());
        ShownItem {
            entry: item(act.entry).entry.clone(),
            terms: part.terms.clone(),
            bodies: bodies.collect(),
            sources,
            content,
        }
    });
    acts.collect()
}

fn name(header: &wire::vault::RecordHeader) -> VersionRef {
    VersionRef {
        record: header.record,
        version: header.version,
    }
}

fn shelf(world: &World, of: &Actor, items: &[ShownItem]) -> Result<Shelf, VaultError> {
    let vault = world.state.as_ref().unwrap().vault;
    let genesis = &world.items[0].entry;
    let mut shelf = Shelf::open(of.identity.person, vault, genesis, &world.people)?;
    for item in items {
        shelf.take(&of.identity, item, &world.people)?;
    }
    Ok(shelf)
}

fn read(world: &World, shelf: &Shelf, at: VersionRef) -> Result<String, VaultError> {
    let plain = shelf.open_record(at, &world.body(at), DICTIONARY)?;
    Ok(String::from_utf8(plain.to_vec()).unwrap())
}

fn set(versions: &[VersionRef]) -> BTreeSet<VersionRef> {
    versions.iter().copied().collect()
}

/// Three records of one batch.
fn batch_of_three(world: &mut World, owner: &mut Actor) -> Vec<VersionRef> {
    let records = [[1; 16], [2; 16], [3; 16]].map(RecordId);
    let made = world.write(owner, |ledger, pen, _, rng| {
        let mut batch = Batch::new(ledger.state().vault, pen.identity.person, rng);
        for record in records {
            let text = format!("of a batch, {record}");
            let mut packer = Packer::new(DICTIONARY);
            batch.push(Place::first(record), text.as_bytes(), &mut packer)?;
        }
        ledger.make_records(pen, &batch, Audience::Private, rng)
    });
    made.unwrap();
    records
        .map(|record| VersionRef { record, version: 1 })
        .to_vec()
}

#[test]
fn a_record_is_shown_to_one_who_was_never_let_in_with_who_wrote_it_and_whose_it_is() {
    let mut stage = Stage::new();
    let by_rao = stage
        .scene
        .world
        .add(&mut stage.scene.rao, "by Rao", Audience::Private)
        .unwrap();
    let entry = stage.show(by_rao);
    let shelf = stage.shelf(&stage.served()).unwrap();
    let on = shelf.version(by_rao).unwrap();
    assert_eq!(on.version.author, stage.scene.rao.identity.person);
    assert_eq!((on.shown, shelf.withheld()), (entry, None));
    assert_eq!(shelf.owner_profile().unwrap().name, "Asha");
    assert_eq!(read(&stage.scene.world, &shelf, by_rao).unwrap(), "by Rao");
    // The owner sees to whom, by name, also on a device that reads the log anew.
    stage.scene.asha.ledger = None;
    stage.scene.world.sync(&mut stage.scene.asha).unwrap();
    let showings = stage.scene.asha.ledger.as_ref().unwrap().showings();
    assert_eq!(showings[0].profile.as_ref().unwrap().name, "Dr Sen");
    assert!(showings[0].shows(by_rao));
}

#[test]
fn attack_60_who_is_shown_one_record_opens_no_other_of_its_batch_nor_another_version() {
    let mut stage = Stage::new();
    let (world, asha) = (&mut stage.scene.world, &mut stage.scene.asha);
    let three = batch_of_three(world, asha);
    let shown = three[1];
    let header = asha
        .ledger
        .as_ref()
        .unwrap()
        .version(shown)
        .unwrap()
        .header
        .clone();
    let place = following(&header);
    let made = world.write(asha, |ledger, pen, _, rng| {
        let mut batch = Batch::new(ledger.state().vault, pen.identity.person, rng);
        batch.push(place, b"corrected", &mut Packer::new(DICTIONARY))?;
        ledger.make_records(pen, &batch, Audience::Private, rng)
    });
    made.unwrap();
    stage.show(shown);
    // With her keys and the server's whole database, each key tried on everything.
    let loot = Thief::robbing(&[&stage.sen]).loot(&stage.scene.world);
    assert_eq!(loot, set(&[shown]));
    let shelf = stage.shelf(&stage.served()).unwrap();
    for other in [
        three[0],
        three[2],
        VersionRef {
            version: 2,
            ..shown
        },
    ] {
        assert!(read(&stage.scene.world, &shelf, other).is_err());
    }
    // Nor does the server let her see the log: for her the vault does not exist.
    let state = stage.scene.world.state.as_ref().unwrap();
    let horizon = state.horizon(&stage.sen.identity.person, stage.scene.world.now);
    assert_eq!(horizon, Horizon::Nothing);
}

#[test]
fn attack_60_her_key_does_not_fit_a_neighbours_header_put_in_the_place_of_the_shown_one() {
    let mut stage = Stage::new();
    let three = batch_of_three(&mut stage.scene.world, &mut stage.scene.asha);
    stage.show(three[1]);
    let mut items = stage.served();
    let item = &stage.scene.world.items[stage.scene.world.items.len() - 2];
    let Part::Records(part) = &item.part else {
        panic!("the batch")
    };
    let disclosure = &mut items[0].content.as_mut().unwrap().disclosures[0];
    disclosure.headers[0].header = part.records[2].clone();
    assert_eq!(disclosure.wraps, wraps_hash(&part.wraps));
    assert!(stage.shelf(&items).is_err());
}

#[test]
fn attack_61_nobody_else_on_the_list_opens_what_one_person_was_shown() {
    let mut stage = Stage::new();
    let before = Thief::robbing(&[&stage.scene.rao, &stage.scene.bose]).loot(&stage.scene.world);
    assert!(!before.contains(&stage.scene.private));
    stage.show(stage.scene.private);
    stage.scene.sync();
    let both = Thief::robbing(&[&stage.scene.rao, &stage.scene.bose]);
    assert_eq!(both.loot(&stage.scene.world), before);
    let all = Thief::robbing(&[&stage.scene.rao, &stage.sen]).loot(&stage.scene.world);
    assert!(all.contains(&stage.scene.private));
    // They see that something was done, and neither what nor for whom.
    let rao: &Ledger = stage.scene.rao.ledger.as_ref().unwrap();
    assert!(!rao.lines().last().unwrap().seen && rao.showings().is_empty());
    assert_eq!(rao.withheld(stage.scene.world.now), None);
}

#[test]
fn attack_62_what_was_shown_to_one_person_is_refused_by_every_other() {
    let mut stage = Stage::new();
    stage.show(stage.scene.private);
    let items = stage.served();
    assert!(shelf(&stage.scene.world, &stage.scene.bose, &items).is_err());
    // Also when the server rewrites for whom it is: the owner has signed that.
    let mut renamed = items.clone();
    renamed[0].terms.recipient = stage.scene.bose.identity.person;
    assert!(shelf(&stage.scene.world, &stage.scene.bose, &renamed).is_err());
}

#[test]
fn attack_62_a_record_of_ones_own_is_not_shown_as_another_patients() {
    let mut stage = Stage::new();
    stage.show(stage.scene.private);
    // Mallory is a patient, too, and works with the server: her entries say that they are of Asha's vault.
    let mallory = stage.scene.world.person(Role::Patient, "Mallory");
    let items = stage.served();
    let forged: Vec<ShownItem> = items
        .iter()
        .map(|item| {
            let entry = item.entry.peek().unwrap();
            let entry = wire::vault::LogEntry {
                author: mallory.identity.person,
                device: mallory.identity.device.id(),
                ..entry
            };
            ShownItem {
                entry: mallory.identity.sign(&entry),
                ..item.clone()
            }
        })
        .collect();
    assert!(stage.shelf(&forged).is_err());
    // Nor does a vault of hers bear the name of Asha's.
    let mut world = World::seeded([8; 32]);
    let mut owner = world.person(Role::Patient, "Mallory");
    world.found(&mut owner);
    let vault = stage.scene.world.state.as_ref().unwrap().vault;
    let opened = Shelf::open(
        stage.sen.identity.person,
        vault,
        &world.items[0].entry,
        &world.people,
    );
    assert!(opened.is_err());
}

#[test]
fn attack_62_only_the_owner_shows_and_takes_back() {
    let mut stage = Stage::new();
    stage.show(stage.scene.private);
    let (world, rao) = (&stage.scene.world, &stage.scene.rao);
    let Part::Showing(part) = &world.items.last().unwrap().part else {
        panic!("what was shown")
    };
    let state = world.state.as_ref().unwrap();
    let mut terms = part.terms.clone();
    let known = state.shown_to(&terms.recipient).unwrap();
    (terms.number, terms.previous) = (1, Some(known.last));
    let again = ShowingPart {
        terms: terms.clone(),
        content: part.content.clone(),
    };
    terms.act = ShowingAct::TakeBack(TakeBackAct { number: 0 });
    let back = ShowingPart {
        terms,
        content: None,
    };
    for part in [again, back] {
        let made = forge(
            world,
            rao,
            Audience::Person,
            both(world),
            Part::Showing(part),
        );
        let why = stage.scene.refusal(&made);
        assert!(matches!(why, LogError::NotAllowed(_)));
    }
}

#[test]
fn attack_62_nothing_else_hides_behind_the_audience_of_one_person() {
    let mut stage = Stage::new();
    let (world, asha) = (&mut stage.scene.world, &mut stage.scene.asha);
    let before = world.state.clone();
    world.add(asha, "a record", Audience::Private).unwrap();
    let record = world.items.pop().unwrap();
    world.state = before.clone();
    assert!(world.admit(&prepared(&record)).is_ok());
    let hidden = resign(&asha.identity, &prepared(&record), |entry, _| {
        entry.audience = Audience::Person;
    });
    assert!(world.admit(&hidden).is_err());
    asha.ledger = None;
    world.sync(asha).unwrap();
    stage.show(stage.scene.private);
    let world = &mut stage.scene.world;
    let shown = world.items.pop().unwrap();
    world.state = before;
    assert!(world.admit(&prepared(&shown)).is_ok());
    for audience in [Audience::Members, Audience::Private, Audience::Shared] {
        let loud = resign(&stage.scene.asha.identity, &prepared(&shown), |entry, _| {
            entry.audience = audience;
        });
        assert!(world.admit(&loud).is_err(), "{audience:?}");
    }
}

fn prepared(item: &Item) -> Prepared {
    Prepared {
        entry: item.entry.clone(),
        part: item.part.clone(),
        bodies: item.bodies.clone(),
    }
}

#[test]
fn attack_63_what_was_taken_back_is_served_no_more_and_its_replay_refused() {
    let mut stage = Stage::new();
    let (first, second) = (stage.scene.private, stage.scene.late);
    stage.show(first);
    let before = stage.served();
    stage.show(second);
    stage.take_back(0);
    let now = stage.served();
    assert!(now[0].content.is_none() && now[0].bodies.is_empty());
    let honest = stage.shelf(&now).unwrap();
    assert_eq!(honest.withheld(), None);
    assert!(read(&stage.scene.world, &honest, first).is_err());
    assert_eq!(read(&stage.scene.world, &honest, second).unwrap(), "late");
    // The server plays the first act again, in any place.
    let mut again = now.clone();
    again.push(before[0].clone());
    assert!(stage.shelf(&again).is_err());
    // It leaves the taking back out of the middle, or changes the order.
    stage.show(first);
    let longer = stage.served();
    let gap = [&longer[..2], &longer[3..]].concat();
    assert!(stage.shelf(&gap).is_err());
    let swapped = [longer[1].clone(), longer[0].clone()];
    assert!(stage.shelf(&swapped).is_err());
    // It serves an act that stands without what it shows.
    let mut bare = longer.clone();
    bare[1].content = None;
    let entry = longer[1].entry.peek().unwrap().seq;
    assert_eq!(stage.shelf(&bare).unwrap().withheld(), Some(entry));
    assert!(stage.shelf(&longer).is_ok());
}

#[test]
fn attack_63_a_later_version_does_not_open_by_what_was_shown_before() {
    let mut stage = Stage::new();
    let shown = stage.scene.private;
    stage.show(shown);
    stage.take_back(0);
    let (world, asha) = (&mut stage.scene.world, &mut stage.scene.asha);
    let header = asha
        .ledger
        .as_ref()
        .unwrap()
        .version(shown)
        .unwrap()
        .header
        .clone();
    let place = following(&header);
    let made = world.write(asha, |ledger, pen, _, rng| {
        let mut batch = Batch::new(ledger.state().vault, pen.identity.person, rng);
        batch.push(place, b"later", &mut Packer::new(DICTIONARY))?;
        ledger.make_records(pen, &batch, Audience::Shared, rng)
    });
    made.unwrap();
    // Whoever kept the key keeps what it opened, as with everything that was read, and gets no further.
    let loot = Thief::robbing(&[&stage.sen]).loot(&stage.scene.world);
    assert_eq!(loot, set(&[shown]));
    // Taken back twice, or never shown: refused.
    let person = stage.sen.identity.person;
    for number in [0, 1, 7] {
        let made = stage
            .scene
            .world
            .write(&mut stage.scene.asha, |ledger, pen, _, _| {
                ledger.make_take_back(pen, person, number)
            });
        assert!(made.is_err());
    }
}

#[test]
fn attack_63_who_was_stopped_or_removed_gets_that_record_and_the_log_no_further() {
    let mut stage = Stage::new();
    let (world, asha) = (&mut stage.scene.world, &mut stage.scene.asha);
    let leaving = [(world.grant_of(&stage.scene.bose), Leave::Removed)];
    let until = world
        .write(asha, |ledger, pen, people, rng| {
            ledger.make_revocation(pen, &leaving, people, rng)
        })
        .unwrap();
    let newer = world.add(asha, "newer", Audience::Shared).unwrap();
    show(world, asha, &stage.scene.bose, newer);
    let bose = &stage.scene.bose;
    let on_shelf = shelf(world, bose, &served(world, bose)).unwrap();
    assert_eq!(read(world, &on_shelf, newer).unwrap(), "newer");
    let state = world.state.as_ref().unwrap();
    let horizon = state.horizon(&bose.identity.person, world.now);
    assert_eq!(horizon, Horizon::Until(until));
}

#[test]
fn attack_64_a_header_that_its_author_never_signed_is_not_taken_for_shown() {
    let mut stage = Stage::new();
    stage.show(stage.scene.private);
    let items = stage.served();
    // The entry of somebody else as its source.
    for other in [0, 2, 4] {
        let mut lied = items.clone();
        lied[0].sources[0] = stage.scene.world.items[other].entry.clone();
        assert!(stage.shelf(&lied).is_err(), "entry {other}");
    }
    let mut none = items.clone();
    none[0].sources.clear();
    assert!(stage.shelf(&none).is_err());
    // The owner himself cannot show what is in no entry: neither server nor recipient take it.
    let (world, asha) = (&stage.scene.world, &stage.scene.asha);
    let mut terms = items[0].terms.clone();
    let mut content = items[0].content.clone().unwrap();
    content.disclosures[0].headers[0].header.version = 2;
    terms.number = 1;
    terms.previous = Some(items[0].terms.hash());
    if let ShowingAct::Show(show) = &mut terms.act {
        show.content = content.hash();
    }
    let part = ShowingPart {
        terms: terms.clone(),
        content: Some(content.clone()),
    };
    let made = forge(
        world,
        asha,
        Audience::Person,
        both(world),
        Part::Showing(part),
    );
    assert!(stage.scene.world.admit(&made).is_err());
    let item = ShownItem {
        entry: made.entry,
        terms,
        content: Some(content),
        ..items[0].clone()
    };
    assert!(stage.shelf(&[items[0].clone(), item]).is_err());
}

#[test]
fn what_is_shown_has_bounds_and_an_order() {
    let mut stage = Stage::new();
    let (world, asha) = (&mut stage.scene.world, &mut stage.scene.asha);
    world.grant(asha, &stage.sen, false, Mode::Read).unwrap();
    let (person, profile) = (
        stage.sen.identity.person,
        stage.sen.identity.profile.clone(),
    );
    let nothing = world.write(asha, |ledger, pen, people, rng| {
        ledger.make_showing(pen, &[], &people[&person], &profile, rng)
    });
    assert!(nothing.is_err());
    let own = asha.identity.person;
    let private = stage.scene.private;
    let to_owner = world.write(asha, |ledger, pen, people, rng| {
        ledger.make_showing(pen, &[private], &people[&own], &profile, rng)
    });
    assert!(to_owner.is_err());
    // A member is shown something as anybody else is.
    stage.show(private);
    assert_eq!(
        stage.show(private),
        stage.scene.world.items.len() as u64 - 1
    );
    let Part::Showing(part) = &stage.scene.world.items.last().unwrap().part else {
        panic!("what was shown")
    };
    assert_eq!(part.terms.number, 1);
    let shelf = stage.shelf(&stage.served()).unwrap();
    assert_eq!((shelf.acts(), shelf.versions().len()), (2, 2));
    stage.take_back(0);
    // It stands by the other act.
    let shelf = stage.shelf(&stage.served()).unwrap();
    assert_eq!(
        read(&stage.scene.world, &shelf, private).unwrap(),
        "private"
    );
}

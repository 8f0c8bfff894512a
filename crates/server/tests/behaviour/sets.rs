//! Sealed sets: made, changed whole, asked, and nobody else's.

use chacha20::ChaCha20Rng;
use knn::outsourced::{OwnerKey, Shape, places};
use rand_core::SeedableRng as _;
use reqwest::Method;
use store::SetQuota;
use wire::{
    api::{
        path,
        sealed_sets::{
            BlockPut, INDEX_LIMIT, MAX_BLOCKS, NewSet, SetChange, SetItem, SetQuestion, SetShape,
            SetState, Sets,
        },
    },
    codec::{self, Bytes},
    id::SetId,
};

use crate::{
    people::{Human, fixed, noise},
    web::{Answer, Web},
};

/// An owner with a set of two measurements.
struct Owner {
    human: Human,
    key: OwnerKey,
    rng: ChaCha20Rng,
    id: SetId,
}

fn shape() -> Shape {
    Shape::new(2, 8).unwrap()
}

impl Owner {
    async fn with_set(web: &Web) -> Self {
        let owner = Self {
            human: Human::patient(web).await,
            key: OwnerKey::derive_from(&fixed()),
            rng: ChaCha20Rng::from_seed(fixed()),
            id: SetId(fixed()),
        };
        owner.make(web, owner.id).await.ok::<SetItem>();
        owner
    }

    async fn make(&self, web: &Web, id: SetId) -> Answer {
        let set = NewSet {
            id,
            owner_key: 0,
            shape: SetShape {
                features: 2,
                bits: 8,
            },
            index: Bytes(b"sealed index".to_vec()),
        };
        web.post(path::SETS, Some(&self.human.token), &set).await
    }

    /// A block of samples, sealed.
    fn block(&mut self, samples: &[[u8; 2]]) -> Bytes {
        let samples: Vec<Option<&[u8]>> = samples.iter().map(|s| Some(&s[..])).collect();
        let sealed = self.key.seal_block(shape(), &samples, &mut self.rng);
        Bytes(sealed.unwrap().bytes)
    }

    fn change(version: u64, puts: Vec<(u32, Bytes)>, drops: Vec<u32>) -> SetChange {
        let put = |(number, block)| BlockPut { number, block };
        SetChange {
            version,
            index: Bytes(noise(100)),
            puts: puts.into_iter().map(put).collect(),
            drops,
        }
    }

    async fn put(&self, web: &Web, change: &SetChange) -> Answer {
        let body = codec::to_bytes(change);
        let token = Some(&self.human.token);
        web.send(
            Method::PUT,
            &at(path::SET, &self.id),
            token,
            "application/cbor",
            body,
        )
        .await
    }

    async fn state(&self, web: &Web) -> SetState {
        let path = at(path::SET, &self.id);
        web.get(&path, Some(&self.human.token)).await.ok()
    }

    async fn ask(&self, web: &Web, version: u64, question: Vec<u8>) -> Answer {
        let asked = SetQuestion {
            version,
            question: Bytes(question),
        };
        let path = at(path::SET_ANSWER, &self.id);
        web.post(&path, Some(&self.human.token), &asked).await
    }

    /// The distances to a question, opened.
    async fn distances(&mut self, web: &Web, version: u64, question: [u8; 2]) -> Vec<u32> {
        let asked = self.key.ask(shape(), &question, &mut self.rng);
        let (asked, question) = asked.unwrap();
        let answer = self.ask(web, version, question).await;
        assert_eq!(
            (answer.status, answer.media_type.as_str()),
            (200, "application/octet-stream")
        );
        let mut seeds = Vec::new();
        for block in self.state(web).await.blocks {
            let path = at(path::BLOCK, &self.id).replace("{block}", &block.number.to_string());
            let path = format!("{path}?version={version}");
            let block = web.get(&path, Some(&self.human.token)).await.bytes;
            seeds.push(block[SEED].try_into().unwrap());
        }
        asked.open(&self.key, &seeds, &answer.bytes).unwrap()
    }
}

/// Where a block has its seed (`docs/knn.md`, section 3).
const SEED: std::ops::Range<usize> = 41..73;

fn at(template: &str, id: &SetId) -> String {
    template.replace("{set}", &id.to_string())
}

#[tokio::test]
async fn a_set_is_made_changed_asked_read_back_and_removed() {
    let web = Web::new().await;
    let mut asha = Owner::with_set(&web).await;
    asha.make(&web, asha.id).await.ok::<SetItem>();
    let (one, two) = (asha.block(&[[3, 4]]), asha.block(&[[10, 0], [0, 10]]));
    let change = Owner::change(2, vec![(0, one.clone()), (1, two)], vec![]);
    let item: SetItem = asha.put(&web, &change).await.ok();
    assert_eq!((item.version, item.blocks), (2, 2));
    // Once more is no conflict.
    assert_eq!(asha.put(&web, &change).await.ok::<SetItem>(), item);
    let distances = asha.distances(&web, 2, [0, 0]).await;
    let places = places(shape());
    assert_eq!(distances.len(), 2 * places);
    assert_eq!(
        (distances[0], distances[places], distances[places + 1]),
        (25, 100, 100)
    );

    // One block is replaced, the other stays; what is asked of the old version is a conflict.
    let three = asha.block(&[[1, 0]]);
    let next = Owner::change(3, vec![(0, three.clone())], vec![]);
    asha.put(&web, &next).await.ok::<SetItem>();
    let distances = asha.distances(&web, 3, [0, 0]).await;
    assert_eq!((distances[0], distances[places]), (1, 100));
    let question = asha.key.ask(shape(), &[0, 0], &mut asha.rng).unwrap().1;
    asha.ask(&web, 2, question).await.problem(409, "conflict");
    let state = asha.state(&web).await;
    assert_eq!(state.index, next.index);
    assert_eq!(state.blocks.len(), 2);
    let block = at(path::BLOCK, &asha.id).replace("{block}", "0");
    let token = asha.human.token;
    let token = Some(&token);
    let read = web.get(&format!("{block}?version=3"), token).await;
    assert_eq!(read.bytes, three.0);
    web.get(&format!("{block}?version=2"), token)
        .await
        .problem(409, "conflict");
    web.get(&block, token).await.problem(400, "malformed");
    let none = block.replace("/0", "/7");
    web.get(&format!("{none}?version=3"), token)
        .await
        .problem(404, "not-found");

    asha.put(&web, &Owner::change(4, vec![], vec![1]))
        .await
        .ok::<SetItem>();
    assert_eq!(asha.distances(&web, 4, [0, 0]).await.len(), places);
    let listed: Sets = web.get(path::SETS, token).await.ok();
    assert_eq!((listed.items.len(), listed.items[0].blocks), (1, 1));
    web.delete(&at(path::SET, &asha.id), token).await.done();
    web.delete(&at(path::SET, &asha.id), token)
        .await
        .problem(404, "not-found");
    let listed: Sets = web.get(path::SETS, token).await.ok();
    assert!(listed.items.is_empty());
}

#[tokio::test]
async fn of_two_changes_at_once_one_wins_and_nothing_is_lost() {
    let web = Web::new().await;
    let mut asha = Owner::with_set(&web).await;
    let blocks = [asha.block(&[[1, 1]]), asha.block(&[[2, 2]])];
    let changes = blocks.map(|block| Owner::change(2, vec![(0, block)], vec![]));
    let (one, two) = tokio::join!(asha.put(&web, &changes[0]), asha.put(&web, &changes[1]));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    for version in [1, 2, 4, u64::MAX] {
        let late = Owner::change(version, vec![], vec![]);
        asha.put(&web, &late).await.problem(409, "conflict");
    }
}

#[tokio::test]
async fn a_set_is_its_owners_alone() {
    let web = Web::new().await;
    let mut asha = Owner::with_set(&web).await;
    let block = asha.block(&[[1, 1]]);
    let change = Owner::change(2, vec![(0, block)], vec![]);
    asha.put(&web, &change).await.ok::<SetItem>();
    let mallory = Owner {
        human: Human::doctor(&web).await,
        key: OwnerKey::derive_from(&fixed()),
        rng: ChaCha20Rng::from_seed(fixed()),
        id: asha.id,
    };
    let token = Some(&mallory.human.token);
    web.get(&at(path::SET, &asha.id), token)
        .await
        .problem(404, "not-found");
    web.delete(&at(path::SET, &asha.id), token)
        .await
        .problem(404, "not-found");
    let block = at(path::BLOCK, &asha.id).replace("{block}", "0");
    web.get(&format!("{block}?version=2"), token)
        .await
        .problem(404, "not-found");
    mallory
        .put(&web, &Owner::change(3, vec![], vec![0]))
        .await
        .problem(404, "not-found");
    mallory
        .ask(&web, 2, noise(100))
        .await
        .problem(404, "not-found");
    mallory.make(&web, asha.id).await.problem(409, "conflict");
    let listed: Sets = web.get(path::SETS, token).await.ok();
    assert!(listed.items.is_empty());
}

#[tokio::test]
async fn what_is_no_block_no_question_or_no_order_is_refused_and_changes_nothing() {
    let web = Web::new().await;
    let mut asha = Owner::with_set(&web).await;
    let good = asha.block(&[[1, 1]]);
    let mut cut = good.clone();
    cut.0.pop();
    let other = Shape::new(3, 8).unwrap();
    let foreign = asha.key.seal_block(other, &[], &mut asha.rng).unwrap();
    for bad in [
        cut,
        Bytes(foreign.bytes),
        Bytes(noise(1000)),
        Bytes(Vec::new()),
    ] {
        let change = Owner::change(2, vec![(0, bad)], vec![]);
        asha.put(&web, &change).await.problem(422, "refused");
    }
    let orders: [(Vec<u32>, Vec<u32>); 5] = [
        (vec![1, 0], vec![]),
        (vec![0, 0], vec![]),
        (vec![0], vec![0]),
        (vec![], vec![3, 2]),
        (vec![MAX_BLOCKS], vec![]),
    ];
    for (puts, drops) in orders {
        let puts = puts
            .into_iter()
            .map(|number| (number, good.clone()))
            .collect();
        let change = Owner::change(2, puts, drops);
        asha.put(&web, &change).await.problem(422, "refused");
    }
    let mut large = Owner::change(2, vec![], vec![]);
    large.index = Bytes(vec![0; INDEX_LIMIT + 1]);
    asha.put(&web, &large).await.problem(413, "too-large");
    assert_eq!(asha.state(&web).await.item.version, 1);

    // An empty set has no answer, nor has a question under another key, of another shape, or none at all.
    let question = asha.key.ask(shape(), &[0, 0], &mut asha.rng).unwrap().1;
    asha.ask(&web, 1, question).await.problem(422, "refused");
    let change = Owner::change(2, vec![(0, good)], vec![]);
    asha.put(&web, &change).await.ok::<SetItem>();
    let stranger = OwnerKey::derive_from(&fixed());
    let foreign = stranger.ask(shape(), &[0, 0], &mut asha.rng).unwrap().1;
    let shaped = asha.key.ask(other, &[0, 0, 0], &mut asha.rng).unwrap().1;
    for question in [foreign, shaped, noise(500), Vec::new()] {
        asha.ask(&web, 2, question).await.problem(422, "refused");
    }
}

#[tokio::test]
async fn an_account_has_so_many_sets_and_so_many_bytes() {
    let web = Web::with(|config| {
        config.set_quota = SetQuota {
            sets: 2,
            bytes: 120_000,
        };
    })
    .await;
    let mut asha = Owner::with_set(&web).await;
    asha.make(&web, SetId(fixed())).await.ok::<SetItem>();
    asha.make(&web, SetId(fixed())).await.problem(409, "quota");
    let blocks = [0; 3].map(|_| asha.block(&[[1, 1]]));
    let [one, two, three] = blocks;
    let change = Owner::change(2, vec![(0, one), (1, two)], vec![]);
    asha.put(&web, &change).await.ok::<SetItem>();
    let more = Owner::change(3, vec![(2, three.clone())], vec![]);
    asha.put(&web, &more).await.problem(507, "quota");
    // What takes the place of something else fits.
    let instead = Owner::change(3, vec![(2, three.clone())], vec![0]);
    asha.put(&web, &instead).await.ok::<SetItem>();
    let instead = Owner::change(4, vec![(1, three)], vec![]);
    asha.put(&web, &instead).await.ok::<SetItem>();
}

#[tokio::test]
async fn a_set_is_there_after_a_restart() {
    let web = Web::new().await;
    let mut asha = Owner::with_set(&web).await;
    let block = asha.block(&[[5, 12]]);
    let change = Owner::change(2, vec![(0, block)], vec![]);
    asha.put(&web, &change).await.ok::<SetItem>();
    let web = web.restarted(|_| {}).await;
    assert_eq!(asha.distances(&web, 2, [0, 0]).await[0], 169);
}

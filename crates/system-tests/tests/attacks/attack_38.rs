//! 38: a server that hands out another state of a sealed set than its owner's last.

use client::error::ClientError;
use knn::outsourced::{Block, Question, Shape, answer};
use system_tests::{
    clinic::Clinic,
    laboratory::{rows, small_model},
    liar::{Asked, Told},
};
use wire::{
    api::{
        path,
        sealed_sets::{SetChange, SetQuestion, SetState},
    },
    codec::Bytes,
};

#[track_caller]
fn is_cheating<T>(result: Result<T, ClientError>) {
    match result {
        Err(error) => assert!(error.is_cheating(), "{error:?}"),
        Ok(_) => panic!("it was believed"),
    }
}

#[tokio::test]
async fn attack_38_an_older_or_altered_index_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut asha = clinic.patient("Asha").await;
    let mut set = asha.create_set(&small_model(30)).await.unwrap();
    let other = asha.create_set(&small_model(31)).await.unwrap();
    let id = set.item().id;
    asha.sealed_set(other.item().id).await.unwrap();
    let foreign: SetState = clinic.liar().last("GET", path::SET).told.read();
    asha.sealed_set(id).await.unwrap();
    let old = clinic.liar().last("GET", path::SET).told;
    asha.append_samples(&mut set, &rows(1), &[0]).await.unwrap();
    asha.sealed_set(id).await.unwrap();

    // The whole state of before.
    let shown = old.clone();
    clinic
        .liar()
        .on_answer("GET", path::SET, move |_, told| *told = shown.clone());
    is_cheating(asha.sealed_set(id).await);
    // Its index alone, under the new version; an index of another set; blocks exchanged, dropped, added.
    let before: SetState = old.read();
    type Change = Box<dyn Fn(&mut SetState) + Send>;
    let foreign_index = foreign.index.clone();
    let changes: [Change; 6] = [
        Box::new(move |state| state.index = before.index.clone()),
        Box::new(move |state| state.index = foreign_index.clone()),
        Box::new(|state| state.index.0[20] ^= 1),
        Box::new(|state| state.blocks[0].hash.0[0] ^= 1),
        Box::new(|state| state.blocks.clear()),
        Box::new(|state| state.item.shape.bits -= 1),
    ];
    for change in changes {
        clinic
            .liar()
            .on_answer("GET", path::SET, move |_, told: &mut Told| {
                told.alter(|state: &mut SetState| change(state));
            });
        is_cheating(asha.sealed_set(id).await);
    }
    clinic.liar().honest();
    assert_eq!(asha.sealed_set(id).await.unwrap().count(), 31);
}

#[tokio::test]
async fn attack_38_a_set_that_does_not_open_takes_no_other_with_it_and_can_be_removed() {
    let clinic = Clinic::open_lying().await;
    let mut asha = clinic.patient("Asha").await;
    let id = asha.create_set(&small_model(30)).await.unwrap().item().id;
    let other = asha.create_set(&small_model(31)).await.unwrap();
    clinic.liar().on_answer("GET", path::SET, move |_, told| {
        let mut state: SetState = told.read();
        if state.item.id == id {
            state.index.0[20] ^= 1;
        }
        told.alter(|shown: &mut SetState| *shown = state.clone());
    });
    let found = asha.sealed_sets().await.unwrap();
    assert_eq!(found.sets.len(), 1);
    assert_eq!(found.sets[0].item().id, other.item().id);
    let [(broken, why)] = &found.troubles[..] else {
        panic!("one does not open");
    };
    assert_eq!(*broken, id);
    assert!(why.is_cheating(), "{why:?}");
    asha.remove_set(id).await.unwrap();
    let found = asha.sealed_sets().await.unwrap();
    assert_eq!((found.sets.len(), found.troubles.len()), (1, 0));
}

#[tokio::test]
async fn attack_38_a_block_that_is_not_the_owners_is_not_sealed_again() {
    let clinic = Clinic::open_lying().await;
    let mut asha = clinic.patient("Asha").await;
    let mut set = asha.create_set(&small_model(30)).await.unwrap();
    clinic
        .liar()
        .on_answer("GET", path::BLOCK, |_, told| told.body[5000] ^= 1);
    is_cheating(asha.append_samples(&mut set, &rows(1), &[0]).await);
    clinic.liar().honest();
    asha.append_samples(&mut set, &rows(1), &[0]).await.unwrap();
    assert_eq!(set.count(), 31);
}

#[tokio::test]
async fn attack_38_an_answer_to_another_question_or_of_another_set_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut asha = clinic.patient("Asha").await;
    let set = asha.create_set(&small_model(30)).await.unwrap();
    let asked = rows(32);
    asha.ask_set(&set, &asked[30]).await.unwrap();
    let before = clinic.liar().last("POST", path::SET_ANSWER).told;
    clinic
        .liar()
        .on_answer("POST", path::SET_ANSWER, move |_, told| {
            *told = before.clone()
        });
    is_cheating(asha.ask_set(&set, &asked[31]).await);
    for length in [0, 10, 1000] {
        clinic
            .liar()
            .on_answer("POST", path::SET_ANSWER, move |_, told| {
                told.body.truncate(length);
            });
        is_cheating(asha.ask_set(&set, &asked[31]).await);
    }
    clinic.liar().honest();
    asha.ask_set(&set, &asked[31]).await.unwrap();
}

/// The server keeps what a set was before, and computes with that, as it should otherwise.
#[tokio::test]
async fn attack_38_an_answer_computed_from_a_block_of_before_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut asha = clinic.patient("Asha").await;
    let mut set = asha.create_set(&small_model(30)).await.unwrap();
    let asked = rows(32);
    let made: SetChange = clinic.liar().last("PUT", path::SET).asked.read();
    let before = &made.puts[0].block;
    asha.append_samples(&mut set, &asked[30..31], &[0])
        .await
        .unwrap();
    let shape = Shape::new(asked[0].len(), set.item().shape.bits.into()).unwrap();
    let answer_from = |block: &Bytes| {
        let block = Block::parse(block, shape).unwrap();
        move |asked: &Asked, told: &mut Told| {
            let asked: SetQuestion = asked.read();
            let question = Question::parse(&asked.question).unwrap();
            told.body = answer(std::slice::from_ref(&block), &question).unwrap();
        }
    };
    let changed: SetChange = clinic.liar().last("PUT", path::SET).asked.read();
    let liar = clinic.liar();
    liar.on_answer(
        "POST",
        path::SET_ANSWER,
        answer_from(&changed.puts[0].block),
    );
    asha.ask_set(&set, &asked[31]).await.unwrap();
    liar.on_answer("POST", path::SET_ANSWER, answer_from(before));
    is_cheating(asha.ask_set(&set, &asked[31]).await);
}

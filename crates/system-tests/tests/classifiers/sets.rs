//! Sealed sets: made, asked, changed, and found again with the kit.

use client::error::ClientError;
use system_tests::{
    clinic::Clinic,
    laboratory::{rows, small_model},
};
use wire::person::Role;

#[tokio::test]
async fn a_set_is_sealed_asked_changed_and_removed() {
    let clinic = Clinic::open().await;
    let mut asha = clinic.doctor("Dr Rao").await;
    let model = small_model(60);
    let mut set = asha.create_set(&model).await.unwrap();
    assert_eq!((set.count(), set.title()), (60, "Spots on a leaf"));
    assert_eq!(
        set.features().collect::<Vec<_>>(),
        ["length", "breadth", "spots", "holes"]
    );
    let asked = rows(90);
    let verdicts = asha.evaluate_set(&set, &asked[60..]).await.unwrap();
    for (verdict, row) in verdicts.iter().zip(&asked[60..]) {
        assert_eq!(verdict.class, model.classify(row).unwrap());
        assert_eq!(verdict.name, set.classes()[usize::from(verdict.class)]);
    }

    // A sample that lies where it is asked decides; taken away, it does no more.
    let here = asked[61].clone();
    let before = model.classify(&here).unwrap();
    let other = (before + 1) % 3;
    asha.append_samples(&mut set, &[here.clone(), here.clone()], &[other, other])
        .await
        .unwrap();
    assert_eq!((set.count(), set.item().version), (62, 3));
    assert_eq!(asha.ask_set(&set, &here).await.unwrap().class, other);
    let mut set = asha.sealed_set(set.item().id).await.unwrap();
    assert_eq!(asha.ask_set(&set, &here).await.unwrap().class, other);
    let added: Vec<u32> = set
        .samples()
        .iter()
        .rev()
        .take(2)
        .map(|(number, _)| *number)
        .collect();
    asha.remove_samples(&mut set, &added).await.unwrap();
    assert_eq!(asha.ask_set(&set, &here).await.unwrap().class, before);
    assert!(asha.remove_samples(&mut set, &added).await.is_err());
    assert_eq!(asha.sealed_sets().await.unwrap().sets.len(), 1);

    let id = set.item().id;
    asha.remove_set(id).await.unwrap();
    assert!(asha.sealed_sets().await.unwrap().sets.is_empty());
    assert!(asha.ask_set(&set, &here).await.is_err());
}

#[tokio::test]
async fn a_set_of_several_blocks_is_changed_block_by_block() {
    let clinic = Clinic::open().await;
    let mut asha = clinic.patient("Asha").await;
    // Five entries a sample: 819 samples a block.
    let model = small_model(1700);
    let mut set = asha.create_set(&model).await.unwrap();
    assert_eq!((set.count(), set.item().blocks), (1700, 3));
    let asked = rows(1710);
    for row in &asked[1700..] {
        let verdict = asha.ask_set(&set, row).await.unwrap();
        assert_eq!(verdict.class, model.classify(row).unwrap());
    }
    // The last block goes with its samples; the others stay as they are.
    let last: Vec<u32> = (1638..1700).collect();
    asha.remove_samples(&mut set, &last).await.unwrap();
    assert_eq!((set.count(), set.item().blocks), (1638, 2));
    let fewer = small_model_of(&model, 1638);
    for row in &asked[1700..] {
        let verdict = asha.ask_set(&set, row).await.unwrap();
        assert_eq!(verdict.class, fewer(row));
    }
    asha.append_samples(&mut set, &asked[1700..1701], &[0])
        .await
        .unwrap();
    assert_eq!((set.count(), set.item().blocks), (1639, 3));
}

#[tokio::test]
async fn samples_are_taken_out_of_more_blocks_than_one_request_carries() {
    let clinic = Clinic::open().await;
    let mut asha = clinic.patient("Asha").await;
    // Samples of 512 measurements lie seven to a block, and a request carries less than 13 MB.
    const BLOCKS: u32 = 250;
    let mut set = asha.create_set(&wide_model(7 * BLOCKS)).await.unwrap();
    assert_eq!(set.item().blocks, BLOCKS);
    let one_of_each: Vec<u32> = (0..BLOCKS).map(|block| 7 * block).collect();
    // One that is not there, and nothing is taken out.
    let with_another = [&one_of_each[..], &[7 * BLOCKS]].concat();
    assert!(asha.remove_samples(&mut set, &with_another).await.is_err());
    assert_eq!(set.count(), 7 * BLOCKS as usize);
    // One that is named twice is taken out once.
    let with_itself = [&one_of_each[..], &[0]].concat();
    asha.remove_samples(&mut set, &with_itself).await.unwrap();
    let set = asha.sealed_set(set.item().id).await.unwrap();
    assert_eq!(set.count(), 6 * BLOCKS as usize);
    let left = set.samples();
    assert!(left.iter().all(|(number, _)| number % 7 != 0));
}

/// As many samples, each of 512 measurements.
fn wide_model(count: u32) -> knn::Model {
    let names = knn::Names {
        title: "Wide".to_owned(),
        features: (0..512).map(|feature| format!("f{feature}")).collect(),
        classes: ["odd", "even"].map(str::to_owned).to_vec(),
    };
    let row = |sample: u32| (0..512).map(|f| f64::from((sample + f) % 90)).collect();
    let rows: Vec<Vec<f64>> = (0..count).map(row).collect();
    let labels = (0..count).map(|sample| u8::from(sample % 2 == 0)).collect();
    let rule = knn::Rule::new(3, knn::Weights::Uniform, 2).unwrap();
    knn::Model::train(names, &rows, labels, rule).unwrap()
}

/// The decision of a model's first samples, in the clear.
fn small_model_of(model: &knn::Model, count: usize) -> impl Fn(&Vec<f64>) -> u8 {
    let rows: Vec<Vec<u8>> = model
        .samples()
        .rows()
        .take(count)
        .map(<[u8]>::to_vec)
        .collect();
    let labels = model.samples().labels()[..count].to_vec();
    let (shape, rule) = (model.numbers().shape(), model.numbers().rule());
    let samples = knn::Samples::new(shape, rule.classes(), rows.concat(), labels).unwrap();
    let scaling = model.scaling().clone();
    move |row| {
        rule.classify(&samples, &scaling.scale(row).unwrap())
            .unwrap()
    }
}

#[tokio::test]
async fn two_who_change_a_set_do_not_lose_each_others_change() {
    let clinic = Clinic::open().await;
    let mut asha = clinic.patient("Asha").await;
    let mut one = asha.create_set(&small_model(30)).await.unwrap();
    let mut two = asha.sealed_set(one.item().id).await.unwrap();
    let row = rows(31).pop().unwrap();
    asha.append_samples(&mut one, std::slice::from_ref(&row), &[1])
        .await
        .unwrap();
    let lost = asha
        .append_samples(&mut two, std::slice::from_ref(&row), &[2])
        .await;
    assert!(
        lost.as_ref().is_err_and(ClientError::is_conflict),
        "{lost:?}"
    );
    let asked = asha.ask_set(&two, &row).await;
    assert!(
        asked.as_ref().is_err_and(ClientError::is_conflict),
        "{asked:?}"
    );
    let mut two = asha.sealed_set(one.item().id).await.unwrap();
    asha.append_samples(&mut two, &[row], &[2]).await.unwrap();
    assert_eq!(two.count(), 32);
}

#[tokio::test]
async fn a_set_is_its_owners_alone_and_comes_back_with_the_kit() {
    let clinic = Clinic::open().await;
    let (mut asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;
    let mut mallory = clinic.doctor("Mallory").await;
    let model = small_model(30);
    let set = asha.create_set(&model).await.unwrap();
    let id = set.item().id;
    assert!(mallory.sealed_sets().await.unwrap().sets.is_empty());
    assert!(mallory.sealed_set(id).await.is_err());
    assert!(mallory.ask_set(&set, &[1.0; 4]).await.is_err());
    assert!(mallory.remove_set(id).await.is_err());
    drop(asha);

    let home = clinic.place("Asha again");
    let words = kit.words.clone().unwrap();
    let (mut asha, _) = home
        .recover(&clinic.url(), &words, "another password")
        .await
        .unwrap();
    let mut set = asha.sealed_set(id).await.unwrap();
    let row = rows(33).pop().unwrap();
    let verdict = asha.ask_set(&set, &row).await.unwrap();
    assert_eq!(verdict.class, model.classify(&row).unwrap());
    asha.append_samples(&mut set, &[row], &[0]).await.unwrap();
    // A new set stands under the new key.
    let fresh = asha.create_set(&model).await.unwrap();
    assert_eq!((set.item().owner_key, fresh.item().owner_key), (0, 1));
}

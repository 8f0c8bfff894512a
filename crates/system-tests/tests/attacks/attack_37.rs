//! 37: a server that looks for the training set, the question or the class in what it carries and keeps.

use system_tests::{
    canary::Canaries,
    laboratory::{Laboratory, ask, rows, small_model, while_serving},
    liar::Exchange,
};
use wire::api::path;

fn seen(exchange: &Exchange) -> Vec<u8> {
    let head = format!("{} {} ", exchange.asked.method, exchange.asked.path);
    [head.as_bytes(), &exchange.asked.body, &exchange.told.body].concat()
}

/// Every form in which a row could slip out: scaled, or as numbers.
fn remember(canaries: &mut Canaries, row: &[f64], scaled: Option<&[u8]>) {
    let raw = |bytes: fn(f64) -> [u8; 8]| {
        row.iter()
            .flat_map(|value| bytes(*value))
            .collect::<Vec<u8>>()
    };
    canaries.secret(&raw(f64::to_be_bytes));
    canaries.secret(&raw(f64::to_le_bytes));
    for value in row {
        canaries.text(&value.to_string());
    }
    if let Some(scaled) = scaled.filter(|scaled| scaled.len() >= 8) {
        canaries.secret(scaled);
    }
}

#[tokio::test]
async fn attack_37_neither_training_set_nor_question_nor_class_is_at_the_server() {
    let mut at = Laboratory::open().await;
    let all = rows(75);
    let mut provider = at.provider();
    let mut canaries = Canaries::new();
    // The bounds of each measurement are on the card, for everybody: they are two of its values.
    let bounds: Vec<f64> = at
        .model
        .scaling()
        .bounds()
        .iter()
        .flat_map(|bounds| [bounds.least(), bounds.most()])
        .collect();
    let scaled: Vec<u8> = at.model.samples().rows().flatten().copied().collect();
    for (row, scaled) in all.iter().zip(scaled.chunks(8)) {
        let row: Vec<f64> = row
            .iter()
            .copied()
            .filter(|value| !bounds.contains(value))
            .collect();
        remember(&mut canaries, &row, Some(scaled));
    }
    let questions = &all[60..];
    let (asha, listing) = (&mut at.asha, &at.listing);
    let story = async {
        for row in questions {
            ask(asha, listing, row).await.unwrap();
        }
    };
    while_serving(&mut provider, story).await;
    let set = at.asha.create_set(&small_model(60)).await.unwrap();
    for row in questions {
        at.asha.ask_set(&set, row).await.unwrap();
    }
    // Of a sealed set not even the names are the server's to know. (The published card has them for everybody.)
    let mut names = Canaries::new();
    for name in set
        .features()
        .chain(set.classes().iter().map(String::as_str))
    {
        names.text(name);
    }
    names.text(set.title());

    let record = at.clinic.liar().record();
    let (scanner, names) = (canaries.scanner(), names.scanner());
    let mut carried = 0;
    for exchange in &record {
        let bytes = seen(exchange);
        assert_eq!(scanner.find(&bytes), None, "{}", exchange.asked.path);
        if exchange.asked.path.starts_with(path::SETS) {
            assert_eq!(names.find(&bytes), None, "{}", exchange.asked.path);
        }
        carried += bytes.len();
    }
    assert!(
        record.len() > 150 && carried > 4 << 20,
        "{} {carried}",
        record.len()
    );
    at.clinic.stop().await;
    let mut searched = 0;
    for entry in std::fs::read_dir(at.clinic.data()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert_eq!(scanner.find(&bytes), None, "{}", path.display());
            searched += bytes.len();
        }
    }
    assert!(searched > 50_000, "{searched}");
    // The scanner finds them where they are.
    let model = at.model.to_bytes();
    assert!(scanner.find(&model).is_some());
    assert!(names.find(&model).is_some());
}

#[tokio::test]
async fn attack_37_what_is_sent_is_as_long_for_every_question_and_every_class() {
    let mut at = Laboratory::open().await;
    let mut provider = at.provider();
    let (asha, listing) = (&mut at.asha, &at.listing);
    let asked = rows(90);
    let mut classes = std::collections::BTreeSet::new();
    let mut lengths = std::collections::BTreeSet::new();
    let story = async {
        for row in &asked[60..75] {
            let verdict = ask(asha, listing, row).await.unwrap();
            classes.insert(verdict.class);
            lengths.insert((
                (verdict.ahead.up, verdict.ahead.down),
                (verdict.online.up, verdict.online.down),
            ));
        }
    };
    while_serving(&mut provider, story).await;
    assert!(classes.len() > 1, "{classes:?}");
    assert_eq!(lengths.len(), 1, "{lengths:?}");
}

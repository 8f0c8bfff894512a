//! The measurements of an aspirate become one resource that reads back as entered, also by way of a file.

use record::build::{Context, aspirate};
use record::codes::{ASPIRATE, Nuclear};
use record::{Decimal, Item, RecordError, Resource, export, import, summarise, view};
use serde_json::json;

const CONTEXT: Context<'static> = Context {
    id: "1",
    patient: "Patient/1",
    date: "2024-05-31T10:15:00+05:30",
    author: None,
};

/// The first sample of the Wisconsin data, and `0.10` for digits that count.
const VALUES: [&str; 30] = [
    "17.99", "10.38", "122.8", "1001.0", "0.1184", "0.2776", "0.3001", "0.1471", "0.2419",
    "0.07871", "1.095", "0.9053", "8.589", "153.4", "0.006399", "0.04904", "0.05373", "0.01587",
    "0.03003", "0.006193", "25.38", "17.33", "184.6", "2019.0", "0.1622", "0.6656", "0.7119",
    "0.2654", "0.4601", "0.10",
];

fn values() -> Vec<Decimal> {
    VALUES
        .iter()
        .map(|text| Decimal::parse(text).expect("a number"))
        .collect()
}

#[test]
fn thirty_measurements_are_one_resource_and_keep_their_digits() {
    let built = aspirate(&CONTEXT, &values()).unwrap();
    let read = view::Aspirate::of(&Resource::parse(&built.to_json_bytes()).unwrap()).unwrap();
    let texts: Vec<String> = read.values.iter().map(ToString::to_string).collect();
    assert_eq!(texts, VALUES);
    assert_eq!(read.effective.as_deref(), Some(CONTEXT.date));
    let summary = summarise(&built);
    assert_eq!(summary.title, "Breast mass, cell nuclei of an aspirate");
    assert_eq!(summary.detail.as_deref(), Some("30 measurements"));
    assert_eq!(summary.kind, "Laboratory value");
}

#[test]
fn they_survive_the_way_out_and_in() {
    let built = aspirate(&CONTEXT, &values()).unwrap();
    let item = Item {
        resource: built.clone(),
        full_url: None,
        request: None,
        rest: serde_json::Map::new(),
    };
    let bundle = export::collection([&item]);
    let taken = import(&bundle.to_json_bytes()).unwrap();
    let again: Vec<&Resource> = taken.items.iter().map(|item| &item.resource).collect();
    assert_eq!(again.len(), 1);
    assert_eq!(
        view::Aspirate::of(again[0]),
        view::Aspirate::of(&built),
        "{bundle:?}"
    );
}

#[test]
fn what_cannot_be_is_refused_with_what_can() {
    let with = |place: usize, value: &str| {
        let mut values = values();
        values[place] = Decimal::parse(value).unwrap();
        aspirate(&CONTEXT, &values).map(drop)
    };
    with(0, "100").unwrap();
    assert_eq!(
        with(14, "1.184").unwrap_err().to_string(),
        "a measurement of the aspirate is 1.184 (smoothness error); it must be from 0 to 1"
    );
    assert!(matches!(with(3, "12501"), Err(RecordError::Entry { .. })));
    let too_few = aspirate(&CONTEXT, &values()[..29]).unwrap_err();
    assert!(too_few.to_string().contains("29 of them"), "{too_few}");
}

#[test]
fn what_is_not_all_of_it_is_an_observation_like_any_other() {
    let whole = aspirate(&CONTEXT, &values()).unwrap().into_value();
    let altered = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = whole.clone();
        change(&mut value);
        let resource = Resource::from_value(value).unwrap();
        (
            view::Aspirate::of(&resource),
            view::Observation::of(&resource),
        )
    };
    for (name, change) in [
        (
            "one is missing",
            (&|value: &mut serde_json::Value| {
                value["component"].as_array_mut().unwrap().pop();
            }) as &dyn Fn(&mut serde_json::Value),
        ),
        ("one stands there twice", &|value| {
            let first = value["component"][0].clone();
            value["component"].as_array_mut().unwrap().push(first);
        }),
        ("one is a bound", &|value| {
            value["component"][4]["valueQuantity"]["comparator"] = json!("<");
        }),
        ("one has a unit", &|value| {
            value["component"][0]["valueQuantity"]["unit"] = json!("mm");
        }),
        ("another code", &|value| {
            value["code"]["coding"][0]["code"] = json!("other");
        }),
    ] {
        let (aspirate, observation) = altered(change);
        assert_eq!(aspirate, None, "{name}");
        assert!(observation.is_some(), "{name}");
    }
    // Their order is nobody's concern.
    let (aspirate, _) = altered(&|value| {
        value["component"].as_array_mut().unwrap().reverse();
    });
    assert_eq!(aspirate.unwrap().values, values());
}

#[test]
fn codes_that_stand_in_records_do_not_change() {
    assert_eq!(ASPIRATE, "urn:sehat:codes:aspirate");
    let codes: Vec<String> = Nuclear::all().map(Nuclear::code).collect();
    assert_eq!(codes[0], "mean-radius");
    assert_eq!(codes[17], "concave-points-error");
    assert_eq!(codes[29], "worst-fractal-dimension");
}

//! Classifiers without an account: trained, compared by every way with the plaintext, and shown.

use std::path::Path;

use serde_json::{Value, json};

use crate::workbench::Workbench;

/// The Wisconsin data.
fn wisconsin() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../knn/data/wdbc.csv");
    path.to_str().unwrap().to_owned()
}

/// Two measurements, three classes, some rows with the same values and other classes.
fn flowers(rows: usize) -> String {
    let mut table = "length,width,kind\n".to_owned();
    for row in 0..rows {
        let kind = ["red", "white", "yellow"][row % 3];
        let (length, width) = (row % 7 + 2 * (row % 3), (row * row) % 5);
        table += &format!("{length}.5,-{width},{kind}\n");
    }
    table
}

#[test]
fn a_classifier_is_trained_with_the_accuracy_of_what_was_kept_back() {
    let bench = Workbench::new();
    let words = ["knn", "train", &wisconsin(), "--label", "diagnosis"];
    let more = [
        "--classes",
        "malignant,benign",
        "--hold-out",
        "0.2",
        "-o",
        "wdbc.knn",
    ];
    let told = bench.json(&[&words[..], &more].concat());
    assert_eq!(told["samples"], 455);
    assert_eq!(told["features"].as_array().unwrap().len(), 30);
    assert_eq!(
        (&told["bits"], &told["k"], &told["weights"]),
        (&json!(8), &json!(5), &json!("uniform"))
    );
    assert_eq!(
        told["classes"][0],
        json!({ "name": "malignant", "samples": 165 })
    );
    let held_out = &told["held_out"];
    assert_eq!(
        (&held_out["rows"], &held_out["seed"]),
        (&json!(114), &json!(0))
    );
    let right = held_out["right"].as_u64().unwrap();
    assert!(right > 105, "{told}");
    let cells = |row: usize| -> u64 {
        let row = held_out["confusion"][row].as_array().unwrap().iter();
        row.map(|cell| cell.as_u64().unwrap()).sum()
    };
    assert_eq!((cells(0), cells(1)), (47, 67));
    assert!(held_out["clamped"].as_u64().unwrap() > 0);

    let model = knn::Model::parse(&std::fs::read(bench.path("wdbc.knn")).unwrap()).unwrap();
    assert_eq!(model.names().title, "wdbc");
    assert_eq!(model.names().classes, ["malignant", "benign"]);
    assert_eq!(model.samples().count(), 455);
    // The same again is the same file, and says the same to people.
    let text = bench.ok(&[&words[..], &more[..4], &["-o", "again.knn"]].concat());
    assert!(
        text.contains("455 samples, 30 measurements of 8 bits"),
        "{text}"
    );
    assert!(
        text.contains(&format!("Of 114 rows kept back {right} are")),
        "{text}"
    );
    assert_eq!(
        std::fs::read(bench.path("wdbc.knn")).unwrap(),
        std::fs::read(bench.path("again.knn")).unwrap()
    );
}

#[test]
fn without_anything_kept_back_all_rows_are_learned_and_nothing_is_claimed() {
    let bench = Workbench::new();
    bench.write("t.csv", flowers(40).as_bytes());
    let words = [
        "knn",
        "train",
        "t.csv",
        "--label",
        "kind",
        "--k",
        "3",
        "--weights",
        "rank",
    ];
    let told = bench.json(&[&words[..], &["--title", "Flowers", "-o", "t.knn"]].concat());
    assert_eq!(
        (&told["samples"], &told["held_out"]),
        (&json!(40), &Value::Null)
    );
    assert_eq!(
        (&told["title"], &told["weights"]),
        (&json!("Flowers"), &json!("rank"))
    );
    let names: Vec<&str> = told["classes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["red", "white", "yellow"]);
    let text = bench.ok(&[&words[..], &["--without", "width", "-o", "t.knn"]].concat());
    assert!(
        text.contains("40 samples, 1 measurement of 8 bits"),
        "{text}"
    );
    assert!(text.contains("was not measured"), "{text}");
}

#[test]
fn what_cannot_be_learned_from_leaves_no_file() {
    let bench = Workbench::new();
    bench.write("t.csv", flowers(12).as_bytes());
    let two = "x,y,kind\n1,2,a\n3,4,a\n5,6,b\n7,8,b\n";
    for (table, more, code, why) in [
        ("", &[][..], 8, "it is empty"),
        ("x,kind\n", &[], 8, "no row below it"),
        ("x,x,kind\n1,2,a\n", &[], 8, "two columns are called \"x\""),
        ("x,y\n1,2\n", &[], 8, "there is no column \"kind\""),
        (
            &format!("{two}high,9,a\n"),
            &[],
            8,
            "row 5 (line 6), column \"x\": this is no number",
        ),
        (
            &format!("{two}NaN,9,a\n"),
            &[],
            8,
            "row 5 (line 6), column \"x\": this number is not finite",
        ),
        (
            &format!("{two},9,a\n"),
            &[],
            8,
            "column \"x\": a number is missing",
        ),
        (
            &format!("{two}1,9\n"),
            &[],
            8,
            "row 5 (line 6) has 2 fields, and the heading has 3",
        ),
        (
            &format!("{two}1,9,c\n"),
            &[],
            8,
            "a single row of the class \"c\"",
        ),
        (
            two,
            &["--classes", "a,c"],
            8,
            "row 3 (line 4), column \"kind\"",
        ),
        (two, &["--without", "z"], 8, "there is no column \"z\""),
        (
            two,
            &["--without", "x", "--without", "y"],
            8,
            "no column of measurements",
        ),
        (two, &["--k", "5"], 2, "--k 5"),
        (two, &["--k", "0"], 2, "neighbours"),
        (two, &["--hold-out", "1.5"], 2, "--hold-out 1.5"),
        (two, &["--seed", "3"], 2, "--hold-out"),
        (two, &["--title", ""], 8, "name is empty"),
    ] {
        bench.write("t.csv", table.as_bytes());
        let words = [
            "knn", "train", "t.csv", "--label", "kind", "--k", "3", "-o", "t.knn",
        ];
        // What is said later counts.
        let words: Vec<&str> = match more.first() {
            Some(&"--k") => [&words[..5], more, &words[7..]].concat(),
            _ => [&words[..], more].concat(),
        };
        let text = bench.fails(&words, code);
        assert!(text.contains(why), "{more:?} {table:?}: {text}");
    }
    let text = bench.fails(
        &["knn", "train", "none.csv", "--label", "kind", "-o", "t.knn"],
        8,
    );
    assert!(text.contains("none.csv"), "{text}");
    let text = bench.fails(
        &["knn", "train", "t.csv", "--label", "kind", "-o", "t.csv"],
        6,
    );
    assert!(text.contains("would be lost"), "{text}");
}

#[test]
fn every_way_gives_the_labels_of_the_plaintext() {
    let bench = Workbench::new();
    bench.write("t.csv", flowers(60).as_bytes());
    let words = [
        "knn",
        "evaluate",
        "t.csv",
        "--label",
        "kind",
        "--k",
        "4",
        "--weights",
        "rank",
        "--seeds",
        "2",
        "--limit",
        "3",
        "--way",
        "all",
        "--paillier-bits",
        "2048",
    ];
    let told = bench.json(&words);
    assert_eq!(told["rows"], 60);
    assert_eq!(told["classes"], json!(["red", "white", "yellow"]));
    assert_eq!(told["seeds"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&told["seeds"][1]["samples"], &told["seeds"][1]["questions"]),
        (&json!(48), &json!(3))
    );
    let ways = told["ways"].as_array().unwrap();
    let ids: Vec<&str> = ways
        .iter()
        .map(|way| way["way"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["outsourced", "provider", "paillier"]);
    for way in ways {
        assert_eq!(way["questions"], 6, "{way}");
        assert_eq!(
            (&way["different"], &way["differing"]),
            (&json!(0), &json!([])),
            "{way}"
        );
        assert_eq!(way["confusion"], told["plaintext"]["confusion"], "{way}");
        assert_eq!(way["right"], told["plaintext"]["right"], "{way}");
        for side in ["asker", "server", "prepare"] {
            assert!(way["milliseconds"][side].as_f64().unwrap() > 0.0, "{way}");
        }
        for direction in ["up", "down"] {
            assert!(way["bytes"][direction].as_u64().unwrap() > 100, "{way}");
        }
        let ahead = way["bytes"]["ahead_down"].as_u64().unwrap();
        assert_eq!(ahead == 0, way["way"] == "outsourced", "{way}");
    }
    let text = bench.ok(&[
        "knn", "evaluate", "t.csv", "--label", "kind", "--seeds", "1",
    ]);
    assert!(text.contains("No label differs"), "{text}");
    assert!(!text.contains("Paillier"), "{text}");
}

#[test]
fn the_demonstration_stores_the_sealed_data_and_agrees_with_the_plaintext() {
    let bench = Workbench::new();
    let words = [
        "knn",
        "demo",
        "--quick",
        "--paillier-bits",
        "2048",
        "--folder",
        "sealed",
    ];
    let told = bench.json(&words);
    assert_eq!(
        (&told["samples"], &told["questions"], &told["features"]),
        (&json!(455), &json!(114), &json!(30))
    );
    let ways = told["ways"].as_array().unwrap();
    let asked: Vec<u64> = ways
        .iter()
        .map(|way| way["questions"].as_u64().unwrap())
        .collect();
    assert_eq!(asked, [114, 114, 10]);
    for way in ways {
        assert_eq!(way["different"], 0, "{way}");
    }
    for way in &ways[..2] {
        assert_eq!(way["confusion"], told["plaintext"]["confusion"], "{way}");
    }
    assert!(told["plaintext"]["accuracy"].as_f64().unwrap() > 0.9);

    // What a server would have shows nothing of the data; the key and the index lie elsewhere.
    let blocks: Vec<_> = std::fs::read_dir(bench.path("sealed/server"))
        .unwrap()
        .collect();
    assert_eq!(blocks.len() as u64, told["blocks"].as_u64().unwrap());
    let mut owner: Vec<String> = std::fs::read_dir(bench.path("sealed/owner"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    owner.sort_unstable();
    assert_eq!(owner, ["index", "secret", "seeds"]);
    // A set that is there is not written over.
    let text = bench.fails(&words, 6);
    assert!(text.contains("is there already"), "{text}");
}

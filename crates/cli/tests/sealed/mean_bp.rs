//! The first example: the mean of blood pressures, computed while they are sealed.

use serde_json::{Value, json};

use crate::workbench::{Workbench, data, example};

#[test]
fn ten_days_have_their_mean() {
    let bench = Workbench::new();
    for words in [
        &["mean-bp"][..],
        &["mean-bp", "--packed"],
        &["mean-bp", "--key", "private.json"],
    ] {
        let file = example("ten-days.csv");
        let told = bench.json(&[words, &[&file]].concat());
        assert_eq!(
            (&told["readings"], &told["incomplete"]),
            (&json!(10), &json!(0))
        );
        assert_eq!(told["systolic"], json!({ "sum": 1293, "mean": 129.3 }));
        assert_eq!(told["diastolic"], json!({ "sum": 831, "mean": 83.1 }));
    }
}

#[test]
fn each_step_is_shown_with_its_time_and_a_look_at_a_ciphertext() {
    let bench = Workbench::new();
    let text = bench.ok(&["mean-bp", &example("ten-days.csv"), "--key", "private.json"]);
    let steps = ["Read", "Key", "Sealed", "Added", "Opened", "Mean"];
    let mut lines = text.lines();
    for step in steps {
        let line = lines
            .find(|line| line.starts_with(step))
            .unwrap_or_else(|| panic!("{step}: {text}"));
        assert!(
            step == "Mean" || line.contains(" ms ") || line.contains(" s "),
            "{line}"
        );
    }
    for part in [
        "1024 bits, from private.json",
        "…",
        "no pressure, no sum and no mean",
        "129.3 / 83.1 mmHg",
    ] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

#[test]
fn a_survey_with_missing_values_has_its_published_means() {
    let bench = Workbench::new();
    let file = data("nhefs_bp.csv");
    let told = bench.json(&[
        "mean-bp",
        file.to_str().unwrap(),
        "--packed",
        "--key",
        "private.json",
    ]);
    assert_eq!(
        (&told["readings"], &told["incomplete"]),
        (&json!(1548), &json!(81))
    );
    assert_eq!(told["systolic"]["sum"], 199_228);
    assert_eq!(told["diastolic"]["sum"], 120_349);
    assert_eq!(told["systolic"]["mean"].to_string(), "128.70025839793283");
    assert_eq!(told["diastolic"]["mean"].to_string(), "77.74483204134367");
}

#[test]
fn columns_can_be_named_and_decimals_are_kept() {
    let bench = Workbench::new();
    bench.write("t.csv", b"upper;lower\n128.25;80.5\n131.5;\n120.125;79.5\n");
    let words = [
        "mean-bp",
        "t.csv",
        "--systolic",
        "upper",
        "--diastolic",
        "lower",
    ];
    let told = bench.json(&words);
    assert_eq!(
        (&told["readings"], &told["incomplete"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        told["systolic"],
        json!({ "sum": 248.375, "mean": 124.1875 })
    );
    assert_eq!(told["diastolic"], json!({ "sum": 160, "mean": 80.0 }));
    let text = bench.fails(&["mean-bp", "t.csv"], 8);
    assert!(
        text.contains("t.csv") && text.contains("upper, lower"),
        "{text}"
    );
}

#[test]
fn observations_in_fhir_are_read_too() {
    let bench = Workbench::new();
    let pressure = |id: usize, systolic: f64, diastolic: f64, status: &str| {
        let component = |code: &str, value: f64| {
            json!({
                "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
                "valueQuantity": { "value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" },
            })
        };
        json!({ "resource": {
            "resourceType": "Observation",
            "id": id.to_string(),
            "status": status,
            "code": { "coding": [{ "system": "http://loinc.org", "code": "85354-9" }] },
            "component": [component("8480-6", systolic), component("8462-4", diastolic)],
        } })
    };
    let entries: Vec<Value> = vec![
        pressure(1, 128.5, 80.0, "final"),
        pressure(2, 121.0, 79.5, "final"),
        pressure(3, 299.0, 199.0, "entered-in-error"),
    ];
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
    bench.write("bundle.json", bundle.to_string().as_bytes());
    let told = bench.json(&["mean-bp", "bundle.json"]);
    assert_eq!(told["readings"], 2);
    assert_eq!(told["systolic"], json!({ "sum": 249.5, "mean": 124.75 }));
    assert_eq!(told["diastolic"], json!({ "sum": 159.5, "mean": 79.75 }));
}

#[test]
fn what_is_no_blood_pressure_is_told_by_its_place() {
    let bench = Workbench::new();
    for (table, place) in [
        ("sbp,dbp\n128,80\n-1,80\n", "row 2 (line 3), column \"sbp\""),
        ("sbp,dbp\n128,1000\n", "row 1 (line 2), column \"dbp\""),
        ("sbp,dbp\n128,high\n", "row 1 (line 2), column \"dbp\""),
        (
            "sbp,dbp\n128,\n",
            "there is no blood pressure with both numbers",
        ),
        ("{\"resourceType\": \"Bundle\"", "t.csv"),
    ] {
        bench.write("t.csv", table.as_bytes());
        let text = bench.fails(&["mean-bp", "t.csv"], 8);
        assert!(text.contains("t.csv") && text.contains(place), "{text}");
    }
}

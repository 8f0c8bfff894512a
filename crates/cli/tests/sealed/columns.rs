//! Columns, sealed and computed on: the published figures of a survey come out of the ciphertexts to the last digit.

use crate::workbench::{Workbench, data};

fn nhefs() -> String {
    data("nhefs_bp.csv").to_str().unwrap().to_owned()
}

/// Count, sum, mean, variance of those with both pressures.
const SYSTOLIC: (u64, u64, f64, f64) =
    (1548, 199_228, 128.700_258_397_932_83, 361.146_037_425_107_2);
const DIASTOLIC: (u64, u64, f64, f64) =
    (1548, 120_349, 77.744_832_041_343_67, 113.100_328_801_765_19);

#[test]
fn the_surveys_sums_means_and_variances_come_out_of_the_ciphertexts() {
    let bench = Workbench::new();
    for (column, other, missing, expected) in
        [("sbp", "dbp", 81, SYSTOLIC), ("dbp", "sbp", 81, DIASTOLIC)]
    {
        for (key, manner) in [
            ("public.json", None),
            ("private.json", None),
            ("public.json", Some("--packed")),
        ] {
            let table = nhefs();
            let mut words = vec![
                "paillier", "column", "encrypt", key, &table, "--column", column,
            ];
            words.extend([
                "--complete-with",
                other,
                "--output",
                "x.sealed",
                "--squares",
                "x2.sealed",
            ]);
            words.extend(manner);
            let sealed = bench.json(&words);
            assert_eq!(
                (&sealed["rows"], &sealed["missing"]),
                (&1629.into(), &missing.into())
            );
            for (statistic, field) in [("sum", "sum"), ("mean", "mean"), ("variance", "variance")] {
                let mut words = vec!["paillier", "column", statistic, "public.json", "x.sealed"];
                words.extend((statistic == "variance").then_some("x2.sealed"));
                words.extend(["--output", "result.sealed"]);
                let sealed = bench.json(&words);
                assert_eq!(sealed["count"], expected.0);
                assert!(
                    sealed.get(field).is_none(),
                    "the adder was told the {field}"
                );
                let opened = bench.json(&[
                    "paillier",
                    "column",
                    "decrypt",
                    "private.json",
                    "result.sealed",
                ]);
                assert_eq!(opened["count"], expected.0);
                assert_eq!(opened["sum"], expected.1);
                assert_eq!(opened["mean"].to_string(), expected.2.to_string());
                if statistic == "variance" {
                    assert_eq!(opened["variance"].to_string(), expected.3.to_string());
                }
            }
        }
    }
}

#[test]
fn missing_values_are_counted_as_published() {
    let bench = Workbench::new();
    for (column, missing) in [("sbp", 77), ("dbp", 81)] {
        let table = nhefs();
        let words = [
            "paillier",
            "column",
            "encrypt",
            "private.json",
            &table,
            "--column",
            column,
            "--packed",
        ];
        let sealed = bench.json(&[&words[..], &["--output", "x.sealed"]].concat());
        assert_eq!(sealed["missing"], missing);
    }
}

#[test]
fn a_key_of_full_length_gives_the_same() {
    let bench = Workbench::new();
    bench.write("long.json", &std::fs::read(data("key-3072.json")).unwrap());
    bench.ok(&["paillier", "extract", "long.json", "long-public.json"]);
    let table = nhefs();
    let words = [
        "paillier",
        "column",
        "encrypt",
        "long-public.json",
        &table,
        "--column",
        "sbp",
        "--packed",
    ];
    let more = [
        "--complete-with",
        "dbp",
        "--below",
        "1000",
        "--output",
        "x.sealed",
        "--squares",
        "x2.sealed",
    ];
    let sealed = bench.json(&[&words[..], &more].concat());
    assert!(sealed["ciphertexts"].as_u64().unwrap() < 70, "{sealed}");
    let words = [
        "paillier",
        "column",
        "variance",
        "long-public.json",
        "x.sealed",
        "x2.sealed",
        "--key",
        "long.json",
    ];
    let opened = bench.json(&words);
    assert_eq!(opened["sum"], SYSTOLIC.1);
    assert_eq!(opened["mean"].to_string(), SYSTOLIC.2.to_string());
    assert_eq!(opened["variance"].to_string(), SYSTOLIC.3.to_string());
}

#[test]
fn a_column_comes_back_row_by_row() {
    let bench = Workbench::new();
    bench.write("t.csv", b"who;weight\nA;70.25\nB;\nC;-0.5\nD;NaN\nE;1e2\n");
    for manner in [&[][..], &["--packed"]] {
        let words = [
            "paillier",
            "column",
            "encrypt",
            "public.json",
            "t.csv",
            "--column",
            "weight",
        ];
        bench.ok(&[&words[..], &["--output", "w.sealed"], manner].concat());
        let opened = bench.json(&["paillier", "column", "decrypt", "private.json", "w.sealed"]);
        assert_eq!(
            opened["values"],
            serde_json::json!([70.25, null, -0.5, null, 100])
        );
        bench.ok(&[
            "paillier",
            "column",
            "decrypt",
            "private.json",
            "w.sealed",
            "--output",
            "w.csv",
        ]);
        assert_eq!(bench.read("w.csv"), "value\n70.25\n\n-0.5\n\n100\n");
        // What was written can be read again: the one column keeps its empty lines.
        let words = [
            "paillier",
            "column",
            "encrypt",
            "public.json",
            "w.csv",
            "--column",
            "value",
        ];
        let again = bench.json(&[&words[..], &["--output", "again.sealed"], manner].concat());
        assert_eq!((&again["rows"], &again["missing"]), (&5.into(), &2.into()));
    }
}

#[test]
fn tables_that_other_programs_wrote_are_read() {
    let bench = Workbench::new();
    let words = |table: &str, column: &str| -> Vec<String> {
        let table = data(table).to_str().unwrap().to_owned();
        let words = [
            "paillier",
            "column",
            "encrypt",
            "public.json",
            &table,
            "--column",
            column,
            "--output",
            "x",
        ];
        words.map(str::to_owned).to_vec()
    };
    let values = |table: &str, column: &str| {
        let words = words(table, column);
        bench.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
        bench.json(&["paillier", "column", "decrypt", "private.json", "x"])["values"].to_string()
    };
    for (column, expected) in [
        ("sbp", "[128.5,null,null,131.25,120]"),
        ("dbp", "[80,82,null,79,75]"),
        ("weight", "[70.25,null,-0.5,81,65.1]"),
        ("f32", "[0.1,2.5,3.7,null,0.00000001]"),
        ("big", "[9223372036854775807,-9223372036854775808,0,1,null]"),
        ("u", "[18446744073709551615,5,0,1,null]"),
        ("nul", "[null,null,null,null,null]"),
    ] {
        assert_eq!(values("pyarrow.parquet", column), expected, "{column}");
    }
    assert_eq!(values("openpyxl.xlsx", "sbp"), "[128.5,null,131.25]");
    assert_eq!(values("openpyxl.xlsx", "n"), "[3,0.1,7]");
    let fails = |table: &str, column: &str| {
        let words = words(table, column);
        bench.fails(&words.iter().map(String::as_str).collect::<Vec<_>>(), 8)
    };
    for (column, why) in [
        ("ward", "row 1, column \"ward\": this is no number"),
        ("when", "row 1, column \"when\": this is no number"),
        ("list", "lists or groups"),
    ] {
        let text = fails("pyarrow.parquet", column);
        assert!(
            text.contains("pyarrow.parquet") && text.contains(why),
            "{text}"
        );
    }
    assert!(
        fails("pyarrow-zstd.parquet", "sbp")
            .contains("write it with Snappy, gzip, LZ4 or unpacked")
    );
}

#[test]
fn sums_are_sealed_anew_each_time() {
    let bench = Workbench::new();
    bench.write("t.csv", b"x\n1\n2\n");
    bench.ok(&[
        "paillier",
        "column",
        "encrypt",
        "public.json",
        "t.csv",
        "--column",
        "x",
        "--output",
        "x.sealed",
    ]);
    let sums: Vec<Vec<u8>> = ["one.sealed", "two.sealed"]
        .into_iter()
        .map(|name| {
            bench.ok(&[
                "paillier",
                "column",
                "sum",
                "public.json",
                "x.sealed",
                "--output",
                name,
            ]);
            std::fs::read(bench.path(name)).unwrap()
        })
        .collect();
    assert_ne!(sums[0], sums[1]);
    assert_eq!(
        bench.ok(&[
            "paillier",
            "column",
            "sum",
            "public.json",
            "x.sealed",
            "--key",
            "private.json"
        ]),
        "3\n"
    );
}

#[test]
fn what_is_wrong_with_a_column_is_told_by_file_row_and_column() {
    let bench = Workbench::new();
    bench.write("t.csv", b"name,sbp\nAsha,128\nRavi,1e999\nMeera,130.5\n");
    let seal = |column: &str, more: &[&str], code: i32| {
        let words = [
            "paillier",
            "column",
            "encrypt",
            "public.json",
            "t.csv",
            "--column",
            column,
            "--output",
            "x",
        ];
        bench.fails(&[&words[..], more].concat(), code)
    };
    let text = seal("name", &[], 8);
    assert!(
        text.contains("t.csv: row 1 (line 2), column \"name\"") && !text.contains("Asha"),
        "{text}"
    );
    assert!(
        seal("sbp", &[], 8)
            .contains("t.csv: row 2 (line 3), column \"sbp\": this number has too many digits")
    );
    assert!(seal("pulse", &[], 8).contains("there is no column \"pulse\""));
    bench.write("t.csv", b"sbp\n128\n130.5\n");
    assert!(seal("sbp", &["--decimals", "0"], 8).contains("row 2 (line 3), column \"sbp\""));
    let text = seal("sbp", &["--below", "100"], 8);
    assert!(
        text.contains("row 1 (line 2), column \"sbp\"") && text.contains("out of range"),
        "{text}"
    );
    seal("sbp", &["--decimals", "99"], 8);
}

#[test]
fn what_is_wrong_with_a_sealed_file_is_told() {
    let bench = Workbench::new();
    bench.write("t.csv", b"x\n1\n2\n3\n");
    let words = [
        "paillier",
        "column",
        "encrypt",
        "public.json",
        "t.csv",
        "--column",
        "x",
    ];
    bench.ok(&[
        &words[..],
        &["--output", "x.sealed", "--squares", "x2.sealed"],
    ]
    .concat());
    let bytes = std::fs::read(bench.path("x.sealed")).unwrap();
    bench.write("short.sealed", &bytes[..bytes.len() - 1]);
    let mut touched = bytes.clone();
    touched[bytes.len() / 2] ^= 1;
    bench.write("touched.sealed", &touched);
    for (file, code) in [
        ("short.sealed", 8),
        ("touched.sealed", 8),
        ("t.csv", 8),
        ("none", 8),
    ] {
        let text = bench.fails(
            &[
                "paillier",
                "column",
                "sum",
                "public.json",
                file,
                "--output",
                "y",
            ],
            code,
        );
        assert!(text.starts_with(file), "{text}");
    }
    let other = [
        "paillier",
        "column",
        "sum",
        "other-public.json",
        "x.sealed",
        "--output",
        "y",
    ];
    assert!(bench.fails(&other, 4).starts_with("x.sealed: "));
    let other = [
        "paillier",
        "column",
        "decrypt",
        "other-private.json",
        "x.sealed",
    ];
    assert!(bench.fails(&other, 4).starts_with("x.sealed: "));
    bench.fails(
        &["paillier", "column", "decrypt", "public.json", "x.sealed"],
        8,
    );
    let not_squares = [
        "paillier",
        "column",
        "variance",
        "public.json",
        "x2.sealed",
        "x.sealed",
        "--output",
        "y",
    ];
    bench.fails(&not_squares, 8);
    bench.fails(&["paillier", "column", "sum", "public.json", "x.sealed"], 2);
}

#[test]
fn a_printed_column_keeps_the_missing_rows_at_its_end() {
    let bench = Workbench::new();
    bench.write("t.csv", b"x\n1\n\n2\n\n\n");
    let seal = ["paillier", "column", "encrypt", "public.json", "t.csv"];
    bench.ok(&[&seal[..], &["--column", "x", "--output", "x.sealed"]].concat());
    let open = ["paillier", "column", "decrypt", "private.json", "x.sealed"];
    assert_eq!(bench.ok(&open), "1\n\n2\n\n\n");
    let streamed = bench.ok(&[&open[..], &["--output", "-"]].concat());
    assert_eq!(streamed, "value\n1\n\n2\n\n\n");
}

#[test]
fn squares_of_other_numbers_give_no_variance() {
    let bench = Workbench::new();
    bench.write("t.csv", b"x,y\n100,1\n200,2\n");
    for column in ["x", "y"] {
        let (output, squares) = (format!("{column}.sealed"), format!("{column}2.sealed"));
        let seal = ["paillier", "column", "encrypt", "public.json", "t.csv"];
        let files = ["--output", &output, "--squares", &squares];
        bench.ok(&[&seal[..], &["--column", column], &files].concat());
    }
    let variance = ["paillier", "column", "variance", "public.json"];
    let of = ["x.sealed", "y2.sealed"];
    let key = ["--key", "private.json"];
    let text = bench.fails(&[&variance[..], &of, &key].concat(), 8);
    assert!(text.contains("do not match"), "{text}");
    bench.ok(&[&variance[..], &of, &["--output", "v"]].concat());
    bench.fails(&["paillier", "column", "decrypt", "private.json", "v"], 8);
}

#[test]
fn no_result_is_written_over_another_or_over_its_source() {
    let bench = Workbench::new();
    bench.write("t.csv", b"x\n1\n");
    let seal = ["paillier", "column", "encrypt", "public.json", "t.csv"];
    let seal = [&seal[..], &["--column", "x", "--output"]].concat();
    bench.fails(&[&seal[..], &["x", "--squares", "x"]].concat(), 2);
    bench.fails(&[&seal[..], &["t.csv"]].concat(), 6);
    bench.fails(&[&seal[..], &["x", "--squares", "public.json"]].concat(), 6);
    assert_eq!(bench.read("t.csv"), "x\n1\n");
}

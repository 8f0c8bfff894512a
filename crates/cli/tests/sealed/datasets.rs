//! The third example's first half: a data set as an encrypted workbook or Parquet file, and statistics over it.

use serde_json::{Value, json};

use crate::workbench::{Workbench, data, example};

/// Mean, variance and deviation of each column, computed from the table in the clear with exact fractions.
fn in_the_clear() -> Value {
    let text = std::fs::read_to_string(data("breast-cancer-statistics.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

const LABEL: &str = "diagnosis_0mal_1ben";

#[test]
fn the_whole_table_has_its_statistics_while_sealed() {
    let bench = Workbench::new();
    let table = example("breast-cancer.csv");
    let words = [
        "dataset",
        "encrypt",
        "private.json",
        &table,
        "--clear",
        LABEL,
        "--output",
        "wdbc.parquet",
    ];
    let sealed = bench.json(&words);
    assert_eq!(
        (&sealed["rows"], &sealed["cells"]),
        (&json!(569), &json!(569 * 30))
    );
    bench.ok(&[
        "dataset",
        "stats",
        "public.json",
        "wdbc.parquet",
        "--output",
        "sums.json",
    ]);
    let words = [
        "dataset",
        "stats",
        "public.json",
        "wdbc.parquet",
        "--key",
        "private.json",
    ];
    let told = bench.json(&[&words[..], &["--ratio", "worst area", "mean area"]].concat());
    let expected = in_the_clear();
    let columns = told["columns"].as_array().unwrap();
    assert_eq!(columns.len(), 30);
    for (column, expected) in columns.iter().zip(expected["columns"].as_array().unwrap()) {
        for field in ["name", "count", "mean", "variance", "deviation"] {
            assert_eq!(
                exactly(&column[field]),
                exactly(&expected[field]),
                "{field} of {}",
                column["name"]
            );
        }
    }
    assert_eq!(
        exactly(&told["ratios"][0]["ratio"]),
        exactly(&expected["worst area / mean area"])
    );
    assert_eq!(
        bench.json(&["dataset", "decrypt", "private.json", "sums.json"])["columns"],
        told["columns"]
    );
}

/// A number as the double it is, however it is written; anything else as it is.
fn exactly(value: &Value) -> String {
    value
        .as_f64()
        .map_or_else(|| value.to_string(), |number| format!("{number:e}"))
}

/// A few columns of the table, with holes.
fn small(bench: &Workbench) -> String {
    let table = std::fs::read_to_string(example("breast-cancer.csv")).unwrap();
    let mut text = String::new();
    for (row, line) in table.lines().take(41).enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let area = if row == 7 || row == 40 { "" } else { cells[3] };
        let label = if row == 40 { "" } else { cells[30] };
        text.push_str(&format!("{},{},{label}\n", cells[0], area));
    }
    bench.write("small.csv", text.as_bytes());
    text
}

#[test]
fn workbook_and_parquet_give_the_table_back() {
    let bench = Workbench::new();
    let text = small(&bench);
    for output in ["small.xlsx", "small.parquet"] {
        bench.ok(&[
            "dataset",
            "encrypt",
            "public.json",
            "small.csv",
            "--clear",
            LABEL,
            "--output",
            output,
        ]);
        bench.ok(&[
            "dataset",
            "decrypt",
            "private.json",
            output,
            "--output",
            "again.csv",
        ]);
        // Zeros at the end of a number are not kept.
        let plain = |text: &str| text.replace(".0,", ",").replace(".0\n", "\n");
        assert_eq!(plain(&bench.read("again.csv")), plain(&text), "{output}");
        let told = bench.json(&[
            "dataset",
            "stats",
            "public.json",
            output,
            "--key",
            "private.json",
        ]);
        assert_eq!(
            (&told["columns"][0]["count"], &told["columns"][1]["count"]),
            (&json!(40), &json!(38))
        );
        // A workbook and a Parquet file are tables too, and can be read by the other commands.
        let words = [
            "paillier",
            "column",
            "encrypt",
            "public.json",
            output,
            "--column",
            LABEL,
            "--output",
            "l.sealed",
        ];
        assert_eq!(bench.json(&words)["missing"], 1);
    }
    let bytes = std::fs::read(bench.path("small.parquet")).unwrap();
    assert!(!bytes.windows(5).any(|window| window == b"17.99"));
}

#[test]
fn without_squares_there_is_a_mean_and_no_variance() {
    let bench = Workbench::new();
    small(&bench);
    let words = [
        "dataset",
        "encrypt",
        "public.json",
        "small.csv",
        "--drop",
        LABEL,
        "--no-squares",
    ];
    bench.ok(&[&words[..], &["--output", "s.xlsx"]].concat());
    let told = bench.json(&[
        "dataset",
        "stats",
        "public.json",
        "s.xlsx",
        "--key",
        "private.json",
    ]);
    assert_eq!(told["columns"].as_array().unwrap().len(), 2);
    assert!(told["columns"][0]["mean"].is_number() && told["columns"][0]["variance"].is_null());
}

#[test]
fn what_cannot_be_sealed_is_told_by_row_and_column() {
    let bench = Workbench::new();
    bench.write("t.csv", b"age,ward\n54,north\n31,3\n");
    let seal = ["dataset", "encrypt", "public.json", "t.csv"];
    let text = bench.fails(&[&seal[..], &["--output", "t.xlsx"]].concat(), 8);
    let place = "t.csv: row 1 (line 2), column \"ward\"";
    assert!(text.contains(place) && !text.contains("north"), "{text}");
    let unknown = ["--clear", "wards", "--output", "u.xlsx"];
    bench.fails(&[&seal[..], &unknown].concat(), 8);
    bench.fails(&[&seal[..], &["--output", "t.csv"]].concat(), 2);
    bench.fails(
        &["dataset", "stats", "public.json", "t.csv", "--output", "x"],
        8,
    );
}

#[test]
fn columns_in_the_clear_and_other_keys_are_told_apart() {
    let bench = Workbench::new();
    bench.write("t.csv", b"age,ward\n54,north\n31,3\n");
    let seal = ["dataset", "encrypt", "public.json", "t.csv"];
    bench.ok(&[&seal[..], &["--clear", "ward", "--output", "t.xlsx"]].concat());
    let stats = |key: &str, more: &[&str], code: i32| {
        bench.fails(&[&["dataset", "stats", key, "t.xlsx"], more].concat(), code)
    };
    let ward = ["--key", "private.json", "--column", "ward"];
    assert!(stats("public.json", &ward, 5).contains("nothing is sealed"));
    assert!(stats("other-public.json", &["--output", "x"], 4).starts_with("t.xlsx"));
    bench.fails(&["dataset", "decrypt", "other-private.json", "t.xlsx"], 4);
    bench.fails(&["dataset", "decrypt", "private.json", "none.xlsx"], 8);
}

#[test]
fn text_can_be_locked_and_opens_with_the_secret_alone() {
    let bench = Workbench::new();
    bench.ok(&["form", "keys", "keys", "--keysize", "1024"]);
    bench.ok(&["form", "keys", "others", "--keysize", "1024"]);
    bench.write(
        "t.csv",
        "name,age\nAsha,54\n\"Rao, Ravi\",31\n,80\n".as_bytes(),
    );
    for output in ["t.xlsx", "t.parquet"] {
        let seal = [
            "dataset",
            "encrypt",
            "public.json",
            "t.csv",
            "--lock",
            "name",
        ];
        let sealed = bench.json(
            &[
                &seal[..],
                &["--secret", "keys/secret.json", "--output", output],
            ]
            .concat(),
        );
        assert_eq!(
            (&sealed["locked"], &sealed["sealed"]),
            (&json!(["name"]), &json!(["age"]))
        );
        bench.fails(&[&seal[..], &["--output", output]].concat(), 2);
        let open = ["dataset", "decrypt", "private.json", output];
        let opened = bench.ok(&[&open[..], &["--secret", "keys/secret.json"]].concat());
        assert_eq!(opened, bench.read("t.csv"));
        bench.fails(&open, 4);
        let text = bench.fails(
            &[&open[..], &["--secret", "others/secret.json"]].concat(),
            4,
        );
        assert!(
            text.contains("row 1, column \"name\"") && !text.contains("Asha"),
            "{text}"
        );
        let told = bench.json(&[
            "dataset",
            "stats",
            "public.json",
            output,
            "--key",
            "private.json",
        ]);
        assert_eq!(told["columns"][0]["sum"], 165);
    }
    let bytes = std::fs::read(bench.path("t.parquet")).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"Asha"));
}

#[test]
fn a_damaged_file_is_refused() {
    let bench = Workbench::new();
    bench.write("t.csv", b"age\n54\n31\n80\n");
    bench.ok(&[
        "dataset",
        "encrypt",
        "public.json",
        "t.csv",
        "--output",
        "t.parquet",
    ]);
    let bytes = std::fs::read(bench.path("t.parquet")).unwrap();
    let cut = &bytes[..bytes.len() - 9];
    let mut touched = bytes.clone();
    touched[200] ^= 1;
    for damaged in [cut, &touched[..]] {
        bench.write("damaged.parquet", damaged);
        let text = bench.fails(
            &["dataset", "decrypt", "private.json", "damaged.parquet"],
            8,
        );
        assert!(text.starts_with("damaged.parquet"), "{text}");
    }
}

#[test]
fn data_sets_of_the_first_version_open() {
    let bench = Workbench::new();
    for name in ["data-set-1.xlsx", "data-set-1.parquet"] {
        let file = data(name);
        let opened = bench.ok(&["dataset", "decrypt", "private.json", file.to_str().unwrap()]);
        assert_eq!(
            opened, "age,weight,ward\n54,70.25,north\n31,,south\n80,-0.5,\n",
            "{name}"
        );
    }
    bench.write(
        "secret.json",
        &std::fs::read(data("form-secret.json")).unwrap(),
    );
    let file = data("data-set-1-locked.parquet");
    let words = [
        "dataset",
        "decrypt",
        "private.json",
        file.to_str().unwrap(),
        "--secret",
        "secret.json",
    ];
    assert_eq!(
        bench.ok(&words),
        "age,weight,ward\n54,70.25,north\n31,,south\n80,-0.5,\n"
    );
    let sums = data("data-set-sums-1.json");
    let told = bench.json(&["dataset", "decrypt", "private.json", sums.to_str().unwrap()]);
    assert_eq!(told["columns"][0]["sum"], 165);
    assert_eq!(
        told["columns"][1]["variance"].to_string(),
        (70.75_f64 * 70.75 / 2.0).to_string()
    );
}

#[test]
fn words_come_back_as_they_were_whatever_they_say() {
    let bench = Workbench::new();
    bench.ok(&["form", "keys", "keys", "--keysize", "1024"]);
    let table = "name,country,age\nNan,NA,54\nNull,na,NA\n\" two\r\nlines \",_x000D_ <&>,null\n";
    bench.write("t.csv", table.as_bytes());
    let opened = table.replace("NA\n\"", "\n\"").replace("null", "");
    for output in ["t.xlsx", "t.parquet"] {
        let seal = ["dataset", "encrypt", "public.json", "t.csv"];
        let secret = ["--secret", "keys/secret.json"];
        let texts = ["--lock", "name", "--clear", "country", "--output", output];
        bench.ok(&[&seal[..], &texts, &secret].concat());
        let open = ["dataset", "decrypt", "private.json", output];
        assert_eq!(bench.ok(&[&open[..], &secret].concat()), opened, "{output}");
    }
}

#[test]
fn a_column_may_be_called_the_square_of_another() {
    let bench = Workbench::new();
    let table = "age,square of age,ward\n5,25,square of nothing\n6,36,north\n";
    bench.write("t.csv", table.as_bytes());
    for squares in [&[][..], &["--no-squares"]] {
        for output in ["t.xlsx", "t.parquet"] {
            let seal = ["dataset", "encrypt", "public.json", "t.csv"];
            let more = ["--clear", "ward", "--output", output];
            bench.ok(&[&seal[..], &more, squares].concat());
            let open = ["dataset", "decrypt", "private.json", output];
            assert_eq!(bench.ok(&open), table, "{output}");
        }
    }
}

#[test]
fn more_rows_than_excel_holds_are_told_before_the_work() {
    let bench = Workbench::new();
    bench.write("t.csv", format!("x\n{}", "1\n".repeat(1 << 20)).as_bytes());
    let seal = ["dataset", "encrypt", "public.json", "t.csv"];
    let text = bench.fails(&[&seal[..], &["--output", "t.xlsx"]].concat(), 6);
    assert!(text.contains("1048575 rows"), "{text}");
}

#[test]
fn a_parquet_file_at_which_the_library_panics_is_a_bad_file() {
    let bench = Workbench::new();
    let file = data("panics.parquet");
    let file = file.to_str().unwrap();
    let text = bench.fails(&["dataset", "decrypt", "private.json", file], 8);
    assert!(text.contains("no whole Parquet file"), "{text}");
    let seal = ["paillier", "column", "encrypt", "public.json", file];
    bench.fails(
        &[&seal[..], &["--column", "ward", "--output", "x"]].concat(),
        8,
    );
}

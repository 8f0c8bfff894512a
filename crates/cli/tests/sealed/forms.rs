//! The second example: the patient form.

use serde_json::{Value, json};

use crate::workbench::Workbench;

fn asha() -> Value {
    json!({ "first_name": "Asha", "last_name": "Verma", "age": 54, "height_cm": 162.5, "systolic": 128, "diastolic": 82 })
}

/// With keys for forms in `form-keys`, short ones.
fn bench() -> Workbench {
    let bench = Workbench::new();
    bench.ok(&["form", "keys", "form-keys", "--keysize", "1024"]);
    bench
}

fn fill_in(bench: &Workbench, form: &Value, output: &str) {
    bench.write("form.json", form.to_string().as_bytes());
    bench.ok(&["form", "encrypt", "--from", "form.json", "--output", output]);
}

#[test]
fn a_form_is_sealed_and_opened() {
    let bench = bench();
    fill_in(&bench, &asha(), "formdata.json");
    let sealed = bench.read("formdata.json");
    assert!(!sealed.contains("Asha") && !sealed.contains("Verma"));
    assert_eq!(bench.json(&["form", "decrypt", "formdata.json"]), asha());
    let text = bench.ok(&["form", "decrypt", "formdata.json"]);
    assert!(
        text.contains("Asha Verma") && text.contains("162.5 cm") && text.contains("128/82 mmHg"),
        "{text}"
    );
    // Two forms of one person have nothing in common.
    fill_in(&bench, &asha(), "again.json");
    assert_ne!(bench.read("again.json"), sealed);
    let fed = bench.fed(
        &asha().to_string(),
        &["form", "encrypt", "--from", "-", "--output", "-"],
    );
    bench.write("streamed.json", fed.as_bytes());
    assert_eq!(bench.json(&["form", "decrypt", "streamed.json"]), asha());
}

#[test]
#[cfg(unix)]
fn the_keys_are_for_their_owner_alone_and_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let bench = bench();
    for name in ["private.json", "secret.json"] {
        let rights = std::fs::metadata(bench.path("form-keys").join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(rights & 0o777, 0o600, "{name}");
    }
    bench.fails(&["form", "keys", "form-keys", "--keysize", "1024"], 6);
    bench.fails(&["form", "keys", "short", "--keysize", "1000"], 2);
}

#[test]
fn sums_are_had_without_any_secret_and_opened_with_the_private_key() {
    let bench = bench();
    for (name, age, height) in [
        ("a.json", 54, json!(162.5)),
        ("b.json", 31, json!(178)),
        ("c.json", 80, json!(150.1)),
    ] {
        let mut form = asha();
        (form["age"], form["height_cm"]) = (age.into(), height);
        fill_in(&bench, &form, name);
    }
    // The adder has the public key and nothing else.
    std::fs::create_dir(bench.path("adder")).unwrap();
    std::fs::copy(
        bench.path("form-keys/public.json"),
        bench.path("adder/public.json"),
    )
    .unwrap();
    let words = [
        "form", "sum", "a.json", "b.json", "c.json", "--keys", "adder",
    ];
    let told = bench.json(&[&words[..], &["--output", "sum.json"]].concat());
    assert_eq!(told["forms"], 3);
    assert!(told.get("numbers").is_none());
    bench.fails(&[&words[..], &["--open"]].concat(), 8);
    bench.fails(&["form", "decrypt", "a.json", "--keys", "adder"], 8);

    let opened = bench.json(&["form", "decrypt", "sum.json"]);
    assert_eq!(opened["forms"], 3);
    assert_eq!(
        opened["numbers"]["age"],
        json!({ "sum": 165, "mean": 55.0 })
    );
    assert_eq!(opened["numbers"]["height_cm"]["sum"], json!(490.6));
    assert_eq!(
        opened["numbers"]["height_cm"]["mean"].to_string(),
        (4906.0_f64 / 30.0).to_string()
    );
    let at_once = bench.json(&["form", "sum", "a.json", "b.json", "c.json", "--open"]);
    assert_eq!(at_once["numbers"], opened["numbers"]);
    assert!(
        bench
            .fails(&["form", "sum", "a.json", "b.json", "a.json", "--open"], 6)
            .starts_with("a.json")
    );
}

#[test]
fn a_touched_byte_and_wrong_keys_are_errors() {
    let bench = bench();
    fill_in(&bench, &asha(), "f.json");
    let sealed = bench.read("f.json").into_bytes();
    for at in [
        0,
        30,
        200,
        sealed.len() / 2,
        sealed.len() - 120,
        sealed.len() - 5,
    ] {
        let mut touched = sealed.clone();
        touched[at] ^= 1;
        bench.write("touched.json", &touched);
        assert!(
            bench
                .fails(&["form", "decrypt", "touched.json"], 8)
                .starts_with("touched.json")
        );
        bench.fails(&["form", "sum", "touched.json", "--output", "s.json"], 8);
    }
    bench.ok(&["form", "keys", "others", "--keysize", "1024"]);
    bench.fails(&["form", "decrypt", "f.json", "--keys", "others"], 4);
    bench.fails(
        &[
            "form", "sum", "f.json", "--keys", "others", "--output", "s.json",
        ],
        4,
    );
    // The right secret with another Paillier key, and the other way round.
    for (name, from) in [("secret.json", "form-keys"), ("private.json", "others")] {
        std::fs::create_dir_all(bench.path("mixed")).unwrap();
        std::fs::copy(bench.path(from).join(name), bench.path("mixed").join(name)).unwrap();
    }
    bench.fails(&["form", "decrypt", "f.json", "--keys", "mixed"], 4);
    for (name, from) in [("secret.json", "others"), ("private.json", "form-keys")] {
        std::fs::copy(bench.path(from).join(name), bench.path("mixed").join(name)).unwrap();
    }
    bench.fails(&["form", "decrypt", "f.json", "--keys", "mixed"], 4);
}

#[test]
fn what_no_person_has_is_refused_without_repeating_it() {
    let bench = bench();
    for (field, value) in [
        ("age", json!(131)),
        ("age", json!(54.5)),
        ("height_cm", json!(1.62)),
        ("systolic", json!(-128)),
        ("diastolic", json!(128)),
        ("first_name", json!("")),
        ("last_name", json!("Ver\nma")),
        ("systolic", json!("128")),
        ("pulse", json!(72)),
    ] {
        let mut form = asha();
        form[field] = value;
        bench.write("form.json", form.to_string().as_bytes());
        let text = bench.fails(&["form", "encrypt", "--from", "form.json"], 8);
        assert!(
            text.starts_with("form.json") && !text.contains("Verma") && !text.contains("128"),
            "{text}"
        );
    }
    bench.fails(&["form", "encrypt", "--from", "none.json"], 8);
    // Nobody is there to ask.
    bench.fails(&["form", "encrypt"], 2);
    bench.fails(&["form", "encrypt", "--keys", "nowhere"], 8);
}

#[test]
fn a_sealed_form_is_not_written_over() {
    let bench = bench();
    fill_in(&bench, &asha(), "formdata.json");
    bench.fails(&["form", "encrypt", "--from", "form.json"], 6);
    bench.ok(&["form", "encrypt", "--from", "form.json", "--force"]);
}

#[test]
fn a_private_key_alone_does_not_open_names() {
    let bench = bench();
    fill_in(&bench, &asha(), "f.json");
    std::fs::remove_file(bench.path("form-keys/secret.json")).unwrap();
    let text = bench.fails(&["form", "decrypt", "f.json"], 8);
    assert!(text.contains("secret.json"), "{text}");
}

#[test]
fn forms_of_a_desk_that_was_not_named_are_refused() {
    let bench = bench();
    fill_in(&bench, &asha(), "a.json");
    // Somebody who has the public key signs with a secret of his own.
    bench.ok(&["form", "keys", "others", "--keysize", "1024"]);
    std::fs::copy(
        bench.path("form-keys/public.json"),
        bench.path("others/public.json"),
    )
    .unwrap();
    let more = ["--keys", "others", "--from", "form.json"];
    bench.ok(&[&["form", "encrypt", "--output", "forged.json"][..], &more].concat());
    let told = bench.json(&["form", "sum", "a.json", "--open", "--quiet"]);
    let name = told["signatory"].as_str().unwrap();
    let sum = |file: &str| vec!["form".to_owned(), "sum".to_owned(), file.to_owned()];
    let words = |file: &str| {
        let mut words = sum(file);
        words.extend(["--signatory", name, "--output", "s.json", "--quiet"].map(str::to_owned));
        words
    };
    let forged = words("forged.json");
    let forged: Vec<&str> = forged.iter().map(String::as_str).collect();
    assert!(bench.fails(&forged, 4).starts_with("forged.json: "));
    let own = words("a.json");
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    bench.ok(&own);
}

#[test]
fn a_sum_is_not_written_over_one_of_its_forms() {
    let bench = bench();
    fill_in(&bench, &asha(), "a.json");
    let form = bench.read("a.json");
    let text = bench.fails(&["form", "sum", "a.json", "--output", "a.json"], 6);
    assert!(text.contains("would be lost"), "{text}");
    assert_eq!(bench.read("a.json"), form);
}

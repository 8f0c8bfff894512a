//! One record shown to one person, typed: who sees it, what the log says, and what is left after it was
//! taken back.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::too_many_lines, reason = "a story is told in one go")]
#![expect(dead_code, reason = "the desk can do more than this needs")]

mod desk;

use desk::Desk;
use serde_json::Value;

fn id_of(added: &Value) -> String {
    added["id"].as_str().unwrap().to_owned()
}

fn add_bp(desk: &Desk, systolic: &str) -> String {
    let words = [
        "record",
        "add",
        "bp",
        "--systolic",
        systolic,
        "--diastolic",
        "80",
    ];
    id_of(&desk.ok("asha", &words))
}

fn texts(log: &Value) -> Vec<String> {
    let events = log["events"].as_array().unwrap_or_else(|| panic!("{log}"));
    events
        .iter()
        .map(|event| event["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn one_record_goes_to_one_doctor_and_comes_back() {
    let desk = Desk::new();
    for (who, name) in [("rao", "Dr Rao"), ("sen", "Dr Sen")] {
        desk.sign_up(who, "doctor", name);
    }
    desk.sign_up("asha", "patient", "Asha");
    desk.visit("rao", "asha", &[]);
    let pdf = desk.write(
        "scan.pdf",
        &[b"%PDF-1.4\n".as_slice(), &[7; 30_000]].concat(),
    );
    let scan = id_of(&desk.ok(
        "asha",
        &["attach", pdf.to_str().unwrap(), "--title", "Scan"],
    ));
    let other = add_bp(&desk, "128");

    // Dr Sen has been met and is not let in.
    let link = desk.ok("sen", &["invite"])["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = desk.ok(
        "asha",
        &["share", "one", &scan, "--invitation", &link, "--yes"],
    );
    assert_eq!(
        (&shown["name"], &shown["files"]),
        (&"Dr Sen".into(), &1.into())
    );
    let patients = desk.ok("sen", &["patients"]);
    assert_eq!(patients["patients"][0]["state"], "shown");
    let seen = desk.ok("sen", &["record", "list", "--for", "Asha"]);
    assert_eq!(seen["records"].as_array().unwrap().len(), 1, "{seen}");
    assert_eq!(seen["records"][0]["visibility"], "shown_to_me");
    let out = desk.path("back.pdf");
    let words = [
        "attachment",
        &scan,
        "--out",
        out.to_str().unwrap(),
        "--for",
        "Asha",
    ];
    desk.ok("sen", &words);
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&pdf).unwrap());
    desk.fails("sen", &["record", "show", &other, "--for", "Asha"], 5);
    assert_eq!(
        desk.count("rao", &["--for", "Asha"]),
        0,
        "nobody else sees it"
    );

    // Who sees what, and what the log says of it: to the patient all, to the others that it happened.
    let list = desk.ok("asha", &["share", "list"]);
    assert_eq!(list["shown"][0]["state"], "shown");
    let record = desk.ok("asha", &["record", "show", &scan]);
    assert_eq!(
        record["seen_by"],
        serde_json::json!(["you", "Dr Sen (shown alone)"])
    );
    let own = texts(&desk.ok("asha", &["log"]));
    assert!(
        own.iter()
            .any(|text| text == "You showed Dr Sen one record, apart from the list")
    );
    assert!(
        own.iter().any(|text| text.starts_with("Dr Sen read")),
        "{own:?}"
    );
    let his = texts(&desk.ok("rao", &["log", "--for", "Asha"]));
    assert!(his.iter().all(|text| !text.contains("Sen")), "{his:?}");
    assert!(
        his.iter()
            .any(|text| text.contains("which is between them"))
    );

    // Twice is once; and to one on the list, too.
    desk.fails("asha", &["share", "one", &scan, "Dr Sen"], 6);
    desk.ok("asha", &["share", "one", &other, "Dr Rao"]);
    assert_eq!(desk.count("rao", &["--for", "Asha"]), 1);
    let raw = desk.ok("asha", &["record", "show", &other, "--raw"]);
    let corrected = raw.to_string().replace("128", "131");
    let file = desk.write("bp.json", corrected.as_bytes());
    desk.ok(
        "asha",
        &["record", "correct", &other, file.to_str().unwrap()],
    );
    let sees = desk.ok("rao", &["record", "show", &other, "--for", "Asha"]);
    assert!(
        sees["title"].as_str().unwrap().contains("128"),
        "the version shown: {sees}"
    );

    // Taken back: gone there, file and all.
    let back = desk.ok("asha", &["share", "take-back", &scan, "Dr Sen"]);
    assert_eq!(back["taken_back"][0]["state"], "taken_back");
    desk.fails("sen", &["record", "list", "--for", "Asha"], 5);
    std::fs::remove_file(&out).unwrap();
    desk.fails("sen", &words, 5);
    let files = std::fs::read_dir(desk.path("sen")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert!(!names.into_iter().any(|name| name.starts_with("chunk-")));
    desk.fails("asha", &["share", "take-back", &scan, "Dr Sen"], 6);
    // Who is removed from the list loses what was shown one by one as well.
    desk.ok("asha", &["share", "remove", "Dr Rao"]);
    let list = desk.ok("asha", &["share", "list"]);
    let states: Vec<_> = list["shown"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["state"])
        .collect();
    assert_eq!(states, ["taken_back", "taken_back"]);
    desk.fails("rao", &["record", "list", "--for", "Asha"], 6);
}

//! The story, typed: from the first visit to the kit, with what each can and cannot read on the way.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::too_many_lines, reason = "a story is told in one go")]

mod desk;

use std::io::Read;

use desk::{Desk, bundle};
use serde_json::Value;

fn resources(bytes: &[u8]) -> Vec<String> {
    let import = record::import(bytes).unwrap();
    let mut all: Vec<String> = import
        .items
        .iter()
        .map(|i| String::from_utf8(i.resource.to_json_bytes()).unwrap())
        .collect();
    all.sort();
    all
}

fn prescribe(desk: &Desk, drug: &str) -> String {
    let added = desk.ok(
        "rao",
        &[
            "record",
            "add",
            "prescription",
            "--drug",
            drug,
            "--for",
            "Asha",
        ],
    );
    added["id"].as_str().unwrap().to_owned()
}

fn names(value: &Value, state: &str) -> Vec<String> {
    let sharers = value["sharers"].as_array().unwrap().iter();
    sharers
        .filter(|s| s["state"] == state)
        .map(|s| s["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_whole_story_from_the_command_line() {
    let desk = Desk::new();
    for (who, name) in [("rao", "Dr Rao"), ("bose", "Dr Bose"), ("iyer", "Dr Iyer")] {
        desk.sign_up(who, "doctor", name);
    }
    let link = desk.ok("rao", &["invite"])["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let accepted = desk.ok("asha", &["accept", &link, "--name", "Asha Kumari", "--yes"]);
    assert!(
        accepted["kit"]["words"].is_string() || accepted["kit"]["words"].is_array(),
        "{accepted}"
    );
    let kit = desk.ok("asha", &["kit", "show"]);

    // A whole bundle in, broadcast, and out again at the doctor's.
    let path = bundle();
    desk.ok("asha", &["import", path.to_str().unwrap()]);
    assert_eq!(
        desk.count("rao", &["--for", "Asha"]),
        0,
        "private until it is broadcast"
    );
    desk.ok("asha", &["broadcast", "--all"]);
    let out = desk.path("export.json");
    desk.ok(
        "rao",
        &["export", "--out", out.to_str().unwrap(), "--for", "Asha"],
    );
    let mut original = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap())
        .read_to_end(&mut original)
        .unwrap();
    assert_eq!(
        resources(&std::fs::read(&out).unwrap()),
        resources(&original)
    );
    let all = resources(&original).len();

    // Two prescriptions wait; one is kept, one broadcast.
    let (kept, shown) = (
        prescribe(&desk, "Amoxicillin 500 mg"),
        prescribe(&desk, "Paracetamol 650 mg"),
    );
    let inbox = desk.ok("asha", &["inbox"]);
    assert_eq!(inbox["records"].as_array().unwrap().len(), 2);
    desk.ok("asha", &["inbox", "admit", &kept, "--private"]);
    desk.ok("asha", &["inbox", "admit", &shown, "--broadcast"]);

    // One joins with everything, one from now on.
    desk.visit("bose", "asha", &["--history", "full"]);
    desk.visit("iyer", "asha", &["--history", "now"]);
    assert_eq!(desk.count("bose", &["--for", "Asha"]), all + 1);
    assert_eq!(desk.count("iyer", &["--for", "Asha"]), 0);
    desk.fails("bose", &["record", "show", &kept, "--for", "Asha"], 5);
    let later = prescribe(&desk, "Metformin 500 mg");
    desk.ok("asha", &["inbox", "admit", &later, "--broadcast"]);
    assert_eq!(desk.count("iyer", &["--for", "Asha"]), 1);

    // One is stopped, one removed.
    desk.ok("asha", &["share", "stop", "Dr Bose"]);
    desk.ok("asha", &["share", "remove", "Dr Iyer"]);
    let last = prescribe(&desk, "Amlodipine 5 mg");
    desk.ok("asha", &["inbox", "admit", &last, "--broadcast"]);
    assert_eq!(
        desk.count("bose", &["--for", "Asha"]),
        all + 2,
        "what was had stays, nothing new comes"
    );
    desk.fails("iyer", &["record", "list", "--for", "Asha"], 6);
    let list = desk.ok("asha", &["share", "list"]);
    assert_eq!(names(&list, "active"), ["Dr Rao"]);
    assert_eq!(
        (names(&list, "stopped"), names(&list, "removed")),
        (vec!["Dr Bose".into()], vec!["Dr Iyer".into()])
    );
    desk.ok("asha", &["share", "remove", "Dr Bose"]);
    desk.fails("bose", &["record", "list", "--for", "Asha"], 6);
    let log = desk.ok("asha", &["log", "--verify"]);
    assert!(
        log["verified"].as_u64().unwrap() > 10 || log["verified"] == true,
        "{}",
        log["verified"]
    );

    // The kit alone, on a new machine.
    let before = desk.count("asha", &[]);
    let words = match &kit["words"] {
        Value::Array(words) => words
            .iter()
            .map(|w| w.as_str().unwrap())
            .collect::<Vec<_>>()
            .join(" "),
        words => words.as_str().unwrap_or_else(|| panic!("{kit}")).to_owned(),
    };
    let file = desk.write("words", words.as_bytes());
    desk.ok(
        "asha-again",
        &["recover", "--words-file", file.to_str().unwrap()],
    );
    assert_eq!(desk.count("asha-again", &[]), before);
    desk.fails("asha", &["record", "list"], 3);
    let again = prescribe(&desk, "Atorvastatin 10 mg");
    desk.ok("asha-again", &["inbox", "admit", &again, "--broadcast"]);
    assert_eq!(desk.count("rao", &["--for", "Asha"]), all + 5);

    // Let in again, without a new visit: they have met.
    desk.ok(
        "asha-again",
        &["share", "add", "Dr Bose", "--history", "full"],
    );
    assert_eq!(desk.count("bose", &["--for", "Asha"]), all + 4);
}

#[test]
fn documents_go_in_and_come_out_and_corrections_keep_the_old() {
    let desk = Desk::new();
    desk.sign_up("rao", "doctor", "Dr Rao");
    desk.sign_up("asha", "patient", "Asha");
    desk.visit("rao", "asha", &[]);
    let pdf = desk.write(
        "scan.pdf",
        &[b"%PDF-1.4\n".as_slice(), &[7; 3_000_000]].concat(),
    );
    let attached = desk.ok(
        "asha",
        &[
            "attach",
            pdf.to_str().unwrap(),
            "--title",
            "Scan",
            "--broadcast",
        ],
    );
    let id = attached["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{attached}"))
        .to_owned();
    let out = desk.path("back.pdf");
    desk.ok(
        "rao",
        &[
            "attachment",
            &id,
            "--out",
            out.to_str().unwrap(),
            "--for",
            "Asha",
        ],
    );
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&pdf).unwrap());

    let added = desk.ok(
        "asha",
        &[
            "record",
            "add",
            "bp",
            "--systolic",
            "128",
            "--diastolic",
            "82",
        ],
    );
    let id = added["id"].as_str().unwrap().to_owned();
    let raw = desk.ok("asha", &["record", "show", &id, "--raw"]);
    let text = raw.to_string().replace("128", "131");
    let resource = serde_json::from_str::<Value>(&text).unwrap();
    let resource = if resource["resourceType"].is_string() {
        resource
    } else {
        resource["resource"].clone()
    };
    let file = desk.write("bp.json", resource.to_string().as_bytes());
    desk.ok("asha", &["record", "correct", &id, file.to_str().unwrap()]);
    let newest = desk.ok("asha", &["record", "show", &id]).to_string();
    assert!(newest.contains("131/82"), "{newest}");
    let oldest = desk
        .ok("asha", &["record", "show", &id, "--version", "1"])
        .to_string();
    assert!(oldest.contains("128/82"), "{oldest}");
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_lost() {
    let mut desk = Desk::new();
    desk.fails("asha", &["record", "list"], 3);
    desk.sign_up("asha", "patient", "Asha");
    desk.sign_up("rao", "doctor", "Dr Rao");
    desk.fails(
        "asha",
        &["signup", "--role", "patient", "--name", "Another"],
        6,
    );

    let csv = desk.write("readings.csv", b"day,systolic\n1,120\n");
    assert!(
        desk.fails("asha", &["import", csv.to_str().unwrap()], 8)
            .contains("FHIR")
    );
    let cut = desk.write("cut.json", br#"{"resourceType":"Patient","id":"1""#);
    desk.fails("asha", &["import", cut.to_str().unwrap()], 8);
    let wrong = desk.write("m.json", br#"{"resourceType":"Patient","gender":"M"}"#);
    assert!(
        desk.fails("asha", &["import", wrong.to_str().unwrap()], 8)
            .contains("Patient.gender")
    );
    assert_eq!(desk.count("asha", &[]), 0, "nothing of them was imported");

    let link = desk.ok("rao", &["invite"])["link"]
        .as_str()
        .unwrap()
        .to_owned();
    desk.fails("asha", &["accept", &link[..link.len() - 3], "--yes"], 6);
    desk.ok("asha", &["deny", &link]);
    desk.fails("asha", &["accept", &link, "--yes"], 6);

    desk.ok("asha", &["signout"]);
    desk.fails("asha", &["record", "list"], 3);
    let password = std::fs::read(desk.path("password")).unwrap();
    desk.write("password", b"another password\n");
    desk.fails("asha", &["signin"], 4);
    desk.write("password", &password);
    desk.ok("asha", &["signin"]);

    // Without the server: what is here is read, what is new waits.
    desk.ok(
        "asha",
        &[
            "record",
            "add",
            "bp",
            "--systolic",
            "120",
            "--diastolic",
            "80",
        ],
    );
    desk.stop();
    assert_eq!(desk.count("asha", &["--offline"]), 1);
    let added = desk.ok(
        "asha",
        &[
            "record",
            "add",
            "bp",
            "--systolic",
            "121",
            "--diastolic",
            "81",
            "--offline",
        ],
    );
    assert_eq!(added["sent"], false, "{added}");
}

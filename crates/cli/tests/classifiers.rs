//! Classifiers over a server, typed: published and asked, and sealed sets that only their owner asks.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[expect(dead_code, reason = "the story beside this one needs more of it")]
mod desk;

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use desk::Desk;
use knn::Model;
use serde_json::{Value, json};

/// Rows of two measurements with their kind.
fn flowers(rows: std::ops::Range<usize>) -> Vec<([f64; 2], &'static str)> {
    rows.map(|row| {
        let length = (row * 5 % 13 + 3 * (row % 3)) as f64;
        (
            [length, -((row * row % 7) as f64)],
            ["red", "white", "blue"][row % 3],
        )
    })
    .collect()
}

fn table(rows: &[([f64; 2], &str)]) -> String {
    let lines = rows
        .iter()
        .map(|([length, width], kind)| format!("{length},{width},{kind}\n"));
    "length,width,kind\n".to_owned() + &lines.collect::<String>()
}

/// Trains a classifier of flowers; gives the file, and the classifier in the clear.
fn train(desk: &Desk, title: &str) -> (String, Model) {
    desk.write("flowers.csv", table(&flowers(0..60)).as_bytes());
    let (data, file) = (desk.path("flowers.csv"), desk.path("flowers.knn"));
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    let words = [
        "knn", "train", data, "--label", "kind", "--title", title, "-o", file,
    ];
    desk.ok("rao", &words);
    (
        file.to_owned(),
        Model::parse(&std::fs::read(file).unwrap()).unwrap(),
    )
}

/// A provider's program. Ended when the test is.
struct Provider {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    published: Value,
}

impl Provider {
    fn start(desk: &Desk, who: &str, words: &[&str]) -> Self {
        let mut command = desk.command(who, words);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("it says that it is published").unwrap();
        let published = serde_json::from_str(&line).unwrap();
        Self {
            child,
            lines,
            published,
        }
    }

    /// Ctrl-C.
    fn stop(&self) {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-INT", &id]).status();
        assert!(killed.unwrap().success());
    }

    /// Ctrl-C, and the error it ends with.
    fn interrupt_fails(mut self, code: i32) -> Value {
        self.stop();
        let mut said = String::new();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut said).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(code), "{said}");
        serde_json::from_str(said.trim().lines().last().unwrap_or_default()).unwrap()
    }

    /// Ctrl-C, and what it says then.
    fn interrupt(self) -> Value {
        self.end().0
    }

    /// The same, with all that it said on the side.
    fn end(mut self) -> (Value, String) {
        self.stop();
        let line = self.lines.next().expect("it says how it ended").unwrap();
        assert!(self.child.wait().unwrap().success());
        let aside = self.child.stderr.take().unwrap();
        let aside = std::io::read_to_string(aside).unwrap();
        (serde_json::from_str(&line).unwrap(), aside)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks as soon as the provider is connected.
fn ask(desk: &Desk, who: &str, words: &[&str]) -> Value {
    let begun = Instant::now();
    loop {
        let output = desk.run(who, words);
        let away = output.status.code() == Some(7) && begun.elapsed() < Duration::from_secs(20);
        if away {
            std::thread::sleep(Duration::from_millis(100));
            continue;
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        return serde_json::from_slice(&output.stdout).unwrap();
    }
}

#[test]
#[cfg(unix)]
fn a_classifier_is_published_and_withdrawn() {
    let desk = Desk::new();
    desk.sign_up("rao", "doctor", "City Laboratory");
    desk.sign_up("asha", "patient", "Asha Verma");
    let (file, _) = train(&desk, "Flowers");
    let publish = ["knn", "publish", &file, "--purpose", "Tells flowers apart."];
    // Nobody is there to agree, and a patient cannot publish.
    desk.fails("rao", &publish, 2);
    desk.fails("asha", &[&publish[..], &["--yes"]].concat(), 6);

    let limit = ["--per-day", "6", "--yes"];
    let provider = Provider::start(&desk, "rao", &[&publish[..], &limit].concat());
    assert_eq!(provider.published["what"], "published");
    let listed = desk.ok("asha", &["knn", "list"]);
    let [card] = &listed["classifiers"].as_array().unwrap()[..] else {
        panic!("{listed}");
    };
    assert_eq!(card["id"], provider.published["classifier"]);
    assert_eq!(
        (&card["title"], &card["own"]),
        (&json!("Flowers"), &json!(false))
    );
    assert_eq!(card["provider"], "City Laboratory");
    assert_eq!(
        (&card["samples"], &card["per_day"]),
        (&json!(60), &json!(6))
    );
    assert_eq!(card["classes"], json!(["blue", "red", "white"]));
    assert_eq!(card["features"][1]["low"], -4.0);

    let ended = provider.interrupt();
    assert_eq!(
        (&ended["what"], &ended["answered"]),
        (&json!("withdrawn"), &json!(0))
    );
    assert_eq!(desk.ok("asha", &["knn", "list"])["classifiers"], json!([]));
}

#[test]
#[cfg(unix)]
fn a_published_classifier_is_asked_by_values_and_by_table_as_often_as_it_allows() {
    let desk = Desk::new();
    desk.sign_up("rao", "doctor", "City Laboratory");
    desk.sign_up("asha", "patient", "Asha Verma");
    let (file, model) = train(&desk, "Flowers");
    let publish = ["knn", "publish", &file, "--purpose", "Tells flowers apart."];
    let limit = ["--per-day", "6", "--yes"];
    let provider = Provider::start(&desk, "rao", &[&publish[..], &limit].concat());
    let id = provider.published["classifier"]
        .as_str()
        .unwrap()
        .to_owned();

    let one = ask(
        &desk,
        "asha",
        &["knn", "ask", "flowers", "--values", "7.5,-99"],
    );
    let answer = &one["answers"][0];
    assert_eq!(answer["number"], model.classify(&[7.5, -99.0]).unwrap());
    assert_eq!(answer["outside"], json!(["width"]));
    assert_eq!(one["purpose"], "Tells flowers apart.");
    assert_eq!(one["provider"], "City Laboratory");
    assert!(
        answer["bytes"]["ahead_down"].as_u64().unwrap() > 10_000,
        "{one}"
    );

    // A table with columns in another order, and one that is not asked for.
    let asked = flowers(100..103);
    let rows: String = asked
        .iter()
        .map(|([length, width], _)| format!("x,{width},{length}\n"))
        .collect();
    let csv = desk.write("ask.csv", format!("name,width,length\n{rows}").as_bytes());
    let out = desk.path("out.csv");
    let words = ["knn", "ask", &id[..8], "--csv", csv.to_str().unwrap()];
    let told = ask(
        &desk,
        "asha",
        &[&words[..], &["--out", out.to_str().unwrap()]].concat(),
    );
    let expected: Vec<&str> = asked
        .iter()
        .map(|(row, _)| model.names().classes[usize::from(model.classify(row).unwrap())].as_str())
        .collect();
    let given = told["answers"].as_array().unwrap().iter();
    let given: Vec<&str> = given
        .map(|answer| answer["class"].as_str().unwrap())
        .collect();
    assert_eq!(given, expected);
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.starts_with("row,class,outside\n1,"), "{written}");
    assert!(
        written.contains(&format!("\n2,{},", expected[1])),
        "{written}"
    );

    // Wrong questions do not reach the provider, and more than the limit is refused.
    let text = desk.fails("asha", &["knn", "ask", "flowers", "--values", "1,2,3"], 2);
    assert!(
        text.contains("3 numbers, and 2 are needed: length, width"),
        "{text}"
    );
    let text = desk.fails("asha", &["knn", "ask", "flowers", "--values", "1,high"], 2);
    assert!(text.contains("width: this is no number"), "{text}");
    desk.fails("asha", &["knn", "ask", "trees", "--values", "1,2"], 5);
    let text = desk.fails("asha", &words, 6);
    assert!(
        text.contains("after 2 of 3 rows") && text.contains("as often as"),
        "{text}"
    );
    let (ended, aside) = provider.end();
    assert_eq!(ended["answered"], 6);
    // By account and not by name: there is no name in an opening.
    let asker = desk.ok("asha", &["whoami"])["fingerprint"].to_string();
    let asker = format!(": account {} ", asker.trim_matches('"').split_at(4).0);
    let answered = aside.lines().filter(|line| line.ends_with(": answered"));
    let by_her = answered.filter(|line| line.contains(&asker)).count();
    assert!(by_her == 6 && !aside.contains("Asha"), "{aside}");
}

#[test]
#[cfg(unix)]
fn a_card_that_was_left_is_taken_up_again() {
    let desk = Desk::new();
    desk.sign_up("rao", "doctor", "City Laboratory");
    let (file, model) = train(&desk, "Flowers");
    let publish = [
        "knn",
        "publish",
        &file,
        "--purpose",
        "Tells flowers apart.",
        "--yes",
    ];
    let provider = Provider::start(&desk, "rao", &[&publish[..], &["--keep"]].concat());
    let id = provider.published["classifier"].clone();
    assert_eq!(provider.interrupt()["what"], "kept");
    let text = desk.fails("rao", &["knn", "ask", "flowers", "--values", "1,2"], 7);
    assert!(text.contains("not connected"), "{text}");

    // By Paillier from now on, and withdrawn by command while the program runs.
    let more = ["--source", "paillier-2048", "--keep"];
    let provider = Provider::start(&desk, "rao", &[&publish[..], &more].concat());
    assert_eq!(provider.published["classifier"], id);
    assert_eq!(
        (
            &provider.published["version"],
            &provider.published["source"]
        ),
        (&json!(2), &json!("paillier-2048"))
    );
    let told = ask(
        &desk,
        "rao",
        &["knn", "ask", "flowers", "--values", "5,-1", "--verbose"],
    );
    assert_eq!(
        told["answers"][0]["number"],
        model.classify(&[5.0, -1.0]).unwrap()
    );
    desk.ok("rao", &["knn", "withdraw", "flowers"]);
    desk.fails("rao", &["knn", "ask", "flowers", "--values", "5,-1"], 5);
}

#[test]
#[cfg(unix)]
fn a_card_that_cannot_be_withdrawn_is_told_of() {
    let mut desk = Desk::new();
    desk.sign_up("rao", "doctor", "City Laboratory");
    let (file, _) = train(&desk, "Flowers");
    let purpose = ["--purpose", "Tells flowers apart.", "--yes"];
    let publish = [&["knn", "publish", &file][..], &purpose].concat();
    let provider = Provider::start(&desk, "rao", &publish);
    desk.stop();
    let error = provider.interrupt_fails(7);
    let advice = error["error"]["advice"].as_str().unwrap_or_default();
    assert!(advice.contains("sehat knn withdraw"), "{error}");
}

#[test]
fn a_sealed_set_is_asked_changed_and_deleted_by_its_owner_alone() {
    let desk = Desk::new();
    desk.sign_up("rao", "doctor", "Dr Rao");
    desk.sign_up("asha", "patient", "Asha Verma");
    let (file, model) = train(&desk, "Flowers");
    let seal = ["knn", "publish", &file, "--sealed", "My flowers", "--yes"];
    let sealed = desk.ok("rao", &seal);
    assert_eq!(
        (&sealed["title"], &sealed["samples"]),
        (&json!("My flowers"), &json!(60))
    );
    let values = ["--values", "6,-3"];
    let words = [&["knn", "ask", "my flowers"][..], &values].concat();
    let told = desk.ok("rao", &words);
    assert_eq!(
        told["answers"][0]["number"],
        model.classify(&[6.0, -3.0]).unwrap()
    );
    assert_eq!(told["answers"][0]["bytes"]["ahead_down"], 0);
    desk.fails("asha", &words, 5);
    assert_eq!(desk.ok("asha", &["knn", "sets"])["sets"], json!([]));
    assert_eq!(desk.ok("asha", &["knn", "list"])["classifiers"], json!([]));

    // Five samples right at the question decide it, until they are taken out again.
    let near = table(&[([6.0, -3.0], "white"); 5]);
    let more = desk.write("more.csv", near.as_bytes());
    let add = [
        "knn",
        "add",
        "my flowers",
        more.to_str().unwrap(),
        "--label",
    ];
    assert_eq!(
        desk.ok("rao", &[&add[..], &["kind"]].concat())["samples"],
        65
    );
    let text = desk.fails("rao", &[&add[..], &["length"]].concat(), 8);
    assert!(text.contains("row 1 (line 2), column \"length\""), "{text}");
    assert_eq!(desk.ok("rao", &words)["answers"][0]["class"], "white");
    let samples = desk.ok("rao", &["knn", "sets", "My flowers"]);
    let added = &samples["samples"].as_array().unwrap()[60..];
    assert!(
        added.iter().all(|sample| sample["class"] == "white"),
        "{samples}"
    );
    let mut remove = vec![
        "knn".to_owned(),
        "remove".to_owned(),
        "my flowers".to_owned(),
    ];
    for sample in added {
        remove.extend(["--row".to_owned(), sample["number"].to_string()]);
    }
    // One that is named twice is taken out once.
    remove.extend([remove[3].clone(), remove[4].clone()]);
    let remove: Vec<&str> = remove.iter().map(String::as_str).collect();
    let removed = desk.ok("rao", &remove);
    assert_eq!(
        (&removed["removed"], &removed["samples"]),
        (&json!(5), &json!(60))
    );
    desk.fails("rao", &remove, 5);
    let again = desk.ok("rao", &words);
    assert_eq!(again["answers"][0]["class"], told["answers"][0]["class"]);

    desk.fails("rao", &["knn", "delete", "my flowers"], 2);
    desk.ok("rao", &["knn", "delete", "my flowers", "--yes"]);
    desk.fails("rao", &words, 5);
}

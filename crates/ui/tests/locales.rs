//! Every sentence stands in every language, with the same values in it, and is said somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement},
    parser,
};

/// A sentence's key, with the values it takes.
type Sentences = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_sentence_stands_in_every_language_with_the_same_values() {
    let english = sentences("en");
    let hindi = sentences("hi");
    for (key, values) in &english {
        assert_eq!(
            hindi.get(key),
            Some(values),
            "{key} in Hindi, and its values"
        );
    }
    for key in hindi.keys() {
        assert!(english.contains_key(key), "{key} is in Hindi alone");
    }
}

#[test]
fn areas_hold_the_same_keys_in_each_language() {
    for area in areas("en") {
        assert_eq!(
            keys(&read("en", &area)),
            keys(&read("hi", &area)),
            "{area}.ftl"
        );
    }
    assert_eq!(areas("en"), areas("hi"));
}

#[test]
fn no_key_stands_twice() {
    let mut seen = BTreeMap::new();
    for area in areas("en") {
        for key in keys(&read("en", &area)) {
            if let Some(other) = seen.insert(key.clone(), area.clone()) {
                panic!("{key} stands in {other}.ftl and in {area}.ftl");
            }
        }
    }
}

#[test]
fn everything_said_in_the_code_has_its_sentence_and_values() {
    let sentences = sentences("en");
    for (path, code) in sources() {
        for said in said(&code) {
            let Some(values) = sentences.get(&said.key) else {
                panic!(
                    "{} is said in {}, and has no sentence",
                    said.key,
                    path.display()
                );
            };
            assert_eq!(
                values,
                &said.values,
                "the values of {} in {}",
                said.key,
                path.display()
            );
        }
    }
}

#[test]
fn every_sentence_is_said_in_the_code() {
    let code: String = sources().into_iter().map(|(_, code)| code).collect();
    for key in sentences("en").keys() {
        assert!(code.contains(&format!("\"{key}\"")), "{key} is never said");
    }
}

#[test]
fn each_app_has_every_area_that_it_says_something_of() {
    let built = [built_in("PATIENT"), built_in("DOCTOR")];
    let door = built_in("DOOR");
    let [patient, doctor] = built.map(|inside| &inside | &door);
    let places = places();
    for (path, code) in sources() {
        let has = match () {
            () if path.starts_with(root().join("patient-app")) => patient.clone(),
            () if path.starts_with(root().join("doctor-app")) => doctor.clone(),
            () if is_before_the_door_is_open(&path) => door.clone(),
            () => &patient & &doctor,
        };
        for said in said(&code) {
            let area = &places[&said.key];
            assert!(
                has.contains(area),
                "{} is said in {}, which does not have {area}.ftl",
                said.key,
                path.display()
            );
        }
    }
}

#[test]
fn every_area_is_built_in() {
    let built = ["DOOR", "PATIENT", "DOCTOR"].map(built_in);
    assert_eq!(areas("en"), built.into_iter().flatten().collect());
}

/// The code of what may be shown before an app's own words are there.
fn is_before_the_door_is_open(path: &Path) -> bool {
    let ui = root().join("ui/src");
    let path = path.strip_prefix(ui).unwrap_or(path);
    let parts = [
        "door",
        "door.rs",
        "engine",
        "engine.rs",
        "behind.rs",
        "root.rs",
    ];
    let shown = ["facts/trouble.rs", "passkey.rs", "components/toast.rs"];
    parts.iter().any(|part| path.starts_with(part))
        || shown.iter().any(|part| path == Path::new(part))
}

/// The areas of a list in `i18n.rs`.
fn built_in(list: &str) -> BTreeSet<String> {
    let code = fs::read_to_string(root().join("ui/src/i18n.rs")).expect("the code is there");
    let (_, code) = code.split_once("areas! {").expect("areas are listed");
    let (_, code) = code
        .split_once(&format!("{list}:"))
        .expect("the list is there");
    let (list, _) = code.split_once(';').expect("the list ends");
    let names = list
        .split_whitespace()
        .map(|name| name.trim_matches('"').to_owned());
    names.collect()
}

/// The area of every sentence.
fn places() -> BTreeMap<String, String> {
    let areas = areas("en").into_iter();
    let places = areas.flat_map(|area| {
        let keys = keys(&read("en", &area));
        keys.into_iter().map(move |key| (key, area.clone()))
    });
    places.collect()
}

/// One use of `t!` or `key!`.
struct Said {
    key: String,
    values: BTreeSet<String>,
}

/// All uses of `t!("…", a = …)` and `key!("…")` in a file; the examples in doc comments apart.
fn said(code: &str) -> Vec<Said> {
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut all = Vec::new();
    for name in ["t!(", "key!("] {
        for (at, _) in code.match_indices(name) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
                continue;
            }
            let Some(inside) = code[at + name.len()..].trim_start().strip_prefix('"') else {
                continue;
            };
            let (key, rest) = inside.split_once('"').expect("a text ends");
            all.push(Said {
                key: key.to_owned(),
                values: values(rest),
            });
        }
    }
    all
}

/// The names before `=` up to the bracket that closes the macro.
fn values(rest: &str) -> BTreeSet<String> {
    let mut depth = 0;
    let mut part = String::new();
    let mut parts = Vec::new();
    let mut quoted = false;
    for letter in rest.chars() {
        match letter {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            break;
        }
        match letter {
            ',' if depth == 0 && !quoted => parts.push(std::mem::take(&mut part)),
            letter => part.push(letter),
        }
    }
    parts.push(part);
    let names = parts.iter().filter_map(|part| part.split_once('='));
    names.map(|(name, _)| name.trim().to_owned()).collect()
}

fn sentences(language: &str) -> Sentences {
    let mut all = Sentences::new();
    for area in areas(language) {
        for message in messages(&read(language, &area)) {
            let mut values = BTreeSet::new();
            let pattern = message.value.expect("a sentence says something");
            pattern_values(&pattern, &mut values);
            all.insert(message.id.name, values);
        }
    }
    all
}

fn keys(text: &str) -> BTreeSet<String> {
    messages(text)
        .into_iter()
        .map(|message| message.id.name)
        .collect()
}

fn messages(text: &str) -> Vec<Message<String>> {
    let resource = parser::parse(text.to_owned()).unwrap_or_else(|(_, errors)| {
        panic!("{errors:?} in\n{text}");
    });
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        Entry::Junk { content } => panic!("cannot be read: {content}"),
        _ => None,
    });
    messages.collect()
}

fn pattern_values(pattern: &Pattern<String>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => inline_values(inline, values),
            Expression::Select { selector, variants } => {
                inline_values(selector, values);
                for variant in variants {
                    pattern_values(&variant.value, values);
                }
            }
        }
    }
}

fn inline_values(inline: &InlineExpression<String>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.clone());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inline) = &**expression {
                inline_values(inline, values);
            }
        }
        _ => {}
    }
}

fn areas(language: &str) -> BTreeSet<String> {
    let folder = root().join("ui/locales").join(language);
    let files = fs::read_dir(folder).expect("the folder is there");
    let names = files.map(|file| file_name(&file.expect("the folder is read").path()));
    names
        .map(|name| name.trim_end_matches(".ftl").to_owned())
        .collect()
}

fn read(language: &str, area: &str) -> String {
    let path = root().join(format!("ui/locales/{language}/{area}.ftl"));
    fs::read_to_string(path).expect("the area is there")
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for room in ["ui", "patient-app", "doctor-app"] {
        collect(&root().join(room).join("src"), &mut files);
    }
    files
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder is read").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let code = fs::read_to_string(&path).expect("the code is there");
            files.push((path, code));
        }
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The folder of the rooms.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

//! The commands of python-paillier's `pheutil`: its files, its names, its order of arguments.

use std::io::Write;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::workbench::{Workbench, data};

fn frozen(name: &str) -> String {
    data(&format!("pheutil/{name}"))
        .to_str()
        .unwrap()
        .to_owned()
}

/// With pheutil's own keys as `private.json` and `public.json`.
fn bench() -> Workbench {
    let bench = Workbench::new();
    for name in ["private.json", "public.json"] {
        bench.write(name, &fs::read(frozen(name)).unwrap());
    }
    bench
}

#[test]
fn what_pheutil_wrote_is_read() {
    let bench = bench();
    for (file, value) in [
        ("a.json", "128.5"),
        ("b.json", "-3.25"),
        ("sum.json", "125.25"),
        ("tenth.json", "12.850000000000001"),
        ("small.json", "1e-30"),
        ("more.json", "1128.5"),
    ] {
        let printed = bench.ok(&["paillier", "decrypt", "private.json", &frozen(file)]);
        assert_eq!(printed, format!("{value}\n"), "{file}");
    }
}

#[test]
fn an_extracted_public_key_is_pheutils_to_the_byte() {
    let bench = bench();
    bench.ok(&["paillier", "extract", "private.json", "extracted.json"]);
    assert_eq!(bench.read("extracted.json"), bench.read("public.json"));
    let printed = bench.ok(&["paillier", "extract", "private.json", "-"]);
    assert_eq!(printed, bench.read("public.json"));
}

#[test]
fn a_private_key_is_not_lost_to_its_public_half() {
    let bench = bench();
    let key = bench.read("private.json");
    for output in ["private.json", "./private.json"] {
        let text = bench.fails(&["paillier", "extract", "private.json", output], 6);
        assert!(text.contains("would be lost"), "{text}");
    }
    assert_eq!(bench.read("private.json"), key);
}

#[test]
fn the_arithmetic_is_that_of_pheutil() {
    let bench = bench();
    let (a, b) = (frozen("a.json"), frozen("b.json"));
    bench.ok(&[
        "paillier",
        "addenc",
        "public.json",
        &a,
        &b,
        "--output",
        "sum.json",
    ]);
    bench.ok(&[
        "paillier",
        "add",
        "public.json",
        "sum.json",
        "-25.25",
        "--output",
        "100.json",
    ]);
    bench.ok(&[
        "paillier",
        "multiply",
        "public.json",
        "100.json",
        "0.1",
        "--output",
        "10.json",
    ]);
    for (file, value) in [
        ("sum.json", "125.25"),
        ("100.json", "100.0"),
        ("10.json", "10.0"),
    ] {
        assert_eq!(
            bench.ok(&["paillier", "decrypt", "private.json", file]),
            format!("{value}\n")
        );
        let number: serde_json::Value = serde_json::from_str(&bench.read(file)).unwrap();
        // A factor of 0.1 has more digits than -32 holds; pheutil leaves the exponent where it is.
        assert_eq!(
            number["e"],
            if file == "10.json" { -46 } else { -32 },
            "{file}"
        );
    }
    bench.ok(&[
        "paillier",
        "decrypt",
        "private.json",
        "sum.json",
        "--output",
        "plain.txt",
    ]);
    assert_eq!(bench.read("plain.txt"), "125.25\n");
    assert_eq!(
        bench.json(&["paillier", "decrypt", "private.json", "sum.json"])["value"],
        125.25
    );
}

#[test]
fn streams_stand_for_files() {
    let bench = bench();
    let sealed = bench.fed("36.6\n", &["paillier", "encrypt", "public.json", "-"]);
    let opened = bench.fed(&sealed, &["paillier", "decrypt", "private.json", "-"]);
    assert_eq!(opened, "36.6\n");
    let opened = bench.fed(
        &sealed,
        &["paillier", "--verbose", "decrypt", "private.json", "-"],
    );
    assert_eq!(opened, "36.6\n");
    bench.fails(&["paillier", "encrypt", "-", "-"], 2);
    bench.fails(&["paillier", "addenc", "public.json", "-", "-"], 2);
}

#[test]
fn a_key_of_ones_own_is_private_and_not_replaced() {
    let bench = Workbench::new();
    bench.ok(&[
        "-q",
        "paillier",
        "genpkey",
        "--keysize",
        "1024",
        "--id",
        "ward 3",
        "own.json",
    ]);
    let own = bench.read("own.json");
    assert!(own.contains("ward 3") && own.contains("\"kty\": \"DAJ\""));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = fs::metadata(bench.path("own.json"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(rights & 0o777, 0o600);
    }
    bench.fails(&["paillier", "genpkey", "--keysize", "1024", "own.json"], 6);
    assert_eq!(bench.read("own.json"), own);
    bench.ok(&[
        "paillier",
        "genpkey",
        "--keysize",
        "1024",
        "own.json",
        "--force",
    ]);
    assert_ne!(bench.read("own.json"), own);
    // A file made by mktemp is there, and empty.
    bench.write("empty.json", b"");
    bench.ok(&["paillier", "genpkey", "--keysize", "1024", "empty.json"]);
    assert!(bench.read("empty.json").contains("\"p\""));
}

#[test]
fn a_key_with_a_short_subgroup_works_and_is_told_apart() {
    let bench = Workbench::new();
    bench.ok(&[
        "paillier",
        "genpkey",
        "--keysize",
        "1024",
        "--variant",
        "short-subgroup",
        "short.key",
    ]);
    bench.ok(&["paillier", "extract", "short.key", "short.pub"]);
    bench.ok(&[
        "paillier",
        "encrypt",
        "short.pub",
        "-7.5",
        "--output",
        "x.json",
    ]);
    assert_eq!(
        bench.ok(&["paillier", "decrypt", "short.key", "x.json"]),
        "-7.5\n"
    );
    assert!(!fs::read(bench.path("short.key")).unwrap().starts_with(b"{"));
}

#[test]
fn both_ways_with_pheutil_itself() {
    let python = match pheutil() {
        Ok(python) => python,
        Err(why) => {
            // Past what the test's output is caught by.
            let _ = writeln!(
                std::io::stdout(),
                "\nSKIPPED: interchange with pheutil — {why} — install Python 3 with venv"
            );
            return;
        }
    };
    let both = Both {
        bench: Workbench::new(),
        python,
    };
    both.theirs("genpkey --keysize 1024 theirs.json");
    both.ours("genpkey --keysize 1024 ours.json");
    // As `pheutil` leaves it, others can read its key: that is noted, and is no fault.
    let theirs = both.bench.read("theirs.json");
    both.bench.write("theirs.json", theirs.as_bytes());
    for key in ["theirs.json", "ours.json"] {
        both.theirs(&format!("extract {key} by-them.json"));
        both.ours(&format!("extract {key} by-us.json"));
        let (by_them, by_us) = (
            both.bench.read("by-them.json"),
            both.bench.read("by-us.json"),
        );
        assert_eq!(by_them, by_us, "{key}");
        for (number, plus, times) in [
            ("128.5", "0.1", "3"),
            ("-1e-7", "12345.678", "-0.7"),
            ("4e15", "1", "1e-3"),
        ] {
            both.compute_in_turns(number, plus, times);
            for file in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                let words = format!("decrypt {key} {file}.json");
                assert_eq!(
                    both.theirs(&words),
                    both.ours(&words),
                    "{key} {number} {file}"
                );
            }
        }
    }
}

/// pheutil and ours, at work in the same folder.
struct Both {
    bench: Workbench,
    python: PathBuf,
}

impl Both {
    /// One chain of operations that each begins and the other goes on with, and one the other way round.
    fn compute_in_turns(&self, number: &str, plus: &str, times: &str) {
        self.theirs(&format!("encrypt --output a.json by-us.json -- {number}"));
        self.ours(&format!("encrypt by-them.json {number} --output b.json"));
        self.theirs(&format!("add --output c.json by-us.json b.json -- {plus}"));
        self.ours(&format!("add by-us.json a.json {plus} --output d.json"));
        self.theirs(&format!(
            "multiply --output e.json by-us.json d.json -- {times}"
        ));
        self.ours(&format!(
            "multiply by-us.json c.json {times} --output f.json"
        ));
        self.theirs("addenc --output g.json by-us.json e.json a.json");
        self.ours("addenc by-us.json f.json b.json --output h.json");
    }

    fn theirs(&self, words: &str) -> String {
        let mut command = Command::new(&self.python);
        command.args(["-B", "-m", "phe.command_line"]);
        command
            .args(words.split(' '))
            .current_dir(self.bench.path(""));
        let output = command.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "pheutil {words}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn ours(&self, words: &str) -> String {
        let words: Vec<&str> = words.split(' ').collect();
        self.bench.ok(&[&["paillier"], &words[..]].concat())
    }
}

/// The Python of a virtual environment with pheutil in it, made once and kept.
fn pheutil() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pheutil-1.5.0");
    let python = folder.join("bin/python");
    let works = || quiet(Command::new(&python).args(["-c", "import phe.command_line"])).is_ok();
    if works() {
        return Ok(python);
    }
    let making = folder.with_extension(std::process::id().to_string());
    let _ = fs::remove_dir_all(&making);
    quiet(Command::new("python3").args(["-m", "venv"]).arg(&making))?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries",
        "0",
        "--timeout",
        "20",
    ];
    let packages = ["phe==1.5.0", "click", "gmpy2"];
    let installed = quiet(
        Command::new(making.join("bin/python"))
            .args(pip)
            .args(packages),
    );
    if installed.is_err() || fs::rename(&making, &folder).is_err() {
        let _ = fs::remove_dir_all(&making);
    }
    installed?;
    match works() {
        true => Ok(python),
        false => Err("the virtual environment does not run".to_owned()),
    }
}

fn quiet(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("{command:?} ended with {}", output.status)),
        Err(why) => Err(format!("{command:?} did not start: {why}")),
    }
}
